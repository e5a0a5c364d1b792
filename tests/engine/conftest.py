"""An office on a migrated database of either kind, closed after the test; its administrator."""

from collections.abc import Iterator

import pytest

from engine import Actor, Role
from engine.configuration import Configuration
from tests.engine.office import Office


@pytest.fixture
def office(settings: Configuration) -> Iterator[Office]:
    """The office on Monday 2026-03-02 at nine, nothing registered yet."""
    office = Office.open(settings)
    yield office
    office.close()


@pytest.fixture
def administrator(office: Office) -> Actor:
    """Somebody of the office who looks after its people."""
    office.people[Role.ADMINISTRATOR] = office.hire(Role.ADMINISTRATOR, "周海燕")
    return office.people[Role.ADMINISTRATOR]
