"""Who may see and do what: another agency's case is not there, nobody checks his own work."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine import (
    Actor,
    AddAttachment,
    AddPerson,
    CaseClosed,
    ChangePassword,
    ClaimTask,
    CompleteTask,
    HandOverTask,
    InvalidInput,
    NotFound,
    NotPermitted,
    RegisterFilter,
    ReleaseTask,
    RevealApplicant,
    Role,
    SaveTaskDraft,
    SeparationOfDuties,
    Upload,
)
from engine.installation.messages import Command
from tests.engine.office import (
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    MONDAY,
    PASSWORD,
    ROOT,
    Clock,
    Office,
    accepted,
    concluded,
    day,
    new_agency,
    request,
    submitted,
)

FILE = Upload(name="说明.txt", content="说明".encode())


@pytest.fixture
def case_id(office: Office) -> int:
    """A case with a draft letter and an attachment, waiting for the confidentiality review."""
    case_id = office.register(attachments=(FILE,))
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)])
    return case_id


@pytest.fixture
def stranger(office: Office) -> Actor:
    """Somebody of another agency who holds every duty but that of the supervising department."""
    agency_id = office.engine.handle(new_agency("周民公开"), ROOT)
    roles = tuple(role for role in Role if role is not Role.SUPERVISOR)
    person_id = office.engine.handle(AddPerson(
        sign_in_name="stranger", name="外单位人员", agency_id=agency_id, roles=roles,
        password="a long enough phrase 37"), ROOT)
    return Actor(person_id=person_id, name="外单位人员", agency_id=agency_id,
                 roles=frozenset(roles))


READERS: dict[str, Callable[[Office, Actor, int], object]] = {
    "case": lambda o, a, c: o.engine.case(a, c),
    "task_form": lambda o, a, c: o.engine.task_form(a, o.case(c).tasks[0].id),
    "diagrams": lambda o, a, c: o.engine.diagrams(a, c),
    "letter_kinds": lambda o, a, c: o.engine.letter_kinds(a, c),
    "preview_letter": lambda o, a, c: o.engine.preview_letter(
        a, c, "disclosed", DISCLOSED["facts"]),  # type: ignore[arg-type]
    "letter_document": lambda o, a, c: o.engine.letter_document(a, o.case(c).letters[0].id),
    "letter_document of a draft": lambda o, a, c: o.engine.letter_document(
        a, o.case(c).letters[1].id),
    "letter_pdf": lambda o, a, c: o.engine.letter_pdf(a, o.case(c).letters[0].id),
    "attachment": lambda o, a, c: o.engine.attachment(a, o.case(c).attachments[0].id),
}
# A PDF takes LibreOffice and shows the same paper.
OPEN_TO_ALL_OF_THE_AGENCY = [
    name for name in READERS if name not in ("letter_pdf", "letter_document of a draft")]
COMMANDS: dict[str, Callable[[Office, int], Command]] = {
    "ClaimTask": lambda o, c: ClaimTask(task_id=o.case(c).tasks[0].id),
    "ReleaseTask": lambda o, c: ReleaseTask(task_id=o.case(c).tasks[0].id),
    "HandOverTask": lambda o, c: HandOverTask(task_id=o.case(c).tasks[0].id, to_person_id=1),
    "SaveTaskDraft": lambda o, c: SaveTaskDraft(task_id=o.case(c).tasks[0].id, values={}),
    "CompleteTask": lambda o, c: CompleteTask(
        task_id=o.case(c).tasks[0].id, values={"confidentiality": "passed"}),
    "AddAttachment": lambda o, c: AddAttachment(case_id=c, upload=FILE),
    "RevealApplicant": lambda o, c: RevealApplicant(case_id=c, reason="好奇"),
}


@pytest.mark.parametrize("reader", READERS)
def test_another_agencys_case_is_not_there_to_read(
    reader: str, office: Office, case_id: int, stranger: Actor
) -> None:
    with pytest.raises(NotFound):
        READERS[reader](office, stranger, case_id)
    if reader in OPEN_TO_ALL_OF_THE_AGENCY:
        assert READERS[reader](office, office.people[Role.HANDLER], case_id)


@pytest.mark.parametrize("command", COMMANDS)
def test_another_agencys_case_is_not_there_to_act_on(
    command: str, office: Office, case_id: int, stranger: Actor
) -> None:
    before = office.events(case_id)
    with pytest.raises(NotFound):
        office.engine.handle(COMMANDS[command](office, case_id), stranger)
    assert office.events(case_id) == before


def test_another_agencys_cases_are_in_no_list(
    office: Office, case_id: int, stranger: Actor
) -> None:
    engine = office.engine
    assert engine.register(stranger, RegisterFilter()).rows == ()
    assert engine.register(stranger, RegisterFilter(agency_id=office.agency_id)).rows == ()
    assert engine.register(stranger, RegisterFilter(text="决算")).total == 0
    assert list(engine.every_case(stranger, RegisterFilter(), at_most=9)) == []
    assert {agency.id for agency, _ in engine.people_by_agency(stranger)} == {stranger.agency_id}
    assert engine.my_work(stranger) == ()
    assert engine.done_by(stranger) == ()
    assert engine.similar(stranger, "王小明", "2025年度部门决算") == ()
    assert engine.monitor(stranger).total.open == 0
    assert office.people[Role.HANDLER].person_id not in {p.id for p in engine.people(stranger)}
    own = engine.register(office.people[Role.HANDLER], RegisterFilter())
    assert [row.id for row in own.rows] == [case_id]


def test_the_supervising_department_sees_all_and_does_nothing(
    office: Office, case_id: int
) -> None:
    """Art. 47: it watches; the work stays with the agency."""
    agency_id = office.engine.handle(new_agency("周政公开"), ROOT)
    supervisor = Actor(person_id=None, name="主管部门", agency_id=agency_id,
                       roles=frozenset(Role))
    for name in OPEN_TO_ALL_OF_THE_AGENCY:
        assert READERS[name](office, supervisor, case_id)
    assert office.engine.register(supervisor, RegisterFilter()).total == 1
    assert not office.engine.task_form(supervisor, office.case(case_id).tasks[0].id).may_act
    for command in COMMANDS.values():
        with pytest.raises((NotFound, NotPermitted)):
            office.engine.handle(command(office, case_id), supervisor)


def both(office: Office, *roles: Role) -> Actor:
    """The office's handler, now with these duties as well."""
    handler = office.people[Role.HANDLER]
    return replace(handler, roles=frozenset({Role.HANDLER, *roles}))


