"""Whatever may be asked of the engine is refused to whom it is not for.

Over the tables of the installation, so that what is added later is held to it without a word
here: everything has its answer and its permission, a visitor gets nothing but what is for
anybody, and another agency's case is not there, whatever number of it somebody knows.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

import pytest
from flask import Flask

from engine import (
    ANYBODY,
    VISITOR,
    Actor,
    AddPerson,
    CaseOf,
    Engine,
    LetterPdf,
    NotFound,
    NotPermitted,
    RevealApplicant,
    Role,
    Upload,
)
from engine.actors.permissions import Permission
from engine.installation.engine import unhandled
from engine.installation.questions.answers import ANSWERS, LISTINGS
from engine.installation.tables import HANDLERS
from engine.transaction.messages import Command, Listing, Question
from tests.engine.office import (
    DISCLOSED,
    MONDAY,
    ROOT,
    Office,
    accepted,
    day,
    new_agency,
    request,
    submitted,
)
from tests.habits.sources import all_below, load_every_room
from web import create_app
from web.frame import access

#: What is for anybody, and why.
FOR_ANYBODY: Mapping[str, str] = {
    "NationalCalendar": "the calculator: holidays are published by the State Council",
    "HealthOf": "what watches the server signs in nowhere; it says nothing of cases",
}
ASKED: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (*HANDLERS, *ANSWERS, *LISTINGS)
}
BY_NUMBER = ("case_id", "task_id", "letter_id", "attachment_id")
OF_A_CASE = {
    name: kind for name, kind in ASKED.items()
    if {field.name for field in fields(kind)} & set(BY_NUMBER)
}
#: What else belongs to a message about a case.
FURTHER: Mapping[str, Mapping[str, Any]] = {
    "AddSigningLevels": {"levels": (Role.PRINCIPAL,), "reason": "案情重大"},
    "AddAttachment": {"upload": Upload(name="说明.txt", content="说明".encode())},
    "AddItem": {"description": "2024年度部门决算", "reason": "补正时增加"},
    "DivideItem": {"number": 1, "parts": ("甲", "乙"), "reason": "一事一申请"},
    "FindItem": {"number": 1, "ground": "16-1", "reason": "内部事务"},
    "RecordSearch": {
        "number": 1, "systems": "档案室", "words": "决算", "period": "2025年",
        "searched_by": "办公室", "searched_on": MONDAY, "result": "not_found",
    },
    "MergeCase": {"into_case_id": 999_999, "reason": "同一申请人"},
    "SplitOffItems": {"numbers": (1,), "reason": "分立"},
    "VoidRegistration": {"reason": "登记了两次"},
    "CorrectRegistration": {"right": request(MONDAY), "reason": "看错"},
    "CorrectionOf": {"right": request(MONDAY, subject="另一名称"), "reason": "看错"},
    "WithdrawAttachment": {"reason": "传错了"},
    "QuarantineAttachment": {"reason": "误传"},
    "WithdrawItem": {"number": 1, "reason": "来电"},
    "AskAssistance": {
        "kind": "share", "unit_id": None, "person_id": 1, "asked": "请查找。",
    },
    "EndAssistance": {"reason": "不再需要"},
    "ProposeTransfer": {"to_agency_id": 1, "manner": "between", "reason": "由其制作"},
    "OpenConsultation": {
        "party": "third_party", "name": "某公司", "contact": "", "asked": "能否公开？",
    },
    "EndConsultation": {"reason": "不再需要"},
    "MendConsultation": {
        "issued_on": MONDAY, "told_on": None, "delivered_on": None, "answered_on": None,
        "reason": "看错",
    },
    "MendFee": {"paid_on": MONDAY, "receipt": "", "reason": "看错"},
    "EndExcess": {"reason": "不再要求"},
    "MendExcess": {"given_on": MONDAY, "reason": "看错"},
    "EndFee": {"reason": "免收"},
    "NoteFeeComplaint": {"came_on": MONDAY, "complaint": "收费过高"},
    "EnterRemedy": {
        "kind": "reconsideration", "procedure": "ordinary", "body": "", "case_number": "12",
        "received_on": MONDAY,
    },
    "NoteHearing": {"on": MONDAY, "note": "开庭"},
    "MendTerm": {
        "term": 15, "unit": "working_days", "counted_from": "receipt", "since": MONDAY,
        "reason": "看错",
    },
    "MendRemedy": {
        "case_number": "12", "received_on": MONDAY, "answered_on": None, "outcome": "",
        "decided_on": None, "decision_received_on": None, "reason": "看错",
    },
    "FindSecrecy": {"number": 1, "finding": "may_disclose"},
    "RecallLetter": {"reason": "盖错章"},
    "WithdrawRequest": {"withdrawn_on": MONDAY, "withdrawal_way": "written"},
    "DropTaskDraft": {"page": "1" * 32},
    "TakeUpTaskDraft": {"page": "1" * 32},
    "CompleteTask": {"values": {"confidentiality": "passed"}},
    "HandOverTask": {"to_person_id": 1},
    "LetterEditorOf": {"letter": {}},
    "RevealApplicant": {"reason": "好奇"},
    "SaveTaskDraft": {"values": {}},
}


def put(engine: Engine, message: Any, actor: Actor) -> Any:
    """Hand a message to the engine by the door that is for its kind."""
    if isinstance(message, Command):
        return engine.handle(message, actor)
    if isinstance(message, Listing):
        return next(engine.stream(message, actor), None)
    return engine.ask(message, actor)


# -- the tables ------------------------------------------------------------------------------

def test_everything_that_may_be_asked_has_its_answer() -> None:
    load_every_room()
    assert unhandled() == [], "name it in engine/installation/tables.py or questions/answers.py"
    for base, table in ((Command, HANDLERS), (Question, ANSWERS), (Listing, LISTINGS)):
        assert all_below(base) == set(table)     # also what stands below another message
    assert len(ASKED) == len(HANDLERS) + len(ANSWERS) + len(LISTINGS), "two have the same name"


@pytest.mark.parametrize("name", sorted(ASKED))
def test_everything_that_may_be_asked_says_by_whom(name: str) -> None:
    assert isinstance(ASKED[name].permission, Permission)
    assert ASKED[name].permission.words, "say in Chinese for whom it is"


@pytest.mark.parametrize("base", [Command, Question, Listing])
def test_a_message_that_says_nothing_of_who_may_ask_cannot_be_made(base: type[Any]) -> None:
    with pytest.raises(TypeError, match="permission="):
        type("Forgotten", (base,), {"__module__": "engine.somewhere"})
    gc.collect()        # else the class is still found below its base


def test_an_application_with_an_unmarked_view_does_not_start(
    shared_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody takes @signed_in off a view that was there all along."""
    def without_mark(app: Flask, endpoint: str) -> access.Permission | None:
        return None if endpoint == "register.list_cases" else marked(app, endpoint)

    marked = access.permission_of
    monkeypatch.setattr(access, "permission_of", without_mark)
    with pytest.raises(access.UnguardedRoute, match="@open_to"):
        create_app(shared_office.engine, shared_office.engine.configuration)


