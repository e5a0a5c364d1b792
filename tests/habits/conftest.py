"""An office with a case in it, shared by the tests of a file: they only look and are refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import cheap_settings
from tests.engine.office import Office


@pytest.fixture(scope="module")
def shared_office(
    tmp_path_factory: pytest.TempPathFactory, _migrated_sqlite: Path
) -> Iterator[Office]:
    """The office on Monday 2026-03-02, on a SQLite file of this test file's own."""
    home = tmp_path_factory.mktemp("office")
    shutil.copyfile(_migrated_sqlite, home / "gongkai.sqlite")
    office = Office.open(cheap_settings(home, f"sqlite:///{home / 'gongkai.sqlite'}"))
    yield office
    office.close()
