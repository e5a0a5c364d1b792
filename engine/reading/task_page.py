"""One open task: its form, its buttons and what each would bring."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import views
from engine.errors import NotFound, TaskAlreadyDone, TaskNoLongerOpen
from engine.limits import ZONE
from engine.reading.case_page import opinions
from engine.reading.lists import task_item
from engine.reading.papers import letter_view
from engine.reading.scope import Scope
from engine.roles import Role
from engine.statute import Entry, parameters
from engine.statute.what_if import prospect
from engine.store import Row, cases, people, register, tasks
from engine.store import letters as stored_letters
from engine.task_forms import Choice, Form
from engine.unit_of_work import read_ledger
from engine.who_may import sees_agency


def task_form(scope: Scope, task_id: str) -> views.TaskForm:
    row = register.task_with_case(scope.connection, task_id)
    if row is None or not sees_agency(scope.actor, row["agency_id"]):
        raise NotFound()
    if row["state"] == "completed":
        raise TaskAlreadyDone(
            task=row["name"], by=people.name_of(scope.connection, row["ended_by"]),
            at=row["ended_at"].astimezone(ZONE).strftime("%m月%d日%H:%M"), case_id=row["case_id"],
        )
    if row["state"] != "open":
        raise TaskNoLongerOpen(task=row["name"], case_id=row["case_id"])
    form, item = scope.form(row), task_item(scope, row)
    reason = _may_not(scope, row, form)
    case = scope.visible(row["case_id"])
    reply = stored_letters.reply_of(scope.connection, row["case_id"])
    letter = None
    if reply is not None:
        full = stored_letters.find(scope.connection, reply["id"])
        letter = None if full is None else letter_view(scope, full)
    colleagues = people.holders(scope.connection, row["agency_id"], row["role"])
    values = _prefilled(scope, form, row, reply)
    return views.TaskForm(
        task=item, title=form.title, legal_basis="；".join(form.basis),
        instruction=form.instruction, outcome_variable=form.outcome.variable,
        choices=_choices(scope, form, row, case, values), fields=_fields(scope, form, row),
        values=values, may_act=not reason,
        may_claim=not reason and item.assignee is None, not_permitted_because=reason,
        colleagues=tuple(
            views.PersonRef(id=person["id"], name=person["name"]) for person in colleagues
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
        earlier = tasks.latest(scope.connection, row["case_id"], element)
        if earlier is not None and earlier["ended_by"] == scope.actor.person_id:
            return f"“{form.title}”不能由办理“{earlier['name']}”的同一人完成。"
    return ""


def _choices(scope: Scope, form: Form, row: Row, case: Row, values: Mapping[str, Any]
             ) -> tuple[views.FormChoice, ...]:
    """The buttons: each with what it would do to the due date, or why it is not open."""
    stored = cases.instance(scope.connection, row["case_id"])
    _, instance = scope.around.processes.restore(stored)
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
        found.append(views.FormChoice(
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


def _fields(scope: Scope, form: Form, row: Row) -> tuple[views.FormField, ...]:
    return tuple(
        views.FormField(
            name=each.name, label=each.label, type=each.type, required=each.required,
            help=each.help, min=each.min, max=each.max, when=dict(each.when), choices=tuple(
                (str(person["id"]), person["name"])
                for person in people.holders(
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
    earlier = tasks.latest(scope.connection, row["case_id"], row["element"])
    before = (earlier["values"] or {}) if earlier is not None else {}
    for each in form.fields:    # the letter goes on; a question once answered is not asked again
        if each.type == "letter" and each.name in before:
            values[each.name] = before[each.name]
        elif each.type == "letter" and reply is not None and reply["state"] == "draft":
            values[each.name] = {"kind": reply["kind"], "facts": reply["facts"]}
        if each.starts_from:    # what was asked for stands ready for who decides about it
            value = tasks.latest_value(scope.connection, row["case_id"], each.starts_from)
            if value is not None:
                values[each.name] = value
    values.update(row["draft"] or {})
    return {k: v for k, v in values.items() if any(f.name == k for f in form.fields)}
