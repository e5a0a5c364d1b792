"""When a timer fires for each alarm of a diagram: a legal date from the statute, and its moment.

``alarms.yaml`` names the limits with their alarms. Limits are the statute's; how early to warn is
the installation's choice (``Configuration``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.actors.roles import SIGNING_LEVELS, Role
from engine.configuration import Configuration
from engine.statute import Assessment, WorkingDays
from engine.statute.calendar.zone import start_of
from engine.statute.clock.assessment import LIMITS
from engine.statute.clock.ledger import TYPES

FILE = Path(__file__).parent / "alarms.yaml"
_MAY_SAY = "days kept_by level apart"


@dataclass(frozen=True, slots=True)
class Moment:
    """``legal_date``: the limit itself. ``at``: when the timer fires for it."""

    legal_date: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that can be watched. days: the configuration's number, "" for a statutory limit.
    kept_by: the entry of the clock ledger that keeps it, "" for none. level: of the sign-off, for
    which agencies arrange a number of days of their own. apart: it is no case's own but that of
    the thing a step is about (``engine.rules.apart``)."""

    name: str
    title: str
    days: str
    kept_by: str = ""
    level: Role | None = None
    apart: bool = False

    def last_day(
        self, assessment: Assessment, calendar: WorkingDays, configuration: Configuration,
        opened_on: date, arranged: Mapping[Role, int], about: int | None = None,
    ) -> date | None:
        """Its last day for a step that began on ``opened_on``; None while it does not run.

        arranged: the agency's own working days by level, of that day. about: the consultation
        whose step it is.
        """
        if self.apart:
            return None
        if not self.days:
            return assessment.limit(self.name, "" if about is None else str(about))
        days = arranged.get(self.level) if self.level is not None else None
        return calendar.add(opened_on, (days or getattr(configuration, self.days)) - 1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """``before``: the configuration's number of working days; "" fires when the day is over."""

    name: str
    limit: Limit
    before: str

    def moment(
        self, assessment: Assessment, calendar: WorkingDays, configuration: Configuration,
        opened_on: date, arranged: Mapping[Role, int], about: int | None = None,
    ) -> Moment | None:
        """For which date its timer fires, and when; None while there is nothing to wait for."""
        return self.for_day(self.limit.last_day(
            assessment, calendar, configuration, opened_on, arranged, about,
        ), calendar, configuration)

    def for_day(
        self, day: date | None, calendar: WorkingDays, configuration: Configuration
    ) -> Moment | None:
        """When it fires for a limit that ends on this day; None while there is none."""
        if day is None:
            return None
        if self.before:
            early = getattr(configuration, self.before)
            return Moment(day, start_of(calendar.add(day, -early)))
        return Moment(day, start_of(day + timedelta(days=1)))


@cache
def limits() -> dict[str, Limit]:
    """Every limit by its name. Raises FileRefused naming file and line."""
    return {name: _limit(name, item) for name, item in read(FILE).pairs()}


@cache
def alarms() -> dict[str, Alarm]:
    """Every alarm by the name that diagrams say. Raises FileRefused naming file and line."""
    found: dict[str, Alarm] = {}
    for name, item in read(FILE).pairs():
        for alarm, told in item.table("title alarms", _MAY_SAY)["alarms"].pairs():
            if alarm in found:
                raise told.refuse(f"提醒“{alarm}”已经用于另一个期限，请改名")
            found[alarm] = _alarm(alarm, limits()[name], told)
    return found


def _limit(name: str, item: Item) -> Limit:
    row = item.table("title alarms", _MAY_SAY)
    days = _number(row["days"]) if "days" in row else ""
    apart = "apart" in row and row["apart"].flag()
    if not days and not apart and name not in LIMITS:
        raise item.refuse(f"法规中没有期限“{name}”，请改正或者写明days")
    kept_by = row["kept_by"].one_of(TYPES) if "kept_by" in row else ""
    level = Role(row["level"].one_of(frozenset(SIGNING_LEVELS))) if "level" in row else None
    return Limit(name, row["title"].text(), days, kept_by, level, apart)


def _alarm(name: str, limit: Limit, item: Item) -> Alarm:
    row = item.table("", "before after")
    if len(row) != 1 or ("after" in row and not row["after"].flag()):
        raise item.refuse("before: …和after: true应当写且只写一个")
    return Alarm(name, limit, _number(row["before"]) if "before" in row else "")


def _number(item: Item) -> str:
    """The name of one of the configuration's whole numbers."""
    name = item.text()
    if Configuration.__dataclass_fields__.get(name) is None:
        raise item.refuse(f"配置中没有“{name}”，请改正")
    return name
