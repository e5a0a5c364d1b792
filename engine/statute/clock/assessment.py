"""The answer of the clock: dates, findings, and the proof behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.statute.clock.acts.in_turn import lapse
from engine.statute.clock.proof import DayRow, day_rows, explanation
from engine.statute.clock.reading import Reading
from engine.statute.values.discretion import all_choices
from engine.statute.values.findings import Finding, date_in_words


@dataclass(frozen=True, slots=True)
class Limits:
    """Last days of the limits beside the reply. None: no such limit, or not running.

    correction_notice: for telling the applicant to correct. consultations: for each opinion,
    by the consultation's id. fee_payment: for paying the fee. correction_received: end of the
    applicant's correction period.
    """

    correction_notice: date | None
    consultations: Mapping[str, date | None]
    fee_payment: date | None
    correction_received: date | None

    def to_json(self) -> dict[str, Any]:
        """The limits as JSON, dates in ISO form."""
        return {
            "correction_notice": _iso(self.correction_notice),
            "consultations": {key: _iso(day) for key, day in self.consultations.items()},
            "fee_payment": _iso(self.fee_payment),
            "correction_received": _iso(self.correction_received),
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the statute makes of a ledger.

    due: last day for the reply; None while the applicant has to act, and after withdrawal or
    lapse. warning_due: the earliest date under any reading of what the law leaves open.
    provisional: the date may still move (year without a notice, delivery not recorded).
    lapsed: None or the reason code (30-B, FEE-X). on_time: None until replied.
    """

    rule_set: str
    due: date | None
    provisional: bool
    warning_due: date | None
    limits: Limits
    lapsed: str | None
    on_time: bool | None
    findings: tuple[Finding, ...]
    days: tuple[DayRow, ...]
    state: str
    reading: Reading = field(repr=False, compare=False)

    def limit(self, name: str, about: str = "") -> date | None:
        """The last day of one of :data:`LIMITS`; None while it does not run. about: the id of the
        consultation, where each has its own. Raises KeyError."""
        return LIMITS[name](self, about)

    @property
    def replied_on(self) -> date | None:
        """The day the reply is dated by (way of service considered); None before."""
        return self.reading.closed_on if self.state == "replied" else None

    @property
    def explanation(self) -> str:
        """The due date in one Chinese sentence that a letter or a court paper can carry."""
        return explanation(self.reading, self.due, provisional=self.provisional, lapsed=self.lapsed)

    @property
    def choices_applied(self) -> tuple[str, ...]:
        """What the agency decides where the law is silent, as far as this due date depends on it.

        Chinese, one choice each: what is decided, and how.
        """
        known, discretion = all_choices(), self.reading.discretion
        return tuple(
            f"{known[name].title}：{known[name].words(getattr(discretion, name))}"
            for name in self.reading.open_questions() if self.reading.depends_on(name)
        )

    def proof(self) -> tuple[DayRow, ...]:
        """Every day from receipt to the due date, counted or not, and why."""
        return self.days or day_rows(self.reading, self.due)

    def state_on(self, today: date) -> str:
        """running, paused_correction, paused_consultation, paused_fee, lapsed, replied, withdrawn.

        Unlike ``state`` it knows the day, so a consultation past its limit no longer pauses.
        """
        return state_of(self.reading, today)

    def remaining(self, today: date) -> int:
        """Working days left: 0 on the due day, negative when overdue, frozen while paused.

        After the case is closed it stays what it was on the closing day.
        """
        reading = self.reading
        if reading.closed_on is not None:
            today = min(today, reading.closed_on)
        if reading.waiting_since is not None:
            return _left(reading, min(today, reading.waiting_since))
        if self.due is not None and today > self.due:
            return -reading.calendar.count(self.due, today)
        if self.due is not None and (reading.until or reading.term):
            return reading.calendar.count(today, self.due)
        return _left(reading, today)

    def to_json(self, *, proof: bool = False) -> dict[str, Any]:
        """The answer of ``gongkai deadline``."""
        answer: dict[str, Any] = {
            "rule_set": self.rule_set,
            "due": _iso(self.due),
            "provisional": self.provisional,
            "warning_due": _iso(self.warning_due),
            "limits": self.limits.to_json(),
            "lapsed": self.lapsed,
            "on_time": self.on_time,
            "state": self.state,
            "findings": [finding.to_json() for finding in self.findings],
            "explanation": self.explanation,
        }
        if proof:
            answer["days"] = [row.to_json() for row in self.proof()]
        return answer


