"""What a diagram may say about registering."""

from collections.abc import Mapping

from engine.cases.act import Act
from engine.processes.runtime import Scalar
from engine.registration.events import RequestRegistered


def record_registered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Entered in the register (art. 45)."""
    row = act.case.row
    act.unit.record(RequestRegistered(
        number=row["number"], channel=row["channel"], received_on=row["received_on"],
        due_on=act.case.assessment.due,
    ), act.case)
    return {}
