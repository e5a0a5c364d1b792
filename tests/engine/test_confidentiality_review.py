"""保密审查: each item is found by itself, and nothing leaves that was not; what cannot be decided
here goes upward; a state secret is named in an index and kept nowhere.

《政府信息公开条例》第十四条、第十七条。
"""

from dataclasses import fields
from typing import Any

import pytest

from engine import (
    Engine,
    FindSecrecy,
    InvalidInput,
    LetterNotReady,
    MendConsultation,
    NotFound,
    NotPermitted,
    Role,
    UnlawfulAct,
    WithdrawRequest,
)
from engine.configuration import Configuration
from engine.processes.published import load
from tests.engine.asking import offered
from tests.engine.office import (
    DISCLOSED,
    PARTLY_DISCLOSED,
    STATE_SECRET,
    Clock,
    Office,
    Step,
    accepted,
    concluded,
    day,
    found_secret,
    reviewed,
    served,
    signed,
    submitted,
)
from tests.engine.request_items import BY_ITEM, drafting, found

TITLE = "不予公开告知书（国家秘密）"


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def find(office: Office, case_id: int, number: int = 1, **said: Any) -> None:
    office.engine.handle(
        FindSecrecy(**{"case_id": case_id, "number": number, "finding": "may_disclose", **said}),
        office.people[Role.CONFIDENTIALITY_REVIEWER])


def conclude(office: Office, case_id: int, on: Any, conclusion: str = "passed") -> None:
    """The conclusion itself, without what a reviewer of no doubts finds before."""
    office.clock.go_to(on)
    step = Step(on, "review_confidentiality", Role.CONFIDENTIALITY_REVIEWER, {
        "confidentiality": conclusion, "opinion": "见逐项认定。"})
    office.engine.handle(
        office.form(case_id, step), office.people[Role.CONFIDENTIALITY_REVIEWER])


def step(on: Any, element: str, **values: Any) -> Step:
    return Step(on, element, Role.CONFIDENTIALITY_REVIEWER, values)


def referred(office: Office, case_id: int, on: Any, **changes: Any) -> None:
    office.take(case_id, step(on, "send_referral", **{
        "referral": "sent", "referred_to": "区国家保密局", "referral_number": "周财函〔2026〕8号",
        "referred_on": on.isoformat(), "applicant_told_on": on.isoformat(), **changes}))


def determined(office: Office, case_id: int, on: Any, answer: str, **changes: Any) -> None:
    values = {"determination": answer, "determination_number": "周密〔2026〕3号",
              "determined_on": on.isoformat(), **changes}
    office.take(case_id, step(changes.pop("typed", on), "record_determination", **values))


def last(office: Office, case_id: int, number: int = 1) -> Any:
    return office.case(case_id).review.items[number - 1].findings[-1]


# -- item by item ----------------------------------------------------------------------------

def test_of_a_single_item_the_conclusion_is_the_finding(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4))
    finding = last(office, case_id)
    assert (finding.finding, finding.holds) == ("may_disclose", True)
    assert finding.found_by == office.people[Role.CONFIDENTIALITY_REVIEWER].name


def test_of_several_items_each_is_found_before_the_whole_passes(office: Office) -> None:
    case_id = drafting(office)
    found(office, case_id)
    office.take(case_id, submitted(day(3, 4), BY_ITEM))
    with pytest.raises(UnlawfulAct, match="第一项还没有认定"):
        conclude(office, case_id, day(3, 4))
    find(office, case_id, 1)
    find(office, case_id, 2)
    with pytest.raises(UnlawfulAct, match="第三项还没有认定"):
        conclude(office, case_id, day(3, 4))
    assert "第三项还没有认定" in office.case(case_id).review.not_yet
    find(office, case_id, 3, finding="may_not", reason="工作秘密", basis="《条例》第十六条")
    conclude(office, case_id, day(3, 4))        # the third is not disclosed
    assert office.open_steps(case_id) == ["approve_reply"]


def test_what_may_not_be_disclosed_is_not(office: Office) -> None:
    case_id = drafting(office)
    found(office, case_id)
    office.take(case_id, submitted(day(3, 4), BY_ITEM))
    for number in (2, 3):
        find(office, case_id, number)
    find(office, case_id, 1, finding="may_not", reason="含未公开的项目", basis="《条例》第十四条")
    with pytest.raises(UnlawfulAct, match="第一项认定为不得公开，而答复稿拟予公开"):
        conclude(office, case_id, day(3, 4))
    find(office, case_id, 1, finding="cannot_decide", reason="密级不明")
    with pytest.raises(UnlawfulAct, match="第一项不能确定"):
        conclude(office, case_id, day(3, 4))


