"""A session ends by itself, when it is told to, and when its password changes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.errors import InvalidInput, SignInRefused
from engine.identity import rows as identity_rows, sign_in
from engine.store import tables
from tests.engine.sign_in.moments import (
    MINUTE,
    NOW,
    PASSWORD,
    around,
    fail,
    in_a_transaction,
)


def test_every_sign_in_has_its_own_long_token_and_the_database_knows_none(
    database, add, enter
) -> None:
    add()
    tokens = {enter() for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43  # 256 bits
    with database.read() as connection:
        kept = set(connection.execute(select(tables.sessions.c.token_digest)).scalars())
    assert kept == {sign_in.token_digest(token) for token in tokens}
    assert not kept & tokens


def test_a_session_unused_for_half_an_hour_is_over(add, enter, whose) -> None:
    add()
    token = enter()
    assert whose(token, NOW + 29 * MINUTE) is not None
    assert whose(token, NOW + 58 * MINUTE) is not None
    assert whose(token, NOW + 88 * MINUTE) is None


def test_a_session_is_over_after_twelve_hours_however_busy(add, enter, whose) -> None:
    add()
    token = enter()
    for minute in range(20, 12 * 60, 20):
        assert whose(token, NOW + minute * MINUTE) is not None
    assert whose(token, NOW + timedelta(hours=12)) is None


def test_reading_pages_writes_at_most_once_a_minute(database, add, enter, whose) -> None:
    add()
    token = enter()
    seen = []
    for second in range(0, 180, 10):
        whose(token, NOW + timedelta(seconds=second))
        with database.read() as connection:
            seen.append(connection.execute(select(tables.sessions.c.seen_at)).scalar_one())
    assert sorted(set(seen)) == [NOW, NOW + MINUTE, NOW + 2 * MINUTE]


def test_a_session_signed_out_is_dead_for_good(database, settings, add, enter, whose) -> None:
    add()
    token, other = enter(), enter()
    sign_in.sign_out(around(database, settings, NOW), token)
    assert whose(token) is None
    assert whose(other) is not None
    sign_in.sign_out(around(database, settings, NOW), token)  # twice is no error


@pytest.mark.parametrize("token", ["", "x", "é", "\ud800", "0" * 100_000, "a\x00b"])
def test_a_token_nobody_gave_out_is_nobody(add, enter, whose, token: str) -> None:
    add()
    enter()
    assert whose(token) is None


def test_a_changed_password_ends_every_other_session(
    database, settings, add, enter, whose
) -> None:
    person_id = add()
    add("lilei")
    others, mine, colleague = [enter() for _ in range(3)], enter(), enter("lilei")
    in_a_transaction(database, settings, lambda unit: sign_in.change_password(
        unit, person_id, old=PASSWORD, new="夜来风雨声·花落知多少",
        keep=sign_in.token_digest(mine),
    ))
    assert [whose(token) for token in others] == [None, None, None]
    assert whose(mine) is not None
    assert whose(colleague) is not None
    with pytest.raises(SignInRefused):
        enter()
    assert enter(password="夜来风雨声·花落知多少")


def test_only_who_knows_the_old_password_may_change_it(
    database, settings, add, enter, whose
) -> None:
    person_id = add()
    token = enter()
    with pytest.raises(InvalidInput) as refused:
        in_a_transaction(database, settings, lambda unit: sign_in.change_password(
            unit, person_id, old="wrong", new="夜来风雨声·花落知多少"
        ))
    assert refused.value.problems == {"old": "原密码不正确，请重新输入。"}
    assert whose(token) is not None
    assert enter()


def test_what_ran_out_is_swept_away(database, add, enter) -> None:
    add()
    enter()
    fail(enter, 2)
    fresh = enter(now=NOW + 25 * MINUTE)
    with database.write() as connection:
        identity_rows.forget_attempts_before(connection, NOW + 30 * MINUTE)
        identity_rows.end_sessions_before(
            connection, seen_before=NOW + 10 * MINUTE, created_before=NOW - 12 * 60 * MINUTE
        )
    with database.read() as connection:
        assert connection.execute(select(tables.sessions.c.token_digest)).scalars().all() == [
            sign_in.token_digest(fresh)
        ]
        assert connection.execute(
            select(func.count()).select_from(tables.sign_in_attempts)
        ).scalar_one() == 0
