"""Signing at several levels, for the tests: an arrangement that holds, and what each level says."""

from datetime import date
from typing import Any

from engine import ArrangeSignOff, Role
from tests.engine.office import MONDAY, ROOT, Office, Step, day

FOUR = (Role.SECTION_HEAD, Role.LEGAL_OFFICER, Role.REVIEWER, Role.PRINCIPAL)
ELEMENTS = {
    Role.SECTION_HEAD: "review_in_section", Role.LEGAL_OFFICER: "review_legality",
    Role.OFFICE_HEAD: "review_in_office", Role.REVIEWER: "approve_reply",
    Role.PRINCIPAL: "approve_as_principal",
}


def arrangement(office: Office, **changes: Any) -> ArrangeSignOff:
    """Four levels for every reply, the first of them one working day, from Tuesday on."""
    return ArrangeSignOff(**{
        "agency_id": office.agency_id, "levels": {"": FOUR}, "days": {Role.SECTION_HEAD: 1},
        "from_day": day(3, 3), "basis": "周财办〔2026〕3号", **changes,
    })


def arranged(office: Office, **changes: Any) -> int:
    """Arrange it on Monday."""
    office.clock.go_to(MONDAY)
    return office.engine.handle(arrangement(office, **changes), ROOT)


def agrees(on: date, level: Role, **values: Any) -> Step:
    return Step(on, ELEMENTS[level], level, {"sign_off": "approved", **values})


def returns(on: date, level: Role, to: str = "", opinion: str = "请修改。") -> Step:
    values = {"sign_off": "returned", "opinion": opinion} | ({"return_to": to} if to else {})
    return Step(on, ELEMENTS[level], level, values)
