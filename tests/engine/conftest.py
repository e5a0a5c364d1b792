"""An office on a migrated database of either kind, closed after the test."""

from collections.abc import Iterator

import pytest

from engine.configuration import Configuration
from tests.engine.office import Office


@pytest.fixture
def office(settings: Configuration) -> Iterator[Office]:
    """The office on Monday 2026-03-02 at nine, nothing registered yet."""
    office = Office.open(settings)
    yield office
    office.close()
