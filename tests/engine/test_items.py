"""A request has items: each is searched, found, answered and counted by itself."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from engine import (
    AddItem,
    DivideItem,
    FindItem,
    InvalidInput,
    ItemView,
    LetterNotReady,
    NotFound,
    NotPermitted,
    RecordSearch,
    Role,
    UnlawfulAct,
    WithdrawItem,
)
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.errors import CaseClosed, SeparationOfDuties
from engine.items import item as request_items
from engine.transaction.unit_of_work import transaction
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    archived,
    concluded,
    day,
    reviewed,
    served,
    signed,
    submitted,
)

THREE = ("2025年度部门决算", "2025年度审计报告", "2025年度考核结果")
BY_ITEM: dict[str, Any] = {"kind": "answered_by_item", "facts": {}}
NOT_HELD: dict[str, Any] = {"kind": "not_held", "facts": {}}
DISCLOSED_ITEM = {
    "ground": "36-2", "finding": "《2025年度部门决算》，共12页。",
    "supply": "以纸质复印件形式，随本告知书邮寄",
}
INTERNAL = {"ground": "16-1", "reason": "考核结果属于人事管理方面的内部事务信息。"}


def items(office: Office, case_id: int) -> tuple[ItemView, ...]:
    return office.case(case_id).items.items


def drafting(office: Office, what: tuple[str, ...] = THREE) -> int:
    """A request of several items whose reply is being drafted on 3 March."""
    case_id = office.register(items=what)
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def find(office: Office, case_id: int, number: int, **said: Any) -> None:
    office.engine.handle(
        FindItem(case_id=case_id, number=number, **said), office.people[Role.HANDLER])


def search(office: Office, case_id: int, number: int = 1, **changes: Any) -> int:
    said: dict[str, Any] = {
        "systems": "档案室和公文管理系统", "words": "审计、报告", "period": "2025年1月至2026年2月",
        "searched_by": "办公室", "searched_on": day(3, 3), "result": "not_found", **changes,
    }
    return office.engine.handle(
        RecordSearch(case_id=case_id, number=number, **said), office.people[Role.HANDLER])


def found(office: Office, case_id: int) -> None:
    """Three items, three outcomes."""
    find(office, case_id, 1, **DISCLOSED_ITEM)
    search(office, case_id, 2)
    find(office, case_id, 2, ground="36-4")
    find(office, case_id, 3, **INTERNAL)


def letter_text(office: Office, case_id: int) -> str:
    return "\n".join(text for _, text in office.case(case_id).letters[-1].paragraphs)


# -- what a request asks for -----------------------------------------------------------------

def test_every_request_has_at_least_one_item(office: Office) -> None:
    assert [each.description for each in items(office, office.register())] == ["2025年度部门决算"]


def test_intake_enters_several_and_empty_lines_are_none(office: Office) -> None:
    case_id = office.register(items=(*THREE, " "))
    assert [(each.number, each.description) for each in items(office, case_id)] == [
        (1, THREE[0]), (2, THREE[1]), (3, THREE[2])]


def test_the_hundredth_item_is_refused_at_its_field(office: Office) -> None:
    assert len(items(office, office.register(items=("决算",) * 99))) == 99
    with pytest.raises(InvalidInput) as refused:
        office.register(items=("决算",) * 100)
    assert list(refused.value.problems) == ["items"]


def test_an_item_is_divided_and_what_it_was_stays_on_record(office: Office) -> None:
    case_id = office.register()
    officer = office.people[Role.INTAKE_OFFICER]
    office.engine.handle(DivideItem(
        case_id=case_id, number=1, parts=("2025年度部门决算", "“三公”经费明细"),
        reason="一事一申请",
    ), officer)
    first, second = items(office, case_id)
    assert (first.description, second.description) == ("2025年度部门决算", "“三公”经费明细")
    assert second.from_number == 1
    office.engine.handle(DivideItem(
        case_id=case_id, number=2, parts=("2025年“三公”经费明细",), reason="写明年度",
    ), officer)
    _, second = items(office, case_id)
    assert [(each.description, each.why) for each in second.earlier] == [
        ("“三公”经费明细", "写明年度")]
    assert office.events(case_id)[-2:] == ["ItemDivided", "ItemDivided"]


@pytest.mark.parametrize(("parts", "reason", "field"), [
    ((), "一事一申请", "parts"), ((" ", ""), "一事一申请", "parts"), (("决算", "明细"), " ", "why"),
    (("决算", "明" * 501), "一事一申请", "parts"), (("决算\u202e",), "一事一申请", "parts"),
])
def test_a_division_that_leaves_an_item_nowhere_or_says_no_reason_is_refused(
    office: Office, parts: tuple[str, ...], reason: str, field: str
) -> None:
    case_id = office.register()
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(
            DivideItem(case_id=case_id, number=1, parts=parts, reason=reason),
            office.people[Role.HANDLER])
    assert list(refused.value.problems) == [field]
    assert len(items(office, case_id)) == 1


def test_the_correction_brings_one_more(office: Office) -> None:
    case_id = office.register()
    for step in (CORRECTION_NEEDED, NOTICE_WRITTEN, CORRECTED):
        office.take(case_id, step)
    number = office.engine.handle(
        AddItem(case_id=case_id, description="2024年度部门决算", reason="补正时增加"),
        office.people[Role.INTAKE_OFFICER])
    assert (number, len(items(office, case_id))) == (2, 2)


def test_only_who_examines_or_handles_in_that_agency_may(office: Office) -> None:
    case_id = office.register()
    command = AddItem(case_id=case_id, description="决算", reason="补正")
    with pytest.raises(NotPermitted):
        office.engine.handle(command, office.people[Role.REVIEWER])
    with pytest.raises(NotPermitted):
        office.engine.handle(
            FindItem(case_id=case_id, number=1, **INTERNAL), office.people[Role.INTAKE_OFFICER])
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    with pytest.raises(NotFound):
        office.engine.handle(command, other.people[Role.HANDLER])


# -- searches ------------------------------------------------------------------------------------

def test_a_mistyped_search_is_corrected_and_both_are_kept(office: Office) -> None:
    case_id = drafting(office)
    first = search(office, case_id)
    search(office, case_id, words="审计报告", replaces=first, why="关键词录错")
    before, after = items(office, case_id)[0].searches
    assert (before.replaced, after.replaced, after.why) == (True, False, "关键词录错")
    with pytest.raises(InvalidInput) as refused:
        search(office, case_id, replaces=after.id)
    assert list(refused.value.problems) == ["why"]
    with pytest.raises(NotFound):
        search(office, case_id, replaces=first, why="再改一次")


@pytest.mark.parametrize(("changes", "field"), [
    ({"systems": ""}, "systems"), ({"words": " "}, "words"), ({"period": ""}, "period"),
    ({"searched_by": ""}, "searched_by"), ({"searched_on": day(3, 4)}, "searched_on"),
    ({"result": "perhaps"}, "result"),
])
def test_a_search_says_where_with_what_by_whom_when_and_what_came_of_it(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    case_id = office.register()
    office.clock.go_to(day(3, 3))
    with pytest.raises(InvalidInput) as refused:
        search(office, case_id, **changes)
    assert list(refused.value.problems) == [field]


def test_that_nothing_exists_is_said_only_after_a_search(office: Office) -> None:
    case_id = drafting(office, ("2025年度审计报告",))
    with pytest.raises(LetterNotReady, match="登记结果为“没有找到”的检索记录"):
        office.take(case_id, submitted(day(3, 4), NOT_HELD))
    search(office, case_id, result="found")
    with pytest.raises(LetterNotReady, match="检索"):
        office.take(case_id, submitted(day(3, 4), NOT_HELD))
    search(office, case_id)
    office.play(case_id, concluded(4, NOT_HELD))
    assert "对档案室和公文管理系统进行了检索，检索的关键词为“审计、报告”" in letter_text(
        office, case_id)


def test_a_finding_of_nothing_is_refused_at_its_field_and_says_what_to_do(office: Office) -> None:
    case_id = drafting(office)
    with pytest.raises(InvalidInput) as refused:
        find(office, case_id, 2, ground="36-4")
    assert "请先为本事项登记一条结果为“没有找到”的检索记录" in refused.value.problems["ground"]
    search(office, case_id, 1)      # another item's search is none of this
    with pytest.raises(InvalidInput):
        find(office, case_id, 2, ground="36-4")


# -- findings ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("said", "fields"), [
    ({"ground": "36-2"}, ["finding", "supply"]),
    ({"ground": "15"}, ["reason"]),
    ({"ground": "37", "finding": "人数", "supply": "邮寄", "reason": "个人隐私"},
     ["withheld", "withheld_ground"]),
    ({"ground": "37", "finding": "人数", "supply": "邮寄", "reason": "不存在", "withheld": "录像",
      "withheld_ground": "36-4"}, ["withheld_ground"]),
    ({"ground": "30-A", "reason": "仍不明确"}, ["ground"]),
    ({"ground": "30-B"}, ["ground"]), ({"ground": "99"}, ["ground"]),
])
def test_a_finding_says_all_that_its_ground_needs(
    office: Office, said: dict[str, Any], fields: list[str]
) -> None:
    """A part that does not exist is no part withheld; still unclear needs a correction."""
    case_id = drafting(office)
    with pytest.raises(InvalidInput) as refused:
        find(office, case_id, 1, **said)
    assert sorted(refused.value.problems) == fields


def test_a_finding_is_taken_back_and_belongs_to_the_drafting(office: Office) -> None:
    case_id = office.register(items=THREE)
    with pytest.raises(UnlawfulAct, match="拟制答复时"):
        find(office, case_id, 1, **INTERNAL)
    office.take(case_id, accepted(day(3, 3)))
    find(office, case_id, 1, **INTERNAL)
    find(office, case_id, 1, ground="")
    assert items(office, case_id)[0].ground == ""
    found(office, case_id)
    office.take(case_id, submitted(day(3, 4), BY_ITEM))
    with pytest.raises(UnlawfulAct, match="退回承办人"):
        find(office, case_id, 1, **INTERNAL)
    with pytest.raises(UnlawfulAct, match="退回承办人"):
        office.engine.handle(AddItem(case_id=case_id, description="决算", reason="补正"),
                             office.people[Role.HANDLER])


def test_who_wrote_a_finding_does_not_review_it(office: Office) -> None:
    case_id = drafting(office)
    helper = replace(
        office.hire(Role.HANDLER, "刘海涛"),
        roles=frozenset({Role.HANDLER, Role.CONFIDENTIALITY_REVIEWER}),
    )
    search(office, case_id, 2)
    office.engine.handle(FindItem(case_id=case_id, number=3, **INTERNAL), helper)
    find(office, case_id, 1, **DISCLOSED_ITEM)
    find(office, case_id, 2, ground="36-4")
    office.take(case_id, submitted(day(3, 4), BY_ITEM))
    with pytest.raises(SeparationOfDuties):
        office.engine.handle(office.form(case_id, reviewed(day(3, 4))), helper)


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
                          served(day(3, 9)), archived(day(3, 10))])
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
        _, revision = own_case(unit, case_id)
        case = open_cases(unit).take(case_id, revision)
        request_items.reopen(unit, case, letter_id, "签发后发现页码有误")
        assert len(request_items.still_open(
            request_items.of_case(unit.connection, case_id))) == 3
    assert {each.state for each in items(office, case_id)} == {"open"}
    assert date(2026, 3, 30) == office.case(case_id).clock.due_on
