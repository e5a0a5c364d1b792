"""A case whose clock stands still while a third party is asked (article 32), in a list of tasks.

No process asks a third party yet, so the test writes the ledger as such a process would.
"""

from datetime import date

import pytest

from engine import MyWork, Role
from engine.cases.rows import cases as case_rows
from engine.statute import Entry, Ledger, WorkingDays, assess
from tests.engine.office import MONDAY, Office, accepted, day

ASKED_ON = day(3, 5)       # Thursday: of 20 working days from Monday, three are used


def ask_a_third_party(office: Office, case_id: int) -> None:
    """Enter in the ledger that a third party was asked, and what follows for the register."""
    channel = "in_person"
    ledger = Ledger(MONDAY, channel, (Entry("consultation_opened", ASKED_ON, "A", "third_party"),))
    found = assess(ledger, calendar=WorkingDays.load())
    assert found.state_on(ASKED_ON) == "paused_consultation"
    with office.engine.database.write() as connection:
        case_rows.add_ledger_entries(
            connection, case_id,
            [{"seq": 1, "entry": entry.to_json(), "replaces": None, "reason": ""}
             for entry in ledger.entries],
            at=office.clock(), by=None,
        )
        row = case_rows.lock(connection, case_id)
        assert row is not None
        assert case_rows.change(connection, case_id, row["revision"], {
            "clock_state": "paused_consultation", "due_on": found.due,
            "warning_due_on": found.warning_due, "provisional": found.provisional,
        })


@pytest.mark.parametrize("today", [ASKED_ON, day(3, 6), day(3, 12)], ids=str)
def test_a_task_shows_the_days_that_are_left_and_they_do_not_grow_fewer(
    office: Office, today: date
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    ask_a_third_party(office, case_id)
    office.clock.go_to(today)
    task, = office.engine.ask(MyWork(), office.people[Role.HANDLER])
    assert (task.element, task.clock.state) == ("draft_reply", "paused_consultation")
    assert task.clock.remaining == 17
    assert task.clock == office.task(case_id, "draft_reply").clock
    assert task.clock.remaining == office.case(case_id).clock.remaining
