"""A request has items: each is searched, found, answered and counted by itself."""

from dataclasses import replace
from typing import Any

import pytest

from engine import (
    AddItem,
    DivideItem,
    FindItem,
    InvalidInput,
    LetterNotReady,
    NotFound,
    NotPermitted,
    Role,
    UnlawfulAct,
)
from engine.errors import SeparationOfDuties
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    concluded,
    day,
    reviewed,
    submitted,
)
from tests.engine.request_items import (
    BY_ITEM,
    DISCLOSED_ITEM,
    INTERNAL,
    NOT_HELD,
    THREE,
    drafting,
    find,
    found,
    items,
    letter_text,
    search,
)

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
