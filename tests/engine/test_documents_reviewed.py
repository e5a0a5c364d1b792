"""保密审查 document by document: what goes with a reply is found by itself, and so is what is
withheld of it as a state secret.

《政府信息公开条例》第十四条、第十七条、第三十七条。
"""

from typing import Any

import pytest

from engine import InvalidInput, LetterNotReady, Role, UnlawfulAct
from tests.engine.office import (
    DISCLOSED,
    PARTLY_DISCLOSED,
    Office,
    Step,
    accepted,
    day,
    found_secret,
    reviewed,
    served,
    signed,
    submitted,
)
from tests.engine.test_confidentiality_review import (
    conclude,
    determined,
    find,
    last,
    referred,
)

REPORT, ANNEX = "2025年度部门决算", "2025年度政府采购明细"


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def disclosed(*documents: str) -> dict[str, Any]:
    return {"kind": "disclosed", "facts": {**DISCLOSED["facts"], "attachments": [*documents]}}


def of_document(office: Office, case_id: int, name: str) -> Any:
    (found,) = [each for each in office.case(case_id).review.documents if each.document == name]
    return found


def find_document(office: Office, case_id: int, name: str, **said: Any) -> None:
    find(office, case_id, 0, document=name, **said)


def test_of_a_single_document_the_conclusion_is_the_finding(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), disclosed(REPORT)))
    assert office.case(case_id).review.not_yet == ""
    conclude(office, case_id, day(3, 4))
    (said,) = of_document(office, case_id, REPORT).findings
    assert (said.finding, said.holds) == ("may_disclose", True)


def test_of_several_documents_each_is_found_before_the_whole_passes(
    office: Office, case_id: int
) -> None:
    office.take(case_id, submitted(day(3, 4), disclosed(REPORT, ANNEX)))
    find(office, case_id)
    find_document(office, case_id, REPORT)
    assert of_document(office, case_id, REPORT).lacks == ""
    with pytest.raises(UnlawfulAct, match=f"附件“{ANNEX}”还没有认定"):
        conclude(office, case_id, day(3, 4))
    find_document(office, case_id, ANNEX)
    conclude(office, case_id, day(3, 4))
    office.play(case_id, [signed(day(3, 5)), served(day(3, 5))])


def test_a_document_that_may_not_be_disclosed_stays_here(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), disclosed(REPORT, ANNEX)))
    find(office, case_id)
    find_document(office, case_id, REPORT)
    office.engine.handle(found_secret(case_id, 0, document=ANNEX),
                         office.people[Role.CONFIDENTIALITY_REVIEWER])
    with pytest.raises(UnlawfulAct, match=f"附件“{ANNEX}”认定为不得公开"):
        conclude(office, case_id, day(3, 4))
    conclude(office, case_id, day(3, 4), "not_passed")
    office.take(case_id, submitted(day(3, 5), disclosed(REPORT)))
    conclude(office, case_id, day(3, 5))
    assert office.open_steps(case_id) == ["approve_reply"]
    gone = of_document(office, case_id, ANNEX)      # what was found of it is on record
    assert (gone.open, gone.findings[-1].secret) == (False, True)


def test_its_name_stands_in_no_event(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), disclosed(REPORT, ANNEX)))
    find_document(office, case_id, ANNEX)
    (event,) = [e for e in office.case(case_id).timeline if e.kind == "DocumentReviewed"]
    assert event.data["place"] == 2
    assert ANNEX not in str(event.data)


def test_only_what_goes_with_the_draft_is_found(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), disclosed(REPORT)))
    for name in (ANNEX, ""):
        with pytest.raises(InvalidInput) as refused:
            find_document(office, case_id, name)
        assert set(refused.value.problems) == {"number"}


