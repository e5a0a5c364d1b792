"""The numbers of identity documents: what a slip of the hand would make of each.

Citizens: GB 11643-1999. Organisations: GB 32100-2015. What a foreign office made is held to its
letters and length alone.
"""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# The letters I, O, S, V and Z stand in no credit code.
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def wrong_number(id_kind: str, number: str) -> str:
    """What is wrong with a document's number, in Chinese; empty when nothing is against it."""
    if id_kind == "identity_card":
        return wrong_identity_number(number)
    if id_kind == "credit_code":
        return wrong_credit_code(number)
    if id_kind == "passport" and not re.fullmatch(r"[0-9A-Za-z]{5,20}", number):
        return "护照号码由5至20位字母和数字组成，请核对。"
    if id_kind == "travel_permit" and not re.fullmatch(r"[0-9A-Za-z()（）]{8,20}", number):
        return "通行证、居住证号码由8至20位字母和数字组成，请核对。"
    return ""


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


def wrong_credit_code(code: str) -> str:
    """What is wrong with an organisation's credit code (GB 32100-2015), in Chinese; else empty."""
    code = code.upper()
    if not re.fullmatch(f"[{_CODE}]{{18}}", code):
        return "统一社会信用代码应当是18位数字和大写字母（不含I、O、S、V、Z），请核对。"
    if check_of_credit_code(code[:17]) != code[17]:
        return "统一社会信用代码的校验位不符，可能有一位录错，请核对。"
    return ""


def check_of_credit_code(beginning: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(_CODE.index(letter) * pow(3, place, 31) for place, letter in enumerate(beginning))
    return _CODE[-total % 31]


def likely_kind(number: str, kind: str) -> str:
    """Of which document a number in a list of joint applicants is, none being named there."""
    if not number:
        return ""
    if kind == "natural_person" and len(number) >= 15 and number[:-1].isdigit():
        return "identity_card"
    return "credit_code" if kind != "natural_person" and len(number) == 18 else "other"
