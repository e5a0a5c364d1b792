"""Signing in: nobody learns a password, guesses one, or goes on with what has ended."""

import dataclasses

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from sqlalchemy import select, text, update

from engine.actors.roles import Role
from engine.errors import SignInRefused
from engine.identity import rows as identity_rows, sign_in
from engine.record import chain as audit
from engine.store import tables
from tests.engine.sign_in.moments import DESK, NOW, PASSWORD, around, fail


def test_the_right_password_opens_a_session_for_the_person(add, enter, whose, office) -> None:
    person_id = add()
    actor = whose(enter())
    assert (actor.person_id, actor.name, actor.agency_id) == (person_id, "王芳", office)
    assert actor.agency_name == "临江区人民政府办公室"
    assert actor.roles == {Role.INTAKE_OFFICER, Role.HANDLER}
    assert actor.sign_in_name == "wangfang"


def test_the_name_may_be_written_with_capitals_or_full_width(add, enter, whose) -> None:
    add("WangFang")
    assert whose(enter(" ｗａｎｇＦＡＮＧ ")) is not None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("wangfang", "春眠不觉晓"),
        ("wangfang", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("wang\x00fang", PASSWORD),
        ("w" * 500, "p" * 100_000),
        ("wangfang", PASSWORD + "\ud800"),
        ("' OR 1=1 --", "' OR 1=1 --"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(add, enter, name: str, password: str) -> None:
    add()
    with pytest.raises(SignInRefused, match="用户名或者密码不正确"):
        enter(name, password)


def test_somebody_put_off_cannot_enter_and_is_out_at_once(database, add, enter, whose) -> None:
    person_id = add()
    token = enter()
    with database.write() as connection:
        connection.execute(
            update(tables.people).where(tables.people.c.id == person_id).values(active=False)
        )
    assert whose(token) is None
    with pytest.raises(SignInRefused):
        enter()


def test_a_role_taken_away_is_gone_with_the_next_page(database, add, enter, whose) -> None:
    add()
    token = enter()
    with database.write() as connection:
        connection.execute(text("DELETE FROM duties WHERE role = 'handler'"))
    assert whose(token).roles == {Role.INTAKE_OFFICER}


def test_an_unknown_name_costs_the_same_work(
    database, settings, add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell by the answer's cost whether a name exists: one check, of the same cost."""
    dear = dataclasses.replace(settings, argon2_memory_kib=64, argon2_rounds=2)
    add()
    with database.write() as connection:
        identity_rows.set_password(
            connection, 1, sign_in.hash_password(dear, PASSWORD), NOW, own=True
        )
    verify, checked = PasswordHasher.verify, []

    def seen(hasher: PasswordHasher, stored: str, password: bytes) -> bool:
        checked.append((extract_parameters(stored), len(password)))
        return verify(hasher, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", seen)

    def work_for(name: str) -> list[tuple[Parameters, int]]:
        checked.clear()
        with pytest.raises(SignInRefused):
            sign_in.sign_in(around(database, dear, NOW), name, "wrong", address=DESK)
        return list(checked)

    known = work_for("wangfang")
    assert [(each.memory_cost, each.time_cost) for each, _ in known] == [(64, 2)]
    assert work_for("nobody") == known


def test_signing_in_and_out_and_failing_stand_in_the_record(database, settings, add, enter) -> None:
    person_id = add()
    fail(enter, 1)
    with pytest.raises(SignInRefused):
        enter("nobody")
    sign_in.sign_out(around(database, settings, NOW), enter())
    with database.read() as connection:
        rows = connection.execute(
            select(tables.audit_events.c.kind, tables.audit_events.c.actor_id,
                   tables.audit_events.c.data)
            .order_by(tables.audit_events.c.seq)
        ).all()
        assert audit.verify(connection) is None
    assert rows == [
        ("SignInFailed", None, {"person_id": person_id, "address": DESK}),
        ("SignedIn", person_id, {"person_id": person_id, "address": DESK}),
        ("SignedOut", person_id, {"person_id": person_id}),
    ]
