"""Days off that a local government or an agency sets itself, read from lines as they are typed.

《全国年节及纪念日放假办法》第四条：少数民族习惯的节日，由各少数民族聚居地区的地方人民政府，按照各该民族
习惯，规定放假日期。 Such days lie on top of the arrangement for all; they publish no year.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from engine.statute.calendar.notices import Notice, OffRange

_DAY = r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_WEEKDAY = r"(?:\(?(?:星期|周)([一二三四五六日天])\)?)?"
_FIRST = re.compile(_DAY + _WEEKDAY)
# The last day may leave out the year, or year and month.
_LAST = re.compile(
    r"[\s,]*(?:至|到|—+|–|-|~)?[\s,]*"
    r"(?:(20\d\d)[-/.年])?(?:(\d{1,2})[-/.月])?(\d{1,2})日?" + _WEEKDAY
)
_TAIL = re.compile(r"(?:放假|调休|上班|休息|共?\d{1,2}天|[\s,;.。])*")
_LENGTH = re.compile(r"(\d{1,2})天")
_BETWEEN = " \t,:;、.。"
_WEEKDAYS = "一二三四五六日"
MOST_LINES = 60
LONGEST_LINE = 200


class UnreadableDays(ValueError):
    """A line cannot be read; ``field`` (off or worked) is where it stands (message in Chinese)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_local_days(
    *, title: str, document: str, published: date, off: str, worked: str
) -> Notice:
    """The notice that these lines make.

    off: a line for each holiday: its name, the first day and, if longer, the last. worked: a
    line for each make-up day. Raises UnreadableDays, ContradictoryNotice.
    """
    stretches = tuple(_stretch(line, number) for number, line in _lines(off, "off"))
    make_up = tuple(_make_up(line, number) for number, line in _lines(worked, "worked"))
    if not stretches and not make_up:
        raise UnreadableDays("off", "请至少写一段放假日期或者一个调休上班日。")
    days = [*(each.first for each in stretches), *(each.last for each in stretches), *make_up]
    if min(days).year != max(days).year:
        raise UnreadableDays("off", "一次只能录入同一年度的日期，请按年度分别录入。")
    return Notice(
        max(days).year, title, published, document, stretches, make_up, whole_year=False
    ).check()


def _lines(text: str, field: str) -> Iterator[tuple[int, str]]:
    plain = unicodedata.normalize("NFKC", text)
    lines = [(n, line.strip()) for n, line in enumerate(plain.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise UnreadableDays(field, f"一次最多录入{MOST_LINES}行，请按文件分别录入。")
    for number, line in lines:
        if len(line) > LONGEST_LINE:
            raise UnreadableDays(field, f"第{number}行过长，请每行只写一段日期。")
    return iter(lines)


def _stretch(line: str, number: int) -> OffRange:
    found = _FIRST.search(line)
    if found is None:
        raise UnreadableDays("off", (
            f"第{number}行没有写明年、月、日：“{line}”。"
            "请写成“节日名称 起始日期 终止日期”，例如“古尔邦节 2026-05-27 2026-05-28”。"
        ))
    name = line[:found.start()].strip(_BETWEEN)
    if not name or len(name) > 40:
        raise UnreadableDays("off", (
            f"第{number}行应当先写节日名称或者放假事由（不超过40字），再写日期：“{line}”。"
        ))
    first = last = _day("off", line, number, *found.groups())
    end = found.end()
    if (until := _LAST.match(line, end)) and not _TAIL.fullmatch(line, end):
        year, month, day, weekday = until.groups()
        last = _day("off", line, number, year or str(first.year), month or str(first.month),
                    day, weekday)
        end = until.end()
    if not _TAIL.fullmatch(line, end):
        raise UnreadableDays("off", f"第{number}行日期后面的文字没有读懂：“{line[end:].strip()}”。")
    if last < first:
        raise UnreadableDays("off", f"第{number}行的终止日期早于起始日期：“{line}”。")
    said = _LENGTH.search(line, end)
    if said and int(said[1]) != (last - first).days + 1:
        raise UnreadableDays("off", f"第{number}行写明的天数与起止日期不符：“{line}”。")
    return OffRange(name, first, last)


def _make_up(line: str, number: int) -> date:
    found = _FIRST.search(line)
    if found is None or not _TAIL.fullmatch(line, found.end()):
        raise UnreadableDays("worked", (
            f"第{number}行没有读懂：“{line}”。请每行只写一个调休上班的日期，例如“2026-05-30”。"
        ))
    return _day("worked", line, number, *found.groups())


def _day(
    field: str, line: str, number: int, year: str, month: str, day: str, weekday: str | None
) -> date:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        raise UnreadableDays(
            field, f"第{number}行的日期不存在：“{line}”。请核对年、月、日。"
        ) from None
    if weekday and _WEEKDAYS.index(weekday.replace("天", "日")) != made.weekday():
        raise UnreadableDays(
            field, f"第{number}行的星期与日期不符：“{line}”。请核对文件。"
        )
    return made
