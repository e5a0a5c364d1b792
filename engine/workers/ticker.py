"""Time passes: asks every few seconds which cases have a timer due, and fires them.

The only importer of APScheduler, which only ticks: what is due stands in rows. A sweep that
comes late fires everything once, in order; one that comes twice finds nothing.
"""

import logging
import time
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from engine.actors.actor import CLOCK
from engine.cases.commands import RecalculateCase
from engine.errors import Refusal
from engine.identity import rows as identity_rows
from engine.installation.engine import Engine
from engine.timers import rows as due_rows
from engine.timers.commands import TriggerTimers
from engine.transaction import rows as idempotency
from engine.workers import rows as worker_rows

log = logging.getLogger("gongkai.scheduler")

BATCH = 100
KEYS_KEPT = timedelta(days=2)


def sweep(engine: Engine) -> int:
    """Fire every timer that is due now, each case in its own transaction. Returns how many.

    A case that cannot be moved is logged and left for the next sweep; the others go on.
    """
    fired, failed = 0, set[int]()
    while True:
        with engine.database.read() as connection:
            due = due_rows.cases_due(connection, engine.now(), BATCH + len(failed))
        cases = [case for case in dict.fromkeys(due) if case not in failed]
        if not cases:
            return fired
        for case_id in cases:
            try:
                fired += engine.handle(TriggerTimers(case_id=case_id), CLOCK)
            except Refusal:
                failed.add(case_id)
                log.warning("timers of case %d not fired", case_id, exc_info=True)
            except Exception:
                failed.add(case_id)
                log.exception("timers of case %d not fired", case_id)


def recalculate(engine: Engine, *, seconds: float | None = None) -> int:
    """Give running cases the dates of the calendar in effect, each in its own transaction.

    Stops after ``seconds`` or when none is left, and goes on where it stopped: what is done is
    marked in the case itself. Returns how many were done.
    """
    began, done, failed = time.monotonic(), 0, set[int]()
    while True:
        waiting = [
            case for case in engine.recalculation(BATCH + len(failed)) if case not in failed
        ]
        if not waiting:
            return done
        for case_id in waiting:
            if seconds is not None and time.monotonic() - began > seconds:
                return done
            try:
                engine.handle(RecalculateCase(case_id=case_id), CLOCK)
                done += 1
            except Refusal:
                failed.add(case_id)
                log.warning("dates of case %d not recomputed", case_id, exc_info=True)
            except Exception:
                failed.add(case_id)
                log.exception("dates of case %d not recomputed", case_id)


def tick(engine: Engine) -> None:
    """One beat: sweep, and say that the ticker lives."""
    sweep(engine)
    with engine.database.write() as connection:
        worker_rows.beat(connection, engine.now())


def tidy(engine: Engine) -> None:
    """Remove what nobody needs any more: old form keys, dead sessions, old attempts."""
    settings, now = engine.settings, engine.now()
    with engine.database.write() as connection:
        idempotency.forget_before(connection, now - KEYS_KEPT)
        identity_rows.forget_attempts_before(connection, now - settings.sign_in_window)
        identity_rows.end_sessions_before(
            connection, seen_before=now - settings.session_idle,
            created_before=now - settings.session_length,
        )


def start(engine: Engine) -> BackgroundScheduler:
    """Catch up on what fell due while nobody looked, then tick until ``shutdown()``."""
    tick(engine)
    scheduler = BackgroundScheduler(timezone="UTC")
    every = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(
        tick, "interval", args=[engine], seconds=engine.settings.tick_seconds, **every
    )
    seconds = engine.settings.tick_seconds
    scheduler.add_job(
        recalculate, "interval", args=[engine], kwargs={"seconds": seconds * 0.8},
        seconds=seconds, **every,
    )
    scheduler.add_job(tidy, "interval", args=[engine], hours=1, **every)
    scheduler.start()
    return scheduler
