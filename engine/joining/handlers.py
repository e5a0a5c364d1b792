"""Splitting off and merging: no item is lost, no clock is lost."""

from collections.abc import Sequence
from typing import Any

from declared.characters import IN_TEXT, unprintable
from engine.assistance.ending import end_all_assistance
from engine.cases.act import Act
from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.rows import cases as case_rows
from engine.cases.visible import own_case
from engine.charging.ending import end_all as end_fees
from engine.consultations.consultation import about_items
from engine.errors import InvalidInput, UnlawfulAct
from engine.excess.ending import end_all as end_excesses
from engine.items import item as items, policy, rows as item_rows
from engine.items.item import MOST_ITEMS, ItemState, RequestItem
from engine.joining import rows
from engine.joining.commands import MergeCase, SplitOffItems
from engine.joining.events import CaseMerged, CaseSplitOff, CaseTakenIn, ItemsSplitOff
from engine.joining.links import MERGED, SPLIT_OFF
from engine.people import rows as people_rows
from engine.processes.executable import ExecutableProcesses
from engine.record.event import digest_of
from engine.statute import Ledger
from engine.statute.values.findings import date_in_words
from engine.store import numbers
from engine.store.shapes import NewCaseRow
from engine.transaction.unit_of_work import UnitOfWork
from engine.transfers.ending import end_all_transfers

_SUBJECT = 200
_ARTICLE = "《中华人民共和国政府信息公开条例》第三十三条"


def split_off_items(command: SplitOffItems, unit: UnitOfWork) -> int:
    case = _take(unit, command.case_id)
    known = items.of_case(unit.connection, case.id)
    waiting = items.still_open(known)
    moved = [each for each in waiting if each.number in command.numbers]
    problems = _reason(command.reason)
    if len(moved) != len(set(command.numbers)) or not moved:
        problems["numbers"] = "请选择要分立的事项；只有待答复的事项可以分立。"
    elif len(moved) == len(waiting):
        problems["numbers"] = "至少要留一个待答复的事项在本办件，不能全部分立。"
    if problems:
        raise InvalidInput(problems)
    if asked := about_items(unit.connection, case.id, {each.number for each in moved}):
        raise UnlawfulAct(
            reason=f"{asked}：意见是就本办件征求的，涉及的事项请在本办件答复，不能分立",
            article=_ARTICLE,
        )
    if case.row["clock_state"] != "running":
        raise UnlawfulAct(
            reason="答复期限现在没有计算（等待申请人补正、缴费或者正在征求意见），请在期限恢复计算后再分立",
            article=_ARTICLE,
        )
    reason = command.reason.strip()
    new = _begin(unit, case, moved, reason)
    _move(unit, case, moved, new, 1, reason)
    items.count_anew(unit, case)
    _link(unit, new, case, SPLIT_OFF, reason)
    unit.record(ItemsSplitOff(
        numbers=tuple(each.number for each in moved), into=new.row["number"],
        reason_digest=digest_of(reason),
    ), case)
    unit.record(CaseSplitOff(out_of=case.row["number"]), new)
    return new.id


def _begin(unit: UnitOfWork, case: Case, moved: Sequence[RequestItem], reason: str) -> Case:
    """The new case: the request as it was, what it asks for now, and the clock as it stands."""
    old, person_id = case.row, unit.actor.person_id
    assert person_id is not None
    agency = people_rows.agency(unit.connection, case.agency_id)
    year = old["received_on"].year
    sequence = numbers.next_number(unit.connection, case.agency_id, "register", year)
    row: NewCaseRow = {
        **{name: value for name, value in old.items() if name != "id"},  # type: ignore[typeddict-item]
        "number": f"{agency['letter_code']}申〔{year}〕{sequence}号",
        "subject": moved[0].row["description"][:_SUBJECT],
        "registered_by": person_id, "registered_at": unit.now, "handler_id": None,
        "status": CaseStatus.OPEN.value, "step": "", "step_name": "", "step_since": unit.now,
        "letter_kind": "", "ground": "", "calendar_version": "", "revision": 0,
        "item_count": len(moved),
    }
    new = open_cases(unit).adopt(
        {**row, "id": case_rows.add(unit.connection, row)},
        Ledger(old["received_on"], old["channel"], arrived=old["arrived_on"]),
    )
    for entry in case.ledger.entries:
        new.enter(entry)
    rows.same_people(unit.connection, new.id, case.id)
    items.begin(unit, new.id, [each.row["description"] for each in moved], why=reason,
                other_case_id=case.id)
    moving.begin(Act(unit, new), unit.around[ExecutableProcesses].latest())
    return new


