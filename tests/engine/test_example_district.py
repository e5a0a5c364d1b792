"""The example district: believable, lawful, and made by nothing but commands."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import letters
from engine import Actor, Engine, MonitorPage, RegisterFilter, RegisterPage, Role, Upload
from engine.attachments import uploads
from engine.cases.dates import read_ledger
from engine.example_district import SignIn, installing, papers, play
from engine.example_district.applicants import everybody
from engine.example_district.district import offices
from engine.example_district.matters import all_matters
from engine.record import chain as audit
from engine.statute import WorkingDays, assess
from engine.statute.calendar.zone import ZONE, local_day
from engine.store.tables import (
    agencies,
    audit_events,
    cases,
    consultations,
    excesses,
    fees,
    letters as letter_rows,
    remedy_cases,
    tasks,
    timers,
    transfers,
)
from engine.workers import ticker as scheduler
from tests.conftest import cheap_settings
from tests.engine.office import LATEST
from tests.engine.playing import PRESENT, password_of, quiet

REQUESTS = 96


class District:
    """The played district, with what the tests look at read once."""

    def __init__(self, engine: Engine, sign_ins: tuple[SignIn, ...]) -> None:
        self.engine, self.sign_ins = engine, sign_ins
        with engine.database.read() as connection:
            self.cases = connection.execute(select(cases)).mappings().all()
            self.tasks = connection.execute(select(tasks)).mappings().all()
            self.letters = connection.execute(select(letter_rows)).mappings().all()
            self.events = connection.execute(
                select(audit_events).order_by(audit_events.c.seq)
            ).mappings().all()
            self.timers = connection.execute(select(timers)).mappings().all()
            self.transfers = connection.execute(select(transfers)).mappings().all()
            self.consultations = connection.execute(select(consultations)).mappings().all()
            self.fees = connection.execute(select(fees)).mappings().all()
            self.excesses = connection.execute(select(excesses)).mappings().all()
            self.remedies = connection.execute(select(remedy_cases)).mappings().all()


@pytest.fixture(scope="module")
def district(
    tmp_path_factory: pytest.TempPathFactory, _migrated_sqlite: Path
) -> Iterator[District]:
    data = tmp_path_factory.mktemp("district")
    (data / "gongkai.sqlite").write_bytes(_migrated_sqlite.read_bytes())
    engine = Engine(
        cheap_settings(data, f"sqlite:///{data / 'gongkai.sqlite'}"), now=lambda: PRESENT,
        processes=LATEST,
    )
    yield District(
        engine, play(engine, passwords=password_of, progress=quiet, requests=REQUESTS)
    )
    engine.close()


@pytest.fixture
def supervisor() -> Actor:
    return Actor(
        person_id=1, name="主管", agency_id=1, roles=frozenset({Role.SUPERVISOR})
    )


# -- what an office would want to see ------------------------------------------------------


def test_every_step_that_people_do_is_waited_at_today(district: District) -> None:
    # Nobody there arranged that a reply is signed at more levels than the usual one.
    steps = {task for task, form in LATEST.latest.forms.items()
             if form.signs in (None, Role.REVIEWER)}
    assert {task["element"] for task in district.tasks if task["state"] == "open"} == steps


def test_every_kind_of_reply_has_been_given(district: District) -> None:
    replies = {kind.name for kind in letters.kinds().values() if kind.series == "reply"}
    archived = {case["letter_kind"] for case in district.cases if case["status"] == "archived"}
    assert archived == replies


def test_what_stands_beside_the_life_has_also_come_to_its_end(district: District) -> None:
    """So that registers and statistics show something of it."""
    assert {row["opinion"] for row in district.consultations if row["state"] == "closed"} >= {
        "agree", "disagree"}
    assert {row["state"] for row in district.fees} >= {"paid", "lapsed"}
    assert {row["outcome"] for row in district.remedies} >= {"", "upheld", "corrected", "other"}
    assert {row["finding"] for row in district.excesses} >= {"reasonable", "unreasonable"}
    assert {row["state"] for row in district.transfers} >= {"proposed", "offered", "accepted"}
    assert any(event["kind"] == "CaseReopened" for event in district.events)


def test_most_requests_end_in_openness(district: District) -> None:
    kinds = [case["letter_kind"] for case in district.cases if case["letter_kind"]]
    opened = [k for k in kinds if k in {"disclosed", "already_public", "partly_disclosed"}]
    assert 0.4 < len(opened) / len(kinds) < 0.8


def test_every_area_channel_and_kind_of_applicant_occurs(district: District) -> None:
    assert {case["area"] for case in district.cases} == {each.area for each in all_matters()}
    assert {case["channel"] for case in district.cases} == {
        "internet", "signed_post", "in_person", "ordinary_post", "fax"
    }
    with district.engine.database.read() as connection:
        asked = set(connection.execute(select(cases.c.agency_id)).scalars())
        known = set(connection.execute(select(agencies.c.id)).scalars())
    assert asked == known


def test_some_are_overdue_some_near_some_paused_some_provisional(
    district: District, supervisor: Actor
) -> None:
    total = district.engine.ask(MonitorPage(), supervisor).total
    assert total.overdue >= 2
    assert 0 < total.within_1 < total.within_3 < total.within_5 < total.open
    states = [case["clock_state"] for case in district.cases]
    assert "paused_correction" in states
    assert any(case["provisional"] for case in district.cases)
    page = district.engine.ask(RegisterPage(wanted=RegisterFilter(due="provisional")), supervisor)
    assert all(row.clock.due_on and row.clock.due_on.year == 2027 for row in page.rows)


def test_a_few_replies_came_late_and_were_supervised(district: District) -> None:
    late = {case["id"] for case in district.cases if case["on_time"] is False}
    assert 0 < len(late) < REQUESTS / 10
    answered = {task["case_id"] for task in district.tasks
                if task["element"] == "supervise_overdue" and task["state"] == "completed"}
    assert late <= answered


def test_letters_arrived_are_on_their_way_and_came_back(district: District) -> None:
    assert {letter["state"] for letter in district.letters} == {
        "draft", "issued", "sent", "returned", "served"}
    waiting = [letter for letter in district.letters if letter["state"] == "issued"]
    assert {letter["series"] for letter in waiting if letter["kind"] != "acknowledgement"} == {
        "reply"}, "notices were brought to the applicant on their day"
    assert any(event["kind"] == "LetterReturned" for event in district.events)
    archived = {case["id"] for case in district.cases if case["status"] == "archived"}
    assert {letter["state"] for letter in district.letters if letter["case_id"] in archived
            and letter["kind"] != "acknowledgement"} == {"served"}


def test_a_person_confirmed_each_lapse(district: District) -> None:
    lapsed = [event for event in district.events if event["kind"] == "CorrectionLapsed"]
    assert lapsed
    assert all(event["actor_id"] for event in lapsed)


def test_saved_and_claimed_work_lies_on_desks(district: District) -> None:
    waiting = [task for task in district.tasks if task["state"] == "open"]
    assert any(task["draft"] for task in waiting)
    assert any(task["assignee_id"] and task["role"] != "handler" for task in waiting)


def test_letters_go_to_whom_the_case_says_and_name_their_own_agency(district: District) -> None:
    by_id = {case["id"]: case for case in district.cases}
    with district.engine.database.read() as connection:
        rows = connection.execute(select(agencies.c.id, agencies.c.name)).mappings()
        names = {row["id"]: row["name"] for row in rows}
    for letter in district.letters:
        case = by_id[letter["case_id"]]
        lines = letter["text"].splitlines()
        assert names[letter["agency_id"]] in lines
        quoted = case["subject"].replace("“", "‘").replace("”", "’")
        asked = case["subject"] in letter["text"] or f"“{quoted}”" in letter["text"]
        assert asked or ("【补正】" in case["description"] and "经补正，申请公开" in letter["text"])
        assert "{" not in letter["text"]


# -- lawful --------------------------------------------------------------------------------


def test_the_record_holds(district: District) -> None:
    with district.engine.database.read() as connection:
        assert audit.verify(connection) is None


def test_every_due_date_is_what_the_statute_makes_of_its_ledger(district: District) -> None:
    calendar = WorkingDays.load()
    with district.engine.database.read() as connection:
        for case in district.cases:
            fresh = assess(read_ledger(connection, case["id"], case), calendar=calendar)
            assert (fresh.due, fresh.warning_due, fresh.provisional, fresh.on_time) == (
                case["due_on"], case["warning_due_on"], case["provisional"], case["on_time"]
            ), case["number"]


def test_nobody_checked_his_own_work(district: District) -> None:
    drafters = defaultdict(set)
    for task in district.tasks:
        if task["element"] == "draft_reply" and task["state"] == "completed":
            drafters[task["case_id"]].add(task["ended_by"])
    checks = [task for task in district.tasks if task["state"] == "completed" and task["element"]
              in {"review_confidentiality", "approve_reply", "approve_extension"}]
    assert len(checks) > REQUESTS
    assert not [task for task in checks if task["ended_by"] in drafters[task["case_id"]]]


def test_nobody_holds_both_sides_of_a_separation_of_duties() -> None:
    for office in offices():
        for checking in (Role.REVIEWER, Role.CONFIDENTIALITY_REVIEWER):
            assert not set(office.people[Role.HANDLER]) & set(office.people[checking])
            assert office.people[checking], office.name
        for role in (Role.INTAKE_OFFICER, Role.HANDLER, Role.LEGAL_OFFICER, Role.MANAGER):
            assert office.people[role], (office.name, role)


def test_numbers_of_each_agency_year_and_series_have_no_gap(district: District) -> None:
    issued = defaultdict(list)
    for letter in district.letters:
        if letter["state"] != "draft":
            key = letter["agency_id"], letter["year"], letter["series"]
            issued[key].append(letter["sequence"])
    registered = defaultdict(list)
    # What an agency took over has a number in its register as well.
    taken = [each["number_there"] for each in district.transfers if each["number_there"]]
    assert taken
    for number in (*(case["number"] for case in district.cases), *taken):
        series, _, place = number.removesuffix("号").partition("〕")
        registered[series].append(int(place))
    for sequences in (*issued.values(), *registered.values()):
        assert sorted(sequences) == list(range(1, len(sequences) + 1))


def test_people_work_in_office_hours_and_time_never_runs_back(district: District) -> None:
    calendar = WorkingDays.load()
    moments = [event["at"].astimezone(ZONE) for event in district.events]
    assert moments == sorted(moments)
    assert moments[-1] <= PRESENT
    for event, moment in zip(district.events, moments, strict=True):
        if event["actor_id"] is not None:
            assert calendar.is_working_day(moment.date()), moment
            morning = time(8, 30) <= moment.time() < time(12)
            assert morning or time(13, 30) <= moment.time() < time(17, 30), moment


def test_the_timer_fired_on_the_day_it_was_due(district: District) -> None:
    missed = [e for e in district.events if e["kind"] == "TimeLimitMissed"]
    assert missed
    for event in missed:
        day_after = date.fromisoformat(event["data"]["legal_date"]) + timedelta(days=1)
        assert local_day(event["at"]) == day_after
    assert not [t for t in district.timers if t["due_at"] and t["due_at"] <= PRESENT]
    assert scheduler.sweep(district.engine) == 0


def test_a_repeated_request_points_at_the_reply_it_repeats(district: District) -> None:
    numbers = {letter["number"]: letter for letter in district.letters}
    repeated = [letter for letter in district.letters if letter["kind"] == "repeated_request"]
    assert repeated
    for letter in repeated:
        earlier = numbers[letter["facts"]["earlier_reply_number"]]
        assert earlier["case_id"] != letter["case_id"]
        assert local_day(earlier["issued_at"]).isoformat() == letter["facts"]["earlier_reply_on"]


# -- people and papers ---------------------------------------------------------------------


def test_everybody_signs_in_with_the_password_made_for_him(district: District) -> None:
    assert len({each.sign_in_name for each in district.sign_ins}) == len(district.sign_ins)
    for each in (district.sign_ins[0], district.sign_ins[-1]):
        password = password_of(each.sign_in_name)
        assert each.password == password
        token = district.engine.sign_in(each.sign_in_name, password, address="127.0.0.1")
        actor = district.engine.session(token)
        assert actor is not None
        assert (actor.name, actor.roles) == (each.name, frozenset(each.roles))


def test_a_good_selection_can_play_a_whole_case(district: District) -> None:
    chosen = installing.selection(district.sign_ins)
    assert {role for each in chosen for role in each.roles} == set(Role)
    workers = [each for each in chosen
               if not {Role.SUPERVISOR, Role.ADMINISTRATOR} & set(each.roles)]
    assert len({each.agency for each in workers}) == 1


def test_identity_numbers_belong_to_nobody() -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for applicant in everybody(1).persons:
        *digits, check = applicant.id_number
        total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        assert "10X98765432"[total % 11] != check


@pytest.mark.parametrize("make", [papers.pdf, papers.docx])
def test_example_papers_are_files_an_office_would_accept(
    make: Callable[[str, str, list[str]], Upload]
) -> None:
    name, lines = "政府信息公开申请表", ["申请人：王建国 <甲&乙>", ""]
    upload = make(name, name, lines)
    assert upload == make(name, name, lines)
    assert uploads.inspect(upload.name, upload.content).name == upload.name
