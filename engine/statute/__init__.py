"""The law as dated data, and the one computation of every statutory date.

Pure: standard library and YAML. Start with :func:`assess` and :class:`WorkingDays`.
"""

from engine.statute import (
    deadline,
    fees,
    grounds,
    parameters,
    periods,
    receipt,
    remedies,
    rule_sets,
    what_if,
)
from engine.statute.assessment import Assessment, Limits
from engine.statute.clock import assess
from engine.statute.findings import Finding
from engine.statute.ledger import Entry, Ledger, MalformedLedger
from engine.statute.local_days import UnreadableDays, read_local_days
from engine.statute.notice_text import UnreadableNotice, read_notice
from engine.statute.notices import ContradictoryNotice, Notice, OffRange
from engine.statute.parameters import NotInForce
from engine.statute.proof import DayRow
from engine.statute.receipt import UnknownChannel
from engine.statute.settings import Settings
from engine.statute.working_days import DayReason, OutsideCalendar, WorkingDays

__all__ = [
    "Assessment",
    "ContradictoryNotice",
    "DayReason",
    "DayRow",
    "Entry",
    "Finding",
    "Ledger",
    "Limits",
    "MalformedLedger",
    "NotInForce",
    "Notice",
    "OffRange",
    "OutsideCalendar",
    "Settings",
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
