"""Time passes: asks every few seconds which cases have a timer due, and fires them.

The only importer of APScheduler, which only ticks: what is due stands in rows. A sweep that
comes late fires everything once, in order; one that comes twice finds nothing.
"""

import logging
import time

from apscheduler.schedulers.background import BackgroundScheduler

from engine import (
    CLOCK,
    CasesDue,
    Engine,
    RecalculateCase,
    Refusal,
    StaleCases,
    TriggerTimers,
)
from engine.workers.commands import Beat, Tidy

log = logging.getLogger("gongkai.ticker")

BATCH = 100


def sweep(engine: Engine) -> int:
    """Fire every timer that is due now, each case in its own transaction. Returns how many.

    A case that cannot be moved is logged and left for the next sweep; the others go on.
    """
    fired, failed = 0, set[int]()
    while True:
        cases = _left(engine.ask(CasesDue(limit=BATCH + len(failed)), CLOCK), failed)
        if not cases:
            return fired
        for case_id in cases:
            try:
                fired += engine.handle(TriggerTimers(case_id=case_id), CLOCK)
            except Exception as error:
                failed.add(case_id)
                _report(error, "timers of case %d not fired", case_id)


def recalculate(engine: Engine, *, seconds: float | None = None) -> int:
    """Give running cases the dates of the calendar in effect, each in its own transaction.

    Stops after ``seconds`` or when none is left, and goes on where it stopped: what is done is
    marked in the case itself. Returns how many were done.
    """
    began, done, failed = time.monotonic(), 0, set[int]()
    while True:
        waiting = _left(engine.ask(StaleCases(limit=BATCH + len(failed)), CLOCK), failed)
        if not waiting:
            return done
        for case_id in waiting:
            if seconds is not None and time.monotonic() - began > seconds:
                return done
            try:
                engine.handle(RecalculateCase(case_id=case_id), CLOCK)
                done += 1
            except Exception as error:
                failed.add(case_id)
                _report(error, "dates of case %d not recomputed", case_id)


def tick(engine: Engine) -> None:
    """One beat: sweep, and say that the ticker lives."""
    sweep(engine)
    engine.handle(Beat(), CLOCK)


def tidy(engine: Engine) -> None:
    """Remove what nobody needs any more."""
    engine.handle(Tidy(), CLOCK)


def start(engine: Engine) -> BackgroundScheduler:
    """Catch up on what fell due while nobody looked, then tick until ``shutdown()``."""
    tick(engine)
    scheduler = BackgroundScheduler(timezone="UTC")
    every = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    seconds = engine.configuration.tick_seconds
    scheduler.add_job(tick, "interval", args=[engine], seconds=seconds, **every)
    scheduler.add_job(
        recalculate, "interval", args=[engine], kwargs={"seconds": seconds * 0.8},
        seconds=seconds, **every,
    )
    scheduler.add_job(tidy, "interval", args=[engine], hours=1, **every)
    scheduler.start()
    return scheduler


def _left(found: list[int], failed: set[int]) -> list[int]:
    return [case for case in found if case not in failed]


def _report(error: Exception, message: str, case_id: int) -> None:
    level = logging.WARNING if isinstance(error, Refusal) else logging.ERROR
    log.log(level, message, case_id, exc_info=True)
