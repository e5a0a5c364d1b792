"""Who may see and do what: another agency's case is not there, nobody checks his own work."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine import (
    Actor,
    AddAttachment,
    AddPerson,
    AttachmentFile,
    CaseClosed,
    CaseOf,
    CasePage,
    ChangePassword,
    ClaimTask,
    CompleteTask,
    EveryCase,
    HandOverTask,
    InvalidInput,
    LetterDocument,
    LetterEditorOf,
    LetterPdf,
    MonitorPage,
    MyDone,
    MyWork,
    NotFound,
    NotPermitted,
    RegisterFilter,
    RegisterPage,
    ReleaseTask,
    RevealApplicant,
    Role,
    SaveTaskDraft,
    SeparationOfDuties,
    SimilarRequests,
    TaskFormOf,
    Upload,
)
from engine.transaction.messages import Command
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
    "case": lambda o, a, c: o.engine.ask(CaseOf(case_id=c), a),
    "task_form": lambda o, a, c: o.engine.ask(TaskFormOf(task_id=o.case(c).tasks[0].id), a),
    "diagrams": lambda o, a, c: o.engine.ask(CasePage(case_id=c), a).diagrams,
    "letter_kinds": lambda o, a, c: o.engine.ask(LetterEditorOf(case_id=c, letter={}), a).kinds,
    "preview_letter": lambda o, a, c: (
        o.engine.ask(
            LetterEditorOf(case_id=c, letter={"kind": "disclosed", "facts": DISCLOSED["facts"]}), a
        ).preview
    ),  # type: ignore[arg-type]
    "letter_document": lambda o, a, c: o.engine.ask(
        LetterDocument(letter_id=o.case(c).letters[0].id), a
    ),
    "letter_document of a draft": lambda o, a, c: o.engine.ask(
        LetterDocument(letter_id=o.case(c).letters[1].id), a
    ),
    "letter_pdf": lambda o, a, c: o.engine.ask(LetterPdf(letter_id=o.case(c).letters[0].id), a),
    "attachment": lambda o, a, c: o.engine.ask(
        AttachmentFile(attachment_id=o.case(c).attachments[0].id), a
    ),
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
    assert engine.ask(RegisterPage(wanted=RegisterFilter()), stranger).rows == ()
    assert (
        engine.ask(RegisterPage(wanted=RegisterFilter(agency_id=office.agency_id)), stranger).rows
        == ()
    )
    assert engine.ask(RegisterPage(wanted=RegisterFilter(text="决算")), stranger).total == 0
    assert list(engine.stream(EveryCase(wanted=RegisterFilter(), at_most=9), stranger)) == []
    assert {
        agency.id
        for agency, _ in engine.ask(RegisterPage(wanted=RegisterFilter()), stranger).offices
    } == {stranger.agency_id}
    assert engine.ask(MyWork(), stranger) == ()
    assert engine.ask(MyDone(), stranger) == ()
    assert (
        engine.ask(SimilarRequests(applicant="王小明", subject="2025年度部门决算"), stranger) == ()
    )
    assert engine.ask(MonitorPage(), stranger).total.open == 0
    offices = engine.ask(RegisterPage(wanted=RegisterFilter()), stranger).offices
    named = {person.id for _, people in offices for person in people}
    assert office.people[Role.HANDLER].person_id not in named
    own = engine.ask(RegisterPage(wanted=RegisterFilter()), office.people[Role.HANDLER])
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
    assert office.engine.ask(RegisterPage(wanted=RegisterFilter()), supervisor).total == 1
    assert not office.engine.ask(
        TaskFormOf(task_id=office.case(case_id).tasks[0].id), supervisor
    ).may_act
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
    form = office.engine.ask(TaskFormOf(task_id=task.id), drafter)
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
            CompleteTask(task_id=task.id, values=EXTENDED.values), both(office, Role.OFFICE_HEAD))
    assert office.open_steps(case_id) == ["approve_extension"]


def test_personal_data_are_shown_for_a_reason_that_stays_on_record(
    office: Office, case_id: int
) -> None:
    officer = office.people[Role.INTAKE_OFFICER]
    case = office.engine.ask(CaseOf(case_id=case_id), officer)
    assert "13800000000" not in repr(case)
    assert "370306198001010011" not in repr(case)
    with pytest.raises(InvalidInput):
        office.engine.handle(RevealApplicant(case_id=case_id, reason="  "), officer)
    with pytest.raises(NotPermitted):
        office.engine.handle(
            RevealApplicant(case_id=case_id, reason="好奇"), office.people[Role.REVIEWER])
    shown = office.engine.handle(RevealApplicant(case_id=case_id, reason="核对地址"), officer)
    assert shown["id_number"] == "370306198001010011"
    last = office.engine.ask(CaseOf(case_id=case_id), officer).timeline[-1]
    assert (last.kind, last.by, last.data["reason"]) == (
        "ApplicantRevealed", "受理人员", "核对地址")


def test_no_personal_data_stand_in_the_record(office: Office, case_id: int) -> None:
    timeline = repr(office.case(case_id).timeline)
    for secret in ("王小明", "13800000000", "370306198001010011", "机场路"):
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
