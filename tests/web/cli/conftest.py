"""Where the commands are tried: a data folder, empty or with its schema."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def installed(data: Path, _migrated_sqlite: Path) -> Path:
    """A data folder with its schema, and nobody in it."""
    data.mkdir()
    shutil.copyfile(_migrated_sqlite, data / "gongkai.sqlite")
    return data
