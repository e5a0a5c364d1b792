"""The example district is planned and played at any time, on any database."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from engine import Engine
from engine.example_district import play
from engine.example_district.plans import draw_plans
from engine.processes.published import Published, load
from engine.statute.calendar.zone import ZONE
from engine.store.tables import audit_events, cases, letters as letter_rows
from tests.conftest import cheap_settings
from tests.engine.office import LATEST
from tests.engine.playing import PRESENT, password_of, quiet


def test_the_same_seed_gives_the_same_register_on_either_database(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    registers = []
    for url in (sqlite_url, postgres_url):
        engine = Engine(cheap_settings(tmp_path, url), now=lambda: PRESENT)
        play(engine, passwords=password_of, progress=quiet, requests=16)
        with engine.database.read() as connection:
            registers.append(register_of(connection))
        engine.close()
    assert registers[0] == registers[1]


def register_of(connection: Connection) -> list[object]:
    rows = connection.execute(select(cases).order_by(cases.c.id)).mappings()
    issued = connection.execute(select(letter_rows.c.number, letter_rows.c.text)
                                .order_by(letter_rows.c.id))
    events = connection.execute(select(audit_events.c.at, audit_events.c.kind)
                                .order_by(audit_events.c.seq))
    # PostgreSQL counts ids on although a transaction was given up: they may have gaps.
    cases_ = [{**row, "id": None, "applicant_id": None} for row in rows]
    return cases_ + [tuple(row) for row in (*issued, *events)]


@pytest.mark.parametrize("day", [
    date(2026, 11, 24),     # a Tuesday
    date(2026, 11, 22),     # a Sunday
    date(2026, 2, 20),      # within the Spring Festival
    date(2026, 2, 14),      # a Saturday on which offices work
    date(2027, 1, 4),       # in a year without a published calendar
], ids=str)
@pytest.mark.parametrize("hour", [time(0, 20), time(8, 31), time(12, 45), time(17, 29)], ids=str)
@pytest.mark.parametrize("processes", [load(), LATEST], ids=["published", "drafts"])
def test_plans_fit_any_present_moment(day: date, hour: time, processes: Published) -> None:
    present = datetime.combine(day, hour, ZONE)
    hours, plans = draw_plans(7, 200, present, processes.latest.forms)
    assert len(plans) == 200
    for plan in plans:
        moments = [hours.moment(minute) for minute, _ in plan.acts]
        assert moments == sorted(moments)
        assert plan.arrived_on <= plan.received_on <= moments[0].date()
        days = {act: moment.date() for (_, act), moment in zip(plan.acts, moments, strict=True)}
        assert plan.acts[0][1] == "register"
        # The timer must have fired before people answer it: art. 33 and art. 30.
        start = days.get("receive_correction", plan.received_on)
        if "supervise" in days:
            assert days["supervise"] > hours.calendar.add(start, 20 + plan.extended)
        if plan.kind == "correction_lapsed" and "draft" in days:
            assert days["draft"] > hours.calendar.add(days["write_notice"], 10)
    ahead = [plan for plan in plans if hours.moment(plan.acts[-1][0]) > present]
    assert len(ahead) <= 2      # nearly all of what is planned has happened


def test_what_a_release_lacks_changes_nothing() -> None:
    plans = [draw_plans(7, 200, PRESENT, steps)[1] for steps in ((), load().release(3).forms)]
    assert plans[0] == plans[1]


def test_a_district_made_at_night_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    night = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)      # half past two in China
    engine = Engine(cheap_settings(tmp_path, sqlite_url), now=lambda: night)
    told: list[tuple[int, int]] = []
    play(engine, passwords=password_of, progress=lambda *so_far: told.append(so_far), requests=60)
    assert told == [(n, 60) for n in range(1, 61)]
    engine.close()
