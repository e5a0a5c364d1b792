"""Time passes: asks every few seconds which cases have a timer due, and fires them.

The only importer of APScheduler, which only ticks: what is due stands in rows. A sweep that
comes late fires everything once, in order; one that comes twice finds nothing.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler

from engine import (
    CLOCK,
    AgencyChangesDue,
    CarryOutEnding,
    CasesDue,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnsure,
    Engine,
    RecalculateCase,
    ShowAgencyFacts,
    StaleCases,
    TriggerTimers,
)
from engine.workers.commands import Beat, Tidy
from engine.workers.patience import Patience
from engine.workers.steady_time import Every, SteadyTime

T = TypeVar("T")
BATCH = 100
# No case's own fault: the others would fare no better, and the next beat comes soon.
_NOT_NOW = (DatabaseAway, DatabaseBusy, DatabaseFull, DatabaseUnsure)


def sweep(engine: Engine, patience: Patience | None = None) -> int:
    """Fire every timer that is due now, each case in its own transaction. Returns how many.

    A case that cannot be moved is told once and left for later, ``patience`` says when; the
    others go on. Raises what the database refuses to all of them.
    """
    return sum(_each_case(
        "timers", lambda most: engine.ask(CasesDue(limit=most), CLOCK),
        lambda case_id: engine.handle(TriggerTimers(case_id=case_id), CLOCK),
        patience or Patience(),
    ))


def recalculate(
    engine: Engine, patience: Patience | None = None, *, seconds: float | None = None
) -> int:
    """Give running cases the dates of the calendar in effect, each in its own transaction.

    Stops after ``seconds`` or when none is left, and goes on where it stopped: what is done is
    marked in the case itself. Returns how many were done. Fails as ``sweep`` does.
    """
    began = time.monotonic()
    return sum(1 for _ in _each_case(
        "dates", lambda most: engine.ask(StaleCases(limit=most), CLOCK),
        lambda case_id: engine.handle(RecalculateCase(case_id=case_id), CLOCK),
        patience or Patience(),
        enough=lambda: seconds is not None and time.monotonic() - began > seconds,
    ))


def _each_case(
    what: str, ask: Callable[[int], Sequence[int]], move: Callable[[int], T], patience: Patience,
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[T]:
    """Move what is asked for, case by case, until that is enough or all the others fail.

    ask: at most so many cases, the next ones first. Yields what each move gave.
    """
    failed = set[int]()
    while cases := [case for case in ask(BATCH + len(failed)) if case not in failed]:
        for case_id in cases:
            if enough():
                return
            name = f"{what} of case {case_id}"
            if patience.waits(name):
                failed.add(case_id)
                continue
            try:
                moved = move(case_id)
                patience.went_well(name)
            except _NOT_NOW:
                raise
            except Exception as error:
                failed.add(case_id)
                patience.failed(name, error)
            else:
                yield moved


def change_agencies(engine: Engine) -> None:
    """Agencies whose day has come bear their new facts, or go into others."""
    stale, endings = engine.ask(AgencyChangesDue(), CLOCK)
    for agency_id in stale:
        engine.handle(ShowAgencyFacts(agency_id=agency_id), CLOCK)
    for ending_id in endings:
        engine.handle(CarryOutEnding(ending_id=ending_id), CLOCK)


def tick(engine: Engine, patience: Patience | None = None) -> None:
    """One beat: sweep, and say that the ticker lives."""
    sweep(engine, patience)
    engine.handle(Beat(), CLOCK)


def tidy(engine: Engine) -> None:
    """Remove what nobody needs any more."""
    engine.handle(Tidy(), CLOCK)


def start(engine: Engine) -> BackgroundScheduler:
    """Catch up on what fell due while nobody looked, then tick until ``shutdown()``.

    The beat goes by the time that passes, not by the clock on the wall, which may be set.
    """
    patience = Patience()
    tick(engine, patience)
    scheduler = BackgroundScheduler(timezone=SteadyTime())
    seconds = engine.configuration.tick_seconds
    for what, job, pause in (
        ("the beat", partial(tick, engine, patience), seconds),
        ("agencies", partial(change_agencies, engine), seconds),
        ("new dates", partial(recalculate, engine, patience, seconds=seconds * 0.8), seconds),
        ("tidying up", partial(tidy, engine), 3600),
    ):
        scheduler.add_job(
            patience.try_now, Every(pause), args=[what, job], max_instances=1, coalesce=True,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler
