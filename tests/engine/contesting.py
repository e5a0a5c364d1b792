"""Contesting in the office: proceedings step by step, as the pages would send them."""

from datetime import date
from typing import Any

from engine import EnterRemedy, MendRemedy, RemedyView, Role
from tests.engine.office import Office, Step

LEGAL = Role.LEGAL_OFFICER


def contest(
    office: Office, case_id: int, on: date, kind: str = "reconsideration", **changes: Any
) -> int:
    """Enter a proceeding whose copy came on a day; returns its id."""
    return office.engine.handle(EnterRemedy(**{
        "case_id": case_id, "kind": kind, "procedure": "ordinary", "body": "",
        "case_number": "周政复〔2026〕12号", "received_on": on, **changes,
    }), office.people[LEGAL])


def do(
    office: Office, case_id: int, number: int, element: str, on: date, **values: Any
) -> None:
    """Hand in a step of one proceeding, on a day."""
    office.clock.go_to(on)
    task = next(
        each for each in office.case(case_id).tasks
        if each.element == element and each.about == view(office, case_id, number).about
    )
    form = office.form(case_id, Step(on, element, task.role, values))
    office.engine.handle(
        type(form)(task_id=task.id, values=form.values), office.people[task.role])


def answered(
    office: Office, case_id: int, number: int, on: date, typed: date | None = None
) -> None:
    do(office, case_id, number, "submit_answer", typed or on, remedy_answer="submitted",
       remedy_answered_on=on.isoformat(), remedy_answer_number="周财函〔2026〕3号")


def decided(
    office: Office, case_id: int, number: int, on: date, outcome: str = "upheld", **values: Any
) -> None:
    do(office, case_id, number, "enter_outcome", on, **{
        "remedy_outcome": outcome, "remedy_decided_on": on.isoformat(),
        "decision_number": "周政复决〔2026〕12号", "decision_received_on": on.isoformat(),
        "remedy_note": "申请人撤回申请，终止。" if outcome == "other" else "", **values,
    })


def mended(office: Office, case_id: int, number: int = 1, **changes: Any) -> None:
    """Put right what was entered of a proceeding."""
    held = view(office, case_id, number)
    office.engine.handle(MendRemedy(**{
        "remedy_id": held.id, "case_number": held.case_number, "received_on": held.received_on,
        "answered_on": held.answered_on, "outcome": held.outcome, "decided_on": held.decided_on,
        "decision_received_on": held.decision_received_on, "reason": "回执日期看错", **changes,
    }), office.people[LEGAL])


def view(office: Office, case_id: int, number: int = 1) -> RemedyView:
    return office.case(case_id).remedies.remedies[number - 1]
