"""The register page by page: every case once, in order, whatever stands in the mark."""

from collections.abc import Callable
from datetime import date

import pytest

from engine import MonitorPage, RegisterFilter, RegisterPage, Role
from tests.engine.copies import copy
from tests.engine.office import (
    CORRECTION_NEEDED,
    MONDAY,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    day,
)


def fill(office: Office) -> list[int]:
    """Cases due on two days, waiting for a correction, and archived."""
    found = [office.live("refused")]
    office.clock.go_to(MONDAY)
    waiting = office.register()
    office.play(waiting, [CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED])
    office.clock.go_to(MONDAY)
    near = office.register()
    office.clock.go_to(day(3, 10))
    later = office.register()
    office.take(near, accepted(day(3, 10)))
    for case_id in (waiting, near, later):
        found += [case_id, *copy(office, case_id, 3)]
    return found


@pytest.fixture
def filled_office(
    office_after: Callable[..., tuple[Office, list[int]]]
) -> tuple[Office, list[int]]:
    return office_after(fill)


@pytest.fixture
def office(filled_office: tuple[Office, list[int]]) -> Office:
    return filled_office[0]


@pytest.fixture
def filled(filled_office: tuple[Office, list[int]]) -> list[int]:
    """The cases of ``fill``."""
    return filled_office[1]


def walked(office: Office, **wanted: object) -> list[tuple[int, date | None]]:
    """All pages of three, one after the other."""
    found: list[tuple[int, date | None]] = []
    after = ""
    while True:
        page = office.engine.ask(
            RegisterPage(wanted=RegisterFilter(limit=3, after=after, **wanted)),
            office.people[Role.HANDLER],
        )  # type: ignore[arg-type]
        assert page.total is not None
        found += [(row.id, row.clock.due_on) for row in page.rows]
        if not page.next:
            assert page.total == len(found)
            return found
        after = page.next


def test_every_case_once_by_age_and_by_due_date(office: Office, filled: list[int]) -> None:
    by_age = walked(office)
    assert [case_id for case_id, _ in by_age] == sorted(filled, reverse=True)
    assert [case_id for case_id, _ in walked(office, sort="oldest")] == sorted(filled)
    by_due = walked(office, sort="due")
    assert sorted(case_id for case_id, _ in by_due) == sorted(filled)
    assert by_due == sorted(by_due, key=lambda pair: (pair[1] or date.max, pair[0]))
    assert {due for _, due in by_due} == {date(2026, 3, 30), date(2026, 4, 8), None}


@pytest.mark.parametrize(
    ("wanted", "many"),
    [({"status": "open"}, 12), ({"status": "archived"}, 1), ({"due": "paused"}, 4),
     ({"due": "within_5"}, 0), ({"step": "draft_reply"}, 4), ({"text": "决算"}, 13),
     ({"text": "%"}, 0), ({"text": "王小明"}, 13), ({"letter_kind": "refused_state_secret"}, 1),
     ({"received_from": date(2026, 3, 3)}, 4), ({"received_to": date(2026, 3, 3)}, 9)],
)
def test_filters_in_both_orders(
    office: Office, filled: list[int], wanted: dict[str, object], many: int
) -> None:
    assert len(walked(office, **wanted)) == len(walked(office, sort="due", **wanted)) == many


def test_what_is_near_and_overdue_is_counted_by_working_days(
    office: Office, filled: list[int]
) -> None:
    office.clock.go_to(day(3, 25))
    assert len(walked(office, due="within_3", sort="due")) == 4
    office.clock.go_to(day(3, 31))
    assert len(walked(office, due="overdue")) == 4
    monitor = office.engine.ask(MonitorPage(), office.people[Role.MANAGER])
    assert (monitor.total.open, monitor.total.overdue) == (12, 4)
    assert len(monitor.overdue) == 4


@pytest.mark.parametrize("mark", [
    "nonsense", "~", "2026-03-30~x", "9999-99-99~1", "~~~", "-1", "9223372036854775808",
    "2026-03-30~9223372036854775808",
])
def test_a_mark_that_was_not_made_here_does_no_harm(
    office: Office, filled: list[int], mark: str
) -> None:
    for sort in ("due", "newest", "oldest"):
        page = office.engine.ask(
            RegisterPage(wanted=RegisterFilter(after=mark, sort=sort)), office.people[Role.HANDLER]
        )
        assert page.total == len(filled)
