"""Giving something to a unit or a colleague, and stopping it."""

from declared.characters import check_text
from engine.actors.roles import Role
from engine.assistance import rows
from engine.assistance.assistance import (
    ASSISTANCE_KINDS,
    MOST_ASKED,
    MOST_REASON,
    OPEN,
    AssistanceState,
    about,
    give,
)
from engine.assistance.commands import AskAssistance, EndAssistance
from engine.assistance.ending import mark_ended
from engine.assistance.events import AssistanceAsked
from engine.assistance.policy import ARTICLE, check_may_ask
from engine.cases.act import Act
from engine.cases.open_cases import open_cases
from engine.cases.process import moving
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.items import item as items
from engine.people import rows as people_rows
from engine.people.units import rows as unit_rows
from engine.processes.runtime import NotOpen
from engine.record.event import digest_of
from engine.transaction.unit_of_work import UnitOfWork


def ask_assistance(command: AskAssistance, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_may_ask(unit, row, case.life.process)
    problems: dict[str, str] = {}
    if command.kind not in ASSISTANCE_KINDS:
        problems["kind"] = "请选择分办还是协办。"
    check_text(problems, "asked", command.asked, "要求", MOST_ASKED, needed=True)
    if command.item is not None and command.item not in {
        each.number for each in items.still_open(items.of_case(unit.connection, case.id))
    }:
        problems["item"] = "请选择还没有答复的事项。"
    unit_id, unit_name = _to_whom(problems, command, unit, case.agency_id)
    if problems:
        raise InvalidInput(problems)
    assert unit.actor.person_id is not None     # he holds a duty
    number = len(rows.of_case(unit.connection, case.id)) + 1
    assistance_id = rows.add(unit.connection, {
        "case_id": case.id, "number": number, "kind": command.kind, "item": command.item,
        "asked": command.asked.strip(), "asked_by": unit.actor.person_id, "asked_at": unit.now,
        "state": AssistanceState.ASKED.value, "end_reason": "",
    })
    turn = give(unit, case, assistance_id, unit_id, command.person_id)
    unit.record(AssistanceAsked(
        kind=command.kind, number=number, item=command.item, unit=unit_name,
        person_id=command.person_id or 0, due_on=turn["due_on"],
        asked_digest=digest_of(command.asked.strip()),
    ), case)
    moving.begin_beside(
        Act(unit, case), "assistance_asked", assistance_id, about(command.kind, number))
    return assistance_id


def _to_whom(
    problems: dict[str, str], command: AskAssistance, unit: UnitOfWork, agency_id: int
) -> tuple[int | None, str]:
    """The unit, with its name; of a colleague alone his own, if he has one."""
    found = {each["id"]: each for each in unit_rows.of_agency(unit.connection, agency_id)
             if unit_rows.stands(each, unit.today)}
    if command.unit_id is None and command.person_id is None:
        problems["unit_id"] = "请选择科室或者人员。"
        return None, ""
    if command.unit_id is not None and command.unit_id not in found:
        problems["unit_id"] = "请选择本机关现有的科室。"
        return None, ""
    unit_id = command.unit_id
    if command.person_id is not None:
        holders = {each["id"] for each in people_rows.holders(
            unit.connection, agency_id, Role.HANDLER.value)}
        person = people_rows.find(unit.connection, command.person_id)
        if person is None or person["id"] not in holders:
            problems["person_id"] = "请从本机关的承办人员中选择。"
        elif person["id"] == unit.actor.person_id:
            problems["person_id"] = "请选择自己以外的人员。"
        elif unit_id is not None and person["unit_id"] != unit_id:
            problems["person_id"] = "这位同事不在所选的科室，请重新选择。"
        else:
            unit_id = person["unit_id"] if person["unit_id"] in found else unit_id
    elif not unit_rows.holders(unit.connection, command.unit_id or 0, Role.HANDLER.value):
        problems["unit_id"] = (
            "这个科室没有承办人员，分派后无人可办；请选择其他科室，或者联系管理员设置人员。")
    return unit_id, "" if unit_id is None else found[unit_id]["name"]


def end_assistance(command: EndAssistance, unit: UnitOfWork) -> None:
    row = rows.find(unit.connection, command.assistance_id)
    if row is None:
        raise NotFound()
    case_row = own_case(unit, row["case_id"])
    # Locked only now: what holds is read again.
    row = rows.find(unit.connection, command.assistance_id)
    assert row is not None
    problems: dict[str, str] = {}
    check_text(problems, "reason", command.reason, "理由", MOST_REASON, needed=True)
    if problems:
        raise InvalidInput(problems)
    over = UnlawfulAct(reason="已经答复或者停止，不需要再停止", article=ARTICLE)
    if row["state"] not in OPEN:
        raise over
    act = Act(unit, open_cases(unit).take(case_row["id"], case_row["revision"]))
    mark_ended(act, row, " ".join(command.reason.split()))
    try:
        moving.tell(act, "assistance_ended", row["id"])
    except NotOpen:
        raise over from None
