"""A password that somebody else chose opens nothing but the page where it is changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine import (
    AccountPage,
    Accounts,
    Actor,
    ChangePassword,
    HealthOf,
    MyWork,
    OwnPasswordFirst,
    ResetPassword,
    Role,
)
from engine.store import tables
from tests.engine.accounts import NEW, enter
from tests.engine.office import MONDAY, PASSWORD, Office, request

OWN = "nobody else knows this 9"


def who(office: Office, person: Actor, password: str) -> Actor:
    """The person as the engine knows him by his session."""
    actor = office.engine.session(enter(office.engine, person, password))
    assert actor is not None
    return actor


def test_with_a_first_password_one_can_do_nothing_but_change_it(
    office: Office, administrator: Actor
) -> None:
    me = who(office, office.people[Role.INTAKE_OFFICER], PASSWORD)
    for attempt in (
        lambda: office.engine.handle(request(MONDAY), me),
        lambda: office.engine.ask(MyWork(), me),
        lambda: office.engine.ask(Accounts(), who(office, administrator, PASSWORD)),
    ):
        with pytest.raises(OwnPasswordFirst, match="修改密码"):
            attempt()
    assert office.engine.ask(HealthOf(), me), "what anybody may, he may"
    office.engine.handle(ChangePassword(old=PASSWORD, new=OWN), me)
    me = who(office, me, OWN)
    assert not me.password_given
    assert office.engine.handle(request(MONDAY), me)


def test_a_reset_password_is_a_given_one_again(office: Office, administrator: Actor) -> None:
    handler = office.people[Role.HANDLER]
    office.engine.handle(ChangePassword(old=PASSWORD, new=OWN), handler)
    assert not who(office, handler, OWN).password_given
    account = AccountPage(person_id=handler.person_id or 0)
    assert not office.engine.ask(account, administrator).account.password_given
    office.engine.handle(
        ResetPassword(person_id=handler.person_id or 0, password=NEW), administrator
    )
    assert who(office, handler, NEW).password_given
    assert office.engine.ask(account, administrator).account.password_given


def test_the_open_session_of_who_changes_it_goes_on(office: Office) -> None:
    handler = office.people[Role.HANDLER]
    token = enter(office.engine, handler)
    me = office.engine.session(token)
    assert me is not None
    office.engine.handle(ChangePassword(old=PASSWORD, new=OWN), me)
    again = office.engine.session(token)
    assert again is not None
    assert not again.password_given


def test_a_hash_at_another_cost_makes_no_password_ones_own(office: Office) -> None:
    dearer = replace(office.engine.configuration, argon2_memory_kib=16)
    office.engine.close()
    office.engine = type(office.engine)(dearer, now=office.clock)
    handler = office.people[Role.HANDLER]
    assert who(office, handler, PASSWORD).password_given
    with office.engine.database.read() as connection:
        since = connection.execute(
            select(tables.people.c.password_own_since)
            .where(tables.people.c.id == handler.person_id)
        ).scalar()
    assert since is None
