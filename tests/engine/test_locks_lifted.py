"""Who failed too often is shown to administrators, who let him try again."""

from datetime import timedelta

import pytest

from engine import (
    AccountPage,
    Accounts,
    Actor,
    InvalidInput,
    LiftAddressLock,
    LiftSignInLock,
    LockedAddresses,
    NotPermitted,
    ResetPassword,
    Role,
    SignInRefused,
    SignInThrottled,
)
from tests.engine.accounts import NEW, happened
from tests.engine.office import PASSWORD, Office

DESK, PROXY = "10.1.2.3", "10.9.9.9"


def fail(office: Office, name: str, times: int, address: str = DESK) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            office.engine.sign_in(name, "not the password", address=address)


def locked(office: Office, administrator: Actor) -> list[str]:
    return [each.name for each in office.engine.ask(Accounts(), administrator)
            if each.locked_until is not None]


def test_a_lock_is_shown_until_it_ends_by_itself(office: Office, administrator: Actor) -> None:
    handler = office.people[Role.HANDLER]
    fail(office, handler.sign_in_name, 4)
    assert locked(office, administrator) == []
    fail(office, handler.sign_in_name, 1)
    assert locked(office, administrator) == [handler.name]
    account = office.engine.ask(AccountPage(person_id=handler.person_id or 0), administrator)
    assert account.account.locked_until == office.clock.moment + timedelta(minutes=10)
    office.clock.moment += timedelta(minutes=10)
    assert locked(office, administrator) == []
    assert office.engine.sign_in(handler.sign_in_name, PASSWORD, address=DESK)


def test_an_administrator_lifts_a_lock_and_it_stands_on_the_record(
    office: Office, administrator: Actor
) -> None:
    handler = office.people[Role.HANDLER]
    lift = LiftSignInLock(person_id=handler.person_id or 0)
    with pytest.raises(InvalidInput, match="没有被锁定"):
        office.engine.handle(lift, administrator)
    fail(office, handler.sign_in_name, 5)
    with pytest.raises(SignInThrottled):
        office.engine.sign_in(handler.sign_in_name, PASSWORD, address=DESK)
    with pytest.raises(NotPermitted):
        office.engine.handle(lift, office.people[Role.MANAGER])
    office.engine.handle(lift, administrator)
    assert locked(office, administrator) == []
    assert office.engine.sign_in(handler.sign_in_name, PASSWORD, address=DESK)
    assert happened(office.engine, "SignInLockLifted") == [
        ("SignInLockLifted", administrator.person_id, {"person_id": handler.person_id})
    ]
    history = office.engine.ask(AccountPage(person_id=handler.person_id or 0), administrator)
    assert history.history[0].kind == "SignInLockLifted"


def test_a_reset_password_can_be_used_at_once_also_after_too_many_failures(
    office: Office, administrator: Actor
) -> None:
    handler = office.people[Role.HANDLER]
    fail(office, handler.sign_in_name, 5)
    office.engine.handle(
        ResetPassword(person_id=handler.person_id or 0, password=NEW), administrator
    )
    assert office.engine.sign_in(handler.sign_in_name, NEW, address=DESK)


def test_an_address_that_locks_out_a_whole_office_is_shown_and_let_go(
    office: Office, administrator: Actor
) -> None:
    for number in range(25):
        fail(office, f"nobody{number}", 1, PROXY)
    handler = office.people[Role.HANDLER]
    with pytest.raises(SignInThrottled):
        office.engine.sign_in(handler.sign_in_name, PASSWORD, address=PROXY)
    assert [each for each, _ in office.engine.ask(LockedAddresses(), administrator)] == [PROXY]
    office.engine.handle(LiftAddressLock(address=PROXY), administrator)
    assert office.engine.ask(LockedAddresses(), administrator) == ()
    assert office.engine.sign_in(handler.sign_in_name, PASSWORD, address=PROXY)
    with pytest.raises(InvalidInput):
        office.engine.handle(LiftAddressLock(address=PROXY), administrator)
