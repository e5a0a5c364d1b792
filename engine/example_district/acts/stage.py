"""The office in which the acts are played: who may act, and what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine import CaseOf, FindSecrecy, TaskFormOf
from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.attachments.commands import AddAttachment, Upload
from engine.cases.rows import tasks as task_rows
from engine.example_district import wording
from engine.example_district.plans import Plan
from engine.installation.engine import Engine
from engine.processes.published import load
from engine.store.shapes import TaskRow
from engine.tasks.commands import CompleteTask


def take_first_way(engine: Engine, actor: Actor, task_id: str) -> None:
    """Hand in an unknown form: its first way, every needed field filled with what fits."""
    form = engine.ask(TaskFormOf(task_id=task_id), actor)
    choice = next(each for each in form.choices if not each.not_now)
    values = {
        each.name: wording.anything(each, engine.today()) for each in form.fields
        if each.required or each.name in choice.requires
    }
    engine.handle(CompleteTask(task_id=task_id, values={
        **values, **form.values, form.outcome_variable: choice.value,
    }), actor)


@dataclass(frozen=True)
class Stage:
    """The engine at its moving moment and everybody who may act, by sign-in name."""

    engine: Engine
    actors: Mapping[str, Actor]

    def actor(self, plan: Plan, role: Role) -> Actor:
        """Who of the plan's agency does the work of this role."""
        return self.actors[plan.people[role]]

    def task(self, plan: Plan, element: str = "") -> TaskRow:
        """The open task of this element; without one, the task that the case waits for."""
        with self.engine.database.read() as connection:
            rows = task_rows.open_of(connection, plan.case_id)
        rows = sorted(rows, key=lambda row: row["about"] != "")     # its own life's before others
        return next(
            row for row in rows
            if (row["element"] == element if element else row["element"] != "supervise_overdue")
        )

    def waits(self, plan: Plan, element: str) -> bool:
        """Whether this step is open: not every release has it, and not every way leads there."""
        self._take_new_steps(plan)
        with self.engine.database.read() as connection:
            rows = task_rows.open_of(connection, plan.case_id)
        return any(row["element"] == element for row in rows)

    def outcome(self, plan: Plan, element: str) -> str:
        """The variable of an open form's outcome, in the release that the case began on."""
        task = self.task(plan, element)
        actor = self.actor(plan, Role(task["role"]))
        return self.engine.ask(TaskFormOf(task_id=task["id"]), actor).outcome_variable

    def asks(self, plan: Plan, element: str, field: str) -> bool:
        """Whether an open form has this field, in the release that the case began on."""
        task = self.task(plan, element)
        form = self.engine.ask(
            TaskFormOf(task_id=task["id"]), self.actor(plan, Role(task["role"])))
        return any(each.name == field for each in form.fields)

    def duty(self, plan: Plan, element: str) -> Role:
        """Whose duty the open task of this element is, in the release that the case began on."""
        return Role(self.task(plan, element)["role"])

    def complete(self, plan: Plan, role: Role, element: str, **values: Any) -> None:
        """Hand in the form of an element as the one who has this role."""
        self._take_new_steps(plan)
        self.engine.handle(
            CompleteTask(task_id=self.task(plan, element)["id"], values=values),
            self.actor(plan, role),
        )

    def hand_in(self, plan: Plan, element: str, **values: Any) -> None:
        """Hand in the form of an element as the one whose duty it is in the case's release."""
        self.complete(plan, self.duty(plan, element), element, **values)

    def _take_new_steps(self, plan: Plan) -> None:
        """A later release may have steps that these acts do not know: each goes its first way."""
        with self.engine.database.read() as connection:
            rows = task_rows.open_of(connection, plan.case_id)
        new = next((row for row in rows if row["element"] not in _known()), None)
        if new is None:
            return
        take_first_way(self.engine, self.actor(plan, Role(new["role"])), new["id"])
        self._take_new_steps(plan)

    def find_each_item(self, plan: Plan, **said: Any) -> None:
        """What the reviewer finds of each item and of each document that goes with the reply,
        where the case's release wants it found."""
        reviewer = self.actor(plan, Role.CONFIDENTIALITY_REVIEWER)
        review = self.engine.ask(CaseOf(case_id=plan.case_id), reviewer).review
        for each in (*review.items, *review.documents) if review.may_find else ():
            if each.open and not (each.findings and each.findings[-1].secret):
                self.engine.handle(FindSecrecy(
                    case_id=plan.case_id, number=each.number, document=each.document, **said,
                ), reviewer)

    def review_lacks(self, plan: Plan) -> bool:
        """Whether something is to be found by itself before the whole passes."""
        reviewer = self.actor(plan, Role.CONFIDENTIALITY_REVIEWER)
        return bool(self.engine.ask(CaseOf(case_id=plan.case_id), reviewer).review.not_yet)

    def attach(self, plan: Plan, role: Role, upload: Upload) -> None:
        """Add a file to the case as the one who has this role."""
        self.engine.handle(
            AddAttachment(case_id=plan.case_id, upload=upload), self.actor(plan, role)
        )


@cache
def _known() -> frozenset[str]:
    """The steps for which these acts were written: those of the first release, those of the
    service of letters, and those beside the life."""
    return frozenset(load().release(1).forms) | _SERVING | _BESIDE


_SERVING = frozenset({"serve_letter", "confirm_delivery", "serve_again"})
_BESIDE = frozenset({
    "send_inquiry", "confirm_inquiry", "receive_opinion", "decide_disclosure", "tell_third_party",
    "propose_fee", "approve_fee", "receive_payment",
    "ask_for_reasons", "receive_reasons", "weigh_reasons",
    "give_assistance", "assign_anew",
    "approve_transfer", "follow_transfer", "tell_applicant",
    "send_referral", "record_determination", "register_legal_opinion",
    "submit_answer", "enter_outcome", "enter_term",
})
