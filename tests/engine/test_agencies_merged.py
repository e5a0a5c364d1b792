"""An agency goes into another: open cases move with their clock and tasks, what was is found."""

from dataclasses import replace
from datetime import date

import pytest

from engine import (
    Actor,
    AddAgency,
    AddLocalDays,
    AddPerson,
    Agencies,
    AgencyChangesDue,
    AgencyPage,
    CancelAgencyEnding,
    CaseOf,
    ChangeAgency,
    ClaimTask,
    DisablePerson,
    EndAgency,
    InvalidInput,
    MakeAgencyChoice,
    MergedInto,
    MyWork,
    NotFound,
    PreviewOfEnding,
    RegisterFilter,
    RegisterPage,
    RegisterRequest,
    Role,
    StaleCases,
)
from engine.actors.actor import CLOCK
from engine.people import rows
from engine.people.changes import facts as held
from engine.workers import ticker
from tests.engine.office import (
    DISCLOSED,
    HANDLER,
    PASSWORD,
    ROOT,
    Office,
    accepted,
    concluded,
    day,
    new_agency,
    request,
    reviewed,
    signed,
    submitted,
)


@pytest.fixture
def successor(office: Office) -> int:
    """The agency that takes over."""
    return int(office.engine.handle(new_agency("周民公开"), ROOT))


MERGED_ON = day(3, 9)


def merged(office: Office, successor: int | None, on: date = MERGED_ON) -> int:
    return int(office.engine.handle(EndAgency(
        agency_id=office.agency_id, from_day=on, successor_id=successor, reason="机构改革方案",
    ), ROOT))


def of_now(office: Office, person: Actor) -> Actor:
    """The same person as he would be at his next request."""
    with office.engine.database.read() as connection:
        row = rows.find(connection, person.person_id or 0)
        assert row is not None
        return replace(person, agency_id=row["agency_id"], predecessors=held.predecessors(
            connection, row["agency_id"], office.engine.today()))


def move_in(office: Office) -> None:
    """The people of the office act for the agency to which they belong now."""
    office.people = {role: of_now(office, each) for role, each in office.people.items()}


def stranger(office: Office, agency_id: int, *roles: Role) -> Actor:
    person_id = office.engine.handle(AddPerson(
        sign_in_name=f"stranger-{roles[0].value}", name="新同事", agency_id=agency_id, roles=roles,
        password=PASSWORD), ROOT)
    return Actor(person_id=person_id, name="新同事", agency_id=agency_id, roles=frozenset(roles))


def test_an_open_case_goes_on_in_the_successor_to_its_end(office: Office, successor: int) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)])
    before = office.case(case_id)
    office.clock.go_to(day(3, 9))
    merged(office, successor)
    move_in(office)
    after = office.case(case_id)
    assert after.number == before.number == "周财公开申〔2026〕1号"
    assert after.clock.due_on == before.clock.due_on
    assert (after.agency.id, after.handler) == (successor, before.handler)
    assert [(t.element, t.assignee) for t in after.tasks] == [
        (t.element, t.assignee) for t in before.tasks]
    assert "CaseMoved" in office.events(case_id)
    # What was drafted in the old name is drafted anew, and is the successor's letter.
    office.play(case_id, [reviewed(day(3, 10))])
    with pytest.raises(Exception, match="机关名称"):
        office.take(case_id, signed(day(3, 10)))
    step = replace(signed(day(3, 10)), values={"sign_off": "returned", "opinion": "以新机关名义"})
    office.take(case_id, step)
    office.play(case_id, concluded(11, DISCLOSED))
    case = office.case(case_id)
    assert case.status == "archived"
    assert case.letters[-1].number == "周民公开复〔2026〕1号"
    assert case.letters[-1].paragraphs[0][1].startswith("周村区周民公开局")


def test_two_cases_with_the_first_number_of_a_year_stand_beside_each_other(
    office: Office, successor: int
) -> None:
    theirs = stranger(office, successor, Role.INTAKE_OFFICER)
    office.engine.handle(request(day(3, 2)), theirs)
    mine = office.register()
    office.clock.go_to(day(3, 9))
    merged(office, successor)
    found = office.engine.ask(RegisterPage(wanted=RegisterFilter()), theirs)
    assert sorted(row.number for row in found.rows) == [
        "周民公开申〔2026〕1号", "周财公开申〔2026〕1号"]
    assert office.engine.ask(CaseOf(case_id=mine), theirs).agency.id == successor


