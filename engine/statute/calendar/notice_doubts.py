"""What a yearly notice says that the law, or every notice before it, would not let one expect.

《全国年节及纪念日放假办法》 says which days are off; a notice adds others by exchange (调休) only.
So in every notice from 2008 to 2026 the working days that are given off are as many as the days
of the law and the weekend days worked together, and what is worked is the weekend nearest to its
holiday that is free. A text from which a make-up day was lost, or in which one slipped by a week,
shows here; the notice itself may still mean what it says, so that a person has to look.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from engine.statute.calendar import statutory_days
from engine.statute.calendar.notices import SATURDAY, Notice

_DAY = timedelta(days=1)
_FAR = 60               # days to look for a holiday from a make-up day


def doubts_about(
    notice: Notice, days_off: Mapping[date, Collection[date]] | None = None
) -> tuple[str, ...]:
    """Sentences (Chinese), each on something to compare with the original; empty: none.

    ``days_off``: of a make-up day those of the holiday that it stands with, where that is known.
    """
    arranged = "、".join(stretch.name for stretch in notice.off)
    if not all(festival in arranged for festival in days_of_the_law(notice.year)):
        return ()       # local days, or an amendment of one holiday
    return (*_exchanged(notice), *_not_the_nearest(notice, days_off or {}), *_late(notice))


def days_of_the_law(year: int) -> Counter[str]:
    """How many days off the law gives each festival of a year; empty where it is not known."""
    return Counter(
        name for _, names, _ in statutory_days.of(year) for name in names.split("、")
    )


def taken_off(stretches: Sequence[tuple[date, date]]) -> int:
    """How many days from Monday to Friday these stretches take, both ends included."""
    return sum(
        (first + offset * _DAY).weekday() < SATURDAY
        for first, last in stretches
        for offset in range((last - first).days + 1)
    )


def _exchanged(notice: Notice) -> Iterator[str]:
    law = days_of_the_law(notice.year).total()
    taken = taken_off([(each.first, each.last) for each in notice.off])
    if law and taken - law != len(notice.worked):
        due = max(taken - law, 0)
        yield (
            f"放假占用{taken}个工作日，法定节日共{law}天，应当另有{due}天调休上班，"
            f"读到的是{len(notice.worked)}天。请核对有没有遗漏或者多出的上班日。"
        )


def _not_the_nearest(
    notice: Notice, days_off: Mapping[date, Collection[date]]
) -> Iterator[str]:
    off = {day for stretch in notice.off for day in stretch.days()}
    for worked in notice.worked:
        ways = [way for step in (_DAY, -_DAY) if (
            way := _way(worked, step, days_off.get(worked, off))
        )]
        between = min(ways, key=len, default=[])
        others = off.union(notice.worked)
        weekend = {worked, worked + (_DAY if worked.weekday() == SATURDAY else -_DAY)}
        passed = [
            day for day in between
            if day.weekday() >= SATURDAY and day not in weekend and day not in others
        ]
        if passed:
            yield (
                f"{worked}上班，而{min(passed)}离假期更近，却没有安排上班。请核对这一天的日期。"
            )


def _way(worked: date, step: timedelta, off: Collection[date]) -> list[date]:
    """The days from a make-up day to the next day off in this direction; [] if there is none."""
    passed = [worked]
    while len(passed) < _FAR:
        if passed[-1] + step in off:
            return passed
        passed.append(passed[-1] + step)
    return []


def _late(notice: Notice) -> Iterator[str]:
    if notice.off and notice.published > min(each.first for each in notice.off):
        yield f"印发日期（{notice.published}）晚于通知里最早的假期。请核对印发日期。"
