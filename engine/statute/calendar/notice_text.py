"""Read the text of a yearly holiday notice, as pasted from the State Council's page.

Only numbered items are read; their numbers have to run on without a gap, every sentence in them
has to be understood, and what the text says twice (weekday and date, length and range, title and
preamble, document number and date) has to agree, as has the law, which fixes days of each festival.
Nothing is guessed: a text that lost something on its way is read the same or refused. What only a
look at the original can settle is told by ``notice_doubts``.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from engine.statute.calendar import statutory_days
from engine.statute.calendar.notice_doubts import days_of_the_law, doubts_about, taken_off
from engine.statute.calendar.notices import ContradictoryNotice, Notice, OffRange

_WEEKDAYS = "一二三四五六日"
_FRIDAY = 4
# 《全国年节及纪念日放假办法》第二条, since 2008: a yearly notice arranges all of them.
_FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_YEAR = re.compile(rf"(20\d\d)年(部分节假日|{'|'.join(_FESTIVALS)})")
_NUMERALS = "一二三四五六七八九十"
_ITEM = re.compile(rf"(?:^|(?<=[\n。:;]))([{_NUMERALS}]{{1,3}})、")
# The closing words; since the notice for 2026 in the paragraph that begins with 鼓励.
_CLOSING = re.compile(r"节假日期间|各地区|国务院办公厅|特此通知")
_ADVICE = "鼓励"
_ARRANGED = re.compile(r"\d日.*(?:放假|补休|调休|上班)")
_DAY = r"(20\d\d)年(\d{1,2})月(\d{1,2})日"
_BROKEN_NUMBER = re.compile(r"(?<=\d)\n(?=\d?[年月日])|(?<=[年月])\n(?=\d)")
_SIGNED = (
    re.compile(rf"国务院办公厅\n?{_DAY}"),
    re.compile(rf"\n{_DAY}(?=\n|\(|$)"),
    re.compile(rf"成文日期:?\n?{_DAY}"),
)
# What a page's markup leaves when its source is pasted.
_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[a-z][^<>]*>", re.I | re.S)
_DOCUMENT = re.compile(r"发明?电?[〔\[(【](20\d\d)[〕\])】]\d")
_EARLIEST = (9, 1)      # month and day of the year before; 25 October is the earliest so far
_DATE = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_LENGTH = re.compile(r"(?:共|放假)(\d{1,2})天")
_UNTIL = re.compile(r"至|到|[-‐‑‒–—―−─~〜]{1,2}")
_WITH_WEEKEND = "与周末连休"
_OFF_TAIL = re.compile(
    rf"(?:放假(?:调休)?(?:\d{{1,2}}天)?|{_WITH_WEEKEND}|不调休|调休|共\d{{1,2}}天|补休)(?:,|$)"
)
_FARTHEST = timedelta(days=14)      # a make-up day from its holiday; eleven days at most so far


class UnreadableNotice(ValueError):
    """A notice's text cannot be read; the message (Chinese) quotes the sentence."""


class UndatedNotice(UnreadableNotice):
    """The day on which the notice was made cannot be told from its text (Chinese)."""


@dataclass(slots=True)
class _Item:
    """One numbered item while it is read: dates may leave out year and month."""

    name: str
    year: int
    month: int | None = None
    off: list[tuple[date, date]] = field(default_factory=list)
    worked: list[date] = field(default_factory=list)
    exchanged: bool = False     # 调休 is said, and not 不调休

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

    def days_off(self) -> set[date]:
        """Every day off of this holiday."""
        return {
            first + timedelta(days=offset)
            for first, last in self.off for offset in range((last - first).days + 1)
        }

    def check(self) -> None:
        """Raises ContradictoryNotice where the days cannot be those of this holiday."""
        for worked in self.worked:
            days = [day for stretch in self.off for day in stretch]
            if days and min(abs(worked - off) for off in days) > _FARTHEST:
                raise ContradictoryNotice(f"{worked}上班离{self.name}假期太远，请核对日期")
        law = sum(days for name, days in days_of_the_law(self.year).items() if name in self.name)
        if self.exchanged and not self.worked and law and taken_off(self.off) > law:
            raise ContradictoryNotice(
                f"{self.name}写着放假调休，占用的工作日比法定假日多，却没有写哪天上班，"
                "请连同上班日期一并粘贴"
            )