def merge_case(command: MergeCase, unit: UnitOfWork) -> None:
    problems = _reason(command.reason)
    if command.into_case_id == command.case_id:
        problems["into"] = "请选择要并入的另一件。"
    if problems:
        raise InvalidInput(problems)
    # Locked in the order of their numbers, so that two who merge crosswise wait, not block.
    taken = {each: _take(unit, each) for each in sorted({command.case_id, command.into_case_id})}
    case, main = taken[command.case_id], taken[command.into_case_id]
    applicant = case_rows.find_applicant(unit.connection, case.row["applicant_id"])
    mergeable = rows.mergeable(unit.connection, case.id, case.agency_id, applicant)
    if main.id not in {each["id"] for each in mergeable}:
        raise InvalidInput({"into": "只能并入同一申请人在本机关正在办理的申请。"})
    if case.contested:
        raise UnlawfulAct(
            reason="复议、诉讼还没有办结，不能并入另一件；请先登记复议、诉讼的结果",
            article=_ARTICLE,
        )
    _check_clocks(case, main)
    known = items.of_case(unit.connection, main.id)
    moved = items.still_open(items.of_case(unit.connection, case.id))
    if asked := about_items(unit.connection, case.id, {each.number for each in moved}):
        raise UnlawfulAct(
            reason=f"{asked}：意见是就本办件征求的，请在本办件答复，不能并入另一件",
            article=_ARTICLE,
        )
    if len(known) + len(moved) > MOST_ITEMS:
        raise InvalidInput({"into": f"合并后超过{MOST_ITEMS}个事项，请分别办理。"})
    reason, first = command.reason.strip(), len(known) + 1
    items.begin(unit, main.id, [each.row["description"] for each in moved], why=reason,
                other_case_id=case.id, first=first)
    _move(unit, case, moved, main, first, reason)
    for case_of in (case, main):
        items.count_anew(unit, case_of)
    _link(unit, case, main, MERGED, reason)
    why = f"已并入{main.row['number']}"
    end_fees(Act(unit, case), why)
    end_excesses(Act(unit, case), why)
    end_all_assistance(Act(unit, case), why)
    end_all_transfers(Act(unit, case), why)
    for running in case.live():
        running.instance.call_off()
        running.moved = True
    case.set(status=CaseStatus.MERGED.value, step="", step_name="", step_since=unit.now)
    projection.settle(unit, case)
    unit.record(CaseMerged(into=main.row["number"], reason_digest=digest_of(reason)), case)
    unit.record(CaseTakenIn(
        out_of=case.row["number"], numbers=tuple(range(first, first + len(moved))),
    ), main)


def _check_clocks(case: Case, main: Case) -> None:
    """The case that goes on is the one that falls due first: answering it answers both in time."""
    due, others = main.assessment.due, case.assessment.due
    if due is None or others is None:
        raise UnlawfulAct(
            reason="其中一件正在等待申请人补正或者缴费，没有答复期限，不能合并；请在期限恢复计算后再合并",
            article=_ARTICLE,
        )
    if due > others:
        raise UnlawfulAct(
            reason=f"本办件的答复期限（{date_in_words(others)}）早于要并入的办件"
                   f"（{date_in_words(due)}），合并后会逾期。请打开那一件，把它并入本办件",
            article=_ARTICLE,
        )


def _take(unit: UnitOfWork, case_id: int) -> Case:
    """A case whose items may be changed now."""
    row = own_case(unit, case_id)
    case = open_cases(unit).take(case_id, row["revision"])
    policy.check_may_change(unit, case.id, row["status"], case.open_tasks.values())
    return case


def _move(
    unit: UnitOfWork, case: Case, moved: Sequence[RequestItem], to: Case, first: int, why: str
) -> None:
    """Items of a case are another's now, with what was searched for them."""
    for number, each in enumerate(moved, first):
        items.supersede(
            unit, each, state=ItemState.SPLIT_OFF.value, other_case_id=to.id, why=why)
        for record in each.searches:
            kept: Any = {name: value for name, value in record.items() if name != "id"}
            kept |= {"case_id": to.id, "number": number, "replaces": None}
            item_rows.add_search(unit.connection, kept)


def _link(unit: UnitOfWork, case: Case, other: Case, kind: str, reason: str) -> None:
    assert unit.actor.person_id is not None
    rows.add_link(unit.connection, {
        "case_id": case.id, "other_case_id": other.id, "kind": kind, "reason": reason,
        "linked_at": unit.now, "linked_by": unit.actor.person_id,
    })


def _reason(text: str) -> dict[str, str]:
    said = text.strip()
    if not said:
        return {"why": "请填写理由。"}
    if len(said) > 500:
        return {"why": f"理由不能超过500个字，现有{len(said)}个字。"}
    found = unprintable(said, but=IN_TEXT)
    return {"why": found.told("理由")} if found else {}