def test_a_changed_draft_is_reviewed_anew(office: Office, case_id: int) -> None:
    """It comes back from the signature: what was found was found of another text."""
    office.play(case_id, [submitted(day(3, 4), DISCLOSED), reviewed(day(3, 4)), Step(
        day(3, 5), "approve_reply", Role.REVIEWER, {"sign_off": "returned", "opinion": "请区分。"}),
        submitted(day(3, 6), PARTLY_DISCLOSED)])
    before = last(office, case_id).found_at
    conclude(office, case_id, day(3, 6))
    assert last(office, case_id).found_at > before
    case_id = drafting(office)
    found(office, case_id)
    office.play(case_id, [submitted(day(3, 9), BY_ITEM), reviewed(day(3, 9)), Step(
        day(3, 10), "approve_reply", Role.REVIEWER, {"sign_off": "returned", "opinion": "改。"})])
    from tests.engine.request_items import find as find_item
    find_item(office, case_id, 3, ground="16-1", reason="属于人事管理的内部事务信息。")
    office.take(case_id, submitted(day(3, 11), BY_ITEM))
    with pytest.raises(UnlawfulAct, match="对修改以前的文稿作出"):
        conclude(office, case_id, day(3, 11))


def test_an_item_that_asks_something_else_is_found_anew(office: Office, case_id: int) -> None:
    from engine import AddItem, DivideItem
    office.engine.handle(found_secret(case_id), office.people[Role.CONFIDENTIALITY_REVIEWER])
    assert TITLE not in offered(office, case_id)
    office.engine.handle(DivideItem(
        case_id=case_id, number=1, parts=("决算报表", "决算附注"), reason="分列"),
        office.people[Role.HANDLER])
    assert not last(office, case_id).holds
    assert "没有" in offered(office, case_id)[TITLE]
    office.engine.handle(AddItem(case_id=case_id, description="预算", reason="补正"),
                         office.people[Role.HANDLER])
    assert office.case(case_id).review.items[2].findings == ()


