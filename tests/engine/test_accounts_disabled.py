"""A disabled person is out at once, and the work goes on with a colleague."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from engine import (
    AccountPage,
    Actor,
    ClaimTask,
    DisablePerson,
    InvalidInput,
    MyWork,
    NotPermitted,
    RestorePerson,
    Role,
    SignInRefused,
)
from engine.people import rows as people_rows
from engine.store import tables
from tests.engine.accounts import enter, happened
from tests.engine.office import DISCLOSED, Office, Step, accepted, day, reviewed, submitted


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
