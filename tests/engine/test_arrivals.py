"""What came in and is no case yet: confirmed, registered, handed on, or no request."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from engine import (
    Actor,
    AddArrivalPapers,
    ArrivalFacts,
    ArrivalPage,
    ArrivalPaper,
    ArrivalsPage,
    FileRefused,
    FoundNoRequest,
    InvalidInput,
    MendArrival,
    NoteCall,
    NotFound,
    NotPermitted,
    PassOn,
    QuarantineAttachment,
    QuarantinePaper,
    Role,
    TakeIn,
    UnlawfulAct,
    Upload,
)
from engine.arrivals.arrival import ArrivalEnded, NotConfirmed
from engine.arrivals.page import ArrivalView
from engine.store import blobs
from engine.transaction.messages import Command
from tests.conftest import ON_ONE_KIND
from tests.engine.office import MONDAY, ROOT, Office, day, new_agency

INTAKE = Role.INTAKE_OFFICER
LETTER = ArrivalFacts(
    way="ordinary_post", arrived_on=MONDAY, sender="王小明", phone="13800000000",
    subject="2025年度部门决算", handed_over_on=MONDAY, handed_over_by="收发室甲",
)
ENVELOPE = Upload(name="信封.txt", content="信封正面".encode(), label="envelope")
TUESDAY = MONDAY + timedelta(days=1)


def do(office: Office, command: Command[Any]) -> Any:
    return office.engine.handle(command, office.people[INTAKE])


def taken_in(office: Office, **changes: Any) -> int:
    return int(do(office, TakeIn(facts=replace(LETTER, **changes), papers=(ENVELOPE,))))


def seen(office: Office, arrival_id: int) -> ArrivalView:
    return office.engine.ask(ArrivalPage(arrival_id=arrival_id), office.people[INTAKE])


def called(arrival_id: int, on: date, *, confirmed: bool) -> NoteCall:
    return NoteCall(arrival_id=arrival_id, called_on=on, called_at="09:30", number="13800000000",
                    spoke_with="本人" if confirmed else "", reached=confirmed, confirmed=confirmed)


def test_an_ordinary_letter_waits_for_the_call_that_makes_its_day_of_receipt(
    office: Office
) -> None:
    """Art. 31 item 2: confirmed on the day it came; the day of confirming counts."""
    arrival_id = taken_in(office)
    waiting = seen(office, arrival_id).item
    assert (waiting.standing.stage, waiting.standing.by) == ("confirm", MONDAY)
    assert waiting.urgency == "today"
    assert waiting.standing.due_if_arrived == day(3, 30)
    do(office, called(arrival_id, MONDAY, confirmed=False))
    office.clock.go_to(TUESDAY)
    assert seen(office, arrival_id).item.urgency == "overdue"
    with pytest.raises(NotConfirmed, match="2026年3月3日"):
        office.register(channel="ordinary_post", arrived_on=MONDAY, arrival_id=arrival_id)
    do(office, called(arrival_id, TUESDAY, confirmed=True))
    stands = seen(office, arrival_id).item.standing
    assert (stands.stage, stands.received_on) == ("register", TUESDAY)
    case_id = office.register(channel="ordinary_post", arrived_on=MONDAY, arrival_id=arrival_id)
    case = office.case(case_id)
    assert case.clock.received_on == TUESDAY
    assert [(file.name, file.label) for file in case.attachments] == [("信封.txt", "envelope")]
    assert office.events(case_id).count("ArrivalRegistered") == 1
    ended = seen(office, arrival_id)
    assert (ended.row["state"], ended.row["case_id"]) == ("registered", case_id)
    assert [call["reached"] for call in ended.calls] == [False, True]


def test_the_mail_room_s_signature_is_receipt(office: Office) -> None:
    """Art. 31 item 2: signed for on Friday, handed to the office on Monday: Friday counts."""
    friday = MONDAY - timedelta(days=3)
    arrival_id = taken_in(office, way="signed_post", arrived_on=friday, tracking_number="XA1")
    stands = seen(office, arrival_id).item.standing
    assert (stands.stage, stands.received_on) == ("register", friday)
    # The seventh working day, for a correction (art. 30); Saturday 28 February made up for one.
    assert stands.by == day(3, 9)
    assert seen(office, arrival_id).channel == "signed_post"


def test_for_what_comes_online_the_agency_says_by_when_to_confirm(office: Office) -> None:
    for way in ("email", "web", "fax"):
        stands = seen(office, taken_in(office, way=way)).item.standing
        assert (stands.stage, stands.by) == ("confirm", TUESDAY)
    assert seen(office, 1).channel == "internet"


def test_the_list_has_the_most_urgent_first_and_what_ended_apart(office: Office) -> None:
    signed = taken_in(office, way="signed_post")
    mail, letter = taken_in(office, way="email"), taken_in(office)
    gone = taken_in(office)
    do(office, FoundNoRequest(arrival_id=gone, reason="广告"))
    view = office.engine.ask(ArrivalsPage(), office.people[INTAKE])
    assert [item.id for item in view.waiting] == [letter, mail, signed]
    assert [item.id for item in view.ended] == [gone]
    short = office.engine.ask(ArrivalsPage(limit=2), office.people[INTAKE])
    assert (len(short.waiting), short.more) == (2, True)


def test_a_letter_for_another_unit_is_handed_on_with_its_originals_and_closed(
    office: Office
) -> None:
    arrival_id = taken_in(office)
    do(office, PassOn(arrival_id=arrival_id, passed_on=MONDAY, to="区信访局", signed_by="李四"))
    row = seen(office, arrival_id).row
    assert (row["state"], row["passed_to"], row["signed_by"]) == ("passed_on", "区信访局", "李四")
    for command in (
        called(arrival_id, MONDAY, confirmed=True),
        MendArrival(arrival_id=arrival_id, facts=LETTER),
        AddArrivalPapers(arrival_id=arrival_id, papers=(ENVELOPE,)),
        FoundNoRequest(arrival_id=arrival_id, reason="错"),
    ):
        with pytest.raises(ArrivalEnded, match=r"受理人员.*已转交"):
            do(office, command)
    with pytest.raises(ArrivalEnded):
        office.register(arrival_id=arrival_id)


def test_what_was_taken_down_wrong_is_put_right_and_twice_the_same_is_no_change(
    office: Office
) -> None:
    arrival_id = taken_in(office, way="fax")
    for _ in range(2):
        do(office, MendArrival(arrival_id=arrival_id, facts=replace(LETTER, way="in_person")))
    assert seen(office, arrival_id).item.standing.stage == "register"
    case_id = office.register(arrival_id=arrival_id)
    assert office.case(case_id).clock.received_on == MONDAY


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field"), [
    ({"way": "pigeon"}, "way"), ({"arrived_on": TUESDAY}, "arrived_on"),
    ({"arrived_on": date(202, 3, 2)}, "arrived_on"), ({"sender": " ", "subject": ""}, "sender"),
    ({"handed_over_on": TUESDAY}, "handed_over_on"),
    ({"handed_over_on": MONDAY - timedelta(days=1)}, "handed_over_on"),
    ({"handed_over_by": ""}, "handed_over_by"), ({"subject": "长" * 201}, "subject"),
    ({"sender": "王\u200b"}, "sender"),
])
def test_a_slip_in_what_came_in_is_told_at_its_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        taken_in(office, **changes)
    assert set(refused.value.problems) == {field}
    assert office.engine.ask(ArrivalsPage(), office.people[INTAKE]).waiting == ()


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field"), [
    ({"called_on": MONDAY - timedelta(days=1)}, "called_on"), ({"called_on": TUESDAY}, "called_on"),
    ({"called_at": "25:00"}, "called_at"), ({"number": " "}, "number"),
    ({"reached": False}, "confirmed"),
])
def test_a_slip_in_a_call_is_told_at_its_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    arrival_id = taken_in(office)
    with pytest.raises(InvalidInput) as refused:
        do(office, replace(called(arrival_id, MONDAY, confirmed=True), **changes))
    assert set(refused.value.problems) == {field}


def test_another_agency_has_no_such_arrival_and_only_intake_sees_it(office: Office) -> None:
    arrival_id = taken_in(office)
    paper_id = seen(office, arrival_id).papers[0]["id"]
    agency_id = office.engine.handle(new_agency("周民公开"), ROOT)
    stranger = Actor(person_id=office.people[Role.MANAGER].person_id, name="外单位人员",
                     agency_id=agency_id, roles=frozenset({INTAKE}))
    for question in (ArrivalPage(arrival_id=arrival_id), ArrivalPaper(paper_id=paper_id)):
        with pytest.raises(NotFound):
            office.engine.ask(question, stranger)  # type: ignore[arg-type]
    for command in (
        called(arrival_id, MONDAY, confirmed=True),
        MendArrival(arrival_id=arrival_id, facts=LETTER),
        AddArrivalPapers(arrival_id=arrival_id, papers=(ENVELOPE,)),
        FoundNoRequest(arrival_id=arrival_id, reason="错"),
        PassOn(arrival_id=arrival_id, passed_on=MONDAY, to="别处", signed_by="李四"),
    ):
        with pytest.raises(NotFound):
            office.engine.handle(command, stranger)
    assert office.engine.ask(ArrivalsPage(), stranger).waiting == ()
    with pytest.raises(NotPermitted):
        office.engine.ask(ArrivalPage(arrival_id=arrival_id), office.people[Role.HANDLER])
    paper, content = office.engine.ask(ArrivalPaper(paper_id=paper_id), office.people[INTAKE])
    assert (paper["label"], content) == ("envelope", "信封正面".encode())


# -- secrets ---------------------------------------------------------------------------------


def test_a_secret_that_came_in_is_removed_and_known_of(office: Office) -> None:
    arrival_id = taken_in(office)
    (paper,) = seen(office, arrival_id).papers
    for reason in (" ", "长" * 301):
        with pytest.raises(InvalidInput) as refused:
            do(office, QuarantinePaper(paper_id=paper["id"], reason=reason))
        assert list(refused.value.problems) == ["reason"]
    do(office, QuarantinePaper(paper_id=paper["id"], reason="误收涉密件"))
    (paper,) = seen(office, arrival_id).papers
    assert (paper["name"], paper["quarantined"], len(paper["digest"])) == (
        "已隔离的文件", True, 64)
    with office.engine.database.read() as connection:
        assert blobs.is_erased(connection, paper["digest"])
    with pytest.raises(NotFound):
        office.engine.ask(ArrivalPaper(paper_id=paper["id"]), office.people[INTAKE])
    with pytest.raises(UnlawfulAct, match="已经隔离删除"):
        do(office, QuarantinePaper(paper_id=paper["id"], reason="再删一次"))
    with pytest.raises(FileRefused, match="不能再次上传"):
        do(office, AddArrivalPapers(arrival_id=arrival_id, papers=(ENVELOPE,)))
    do(office, called(arrival_id, MONDAY, confirmed=True))
    case_id = office.register(channel="ordinary_post", arrival_id=arrival_id)
    assert office.case(case_id).attachments == ()


def test_a_secret_among_papers_that_were_passed_on_is_removed_as_well(office: Office) -> None:
    arrival_id = taken_in(office)
    do(office, PassOn(arrival_id=arrival_id, passed_on=MONDAY, to="区保密局", signed_by="李四"))
    (paper,) = seen(office, arrival_id).papers
    do(office, QuarantinePaper(paper_id=paper["id"], reason="误收涉密件"))
    assert seen(office, arrival_id).papers[0]["quarantined"]


@ON_ONE_KIND
def test_where_else_the_same_bytes_lie_they_go_first(office: Office) -> None:
    one, other = taken_in(office), taken_in(office, sender="李华")
    (paper,) = seen(office, one).papers
    with pytest.raises(UnlawfulAct, match="还在其他来件或者办件中"):
        do(office, QuarantinePaper(paper_id=paper["id"], reason="误收涉密件"))
    do(office, called(other, MONDAY, confirmed=True))
    case_id = office.register(channel="ordinary_post", arrival_id=other)
    (registered,) = seen(office, other).papers
    with pytest.raises(UnlawfulAct, match="请在办件的附件中隔离删除"):
        do(office, QuarantinePaper(paper_id=registered["id"], reason="误收涉密件"))
    (file,) = office.case(case_id).attachments
    do(office, QuarantineAttachment(attachment_id=file.id, reason="误收涉密件"))
    do(office, QuarantinePaper(paper_id=paper["id"], reason="误收涉密件"))
    with office.engine.database.read() as connection:
        assert blobs.is_erased(connection, paper["digest"])


@ON_ONE_KIND
def test_another_agencys_paper_is_not_there_to_be_removed(office: Office) -> None:
    (paper,) = seen(office, taken_in(office)).papers
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    with pytest.raises(NotFound):
        do(other, QuarantinePaper(paper_id=paper["id"], reason="误收涉密件"))
    with pytest.raises(NotPermitted):
        office.engine.handle(QuarantinePaper(paper_id=paper["id"], reason="误收涉密件"),
                             office.people[Role.HANDLER])
