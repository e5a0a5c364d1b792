"""The verbs that a service task may speak: ``room/verb``, nothing else."""

from collections.abc import Mapping

from engine.cases.act import Operation
from engine.cases.operations import (
    clock_correction_received,
    clock_correction_requested,
    clock_extended,
    record_accepted,
    record_archived,
    record_correction_lapsed,
)
from engine.correspondence import drafting as letter_acts
from engine.correspondence.operations import clock_replied, record_decided
from engine.registration.operations import record_registered
from engine.timers.operations import record_overdue, record_warning

OPERATIONS: Mapping[str, Operation] = {
    "record/registered": record_registered,
    "record/accepted": record_accepted,
    "record/warning": record_warning,
    "record/overdue": record_overdue,
    "record/correction_lapsed": record_correction_lapsed,
    "record/decided": record_decided,
    "record/archived": record_archived,
    "clock/correction_requested": clock_correction_requested,
    "clock/correction_received": clock_correction_received,
    "clock/extended": clock_extended,
    "clock/replied": clock_replied,
    "letter/issue": letter_acts.issue,
}
