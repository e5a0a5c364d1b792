"""The letters of the naive clock: for how long each of them makes the days free."""

from datetime import date
from typing import Any

from tests.statute.naive_days import nth


class Letter:
    """A request for somebody's opinion, with everything the file will ever hold about it.

    old: the regulation of 2007 holds; choices: the readings of the law by which the desk goes.
    """

    def __init__(self, party: str, sent: date, old: bool, choices: dict[str, Any]) -> None:
        self.party, self.sent, self.old, self.choices = party, sent, old, choices
        self.arrived: date | None = None
        self.answer: date | None = None
        self.told: date | None = None
        self.counts = False     # asked in a term in which no time is free

    def limit(self) -> date | None:
        """Fifteen working days from the letter's arrival (of its dispatch while unknown)."""
        return None if self.old else nth(self.arrived or self.sent, 15)

    def matters(self) -> bool:
        """Is there any time that asking this one makes free?"""
        if self.counts or (self.old and self.party != "third_party"):
            return False
        return self.party != "secrecy_authority" or self.choices["determination_excluded"]

    def is_free(self, today: date) -> bool:
        """Is today within the time that the opinion needs?"""
        if not self.matters():
            return False
        begins = self.sent if self.choices["suspension_starts"] == "issued" else self.arrived
        if begins is None or today <= begins:
            return False
        if self.answer is not None and today > self.answer:
            return False
        limit = self.limit()
        return limit is None or today <= limit
