"""Adding agencies, and changing what is said of them from a day on.

A past day is allowed: letters that were issued meanwhile stay as they are. Nothing is written
over; the agency's own row shows what holds today.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from engine.errors import AgencyChangedMeanwhile, InvalidInput, NotFound
from engine.people import rows as people_rows
from engine.people.agencies import AGENCY_KINDS
from engine.people.changes import checks, facts as held, rows
from engine.people.changes.commands import CancelAgencyChange, ChangeAgency, ShowAgencyFacts
from engine.people.changes.events import AgencyChangeCancelled, AgencyChanged
from engine.people.changes.facts import FACTS
from engine.people.commands import AddAgency
from engine.people.events import AgencyAdded
from engine.store.shapes import AgencyChangeRow, AgencyRow
from engine.transaction.unit_of_work import UnitOfWork

_A_NEW_ONE = 0


def add_agency(command: AddAgency, unit: UnitOfWork) -> int:
    agencies = rows.lock_all(unit.connection)
    facts = checks.typed({name: getattr(command, name) for name in FACTS})
    problems = checks.problems(facts)
    if told := checks.parent_problem(None, facts["parent_id"], command.valid_from, agencies):
        problems["parent_id"] = told
    if command.valid_from > unit.today + checks.FARTHEST:
        problems["valid_from"] = "日期过于久远，请核对年份。"
    first = _would_stand(_A_NEW_ONE, command.valid_from, facts)
    changes = held.by_agency(rows.standing(unit.connection))
    problems |= {
        name: told for name, told in checks.clashes(
            _A_NEW_ONE, facts, {**changes, _A_NEW_ONE: [first]}, agencies
        ).items() if name not in problems
    }
    if problems:
        raise InvalidInput(problems)
    agency_id = people_rows.add_agency(unit.connection, facts, command.valid_from)
    rows.add(unit.connection, {
        "agency_id": agency_id, "from_day": command.valid_from, "facts": facts, "reason": "",
        "recorded_at": unit.now, "recorded_by": unit.actor.person_id,
    })
    unit.record(AgencyAdded(agency_id=agency_id, name=facts["name"]))
    return agency_id


def change_agency(command: ChangeAgency, unit: UnitOfWork) -> int:
    agencies = rows.lock_all(unit.connection)
    agency = agencies.get(command.agency_id)
    if agency is None:
        raise NotFound()
    changes = held.by_agency(rows.standing(unit.connection))
    own = changes[command.agency_id]
    _refuse_unseen(command, unit)
    changed = _changed(command, own, unit.today)
    problems = _problems(command, changed, agency, agencies, unit.today)
    if not problems:
        would = _would_stand(command.agency_id, command.from_day, changed)
        after = sorted([*own, would], key=lambda each: each["from_day"])
        problems = checks.clashes(
            command.agency_id, changed, {**changes, command.agency_id: after}, agencies
        )
    if problems:
        raise InvalidInput(problems)
    before = cast("Mapping[str, Any]", held.on(own, command.from_day))
    change_id = rows.add(unit.connection, {
        "agency_id": command.agency_id, "from_day": command.from_day, "facts": changed,
        "reason": command.reason.strip(), "recorded_at": unit.now,
        "recorded_by": unit.actor.person_id,
    })
    unit.record(AgencyChanged(
        agency_id=command.agency_id, change_id=change_id, agency=agency["short_name"],
        from_day=command.from_day, reason=command.reason.strip(),
        facts={name: (in_words(name, before[name], agencies), in_words(name, value, agencies))
               for name, value in changed.items()},
    ))
    _show(unit, command.agency_id)
    return change_id


def _refuse_unseen(command: ChangeAgency, unit: UnitOfWork) -> None:
    """Another administrator was first: this one has not seen what he changed."""
    if command.known is None:
        return
    unseen = [
        row for row in rows.with_names(unit.connection, command.agency_id)
        if row["id"] > command.known
    ]
    if unseen:
        raise AgencyChangedMeanwhile(by=unseen[0]["recorded_by_name"] or "命令行")


def _changed(
    command: ChangeAgency, own: list[AgencyChangeRow], today: date
) -> dict[str, Any]:
    """What of the typed facts is another than what stood in the form."""
    seen = [row for row in own if command.known is None or row["id"] <= command.known]
    shown = cast("Mapping[str, Any]", held.on(seen, max(today, own[0]["from_day"])))
    typed = checks.typed(command.facts)
    return {name: value for name, value in typed.items() if value != shown[name]}


def _problems(
    command: ChangeAgency, changed: Mapping[str, Any], agency: AgencyRow,
    agencies: Mapping[int, AgencyRow], today: date,
) -> dict[str, str]:
    problems = checks.problems(changed)
    if told := checks.day_problem(command.from_day, agency, today):
        problems["from_day"] = told
    if told := checks.reason_problem(command.reason):
        problems["reason"] = told
    if "parent_id" in changed and (told := checks.parent_problem(
        command.agency_id, changed["parent_id"], command.from_day, agencies
    )):
        problems["parent_id"] = told
    if not changed and not problems:
        problems[""] = "没有改动任何内容，不需要变更。"
    return problems


def cancel_agency_change(command: CancelAgencyChange, unit: UnitOfWork) -> None:
    agencies = rows.lock_all(unit.connection)
    row = rows.find(unit.connection, command.change_id)
    if row is None:
        raise NotFound()
    if row["from_day"] <= unit.today:
        raise InvalidInput({"": "这项变更已经生效，不能取消；需要改变的，请另行变更。"})
    agency = agencies[row["agency_id"]]
    own = rows.standing_of(unit.connection, row["agency_id"])
    if own[0]["id"] == row["id"]:
        raise InvalidInput({"": "这是该机关最初的内容，不能取消。"})
    rows.cancel(unit.connection, row["id"], at=unit.now, by=unit.actor.person_id)
    changes = held.by_agency(rows.standing(unit.connection))
    if problems := checks.clashes(row["agency_id"], row["facts"], changes, agencies):
        raise InvalidInput({"": next(iter(problems.values()))})
    unit.record(AgencyChangeCancelled(
        agency_id=row["agency_id"], change_id=row["id"], agency=agency["short_name"],
        from_day=row["from_day"],
    ))


def show_agency_facts(command: ShowAgencyFacts, unit: UnitOfWork) -> None:
    if command.agency_id not in rows.lock_all(unit.connection):
        raise NotFound()
    _show(unit, command.agency_id)


def _show(unit: UnitOfWork, agency_id: int) -> None:
    day = held.shown_on(people_rows.agency(unit.connection, agency_id), unit.today)
    facts = held.agency_on(unit.connection, agency_id, day)
    rows.show(unit.connection, agency_id, facts)


def in_words(name: str, value: Any, agencies: Mapping[int, AgencyRow]) -> str:
    """A fact as people read it."""
    if name == "parent_id":
        return "" if value is None else agencies[value]["name"]
    return AGENCY_KINDS.get(value, value) if name == "kind" else str(value)


def _would_stand(agency_id: int, from_day: date, facts: dict[str, Any]) -> AgencyChangeRow:
    """A change as it will be stored, to be compared with what stands."""
    return cast("AgencyChangeRow", {
        "id": 0, "agency_id": agency_id, "from_day": from_day, "facts": facts,
    })
