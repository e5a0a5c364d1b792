"""Adding and ending units, and saying who belongs to one."""

from declared.characters import unprintable
from engine.errors import InvalidInput, NotFound
from engine.people import rows as people_rows
from engine.people.changes import facts as held, rows as change_rows
from engine.people.locked import locked_person
from engine.people.units import rows
from engine.people.units.commands import AddUnit, AssignUnit, EndUnit
from engine.people.units.events import UnitAdded, UnitAssigned, UnitEnded
from engine.transaction.unit_of_work import UnitOfWork

LONGEST = 60


def add_unit(command: AddUnit, unit: UnitOfWork) -> int:
    agency = change_rows.lock_all(unit.connection).get(command.agency_id)
    if agency is None:
        raise NotFound()
    name = " ".join(command.name.split())
    problems: dict[str, str] = {}
    if not name or len(name) > LONGEST:
        problems["name"] = "请填写科室名称，不超过60字。"
    elif bad := unprintable(name):
        problems["name"] = bad.told("科室名称")
    elif any(
        held.plain(each["name"]) == held.plain(name)
        and (each["valid_to"] is None or each["valid_to"] >= command.valid_from)
        for each in rows.of_agency(unit.connection, command.agency_id)
    ):
        problems["name"] = f"这一期间已有科室“{name}”，请另取名称。"
    if command.valid_from < agency["valid_from"] or not held.is_valid(agency, command.valid_from):
        problems["valid_from"] = "科室设立的日期应当在该机关办理的期间以内。"
    if problems:
        raise InvalidInput(problems)
    unit_id = rows.add(unit.connection, command.agency_id, name, command.valid_from)
    unit.record(UnitAdded(
        unit_id=unit_id, agency=agency["short_name"], unit=name, from_day=command.valid_from
    ))
    return unit_id


def end_unit(command: EndUnit, unit: UnitOfWork) -> None:
    agencies = change_rows.lock_all(unit.connection)
    found = rows.find(unit.connection, command.unit_id)
    if found is None:
        raise NotFound()
    if found["valid_to"] is not None:
        raise InvalidInput({"": "该科室已经撤销。"})
    if not found["valid_from"] <= command.last_day <= unit.today:
        raise InvalidInput({"": "科室撤销的日期应当在设立以后，不能晚于今天。"})
    n = rows.end(unit.connection, found["id"], command.last_day)
    unit.record(UnitEnded(
        unit_id=found["id"], agency=agencies[found["agency_id"]]["short_name"],
        unit=found["name"], on=command.last_day, people=n,
    ))


def assign_unit(command: AssignUnit, unit: UnitOfWork) -> None:
    person = locked_person(unit, command.person_id)
    name = ""
    if command.unit_id is not None:
        found = rows.find(unit.connection, command.unit_id)
        if found is None or found["agency_id"] != person["agency_id"] or (
            found["valid_to"] is not None and found["valid_to"] < unit.today
        ):
            raise InvalidInput({"unit_id": "请在名单中选择本机关的科室。"})
        name = found["name"]
    before = people_rows.find(unit.connection, command.person_id)
    if before is not None and before["unit_id"] == command.unit_id:
        return
    rows.assign(unit.connection, command.person_id, command.unit_id)
    unit.record(UnitAssigned(person_id=command.person_id, unit=name))
