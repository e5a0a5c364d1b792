"""Chinese first, English by a switch: message ids are the Chinese sentences themselves."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.mofile import read_mo
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, gettext
from markupsafe import Markup, escape

from engine import InvalidInput, Refusal
from web.frame.english import (
    MONTHS,
    Phrases,
    articles_in_english,
    dates_in_english,
    one_in_singular,
    pieces,
    with_chinese_marked,
)

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
COOKIE = "gongkai_language"
HAN = re.compile(r"[\u4e00-\u9fff]")
_BASED = re.compile(r"(.+)（([^（）]+)）", re.DOTALL)   # a sentence and its articles
_TELEPHONE = re.compile(r"\b0\d{2,3}-\d{7,8}\b")
ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def language() -> str:
    """The language of this page: what the reader chose, Chinese until then."""
    if not has_request_context():
        return CHINESE
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, CHINESE)
        g.language = chosen if chosen in LANGUAGES else CHINESE
    chosen_language: str = g.language
    return chosen_language


def translate(text: str, **values: Any) -> str:
    """A Chinese text in the reader's language, as plain text (templates escape it).

    Unlike ``_`` in a template this is meant for texts that come from data: form labels, names
    of steps, titles of letters. A text without a translation stays as it is.
    """
    if not text:
        return ""
    if language() == CHINESE:
        return text.format(**values) if values else text
    found = _english(text)
    return one_in_singular(found.format(**values) if values else found)


def _english(text: str) -> str:
    """Word for word, then as a composed sentence, then clause by clause; else as it stands."""
    known = str(gettext(text))
    if known != text:
        return known
    phrases: Phrases = current_app.extensions["gongkai_phrases"]
    composed = (
        articles_in_english(text) or dates_in_english(text) or phrases.find(text, _english)
    )
    if composed:
        return composed
    if (based := _BASED.fullmatch(text)) and (basis := articles_in_english(based[2])):
        return f"{_english(based[1])} ({basis})"
    clauses = pieces(text)
    if len(clauses) < 2:
        return text
    told = [_english(clause) for clause in clauses]
    if any(clause == each and HAN.search(each) for clause, each in zip(clauses, told, strict=True)):
        return text
    return "; ".join(each.rstrip(".") for each in told) + "."


def explain(refusal: Refusal) -> str:
    """What the engine refuses, in the reader's language."""
    if isinstance(refusal, InvalidInput):
        between = "；" if language() == CHINESE else " "
        summary = between.join(translate(text) for text in refusal.problems.values())
        return translate(refusal.template, count=len(refusal.problems), summary=summary)
    facts = {
        name: translate(value) if isinstance(value, str) else value
        for name, value in refusal.facts.items()
    }
    return translate(refusal.template, **facts)


def day(value: date | None, weekday: bool = False) -> str:
    """A date as people read it: 2026年3月9日, with the weekday where a limit is meant."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    if language() == CHINESE:
        text = f"{value.year}年{value.month}月{value.day}日"
        return f"{text}（{WEEKDAYS[value.weekday()]}）" if weekday else text
    text = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{translate(WEEKDAYS[value.weekday()])}, {text}" if weekday else text


def short_day(value: date | None) -> str:
    """A date for a narrow place: 3月9日, 9 Mar."""
    if value is None:
        return "—"
    if language() == CHINESE:
        return f"{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1][:3]}"


def weekday(value: date) -> str:
    """星期一 … 星期日."""
    return translate(WEEKDAYS[value.weekday()])


def moment(value: datetime | None) -> str:
    """A moment in the agency's zone, to the minute."""
    if value is None:
        return "—"
    local = value.astimezone(ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def time_tag(value: date | datetime | None) -> Markup:
    """A ``<time>`` element, which machines and screen readers understand too."""
    if value is None:
        return Markup("—")
    if isinstance(value, datetime):
        local = value.astimezone(ZONE)
        return Markup('<time datetime="{}">{}</time>').format(
            local.isoformat(timespec="minutes"), moment(value)
        )
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day(value))


def file_size(size: int) -> str:
    """Bytes for people: 812 KB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def lines(text: str) -> Markup:
    """Text as it was typed: its line breaks kept, everything else escaped. No line ends within a
    telephone number."""
    return Markup("<br>").join(
        Markup(_TELEPHONE.sub(r'<span class="no-wrap">\g<0></span>', str(escape(line))))  # noqa: S704
        for line in (text or "").splitlines()
    )


def _phrases(app: Flask) -> Iterator[tuple[str, str]]:
    folder = Path(app.config["BABEL_TRANSLATION_DIRECTORIES"]) / ENGLISH / "LC_MESSAGES"
    with (folder / "messages.mo").open("rb") as file:
        for message in read_mo(file):
            if message.id:
                yield str(message.id), str(message.string)


def _mark(response: Response) -> Response:
    """After every view: what is Chinese in the page of an English reader says so."""
    if language() == ENGLISH and response.mimetype == "text/html" and not response.is_streamed:
        response.set_data(with_chinese_marked(response.get_data(as_text=True)))
    return response


def install(app: Flask) -> None:
    """Give the application its language and the templates their words."""
    app.extensions["gongkai_phrases"] = Phrases(_phrases(app))
    Babel(app, locale_selector=language, default_locale=CHINESE)
    app.after_request(_mark)
    app.jinja_env.globals.update(t=translate, language=language, languages=LANGUAGES)
    app.jinja_env.filters.update(
        day=day, short_day=short_day, moment=moment, time_tag=time_tag, weekday=weekday,
        file_size=file_size, lines=lines, t=translate,
    )
