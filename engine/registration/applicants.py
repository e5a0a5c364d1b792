"""Checks what was typed of an applicant: one message a field.

《政府信息公开条例》第二十九条：申请人的姓名或者名称、身份证明、联系方式. A slip of the hand is told
where it was made; a real document that is odd all the same is recorded with the reason.
"""

import re
from datetime import date

from engine.registration.commands import Applicant

APPLICANT_KINDS = {
    "natural_person": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_organisation": "其他",
}
ID_KINDS = {
    "identity_card": "居民身份证",
    "passport": "护照",
    "travel_permit": "港澳台居民通行证、居住证",
    "credit_code": "统一社会信用代码",
    "other": "其他证件",
}
# What is sent needs somewhere to go: the field that says where, by the way of supply.
_GOES_TO = {
    "post": ("address", "以邮寄方式获取的，请填写联系地址。"),
    "email": ("email", "以电子邮件方式获取的，请填写电子邮箱。"),
    "fax": ("phone", "以传真方式获取的，请在联系电话中填写传真号码。"),
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# Digits and what people write between them, extensions (转) and second numbers included.
_PHONE = re.compile(r"[+(\uff080-9][0-9 \-()\uff08\uff09+\u8f6c\u3001\uff0c,;\uff1b/]*")
_POSTCODE = re.compile(r"[0-9]{6}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def slips(applicant: Applicant, way_of_supply: str) -> dict[str, str]:
    """What is plainly no name, number or address, by field."""
    found: dict[str, str] = {}
    name = applicant.name.strip()
    if name and not any(letter.isalpha() for letter in name):
        found["applicant_name"] = "申请人姓名或者名称中没有文字，请核对。"
    number, note = applicant.id_number.strip(), applicant.id_note.strip()
    if number and applicant.id_kind == "identity_card" and not note and (
        wrong := wrong_identity_number(number)
    ):
        found["id_number"] = f"{wrong}证件原件确实如此的，请在“号码特殊的说明”中写明。"
    phone = applicant.phone.strip()
    if phone and not (
        _PHONE.fullmatch(phone) and sum(each.isdigit() for each in phone) >= 7
    ):
        found["phone"] = "联系电话应当是电话号码，例如0533-6000001或者13800000000。"
    if applicant.postcode.strip() and not _POSTCODE.fullmatch(applicant.postcode.strip()):
        found["postcode"] = "邮政编码应当是6位数字；境外的邮政编码请写在联系地址中。"
    if applicant.email.strip() and not _EMAIL.fullmatch(applicant.email.strip()):
        found["email"] = "电子邮箱应当写成name@example.cn的样子，请核对。"
    if way_of_supply in _GOES_TO:
        field, message = _GOES_TO[way_of_supply]
        if not getattr(applicant, field).strip():
            found[field] = message
    return found


def wrong_identity_number(number: str) -> str:
    """What is wrong with a citizen's identity number (GB 11643-1999), in Chinese; else empty."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", number):
        return "居民身份证号码应当是18位，前17位为数字，末位为数字或者X，请核对。"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "居民身份证号码中的出生日期不存在，请核对。"
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECK[total % 11] != number[17].upper():
        return "居民身份证号码的校验位不符，可能有一位录错，请核对。"
    return ""