# -- a stranger ------------------------------------------------------------------------------

def strangers() -> Iterator[Actor]:
    yield VISITOR
    yield Actor(person_id=None, name="无职责", agency_id=1)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_who_is_not_signed_in_is_refused(name: str, shared_office: Office) -> None:
    # The permission comes before all else: not a field of the message has been looked at.
    message = object.__new__(ASKED[name])
    if name in FOR_ANYBODY:
        assert message.permission is ANYBODY
        return
    for stranger in strangers():
        with pytest.raises(NotPermitted):
            put(shared_office.engine, message, stranger)


def test_what_is_for_anybody_is_named_here_with_the_reason() -> None:
    assert {name for name, kind in ASKED.items() if kind.permission.allows(VISITOR)} == set(
        FOR_ANYBODY), "whatever a visitor may ask stands in FOR_ANYBODY, with the reason"


def test_a_message_open_to_all_by_mistake_is_noticed(
    shared_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CaseOf, "permission", ANYBODY)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - the field that is not there
        put(shared_office.engine, object.__new__(CaseOf), VISITOR)
    assert not isinstance(raised.value, NotPermitted)


# -- another agency --------------------------------------------------------------------------

@pytest.fixture(scope="module")
def case_id(shared_office: Office) -> int:
    """A case with an attachment and a drafted letter, waiting for the confidentiality review."""
    office = shared_office
    case_id = office.register(attachments=(FURTHER["AddAttachment"]["upload"],))
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)])
    for role in (Role.HANDLER, Role.INTAKE_OFFICER):
        office.engine.handle(RevealApplicant(case_id=case_id, reason="核对"), office.people[role])
    return case_id


