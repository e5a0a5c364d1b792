"""The command line as a whole: its help, and what it says when something stands in the way."""

import errno
import json
import os
import re
import socket
import sqlite3
from pathlib import Path

import pytest

from engine import DatabaseFull
from tests.web.cli.keyboard import AGENCY, refused, run
from web.cli.errors import in_words

# -- help ----------------------------------------------------------------------------------


def test_help_names_every_command_in_chinese(data: Path) -> None:
    told = run(data, "--help").stdout
    for command in ("agencies", "audit", "backup", "check", "deadline", "demo", "migrate",
                    "process", "restore", "serve", "users"):
        line = next(line for line in told.splitlines() if line.strip().startswith(command + " "))
        assert re.search("[\u4e00-\u9fff]", line)
    assert "GONGKAI_DATA" in told


@pytest.mark.parametrize("words", [
    ["demo"], ["serve"], ["migrate"], ["users", "add"], ["users", "list"],
    ["users", "reset-password"], ["users", "disable"], ["users", "restore"], ["agencies", "add"],
    ["agencies", "list"], ["audit", "verify"], ["audit", "export"], ["process", "check"],
    ["backup"], ["restore"], ["check"],
    ["process", "publish"], ["deadline"],
], ids=" ".join)
def test_every_command_explains_itself(words: list[str], data: Path) -> None:
    result = run(data, *words, "--help")
    assert result.exit_code == 0
    assert re.search("[\u4e00-\u9fff]{4}", result.stdout)
    assert not data.exists()


# -- what stands in the way ----------------------------------------------------------------


@pytest.mark.parametrize("words", [["serve"], ["users", "list"], ["audit", "verify"]], ids=str)
def test_a_database_without_its_schema_says_what_to_run(words: list[str], data: Path) -> None:
    data.mkdir()
    assert "gongkai migrate" in refused(run(data, *words))


def test_a_database_that_cannot_be_reached_is_one_line(data: Path) -> None:
    data.mkdir()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))       # bound and not listening: refused at once
        url = f"postgresql://gongkai:secret-word@127.0.0.1:{nobody.getsockname()[1]}/gongkai"
        said = refused(run(data, "migrate", DATABASE_URL=url))
    assert "DATABASE_URL" in said
    assert "secret-word" not in said


def test_a_wrong_setting_is_named(data: Path) -> None:
    data.mkdir()
    assert "GONGKAI_HTTPS" in refused(run(data, "migrate", GONGKAI_HTTPS="perhaps"))
    for wrong in ("-1", "10", "yes", "１"):
        assert "GONGKAI_PROXIES" in refused(run(data, "migrate", GONGKAI_PROXIES=wrong))
    assert "DATABASE_URL" in refused(run(data, "migrate", DATABASE_URL="mysql://somewhere"))


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    said = refused(run(tmp_path / "file" / "data", "migrate"))
    assert str(tmp_path / "file") in said


def test_a_traceback_comes_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    result = run(tmp_path / "file" / "data", "--traceback", "migrate")
    assert isinstance(result.exception, OSError)


def test_nobody_answers_questions_for_nothing(data: Path) -> None:
    """An agency has nine; whether it can be added at all is found out before the first."""
    for words in (["agencies", "add"], ["users", "add"]):
        assert "gongkai migrate" in refused(run(data, *words, typed="周村区财政局\n"))


def test_an_empty_word_is_no_name_of_a_file_or_an_address(installed: Path) -> None:
    """A script whose variable was empty would make its backup wherever it happens to be."""
    for words in (["backup", ""], ["restore", ""], ["restore", "--check", ""]):
        result = run(installed, *words)
        assert (result.exit_code, "没有写名称" in result.stderr) == (2, True)
    for host in ("", "no such host"):
        assert "--host" in refused(run(installed, "serve", "--host", host))


def test_a_damaged_database_is_called_so_and_what_to_do_is_said(installed: Path) -> None:
    (installed / "gongkai.sqlite").write_bytes(b"no database" * 500)
    for words in (["users", "list"], ["check"], ["migrate"], ["serve"]):
        said = refused(run(installed, *words))
        assert "已损坏" in said
        assert "gongkai restore --replace" in said


def test_what_the_system_refuses_is_told_with_advice(installed: Path) -> None:
    for number, advice in (
        (errno.ENOSPC, "腾出空间"), (errno.EROFS, "挂载"), (errno.EACCES, "现在以用户"),
    ):
        said = in_words(OSError(number, os.strerror(number), "/somewhere"))
        assert "/somewhere" in said
        assert advice in said
    assert "系统管理员" not in in_words(DatabaseFull()), "who reads it is the administrator"


# -- the record ----------------------------------------------------------------------------


def test_the_record_is_handed_out_line_by_line(installed: Path, tmp_path: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    told = run(installed, "audit", "export").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in told] == ["AgencyAdded"]
    run(installed, "audit", "export", str(tmp_path / "record"))
    assert (tmp_path / "record").read_text().splitlines() == told


def test_what_has_to_be_seen_to_is_told_with_a_status_for_the_watchman(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    result = run(installed, "check")
    assert result.exit_code == 1
    for words in ("定时器尚未运行", "gongkai backup", "区财政局：没有人担任受理人员"):
        assert words in result.stdout


def test_the_record_is_verified_and_a_change_in_it_found(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    printed = run(installed, "audit", "verify").stdout
    assert "审计记录完整，共 1 条" in printed
    kept = printed.strip().rpartition("请抄存：")[2]
    assert "与抄存的第 1 条一致" in run(installed, "audit", "verify", "--since", kept).stdout
    assert "曾被截去" in refused(run(installed, "audit", "verify", "--since", f"9{kept}"))
    other = f"1:{'0' * 64}"
    assert "不符" in refused(run(installed, "audit", "verify", "--since", other))
    assert "编号:散列" in refused(run(installed, "audit", "verify", "--since", "yesterday"))
    connection = sqlite3.connect(installed / "gongkai.sqlite", isolation_level=None)
    for guard, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {guard}")
    connection.execute("UPDATE audit_events SET data = '{}'")
    connection.close()
    assert "第 1 条被改动" in refused(run(installed, "audit", "verify"))
