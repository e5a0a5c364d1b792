"""English for what is composed: articles of laws, dates, sentences with parts filled in."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

LAWS = {
    "《中华人民共和国政府信息公开条例》": "Regulation on Open Government Information",
    "《政府信息公开条例》": "Regulation on Open Government Information",
    "《条例》": "Regulation",
    "《政府信息公开信息处理费管理办法》": "Measures on Information Processing Fees",
    "《中华人民共和国行政复议法》": "Administrative Reconsideration Law",
    "《中华人民共和国行政诉讼法》": "Administrative Litigation Law",
    "《全国年节及纪念日放假办法》": "Regulation on Public Holidays",
    "《保守国家秘密法》": "Law on Guarding State Secrets",
    "《中华人民共和国保守国家秘密法》": "Law on Guarding State Secrets",
}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_NUMBER = "[零一二三四五六七八九十百]+"
_ARTICLE = re.compile(
    rf"(《[^》]+》)?第({_NUMBER})条(?:第({_NUMBER})款)?(?:第({_NUMBER})项)?"
    rf"(?:至第({_NUMBER})条)?"
)
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MOMENT = re.compile(r"(\d{1,2})月(\d{1,2})日(\d{1,2}:\d\d)")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)
_PLACE = re.compile(r"\{([a-z_0-9]+)\}")


def number(text: str) -> int:
    """三十三 → 33, 一百零五 → 105."""
    total, digit = 0, 0
    for letter in text:
        if letter == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif letter == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[letter]
    return total + digit


def articles_in_english(text: str) -> str:
    """The English of a text that only names articles; empty for any other text."""
    parts = [part for part in re.split(r"[、；，]", text) if part]
    found = []
    for part in parts:
        match = _ARTICLE.fullmatch(part)
        if match is None:
            if part not in LAWS:
                return ""
            found.append(LAWS[part])
            continue
        law, article, paragraph, item, last = match.groups()
        words = f"art. {number(article)}"
        if last:
            words = f"arts. {number(article)}–{number(last)}"
        if paragraph:
            words += f" para. {number(paragraph)}"
        if item:
            words += f" item {number(item)}"
        if law is not None and law not in LAWS:
            return ""
        found.append(f"{LAWS[law]}, {words}" if law else words)
    return "; ".join(found)


def dates_in_english(text: str) -> str:
    """The English of a text that is only a date or a moment; empty for any other text."""
    if match := _DATE.fullmatch(text):
        year, month, day = match.groups()
        return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
    if match := _MOMENT.fullmatch(text):
        month, day, clock = match.groups()
        return f"{int(day)} {MONTHS[int(month) - 1]}, {clock}"
    return ""


_ONE = re.compile(
    r"(?<![\d.,])1 (working day|character|item|minute|second|entr)(?:ies|s)\b"
)


def one_in_singular(text: str) -> str:
    """``1 working days`` is one working day: the catalogue's sentences are written for many."""
    return _ONE.sub(lambda found: "1 " + found[1].replace("entr", "entry"), text)


class Phrases:
    """Sentences with places: finds the one that a Chinese text was made from."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """``pairs`` are message ids and their English; those without a place are left out."""
        made = [
            (self._pattern(chinese), english, len(_PLACE.sub("", chinese)))
            for chinese, english in pairs if _PLACE.search(chinese) and english
        ]
        # The most words first, so that a general sentence does not swallow a special one.
        self._known = [
            (pattern, english)
            for pattern, english, _ in sorted(made, key=lambda each: each[2], reverse=True)
        ]

    @staticmethod
    def _pattern(chinese: str) -> re.Pattern[str]:
        parts = _PLACE.split(chinese)
        words = [
            re.escape(part) if index % 2 == 0 else f"(?P<p_{part}>.+?)"
            for index, part in enumerate(parts)
        ]
        return re.compile("".join(words), re.DOTALL)

    def find(self, text: str, inner: Callable[[str], str]) -> str:
        """The text in English, each filled-in part by ``inner``; empty when nothing fits."""
        for pattern, english in self._known:
            match = pattern.fullmatch(text)
            if match is not None:
                parts = match.groupdict()
                return _PLACE.sub(
                    lambda place: inner(parts[f"p_{place[1]}"]),  # noqa: B023 - used at once
                    english,
                )
        return ""


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """Sentences of a composed Chinese text, or its clauses, without the marks between them."""
    marks = r"[；\n]" if re.search(r"[；\n]", text.rstrip("；\n")) else r"[，。]"
    return tuple(part for part in re.split(marks, text) if part)
