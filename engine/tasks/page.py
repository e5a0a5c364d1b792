"""One open task: its form, its buttons and what each would bring."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.actors.permissions import sees_agency
from engine.actors.roles import Role
from engine.cases import rows as case_rows
from engine.cases import task_rows
from engine.cases.page import opinions
from engine.cases.scope import Scope
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterView, letter_view
from engine.errors import NotFound, TaskAlreadyDone, TaskNoLongerOpen
from engine.people import rows as people_rows
from engine.people.agencies import PersonRef
from engine.processes.forms.form import Choice, Form
from engine.processes.forms.shown import FormChoice, FormField
from engine.statute import Entry
from engine.statute.calendar.zone import ZONE
from engine.statute.clock.what_if import prospect
from engine.statute.values import parameters
from engine.store import Row
from engine.tasks import rows as task_rows_
from engine.tasks.task import Opinion, TaskItem, task_item
from engine.transaction.unit_of_work import read_ledger


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """All that a page needs to let somebody do a task."""

    task: TaskItem
    title: str
    legal_basis: str
    instruction: str
    outcome_variable: str
    choices: tuple[FormChoice, ...]
    fields: tuple[FormField, ...]
    values: Mapping[str, Any]  # draft or prefilled
    may_act: bool
    may_claim: bool
    not_permitted_because: str = ""
    colleagues: tuple[PersonRef, ...] = ()  # to whom it may be handed over
    letter: "LetterView | None" = None      # what is to be reviewed, signed or served
    opinions: tuple["Opinion", ...] = ()    # what others said on this case so far


def task_form(scope: Scope, task_id: str) -> TaskForm:
    row = task_rows_.task_with_case(scope.connection, task_id)
    if row is None or not sees_agency(scope.actor, row["agency_id"]):
        raise NotFound()
    if row["state"] == "completed":
        raise TaskAlreadyDone(
            task=row["name"], by=people_rows.name_of(scope.connection, row["ended_by"]),
            at=row["ended_at"].astimezone(ZONE).strftime("%m月%d日%H:%M"), case_id=row["case_id"],
        )
    if row["state"] != "open":
        raise TaskNoLongerOpen(task=row["name"], case_id=row["case_id"])
    form, item = scope.form(row), task_item(scope, row)
    reason = _may_not(scope, row, form)
    case = scope.visible(row["case_id"])
    reply = letter_rows.reply_of(scope.connection, row["case_id"])
    letter = None
    if reply is not None:
        full = letter_rows.find(scope.connection, reply["id"])
        letter = None if full is None else letter_view(scope, full)
    colleagues = people_rows.holders(scope.connection, row["agency_id"], row["role"])
    values = _prefilled(scope, form, row, reply)
    return TaskForm(
        task=item, title=form.title, legal_basis="；".join(form.basis),
        instruction=form.instruction, outcome_variable=form.outcome.variable,
        choices=_choices(scope, form, row, case, values), fields=_fields(scope, form, row),
        values=values, may_act=not reason,
        may_claim=not reason and item.assignee is None, not_permitted_because=reason,
        colleagues=tuple(
            PersonRef(id=person["id"], name=person["name"]) for person in colleagues
            if person["id"] != scope.actor.person_id
        ),
        letter=letter, opinions=opinions(scope, row["case_id"]),
    )


def _may_not(scope: Scope, row: Row, form: Form) -> str:
    role = Role(row["role"])
    if scope.actor.agency_id != row["agency_id"] or role not in scope.actor.roles:
        return f"这项工作由{role.title}办理。"
    if row["assignee_id"] not in (None, scope.actor.person_id):
        return f"已由{row['assignee_name']}签收。"
    for element in form.separate_from:
        earlier = task_rows.latest(scope.connection, row["case_id"], element)
        if earlier is not None and earlier["ended_by"] == scope.actor.person_id:
            return f"“{form.title}”不能由办理“{earlier['name']}”的同一人完成。"
    return ""


def _choices(scope: Scope, form: Form, row: Row, case: Row, values: Mapping[str, Any]
             ) -> tuple[FormChoice, ...]:
    """The buttons: each with what it would do to the due date, or why it is not open."""
    stored = case_rows.instance(scope.connection, row["case_id"])
    _, instance = scope.around.programs.restore(stored)
    variables = instance.variables(row["id"])
    ledger = read_ledger(scope.connection, case)
    found = []
    for choice in form.outcome.choices:
        not_now, due, added = choice.not_now(variables), None, None
        if choice.clock and not not_now:
            entry = _foreseen(
                choice.clock, scope.today, case["received_on"], _days_named(form, choice, values)
            )
            would = prospect(
                ledger, entry,
                calendar=scope.calendar_of(case), settings=scope.settings_of(case),
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


def _fields(scope: Scope, form: Form, row: Row) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            name=each.name, label=each.label, type=each.type, required=each.required,
            help=each.help, min=each.min, max=each.max, when=dict(each.when), choices=tuple(
                (str(person["id"]), person["name"])
                for person in people_rows.holders(
                    scope.connection, row["agency_id"],
                    each.role.value if each.role else row["role"],
                )
            ) if each.type == "person" else each.choices,
        )
        for each in form.fields
    )


def _prefilled(scope: Scope, form: Form, row: Row, reply: Row | None
               ) -> dict[str, Any]:
    values: dict[str, Any] = {}
    earlier = task_rows.latest(scope.connection, row["case_id"], row["element"])
    before = (earlier["values"] or {}) if earlier is not None else {}
    for each in form.fields:    # the letter goes on; a question once answered is not asked again
        if each.type == "letter" and each.name in before:
            values[each.name] = before[each.name]
        elif each.type == "letter" and reply is not None and reply["state"] == "draft":
            values[each.name] = {"kind": reply["kind"], "facts": reply["facts"]}
    if row["element"] == "approve_extension":
        asked = task_rows.latest(scope.connection, row["case_id"], "draft_reply")
        if asked is not None:
            values["working_days"] = (asked["values"] or {}).get("extension_days")
    values.update(row["draft"] or {})
    return {k: v for k, v in values.items() if any(f.name == k for f in form.fields)}