def test_the_people_come_along_with_their_duties_and_are_told(
    office: Office, successor: int
) -> None:
    case_id = office.register()
    colleague = stranger(office, successor, Role.INTAKE_OFFICER)
    office.clock.go_to(day(3, 9))
    merged(office, successor)
    officer = of_now(office, office.people[Role.INTAKE_OFFICER])
    assert officer.agency_id == successor
    for person in (officer, colleague):
        told = office.engine.ask(MergedInto(), person)
        assert [(each.agency.short_name, each.cases) for each in told] == [("区财政局", 1)]
        assert [t.case_id for t in office.engine.ask(MyWork(), person)] == [case_id]
    office.engine.handle(
        ClaimTask(task_id=office.engine.ask(MyWork(), colleague)[0].id), colleague)
    assert office.engine.ask(MergedInto(), stranger(
        office, office.engine.handle(new_agency("周水公开"), ROOT), Role.HANDLER)) == ()
    office.clock.go_to(day(4, 20))
    assert office.engine.ask(MergedInto(), colleague) == ()


def test_what_was_archived_stays_with_its_agency_and_the_successor_finds_it(
    office: Office, successor: int
) -> None:
    case_id = office.live("disclosed")
    other = office.engine.handle(new_agency("周水公开"), ROOT)
    third = stranger(office, other, Role.HANDLER)
    office.clock.go_to(day(4, 1))
    merged(office, successor, day(4, 1))
    move_in(office)
    handler = office.people[Role.HANDLER]
    found = office.engine.ask(RegisterPage(wanted=RegisterFilter(text="周财公开申")), handler)
    assert [row.id for row in found.rows] == [case_id]
    narrowed = RegisterFilter(agency_id=office.agency_id)
    view = office.engine.ask(RegisterPage(wanted=narrowed), handler)
    assert [row.id for row in view.rows] == [case_id]
    assert [(each.id, each.ended) for each in view.agencies] == [
        (office.agency_id, True), (successor, False)]
    assert office.case(case_id).agency.name == "周村区财政局"
    with pytest.raises(NotFound):
        office.engine.ask(CaseOf(case_id=case_id), third)


def test_the_clock_keeps_the_days_and_choices_of_the_agency_that_registered(
    office: Office, successor: int
) -> None:
    office.engine.handle(AddLocalDays(
        agency_id=office.agency_id, title="搬迁放假", document="周政发〔2026〕3号",
        published=day(3, 1), off="搬迁：2026年3月12日", worked=""), ROOT)
    office.engine.handle(MakeAgencyChoice(
        agency_id=successor, name="correction_period_days", value=7, from_day=day(3, 3),
        basis="本机关规定"), ROOT)
    office.clock.go_to(day(3, 4))
    case_id = office.register()
    due = office.case(case_id).clock.due_on
    office.clock.go_to(day(3, 9))
    merged(office, successor)
    move_in(office)
    assert office.case(case_id).clock.due_on == due == day(4, 2)
    assert office.engine.ask(StaleCases(limit=10), CLOCK) == []
    office.play(case_id, [replace(accepted(day(3, 10)), values={
        "examination": "accepted", "handler": HANDLER})])
    assert office.case(case_id).clock.due_on == due
    office.engine.handle(AddLocalDays(
        agency_id=successor, title="放假", document="周政发〔2026〕4号", published=day(3, 9),
        off="迁址：2026年3月20日", worked=""), ROOT)
    ticker.recalculate(office.engine)
    assert office.case(case_id).clock.due_on == due


def test_a_merging_to_come_waits_for_its_day(office: Office, successor: int) -> None:
    case_id = office.register()
    ending = merged(office, successor, day(3, 16))
    view = office.engine.ask(AgencyPage(agency_id=office.agency_id), ROOT)
    assert (view.line.state, view.endings[0].state) == ("ending", "coming")
    office.clock.go_to(day(3, 15))
    ticker.change_agencies(office.engine)
    assert office.case(case_id).agency.id == office.agency_id
    assert len(office.engine.ask(Agencies(), ROOT)) == 2
    office.clock.go_to(day(3, 16))
    assert office.engine.ask(AgencyChangesDue(), CLOCK) == ([], [ending])
    ticker.change_agencies(office.engine)
    ticker.change_agencies(office.engine)
    move_in(office)
    assert office.case(case_id).agency.id == successor
    assert [each.id for each in office.engine.ask(Agencies(), ROOT)] == [successor]
    with pytest.raises(InvalidInput, match="不能取消"):
        office.engine.handle(CancelAgencyEnding(ending_id=ending), ROOT)


def test_a_merging_taken_back_before_its_day_never_was(office: Office, successor: int) -> None:
    ending = merged(office, successor, day(3, 16))
    office.engine.handle(CancelAgencyEnding(ending_id=ending), ROOT)
    office.clock.go_to(day(3, 17))
    ticker.change_agencies(office.engine)
    view = office.engine.ask(AgencyPage(agency_id=office.agency_id), ROOT)
    assert (view.line.state, view.endings[0].state) == ("valid", "cancelled")
    merged(office, successor, day(3, 17))