@pytest.fixture(scope="module")
def outsider(shared_office: Office) -> Actor:
    """Somebody of another agency who holds every duty but that of the supervising department."""
    engine = shared_office.engine
    agency_id = engine.handle(new_agency("周民公开"), ROOT)
    roles = tuple(role for role in Role if role is not Role.SUPERVISOR)
    person_id = engine.handle(AddPerson(
        sign_in_name="outsider", name="外单位人员", agency_id=agency_id, roles=roles,
        password="a long enough phrase 37"), ROOT)
    return Actor(person_id=person_id, name="外单位人员", agency_id=agency_id,
                 roles=frozenset(roles))


def about(name: str, office: Office, case_id: int) -> Any:
    """The message about the case, with the case's own numbers in it."""
    case = office.case(case_id)
    numbers: Mapping[str, Callable[[], Any]] = {
        "case_id": lambda: case_id, "task_id": lambda: case.tasks[0].id,
        "letter_id": lambda: case.letters[0].id,
        "attachment_id": lambda: case.attachments[0].id,
    }
    kind = OF_A_CASE[name]
    values = {
        field.name: numbers[field.name]() for field in fields(kind) if field.name in numbers
    } | dict(FURTHER.get(name, {}))
    lacking = [
        field.name for field in fields(kind)
        if field.name not in values
        and field.default is MISSING and field.default_factory is MISSING
    ]
    assert lacking == [], f"say in FURTHER what else belongs to {name}"
    return kind(**values)


@pytest.mark.parametrize("name", sorted(OF_A_CASE))
def test_another_agencys_case_is_not_there(
    name: str, shared_office: Office, case_id: int, outsider: Actor
) -> None:
    office, message = shared_office, about(name, shared_office, case_id)
    before = office.events(case_id)
    # The clock's own messages are refused as such; all others as if there were no such case.
    refusal = NotFound if message.permission.allows(outsider) else NotPermitted
    assert refusal is NotFound or message.permission.words == "系统时钟", (
        "give the outsider the duty that it takes"
    )
    with pytest.raises(refusal):
        put(office.engine, message, outsider)
    assert office.events(case_id) == before


# A PDF takes LibreOffice and shows the same paper as the document.
READ = sorted(
    name for name, kind in OF_A_CASE.items()
    if not issubclass(kind, Command) and kind is not LetterPdf
)


@pytest.mark.parametrize("name", READ)
def test_the_same_question_is_answered_to_the_agency_itself(
    name: str, shared_office: Office, case_id: int
) -> None:
    """Else the refusal above would say nothing."""
    message = about(name, shared_office, case_id)
    by = next(shared_office.people[role] for role in (Role.HANDLER, Role.INTAKE_OFFICER)
              if message.permission.allows(shared_office.people[role]))
    assert put(shared_office.engine, message, by)
