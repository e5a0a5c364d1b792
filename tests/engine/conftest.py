"""An office on a migrated database of either kind, closed after the test; its administrator."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine import Actor, Role
from engine.configuration import Configuration
from tests.engine.office import Clock, Office, engine_of_latest


@pytest.fixture
def office(settings: Configuration) -> Iterator[Office]:
    """The office on Monday 2026-03-02 at nine, nothing registered yet."""
    office = Office.open(settings)
    yield office
    office.close()


@pytest.fixture
def office_after(
    copy_of: Callable[..., tuple[Configuration, Any]]
) -> Iterator[Callable[[Callable[[Office], Any]], tuple[Office, Any]]]:
    """``office_after(play)``: an office in which ``play`` has happened, and what it returned.

    For what many tests begin with: it is played once a worker, each test has its own copy.
    """
    opened: list[Office] = []

    def opened_after(play: Callable[[Office], Any]) -> tuple[Office, Any]:
        def begin(settings: Configuration) -> tuple[Office, Any]:
            office = Office.open(settings)
            result = play(office)
            office.close()
            return office, result

        begin.__module__, begin.__qualname__ = play.__module__, play.__qualname__
        settings, (before, result) = copy_of(begin)
        clock = Clock()
        clock.moment = before.clock.moment
        office = Office(engine_of_latest(settings, now=clock), clock, before.agency_id,
                        dict(before.people))
        opened.append(office)
        return office, result

    yield opened_after
    for office in opened:
        office.close()


@pytest.fixture
def administrator(office: Office) -> Actor:
    """Somebody of the office who looks after its people."""
    office.people[Role.ADMINISTRATOR] = office.hire(Role.ADMINISTRATOR, "周海燕")
    return office.people[Role.ADMINISTRATOR]
