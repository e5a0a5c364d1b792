"""One example district as the notice describes it, with two years of requests.

Everything is made by the commands that officers use, at past moments, so that letters,
warnings, lapses and the record are the real ones. Nothing writes a row of its own.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from engine.example_district.acts import ACTS, Stage
from engine.example_district.district import SignIn, found
from engine.example_district.office_hours import A_DAY
from engine.example_district.plans import draw_plans
from engine.installation.engine import Engine
from engine.statute.calendar.zone import ZONE, local_day
from engine.workers import ticker as scheduler

__all__ = ["SignIn", "play"]

REQUESTS = 200
SEED = 20150812     # the day of the notice


@dataclass
class _Clock:
    """The moment that the engine takes for the present."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


def play(
    engine: Engine, *, passwords: Callable[[str], str], progress: Callable[[int, int], None],
    requests: int = REQUESTS, seed: int = SEED,
) -> tuple[SignIn, ...]:
    """Let a district live through two years up to ``engine.now()``, in an empty installation.

    passwords: given a sign-in name, the password to set. progress: told how many requests of
    how many have been entered so far. Returns everybody who may sign in. Raises Refusal when
    a command is refused.
    """
    present = engine.now()
    hours, plans = draw_plans(seed, requests, present, engine.published.latest.forms)
    acts = [
        (minute, plan.number, order)
        for plan in plans for order, (minute, _) in enumerate(plan.acts)
        if hours.moment(minute) <= present
    ]
    heapq.heapify(acts)
    first = hours.moment(acts[0][0])
    # The working day before: whoever is added has his own password from that day on.
    clock = _Clock(hours.moment(hours.opening(first.date()) - A_DAY))
    past = engine.at(clock)
    actors, sign_ins = found(past, passwords)
    stage, entered = Stage(past, actors), 0
    while acts:
        minute, number, order = heapq.heappop(acts)
        moment = hours.moment(minute)
        _pass_days(past, clock, moment)
        clock.moment = moment
        act = plans[number].acts[order][1]
        ACTS[act](stage, plans[number])
        if act == "register":
            entered += 1
            progress(entered, len(plans))
    _pass_days(past, clock, present)
    clock.moment = present
    scheduler.sweep(past)
    return sign_ins


def _pass_days(past: Engine, clock: _Clock, until: datetime) -> None:
    """Each midnight up to a moment the timers that are due go off, as they do on a server."""
    day = local_day(clock.moment) + timedelta(days=1)
    while day <= local_day(until):
        clock.moment = datetime.combine(day, time(0, 0, 5), ZONE)
        scheduler.sweep(past)
        day += timedelta(days=1)
