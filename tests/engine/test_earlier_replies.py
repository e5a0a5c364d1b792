"""不予重复处理: the earlier reply is one of the same applicant, or typed within reason."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine import LetterEditor, LetterEditorOf, LetterFactsRefused, Role
from tests.engine.office import Office, accepted, day, request, submitted


def editor(office: Office, case_id: int, letter: Mapping[str, Any]) -> LetterEditor:
    return office.engine.ask(
        LetterEditorOf(case_id=case_id, letter=letter), office.people[Role.HANDLER])


def text(office: Office, case_id: int) -> str:
    return "".join(words for _, words in office.case(case_id).letters[-1].paragraphs)


def repeated(**facts: str) -> dict[str, Any]:
    return {"kind": "repeated_request", "facts": facts}


def test_the_earlier_reply_is_chosen_from_the_same_applicants_cases(office: Office) -> None:
    """Not a reply to somebody else, nor to another of the same name with another number."""
    first = office.live("disclosed")
    reply = office.case(first).letters[-1]
    namesake = {"applicant": request(day(3, 2)).applicant.__class__(
        kind="natural_person", name="王小明", id_kind="other", id_number="XY0011",
        phone="13800000001", address="周村区机场路9号")}
    office.clock.go_to(day(3, 20))
    case_id, other = office.register(), office.register(**namesake)
    for each in (case_id, other):
        office.take(each, accepted(day(3, 20)))
    assert "earlier_reply" not in field_names(office, other)
    assert "earlier_reply" in field_names(office, case_id)
    (choice,) = next(field for field in fields(office, case_id)
                     if field.name == "earlier_reply").choices
    told = "2026年3月6日《政府信息予以公开告知书》（周财公开复〔2026〕1号）：2025年度部门决算"
    assert choice == (str(reply.id), told)
    shown = editor(office, case_id, repeated(earlier_reply=choice[0]))
    assert shown.missing == ()
    office.take(case_id, submitted(day(3, 20), repeated(earlier_reply=choice[0])))
    assert "于2026年3月6日作出《政府信息予以公开告知书》（周财公开复〔2026〕1号）予以答复" in text(
        office, case_id)
    with pytest.raises(LetterFactsRefused) as refused:
        office.take(other, submitted(day(3, 20), repeated(earlier_reply=choice[0])))
    assert "earlier_reply" in refused.value.problems


def test_a_reply_that_came_after_the_request_is_none_that_it_repeats(office: Office) -> None:
    """Asked again on 5 March while the first request of 2 March was not answered before the 6th."""
    office.live("disclosed")
    again = office.register(received_on=day(3, 5), arrived_on=day(3, 5))
    office.take(again, accepted(day(3, 20)))
    assert "earlier_reply" not in field_names(office, again)


def fields(office: Office, case_id: int) -> tuple[Any, ...]:
    chosen = editor(office, case_id, repeated()).chosen
    assert chosen is not None
    return chosen.fields


def field_names(office: Office, case_id: int) -> set[str]:
    return {field.name for field in fields(office, case_id)}


def test_a_reply_from_before_this_system_is_typed_within_reason(office: Office) -> None:
    """Not made after the request that repeats it; its title bears one pair of marks."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    paper = {"earlier_reply_title": "《关于〈2025年决算〉的答复》",
             "earlier_reply_number": "周财函3号"}
    with pytest.raises(LetterFactsRefused) as refused:
        office.take(case_id, submitted(
            day(3, 4), repeated(earlier_reply_on="2026-03-04", **paper)))
    assert refused.value.problems == {
        "earlier_reply_on": "此前答复的日期不能晚于收到申请之日（2026年3月2日），请核对。"}
    office.take(case_id, submitted(day(3, 4), repeated(earlier_reply_on="2025-11-05", **paper)))
    assert "作出《关于〈2025年决算〉的答复》（周财函3号）" in text(office, case_id)
