"""A reply answers a request item by item, and the request counts once."""


from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from engine import (
    DivideItem,
    InvalidInput,
    LetterNotReady,
    Role,
    UnlawfulAct,
    WithdrawItem,
)
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.errors import CaseClosed
from engine.items import item as request_items
from engine.transaction.unit_of_work import transaction
from tests.engine.office import (
    DISCLOSED,
    Office,
    archived,
    concluded,
    day,
    delivered,
    reviewed,
    served,
    signed,
    submitted,
)
from tests.engine.request_items import (
    BY_ITEM,
    DISCLOSED_ITEM,
    INTERNAL,
    THREE,
    drafting,
    find,
    found,
    items,
    letter_text,
    search,
)

# -- the reply -----------------------------------------------------------------------------------

def test_one_letter_answers_three_items_with_three_outcomes(office: Office) -> None:
    case_id = drafting(office)
    found(office, case_id)
    office.play(case_id, concluded(4, BY_ITEM))
    case = office.case(case_id)
    said = letter_text(office, case_id)
    assert "对其中的3个事项逐项答复如下" in said
    assert "关于第一项“2025年度部门决算”：该项政府信息属于可以公开的政府信息" in said
    assert "第三十六条第四项的规定，现予告知" in said
    assert "对第一项、第二项的答复不服的，可以自收到之日起60日内向周村区人民政府" in said
    assert "对第三项的答复不服的，可以自收到之日起60日内先向周村区人民政府申请行政复议" in said
    assert [(each.state, each.ground) for each in case.items.items] == [
        ("answered", "36-2"), ("answered", "36-4"), ("answered", "16-1")]
    assert {each.letter_id for each in case.items.items} == {case.letters[-1].id}
    assert (case.status, case.letter_title) == ("archived", "逐项答复告知书")
    with office.engine.database.read() as connection:
        ground = connection.execute(text("SELECT ground FROM cases")).scalar_one()
    assert ground == "37"
    assert "ItemsAnswered" in office.events(case_id)
    with pytest.raises(CaseClosed):
        search(office, case_id, 2)


def test_a_part_that_does_not_exist_is_never_called_withheld(office: Office) -> None:
    case_id = drafting(office, THREE[:2])
    find(office, case_id, 1, **DISCLOSED_ITEM)
    search(office, case_id, 2)
    find(office, case_id, 2, ground="36-4")
    office.play(case_id, concluded(4, BY_ITEM))
    assert "不予公开" not in letter_text(office, case_id)


def test_items_left_without_a_finding_are_named(office: Office) -> None:
    case_id = drafting(office)
    with pytest.raises(LetterNotReady, match="第一项、第二项、第三项还没有认定"):
        office.take(case_id, submitted(day(3, 4), BY_ITEM))
    find(office, case_id, 1, **DISCLOSED_ITEM)
    with pytest.raises(LetterNotReady, match="第二项、第三项还没有认定"):
        office.take(case_id, submitted(day(3, 4), BY_ITEM))
    with pytest.raises(LetterNotReady, match="第二项、第三项没有认定为“予以公开”"):
        office.take(case_id, submitted(day(3, 4), DISCLOSED))


def test_items_all_alike_are_answered_by_the_kind_of_reply_that_there_is(office: Office) -> None:
    case_id = drafting(office)
    office.play(case_id, concluded(4, DISCLOSED))
    case = office.case(case_id)
    assert {(each.state, each.ground) for each in case.items.items} == {("answered", "36-2")}
    assert case.letter_title == "予以公开告知书"


def test_an_item_withdrawn_counts_nowhere_and_the_last_cannot_be(office: Office) -> None:
    case_id = drafting(office, THREE[:2])
    handler = office.people[Role.HANDLER]
    find(office, case_id, 1, **INTERNAL)
    office.engine.handle(
        WithdrawItem(case_id=case_id, number=2, reason="3月3日来电撤回"), handler)
    with pytest.raises(UnlawfulAct, match="最后一个待答复的事项"):
        office.engine.handle(WithdrawItem(case_id=case_id, number=1, reason="来电"), handler)
    with pytest.raises(InvalidInput, match="申请人已撤回"):
        find(office, case_id, 2, **INTERNAL)
    office.play(case_id, concluded(4, {"kind": "refused_internal_affairs", "facts": {
        "matter": "personnel", "reason": "考核结果属于人事管理方面的信息。"}}))
    assert [each.state for each in items(office, case_id)] == ["answered", "withdrawn"]


def test_a_finding_changed_after_a_return_is_reviewed_anew(office: Office) -> None:
    """The reviewed digest is that of the letter, and the letter's words come from the items."""
    case_id = drafting(office)
    found(office, case_id)
    office.play(case_id, [submitted(day(3, 4), BY_ITEM), reviewed(day(3, 4))])
    returned = signed(day(3, 5))
    office.take(case_id, replace(returned, values={
        "sign_off": "returned", "opinion": "第三项的理由再写具体些。"}))
    find(office, case_id, 3, ground="16-1", reason="考核结果属于人事管理信息，不影响公众权利义务。")
    office.play(case_id, [submitted(day(3, 6), BY_ITEM), reviewed(day(3, 6)), signed(day(3, 9)),
                          served(day(3, 9)), delivered(day(3, 10)), archived(day(3, 10))])
    assert "不影响公众权利义务" in letter_text(office, case_id)


def test_after_the_reply_is_issued_no_item_is_divided(office: Office) -> None:
    case_id = drafting(office)
    office.play(case_id, concluded(4, DISCLOSED)[:3])
    with pytest.raises(UnlawfulAct, match="请另行登记"):
        office.engine.handle(
            DivideItem(case_id=case_id, number=1, parts=("甲", "乙"), reason="拆分"),
            office.people[Role.HANDLER])


def test_a_recalled_letter_leaves_its_items_to_be_answered_anew(office: Office) -> None:
    case_id = drafting(office)
    office.play(case_id, concluded(4, DISCLOSED)[:3])
    letter_id = office.case(case_id).letters[-1].id
    with transaction(office.engine._around, office.people[Role.HANDLER], "RecallLetter") as unit:
        row = own_case(unit, case_id)
        case = open_cases(unit).take(case_id, row["revision"])
        request_items.reopen(unit, case, letter_id, "签发后发现页码有误")
        assert len(request_items.still_open(
            request_items.of_case(unit.connection, case_id))) == 3
    assert {each.state for each in items(office, case_id)} == {"open"}
    assert date(2026, 3, 30) == office.case(case_id).clock.due_on
