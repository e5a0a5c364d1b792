"""Passwords and those who have them: the weak are refused, none is kept, costs may grow."""

import dataclasses

import pytest
from sqlalchemy import select

from engine.errors import InvalidInput
from engine.identity import sign_in
from engine.people import rows as people_rows
from engine.store import tables
from tests.engine.sign_in.moments import DESK, NOW, PASSWORD, around


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("春眠不觉晓", "至少需要 10 个字符"),
        ("Password123", "最常被猜中"),
        ("aa@123456789", "最常被猜中"),
        ("1212121212", "最常被猜中"),
        ("wangfang2026", "用户名"),
        ("ＷａｎｇＦａｎｇ２０２６", "用户名"),
        ("x" * 201, "最多 200 个字符"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(add, password: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(password=password)
    assert says in refused.value.problems["password"]


def test_the_database_keeps_no_password(database, add) -> None:
    add()
    with database.read() as connection:
        kept = connection.execute(select(tables.people.c.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_dearer_setting_takes_hold_at_the_next_sign_in(database, settings, add, enter) -> None:
    person_id = add()
    dearer = dataclasses.replace(settings, argon2_memory_kib=64, argon2_rounds=2)
    assert sign_in.sign_in(around(database, dearer, NOW), "wangfang", PASSWORD, address=DESK)
    with database.read() as connection:
        assert "m=64,t=2" in people_rows.find(connection, person_id)["password_hash"]
    assert enter()


def test_a_person_needs_a_name_a_duty_an_agency_and_a_sign_in_name_of_their_own(add) -> None:
    add()
    with pytest.raises(InvalidInput) as refused:
        add("WANGFANG", name=" ", roles=(), agency_id=99)
    assert set(refused.value.problems) == {"sign_in_name", "name", "roles", "agency_id"}


def test_a_name_too_long_for_the_register_is_refused_on_every_database(add) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(name="王" * 61)
    assert "最多 60 字" in refused.value.problems["name"]
