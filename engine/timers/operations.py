"""What a diagram may say when a limit comes near or passes."""

from collections.abc import Mapping

from engine.cases.act import Act
from engine.processes.runtime import Scalar
from engine.timers.events import TimeLimitMissed, TimeLimitWarned


def record_warning(act: Act, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A limit comes near: once for each limit and date."""
    if act.timer is not None and act.timer["legal_date"] is not None:
        act.unit.record(TimeLimitWarned(
            limit=parameters["limit"], legal_date=act.timer["legal_date"]
        ), act.case)
    return {}


def record_overdue(act: Act, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A limit passed: once for each limit and date."""
    if act.timer is not None and act.timer["legal_date"] is not None:
        act.unit.record(TimeLimitMissed(
            limit=parameters["limit"], legal_date=act.timer["legal_date"]
        ), act.case)
    return {}
