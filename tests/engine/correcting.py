"""A registration put right, as the page sends it: the whole of it, with what was wrong changed."""

from dataclasses import replace
from datetime import date
from typing import Any

from engine import (
    Applicant,
    CorrectionOf,
    CorrectionPreview,
    CorrectRegistration,
    LetterView,
    RegisterRequest,
    Role,
)
from tests.engine.office import MONDAY, Office, day, request

INTAKE = Role.INTAKE_OFFICER
CORRECTED = "acknowledgement_corrected"


def as_registered(on: date = MONDAY, **changes: Any) -> RegisterRequest:
    """What ``Office.register`` registers on a day, but for what is changed."""
    return request(on, **changes)


def applicant(**changes: Any) -> Applicant:
    """Who asks in ``office.request``, but for what is changed."""
    return replace(request(MONDAY).applicant, **changes)


def received(on: date, **changes: Any) -> RegisterRequest:
    """The same request, handed in on another day."""
    return as_registered(on, **changes)


def correct(
    office: Office, case_id: int, right: RegisterRequest, reason: str = "照申请表核对",
    by: Role = INTAKE,
) -> None:
    office.engine.handle(
        CorrectRegistration(case_id=case_id, right=right, reason=reason), office.people[by])


def preview(office: Office, case_id: int, right: RegisterRequest) -> CorrectionPreview:
    return office.engine.ask(
        CorrectionOf(case_id=case_id, right=right, reason="照申请表核对"), office.people[INTAKE])


def receipts(office: Office, case_id: int) -> list[LetterView]:
    """The receipts of a case, the oldest first."""
    return [each for each in office.case(case_id).letters
            if each.kind.startswith("acknowledgement")]


def text_of(letter: LetterView) -> str:
    return "\n".join(text for _, text in letter.paragraphs)


def registered_late(office: Office) -> int:
    """A request handed in on Monday 2 March, registered on Tuesday as of that day."""
    office.clock.go_to(day(3, 3))
    return office.register()
