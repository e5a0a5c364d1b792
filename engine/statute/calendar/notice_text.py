"""Read the text of a yearly holiday notice, as pasted from the State Council's page.

Only numbered items are read; their numbers have to run on without a gap, every sentence in them
has to be understood, and what the text says twice (weekday and date, length and range) has to
agree. Nothing is guessed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from engine.statute.calendar.notices import ContradictoryNotice, Notice, OffRange

_WEEKDAYS = "一二三四五六日"
_YEAR = re.compile(r"(20\d\d)年\s*(?:部分\s*节假日|元旦|春节|清明节|劳动节|端午节|中秋节|国庆节)")
_NUMERALS = "一二三四五六七八九十"
_ITEM = re.compile(rf"(?m)^[ \t]*([{_NUMERALS}]{{1,3}})、")
_END = re.compile(r"(?m)^[ \t]*(?:节假日期间|国务院办公厅[ \t]*$|各地区)")
_SIGNED = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日\s*$")
_DATE = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_LENGTH = re.compile(r"(?:共|放假)(\d{1,2})天")
_OFF_TAIL = re.compile(
    r"(?:放假(?:调休)?(?:\d{1,2}天)?|与周末连休|不调休|调休|共\d{1,2}天|补休)(?:,|$)"
)


class UnreadableNotice(ValueError):
    """A notice's text cannot be read; the message (Chinese) quotes the sentence."""


@dataclass(slots=True)
class _Item:
    """One numbered item while it is read: dates may leave out year and month."""

    name: str
    year: int
    month: int | None = None
    off: list[tuple[date, date]] = field(default_factory=list)
    worked: list[date] = field(default_factory=list)

    def day(self, match: re.Match[str], sentence: str) -> date:
        year_text, month_text, day_text, remark = match.groups()
        year = int(year_text) if year_text else self.year
        month = int(month_text) if month_text else self.month
        if month is None:
            raise UnreadableNotice(f"没有写明月份：{sentence}")
        self.month = month
        try:
            day = date(year, month, int(day_text))
        except ValueError:
            raise UnreadableNotice(f"没有{month}月{day_text}日这一天：{sentence}") from None
        said = _WEEKDAY.search(remark or "")
        if said and _WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
            raise UnreadableNotice(
                f"{day}是星期{_WEEKDAYS[day.weekday()]}，与所写的星期{said[1]}不符：{sentence}"
            )
        return day


def read_notice(text: str, *, url: str, published: date | None = None) -> Notice:
    """The notice of one year. ``published`` defaults to the date under the signature.

    Raises UnreadableNotice or ContradictoryNotice, both in Chinese.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\r", "")
    titled = _YEAR.search(plain)
    if titled is None:
        raise UnreadableNotice("没有找到“某某年部分节假日安排”的字样")
    year = int(titled[1])
    off: list[OffRange] = []
    worked: list[date] = []
    for written in _items(plain):
        item = _read_item(written, year)
        off.extend(OffRange(item.name, first, last) for first, last in item.off)
        worked.extend(item.worked)
    if not off:
        raise UnreadableNotice("没有找到放假安排（一、元旦：……）")
    signed = _SIGNED.search(plain.strip())
    if published is None and signed is None:
        raise UnreadableNotice("没有找到落款日期")
    if published is None and signed is not None:
        try:
            published = date(int(signed[1]), int(signed[2]), int(signed[3]))
        except ValueError:
            raise UnreadableNotice(f"落款日期有误：{signed[0].strip()}") from None
    assert published is not None
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    return Notice(year, title, published, url, tuple(off), tuple(sorted(worked))).check()


def _items(plain: str) -> list[str]:
    starts = list(_ITEM.finditer(plain))
    found: list[str] = []
    for number, start in enumerate(starts):
        if start[1] != _numeral(number):
            raise UnreadableNotice(f"序号不连续，“{start[1]}、”应当为“{_numeral(number)}、”")
        last = number + 1 == len(starts)
        body = plain[start.end() : None if last else starts[number + 1].start()]
        end = _END.search(body)
        found.append(re.sub(r"\s+", "", body[: end.start()] if end else body))
    return found


def _read_item(written: str, year: int) -> _Item:
    name, colon, body = written.partition(":")
    if not colon or not name:
        raise UnreadableNotice(f"不是“节日：安排”的形式：{written[:40]}")
    item = _Item(name, year)
    for sentence in filter(None, re.split(r"[。;]", body)):
        if sentence.startswith("鼓励"):
            continue
        if sentence.endswith("上班"):
            _read_worked(item, sentence)
        else:
            _read_off(item, sentence)
    return item


def _read_worked(item: _Item, sentence: str) -> None:
    rest = sentence.removesuffix("上班")
    for part in rest.split("、"):
        match = _DATE.fullmatch(part)
        if match is None:
            raise UnreadableNotice(f"看不懂的上班安排：{sentence}")
        item.worked.append(item.day(match, sentence))


def _read_off(item: _Item, sentence: str) -> None:
    """「4月4日(周五)至6日(周日)放假,共3天」, 「4月5日放假,4月7日(星期一)补休」."""
    position, found = 0, []
    while position < len(sentence):
        match = _DATE.match(sentence, position)
        if match is None:
            raise UnreadableNotice(f"看不懂的放假安排：{sentence}")
        first = last = item.day(match, sentence)
        position = match.end()
        if sentence.startswith("至", position):
            match = _DATE.match(sentence, position + 1)
            if match is None:
                raise UnreadableNotice(f"看不懂的放假安排：{sentence}")
            last = item.day(match, sentence)
            position = match.end()
        tail = position
        while (words := _OFF_TAIL.match(sentence, tail)) is not None:
            tail = words.end()
        if tail == position:
            raise UnreadableNotice(f"看不懂的放假安排：{sentence}")
        length = _LENGTH.search(sentence, position, tail)
        days = (last - first).days + 1
        if length is not None and int(length[1]) != days:
            raise ContradictoryNotice(f"所写的{length[1]}天与起止日期（{days}天）不符：{sentence}")
        position = tail
        found.append((first, last))
    item.off.extend(found)


def in_words(notice: Notice) -> str:
    """A notice in the form that :func:`read_notice` reads, for showing and for correcting."""
    lines = [notice.title, ""]
    for number, stretch in enumerate(notice.off):
        days = (stretch.last - stretch.first).days + 1
        span = _written(stretch.first)
        span += f"至{_written(stretch.last)}" if days > 1 else ""
        lines.append(f"{_numeral(number)}、{stretch.name}：{span}放假，共{days}天。")
    if notice.worked:
        worked = "、".join(_written(day) for day in notice.worked)
        lines[-1] += f"{worked}上班。"
    published = notice.published
    lines += ["", "国务院办公厅", f"{published.year}年{published.month}月{published.day}日"]
    return "\n".join(lines) + "\n"


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < 10 else "十" + _NUMERALS[number - 10]
