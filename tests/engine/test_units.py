"""Units of an agency: from a day to a day, and people who belong to one."""

from datetime import date

import pytest

from engine import (
    AccountPage,
    AddUnit,
    AgencyPage,
    AssignUnit,
    EndAgency,
    EndUnit,
    InvalidInput,
    NotPermitted,
    Role,
)
from tests.engine.office import ROOT, Office, day, new_agency


def unit(office: Office, name: str = "预算科", on: date | None = None) -> int:
    return int(office.engine.handle(AddUnit(
        agency_id=office.agency_id, name=name, valid_from=on or day(3, 2)), ROOT))


def test_a_person_belongs_to_a_unit_until_it_ends(office: Office) -> None:
    person = office.people[Role.HANDLER].person_id or 0
    unit_id = unit(office)
    office.engine.handle(AssignUnit(person_id=person, unit_id=unit_id), ROOT)
    account = office.engine.ask(AccountPage(person_id=person), ROOT)
    assert (account.unit_id, account.units) == (unit_id, ((unit_id, "预算科"),))
    assert account.history[0].data["unit"] == "预算科"
    view = office.engine.ask(AgencyPage(agency_id=office.agency_id), ROOT)
    assert [(each.name, each.people) for each in view.units] == [("预算科", 1)]
    office.engine.handle(EndUnit(unit_id=unit_id, last_day=day(3, 2)), ROOT)
    assert office.engine.ask(AccountPage(person_id=person), ROOT).unit_id is None
    office.clock.go_to(day(3, 3))
    assert office.engine.ask(AccountPage(person_id=person), ROOT).units == ()
    assert unit(office, on=day(3, 3)) != unit_id, "the name is free again"


def test_what_cannot_be_is_refused_at_its_field(office: Office) -> None:
    unit_id = unit(office)
    for name, on, field in (
        ("预算 科", day(3, 2), "name"), ("", day(3, 2), "name"), ("甲" * 61, day(3, 2), "name"),
        ("国库科", date(2000, 1, 1), "valid_from"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            unit(office, name, on)
        assert set(refusal.value.problems) == {field}
    with pytest.raises(InvalidInput):
        office.engine.handle(EndUnit(unit_id=unit_id, last_day=day(3, 9)), ROOT)
    with pytest.raises(NotPermitted):
        office.engine.handle(
            EndUnit(unit_id=unit_id, last_day=day(3, 2)), office.people[Role.MANAGER])


def test_nobody_belongs_to_another_agencys_unit(office: Office) -> None:
    other = office.engine.handle(new_agency("周民公开"), ROOT)
    theirs = office.engine.handle(
        AddUnit(agency_id=other, name="救助科", valid_from=day(3, 2)), ROOT)
    person = office.people[Role.HANDLER].person_id or 0
    with pytest.raises(InvalidInput, match="本机关的科室"):
        office.engine.handle(AssignUnit(person_id=person, unit_id=theirs), ROOT)
    mine = unit(office)
    office.engine.handle(AssignUnit(person_id=person, unit_id=mine), ROOT)
    office.engine.handle(EndAgency(
        agency_id=office.agency_id, from_day=day(3, 2), successor_id=other, reason="批复"), ROOT)
    account = office.engine.ask(AccountPage(person_id=person), ROOT)
    assert (account.unit_id, account.units) == (None, ((theirs, "救助科"),))
    ended = office.engine.ask(AgencyPage(agency_id=office.agency_id), ROOT).units
    assert [each.valid_to for each in ended] == [day(3, 1)]