def read_notice(text: str, *, url: str, published: date | None = None) -> Notice:
    """The notice of one year. ``published`` is needed where the text bears no date of its own.

    Raises UnreadableNotice, UndatedNotice or ContradictoryNotice, all in Chinese.
    """
    plain = _plain(text)
    starts = list(_ITEM.finditer(plain))
    preamble = plain[: starts[0].start()] if starts else plain
    year, whole_year = _year(preamble)
    items = [_read_item(written, year, last) for written, last in _items(plain, starts)]
    if not any(item.off for item in items):
        raise UnreadableNotice("没有找到放假安排（一、元旦：……），请连同序号一并粘贴")
    if whole_year:
        _all_there(items)
    _in_order(items)
    if whole_year:
        _with_the_days_of_the_law(year, items)
    tail = _BROKEN_NUMBER.sub("", plain[starts[-1].end() :])
    published = _published(preamble, tail, published)
    if published.year not in (year - 1, year) or (
        whole_year and published < date(year - 1, *_EARLIEST)
    ):
        raise UndatedNotice(f"通知安排的是{year}年，日期却是{published}，请核对印发日期")
    off = tuple(
        OffRange(item.name, first, last) for item in items for first, last in item.off
    )
    worked = tuple(sorted(day for item in items for day in item.worked))
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    notice = Notice(year, title, published, url, off, worked).check()
    days_off = {day: item.days_off() for item in items for day in item.worked}
    return replace(notice, doubts=doubts_about(notice, days_off))


