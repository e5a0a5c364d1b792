"""Looking after people: only administrators do, nothing stays stuck, nobody is locked out."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from engine import (
    AccountPage,
    Accounts,
    Actor,
    AddPerson,
    ChangeDuties,
    ChangePassword,
    ClaimTask,
    DisablePerson,
    InvalidInput,
    NotFound,
    NotPermitted,
    ResetPassword,
    RestorePerson,
    Role,
)
from engine.people import rows as people_rows
from engine.statute.calendar.zone import local_day
from engine.transaction.messages import Command
from tests.engine.accounts import NEW, enter, happened
from tests.engine.office import PASSWORD, ROOT, Office, day, new_agency

COMMANDS: list[Callable[[int], Command]] = [
    lambda person: ResetPassword(person_id=person, password=NEW),
    lambda person: ChangeDuties(person_id=person, roles=(Role.REVIEWER,)),
    lambda person: DisablePerson(person_id=person),
    lambda person: RestorePerson(person_id=person),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_but_an_administrator_looks_after_people(
    office: Office, administrator: Actor, command: Callable[[int], Command]
) -> None:
    handler = office.people[Role.HANDLER]
    for role in (Role.HANDLER, Role.MANAGER, Role.REVIEWER):
        with pytest.raises(NotPermitted, match="系统管理员"):
            office.engine.handle(command(handler.person_id or 0), office.people[role])
        with pytest.raises(NotPermitted):
            office.engine.ask(Accounts(), office.people[role])
        with pytest.raises(NotPermitted):
            office.engine.ask(
                AccountPage(person_id=handler.person_id or 0), office.people[role]
            )
    with pytest.raises(NotFound):
        office.engine.handle(command(999_999), administrator)


# -- seeing --------------------------------------------------------------------------------


def test_an_administrator_sees_everybody_of_all_agencies_by_agency_and_name(
    office: Office, administrator: Actor
) -> None:
    other = office.engine.handle(new_agency("周民公开"), ROOT)
    office.engine.handle(AddPerson(
        sign_in_name="ahui", name="阿慧", agency_id=other, password=PASSWORD,
        roles=(Role.REVIEWER, Role.HANDLER),
    ), ROOT)
    everybody = office.engine.ask(Accounts(), administrator)
    assert [(each.agency.id, each.name) for each in everybody] == sorted(
        (each.agency.id, each.name) for each in everybody
    )
    assert len(everybody) == len(office.people) + 1
    (only,) = office.engine.ask(Accounts(agency_id=other), administrator)
    assert (only.name, only.sign_in_name, only.active) == ("阿慧", "ahui", True)
    assert only.roles == (Role.HANDLER, Role.REVIEWER)
    with pytest.raises(NotFound):
        office.engine.ask(AccountPage(person_id=999_999), administrator)


def test_a_persons_account_tells_what_was_done_to_it_by_whom_the_latest_first(
    office: Office, administrator: Actor
) -> None:
    engine, handler = office.engine, office.people[Role.HANDLER]
    person = handler.person_id or 0
    office.live("disclosed")
    days: list[tuple[Command, Actor]] = [
        (ChangeDuties(person_id=person, roles=(Role.REVIEWER, Role.HANDLER)), administrator),
        (ResetPassword(person_id=person, password=NEW), administrator),
        (ChangePassword(old=NEW, new=PASSWORD), handler),
        (DisablePerson(person_id=person), ROOT),
        (RestorePerson(person_id=person), administrator),
        (DisablePerson(person_id=office.people[Role.REVIEWER].person_id or 0), administrator),
    ]
    for number, (command, actor) in enumerate(days):
        office.clock.go_to(day(6, 1 + number))
        engine.handle(command, actor)
    history = engine.ask(AccountPage(person_id=person), administrator).history
    assert [(item.kind, item.by) for item in history] == [
        ("PersonRestored", "周海燕"), ("PersonDisabled", "命令行"),
        ("PasswordChanged", handler.name), ("PasswordReset", "周海燕"),
        ("DutiesChanged", "周海燕"), ("PersonAdded", "命令行"),
    ]
    assert [local_day(item.at) for item in history[:5]] == [day(6, n) for n in (5, 4, 3, 2, 1)]
    assert history[4].data["before"] == ["handler"]
    assert history[4].data["after"] == ["handler", "reviewer"]
    with pytest.raises(NotFound):
        engine.ask(AccountPage(person_id=999_999), administrator)
    with pytest.raises(NotPermitted):
        engine.ask(AccountPage(person_id=person), handler)


def test_an_account_is_told_without_reading_the_whole_record(
    office: Office, administrator: Actor
) -> None:
    with office.engine.database.read() as connection:
        if connection.dialect.name == "postgresql":     # a table this small is read whole
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        seen: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
        people_rows.account_events(connection, administrator.person_id or 0)
        explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = connection.exec_driver_sql(explain + seen[0][0], seen[0][1]).all()
    assert "ix_audit_events_accounts" in str(plan)


# -- duties --------------------------------------------------------------------------------


def test_changed_duties_hold_at_once_and_stand_in_the_record(
    office: Office, administrator: Actor
) -> None:
    engine, handler = office.engine, office.people[Role.HANDLER]
    token = enter(engine, handler)
    engine.handle(ChangeDuties(
        person_id=handler.person_id or 0, roles=(Role.REVIEWER, Role.INTAKE_OFFICER)
    ), administrator)
    actor = engine.session(token)
    assert actor is not None
    assert actor.roles == {Role.INTAKE_OFFICER, Role.REVIEWER}
    assert happened(engine, "DutiesChanged") == [("DutiesChanged", administrator.person_id, {
        "person_id": handler.person_id, "before": ["handler"],
        "after": ["intake_officer", "reviewer"],
    })]


def test_somebody_without_a_duty_is_refused(office: Office, administrator: Actor) -> None:
    person = office.people[Role.HANDLER].person_id or 0
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(ChangeDuties(person_id=person, roles=()), administrator)
    assert set(refused.value.problems) == {"roles"}
    office.engine.handle(ChangeDuties(person_id=person, roles=(Role.HANDLER,)), administrator)
    assert happened(office.engine, "DutiesChanged") == [], "nothing changed"


def test_work_of_a_duty_taken_away_goes_back_and_other_work_stays(
    office: Office, administrator: Actor
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    intake = office.people[Role.INTAKE_OFFICER]
    office.engine.handle(ClaimTask(task_id=task.id), intake)
    person = intake.person_id or 0
    office.engine.handle(ChangeDuties(
        person_id=person, roles=(Role.INTAKE_OFFICER, Role.REVIEWER)
    ), administrator)
    assert office.engine.ask(AccountPage(person_id=person), administrator).account.tasks_held == 1
    office.engine.handle(ChangeDuties(person_id=person, roles=(Role.REVIEWER,)), administrator)
    assert office.engine.ask(AccountPage(person_id=person), administrator).account.tasks_held == 0
    assert office.events(case_id)[-1] == "TaskReleased"


# -- nobody is locked out ------------------------------------------------------------------


def test_nobody_disables_himself_or_gives_up_looking_after_the_system(
    office: Office, administrator: Actor
) -> None:
    office.hire(Role.ADMINISTRATOR, "另一名")
    me = administrator.person_id or 0
    with pytest.raises(InvalidInput, match="不能停用本人"):
        office.engine.handle(DisablePerson(person_id=me), administrator)
    with pytest.raises(InvalidInput, match="不能取消本人的系统管理员职责"):
        office.engine.handle(ChangeDuties(person_id=me, roles=(Role.HANDLER,)), administrator)
    office.engine.handle(
        ChangeDuties(person_id=me, roles=(Role.HANDLER, Role.ADMINISTRATOR)), administrator
    )


def test_the_last_administrator_who_can_sign_in_stays(
    office: Office, administrator: Actor
) -> None:
    other = office.hire(Role.ADMINISTRATOR, "另一名")
    office.engine.handle(DisablePerson(person_id=other.person_id or 0), ROOT)
    last = administrator.person_id or 0
    for command in (
        DisablePerson(person_id=last), ChangeDuties(person_id=last, roles=(Role.HANDLER,)),
    ):
        with pytest.raises(InvalidInput, match="最后一名"):
            office.engine.handle(command, ROOT)
    # Two who put each other off at the same moment: the second comes too late.
    with pytest.raises(InvalidInput, match="最后一名"):
        office.engine.handle(DisablePerson(person_id=last), other)
