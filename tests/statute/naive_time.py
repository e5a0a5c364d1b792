"""The time of the naive clock: one desk, one request, and the days that pass over it."""

from copy import copy
from datetime import date
from typing import Any

from tests.statute.naive_days import ONE, works
from tests.statute.naive_letters import Letter

DATES = ("on", "served", "issued", "until", "told")
DEFAULTS = {
    "suspension_starts": "issued",
    "correction_period_days": 10,
    "correction_period_starts": "served",
    "notice_day": "issued",
    "reasons_effect": "runs",
    "determination_excluded": True,
    "extension_survives_restart": True,
    "correction_2007": "restarts",
    "second_correction": "refused",
    "correction_in_term": "restarts",
    "transfer_receipt": "first",
}


class Time:
    """The desk on which one request lies, and what the days do to it."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.received = date.fromisoformat(facts["received"])
        self.old = self.received <= date(2019, 5, 14)
        self.choices = {**DEFAULTS, **facts.get("settings", {})}
        self.events = []
        for event in facts.get("events", []):
            self.events.append(
                {k: date.fromisoformat(v) if k in DATES else v for k, v in event.items()}
            )
        self.events.sort(key=lambda event: event["on"])
        self.remarks: list[str] = []
        self.days_given = 15 if self.old else 20
        self.most_extension = 15 if self.old else 20
        self.added = 0
        self.was_extended = False
        self.counted = 0
        self.over_on: date | None = None
        self.open_until = date.min
        self.fixed: date | None = None
        self.ordered = ""       # the unit of a term that somebody above has set
        self.holds_still = False
        self.clear_since = self.received
        self.waits_for = ""
        self.correction = self.fee = self.reasons = ""
        self.correction_until: date | None = None
        self.fee_until: date | None = None
        self.letters: dict[str, Letter] = {}
        self.opinions_read: list[int] = []
        self.ended = ""
        self.reply: date | None = None
        self.lapsed: str | None = None
        self.last_restart = self.received

    def a_day_passes(self, today: date) -> None:
        """Is this one of the days given for the reply?"""
        if today <= self.last_restart or self.fixed:
            return
        if self.waits_for and not self.holds_still:
            return
        free = bool(self.waits_for) or self.somebody_is_asked(today)
        if self.over_on:
            if free and self.open_until == today - ONE:
                # Asked on the last day or before: no day has been counted since.
                self.open_until = today
                self.over_on = today if works(today) else self.over_on
        elif self.ordered == "calendar_days" or (works(today) and not free):
            self.counted += 1
            if self.counted >= self.days_given + self.added and works(today):
                self.over_on = self.open_until = today

    def somebody_is_asked(self, today: date) -> bool:
        """Does any letter make today free?"""
        if self.ordered:
            return False
        return any(each.is_free(today) for each in self.letters.values())

    def told(self, event: dict[str, Any]) -> date:
        """The day on which the applicant counts as told."""
        by_service = self.choices["notice_day"] == "served"
        return event.get("served", event["on"]) if by_service else event["on"]

    def went_back_in_time(self, event: dict[str, Any]) -> bool:
        """Is a letter said to have come before it went?"""
        wrong = event.get("served", event["on"]) < event["on"]
        if wrong:
            self.remarks.append("served_too_early")
        return wrong

    def came(self, event: dict[str, Any]) -> date | None:
        """The day on which a notice came; nobody knows while it is on its way."""
        if "served" not in event and event.get("awaiting_service"):
            self.remarks.append("service_awaited")
            return None
        return event.get("served", event["on"])

    def will_be_too_late(self, today: date, later: date, remark: str) -> bool:
        """If nothing more happens after today, will the time have gone by before that day?"""
        ghost = copy(self)
        while today < later:
            today += ONE
            ghost.a_day_passes(today)
        return ghost.too_late(later, remark)

    def too_late(self, today: date, remark: str) -> bool:
        """Has the time for the reply gone by before today?"""
        end = self.fixed or (self.over_on and self.open_until)
        if self.waits_for or end is None or today <= end:
            return False
        self.remarks.append(remark)
        return True

    def waiting(self) -> bool:
        """Is it the applicant's turn, so that no time for the reply runs?"""
        if self.waits_for:
            self.remarks.append("no_running_period")
        return bool(self.waits_for)

    def begin_again(self, today: date) -> None:
        """From tomorrow the days are counted from one."""
        self.last_restart = today
        self.counted = 0
        self.over_on = self.fixed = None
        self.open_until = date.min
        self.waits_for = ""
        self.holds_still = False
        if not self.choices["extension_survives_restart"]:
            self.added = 0

    def would_be_over(self, today: date) -> date:
        """The last day, if nothing more were to happen."""
        counted, end = self.counted, self.over_on
        while end is None:
            today += ONE
            counted += works(today) and not self.somebody_is_asked(today)
            if counted == self.days_given + self.added:
                end = today
        while self.somebody_is_asked(today + ONE):
            today += ONE
            end = today if works(today) else end
        return end