def _plain(text: str) -> str:
    """One way of writing: half-width signs, no blanks, nothing invisible, single line breaks."""
    folded = unicodedata.normalize("NFKC", html.unescape(_MARKUP.sub("\n", text)))
    seen = "".join(
        "\n" if sign in "\r\n\u2028\u2029" else sign
        for sign in folded
        if sign in "\r\n" or not (sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc"))
    )
    return re.sub(r"\n+", "\n", seen).strip("\n").replace(".", "。")


def _year(preamble: str) -> tuple[int, bool]:
    """The year that title and preamble name, and whether all its holidays are arranged."""
    named = _YEAR.findall(preamble.replace("\n", ""))
    years = sorted({int(year) for year, _ in named})
    if not years:
        raise UnreadableNotice("没有找到“某某年部分节假日安排”的字样，请连同标题一并粘贴")
    if len(years) > 1:
        said = "、".join(f"{year}年" for year in years)
        raise UnreadableNotice(f"标题和正文说的年份不同（{said}），请只粘贴一份通知")
    # The title of an amendment names the holidays that it moves.
    return years[0], any(of == _FESTIVALS[0] or of == "部分节假日" for _, of in named)


def _items(plain: str, starts: list[re.Match[str]]) -> list[tuple[str, bool]]:
    """The text of each numbered item, and whether it is the last one."""
    found: list[tuple[str, bool]] = []
    for number, start in enumerate(starts):
        if start[1] != _numeral(number):
            raise UnreadableNotice(f"序号不连续，“{start[1]}、”应当为“{_numeral(number)}、”")
        last = number + 1 == len(starts)
        body = plain[start.end() : None if last else starts[number + 1].start()]
        found.append((body.replace("\n", ""), last))
    return found


def _read_item(written: str, year: int, last: bool) -> _Item:
    """``last``: what closes the notice follows in it."""
    name, colon, body = written.partition(":")
    if not colon or not name or "。" in name:
        raise UnreadableNotice(f"不是“节日：安排”的形式：{written[:40]}")
    item = _Item(name, year)
    sentences = [sentence for sentence in re.split(r"[。;]", body) if sentence]
    for place, sentence in enumerate(sentences):
        if last and item.off and _CLOSING.match(sentence):
            for closing in sentences[place:]:
                if _CLOSING.match(closing) and "国务院办公厅" in closing:
                    break       # what stands below the signature belongs to the page
                _only_advice(closing)
            break
        if sentence.startswith(_ADVICE):
            _only_advice(sentence)
        elif sentence.endswith("上班"):
            _read_worked(item, sentence)
        else:
            _read_off(item, sentence)
    item.check()
    return item


def _only_advice(sentence: str) -> None:
    if _ARRANGED.search(sentence):
        raise UnreadableNotice(f"看不懂的安排：{sentence}")


def _all_there(items: list[_Item]) -> None:
    named = "".join(item.name for item in items)
    missing = [festival for festival in _FESTIVALS if festival not in named]
    if missing:
        raise UnreadableNotice(f"没有找到{'、'.join(missing)}的安排，请粘贴通知全文")


def _with_the_days_of_the_law(year: int, items: list[_Item]) -> None:
    for day, names, _ in statutory_days.of(year):
        for name in names.split("、"):
            named = [item for item in items if name in item.name]
            if not any(first <= day <= last for item in named for first, last in item.off):
                raise ContradictoryNotice(
                    f"{name}的放假日期里没有{day.month}月{day.day}日，"
                    "而这一天是法定的节日假期，请核对日期"
                )


def _in_order(items: list[_Item]) -> None:
    """A notice goes through the year; a month misread leaps out of it."""
    starts = [(item.name, min(first for first, _ in item.off)) for item in items if item.off]
    for (earlier, before), (later, after) in pairwise(starts):
        if after < before:
            raise ContradictoryNotice(
                f"{earlier}（{before}）和{later}（{after}）不合先后顺序，请核对日期"
            )


def _published(preamble: str, tail: str, given: date | None) -> date:
    """The date under the signature, else the one that the page's head gives, else ``given``."""
    for pattern, where in zip(_SIGNED, (tail, tail, preamble), strict=True):
        found = {(int(y), int(m), int(d)): None for y, m, d in pattern.findall(where)}
        if not found:
            continue
        if len(found) > 1 and given is None:
            raise UndatedNotice("找到不止一个落款日期，请填写“印发日期”")
        headed = {(int(y), int(m), int(d)) for y, m, d in _SIGNED[-1].findall(preamble)}
        if headed - set(found) and given is None:
            raise UndatedNotice("网页所列的成文日期与落款日期不同，请填写“印发日期”")
        try:
            signed = [date(*each) for each in found]
        except ValueError:
            year, month, day = next(iter(found))
            raise UndatedNotice(f"落款日期有误：{year}年{month}月{day}日") from None
        if given is not None and given not in signed:
            raise UndatedNotice(f"落款日期是{signed[0]}，与所填的印发日期（{given}）不同，请核对")
        numbered = {int(each) for each in _DOCUMENT.findall(preamble.replace("\n", ""))}
        if numbered and (given or signed[0]).year not in numbered:
            said = "、".join(f"〔{each}〕" for each in sorted(numbered))
            raise UndatedNotice(f"文号的年份是{said}，与落款日期的年份不同，请核对")
        return given or signed[0]
    if given is None:
        raise UndatedNotice("没有找到落款日期，请填写“印发日期”")
    return given


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
        if until := _UNTIL.match(sentence, position):
            match = _DATE.match(sentence, until.end())
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
        beside = first.weekday() == 0 or last.weekday() == _FRIDAY
        if _WITH_WEEKEND in sentence[position:tail] and not beside:
            raise ContradictoryNotice(f"{first}至{last}不与周末相连，请核对日期：{sentence}")
        said = sentence[position:tail]
        item.exchanged |= "调休" in said and "不调休" not in said
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
        line = f"{_numeral(number)}、{stretch.name}：{span}放假，共{days}天。"
        worked = [day for day in notice.worked if _nearest(notice, day) == stretch]
        if worked:
            line += f"{'、'.join(_written(day) for day in worked)}上班。"
        lines.append(line)
    published = notice.published
    lines += ["", "国务院办公厅", f"{published.year}年{published.month}月{published.day}日"]
    return "\n".join(lines) + "\n"


def _nearest(notice: Notice, worked: date) -> OffRange:
    """The holiday that a make-up day belongs to."""
    return min(
        notice.off, key=lambda each: min(abs(worked - each.first), abs(worked - each.last))
    )


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < 10 else "十" + _NUMERALS[number - 10]
