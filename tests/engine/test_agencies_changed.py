"""What is said of an agency holds from a day on: letters and numbers say what held on their day."""

from datetime import date
from typing import Any

import pytest

from engine import (
    AddAgency,
    AddPerson,
    Agencies,
    AgenciesPage,
    AgencyChangedMeanwhile,
    AgencyChangesDue,
    AgencyPage,
    AgencyView,
    CancelAgencyChange,
    ChangeAgency,
    InvalidInput,
    NotPermitted,
    RecordFilter,
    RecordPage,
    Role,
)
from engine.actors.actor import CLOCK
from engine.workers import ticker
from tests.engine.office import (
    DISCLOSED,
    ROOT,
    Office,
    accepted,
    day,
    new_agency,
    reviewed,
    signed,
    submitted,
)


def changed(office: Office, on: date, known: int | None = None, **facts: str) -> int:
    """An administrator changes facts from a day on."""
    return int(office.engine.handle(ChangeAgency(
        agency_id=office.agency_id, from_day=on, facts=facts, reason="周政发〔2026〕8号",
        known=known,
    ), ROOT))


def seen(office: Office, known: int | None = None) -> AgencyView:
    return office.engine.ask(AgencyPage(agency_id=office.agency_id, known=known), ROOT)


def refused(office: Office, on: date, **facts: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        changed(office, on, **facts)
    return refusal.value.problems


def letter_of(office: Office, case_id: int) -> Any:
    return office.case(case_id).letters[-1]


def test_a_letter_says_what_held_on_its_day_and_keeps_it(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED),
                          reviewed(day(3, 4)), signed(day(3, 5))])
    before = letter_of(office, case_id)
    office.clock.go_to(day(3, 9))
    changed(office, day(3, 9), name="周村区财政金融局", short_name="区财政金融局",
            letter_code="周财金公开", court="淄博市周村区人民法院",
            reconsideration_organ="淄博市财政局", address="周村区东门路126号")
    assert letter_of(office, case_id) == before
    assert before.paragraphs[0][1].startswith("周村区财政局")
    later = office.register()
    assert office.case(later).number == "周财金公开申〔2026〕2号"
    office.play(later, [accepted(day(3, 9)), submitted(day(3, 9), DISCLOSED),
                        reviewed(day(3, 9)), signed(day(3, 9))])
    letter = letter_of(office, later)
    assert letter.number == "周财金公开复〔2026〕2号", "the series goes on"
    text = "\n".join(words for _, words in letter.paragraphs)
    for words in ("周村区财政金融局", "淄博市财政局", "淄博市周村区人民法院"):
        assert words in text


def test_a_number_names_the_agency_as_it_was_when_the_request_came(office: Office) -> None:
    changed(office, day(3, 9), letter_code="周财金公开")
    office.clock.go_to(day(3, 10))
    case_id = office.register(arrived_on=day(3, 6), received_on=day(3, 6))
    assert office.case(case_id).number.startswith("周财公开申")


def test_what_is_to_come_is_shown_and_takes_effect_on_its_day(office: Office) -> None:
    changed(office, day(3, 16), name="周村区财政金融局", short_name="区财政金融局")
    view = seen(office)
    assert view.line.agency.name == "周村区财政局"
    assert view.line.changes == 1
    assert (view.changes[0].state, view.changes[0].from_day) == ("coming", day(3, 16))
    office.clock.go_to(day(3, 15))
    assert office.engine.ask(AgencyChangesDue(), CLOCK) == ([], [])
    office.clock.go_to(day(3, 16))
    ticker.change_agencies(office.engine)
    ticker.change_agencies(office.engine)
    view = seen(office)
    assert view.line.agency.name == "周村区财政金融局"
    assert (view.line.changes, view.changes[0].state) == (0, "in_effect")
    assert {each.name for each in office.engine.ask(Agencies(), ROOT)} == {"周村区财政金融局"}


def test_a_change_that_has_not_come_can_be_taken_back_another_cannot(office: Office) -> None:
    change_id = changed(office, day(3, 16), phone="0533-6000099")
    office.engine.handle(CancelAgencyChange(change_id=change_id), ROOT)
    office.clock.go_to(day(3, 17))
    view = seen(office)
    assert view.facts["phone"][1] == "0533-6000001"
    assert view.changes[0].state == "cancelled"
    now = changed(office, day(3, 17), phone="0533-6000099")
    with pytest.raises(InvalidInput, match="已经生效"):
        office.engine.handle(CancelAgencyChange(change_id=now), ROOT)


def test_a_past_day_counts_from_then_and_outlives_a_renaming_after_it(office: Office) -> None:
    changed(office, day(3, 2), name="周村区财政金融局", short_name="区财政金融局")
    changed(office, day(2, 1), phone="0533-6000099")
    view = seen(office)
    assert view.facts["phone"][1] == "0533-6000099"
    assert view.facts["name"][1] == "周村区财政金融局"
    assert [each.facts for each in view.changes[:2]] == [
        (("联系电话", "0533-6000001", "0533-6000099"),),
        (("机关全称", "周村区财政局", "周村区财政金融局"), ("简称", "区财政局", "区财政金融局")),
    ]


