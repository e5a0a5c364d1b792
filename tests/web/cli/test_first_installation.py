"""The first agency and its people, and an office that locked itself out, at the keyboard."""

import re
from pathlib import Path

import pytest

from engine import Configuration, Engine
from tests.web.cli.keyboard import AGENCY, PASSWORD, refused, run, run_program

# -- a first installation ------------------------------------------------------------------


def test_an_empty_database_becomes_an_office_that_can_be_signed_in_to(data: Path) -> None:
    assert "已建立数据库" in run_program(data, "migrate").stdout
    assert "已是最新" in run(data, "migrate").stdout
    assert run_program(data, "agencies", "add", *AGENCY).exit_code == 0
    added = run_program(
        data, "users", "add", "--sign-in-name", "wangxiulan", "--name", "王秀兰", "--agency",
        "周财公开", "--role", "administrator", "--role", "intake_officer", "--password-stdin",
        typed=PASSWORD + "\n",
    )
    assert added.exit_code == 0, added.stderr
    assert PASSWORD not in added.stdout
    listed = run(data, "users", "list").stdout
    assert "wangxiulan" in listed
    assert "受理人员、系统管理员" in listed
    assert "周财公开" in run(data, "agencies", "list").stdout
    engine = Engine(Configuration.at(data))
    actor = engine.session(engine.sign_in("wangxiulan", PASSWORD, address="127.0.0.1"))
    engine.close()
    assert actor is not None
    assert actor.agency_name == "周村区财政局"


def test_what_is_not_given_is_asked_and_the_password_is_shown_once(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    answered = run(installed, "users", "add", typed="liuhaitao\n刘海涛\n周财公开\n2 3\n")
    assert answered.exit_code == 0, answered.stderr
    password = re.search(r"密码（只显示这一次）：(\S+)", answered.stdout)
    assert password
    engine = Engine(Configuration.at(installed))
    token = engine.sign_in("liuhaitao", password[1], address="127.0.0.1")
    actor = engine.session(token)
    engine.close()
    assert actor is not None
    assert {role.value for role in actor.roles} == {"handler", "legal_officer"}


@pytest.mark.parametrize(
    "option", [word for word in AGENCY if word.startswith("--") and word != "--kind"]
)
def test_an_agency_without_what_stands_on_its_letters_is_refused(
    option: str, installed: Path
) -> None:
    """A letter without its code, its court or its address cannot lawfully go out."""
    blank = list(AGENCY)
    blank[blank.index(option) + 1] = " \u3000"
    assert "请填写" in refused(run(installed, "agencies", "add", *blank))
    assert run(installed, "agencies", "list").stdout.count("周村区") == 0


def test_a_blank_around_a_letter_code_makes_no_other_code(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    again = [f" {word} " if word == "周财公开" else word for word in AGENCY]
    assert "机关代字已由“区财政局”使用" in refused(run(installed, "agencies", "add", *again))


def test_a_user_who_cannot_be_added_is_refused_in_one_line(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    user = ["users", "add", "--sign-in-name", "a", "--name", "甲", "--role", "handler",
            "--password-stdin", "--agency"]
    nowhere = run(installed, *user, "周教公开", typed=PASSWORD)
    assert "没有机关代字为“周教公开”的机关" in refused(nowhere)
    assert "密码太短" in refused(run(installed, *user, "周财公开", typed="short\n"))
    assert run(installed, *user, "周财公开", typed=PASSWORD).exit_code == 0
    assert "已有人使用" in refused(run(installed, *user, "周财公开", typed=PASSWORD))
    assert "机关代字已由“区财政局”使用" in refused(run(installed, "agencies", "add", *AGENCY))


# -- an office that locked itself out ------------------------------------------------------


def test_a_forgotten_password_is_reset_at_the_keyboard_and_shown_once(installed: Path) -> None:
    add_two_administrators(installed)
    told = run(installed, "users", "reset-password", "WangXiulan")
    password = re.search(r"密码（只显示这一次）：(\S+)", told.stdout)
    assert password, told.stderr
    engine = Engine(Configuration.at(installed))
    actor = engine.session(engine.sign_in("wangxiulan", password[1], address="127.0.0.1"))
    engine.close()
    assert actor is not None


def test_who_left_is_disabled_at_the_keyboard_but_not_the_last_administrator(
    installed: Path
) -> None:
    add_two_administrators(installed)
    assert "已停用" not in run(installed, "users", "list").stdout
    assert run(installed, "users", "disable", "wangxiulan").exit_code == 0
    listed = run(installed, "users", "list").stdout.splitlines()
    assert ["wangxiulan" in line for line in listed if "已停用" in line] == [True]
    assert "已经停用" in refused(run(installed, "users", "disable", "wangxiulan"))
    assert "最后一名" in refused(run(installed, "users", "disable", "liuhaitao"))
    for deed in ("disable", "restore", "reset-password"):
        unknown = refused(run(installed, "users", deed, "nobody"))
        assert "没有用户名为“nobody”的用户" in unknown


def test_who_came_back_is_restored_at_the_keyboard_with_the_old_password(installed: Path) -> None:
    add_two_administrators(installed)
    assert "没有停用" in refused(run(installed, "users", "restore", "wangxiulan"))
    run(installed, "users", "disable", "wangxiulan")
    restored = run(installed, "users", "restore", "WangXiulan")
    assert restored.exit_code == 0, restored.stderr
    assert "已停用" not in run(installed, "users", "list").stdout
    engine = Engine(Configuration.at(installed))
    actor = engine.session(engine.sign_in("wangxiulan", PASSWORD, address="127.0.0.1"))
    engine.close()
    assert actor is not None


def add_two_administrators(data: Path) -> None:
    run(data, "agencies", "add", *AGENCY)
    for sign_in_name, name in (("wangxiulan", "王秀兰"), ("liuhaitao", "刘海涛")):
        added = run(data, "users", "add", "--sign-in-name", sign_in_name, "--name", name,
                    "--agency", "周财公开", "--role", "administrator", "--password-stdin",
                    typed=PASSWORD + "\n")
        assert added.exit_code == 0, added.stderr
