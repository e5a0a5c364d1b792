"""What a sheet of paper cannot show: controls, direction and zero-width marks, stray halves.

They come along when text is copied from a web page or a PDF, and nobody sees them. What they
would break (a letter, a list, a search) is far from where they were typed, so every input asks.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

IN_TEXT: Final = "\n\r\t"        # what may stand between the words of a longer text


@dataclass(frozen=True, slots=True)
class Unprintable:
    """The first of them in a text. place: counted from 1; code: as U+200B."""

    place: int
    code: str

    def told(self, label: str) -> str:
        """What to say of it, in Chinese, beginning with the field's label."""
        return (
            f"{label}第{self.place}字是不能印出的控制字符或者格式字符（{self.code}），"
            "请删去后重新输入。"
        )


def unprintable(text: str, but: str = "") -> Unprintable | None:
    """The first character that cannot be printed, ``but`` those; None when all can."""
    if text.isprintable():      # as nearly every text is: none of what is refused below
        return None
    for place, character in enumerate(text, 1):
        if character not in but and not _may_be_printed(character):
            return Unprintable(place, f"U+{ord(character):04X}")
    return None


def _may_be_printed(character: str) -> bool:
    """False for controls, direction and zero-width marks, surrogates, private-use characters.

    Han characters newer than this Python's Unicode tables are let through: names need them.
    """
    category = unicodedata.category(character)
    if category == "Cn":
        code = ord(character)
        return 0x20000 <= code <= 0x3FFFD and code & 0xFFFE != 0xFFFE
    return category not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def check_text(
    problems: dict[str, str], name: str, value: str, label: str, most: int, *,
    needed: bool = False,
) -> None:
    """Add to ``problems``, under the field's name, why a text that somebody typed cannot be kept:
    it is wanted and missing, has more than ``most`` characters, or one that no letter can show."""
    text = value.strip()
    if needed and not text:
        problems[name] = f"请填写{label}。"
    elif len(text) > most:
        problems[name] = f"{label}不能超过{most}个字，现有{len(text)}个字。"
    elif found := unprintable(text, but=IN_TEXT):
        problems[name] = found.told(label)


def check_line(
    problems: dict[str, str], name: str, value: str, label: str, most: int, *, needed: bool = True
) -> str:
    """The same of a text that stands on one line; returns it so."""
    line = " ".join(value.split())
    check_text(problems, name, line, label, most, needed=needed)
    return line
