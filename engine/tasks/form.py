"""One open task: its form, its buttons and what each would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from declared.field import Field
from engine.assistance.told import told_of
from engine.cases.dates import dated
from engine.cases.glance.told import Told
from engine.cases.visible import Shown, process_of, visible
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterView, letter_view
from engine.correspondence.typed.limits import as_letters_hold
from engine.drafts import rows as draft_rows
from engine.drafts.draft import Draft
from engine.people import rows as people_rows
from engine.people.agencies import PersonRef
from engine.processes.forms.form import Form
from engine.processes.forms.shown import FormChoice
from engine.registration.application import SERVED_BY
from engine.sign_off import chain
from engine.sign_off.changes import Change
from engine.store.shapes import TaskRow
from engine.tasks import rules
from engine.tasks.forms import choices
from engine.tasks.forms.authors import standing
from engine.tasks.rows import TaskWithCase
from engine.tasks.task import Opinion, TaskItem, form_of, opinions, task_item
from engine.transaction.snapshot import Snapshot
from engine.transfers.view import told_of_transfers


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
    suggested: Mapping[str, str]    # what is as good as known, while nothing stands there
    may_act: bool
    may_claim: bool
    may_reassign: bool         # 改派: somebody else's work, or what nobody took, by a manager
    not_permitted_because: str = ""
    colleagues: tuple[PersonRef, ...] = ()  # to whom it may be handed over
    letter: "LetterView | None" = None      # what is to be reviewed, signed or served
    opinions: tuple["Opinion", ...] = ()    # what others said on this case so far
    draft_version: str = ""                 # with which version of its draft the page begins
    told: tuple[Told, ...] = ()             # what else must be known where it is done
    changes: tuple[Change, ...] | None = None   # in the reply since this level saw it; None: never
    drafts: tuple[Draft, ...] = ()          # what else was typed, and by whom: both are kept


def task_form(
    at: Snapshot, row: TaskWithCase, typed: Mapping[str, Any] | None = None
) -> TaskForm:
    """The form of an open task. typed: what stands in it on the page, not saved yet."""
    form, item = form_of(at, row), task_item(at, row)
    reason = rules.why_not(at, row, form)
    case = visible(at, row["case_id"])
    running = process_of(at, row["case_id"], row["id"])
    colleagues = people_rows.holders(at.connection, row["agency_id"], row["role"])
    not_to = {row["assignee_id"] or at.actor.person_id, *rules.kept_from(at, row, form)}
    values, fields = standing(at, form, row), _fields(at, form, row)
    return TaskForm(
        task=item, title=form.title, legal_basis="；".join(form.basis),
        instruction=form.instruction, outcome_variable=form.outcome.variable,
        choices=choices.shown(
            form, dated(at, case["id"], case), running.instance.variables(row["id"]),
            {**values, **(typed or {})}, at.today,
        ),
        fields=fields, values=values, suggested=_suggested(fields, case["way_of_supply"]),
        may_act=not reason,
        may_claim=not reason and item.assignee is None,
        may_reassign=not item.mine and rules.may_reassign(at, row), not_permitted_because=reason,
        colleagues=tuple(
            PersonRef(id=person["id"], name=person["name"]) for person in colleagues
            if person["id"] not in not_to
        ),
        letter=_letter(at, running, row["case_id"]), opinions=opinions(at, row["case_id"]),
        changes=chain.since_last_seen(at, row["case_id"], form.signs) if form.signs else None,
        told=(*told_of(at, row["case_id"], running, row["role"]),
              *told_of_transfers(at, row["case_id"], running, row["role"])),
        draft_version=row["draft_version"], drafts=() if reason else _beside(at, row["id"]),
    )


def _letter(at: Snapshot, running: Shown, case_id: int) -> "LetterView | None":
    """The letter that the process is about, else the case's reply."""
    begins = running.process.release.beside.get("letter_issued")
    letter_id = running.about_id if running.process.name == begins else None
    if running.about_id is not None and letter_id is None:
        return None     # about a consultation, …
    if letter_id is None:
        reply = letter_rows.reply_of(at.connection, case_id)
        letter_id = None if reply is None else reply["id"]
    found = None if letter_id is None else letter_rows.find(at.connection, letter_id)
    return None if found is None else letter_view(at, found)


def _suggested(fields: Sequence[Field], way_of_supply: str) -> dict[str, str]:
    """The only person who can be meant; the way of service that the applicant asked for."""
    found = {
        each.name: each.choices[0][0] for each in fields
        if each.type == "person" and len(each.choices) == 1
    }
    if way_of_supply in SERVED_BY and any(each.name == "service_method" for each in fields):
        found["service_method"] = SERVED_BY[way_of_supply]
    return found


def _beside(at: Snapshot, task_id: str) -> tuple[Draft, ...]:
    return tuple(
        Draft(page=row["page"], version=row["version"], by=row["by_name"],
              saved_at=row["saved_at"], values=row["values"])
        for row in draft_rows.of_form(at.connection, task_id)
    )


def _fields(at: Snapshot, form: Form, row: TaskRow) -> tuple[Field, ...]:
    """The form's fields; one for a person offers those who hold its role here, one that sends a
    reply back the levels that this case has."""
    back = chain.to_return_to(at, row["case_id"], form.signs) if form.signs else frozenset()
    return tuple(
        replace(each, choices=tuple(
            (str(person["id"]), person["name"])
            for person in people_rows.holders(
                at.connection, row["agency_id"], each.role.value if each.role else row["role"],
            )
        )) if each.type == "person" else replace(each, choices=tuple(
            (value, label) for value, label in each.choices if value in back
        )) if form.signs and each.name == chain.RETURN_TO else as_letters_hold(each)
        for each in form.fields
        # With one way back there is nothing to choose.
        if not (form.signs and each.name == chain.RETURN_TO and len(back) < 2)
    )