def speaks_against(need: str, assessment: Assessment, today: date) -> str:
    """Why a reply that needs this (``grounds.NEEDS``) would contradict the ledger; "" else."""
    reading = assessment.reading
    on = {entry.type: date_in_words(entry.on) for entry in reading.ledger.entries}
    if need == "correction_received":
        corrected = reading.corrected_on is not None and reading.waiting != "correction"
        return "" if corrected else (
            "没有登记收到补正的申请，不能以补正后仍不明确答复"
        )
    if need == "withdrawn":
        return "" if reading.closed == "withdrawn" else "没有登记申请人撤回申请，不能终止办理"
    waited, code, act, omission = _WAITED[need]
    if (lapse(reading, today) or assessment.lapsed) == code:
        return ""
    limit = reading.waiting_limit
    if f"{waited}_received" in on or f"{waited}_paid" in on:
        day = on.get(f"{waited}_received") or on.get(f"{waited}_paid")
        return f"申请人已于{day}{act}，不能以{omission}答复"
    if reading.waiting == waited and limit is not None:
        return f"申请人{act}的期限至{date_in_words(limit)}，尚未届满，不能以{omission}答复"
    if reading.waiting == waited:
        return f"通知申请人{act}的文书尚未登记送达，期限没有开始，不能以{omission}答复"
    return f"没有通知过申请人{act}，不能以{omission}答复"


_WAITED = {
    "correction_lapsed": ("correction", "30-B", "补正", "逾期不补正"),
    "fee_lapsed": ("fee", "FEE-X", "缴费", "逾期不缴费"),
}


def _reply(assessment: Assessment, _: str) -> date | None:
    # The earlier reading where two differ: a warning must never come too late.
    ended = assessment.state in {"replied", "lapsed", "withdrawn"}
    return None if ended else assessment.warning_due or assessment.due


LIMITS: Mapping[str, Callable[[Assessment, str], date | None]] = {
    "reply": _reply,
    "correction_notice": lambda assessment, _: assessment.limits.correction_notice,
    "correction_period": lambda assessment, _: assessment.limits.correction_received,
    "fee_payment": lambda assessment, _: assessment.limits.fee_payment,
    "consultation": lambda assessment, about: assessment.limits.consultations.get(about),
}
"""The limits of one request by name, each with the question that gives its last day, of one
consultation where each has its own."""


def state_of(reading: Reading, today: date | None) -> str:
    """The state of the clock on a day, or as far as the ledger alone tells."""
    if reading.closed:
        return reading.closed
    if reading.waiting:
        limit = reading.waiting_limit
        if today is not None and limit is not None and today > limit:
            return "lapsed"
        return "paused_fee" if reading.waiting == "fee" else "paused_correction"
    if reading.until is None and reading.term is None:
        for made in reading.consultations.values():
            after = made.excluded_from
            if made.answered is not None or after is None:
                continue
            if made.limit is not None and made.limit <= reading.start:
                continue
            if today is None or (after <= today and (made.limit is None or today <= made.limit)):
                return "paused_consultation"
    return "running"


def _left(reading: Reading, today: date) -> int:
    used = reading.calendar.count(reading.start, today)
    for after, upto in reading.excluded():
        used -= reading.calendar.count(after, today if upto is None else min(upto, today))
    return reading.total - used


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
