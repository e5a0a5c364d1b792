"""English for what is composed: articles of laws, dates, sentences with parts filled in, pages."""

import re
from collections.abc import Callable, Iterable, Iterator
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


# Chinese within English pages. Names, requests, letters and the law stay Chinese in every language.
# A screen reader speaks them right, and a browser takes the right glyphs, only where the page says
# so (WCAG 2.2, 3.1.2). It is said in one place, for what comes from data appears on every page; and
# so do the colons and brackets that templates put between data.
_HAN = r"\u3400-\u9fff\U00020000-\U0003fffd"
# A stretch of Chinese with the figures and marks within it, and those that open and close it.
_CHINESE = re.compile(
    rf"[《〈〔（【“‘]*[{_HAN}](?:[{_HAN}0-9\u3001-\u301f\uff01-\uff60“”‘’·•—…*.%-]*"
    rf"[{_HAN}》〉〕）】”’。！？])?"
)
_PIECE = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SAID = re.compile(r'(?<=\s)(aria-label|title|placeholder|alt|data-confirm)="([^"]*)"')
_LANGUAGE = re.compile(r'\slang="([^"]*)"')
_VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_AS_IT_STANDS = frozenset({"script", "style", "textarea", "svg"})
_MARKS = str.maketrans({
    "：": ": ", "；": "; ", "，": ", ", "、": ", ", "。": ".", "（": " (", "）": ")", "！": "!",
    "？": "?", "＋": "+", "－": "\u2212", "\u3000": " ",
})


def with_chinese_marked(page: str) -> str:
    """An English page or part of one, with what is Chinese in it marked with its language."""
    return "".join(_pieces(page))


def _pieces(page: str) -> Iterator[str]:
    around: list[tuple[str, bool]] = []     # elements we are in; whether they stay as they are
    end = 0
    for found in _PIECE.finditer(page):
        yield _words(page[end : found.start()], around)
        yield _tag(found[0], page, found.end(), around)
        end = found.end()
    yield _words(page[end:], around)


def _tag(tag: str, page: str, end: int, around: list[tuple[str, bool]]) -> str:
    named = _TAG.match(tag)
    if named is None:
        return tag
    closes, name = bool(named[1]), named[2].lower()
    left = around[-1][1] if around else False
    if closes:
        while around and around.pop()[0] != name:
            pass
        return tag
    said = _LANGUAGE.search(tag)
    mine = left if said is None else said[1].startswith("zh")
    if not mine and name not in _AS_IT_STANDS:
        tag = _SAID.sub(lambda each: f'{each[1]}="{_punctuated(each[2])}"', tag)
        if name == "option" and _CHINESE.search(page, end, page.find("<", end)):
            tag = f'{tag[:-1]} lang="zh-CN">'
            mine = True
    if name not in _VOID and not tag.endswith("/>"):
        around.append((name, mine or name in _AS_IT_STANDS))
    return tag


def _words(text: str, around: list[tuple[str, bool]]) -> str:
    if not text or text.isascii() or (around and around[-1][1]):
        return text
    if around and around[-1][0] == "title":     # holds no elements
        return _punctuated(text)
    return _punctuated(text, '<span lang="zh-CN">{}</span>')


def _punctuated(text: str, marked: str = "{}") -> str:
    parts: list[str] = []
    end = 0
    for found in _CHINESE.finditer(text):
        parts += text[end : found.start()].translate(_MARKS), marked.format(found[0])
        end = found.end()
    return "".join((*parts, text[end:].translate(_MARKS)))
