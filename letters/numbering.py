"""文号: agency code + series word + 〔year〕 + sequence + 号, as GB/T 9704-2012 7.2.5 writes it.

Who gets which sequence is decided elsewhere, in the transaction that issues the letter.
"""

import re

from letters.errors import LetterError

_CODE = re.compile(r"[\u3400-\u9fff]{1,12}\Z")
_NUMBER = re.compile(r"[\u3400-\u9fff]{1,16}〔[1-9][0-9]{3}〕[1-9][0-9]{0,5}号\Z")


class MalformedNumber(LetterError):
    """A number that no official letter may bear."""


def number(code: str, series_word: str, year: int, seq: int) -> str:
    """Write a letter's number: hexagonal brackets U+3014 and U+3015, no 第, no leading zeros.

    ``code`` is the agency's 机关代字, ``series_word`` the word of the series (复 for replies, 函
    for procedural letters; may be empty). Raises MalformedNumber.

    >>> number("周政公开", "复", 2026, 12)
    '周政公开复〔2026〕12号'
    """
    if not _CODE.match(code) or (series_word and not _CODE.match(series_word)):
        raise MalformedNumber(f"机关代字“{code}{series_word}”应当是1至12个汉字。")
    if not 1949 <= year <= 9999:
        raise MalformedNumber(f"文号的年份应当是四位全称，不能是“{year}”。")
    if not 1 <= seq <= 999_999:
        raise MalformedNumber(f"文号的顺序号应当是从1起的整数，不能是“{seq}”。")
    return f"{code}{series_word}〔{year}〕{seq}号"


def check(text: str) -> str:
    """Return the number unchanged when it is well formed; raise MalformedNumber otherwise."""
    if not _NUMBER.match(text):
        raise MalformedNumber(f"文号“{text}”不合规范，应当如“周政公开复〔2026〕12号”。")
    return text
