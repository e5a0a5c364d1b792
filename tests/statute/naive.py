"""A second clock, deliberately naive: one walk over the days, from the words of the law.

It shares nothing with engine.statute: its calendar is a library's, its limits are written out,
it reads the JSON itself and looks at every single day in turn. Slow, and easy to follow.
"""

from datetime import date, timedelta
from typing import Any

from tests.statute.naive_days import ONE, nth
from tests.statute.naive_letters import Letter
from tests.statute.naive_time import Time


class Desk(Time):
    """Everything that may happen to the request on the desk."""

    def answer(self) -> dict[str, Any]:
        """Live through the days and say what came out."""
        for event in self.events:
            if event["on"] < self.received:
                self.remarks.append("before_receipt")
        today = self.received
        last_event = max([self.received, *(event["on"] for event in self.events)])
        horizon = last_event + timedelta(days=600)
        while today <= horizon:
            self.a_day_passes(today)
            for number, event in enumerate(self.events):
                if event["on"] == today and today >= self.received:
                    self.happens(number, event)
            settled = self.over_on is not None and self.open_until < today
            if today >= last_event and (settled or self.fixed or self.waits_for):
                break
            today += ONE
        due = self.fixed or self.over_on
        if not self.fixed and self.open_until == horizon:
            due = None
        if self.waits_for or self.ended in ("withdrawn", "lapsed"):
            due = None
        on_time = None
        if self.reply is not None:
            on_time = due is None or self.reply <= due
            on_time = on_time or (not self.fixed and self.reply <= self.open_until)
            if not on_time:
                self.remarks.append("late_reply")
        return {
            "due": due,
            "on_time": on_time,
            "provisional": self.is_provisional(due),
            "lapsed": self.lapsed,
            "correction_notice": None if self.old or self.ordered else nth(self.received, 7),
            "correction_received": self.correction_until,
            "fee_payment": self.fee_until,
            "consultations": {name: each.limit() for name, each in self.letters.items()},
            "remarks": sorted(self.remarks),
        }

    def is_provisional(self, due: date | None) -> bool:
        """Could the date still move: a calendar not yet known, a delivery not on file?"""
        awaited = {"correction": self.correction_until, "fee": self.fee_until}
        last = due or awaited.get(self.waits_for) or self.received
        if max(last, self.received) > date(2026, 12, 31):
            return True
        if due is None or self.old or self.ordered:
            return False
        for letter in self.letters.values():
            counts = letter.counts or (
                letter.party == "secrecy_authority" and not self.choices["determination_excluded"]
            )
            ended = min(letter.answer or date.max, letter.limit() or date.max)
            if letter.arrived is None and not counts and ended > self.last_restart:
                return True
        return False

    def happens(self, number: int, event: dict[str, Any]) -> None:
        """Something happens; the law decides whether it matters."""
        what = event["type"]
        still = what == "reopened" or (self.ended == "lapsed" and what == "replied")
        if self.ended and not still:
            lapsed = what == "correction_received" and self.lapsed == "30-B"
            self.remarks.append("correction_after_lapse" if lapsed else "after_close")
            return
        getattr(self, what)(number, event)

    def consultation_opened(self, number: int, event: dict[str, Any]) -> None:
        name, today = event["id"], event["on"]
        if name in self.letters:
            self.remarks.append("duplicate_consultation")
            return
        late = self.too_late(today, "consultation_out_of_time")
        letter = Letter(event["party"], today, self.old, self.choices)
        letter.told, letter.counts = event.get("told"), late or bool(self.ordered)
        for later, other in enumerate(self.events):
            if later <= number or other["on"] < self.received:
                continue
            if other["type"] == "withdrawn":
                break
            if other["type"] == "replied" and other.get("served", other["on"]) >= other["on"]:
                break
            if other.get("id") != name or letter.answer is not None:
                continue
            if other["type"] == "consultation_answered":
                letter.answer = other["on"]
                self.opinions_read.append(later)
            elif other["type"] == "consultation_delivered" and letter.arrived is None:
                letter.arrived = other["on"]
                self.opinions_read.append(later)
        if not late and ((self.old and letter.party != "third_party") or self.ordered):
            self.remarks.append("consultation_counts")
        if not self.old and letter.arrived is None:
            self.remarks.append("undelivered_consultation")
        self.letters[name] = letter

    def consultation_delivered(self, number: int, event: dict[str, Any]) -> None:
        if event["id"] not in self.letters:
            self.remarks.append("consultation_not_opened")
        elif number not in self.opinions_read:
            self.remarks.append("consultation_closed")

    def consultation_answered(self, number: int, event: dict[str, Any]) -> None:
        before = len(self.remarks)
        self.consultation_delivered(number, event)
        if len(self.remarks) == before:
            limit = self.letters[event["id"]].limit()
            if limit is not None and event["on"] > limit:
                self.remarks.append("late_opinion")

    def transferred(self, _: int, event: dict[str, Any]) -> None:
        if self.waiting():
            return
        if self.ordered:
            self.remarks.append("term_is_set")
            return
        if self.too_late(event["on"], "transfer_out_of_time"):
            return
        self.remarks.append("transferred")
        if self.choices["transfer_receipt"] == "answering":
            self.begin_again(event["on"])

    def correction_requested(self, _: int, event: dict[str, Any]) -> None:
        today = event["on"]
        again = bool(self.correction)
        if again and not self.old and self.choices["second_correction"] == "refused":
            self.remarks.append("second_correction")
            return
        told = self.told(event)
        if self.went_back_in_time(event) or self.waiting():
            return
        if self.will_be_too_late(today, told, "correction_out_of_time"):
            return
        if not self.old and not self.ordered and told > nth(self.clear_since, 7):
            self.remarks.append("late_correction_notice")
        if again and not self.old:
            self.remarks.append("correction_again")
        if self.ordered:
            self.remarks.append("correction_in_term")
        self.correction = "asked"
        period = event.get("working_days") or self.choices["correction_period_days"]
        begins = self.came(event)
        if self.choices["correction_period_starts"] == "issued":
            begins = today
        self.correction_until = nth(begins, period) if begins else None
        what = self.choices["correction_2007"] if self.old else "restarts"
        if self.ordered:
            what = self.choices["correction_in_term"]
        if what != "runs":
            self.waits_for = "correction"
            self.holds_still = what == "suspends"

    def correction_received(self, _: int, event: dict[str, Any]) -> None:
        if self.correction != "asked":
            asked = any(
                other["type"] == "correction_requested" and other["on"] > event["on"]
                for other in self.events
            )
            too_soon = asked and not self.correction
            self.remarks.append(
                "correction_before_notice" if too_soon else "correction_not_asked")
            return
        if self.correction_until and event["on"] > self.correction_until:
            self.remarks.append("late_correction")
        self.correction, self.clear_since = "done", event["on"]
        if self.waits_for == "correction" and self.holds_still:
            self.waits_for, self.holds_still = "", False
        elif self.waits_for == "correction":
            self.begin_again(event["on"])

    def extended(self, _: int, event: dict[str, Any]) -> None:
        if self.went_back_in_time(event) or self.waiting():
            return
        if self.ordered:
            self.remarks.append("term_is_set")
            return
        if self.fixed:
            self.remarks.append("already_deferred")
            return
        today = event["on"]
        refused = self.will_be_too_late(today, self.told(event), "extension_out_of_time")
        if self.was_extended:
            self.remarks.append("second_extension")
            refused = True
        if event["working_days"] > self.most_extension:
            self.remarks.append("extension_too_long")
            refused = True
        if not refused:
            self.will_be_too_late(today, event.get("served", today), "extension_told_late")
            self.came(event)
            self.was_extended = True
            self.added = event["working_days"]
            self.over_on = None
            self.open_until = date.min

    def reasons_requested(self, _: int, event: dict[str, Any]) -> None:
        if self.old:
            self.remarks.append("reasons_not_available")
        elif self.reasons:
            self.remarks.append("reasons_not_asked")
        elif not self.waiting():
            self.reasons = "asked"
            if self.choices["reasons_effect"] == "restarts":
                self.waits_for = "reasons"

    def reasons_given(self, _: int, event: dict[str, Any]) -> None:
        if self.reasons != "asked":
            self.remarks.append("reasons_not_asked")
            return
        self.reasons = "given"
        if self.waits_for == "reasons":
            self.begin_again(event["on"])

    def deferred(self, _: int, event: dict[str, Any]) -> None:
        if self.reasons != "given":
            self.remarks.append("reasons_not_asked")
            return
        if self.fixed:
            self.remarks.append("already_deferred")
            return
        if self.waiting():
            return
        if self.ordered:
            self.remarks.append("term_is_set")
            return
        if self.too_late(event["on"], "deferral_out_of_time"):
            return
        if event["until"] <= self.would_be_over(event["on"]):
            self.remarks.append("deferral_not_later")
        else:
            self.fixed = event["until"]

    def fee_noticed(self, _: int, event: dict[str, Any]) -> None:
        issued = event.get("issued", event["on"])
        if issued > event["on"]:
            self.remarks.append("fee_issued_too_late")
        elif issued > event.get("served", event["on"]):
            self.remarks.append("served_too_early")
        elif issued < date(2021, 1, 1):
            self.remarks.append("fee_not_in_force")
        elif self.fee:
            self.remarks.append("second_fee_notice")
        elif not self.waiting() and not self.too_late(issued, "fee_notice_late"):
            self.fee = "noticed"
            came = self.came(event)
            self.fee_until = nth(came, 20) if came else None
            self.waits_for = "fee"

    def fee_paid(self, _: int, event: dict[str, Any]) -> None:
        if self.fee != "noticed":
            self.remarks.append("fee_not_noticed")
        elif self.fee_until and event["on"] > self.fee_until:
            self.remarks.append("fee_paid_late")
            self.ended, self.lapsed = "lapsed", "FEE-X"
        else:
            self.fee = "paid"
            self.begin_again(event["on"])

    def withdrawn(self, _: int, event: dict[str, Any]) -> None:
        self.ended = "withdrawn"

    def replied(self, _: int, event: dict[str, Any]) -> None:
        served = event.get("served", event["on"])
        if served < event["on"]:
            self.remarks.append("served_too_early")
            return
        way = event.get("service")
        if way is None:
            self.remarks.append("service_unknown")
        by_signature = way in ("in_person", "online")
        if way == "courier" and event["on"] >= date(2016, 12, 7):
            self.remarks.append("not_postal_enterprise")
            by_signature = True
        self.reply = served if by_signature else event["on"]
        for letter in self.letters.values():
            if not self.ordered and letter.matters() and (letter.told or date.max) > self.reply:
                self.remarks.append("consultation_not_told")
        if not self.ended:
            if self.waits_for == "correction" and self.reply > (self.correction_until or date.max):
                self.lapsed = "30-B"
            if self.waits_for == "fee" and self.reply > (self.fee_until or date.max):
                self.lapsed = "FEE-X"
        self.ended = "replied"

    def reopened(self, _: int, event: dict[str, Any]) -> None:
        """Somebody above has said: answer, within so many days from today."""
        if self.reply is not None:
            self.will_be_too_late(event["on"], self.reply, "late_reply")
        self.ended, self.reply, self.lapsed = "", None, None
        self.correction, self.correction_until = "", None
        if self.fee == "noticed":
            self.fee, self.fee_until = "", None
        self.begin_again(event["on"])
        self.days_given, self.added, self.ordered = event["term"], 0, event["unit"]
