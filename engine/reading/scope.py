"""Who reads, and in which snapshot. What a person may see is decided here.

Own agency, or all for the supervising department; anything else is NotFound, as if it did
not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine import views
from engine.calendars import AgencyCalendars
from engine.errors import NotFound
from engine.in_effect import InEffect
from engine.limits import local_day
from engine.roles import Role
from engine.statute import Assessment, Ledger, Settings, WorkingDays, assess
from engine.store import Row, people, register
from engine.task_forms import Form
from engine.unit_of_work import Surroundings, read_ledger
from engine.who_may import sees_agency


@dataclass(frozen=True)
class Scope:
    """One actor's view of one snapshot."""

    around: Surroundings
    connection: Connection
    actor: views.Actor

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
        row = register.case_row(self.connection, case_id)
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
        definition = self.around.published.at(task["process"], task["version"])
        return definition.forms[task["element"]]

    def outcome_label(self, task: Row) -> str:
        choice = self.form(task).outcome.choice(task["outcome"])
        return choice.label if choice else str(task["outcome"])


def agencies_seen(scope: Scope) -> dict[int, views.AgencyRef]:
    """The agencies that he may look at by id: his own; all, for who watches or administers."""
    everything = scope.actor.sees_all_agencies or Role.ADMINISTRATOR in scope.actor.roles
    return {
        row["id"]: views.AgencyRef(id=row["id"], name=row["name"],
                                   short_name=row["short_name"], kind=row["kind"])
        for row in people.all_agencies(scope.connection)
        if everything or row["id"] == scope.actor.agency_id
    }


def agency_of(row: Row) -> views.AgencyRef:
    return views.AgencyRef(
        id=row["agency_id"], name=row["agency_name"], short_name=row["agency_short_name"],
        kind=row["agency_kind"],
    )


_MOST_STARS = 4


def mask_name(name: str, kind: str) -> str:
    """A natural person's name with all but the first character hidden; organisations in full.

    The stars of a long name do not count its characters.
    """
    if kind != "natural_person" or not name:
        return name
    return name[0] + "*" * min(max(1, len(name) - 1), _MOST_STARS)


def opinion_text(form: Form, values: Mapping[str, Any]) -> str:
    """The longer texts and the numbers somebody wrote in a step, for those who act after him."""
    shown = {"paragraphs": "{value}", "number": "{label}：{value}"}
    return "\n".join(
        shown[each.type].format(label=each.label, value=values[each.name])
        for each in form.fields
        if each.type in shown and values.get(each.name) not in (None, "")
    )
