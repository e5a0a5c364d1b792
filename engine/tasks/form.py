"""One open task: its form, its buttons and what each would bring."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from declared.field import Field
from engine.cases.dates import dated
from engine.cases.rows.named import CaseWithNames
from engine.cases.visible import process_of, visible
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterView, letter_view
from engine.people import rows as people_rows
from engine.people.agencies import PersonRef
from engine.processes.forms.form import Choice, Form
from engine.processes.forms.shown import FormChoice
from engine.statute import Entry
from engine.statute.clock.what_if import prospect
from engine.statute.values import parameters
from engine.store.shapes import TaskRow
from engine.tasks import rules
from engine.tasks.forms.authors import standing
from engine.tasks.rows import TaskWithCase
from engine.tasks.task import Opinion, TaskItem, form_of, opinions, task_item
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """All that a page needs to let somebody do a task."""

    task: TaskItem
    title: str
    legal_basis: str
    instruction: str
    outcome_variable: str
    choices: tuple[FormChoice, ...]
    fields: tuple[Field, ...]
    values: Mapping[str, Any]  # draft or prefilled
    may_act: bool
    may_claim: bool
    not_permitted_because: str = ""
    colleagues: tuple[PersonRef, ...] = ()  # to whom it may be handed over
    letter: "LetterView | None" = None      # what is to be reviewed, signed or served
    opinions: tuple["Opinion", ...] = ()    # what others said on this case so far


def task_form(at: Snapshot, row: TaskWithCase) -> TaskForm:
    """The form of an open task."""
    form, item = form_of(at, row), task_item(at, row)
    reason = rules.why_not(at, row, form)
    case = visible(at, row["case_id"])
    reply = letter_rows.reply_of(at.connection, row["case_id"])
    letter = None
    if reply is not None:
        full = letter_rows.find(at.connection, reply["id"])
        letter = None if full is None else letter_view(at, full)
    colleagues = people_rows.holders(at.connection, row["agency_id"], row["role"])
    values = standing(at, form, row)
    return TaskForm(
        task=item, title=form.title, legal_basis="；".join(form.basis),
        instruction=form.instruction, outcome_variable=form.outcome.variable,
        choices=_choices(at, form, row, case, values), fields=_fields(at, form, row),
        values=values, may_act=not reason,
        may_claim=not reason and item.assignee is None, not_permitted_because=reason,
        colleagues=tuple(
            PersonRef(id=person["id"], name=person["name"]) for person in colleagues
            if person["id"] != at.actor.person_id
        ),
        letter=letter, opinions=opinions(at, row["case_id"]),
    )


def _choices(at: Snapshot, form: Form, row: TaskRow, case: CaseWithNames,
             values: Mapping[str, Any]) -> tuple[FormChoice, ...]:
    """The buttons: each with what it would do to the due date, or why it is not open."""
    _, instance = process_of(at, row["case_id"])
    variables = instance.variables(row["id"])
    file = dated(at, case["id"], case)
    found = []
    for choice in form.outcome.choices:
        not_now, due, added = choice.not_now(variables), None, None
        if choice.clock and not not_now:
            entry = _foreseen(
                choice.clock, at.today, case["received_on"], _days_named(form, choice, values)
            )
            would = prospect(
                file.ledger, entry, calendar=file.calendar, discretion=file.discretion,
            )
            if refused := would.refused:
                not_now = f"{refused.message}（{refused.article}）"
            else:
                due, added = would.due, entry.working_days
        found.append(FormChoice(
            value=choice.value, label=choice.label, button=choice.button,
            requires=choice.requires, confirm=choice.confirm, not_now=not_now,
            due_if_done=due, working_days=added,
        ))
    return tuple(found)


def _days_named(form: Form, choice: Choice, values: Mapping[str, Any]) -> int | None:
    """The number that the form already holds for a choice: what was asked for, or a draft."""
    for each in form.fields:
        if each.type == "number" and each.name in choice.requires:
            text = str(values.get(each.name, ""))
            return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None
    return None


def _foreseen(kind: str, today: date, received_on: date, days: int | None) -> Entry:
    """The ledger entry that a choice stands for, made today; an extension of no known length
    at its longest."""
    if kind == "extended":
        most = parameters.number("reply_extension", received_on)
        lawful = days is not None and 0 < days <= most
        return Entry(type=kind, on=today, working_days=days if lawful else most)
    if kind == "replied":
        return Entry(type=kind, on=today, service="post", served=today)
    return Entry(type=kind, on=today)


def _fields(at: Snapshot, form: Form, row: TaskRow) -> tuple[Field, ...]:
    """The form's fields; one for a person offers those who hold its role here."""
    return tuple(
        replace(each, choices=tuple(
            (str(person["id"]), person["name"])
            for person in people_rows.holders(
                at.connection, row["agency_id"], each.role.value if each.role else row["role"],
            )
        )) if each.type == "person" else each
        for each in form.fields
    )
