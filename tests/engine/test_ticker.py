"""The ticker goes by the time that passes, tells a failure once, and health says what is true."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any

import apscheduler.schedulers.base
import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from engine import HealthOf
from engine.errors import DatabaseAway
from engine.timers.commands import TriggerTimers
from engine.workers import steady_time, ticker
from engine.workers.patience import Patience
from engine.workers.steady_time import Every, SteadyTime
from tests.engine.office import Office, accepted, day


@pytest.fixture
def database_kind() -> str:
    """One kind of database: no matter of it."""
    return "sqlite"


class WallClock(datetime):
    """The clock of the system, which somebody may set while the scheduler runs."""

    shift = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        shown = datetime.now(UTC) + cls.shift
        return shown if tz is None else tz.fromutc(shown.replace(tzinfo=tz))


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[WallClock]]:
    for asks_the_clock in (apscheduler.schedulers.base, steady_time):
        monkeypatch.setattr(asks_the_clock, "datetime", WallClock)
    yield WallClock
    WallClock.shift = timedelta()


@pytest.mark.parametrize(
    "shift", [timedelta(days=-40), timedelta(hours=-1), timedelta(days=730), timedelta(days=36500)],
    ids=str,
)
def test_beats_go_on_though_the_clock_is_set(
    wall_clock: type[WallClock], shift: timedelta
) -> None:
    """Set back it would stand still for forty days; set forward it would make up for two years."""
    beaten = threading.Semaphore(0)
    scheduler = BackgroundScheduler(timezone=SteadyTime())
    scheduler.add_job(beaten.release, Every(0.02), max_instances=1, coalesce=True,
                      misfire_grace_time=None)
    scheduler.start()
    try:
        for _ in range(3):
            assert beaten.acquire(timeout=240)
        wall_clock.shift = shift
        for _ in range(5):
            assert beaten.acquire(timeout=240)
    finally:
        scheduler.shutdown()


def test_the_running_ticker_beats_by_its_own_time(
    office: Office, wall_clock: type[WallClock]
) -> None:
    office.engine.configuration = replace(
        office.engine.configuration, tick_seconds=0.02)  # type: ignore[arg-type]
    beats = threading.Semaphore(0)
    handle = office.engine.handle

    def counted(command: Any, *rest: Any, **more: Any) -> Any:
        found = handle(command, *rest, **more)
        if type(command).__name__ == "Beat":
            beats.release()
        return found

    office.engine.handle = counted  # type: ignore[method-assign]
    running = ticker.start(office.engine)
    try:
        for shift in (timedelta(), timedelta(days=-40), timedelta(days=800)):
            wall_clock.shift = shift
            for _ in range(3):
                assert beats.acquire(timeout=240)
    finally:
        running.shutdown()


def test_a_beat_in_the_future_is_no_beat(office: Office) -> None:
    ticker.tick(office.engine)
    assert office.engine.ask(HealthOf()).problems == ()
    office.clock.moment -= timedelta(hours=3)
    [problem] = office.engine.ask(HealthOf()).problems
    assert "时钟" in problem
    ticker.tick(office.engine)
    assert office.engine.ask(HealthOf()).problems == (), "the next beat says how it is"


# -- what fails again and again ------------------------------------------------------------------


class Elapsed:
    """The time that passes, by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_poisoned_case_is_told_once_and_tried_later_and_later(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A day of beats: before, the same traceback stood in the log every five seconds."""
    broken, sound = office.register(), office.register()
    for case_id in (broken, sound):
        office.take(case_id, accepted(day(3, 3)))
    handle, tried = office.engine.handle, list[float]()
    elapsed = Elapsed()

    def failing(command: object, actor: object, **kwargs: object) -> object:
        if command == TriggerTimers(case_id=broken):
            tried.append(elapsed.seconds)
            raise RuntimeError("disturbed")
        return handle(command, actor, **kwargs)  # type: ignore[arg-type]

    patience = Patience(elapsed)
    office.clock.go_to(day(3, 24))
    with monkeypatch.context() as disturbed, caplog.at_level(logging.INFO, "gongkai.ticker"):
        disturbed.setattr(office.engine, "handle", failing)
        assert ticker.sweep(office.engine, patience) == 1, "the others go on"
        while elapsed.seconds < 24 * 3600:
            elapsed.seconds += 60
            assert ticker.sweep(office.engine, patience) == 0
        assert len(tried) < 40
        pauses = [after - before for before, after in pairwise(tried)]
        assert pauses == sorted(pauses)
        assert max(pauses) <= 3660
        [told] = caplog.records
        assert f"case {broken}" in told.getMessage()
        assert told.exc_info is not None
    elapsed.seconds += 4000
    with caplog.at_level(logging.INFO, "gongkai.ticker"):
        assert ticker.sweep(office.engine, patience) == 1, "it was mended, and goes through"
    assert "goes on" in caplog.records[-1].getMessage()


def test_another_reason_is_told_again(caplog: pytest.LogCaptureFixture) -> None:
    patience = Patience(Elapsed())
    for error in (KeyError("a"), KeyError("a"), KeyError("b")):
        patience.failed("timers of case 1", error)
    assert len(caplog.records) == 2


def test_a_database_that_is_away_is_no_fault_of_the_cases(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.clock.go_to(day(3, 24))

    def away(*_: object, **__: object) -> object:
        raise DatabaseAway

    patience = Patience(Elapsed())
    with monkeypatch.context() as disturbed:
        disturbed.setattr(office.engine, "handle", away)
        for _ in range(20):
            patience.try_now("the beat", lambda: ticker.tick(office.engine, patience))
    assert len(caplog.records) == 1
    assert ticker.sweep(office.engine, patience) == 1, "nothing has to be waited for"
