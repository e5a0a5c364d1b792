"""Who reads, and in which snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, RowMapping

from engine.actors.actor import Actor
from engine.actors.permissions import sees_agency
from engine.cases import register_rows
from engine.errors import NotFound
from engine.processes.forms.form import Form
from engine.rules.calendars.calendars import AgencyCalendars
from engine.rules.in_effect import InEffect
from engine.statute import Assessment, Ledger, Settings, WorkingDays, assess
from engine.statute.calendar.zone import local_day
from engine.store import Row
from engine.transaction.unit_of_work import Surroundings, read_ledger


@dataclass(frozen=True)
class Scope:
    """One actor's view of one snapshot."""

    around: Surroundings
    connection: Connection
    actor: Actor

    @property
    def today(self) -> date:
        return local_day(self.around.now())

    @cached_property
    def in_effect(self) -> InEffect:
        """Calendars and agencies' choices as they are in this snapshot."""
        return self.around.lookout.look(self.connection)

    @property
    def calendars(self) -> AgencyCalendars:
        return self.in_effect.calendars

    def settings_of(self, row: Row) -> Settings:
        """What the case's agency chose, as it stood on the day of receipt."""
        return self.in_effect.settings.of(row["agency_id"], row["received_on"])

    def calendar_of(self, row: Row) -> WorkingDays:
        """The agency's in effect; for a case that has ended, the one it ended under."""
        if row["status"] == "open":
            return self.calendars.of(row["agency_id"])
        return self.around.calendars.of_version(
            self.connection, row["calendar_version"], row["agency_id"], self.calendars
        )

    def last_day_within(self, days: int) -> tuple[date, Mapping[int, date]]:
        """The last due date within so many working days from today, for the cases he sees.

        With it the agencies whose own calendar says another day.
        """
        calendars, today = self.calendars, self.today
        if not self.actor.sees_all_agencies:
            return calendars.of(self.actor.agency_id).add(today, days), {}
        last = calendars.national.add(today, days)
        own = {agency: calendars.of(agency).add(today, days) for agency in calendars.agencies}
        return last, {agency: day for agency, day in own.items() if day != last}

    def visible(self, case_id: int) -> RowMapping:
        """A case of the register. Raises NotFound, also for another agency's."""
        row = register_rows.case_row(self.connection, case_id)
        if row is None or not sees_agency(self.actor, row["agency_id"]):
            raise NotFound()
        return row

    def assess(self, row: Row, *, proof: bool = False) -> tuple[Ledger, Assessment]:
        """A case's clock ledger and what the statute makes of it."""
        ledger = read_ledger(self.connection, row)
        return ledger, assess(
            ledger, calendar=self.calendar_of(row), settings=self.settings_of(row), proof=proof
        )

    def form(self, task: Row) -> Form:
        deployment = self.around.deployments.at(task["process"], task["version"])
        return deployment.forms[task["element"]]

    def outcome_label(self, task: Row) -> str:
        choice = self.form(task).outcome.choice(task["outcome"])
        return choice.label if choice else str(task["outcome"])
