"""Ending an agency, and merging it into another: at once, or when its day comes.

Open cases go to the successor with their clock and tasks, the people with their duties. What was
decided stays with the agency that decided it; the successor sees it and answers for it
(《行政复议法》第十九条第五款、《行政诉讼法》第二十六条第六款).
"""

from collections.abc import Mapping
from datetime import date, timedelta

from engine.administration.agencies import rows
from engine.administration.agencies.commands import CancelAgencyEnding, CarryOutEnding, EndAgency
from engine.administration.agencies.events import (
    AgencyEndingCancelled,
    AgencyEndingRecorded,
    AgencyMerged,
)
from engine.cases.moving.move import move_to_agency
from engine.cases.open_cases import open_cases
from engine.cases.rows import cases as case_rows
from engine.errors import InvalidInput, NotFound
from engine.people import rows as people_rows
from engine.people.changes import checks, facts as held, rows as change_rows
from engine.people.events import PersonMoved
from engine.store.shapes import AgencyEndingRow, AgencyRow
from engine.transaction.unit_of_work import UnitOfWork

_DAY = timedelta(days=1)


def end_agency(command: EndAgency, unit: UnitOfWork) -> int:
    agencies = change_rows.lock_all(unit.connection)
    agency = agencies.get(command.agency_id)
    if agency is None:
        raise NotFound()
    problems = _problems(command, unit, agencies)
    if problems:
        raise InvalidInput(problems)
    reason = command.reason.strip()
    ending_id = rows.add(unit.connection, {
        "agency_id": command.agency_id, "from_day": command.from_day,
        "successor_id": command.successor_id, "reason": reason, "recorded_at": unit.now,
        "recorded_by": unit.actor.person_id, "cases_moved": 0, "people_moved": 0,
    })
    change_rows.end(
        unit.connection, command.agency_id, valid_to=command.from_day - _DAY,
        successor_id=command.successor_id,
    )
    successor = command.successor_id and agencies[command.successor_id]["short_name"]
    unit.record(AgencyEndingRecorded(
        agency_id=command.agency_id, ending_id=ending_id, agency=agency["short_name"],
        from_day=command.from_day, successor_id=command.successor_id, successor=successor or "",
        reason=reason,
    ))
    _carry_out_if_due(unit, ending_id)
    return ending_id


def _problems(
    command: EndAgency, unit: UnitOfWork, agencies: Mapping[int, AgencyRow]
) -> dict[str, str]:
    agency = agencies[command.agency_id]
    standing = rows.standing_of(unit.connection, command.agency_id)
    if standing is not None:
        by = standing["recorded_by_name"] or "命令行"
        return {"": f"该机关已由{by}登记自{standing['from_day']}起不再办理，不能重复登记。"}
    found: dict[str, str] = {}
    if command.from_day <= agency["valid_from"]:
        found["from_day"] = f"日期应当晚于该机关开始办理之日（{agency['valid_from']}）。"
    elif command.from_day > unit.today + checks.FARTHEST:
        found["from_day"] = "日期过于久远，请核对年份。"
    if told := checks.reason_problem(command.reason):
        found["reason"] = told
    if command.successor_id is None:
        found.update(_left_alone(command, unit, agencies))
    elif told := _unfit(command, command.successor_id, agencies):
        found["successor_id"] = told
    coming = [each for each in rows.into(unit.connection, command.agency_id)
              if each["carried_out_at"] is None and each["from_day"] >= command.from_day]
    if coming:
        name = agencies[coming[0]["agency_id"]]["short_name"]
        found[""] = f"“{name}”将自{coming[0]['from_day']}起并入本机关，请先取消该项合并。"
    return found


def _unfit(
    command: EndAgency, successor_id: int, agencies: Mapping[int, AgencyRow]
) -> str:
    successor = agencies.get(successor_id)
    if successor is None or successor_id == command.agency_id:
        return "请选择承接其职权的机关。"
    if successor["valid_from"] > command.from_day:
        return f"该机关自{successor['valid_from']}起才开始办理，请另选机关或者改日期。"
    if not held.is_valid(successor, command.from_day):
        return f"该机关办理到{successor['valid_to']}为止，不能承接，请另选机关。"
    return ""


