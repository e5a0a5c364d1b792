"""Requests of one applicant are put together, and items become a request of their own."""

from typing import Any

import pytest

from engine import (
    AddAttachment,
    Applicant,
    CaseMergedAlready,
    InvalidInput,
    MergeCase,
    NotPermitted,
    RegisterFilter,
    RegisterPage,
    Role,
    SplitOffItems,
    UnlawfulAct,
    Upload,
)
from tests.engine.charged import charge, proposed, view
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    MONDAY,
    NOTICE_WRITTEN,
    Office,
    accepted,
    concluded,
    day,
    submitted,
)
from tests.engine.request_items import THREE, items, search


def split(office: Office, case_id: int, *numbers: int, reason: str = "由不同科室办理") -> int:
    return office.engine.handle(
        SplitOffItems(case_id=case_id, numbers=numbers, reason=reason),
        office.people[Role.HANDLER])


def merge(office: Office, case_id: int, into: int, reason: str = "同一申请人同类申请") -> None:
    office.engine.handle(
        MergeCase(case_id=case_id, into_case_id=into, reason=reason),
        office.people[Role.HANDLER])


def later_case(office: Office, **changes: Any) -> int:
    """Another request of the same applicant, a day later: it falls due a day later."""
    office.clock.go_to(day(3, 3))
    return office.register(**changes)


# -- splitting off -------------------------------------------------------------------------------

def test_items_split_off_have_a_number_of_their_own_and_the_clock_of_the_first(
    office: Office
) -> None:
    case_id = office.register(items=THREE)
    search(office, case_id, 3, searched_on=MONDAY)
    office.clock.go_to(day(3, 5))
    new = split(office, case_id, 2, 3)
    first, second = office.case(case_id), office.case(new)
    assert second.number == "周财公开申〔2026〕2号"
    assert (second.clock.received_on, second.clock.due_on) == (MONDAY, first.clock.due_on)
    assert (second.applicant, second.contact) == (first.applicant, first.contact)
    assert office.open_steps(new) == ["examine_request"]
    assert [each.description for each in second.items.items] == list(THREE[1:])
    assert [each.state for each in first.items.items] == ["open", "split_off", "split_off"]
    assert [len(each.searches) for each in second.items.items] == [0, 1]
    (there,), (back,) = first.joining.links, second.joining.links
    assert (there.case_id, there.number) == (new, second.number)
    assert (back.case_id, back.reason) == (case_id, "由不同科室办理")
    assert office.events(case_id)[-1] == "ItemsSplitOff"
    assert office.events(new)[-1] == "CaseSplitOff"


@pytest.mark.parametrize(("numbers", "reason", "field"), [
    ((), "理由", "numbers"), ((1, 2, 3), "理由", "numbers"), ((4,), "理由", "numbers"),
    ((2,), " ", "why"),
])
def test_a_split_that_leaves_an_item_nowhere_is_refused_and_nothing_moves(
    office: Office, numbers: tuple[int, ...], reason: str, field: str
) -> None:
    case_id = office.register(items=THREE)
    with pytest.raises(InvalidInput) as refused:
        split(office, case_id, *numbers, reason=reason)
    assert list(refused.value.problems) == [field]
    assert {each.state for each in items(office, case_id)} == {"open"}


def test_nothing_is_split_off_while_the_applicant_corrects_or_after_the_reply(
    office: Office
) -> None:
    case_id = office.register(items=THREE)
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN))
    with pytest.raises(UnlawfulAct, match="期限恢复计算后再分立"):
        split(office, case_id, 2)
    office.clock.go_to(MONDAY)
    other = office.register(items=THREE)
    office.take(other, accepted(day(3, 3)))
    office.play(other, concluded(4, DISCLOSED)[:3])
    with pytest.raises(UnlawfulAct, match="答复已经签发"):
        split(office, other, 2)


def test_each_case_is_answered_by_itself(office: Office) -> None:
    case_id = office.register(items=THREE)
    new = split(office, case_id, 3)
    for each in (case_id, new):
        office.take(each, accepted(day(3, 3)))
        office.play(each, concluded(4, DISCLOSED))
        assert office.case(each).status == "archived"
    assert [each.state for each in items(office, case_id)] == [
        "answered", "answered", "split_off"]


# -- merging -------------------------------------------------------------------------------------

