"""The installation of the example district: made once, whole or not at all."""

import stat
from pathlib import Path

import pytest

from engine import Configuration
from engine.errors import ConfigurationRefused
from engine.example_district import installing
from tests.engine.playing import quiet


def test_an_example_installation_is_made_once_and_kept(tmp_path: Path) -> None:
    settings = Configuration.at(tmp_path / "demo")
    first = installing.install(settings, progress=quiet, requests=1)
    database = settings.data / "gongkai.sqlite"
    made = database.stat().st_ino
    assert installing.install(settings, progress=quiet, requests=1) == first
    assert database.stat().st_ino == made
    assert stat.S_IMODE((settings.data / installing.SIGN_INS).stat().st_mode) == 0o600
    assert len({each.password for each in first}) == len(first)


def test_a_half_made_installation_is_thrown_away(tmp_path: Path) -> None:
    half = tmp_path / "demo.unfinished"
    half.mkdir()
    (half / "gongkai.sqlite").write_bytes(b"what a power cut left")
    settings = Configuration.at(tmp_path / "demo")

    def pull_the_plug(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        installing.install(settings, progress=pull_the_plug, requests=1)
    assert not settings.data.exists()
    installing.install(settings, progress=quiet, requests=1)
    assert not half.exists()


def test_what_is_not_example_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "gongkai.sqlite").write_bytes(b"somebody's own")
    with pytest.raises(ConfigurationRefused):
        installing.install(Configuration.at(tmp_path / "demo"), progress=quiet)
    assert (tmp_path / "demo" / "gongkai.sqlite").read_bytes() == b"somebody's own"