def _left_alone(
    command: EndAgency, unit: UnitOfWork, agencies: Mapping[int, AgencyRow]
) -> dict[str, str]:
    """What would be left without anybody, were nobody to take over."""
    agency_id = command.agency_id
    if command.from_day > unit.today:
        return {"from_day": "没有承接机关的，只能自今天或者以前的日期起撤销。"}
    if n := rows.open_cases(unit.connection).get(agency_id, 0):
        return {"successor_id": f"还有{n}件办件没有办结，请选择承接其职权的机关。"}
    if n := rows.active_people(unit.connection).get(agency_id, 0):
        return {"successor_id": f"还有{n}名人员能够登录，请选择承接机关，或者先停用这些人员。"}
    below = [each["short_name"] for each in agencies.values()
             if each["parent_id"] == agency_id and held.is_valid(each, unit.today)]
    if below:
        return {"successor_id": f"“{below[0]}”的上级机关是本机关，请先变更，或者选择承接机关。"}
    return {}


def cancel_agency_ending(command: CancelAgencyEnding, unit: UnitOfWork) -> None:
    agencies = change_rows.lock_all(unit.connection)
    ending = rows.find(unit.connection, command.ending_id)
    if ending is None:
        raise NotFound()
    if ending["carried_out_at"] is not None or ending["from_day"] <= unit.today:
        raise InvalidInput({"": "已经合并或者撤销的，不能取消。"})
    agency = agencies[ending["agency_id"]]
    rows.cancel(unit.connection, ending["id"], at=unit.now, by=unit.actor.person_id)
    change_rows.end(unit.connection, agency["id"], valid_to=None, successor_id=None)
    changes = held.by_agency(change_rows.standing(unit.connection))
    again: dict[int, AgencyRow] = {**agencies, agency["id"]: {**agency, "valid_to": None}}
    names = {"name": agency["name"], "letter_code": agency["letter_code"]}
    if problems := checks.clashes(agency["id"], names, changes, again):
        raise InvalidInput({"": next(iter(problems.values()))})
    unit.record(AgencyEndingCancelled(
        agency_id=agency["id"], ending_id=ending["id"], agency=agency["short_name"],
        from_day=ending["from_day"],
    ))


def carry_out_ending(command: CarryOutEnding, unit: UnitOfWork) -> None:
    change_rows.lock_all(unit.connection)
    _carry_out_if_due(unit, command.ending_id)


def _carry_out_if_due(unit: UnitOfWork, ending_id: int) -> None:
    ending = rows.find(unit.connection, ending_id)
    if ending is None or ending["carried_out_at"] is not None or ending["from_day"] > unit.today:
        return
    cases = people = 0
    if ending["successor_id"] is not None:
        cases, people = _merge(unit, ending, ending["successor_id"])
    rows.end_units(unit.connection, ending["agency_id"], ending["from_day"] - _DAY)
    rows.carried_out(
        unit.connection, ending_id, at=unit.now, cases_moved=cases, people_moved=people
    )


def _merge(unit: UnitOfWork, ending: AgencyEndingRow, successor_id: int) -> tuple[int, int]:
    """Everything open goes to the successor. Returns how many cases and people."""
    connection, agency_id = unit.connection, ending["agency_id"]
    before = people_rows.agency(connection, agency_id)["short_name"]
    after = people_rows.agency(connection, successor_id)["short_name"]
    moved = people_rows.move_all(connection, agency_id, successor_id)
    for person_id in moved:
        unit.record(PersonMoved(person_id=person_id, from_agency=before, to_agency=after))
    cases = case_rows.open_of(connection, agency_id)
    for case_id in cases:
        row = case_rows.lock(connection, case_id)
        assert row is not None
        move_to_agency(unit, open_cases(unit).take(case_id, row["revision"]), successor_id)
    _under_the_successor(unit, ending, successor_id)
    unit.record(AgencyMerged(
        agency_id=agency_id, successor_id=successor_id, agency=before, successor=after,
        cases=len(cases), people=len(moved),
    ))
    return len(cases), len(moved)


def _under_the_successor(unit: UnitOfWork, ending: AgencyEndingRow, successor_id: int) -> None:
    """The agencies below the one that ends stand below the one that takes over."""
    day: date = ending["from_day"]
    for below in change_rows.parents(unit.connection, [ending["agency_id"]]):
        parent = successor_id if below["id"] != successor_id else None
        change_rows.add(unit.connection, {
            "agency_id": below["id"], "from_day": max(day, below["valid_from"]),
            "facts": {"parent_id": parent}, "reason": ending["reason"],
            "recorded_at": unit.now, "recorded_by": unit.actor.person_id,
        })
        change_rows.show(unit.connection, below["id"], {"parent_id": parent})
