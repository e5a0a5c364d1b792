"""Time passes: asks every few seconds which cases have a timer due, and fires them.

The only importer of APScheduler, which only ticks: what is due stands in rows. A sweep that
comes late fires everything once, in order; one that comes twice finds nothing.
"""

import time
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from engine import (
    CLOCK,
    CasesDue,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnsure,
    Engine,
    RecalculateCase,
    StaleCases,
    TriggerTimers,
)
from engine.workers.commands import Beat, Tidy
from engine.workers.patience import Patience
from engine.workers.steady_time import Every, SteadyTime

BATCH = 100
# No case's own fault: the others would fare no better, and the next beat comes soon.
_NOT_NOW = (DatabaseAway, DatabaseBusy, DatabaseFull, DatabaseUnsure)


def sweep(engine: Engine, patience: Patience | None = None) -> int:
    """Fire every timer that is due now, each case in its own transaction. Returns how many.

    A case that cannot be moved is told once and left for later, ``patience`` says when; the
    others go on. Raises what the database refuses to all of them.
    """
    patience = patience or Patience()
    fired, failed = 0, set[int]()
    while True:
        found = engine.ask(CasesDue(limit=BATCH + len(failed)), CLOCK)
        cases = [case for case in found if case not in failed]
        if not cases:
            return fired
        for case_id in cases:
            what = f"timers of case {case_id}"
            if patience.waits(what):
                failed.add(case_id)
                continue
            try:
                fired += engine.handle(TriggerTimers(case_id=case_id), CLOCK)
                patience.went_well(what)
            except _NOT_NOW:
                raise
            except Exception as error:
                failed.add(case_id)
                patience.failed(what, error)


def recalculate(
    engine: Engine, patience: Patience | None = None, *, seconds: float | None = None
) -> int:
    """Give running cases the dates of the calendar in effect, each in its own transaction.

    Stops after ``seconds`` or when none is left, and goes on where it stopped: what is done is
    marked in the case itself. Returns how many were done. Fails as ``sweep`` does.
    """
    patience = patience or Patience()
    began, done, failed = time.monotonic(), 0, set[int]()
    while True:
        found = engine.ask(StaleCases(limit=BATCH + len(failed)), CLOCK)
        waiting = [case for case in found if case not in failed]
        if not waiting:
            return done
        for case_id in waiting:
            if seconds is not None and time.monotonic() - began > seconds:
                return done
            what = f"dates of case {case_id}"
            if patience.waits(what):
                failed.add(case_id)
                continue
            try:
                engine.handle(RecalculateCase(case_id=case_id), CLOCK)
                done += 1
                patience.went_well(what)
            except _NOT_NOW:
                raise
            except Exception as error:
                failed.add(case_id)
                patience.failed(what, error)


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
        ("new dates", partial(recalculate, engine, patience, seconds=seconds * 0.8), seconds),
        ("tidying up", partial(tidy, engine), 3600),
    ):
        scheduler.add_job(
            patience.try_now, Every(pause), args=[what, job], max_instances=1, coalesce=True,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler
