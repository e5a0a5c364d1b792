"""Looking after people: only administrators do, nothing stays stuck, nobody is locked out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, select, text

from engine import (
    AccountPage,
    Accounts,
    Actor,
    AddPerson,
    ChangeDuties,
    ChangePassword,
    ClaimTask,
    Configuration,
    DisablePerson,
    Engine,
    InvalidInput,
    MyWork,
    NotFound,
    NotPermitted,
    ResetPassword,
    RestorePerson,
    Role,
    SignInRefused,
)
from engine.identity import sign_in
from engine.people import rows as people_rows
from engine.record import chain as audit
from engine.statute.calendar.zone import local_day
from engine.store import tables
from engine.transaction.messages import Command
from tests.engine.office import (
    DISCLOSED,
    PASSWORD,
    ROOT,
    Office,
    Step,
    accepted,
    day,
    new_agency,
    reviewed,
    submitted,
)

NEW = "kq7m-x2hd-9vtb-c4ne"


@pytest.fixture
def administrator(office: Office) -> Actor:
    office.people[Role.ADMINISTRATOR] = office.hire(Role.ADMINISTRATOR, "周海燕")
    return office.people[Role.ADMINISTRATOR]


def enter(engine: Engine, person: Actor, password: str = PASSWORD) -> str:
    return engine.sign_in(person.sign_in_name, password, address="10.1.2.3")


def happened(engine: Engine, *kinds: str) -> list[tuple[str, int | None, dict[str, object]]]:
    """The events of these kinds on the record: kind, whose act, data."""
    events = tables.audit_events.c
    with engine.database.read() as connection:
        assert audit.verify(connection) is None
        return [tuple(row) for row in connection.execute(
            select(events.kind, events.actor_id, events.data)
            .where(events.kind.in_(kinds)).order_by(events.seq)
        )]


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


# -- passwords -----------------------------------------------------------------------------


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


# -- disabling -----------------------------------------------------------------------------


def test_a_disabled_person_is_out_at_once_and_comes_back_when_restored(
    office: Office, administrator: Actor
) -> None:
    engine, handler = office.engine, office.people[Role.HANDLER]
    person, token = handler.person_id or 0, enter(engine, handler)
    engine.handle(DisablePerson(person_id=person), administrator)
    assert not engine.ask(AccountPage(person_id=person), administrator).account.active
    assert engine.session(token) is None
    with pytest.raises(SignInRefused):
        enter(engine, handler)
    with pytest.raises(InvalidInput, match="已经停用"):
        engine.handle(DisablePerson(person_id=person), administrator)
    engine.handle(RestorePerson(person_id=person), administrator)
    assert engine.session(token) is None, "an ended session stays ended"
    assert engine.session(enter(engine, handler)) is not None
    with pytest.raises(InvalidInput, match="没有停用"):
        engine.handle(RestorePerson(person_id=person), administrator)
    assert [kind for kind, _, _ in happened(engine, "PersonDisabled", "PersonRestored")] == [
        "PersonDisabled", "PersonRestored"
    ]


def test_the_work_of_a_disabled_person_is_taken_on_by_a_colleague_to_the_end(
    office: Office, administrator: Actor
) -> None:
    first, second = (office.register(), office.register())
    for case_id in (first, second):
        office.play(case_id, [accepted(day(3, 3))])
    gone = office.people[Role.HANDLER]
    office.engine.handle(DisablePerson(person_id=gone.person_id or 0), administrator)
    assert [office.events(case_id)[-1] for case_id in (first, second)] == ["TaskReleased"] * 2
    colleague = office.people[Role.HANDLER] = office.hire(Role.HANDLER, "陈建国")
    office.engine.handle(ClaimTask(task_id=office.task(first, "draft_reply").id), colleague)
    office.play(first, [submitted(day(3, 4), DISCLOSED), reviewed(day(3, 4))])
    returned = office.form(first, _returned(office))
    office.engine.handle(returned, office.people[Role.REVIEWER])
    mine = [task for task in office.engine.ask(MyWork(), colleague) if task.case_id == first]
    assert [task.element for task in mine] == ["draft_reply"]
    assert _holder(office, first) == colleague.person_id, "comes back to who has it now"


def test_what_comes_back_to_a_disabled_handler_waits_for_all(
    office: Office, administrator: Actor
) -> None:
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 4)),
    ])
    office.engine.handle(
        DisablePerson(person_id=office.people[Role.HANDLER].person_id or 0), administrator
    )
    office.engine.handle(
        office.form(case_id, _returned(office)), office.people[Role.REVIEWER]
    )
    assert _holder(office, case_id) is None


def test_who_is_being_disabled_claims_no_more_work(office: Office) -> None:
    """The claim arrives while the disabling is not yet durable: it waits, and is refused."""
    task = office.task(office.register(), "examine_request")
    intake = office.people[Role.INTAKE_OFFICER]
    database = office.engine.database
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            assert people_rows.lock(connection, intake.person_id or 0) is not None
            people_rows.set_active(connection, intake.person_id or 0, active=False)
            claim = pool.submit(office.engine.handle, ClaimTask(task_id=task.id), intake)
            while not database.is_sqlite and not claim.done() and not connection.execute(
                text("select count(*) from pg_locks where not granted")
            ).scalar_one():
                pass
            assert not claim.done()
        with pytest.raises(NotPermitted):
            claim.result(20)


def _returned(office: Office) -> Step:
    return Step(office.clock.moment.date(), "approve_reply", Role.REVIEWER,
                {"sign_off": "returned", "opinion": "写明领取方式。"})


def _holder(office: Office, case_id: int) -> int | None:
    tasks = tables.tasks.c
    with office.engine.database.read() as connection:
        return connection.execute(select(tasks.assignee_id).where(
            tasks.case_id == case_id, tasks.element == "draft_reply", tasks.state == "open"
        )).scalar_one()


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
