"""Whether the installation is well, for the watchman and for who looks after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import letters.paper.pdf
from engine.actors.permissions import ADMINISTRATORS, ANYBODY
from engine.administration.duties_page import DutiesUnheld, UnheldDuties, duties_unheld
from engine.people.agencies import AgencyRef, PersonRef, agencies_offered
from engine.people.names import people_seen
from engine.rules.calendars.alarm import calendar_alarm
from engine.rules.in_effect import in_effect
from engine.store import migrations
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot
from engine.workers import rows

SECONDS_WITHOUT_TICK = 60
BACKUP_EVERY = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Health:
    """Is the installation well: used by /healthz and the system page."""

    database: str
    revision: str
    ticker_seen_at: datetime | None
    calendar_until: int        # last year with a published calendar
    audit_seq: int
    pdf: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SystemView:
    """The system page. alarm: which year's arrangement is missing, "" when none.

    backup_at: when the last backup was made, None for never; backup_due: that is too long ago.
    unheld: where a step of a case would find nobody.
    """

    health: Health
    backup_at: datetime | None
    backup_due: bool
    unheld: tuple[UnheldDuties, ...]
    people: tuple[PersonRef, ...]
    agencies: tuple[AgencyRef, ...]
    alarm: str


@dataclass(frozen=True, kw_only=True)
class HealthOf(Question[Health], permission=ANYBODY):
    """Is the installation well; says nothing of any case or person."""


@dataclass(frozen=True, kw_only=True)
class SystemPage(Question[SystemView], permission=ADMINISTRATORS):
    """Health, agencies and people in one look."""


def health_of(question: HealthOf | SystemPage, at: Snapshot) -> Health:
    found = rows.look(at.connection)
    problems = []
    if found.ticker_seen_at is None:
        problems.append("定时器尚未运行")
    elif (silence := (at.now - found.ticker_seen_at).total_seconds()) > SECONDS_WITHOUT_TICK:
        problems.append("定时器已超过一分钟没有运行")
    elif silence < -SECONDS_WITHOUT_TICK:      # the clock was set back: nobody ticked tomorrow
        problems.append("定时器最近一次运行的时间晚于现在，系统时钟可能被调整过，请核对")
    return Health(
        database=at.around.database.url.get_backend_name(), revision=migrations.head(),
        ticker_seen_at=found.ticker_seen_at,
        calendar_until=in_effect(at).calendars.national.last_published_year,
        audit_seq=found.audit_seq, pdf=letters.paper.pdf.available(), problems=tuple(problems),
    )


def system_page(question: SystemPage, at: Snapshot) -> SystemView:
    backup_at = rows.look(at.connection).backup_at
    return SystemView(
        backup_at=backup_at,
        backup_due=backup_at is None or at.now - backup_at > BACKUP_EVERY,
        unheld=duties_unheld(DutiesUnheld(), at), health=health_of(question, at),
        people=people_seen(at), agencies=agencies_offered(at),
        alarm=calendar_alarm(at),
    )