def test_two_agencies_never_bear_one_name_or_one_letter_code_in_a_year(office: Office) -> None:
    engine = office.engine
    with pytest.raises(InvalidInput) as refusal:
        engine.handle(new_agency("周财公开"), ROOT)
    assert set(refusal.value.problems) == {"name", "letter_code"}
    engine.handle(new_agency("周民公开"), ROOT)
    clash = refused(office, day(3, 9), name="周村区 周民公开局", letter_code="周民公开")
    assert set(clash) == {"name", "letter_code"}
    changed(office, day(3, 9), letter_code="周财金公开", name="周村区财政金融局")
    other = AddAgency(**{
        **vars(new_agency("周财公开")), "valid_from": day(4, 1), "short_name": "区新财政局",
    })
    with pytest.raises(InvalidInput) as refusal:
        engine.handle(other, ROOT)
    assert set(refusal.value.problems) == {"letter_code"}, "the name is free, the code next year"
    assert "2027年1月1日" in refusal.value.problems["letter_code"]
    next_year = {**vars(other), "valid_from": date(2027, 1, 1)}
    assert engine.handle(AddAgency(**next_year), ROOT)


def test_a_name_that_another_agency_will_bear_is_refused_for_that_time(office: Office) -> None:
    other = office.engine.handle(new_agency("周民公开"), ROOT)
    office.engine.handle(ChangeAgency(
        agency_id=other, from_day=day(6, 1), facts={"name": "周村区大数据局"}, reason="批复",
    ), ROOT)
    assert set(refused(office, day(3, 9), name="周村区大数据局")) == {"name"}


def test_the_second_of_two_administrators_is_told_and_nothing_is_written_over(
    office: Office
) -> None:
    known = seen(office).known
    changed(office, day(3, 2), known, phone="0533-6000011")
    with pytest.raises(AgencyChangedMeanwhile):
        changed(office, day(3, 2), known, phone="0533-6000001", address="周村区东门路126号")
    view = seen(office, known)
    assert view.values["phone"] == "0533-6000011"
    assert view.then["phone"] == "0533-6000001", "what the second had before him"


@pytest.mark.parametrize(("facts", "field"), [
    ({"name": ""}, "name"), ({"letter_code": "ZC-1"}, "letter_code"),
    ({"phone": "0" * 60}, "phone"), ({"kind": "empire"}, "kind"),
    ({"postcode": "2553"}, "postcode"), ({"online_url": "fuyi.example"}, "online_url"),
    ({"name": "周村区\u200b财政局"}, "name"), ({"parent_id": "999"}, "parent_id"), ({}, ""),
])
def test_what_no_letter_could_use_is_refused_at_its_field(
    office: Office, facts: dict[str, str], field: str
) -> None:
    assert set(refused(office, day(3, 9), **facts)) == {field}


@pytest.mark.parametrize("on", [date(2008, 4, 30), date(2126, 3, 2)])
def test_a_day_before_the_agency_or_of_a_slip_is_refused(office: Office, on: date) -> None:
    assert set(refused(office, on, phone="0533-6000099")) == {"from_day"}


def test_a_reason_is_demanded_and_told_in_the_record(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        office.engine.handle(ChangeAgency(
            agency_id=office.agency_id, from_day=day(3, 2), facts={"phone": "0533-1"}, reason=" ",
        ), ROOT)
    assert set(refusal.value.problems) == {"reason"}
    changed(office, day(3, 2), phone="0533-6000099")
    told = office.engine.ask(RecordPage(wanted=RecordFilter(kind="AgencyChanged")), ROOT)
    assert told.events[0].data["facts"] == {"phone": ["0533-6000001", "0533-6000099"]}


def test_an_agency_is_not_its_own_superior(office: Office) -> None:
    below = office.engine.handle(AddAgency(**{
        **vars(new_agency("周民公开")), "parent_id": office.agency_id,
    }), ROOT)
    assert set(refused(office, day(3, 2), parent_id=str(below))) == {"parent_id"}
    assert set(refused(office, day(3, 2), parent_id=str(office.agency_id))) == {"parent_id"}


def test_only_administrators_look_after_agencies(office: Office) -> None:
    for role in (Role.HANDLER, Role.MANAGER):
        with pytest.raises(NotPermitted):
            office.engine.ask(AgenciesPage(), office.people[role])
        with pytest.raises(NotPermitted):
            office.engine.handle(ChangeAgency(
                agency_id=office.agency_id, from_day=day(3, 2), facts={}, reason="无",
            ), office.people[role])


def test_the_list_finds_an_agency_by_its_names_code_and_telephone(office: Office) -> None:
    office.engine.handle(new_agency("周民公开"), ROOT)
    for text in ("财政", "周财公开", "ＺＨＯＵ"):
        found = office.engine.ask(AgenciesPage(text=text), ROOT)
        assert [line.agency.letter_code for line in found] == (
            [] if text == "ＺＨＯＵ" else ["周财公开"])
    assert len(office.engine.ask(AgenciesPage(), ROOT)) == 2


def test_nobody_is_hired_into_an_agency_that_never_was(office: Office) -> None:
    with pytest.raises(InvalidInput, match="所在机关"):
        office.engine.handle(AddPerson(
            sign_in_name="nobody", name="无名", agency_id=999, roles=(Role.HANDLER,),
            password="a long enough phrase 37"), ROOT)