def test_an_agency_that_is_no_more_gets_no_other_name(office: Office, successor: int) -> None:
    office.engine.handle(ChangeAgency(
        agency_id=office.agency_id, from_day=day(4, 1), facts={"name": "周村区财政金融局"},
        reason="批复"), ROOT)
    office.clock.go_to(day(3, 9))
    merged(office, successor)
    office.clock.go_to(day(4, 2))
    assert office.engine.ask(AgencyChangesDue(), CLOCK) == ([], [])
    view = office.engine.ask(AgencyPage(agency_id=office.agency_id), ROOT)
    assert view.facts["name"][1] == view.line.agency.name == "周村区财政局"


def test_before_it_is_done_it_is_said_what_will_move(office: Office, successor: int) -> None:
    office.register()
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)])
    told = office.engine.ask(
        PreviewOfEnding(agency_id=office.agency_id, from_day=day(3, 3)), ROOT)
    assert (told.cases, told.people, told.drafts, told.past) == (2, len(office.people), 1, True)


def test_what_cannot_be_is_refused_at_its_field(office: Office, successor: int) -> None:
    def problems(into: int | None, on: date, agency: int = office.agency_id) -> set[str]:
        with pytest.raises(InvalidInput) as refusal:
            office.engine.handle(EndAgency(
                agency_id=agency, from_day=on, successor_id=into, reason="机构改革方案"), ROOT)
        return set(refusal.value.problems)

    office.register()
    assert problems(office.agency_id, day(3, 9)) == {"successor_id"}
    assert problems(999, day(3, 9)) == {"successor_id"}
    assert problems(None, day(3, 2)) == {"successor_id"}, "its open case would be nobody's"
    assert problems(None, day(3, 9)) == {"from_day"}
    assert problems(successor, date(2008, 5, 1)) == {"from_day"}
    later = office.engine.handle(AddAgency(**{
        **vars(new_agency("周水公开")), "valid_from": day(6, 1)}), ROOT)
    assert problems(later, day(5, 1)) == {"successor_id"}, "it has not begun by then"
    merged(office, successor, day(3, 16))
    assert problems(successor, day(3, 20)) == {""}, "the second administrator is told"
    assert problems(office.agency_id, day(3, 20), successor) == {"successor_id"}
    assert problems(later, day(3, 10), successor) >= {""}, "somebody is on the way into it"


def test_an_agency_without_cases_and_people_ends_without_a_successor(office: Office) -> None:
    office.live("disclosed")
    office.clock.go_to(day(4, 1))
    with pytest.raises(InvalidInput, match="能够登录"):
        merged(office, None, day(4, 1))
    for person in office.people.values():
        office.engine.handle(DisablePerson(person_id=person.person_id or 0), ROOT)
    merged(office, None, day(4, 1))
    assert office.engine.ask(Agencies(), ROOT) == ()
    with pytest.raises(InvalidInput, match="所在机关"):
        stranger(office, office.agency_id, Role.HANDLER)


def test_those_below_stand_below_the_successor_and_a_merged_one_may_be_merged_again(
    office: Office, successor: int
) -> None:
    below = office.engine.handle(AddAgency(**{
        **vars(new_agency("周水公开")), "parent_id": office.agency_id}), ROOT)
    case_id = office.live("disclosed")
    office.clock.go_to(day(4, 1))
    merged(office, successor, day(4, 1))
    view = office.engine.ask(AgencyPage(agency_id=below), ROOT)
    assert view.parent is not None
    assert view.parent.id == successor
    office.clock.go_to(day(4, 2))
    office.engine.handle(EndAgency(
        agency_id=successor, from_day=day(4, 2), successor_id=below, reason="批复"), ROOT)
    move_in(office)
    assert office.people[Role.HANDLER].predecessors == {office.agency_id, successor}
    assert office.case(case_id).agency.id == office.agency_id
    view = office.engine.ask(AgencyPage(agency_id=below), ROOT)
    assert view.parent is None
    assert {each.id for each in view.predecessors} == {office.agency_id, successor}


def test_a_request_can_no_longer_be_registered_for_an_agency_that_is_no_more(
    office: Office, successor: int
) -> None:
    officer = office.people[Role.INTAKE_OFFICER]
    office.clock.go_to(day(3, 9))
    merged(office, successor)
    command: RegisterRequest = request(day(3, 9))
    with pytest.raises(InvalidInput, match="已不再办理"):
        office.engine.handle(command, officer)      # a page from before, sent now
    case_id = office.engine.handle(command, of_now(office, officer))
    assert office.engine.ask(
        CaseOf(case_id=case_id), of_now(office, officer)).number == "周民公开申〔2026〕1号"