def test_who_drafted_the_reply_may_neither_review_nor_sign_it(
    office: Office, case_id: int
) -> None:
    """Art. 17: the review is there to check the draft."""
    drafter = both(office, Role.CONFIDENTIALITY_REVIEWER, Role.REVIEWER)
    task = office.task(case_id, "review_confidentiality")
    form = office.engine.task_form(drafter, task.id)
    assert not form.may_act
    assert "同一人" in form.not_permitted_because
    with pytest.raises(SeparationOfDuties, match="拟制答复"):
        office.engine.handle(
            CompleteTask(task_id=task.id, values={"confidentiality": "passed"}), drafter)
    office.play(case_id, concluded(4, DISCLOSED)[1:2])
    task = office.task(case_id, "approve_reply")
    with pytest.raises(SeparationOfDuties, match="审核签发"):
        office.engine.handle(
            CompleteTask(task_id=task.id, values={"sign_off": "approved"}), drafter)
    office.play(case_id, concluded(4, DISCLOSED)[2:])
    assert office.case(case_id).status == "archived"


def test_who_asks_for_an_extension_may_not_grant_it(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED])
    task = office.task(case_id, "approve_extension")
    with pytest.raises(SeparationOfDuties):
        office.engine.handle(
            CompleteTask(task_id=task.id, values=EXTENDED.values), both(office, Role.REVIEWER))
    assert office.open_steps(case_id) == ["approve_extension"]


def test_personal_data_are_shown_for_a_reason_that_stays_on_record(
    office: Office, case_id: int
) -> None:
    officer = office.people[Role.INTAKE_OFFICER]
    case = office.engine.case(officer, case_id)
    assert "13800000000" not in repr(case)
    assert "37030619800101001X" not in repr(case)
    with pytest.raises(InvalidInput):
        office.engine.handle(RevealApplicant(case_id=case_id, reason="  "), officer)
    with pytest.raises(NotPermitted):
        office.engine.handle(
            RevealApplicant(case_id=case_id, reason="好奇"), office.people[Role.REVIEWER])
    shown = office.engine.handle(RevealApplicant(case_id=case_id, reason="核对地址"), officer)
    assert shown["id_number"] == "37030619800101001X"
    last = office.engine.case(officer, case_id).timeline[-1]
    assert (last.kind, last.by, last.data["reason"]) == (
        "ApplicantRevealed", "受理人员", "核对地址")


def test_no_personal_data_stand_in_the_record(office: Office, case_id: int) -> None:
    timeline = repr(office.case(case_id).timeline)
    for secret in ("王小明", "13800000000", "37030619800101001X", "机场路"):
        assert secret not in timeline


def test_an_archived_case_takes_no_more_files(office: Office) -> None:
    case_id = office.live("refused")
    with pytest.raises(CaseClosed):
        office.engine.handle(
            AddAttachment(case_id=case_id, upload=FILE), office.people[Role.HANDLER])


def test_only_an_administrator_sets_up_agencies_and_people(office: Office) -> None:
    for actor in office.people.values():
        with pytest.raises(NotPermitted):
            office.engine.handle(new_agency("周水公开"), actor)
    with pytest.raises(InvalidInput, match="机关代字"):
        office.engine.handle(new_agency("周财公开"), ROOT)


def test_an_administrator_of_no_agency_cannot_register(office: Office) -> None:
    with pytest.raises(NotPermitted):
        office.engine.handle(request(MONDAY), ROOT)
    assert isinstance(office.clock, Clock)


def test_changing_ones_password_ends_every_other_session_but_not_this_one(office: Office) -> None:
    person = office.people[Role.HANDLER]
    here = office.engine.sign_in(person.sign_in_name, PASSWORD, address="127.0.0.1")
    elsewhere = office.engine.sign_in(person.sign_in_name, PASSWORD, address="127.0.0.2")
    me = office.engine.session(here)
    assert me is not None
    office.engine.handle(ChangePassword(old=PASSWORD, new="another good phrase 8"), me)
    assert office.engine.session(here) is not None
    assert office.engine.session(elsewhere) is None
