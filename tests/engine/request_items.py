"""Requests of several items in the office, as tests play them."""

from typing import Any

from engine import FindItem, ItemView, RecordSearch, Role
from tests.engine.office import Office, accepted, day

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