def test_a_merged_case_goes_on_in_the_other_and_each_keeps_its_clock(office: Office) -> None:
    main = office.register(items=THREE[:2])
    case_id = later_case(office, subject=THREE[2])
    due = office.case(case_id).clock.due_on
    merge(office, case_id, main)
    merged, goes_on = office.case(case_id), office.case(main)
    assert (merged.status, merged.clock.due_on, merged.tasks) == ("merged", due, ())
    assert goes_on.clock.due_on is not None
    assert [each.description for each in goes_on.items.items] == list(THREE)
    assert goes_on.items.items[2].other_case_id == case_id
    assert [(link.number, link.due_on) for link in goes_on.joining.links] == [
        (merged.number, due)]
    assert [link.case_id for link in merged.joining.links] == [main]
    office.take(main, accepted(day(3, 4)))
    office.play(main, concluded(5, DISCLOSED))
    after = office.case(case_id)
    assert (after.clock.replied_on, after.clock.on_time) == (day(3, 6), True)
    assert after.status == "merged"
    assert office.case(main).status == "archived"


def test_nobody_goes_on_charging_for_a_request_that_was_merged(office: Office) -> None:
    main = office.register(items=THREE[:2])
    case_id = later_case(office, subject=THREE[2])
    office.take(case_id, accepted(day(3, 4)))
    charge(office, case_id)
    proposed(office, case_id, day(3, 5))
    merge(office, case_id, main)
    ended = view(office, case_id)
    assert (ended.state, ended.end_reason) == ("ended", f"已并入{office.case(main).number}")
    assert office.case(case_id).tasks == ()


def test_a_merged_case_accepts_no_act_and_says_where_to_go(office: Office) -> None:
    main = office.register()
    case_id = later_case(office)
    form = office.form(case_id, accepted(day(3, 3)))
    merge(office, case_id, main)
    number = office.case(main).number
    handler = office.people[Role.HANDLER]
    for command, who in (
        (form, office.people[Role.INTAKE_OFFICER]),
        (AddAttachment(case_id=case_id, upload=Upload(name="说明.txt", content=b"1")), handler),
        (SplitOffItems(case_id=case_id, numbers=(1,), reason="分立"), handler),
        (MergeCase(case_id=case_id, into_case_id=main, reason="再并一次"), handler),
    ):
        with pytest.raises(CaseMergedAlready, match=f"已并入{number}，不再单独办理"):
            office.engine.handle(command, who)
    office.restart()
    assert office.case(case_id).status == "merged"
    assert office.sweep(day(4, 20)) >= 0
    assert office.case(case_id).tasks == ()


def test_only_what_the_same_applicant_asked_and_is_open_can_be_merged(office: Office) -> None:
    case_id = office.register()
    other = office.register(applicant=Applicant(
        kind="natural_person", name="李大勇", phone="13900000000",
        address="周村区机场路2号"))
    with pytest.raises(InvalidInput) as refused:
        merge(office, case_id, other)
    assert list(refused.value.problems) == ["into"]
    with pytest.raises(InvalidInput):
        merge(office, case_id, case_id)
    with pytest.raises(InvalidInput):
        merge(office, case_id, other, reason=" ")
    with pytest.raises(NotPermitted):
        office.engine.handle(MergeCase(case_id=case_id, into_case_id=other, reason="合并"),
                             office.people[Role.REVIEWER])


def test_the_case_that_falls_due_first_goes_on(office: Office) -> None:
    """Else the reply that is in time for one would be late for the other."""
    first = office.register()
    second = later_case(office)
    with pytest.raises(UnlawfulAct, match="早于要并入的办件"):
        merge(office, first, second)
    merge(office, second, first)
    assert office.case(second).status == "merged"


def test_nothing_is_merged_while_a_reply_is_under_review(office: Office) -> None:
    main = office.register()
    office.play(main, [accepted(day(3, 3)), submitted(day(3, 3), DISCLOSED)])
    case_id = office.register()
    with pytest.raises(UnlawfulAct, match="退回承办人"):
        merge(office, case_id, main)


def test_the_register_shows_how_many_items_and_can_be_narrowed_to_merged(office: Office) -> None:
    main = office.register(items=THREE)
    case_id = later_case(office)
    merge(office, case_id, main)
    person = office.people[Role.MANAGER]
    merged = office.engine.ask(RegisterPage(wanted=RegisterFilter(status="merged")), person)
    assert [row.id for row in merged.rows] == [case_id]
    rows = office.engine.ask(RegisterPage(wanted=RegisterFilter()), person).rows
    assert {row.id: row.items for row in rows} == {main: 4, case_id: 0}
