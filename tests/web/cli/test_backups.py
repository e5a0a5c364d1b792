"""Backing up and restoring, as an administrator types it; and which data a command works on."""

import os
import shutil
from pathlib import Path

import pytest

from tests.web.cli.keyboard import AGENCY, refused, run


def test_a_backup_is_made_checked_and_restored_at_the_keyboard(
    installed: Path, tmp_path: Path
) -> None:
    run(installed, "agencies", "add", *AGENCY)
    kept = tmp_path / "kept.sqlite"
    made = run(installed, "backup", str(kept))
    assert made.exit_code == 0, made.stderr
    assert f"已备份到 {kept}，核验无误" in made.stdout
    assert "审计记录共 1 条；末条散列" in made.stdout
    assert "已经存在" in refused(run(installed, "backup", str(kept)))
    assert "可以恢复" in run(installed, "restore", "--check", str(kept)).stdout
    assert "--replace" in refused(run(installed, "restore", str(kept)))
    elsewhere = tmp_path / "elsewhere"
    assert run(elsewhere, "restore", str(kept)).exit_code == 0
    assert "周财公开" in run(elsewhere, "agencies", "list").stdout
    again = run(elsewhere, "restore", "--replace", str(kept))
    assert "原有数据移到" in again.stdout, again.stderr


@pytest.mark.parametrize("words", [
    ["users", "list"], ["agencies", "list"], ["audit", "verify"], ["serve"], ["backup", "kept"],
], ids=" ".join)
def test_where_there_are_no_data_a_command_makes_none_and_names_the_place(
    words: list[str], data: Path, tmp_path: Path
) -> None:
    """Without GONGKAI_DATA a command would begin a second, empty installation somewhere else."""
    result = run(data, *words)
    said = refused(result)
    assert str(data) in said
    assert "GONGKAI_DATA" in said
    assert f"数据：{data / 'gongkai.sqlite'}" in result.stderr
    home = run(tmp_path, *words, GONGKAI_DATA="", XDG_DATA_HOME=str(tmp_path / "share"))
    assert f"{tmp_path / 'share' / 'gongkai'} 里还没有数据" in refused(home)
    assert "没有设置 GONGKAI_DATA，使用默认位置" in home.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_succeeds_names_the_data_as_well(installed: Path) -> None:
    result = run(installed, "agencies", "list")
    assert f"数据：{installed / 'gongkai.sqlite'}" in result.stderr
    assert "数据" not in result.stdout, "what is piped on is the answer alone"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could leave files to another user")
def test_root_does_not_leave_files_in_the_folder_of_the_servers_user(installed: Path) -> None:
    """A database, log or lock of root's own would stop the server of that user from starting."""
    for path in (installed, installed / "gongkai.sqlite"):
        shutil.chown(path, "nobody")
    for words in (["users", "list"], ["migrate"], ["serve"], ["backup", "/tmp/kept"]):
        said = refused(run(installed, *words))
        assert "属于用户 nobody" in said
        assert "sudo -u nobody" in said
    assert [path.name for path in installed.iterdir()] == ["gongkai.sqlite"]


def test_what_is_told_to_run_is_named_as_it_was_called(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``make serve`` calls a program that is on nobody's path."""
    monkeypatch.setattr("sys.argv", [".venv/bin/gongkai", "serve"])
    assert ".venv/bin/gongkai migrate" in refused(run(data, "serve"))
    monkeypatch.setattr("sys.argv", [shutil.which("gongkai") or "gongkai", "serve"])
    assert " gongkai migrate" in refused(run(data, "serve"))
