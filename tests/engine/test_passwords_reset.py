"""An administrator resets a password: the old one ends at once, the new one stands nowhere."""

import pytest
from sqlalchemy import select

from engine import (
    Actor,
    Configuration,
    DisablePerson,
    InvalidInput,
    ResetPassword,
    Role,
    SignInRefused,
)
from engine.identity import sign_in
from engine.store import tables
from tests.engine.accounts import NEW, enter, happened
from tests.engine.office import Office


def test_a_reset_password_replaces_the_old_one_and_ends_every_session(
    office: Office, administrator: Actor
) -> None:
    engine, handler = office.engine, office.people[Role.HANDLER]
    tokens = [enter(engine, handler) for _ in range(2)]
    mine = enter(engine, administrator)
    engine.handle(ResetPassword(person_id=handler.person_id or 0, password=NEW), administrator)
    assert [engine.session(token) for token in tokens] == [None, None]
    assert engine.session(mine) is not None
    with pytest.raises(SignInRefused):
        enter(engine, handler)
    assert engine.session(enter(engine, handler, NEW)) is not None
    assert happened(engine, "PasswordReset") == [
        ("PasswordReset", administrator.person_id, {"person_id": handler.person_id})
    ]


def test_a_new_password_stands_nowhere_in_the_database(
    office: Office, administrator: Actor
) -> None:
    command = ResetPassword(
        person_id=office.people[Role.HANDLER].person_id or 0, password=NEW, receipt="r1"
    )
    assert NEW not in repr(command)
    office.engine.handle(command, administrator, key="0" * 32)
    with office.engine.database.read() as connection:
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                assert NEW not in repr(tuple(row)), table.name


def test_a_reset_sent_twice_is_done_once_and_says_whose_password_holds(
    office: Office, administrator: Actor
) -> None:
    handler, key = office.people[Role.HANDLER], "1" * 32

    def send(password: str, receipt: str) -> object:
        return office.engine.handle(ResetPassword(
            person_id=handler.person_id or 0, password=password, receipt=receipt
        ), administrator, key=key)

    assert send(NEW, "first") == "first"
    assert send("another-pass-word-2", "second") == "first"
    assert enter(office.engine, handler, NEW)
    with pytest.raises(SignInRefused):
        enter(office.engine, handler, "another-pass-word-2")


def test_a_password_of_ones_own_and_of_a_disabled_person_is_not_reset(
    office: Office, administrator: Actor
) -> None:
    handler = office.people[Role.HANDLER].person_id or 0
    with pytest.raises(InvalidInput, match="修改密码"):
        office.engine.handle(
            ResetPassword(person_id=administrator.person_id or 0, password=NEW), administrator
        )
    office.engine.handle(DisablePerson(person_id=handler), administrator)
    with pytest.raises(InvalidInput, match="先恢复"):
        office.engine.handle(ResetPassword(person_id=handler, password=NEW), administrator)


def test_the_old_password_is_of_no_use_to_who_tries_it_while_it_is_reset(
    office: Office, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, handler, fits = office.engine, office.people[Role.HANDLER], sign_in._fits

    def fits_then_is_reset(settings: Configuration, stored: str, password: str) -> bool:
        found = fits(settings, stored, password)
        engine.handle(ResetPassword(person_id=handler.person_id or 0, password=NEW), administrator)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(sign_in, "_fits", fits_then_is_reset)
        with pytest.raises(SignInRefused):
            enter(engine, handler)
    assert enter(engine, handler, NEW)
