"""The clock strip: a case's whole time limit in one line, a cell for each calendar day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from engine import ClockMark, ClockStrip, TaskLimit
from web.frame.language import day, short_day, translate
from web.frame.vocabulary import MARKS

_ONE_DAY = timedelta(days=1)
_MOST_CELLS = 400
_GLYPHS = {
    "overdue": "!",
    "today": "●",
    "near": "▲",
    "ample": "○",
    "paused": "Ⅱ",
    "ended": "✓",
}


class Timed(Protocol):
    """What a strip is drawn of: a case, or dates that somebody tries."""

    @property
    def clock(self) -> ClockStrip: ...
    @property
    def marks(self) -> Sequence[ClockMark]: ...
    @property
    def assessment(self) -> Any: ...


@dataclass(frozen=True)
class Cell:
    """One calendar day. kind: counted | rest | excluded | waiting | overdue | after"""

    on: date
    kind: str
    provisional: bool
    today: bool


@dataclass(frozen=True)
class Mark:
    """A point on the strip. ``at`` is its place in half percent (0–200), ``row`` its line."""

    kind: str
    on: date
    label: str
    note: str
    at: int
    row: int
    anchor: str


@dataclass(frozen=True)
class Strip:
    """What the template draws."""

    cells: tuple[Cell, ...]
    marks: tuple[Mark, ...]
    rows: int


def glyph(clock: ClockStrip) -> str:
    """The sign that stands beside the colour."""
    if clock.urgency == "ended" and clock.on_time is False:
        return "!"
    return glyph_of(clock.urgency)


def glyph_of(urgency: str) -> str:
    """The sign of an urgency."""
    return _GLYPHS.get(urgency, "○")


def tone(clock: ClockStrip) -> str:
    """The class that colours it: overdue | today | near | ample | paused | ended | late"""
    if clock.urgency == "ended" and clock.on_time is False:
        return "late"
    return str(clock.urgency)


def words(clock: ClockStrip) -> str:
    """How much time is left, in words."""
    if clock.state == "replied":
        if clock.on_time is False:
            return translate("逾期答复")
        return translate("按期答复")
    if clock.state == "withdrawn":
        return translate("申请已撤回")
    if clock.state == "lapsed":
        return translate("申请人逾期，待办结")
    if clock.state == "paused_correction":
        if clock.correct_by:
            return translate("待申请人补正，{day}前", day=day(clock.correct_by))
        return translate("待申请人补正")
    if clock.state == "paused_fee":
        if clock.pay_by:
            return translate("待申请人缴费，{day}前", day=day(clock.pay_by))
        return translate("待申请人缴费")
    if clock.remaining is None:
        return translate("不计期限")
    if clock.state.startswith("paused"):
        return translate("暂停中，剩余 {n} 个工作日", n=max(clock.remaining, 0))
    return time_left(clock.urgency, clock.remaining)


def time_left(urgency: str, remaining: int) -> str:
    """How much of a running limit is left, or by how much it is over, in words."""
    if urgency == "overdue":
        if remaining == 0:        # the days since are days off
            return translate("已逾期")
        return translate("已逾期 {n} 个工作日", n=abs(remaining))
    if urgency == "today":
        return translate("今日到期")
    return translate("剩余 {n} 个工作日", n=remaining)


def limit_words(limit: TaskLimit) -> str:
    """How much time a task has left by the limit that binds it."""
    return time_left(limit.urgency, limit.remaining)


def provisional_words(clock: ClockStrip) -> str:
    """Why the date is not yet certain."""
    year = (clock.due_on or clock.received_on).year
    return translate("暂定：{year} 年放假安排未公布", year=year)


# All else is excluded.
_CELLS = {"counted": "counted", "rolled": "counted", "weekend": "rest", "holiday": "rest"}


def build(case: Timed, today: date) -> Strip:
    """The strip of a case: from receipt to the last date that matters, today among them."""
    clock = case.clock
    known = {row.day: row for row in case.assessment.proof()}
    ended = clock.replied_on if clock.state == "replied" else None
    last = max(
        on for on in (
            clock.received_on, clock.due_on, ended, clock.correct_by, clock.pay_by,
            None if ended or clock.state == "withdrawn" else today,
            *(mark.on for mark in case.marks if mark.kind != "today"),
        ) if on is not None
    )
    last = min(last, clock.received_on + _MOST_CELLS * _ONE_DAY)
    cells = []
    on = clock.received_on
    while on <= last:
        cells.append(_cell(on, known, clock, today))
        on += _ONE_DAY
    return Strip(cells=tuple(cells), marks=(marks := _marks(case, cells, today)),
                 rows=1 + max((mark.row for mark in marks), default=0))


def _cell(on: date, known: dict, clock: ClockStrip, today: date) -> Cell:  # type: ignore[type-arg]
    row = known.get(on)
    provisional = False
    if clock.due_on is not None and on > clock.due_on:
        kind = "overdue"
    elif row is not None:
        kind = _CELLS.get(row.kind, "waiting" if row.kind.startswith("await") else "excluded")
        provisional = row.provisional
    elif clock.state in ("paused_correction", "paused_fee") and on > clock.received_on:
        kind = "waiting"
    else:
        kind = "rest"
    return Cell(
        on=on, kind=kind, provisional=provisional,
        today=on == today and clock.urgency != "ended",
    )


def _marks(case: Timed, cells: Sequence[Cell], today: date) -> tuple[Mark, ...]:
    first, count = cells[0].on, len(cells)
    points = [(mark.kind, mark.on, mark.note) for mark in case.marks if mark.kind != "due"]
    running = case.clock.urgency != "ended"
    if running and not any(kind == "today" for kind, _, _ in points):
        points.append(("today", today, ""))
    if case.clock.due_on is not None:
        points.append(("due", case.clock.due_on, ""))
    elif case.clock.correct_by is not None:
        points.append(("correct_by", case.clock.correct_by, ""))
    points.sort(key=lambda point: point[1])
    marks: list[Mark] = []
    ends: list[int] = []
    for kind, on, note in points:
        if not first <= on <= cells[-1].on:
            continue
        index = (on - first).days
        at = round(200 * (index + 0.5) / count)
        label = translate(MARKS.get(kind, kind))
        width = 3 * (len(f"{label} {short_day(on)}") + 2)
        anchor = "start" if at < 24 else "end" if at > 176 else "middle"
        left = {"start": at, "end": at - width, "middle": at - width // 2}[anchor]
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = left + width
        marks.append(Mark(kind=kind, on=on, label=label, note=note, at=at, row=min(row, 3),
                          anchor=anchor))
    return tuple(marks)