def test_a_document_that_nobody_here_can_decide_goes_upward_by_itself(
    office: Office, case_id: int
) -> None:
    office.take(case_id, submitted(day(3, 4), disclosed(REPORT, ANNEX)))
    find(office, case_id)
    find_document(office, case_id, REPORT)
    find_document(office, case_id, ANNEX, finding="cannot_decide", reason="密级不明")
    with pytest.raises(UnlawfulAct, match=f"附件“{ANNEX}”不能确定"):
        conclude(office, case_id, day(3, 4))
    conclude(office, case_id, day(3, 4), "refer")
    referred(office, case_id, day(3, 5))
    (asked,) = office.case(case_id).review.referrals
    assert (asked.numbers, asked.documents) == ((), (ANNEX,))
    assert last(office, case_id).finding == "may_disclose"
    determined(office, case_id, day(3, 9), "not_secret")
    # Determined without the text at hand: the reviewer still reads what is to go out.
    with pytest.raises(UnlawfulAct, match="按现在的文稿重新认定"):
        conclude(office, case_id, day(3, 9))
    find_document(office, case_id, ANNEX)
    conclude(office, case_id, day(3, 9))
    assert office.open_steps(case_id) == ["approve_reply"]


# -- a part --------------------------------------------------------------------------------------

SECRET_PART = {"kind": "partly_disclosed", "facts": {
    **PARTLY_DISCLOSED["facts"], "withheld_ground": "14-a",
    "withheld_part": "第三页的一段", "withheld_reason": "该部分标有密级，尚在保密期限内。"}}


def test_a_part_withheld_as_a_secret_stands_on_its_index_entry(
    office: Office, case_id: int
) -> None:
    office.take(case_id, submitted(day(3, 4), SECRET_PART))
    with pytest.raises(UnlawfulAct, match="没有密件索引"):
        conclude(office, case_id, day(3, 4))
    with pytest.raises(InvalidInput) as refused:
        find(office, case_id, finding="partly", secret=True)
    assert {"reason", "basis", "title", "level"} <= set(refused.value.problems)
    office.engine.handle(found_secret(case_id, finding="partly"),
                         office.people[Role.CONFIDENTIALITY_REVIEWER])
    conclude(office, case_id, day(3, 4))
    assert last(office, case_id).title == "人防工程总体布局图"
    # Sent back and written anew: the index entry holds, of the new text as well.
    office.take(case_id, Step(day(3, 5), "approve_reply", Role.REVIEWER, {
        "sign_off": "returned", "opinion": "请写明形式。"}))
    again = {"kind": "partly_disclosed", "facts": {
        **SECRET_PART["facts"], "supply_way": "以光盘形式，随本告知书邮寄"}}
    office.take(case_id, submitted(day(3, 6), again))
    conclude(office, case_id, day(3, 6))
    assert (last(office, case_id).finding, last(office, case_id).secret) == ("partly", True)


def test_what_may_go_in_part_does_not_go_whole(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    find(office, case_id, finding="partly", reason="含个人信息", basis="《条例》第十五条")
    with pytest.raises(UnlawfulAct, match="拟全部公开"):
        conclude(office, case_id, day(3, 4))


# -- what is on its way upward ---------------------------------------------------------------------

def test_what_is_referred_is_not_found_meanwhile(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    referred(office, case_id, day(3, 5))
    (of_item,) = office.case(case_id).review.items
    assert of_item.referred
    with pytest.raises(UnlawfulAct, match="第一项已经报请确定"):
        find(office, case_id)
    determined(office, case_id, day(3, 9), "not_secret")
    find(office, case_id)


def test_nothing_goes_upward_that_was_decided_after_all(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    find(office, case_id)
    with pytest.raises(UnlawfulAct, match="没有认定为“不能确定”"):
        referred(office, case_id, day(3, 5))
    assert office.case(case_id).review.referrals == ()


def test_what_goes_upward_is_on_record_as_no_conclusion(office: Office, case_id: int) -> None:
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    conclude(office, case_id, day(3, 4), "refer")
    assert "LetterReviewed" not in office.events(case_id)


def test_what_is_found_after_the_review_keeps_the_reply_from_being_issued(
    office: Office, case_id: int
) -> None:
    office.play(case_id, [submitted(day(3, 4), disclosed(REPORT)), reviewed(day(3, 4))])
    office.engine.handle(found_secret(case_id, 0, document=REPORT),
                         office.people[Role.CONFIDENTIALITY_REVIEWER])
    with pytest.raises(LetterNotReady, match=f"附件“{REPORT}”认定为不得公开"):
        office.take(case_id, signed(day(3, 5)))
    office.take(case_id, Step(day(3, 5), "approve_reply", Role.REVIEWER, {
        "sign_off": "returned", "opinion": "附件涉密。"}))
    assert office.open_steps(case_id) == ["draft_reply"]
