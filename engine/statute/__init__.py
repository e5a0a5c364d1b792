"""The law as dated data, and the one computation of every statutory date.

Pure: standard library and YAML. Start with :func:`assess` and :class:`WorkingDays`.
"""

from engine.statute.calendar.local_days import UnreadableDays, read_local_days
from engine.statute.calendar.notice_text import (
    UndatedNotice,
    UnreadableNotice,
    read_notice,
)
from engine.statute.calendar.notices import ContradictoryNotice, Notice, OffRange
from engine.statute.calendar.working_days import DayReason, OutsideCalendar, WorkingDays
from engine.statute.clock import deadline, periods, what_if
from engine.statute.clock.assess import assess
from engine.statute.clock.assessment import Assessment, Limits
from engine.statute.clock.ledger import Entry, Ledger, MalformedLedger
from engine.statute.clock.proof import DayRow
from engine.statute.values import fees, grounds, parameters, receipt, remedies, rule_sets
from engine.statute.values.discretion import Discretion
from engine.statute.values.findings import Finding
from engine.statute.values.parameters import NotInForce
from engine.statute.values.receipt import UnknownChannel

__all__ = [
    "Assessment",
    "ContradictoryNotice",
    "DayReason",
    "DayRow",
    "Discretion",
    "Entry",
    "Finding",
    "Ledger",
    "Limits",
    "MalformedLedger",
    "NotInForce",
    "Notice",
    "OffRange",
    "OutsideCalendar",
    "UndatedNotice",
    "UnknownChannel",
    "UnreadableDays",
    "UnreadableNotice",
    "WorkingDays",
    "assess",
    "deadline",
    "fees",
    "grounds",
    "parameters",
    "periods",
    "read_local_days",
    "read_notice",
    "receipt",
    "remedies",
    "rule_sets",
    "what_if",
]
