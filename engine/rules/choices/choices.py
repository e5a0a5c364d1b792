"""What agencies chose where the law is silent, each from a day on.

A choice holds for requests received from its day on, and that day always lies ahead when it is
made. So the choices that hold for a case never change, and every date can be computed again.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from engine.statute import Discretion
from engine.statute.values.discretion import Value, all_choices
from engine.store.shapes import AgencyChoiceRow


class AgencyChoices:
    """Every agency's choices that stand. A value that never changes."""

    def __init__(self, rows: Iterable[AgencyChoiceRow]) -> None:
        """``rows``: agency_id, name, from_day, value (None: the default again)."""
        self._rows: dict[int, list[AgencyChoiceRow]] = {}
        for row in sorted(rows, key=lambda each: each["from_day"]):
            self._rows.setdefault(row["agency_id"], []).append(row)
        defaults = {since for choice in all_choices().values() for since, _, _ in choice.values}
        self._days = {
            agency_id: sorted(defaults | {row["from_day"] for row in own})
            for agency_id, own in self._rows.items()
        }
        self._default_days = sorted(defaults)
        self._made: dict[tuple[int | None, date], Discretion] = {}

    def of(self, agency_id: int | None, received: date) -> Discretion:
        """The choices for an agency's requests received on that day."""
        if agency_id not in self._rows:
            agency_id = None
        days = self._default_days if agency_id is None else self._days[agency_id]
        since = days[max(bisect_right(days, received) - 1, 0)]
        if (agency_id, since) not in self._made:
            chosen = self._chosen(agency_id, since)
            self._made[agency_id, since] = Discretion.at(since, **chosen)
        return self._made[agency_id, since]

    def choice(self, agency_id: int, name: str, day: date) -> AgencyChoiceRow | None:
        """The agency's own choice in effect on that day; None while the default holds."""
        held = [row for row in self._rows.get(agency_id, ())
                if row["name"] == name and row["from_day"] <= day]
        return held[-1] if held and held[-1]["value"] is not None else None

    def _chosen(self, agency_id: int | None, day: date) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for row in self._rows.get(agency_id, ()) if agency_id is not None else ():
            if row["from_day"] > day:
                continue
            found.pop(row["name"], None)
            if row["value"] is not None:
                found[row["name"]] = row["value"]
        return found
