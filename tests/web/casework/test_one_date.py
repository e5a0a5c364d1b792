"""Every date shown for a case is the one that the statute makes of its ledger: on its page, in
lists, in the work of each person, in letters and over the API."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from engine import Engine, ImportHolidayNotice, MyWork, Role
from engine.cases.dates import read_ledger
from engine.example_district import SignIn, play
from engine.statute import Assessment, Discretion, Ledger, WorkingDays, assess
from engine.statute.calendar.zone import ZONE
from engine.store.tables import cases, letters as letter_rows
from tests.conftest import cheap_settings
from tests.engine.office import PASSWORD, ROOT, Office
from tests.web.conftest import Visitor
from web import create_app
from web.frame.language import WEEKDAYS

PRESENT = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE)
REQUESTS = 24


class Known(NamedTuple):
    """A case as it is stored, its ledger, and what the statute makes of that alone."""

    row: Any
    ledger: Ledger
    fresh: Assessment


class District(NamedTuple):
    engine: Engine
    app: Flask
    sign_ins: tuple[SignIn, ...]
    cases: tuple[Known, ...]


@pytest.fixture(scope="module")
def district(
    tmp_path_factory: pytest.TempPathFactory, _migrated_sqlite: Path
) -> Iterator[District]:
    data = tmp_path_factory.mktemp("district")
    (data / "gongkai.sqlite").write_bytes(_migrated_sqlite.read_bytes())
    engine = Engine(
        cheap_settings(data, f"sqlite:///{data / 'gongkai.sqlite'}"), now=lambda: PRESENT
    )
    sign_ins = play(
        engine, passwords=lambda _: PASSWORD, progress=lambda _done, _all: None,
        requests=REQUESTS,
    )
    calendar = WorkingDays.load()
    known = []
    with engine.database.read() as connection:
        for row in connection.execute(select(cases)).mappings():
            ledger = read_ledger(connection, row["id"], row)
            settings = Discretion.at(row["received_on"])
            fresh = assess(ledger, calendar=calendar, discretion=settings, proof=True)
            known.append(Known(row, ledger, fresh))
    app = create_app(engine, engine.configuration)
    yield District(engine, app, sign_ins, tuple(known))
    engine.close()


@pytest.fixture
def reader(district: District) -> Visitor:
    """Somebody of the supervising department, who sees every agency."""
    who = next(each for each in district.sign_ins if Role.SUPERVISOR in each.roles)
    visitor = Visitor(district.app)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"name": who.sign_in_name, "password": PASSWORD})
    assert answer.status_code == 303
    return visitor


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def test_the_district_has_cases_of_every_sort(district: District) -> None:
    states = {known.fresh.state for known in district.cases}
    assert len(district.cases) >= REQUESTS
    assert {"running", "replied"} <= states
    assert any(known.ledger.entries for known in district.cases)
    assert any(known.fresh.provisional for known in district.cases)


def test_the_page_of_a_case_shows_the_date_of_its_ledger(
    district: District, reader: Visitor
) -> None:
    for row, _, fresh in district.cases:
        page = reader.get(f"/cases/{row['id']}?tab=limit").get_data(as_text=True)
        strip = page.split('class="clock-sentence"')[1].split("</p>")[0]
        shown = re.findall(r"<strong>([^<（]+)（(星期.)）", strip)
        meant = fresh.due or fresh.limits.correction_received
        assert shown == ([(in_words(meant), WEEKDAYS[meant.weekday()])] if meant else []), row
        warned = fresh.warning_due not in (None, fresh.due)
        assert ("从严提醒" in strip) is warned
        if warned and fresh.warning_due:
            assert in_words(fresh.warning_due) in strip
        assert ('class="provisional"' in strip) is fresh.provisional
        assert fresh.explanation in page


def test_the_proof_on_paper_is_the_proof_of_the_ledger(
    district: District, reader: Visitor
) -> None:
    for row, _, fresh in district.cases:
        page = reader.get(f"/cases/{row['id']}/proof").get_data(as_text=True)
        table = page.split("<tbody>")[1].split("</tbody>")[0]
        days = re.findall(r'<time datetime="([^"]+)">', table)
        assert days == [day.day.isoformat() for day in fresh.days]
        ordinals = [int(n) for n in re.findall(r'<td class="ordinal">(\d+)</td>', table)]
        assert ordinals == [day.ordinal for day in fresh.days if day.ordinal]


def test_the_register_shows_the_date_of_the_ledger(district: District, reader: Visitor) -> None:
    seen = 0
    address: str | None = "/register"
    while address:
        page = reader.get(address).get_data(as_text=True)
        rows = page.split("data-row")[1:]
        for known in district.cases:
            mine = [row for row in rows if f'/cases/{known.row["id"]}"' in row]
            for row in mine:
                shown = re.findall(r'class="clock-due"><time datetime="([^"]+)"', row)
                assert shown == ([known.fresh.due.isoformat()] if known.fresh.due else [])
                seen += 1
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert seen == len(district.cases)


def test_everybodys_work_shows_the_date_of_the_ledger(district: District) -> None:
    by_id = {known.row["id"]: known.fresh for known in district.cases}
    seen = 0
    for each in district.sign_ins:
        token = district.engine.sign_in(each.sign_in_name, PASSWORD, address="127.0.0.1")
        actor = district.engine.session(token)
        assert actor is not None
        for item in district.engine.ask(MyWork(), actor):
            fresh = by_id[item.case_id]
            assert (item.clock.due_on, item.clock.warning_due_on, item.clock.provisional) == (
                fresh.due, fresh.warning_due, fresh.provisional
            )
            if fresh.state == "running":
                assert item.clock.remaining == fresh.remaining(PRESENT.date())
            seen += 1
    assert seen > 5


def test_letters_carry_the_dates_of_the_ledger_as_it_then_was(district: District) -> None:
    by_id = {known.row["id"]: known for known in district.cases}
    calendar = WorkingDays.load()
    with district.engine.database.read() as connection:
        rows = connection.execute(
            select(letter_rows).where(letter_rows.c.state != "draft")
        ).mappings().all()
    told = 0
    for letter in rows:
        known = by_id[letter["case_id"]]
        received, channel, entries = (
            known.ledger.received, known.ledger.channel, known.ledger.entries
        )
        if letter["kind"] == "acknowledgement":
            due = assess(Ledger(received, channel), calendar=calendar).due
            assert due is not None
            assert in_words(due) in letter["text"]
            told += 1
        if letter["kind"] == "extension_notice":
            at = next(n for n, entry in enumerate(entries) if entry.type == "extended")
            for upto in (at, at + 1):       # before the act, and after it
                due = assess(Ledger(received, channel, entries[:upto]), calendar=calendar).due
                assert due is not None
                assert in_words(due) in letter["text"]
            told += 1
        if letter["kind"] == "correction_lapsed":
            limit = known.fresh.limits.correction_received
            assert limit is not None
            assert in_words(limit) in letter["text"]
            told += 1
    assert told > 5


def test_who_tries_dates_has_the_calendar_in_effect(visitor: Visitor, office: Office) -> None:
    case_id = office.register()
    given = {"received": "2026-03-02", "channel": "in_person"}

    def everywhere(due: date) -> None:
        assert office.case(case_id).assessment.due == due
        page = visitor.get("/calculator", query_string=given).get_data(as_text=True)
        assert f'<p class="due-day">{in_words(due)}' in page
        answer = visitor.browser.post("/api/v1/deadline", json=given).get_json()
        assert answer["due"] == due.isoformat()

    everywhere(date(2026, 3, 30))
    office.engine.handle(ImportHolidayNotice(text="", notice={
        "year": 2026, "title": "放假一天的通知", "published": "2026-03-03",
        "url": "某政发〔2026〕1号", "off": [["放假", "2026-03-16", "2026-03-16"]],
        "worked": [], "whole_year": False,
    }), ROOT)
    everywhere(date(2026, 3, 31))


def test_the_api_answers_the_ledger_of_a_case_with_the_date_on_its_page(
    district: District
) -> None:
    for row, ledger, fresh in district.cases:
        settings = {"suspension_starts": Discretion.at(row["received_on"]).suspension_starts}
        answer = district.app.test_client().post(
            "/api/v1/deadline", content_type="application/json",
            data=json.dumps({**ledger.to_json(), "settings": settings}),
        ).get_json()
        assert answer == fresh.to_json(), row["number"]
        stored = row["due_on"].isoformat() if row["due_on"] else None
        assert answer["due"] == stored
