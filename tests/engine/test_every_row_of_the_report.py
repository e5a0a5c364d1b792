"""Every row of table three of the report (国办公开办函〔2021〕30号) is reached by acts of people:
through the diagrams to a letter that is served, in time, counted in the row of its ground.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

import letters
from engine import Role, WithdrawRequest
from engine.statute.values import grounds
from engine.store.tables import cases
from tests.engine import charged, excessive
from tests.engine.asking import arrived, ask, decided, go, said, sent
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    LAPSE_CONFIRMED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    Sweep,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
)
from tests.engine.request_items import search

#: The rows of outcomes: 三、本年度办理结果, (一) to (六).
ROWS = frozenset(range(3, 24))
#: A reply item by item is left out, each item having a row of its own (test_items_answered.py).
CLOSING = sorted(kind.name for kind in letters.kinds().values()
                 if kind.ground and kind.name != "answered_by_item")


def _accepted(office: Office, case_id: int) -> None:
    office.take(case_id, accepted(day(3, 3)))


def _asked_a_third_party(office: Office, case_id: int) -> None:
    _accepted(office, case_id)
    ask(office, case_id)
    sent(office, case_id, 1, day(3, 4), applicant_told_on="2026-03-04")
    arrived(office, case_id, 1, day(3, 4))
    said(office, case_id, 1, day(3, 5))
    decided(office, case_id, 1, day(3, 6), "withhold")


def _searched(office: Office, case_id: int) -> None:
    _accepted(office, case_id)
    search(office, case_id)


def _corrected(office: Office, case_id: int) -> None:
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, CORRECTED,
                          accepted(day(3, 11))))


def _not_corrected(office: Office, case_id: int) -> None:
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, Sweep(day(3, 31)),
                          LAPSE_CONFIRMED))


def _not_paid(office: Office, case_id: int) -> None:
    """The notice came on 4 March: twenty working days later is 1 April."""
    _accepted(office, case_id)
    charged.noticed(office, case_id, day(3, 4))
    charged.lapsed(office, case_id, day(4, 2))


def _without_good_reasons(office: Office, case_id: int) -> None:
    _accepted(office, case_id)
    excessive.begin(office, case_id)
    excessive.asked(office, case_id, day(3, 4))
    charged.handed(office, case_id, day(3, 5))
    excessive.given(office, case_id, day(3, 9))
    excessive.weighed(office, case_id, day(3, 11), "unreasonable")


#: What must have happened before a ground holds.
BEFORE: Mapping[str, Callable[[Office, int], None]] = {
    "15": _asked_a_third_party, "36-4": _searched, "30-A": _corrected, "30-B": _not_corrected,
    "FEE-X": _not_paid, "35": _without_good_reasons,
}
#: Facts of a sample that would contradict a request of March 2026.
INSTEAD: Mapping[str, Mapping[str, Any]] = {
    "repeated_request": {"earlier_reply_on": date(2026, 2, 10)},
}


def _letter(kind: letters.Kind) -> dict[str, Any]:
    sample = letters.sample(kind.name) | INSTEAD.get(kind.name, {})
    typed = {fact.name for fact in kind.officer_facts}
    return {"kind": kind.name, "facts": {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in sample.items() if name in typed
    }}


def _answer(office: Office, kind: letters.Kind) -> int:
    """A request that ends with a letter of this kind."""
    case_id = office.register()
    BEFORE.get(kind.ground, _accepted)(office, case_id)
    month, start = (4, 7) if kind.ground in ("30-B", "FEE-X") else (3, 16)
    for step in concluded(start, _letter(kind), month):
        go(office, case_id, step)
    return case_id


def _withdraw(office: Office) -> int:
    case_id = office.register()
    _accepted(office, case_id)
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=day(3, 3), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    office.play(case_id, [handed_over(day(3, 6)), archived(day(3, 6))])
    return case_id


@pytest.mark.parametrize("name", CLOSING)
def test_a_request_ends_with_each_kind_of_letter_in_time_and_in_its_row(
    office: Office, name: str
) -> None:
    kind = letters.kinds()[name]
    case_id = _withdraw(office) if name == "withdrawn" else _answer(office, kind)
    case = office.case(case_id)
    (letter,) = [each for each in case.letters if each.kind == name]
    assert (case.status, case.tasks, letter.state) == ("archived", (), "served")
    assert [each.code for each in case.assessment.findings if each.effect != "note"] == []
    with office.engine.database.read() as connection:
        counted = connection.execute(
            select(cases.c.ground).where(cases.c.id == case_id)).scalar_one()
    assert counted == kind.ground
    assert grounds.at(counted, day(3, 18)).row in ROWS
    said_of_remedy = "行政复议" in "".join(text for _, text in letter.paragraphs)
    assert said_of_remedy == (kind.remedy != "N")


def test_no_row_is_without_a_letter() -> None:
    reached = {grounds.at(kind.ground, day(3, 18)).row
               for kind in letters.kinds().values() if kind.ground}
    assert reached == ROWS
