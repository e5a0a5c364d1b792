"""Checks what was typed of an applicant or an agent: one message a field.

《政府信息公开条例》第二十九条：申请人的姓名或者名称、身份证明、联系方式. A slip of the hand is told
where it was made; a real document that is odd all the same is recorded with the reason. What is
missing is no slip: the request is registered, and the correction asks for it (``lacking``).
"""

import re

from engine.registration.applicants.documents import wrong_number
from engine.registration.applicants.kinds import ID_KINDS, documents_of
from engine.registration.commands import Applicant

# What is sent needs somewhere to go: the field that says where, by the way of supply.
_GOES_TO = {
    "post": ("address", "以邮寄方式获取的，请填写联系地址。"),
    "email": ("email", "以电子邮件方式获取的，请填写电子邮箱。"),
    "fax": ("phone", "以传真方式获取的，请在联系电话中填写传真号码。"),
}
# Digits and what people write between them, extensions (转) and second numbers included.
_PHONE = re.compile(r"[+(\uff080-9][0-9 \-()\uff08\uff09+\u8f6c\u3001\uff0c,;\uff1b/]*")
_POSTCODE = re.compile(r"[0-9]{6}")
_POSTCODE_ABROAD = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{1,9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def slips(who: Applicant) -> dict[str, str]:
    """What is plainly no name, number or address, by field of the applicant."""
    found: dict[str, str] = {}
    name = who.name.strip()
    if name and not any(letter.isalpha() for letter in name):
        found["name"] = "申请人姓名或者名称中没有文字，请核对。"
    found |= _document(who)
    phone = who.phone.strip()
    if phone and not (
        _PHONE.fullmatch(phone) and sum(each.isdigit() for each in phone) >= 7
    ):
        found["phone"] = "联系电话应当是电话号码，例如0533-6000001或者13800000000。"
    postcode = who.postcode.strip()
    if postcode and who.country.strip():
        if not _POSTCODE_ABROAD.fullmatch(postcode):
            found["postcode"] = "境外的邮政编码应当由字母、数字、空格和短横组成，请核对。"
    elif postcode and not _POSTCODE.fullmatch(postcode):
        found["postcode"] = "邮政编码应当是6位数字；境外的，请填写国籍或者地区。"
    if who.email.strip() and not _EMAIL.fullmatch(who.email.strip()):
        found["email"] = "电子邮箱应当写成name@example.cn的样子，请核对。"
    return found


def _document(who: Applicant) -> dict[str, str]:
    number, note = who.id_number.strip(), who.id_note.strip()
    if not who.id_kind:
        return {"id_kind": "请选择证件类型。"} if number else {}
    if who.id_kind not in ID_KINDS:
        return {"id_kind": "请选择证件类型。"}
    possible = documents_of(who.kind, who.country.strip())
    if who.id_kind not in possible and not note:
        words = "、".join(ID_KINDS[each] for each in possible)
        return {"id_kind": f"这类申请人的证件类型应当是{words}，请核对。"}
    if not number:
        return {"id_number": "请填写证件号码；没有提供的，证件类型请选“未提供”。"}
    if not note and (wrong := wrong_number(who.id_kind, number)):
        return {"id_number": f"{wrong}证件原件确实如此的，请在“号码特殊的说明”中写明。"}
    return {}


def nowhere_to_send(way_of_supply: str, people: tuple[Applicant, ...]) -> dict[str, str]:
    """The field that the way of supply wants, when nobody who may receive has filled it in."""
    if way_of_supply not in _GOES_TO:
        return {}
    field, message = _GOES_TO[way_of_supply]
    if any(getattr(each, field).strip() for each in people):
        return {}
    return {field: message}
