"""Signing in: nobody learns a password, guesses one, or goes on with what has ended."""

import dataclasses
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from sqlalchemy import func, select, text, update

from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.errors import InvalidInput, SignInRefused, SignInThrottled
from engine.identity import rows as identity_rows, sign_in
from engine.identity.commands import AddPerson
from engine.people import rows as people_rows
from engine.people.commands import AddAgency
from engine.record import chain as audit
from engine.store import tables
from engine.store.database import Database
from engine.transaction.hearing import Reactions
from engine.transaction.surroundings import Surroundings

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "春眠不觉晓·处处闻啼鸟"
DESK, ELSEWHERE = "10.1.2.3", "10.9.9.9"


def around(database: Database, configuration: Configuration, now: datetime) -> Surroundings:
    """What a transaction at that moment is surrounded by, as far as signing in asks."""
    return Surroundings(
        database, lambda: now, {Configuration: configuration, Reactions: Reactions({})}
    )


@pytest.fixture
def office(database: Database) -> int:
    with database.write() as connection:
        return people_rows.add_agency(connection, AddAgency(
            name="临江区人民政府办公室", short_name="区政府办", letter_code="临政办公开",
            kind="government_office", valid_from=date(2020, 1, 1),
        ))


@pytest.fixture
def add(database: Database, settings: Configuration, office: int) -> Callable[..., int]:
    def add(sign_in_name: str = "wangfang", **changes: object) -> int:
        command = {
            "sign_in_name": sign_in_name, "name": "王芳", "agency_id": office,
            "roles": (Role.INTAKE_OFFICER, Role.HANDLER), "password": PASSWORD, **changes,
        }
        with database.write() as connection:
            return sign_in.add_person(connection, settings, AddPerson(**command), NOW)

    return add


@pytest.fixture
def enter(database: Database, settings: Configuration) -> Callable[..., str]:
    def enter(
        name: str = "wangfang", password: str = PASSWORD, *, address: str = DESK,
        now: datetime = NOW,
    ) -> str:
        return sign_in.sign_in(around(database, settings, now), name, password, address=address)

    return enter


@pytest.fixture
def whose(database: Database, settings: Configuration) -> Callable[..., object]:
    def whose(token: str, now: datetime = NOW) -> object:
        return sign_in.session(around(database, settings, now), token)

    return whose


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
        identity_rows.set_password(connection, 1, sign_in.hash_password(dear, PASSWORD), NOW)
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


# -- throttling ----------------------------------------------------------------------------


def _fail(enter, times: int, **where: object) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            enter(password="wrong", **where)


def test_after_five_failures_even_the_right_password_waits(add, enter) -> None:
    add()
    _fail(enter, 4)
    _fail(enter, 1, now=NOW + 3 * MINUTE)
    with pytest.raises(SignInThrottled, match="在 6 分钟后"):
        enter(now=NOW + 4 * MINUTE + timedelta(seconds=1))
    assert enter(now=NOW + 10 * MINUTE + timedelta(seconds=1))


def test_waiting_does_not_make_the_wait_longer(add, enter) -> None:
    add()
    _fail(enter, 5)
    for minute in range(1, 10):
        with pytest.raises(SignInThrottled):
            enter(now=NOW + minute * MINUTE)
    assert enter(now=NOW + 10 * MINUTE)


def test_an_honest_officer_elsewhere_is_not_locked_out(add, enter) -> None:
    add()
    _fail(enter, 5, address=ELSEWHERE)
    assert enter(address=DESK)


def test_a_colleague_at_the_same_address_may_still_enter(add, enter) -> None:
    add()
    add("lilei")
    _fail(enter, 5)
    assert enter("lilei")


def test_trying_many_names_from_one_address_is_stopped(add, enter) -> None:
    add()
    for n in range(25):
        with pytest.raises(SignInRefused):
            enter(f"guess{n}", address=ELSEWHERE)
    with pytest.raises(SignInThrottled):
        enter(address=ELSEWHERE)
    assert enter(address=DESK)


def test_trying_one_name_from_many_addresses_is_stopped(add, enter) -> None:
    add()
    for n in range(100):
        with pytest.raises(SignInRefused):
            enter(password="wrong", address=f"10.3.0.{n}")
    with pytest.raises(SignInThrottled):
        enter(address="10.3.1.1")


def test_success_forgets_the_slips_before_it(add, enter) -> None:
    add()
    for _ in range(3):
        _fail(enter, 4)
        assert enter()


def test_fifty_guesses_at_once_are_still_five(add, enter) -> None:
    add()
    outcomes: list[str] = []

    def guess() -> None:
        try:
            enter(password="wrong")
        except (SignInRefused, SignInThrottled) as refusal:
            outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(outcomes)) == ["SignInRefused", "SignInThrottled"]
    assert outcomes.count("SignInRefused") == 5
    assert len(outcomes) == 50


# -- sessions ------------------------------------------------------------------------------


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
    with database.write() as connection:
        sign_in.change_password(
            connection, settings, person_id, old=PASSWORD, new="夜来风雨声·花落知多少",
            now=NOW, keep=sign_in.token_digest(mine),
        )
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
    with pytest.raises(InvalidInput) as refused, database.write() as connection:
        sign_in.change_password(
            connection, settings, person_id, old="wrong", new="夜来风雨声·花落知多少", now=NOW
        )
    assert refused.value.problems == {"old": "原密码不正确，请重新输入。"}
    assert whose(token) is not None
    assert enter()


def test_what_ran_out_is_swept_away(database, add, enter) -> None:
    add()
    enter()
    _fail(enter, 2)
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


# -- passwords -----------------------------------------------------------------------------


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


def test_signing_in_and_out_and_failing_stand_in_the_record(database, settings, add, enter) -> None:
    person_id = add()
    _fail(enter, 1)
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
