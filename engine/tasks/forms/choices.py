"""The buttons of a form: what each would do to the due date, and why one is not open now.

The page greys out what the engine refuses: both ask here.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from engine.cases.case import Dates
from engine.errors import InvalidInput, UnlawfulAct
from engine.processes.forms.form import Choice, Form
from engine.processes.forms.shown import FormChoice
from engine.statute import Entry
from engine.statute.clock.what_if import Prospect, prospect
from engine.statute.values import parameters


def shown(
    form: Form, dates: Dates, variables: Mapping[str, object], values: Mapping[str, Any],
    today: date,
) -> tuple[FormChoice, ...]:
    """The buttons with what stands in the form: where each leads, or why it is not open."""
    found = []
    for choice in form.outcome.choices:
        not_now, due, days, provisional = choice.not_now(variables), None, None, False
        follows = ""
        entry = None if not_now else _foreseen(dates, form, choice, values, today)
        if entry is not None:
            would = _prospect(dates, entry)
            follows = _field(form, choice, "number" if choice.clock == "extended" else "date")
            if not would.refused:
                due, days = would.due, entry.working_days
                provisional = would.after.provisional
            elif not _by_its_day(dates, entry, today):
                not_now = f"{would.refused.message}（{would.refused.article}）"
                follows = ""
        found.append(FormChoice(
            value=choice.value, label=choice.label, button=choice.button,
            requires=choice.requires, confirm=choice.confirm, not_now=not_now,
            due_if_done=due, working_days=days, provisional_if_done=provisional,
            follows=follows,
        ))
    return tuple(found)


def check_lawful(
    form: Form, choice: Choice, dates: Dates, values: Mapping[str, Any], today: date
) -> None:
    """Raises UnlawfulAct for a choice that the clock gives no effect: greyed out on the page;
    InvalidInput where only the day that was typed is in its way."""
    entry = _foreseen(dates, form, choice, values, today)
    if entry is not None and (refused := _prospect(dates, entry).refused):
        if _by_its_day(dates, entry, today):
            raise InvalidInput({
                _field(form, choice, "date"): f"{refused.message.rstrip('。')}，请核对日期。"
            })
        raise UnlawfulAct(reason=refused.message.rstrip("。"), article=refused.article)


def _by_its_day(dates: Dates, entry: Entry, today: date) -> bool:
    """Whether an entry that is refused would be taken today, or on the last day for what is
    awaited: it is the day that is wrong, or still to be typed."""
    others = [
        replace(entry, on=day) for day in (today, dates.assessment.reading.waiting_limit)
        if day is not None and entry.on != day <= today
    ]
    if entry.until is not None:
        others.append(replace(entry, until=_after_due(dates, today)))
    return any(not _prospect(dates, each).refused for each in others if each != entry)


def _after_due(dates: Dates, today: date) -> date:
    """The first day to which a reply may be deferred."""
    return max(dates.assessment.due or today, today) + timedelta(days=1)


def _prospect(dates: Dates, entry: Entry) -> Prospect:
    return prospect(
        dates.ledger, entry, calendar=dates.calendar, discretion=dates.discretion
    )


def _foreseen(
    dates: Dates, form: Form, choice: Choice, values: Mapping[str, Any], today: date
) -> Entry | None:
    """The ledger entry that a choice stands for; None where it makes none.

    On the day that the form names, else today. An extension of no known length is foreseen at
    its longest.
    """
    if choice.clock == "extended":
        most = parameters.number("reply_extension", dates.ledger.received)
        days = _days_named(form, choice, values)
        lawful = days is not None and 0 < days <= most
        return Entry(type=choice.clock, on=today, working_days=days if lawful else most)
    on = _day_named(form, choice, values)
    if choice.clock == "deferred":
        return Entry(type=choice.clock, on=today, until=on or _after_due(dates, today))
    if on is None or not dates.ledger.received <= on <= today:
        on = today
    if choice.clock == "replied":
        return Entry(type=choice.clock, on=on, service="post", served=on)
    return Entry(type=choice.clock, on=on) if choice.clock else None


def _days_named(form: Form, choice: Choice, values: Mapping[str, Any]) -> int | None:
    """The number that the form holds for a choice: what was asked for, a draft, what is typed."""
    text = str(values.get(_field(form, choice, "number"), "")).strip()
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None


def _day_named(form: Form, choice: Choice, values: Mapping[str, Any]) -> date | None:
    """The day that the form holds for a choice."""
    try:
        return date.fromisoformat(str(values.get(_field(form, choice, "date"), "")).strip())
    except ValueError:
        return None


def _field(form: Form, choice: Choice, kind: str) -> str:
    """The field of a type that a choice asks for; "" when the form has none."""
    return next((
        each.name for each in form.fields if each.type == kind and each.name in choice.requires
    ), "")
