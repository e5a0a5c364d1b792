"""An opinion is about what the party was asked for: one item, or the whole request."""

import pytest

from engine import LetterNotReady, MergeCase, Role, SplitOffItems, UnlawfulAct, VoidRegistration
from tests.engine.asking import arrived, ask, decided, go, said, sent, view
from tests.engine.office import Office, accepted, concluded, day, submitted
from tests.engine.request_items import BY_ITEM, DISCLOSED_ITEM, INTERNAL, THREE, drafting, find

THIRD_PARTY = {"ground": "15", "reason": "涉及第三方的商业秘密，第三方不同意公开。"}


def _asked_and_withheld(office: Office, case_id: int, item: int | None) -> None:
    ask(office, case_id, item=item)
    sent(office, case_id, 1, day(3, 4))
    arrived(office, case_id, 1, day(3, 4))
    said(office, case_id, 1, day(3, 5))
    decided(office, case_id, 1, day(3, 5), "withhold")


def test_one_item_is_withheld_for_a_third_party_and_another_disclosed(office: Office) -> None:
    case_id = drafting(office, THREE[:2])
    _asked_and_withheld(office, case_id, 2)
    find(office, case_id, 1, **DISCLOSED_ITEM)
    find(office, case_id, 2, **THIRD_PARTY)
    for step in concluded(6, BY_ITEM)[:3]:
        go(office, case_id, step)
    assert office.case(case_id).letters[-1].state == "issued"


def test_an_item_about_which_nobody_was_asked_is_not_withheld_for_a_third_party(
    office: Office
) -> None:
    case_id = drafting(office, THREE[:2])
    _asked_and_withheld(office, case_id, 2)
    find(office, case_id, 1, **THIRD_PARTY)
    find(office, case_id, 2, **INTERNAL)
    with pytest.raises(LetterNotReady, match="没有书面征求过第三方的意见"):
        go(office, case_id, submitted(day(3, 6), BY_ITEM))


def test_who_was_asked_about_all_may_have_withheld_what_one_item_asks_for(
    office: Office
) -> None:
    case_id = drafting(office, THREE[:2])
    _asked_and_withheld(office, case_id, None)
    find(office, case_id, 1, **DISCLOSED_ITEM)
    find(office, case_id, 2, **DISCLOSED_ITEM)
    with pytest.raises(LetterNotReady, match="已决定不公开，不能全部公开"):
        go(office, case_id, submitted(day(3, 6), BY_ITEM))
    find(office, case_id, 2, **THIRD_PARTY)
    go(office, case_id, submitted(day(3, 6), BY_ITEM))


def test_an_item_about_which_somebody_was_asked_stays_with_its_opinion(office: Office) -> None:
    case_id = drafting(office)
    _asked_and_withheld(office, case_id, 2)
    handler = office.people[Role.HANDLER]
    with pytest.raises(UnlawfulAct, match="不能分立"):
        office.engine.handle(
            SplitOffItems(case_id=case_id, numbers=(2,), reason="另一科室"), handler)
    assert office.engine.handle(
        SplitOffItems(case_id=case_id, numbers=(3,), reason="另一科室"), handler)
    office.clock.go_to(day(3, 2))
    first = office.register()
    with pytest.raises(UnlawfulAct, match="不能并入另一件"):
        office.engine.handle(
            MergeCase(case_id=case_id, into_case_id=first, reason="同类申请"), handler)


def test_nobodys_opinion_is_waited_for_when_the_registration_is_void(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    ask(office, case_id)
    sent(office, case_id, 1, day(3, 4))
    office.engine.handle(
        VoidRegistration(case_id=case_id, reason="同一封信登记了两次", duplicate_of=""),
        office.people[Role.INTAKE_OFFICER])
    case = office.case(case_id)
    assert (case.status, case.tasks) == ("voided", ())
    assert view(office, case_id).state == "ended"
    assert view(office, case_id).end_reason == "登记作废"
