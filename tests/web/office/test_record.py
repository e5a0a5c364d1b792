"""The record is read by those who look after the installation, and handed out to be verified."""

import csv
import hashlib
import json
from collections.abc import Callable
from io import StringIO

import pytest
from werkzeug.test import TestResponse

from engine import Role
from tests.engine.office import MONDAY, Office
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]
PAGE = "/system/record"


def content(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_administrator_and_supervising_department_read_what_happened(
    somebody: SignIn, office: Office
) -> None:
    office.live("disclosed")
    for role in (Role.ADMINISTRATOR, Role.SUPERVISOR):
        page = content(somebody(role).get(PAGE))
        assert "登记申请，编号 周财公开申〔2026〕1号" in page
        assert "决定作出“" in page
        assert "添加账号，职责：受理人员" in page
    for role in (Role.MANAGER, Role.HANDLER, Role.INTAKE_OFFICER):
        for address in (PAGE, f"{PAGE}/csv", f"{PAGE}/jsonl"):
            assert somebody(role).get(address).status_code == 403
    assert f'href="{PAGE}"' in content(somebody(Role.ADMINISTRATOR).get("/system"))
    assert f'href="{PAGE}"' in content(somebody(Role.SUPERVISOR).get("/monitor"))


@pytest.mark.parametrize(("asked", "there", "gone"), [
    ("kind=RequestRegistered", "登记申请，编号", "添加账号"),
    ("case=周财公开申〔2026〕1号", "登记申请，编号", "添加账号"),
    ("first=2026-03-03", "制发", "添加账号"),
    ("last=2026-03-02", "添加账号", "决定作出“"),
    ("before=3", "添加机关", "登记申请，编号"),
])
def test_it_is_narrowed_by_kind_case_day_and_place(
    asked: str, there: str, gone: str, somebody: SignIn, office: Office
) -> None:
    office.live("disclosed")
    page = content(somebody(Role.ADMINISTRATOR).get(f"{PAGE}?{asked}"))
    rows = page.partition("<tbody>")[2]
    assert there in rows
    assert gone not in rows


def test_it_is_narrowed_by_who_acted(somebody: SignIn, office: Office) -> None:
    office.live("disclosed")
    handler = office.people[Role.HANDLER].person_id
    rows = content(somebody(Role.ADMINISTRATOR).get(f"{PAGE}?person={handler}"))
    rows = rows.partition("<tbody>")[2]
    assert "拟制答复" in rows
    assert "添加账号" not in rows


def test_a_wrong_day_is_told_at_its_field(somebody: SignIn) -> None:
    answer = somebody(Role.ADMINISTRATOR).get(f"{PAGE}?first=yesterday")
    assert answer.status_code == 422
    assert 'data-problem="first"' in content(answer)


def test_the_table_can_be_opened_and_holds_no_formula(somebody: SignIn, office: Office) -> None:
    office.live("disclosed")
    answer = somebody(Role.SUPERVISOR).get(f"{PAGE}/csv")
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert rows[0][:3] == ["序号", "时间", "经办"]
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, len(rows))]
    assert f"{MONDAY:%Y-%m-%d}" in rows[1][1]


def test_the_lines_hold_all_that_the_chain_is_made_of(somebody: SignIn, office: Office) -> None:
    """Whoever has the file alone can compute every hash anew."""
    office.live("disclosed")
    lines = content(somebody(Role.ADMINISTRATOR).get(f"{PAGE}/jsonl")).splitlines()
    assert len(lines) > 20
    previous = "0" * 64
    for seq, line in enumerate(lines, 1):
        event = json.loads(line)
        assert event["seq"] == seq
        canonical = json.dumps(
            [previous, *(event[name] for name in (
                "seq", "at", "case_id", "agency_id", "actor_id", "command", "kind", "data",
            ))], ensure_ascii=False, sort_keys=True, separators=(",", ":"),
        )
        previous = hashlib.sha256(canonical.encode()).hexdigest()
        assert event["hash"] == previous


def test_the_kinds_to_choose_from_are_words_without_gaps(somebody: SignIn, office: Office) -> None:
    page = content(somebody(Role.ADMINISTRATOR).get(PAGE))
    choices = page.split('name="kind"')[1].split("</select>")[0]
    assert "添加机关" in choices
    assert "{" not in choices