def test_who_wrote_any_of_the_reply_finds_nothing(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    handler = office.people[Role.HANDLER]
    both = type(handler)(
        person_id=handler.person_id, name=handler.name, agency_id=handler.agency_id,
        roles=frozenset({Role.HANDLER, Role.CONFIDENTIALITY_REVIEWER}))
    with pytest.raises(NotPermitted):
        office.engine.handle(
            FindSecrecy(case_id=case_id, number=1, finding="may_disclose"), both)


# -- a state secret --------------------------------------------------------------------------

def test_a_refusal_for_secrecy_stands_on_a_finding(office: Office, case_id: int) -> None:
    assert "没有所申请的信息属于国家秘密的认定" in offered(office, case_id)[TITLE]
    with pytest.raises(LetterNotReady, match="登记密件索引"):
        office.engine.handle(office.form(case_id, submitted(day(3, 4), STATE_SECRET)),
                             office.people[Role.HANDLER])
    office.engine.handle(found_secret(case_id), office.people[Role.CONFIDENTIALITY_REVIEWER])
    assert TITLE not in offered(office, case_id)
    office.take(case_id, submitted(day(3, 4), STATE_SECRET))
    conclude(office, case_id, day(3, 4))        # nothing of it is disclosed
    office.play(case_id, [signed(day(3, 5)), served(day(3, 5))])
    assert office.case(case_id).letter_title == TITLE


def test_a_secret_is_named_by_its_index_entry_alone(office: Office, case_id: int) -> None:
    reviewer = office.people[Role.CONFIDENTIALITY_REVIEWER]
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(found_secret(
            case_id, title="", level="", classified_by="", classified_on=None, term="",
            reason="", basis=""), reviewer)
    assert set(refused.value.problems) == {
        "title", "level", "classified_by", "classified_on", "term", "reason", "basis"}
    office.engine.handle(found_secret(case_id), reviewer)
    entry = last(office, case_id)
    assert (entry.title, entry.level, entry.classified_by, entry.term) == (
        "人防工程总体布局图", "secret", "市人民防空办公室", "20年")
    (event,) = [e for e in office.case(case_id).timeline if e.kind == "SecrecyFound"]
    assert "人防工程" not in str(event.data)
    # Nothing takes a file, neither here nor in the forms of the review.
    assert not [each for each in fields(FindSecrecy) if "upload" in each.name]
    forms = office.release(case_id).definitions["confidentiality_review"].forms
    assert not [f for form in forms.values() for f in form.fields if f.type == "file"]


# -- upward ----------------------------------------------------------------------------------

def test_what_cannot_be_decided_goes_upward_and_its_time_is_left_out(
    office: Office, case_id: int
) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    referred(office, case_id, day(3, 5))
    case = office.case(case_id)
    assert (case.clock.state, office.open_steps(case_id)) == (
        "paused_consultation", ["record_determination"])
    (asked,) = case.review.referrals
    assert (asked.to, asked.sent_number, asked.sent_on, asked.answer) == (
        "区国家保密局", "周财函〔2026〕8号", day(3, 5), "")
    # Typed a day late: the day on which it came counts.
    determined(office, case_id, day(3, 12), "not_secret", typed=day(3, 13))
    case = office.case(case_id)
    assert (case.clock.due_on, case.clock.state) == (day(4, 7), "running")
    assert (case.review.referrals[0].answer, case.review.referrals[0].answered_on) == (
        "not_secret", day(3, 12))
    conclude(office, case_id, day(3, 13))
    assert office.open_steps(case_id) == ["approve_reply"]


def test_what_was_determined_to_be_a_secret_is_refused_as_one(
    office: Office, case_id: int
) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    referred(office, case_id, day(3, 5))
    with pytest.raises(InvalidInput) as refused:
        determined(office, case_id, day(3, 12), "secret")
    assert set(refused.value.problems) == {"secret_title", "secret_level", "secret_term"}
    with pytest.raises(InvalidInput, match="不能早于报送的日期"):
        determined(office, case_id, day(3, 4), "not_secret", typed=day(3, 12))
    determined(office, case_id, day(3, 12), "secret", secret_title="某工程图",
               secret_level="secret", secret_term="10年")
    entry = last(office, case_id)
    assert (entry.secret, entry.classified_by, entry.file_number) == (
        True, "区国家保密局", "周密〔2026〕3号")
    with pytest.raises(UnlawfulAct, match="不得公开"):
        conclude(office, case_id, day(3, 12))
    conclude(office, case_id, day(3, 12), "not_passed")
    assert TITLE not in offered(office, case_id)
    office.play(case_id, concluded(13, STATE_SECRET))
    assert office.case(case_id).status == "archived"


def test_its_days_are_put_right(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    referred(office, case_id, day(3, 5))
    determined(office, case_id, day(3, 13), "not_secret")
    (asked,) = office.case(case_id).consultations.consultations
    assert (asked.may_mend, asked.may_end) == (True, False)
    before = office.case(case_id).clock.due_on
    office.engine.handle(MendConsultation(
        consultation_id=asked.id, issued_on=day(3, 5), told_on=day(3, 5), delivered_on=day(3, 5),
        answered_on=day(3, 12), reason="来文日期看错"), office.people[Role.HANDLER])
    assert office.case(case_id).clock.due_on < before


def test_the_reviewer_may_decide_after_all(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    office.take(case_id, step(day(3, 5), "send_referral", referral="kept"))
    assert office.case(case_id).consultations.consultations == ()
    find(office, case_id)
    conclude(office, case_id, day(3, 5))
    assert office.open_steps(case_id) == ["approve_reply"]


def test_a_request_taken_back_waits_for_no_determination(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    referred(office, case_id, day(3, 5))
    office.clock.go_to(day(3, 9))
    office.engine.handle(WithdrawRequest(
        case_id=case_id, withdrawn_on=day(3, 9), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    assert "record_determination" not in office.open_steps(case_id)
    (asked,) = office.case(case_id).consultations.consultations
    assert asked.state == "ended"
    with pytest.raises(UnlawfulAct):
        find(office, case_id)


# -- others ----------------------------------------------------------------------------------

def test_a_case_of_an_earlier_release_is_reviewed_as_a_whole(settings: Configuration) -> None:
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(3)))
    try:
        case_id = office.register()
        office.take(case_id, accepted(day(3, 3)))
        office.restart()
        assert TITLE not in offered(office, case_id)
        assert not office.case(case_id).review.by_item
        with pytest.raises(UnlawfulAct, match="不逐项认定"):
            find(office, case_id)
        office.play(case_id, concluded(4, STATE_SECRET))
        assert office.case(case_id).status == "archived"
    finally:
        office.close()


def test_nothing_is_found_of_what_is_not_asked(office: Office, case_id: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(office, case_id, 7)
    assert set(refused.value.problems) == {"number"}
    with pytest.raises(InvalidInput) as refused:
        find(office, case_id, finding="perhaps")
    assert set(refused.value.problems) == {"finding"}
    with pytest.raises(NotFound):
        find(office, case_id + 99)
