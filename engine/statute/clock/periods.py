"""The other statutory clocks: publication, annual report, reconsideration, litigation.

Working days where the law says so; else calendar days, months and years, whose last day rolls
to the next working day when it falls on a day off
(《民事诉讼法》第八十五条，《行政复议法》第八十八条).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.values import parameters
from engine.statute.values.discretion import Discretion, default_discretion


@dataclass(frozen=True, slots=True)
class Period:
    """A last day with where it comes from.

    ``unrolled``: the last day before rolling to a working day. ``remind``: the last working
    day not after the due day. ``provisional``: the year has no published arrangement yet.
    """

    due: date
    unrolled: date
    remind: date
    article: str
    provisional: bool


def publication(made: date, *, calendar: WorkingDays) -> Period:
    """第二十六条：自政府信息形成或者变更之日起20个工作日内公开。"""
    return _working("proactive_publication", made, calendar)


def annual_report(year: int, *, government: bool, calendar: WorkingDays) -> Period:
    """第四十九条：the report on ``year``: departments by 31 January, governments by 31 March.

    Calendar dates that do not roll; ``remind`` is the last working day before.
    """
    name = "annual_report_government" if government else "annual_report_department"
    value = parameters.at(name, date(year + 1, 1, 1))
    assert value.number is not None
    due = date(year + 1, value.number // 100, value.number % 100)
    return _period(due, due, value.article, calendar)


def reconsideration(known: date, *, calendar: WorkingDays) -> Period:
    """《行政复议法》第二十条：自知道该行政行为之日起60日内，遇休息日顺延。"""
    return _calendar("reconsideration", known, known, calendar)


def litigation(known: date, *, calendar: WorkingDays) -> Period:
    """《行政诉讼法》第四十六条：自知道作出行政行为之日起6个月内，遇休息日顺延。"""
    return _calendar("litigation", known, known, calendar)


def litigation_after_reconsideration(received: date, *, calendar: WorkingDays) -> Period:
    """《行政诉讼法》第四十五条：收到复议决定书之日起15日内。"""
    return _calendar("litigation_after_reconsideration", received, received, calendar)


def litigation_evidence(received: date, *, calendar: WorkingDays) -> Period:
    """《行政诉讼法》第六十七条：收到起诉状副本之日起15日内提交证据和答辩状。"""
    return _calendar("litigation_evidence", received, received, calendar)


def reconsideration_answer(received: date, *, summary: bool, calendar: WorkingDays) -> Period:
    """The organ's answer in reconsideration: 10 working days, 5 in the summary procedure."""
    name = "reconsideration_answer_summary" if summary else "reconsideration_answer"
    return _working(name, received, calendar)


def latest_reconsideration(act_known: date, *, calendar: WorkingDays) -> Period:
    """The longest period where the right was not told: one year from knowing the act."""
    return _calendar("reconsideration_longest", act_known, act_known, calendar)


def latest_litigation(act_known: date, *, calendar: WorkingDays) -> Period:
    """The longest period to sue where the period was not told: one year."""
    return _calendar("litigation_longest", act_known, act_known, calendar)


def withheld_review(
    withheld: date, *, calendar: WorkingDays, discretion: Discretion | None = None
) -> Period:
    """第十八条：定期评估审查不予公开的信息; the agency sets the interval."""
    months = (discretion or default_discretion()).withheld_review_months
    due = months_after(withheld, months)
    return _period(due, due, "《中华人民共和国政府信息公开条例》第十八条", calendar)


def calendar_alarm(
    today: date, *, calendar: WorkingDays, discretion: Discretion | None = None
) -> str:
    """What to tell the administrator when a year's arrangement is missing; "" when none is.

    The current year is always missed; the next one from the alarm month of the discretion on.
    """
    month = (discretion or default_discretion()).calendar_alarm_month
    wanted = [today.year, today.year + 1] if today.month >= month else [today.year]
    missing = [f"{year}年" for year in wanted if not calendar.published(year)]
    if not missing:
        return ""
    years = "、".join(missing)
    return f"{years}放假安排尚未录入，涉及的答复期限均为暂定，请尽快录入国务院办公厅通知。"


def set_by_letter(served_on: date, working_days: int, *, calendar: WorkingDays) -> date:
    """The last of the working days that a letter sets, counted from the day after it arrived:
    for the reasons of an excessive request (《条例》第三十五条)."""
    return calendar.add(served_on, working_days)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _working(name: str, start: date, calendar: WorkingDays) -> Period:
    value = parameters.at(name, start)
    assert value.number is not None
    due = calendar.add(start, value.number)
    return _period(due, due, value.article, calendar)


def _calendar(name: str, start: date, law_of: date, calendar: WorkingDays) -> Period:
    value = parameters.at(name, law_of)
    assert value.number is not None
    if value.unit == "days":
        last = start + timedelta(days=value.number)
    else:
        last = months_after(start, value.number * (12 if value.unit == "years" else 1))
    return _period(calendar.next_working_day(last), last, value.article, calendar)


def _period(due: date, unrolled: date, article: str, calendar: WorkingDays) -> Period:
    remind = due if calendar.is_working_day(due) else calendar.add(due, -1)
    return Period(due, unrolled, remind, article, not calendar.published(due.year))
