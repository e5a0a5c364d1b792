"""What a diagram may say when a registration is void."""

from collections.abc import Mapping

from engine.cases.act import Act
from engine.mending.voiding import enter_voided
from engine.processes.runtime import Scalar


def record_voided(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The number stays, void; whatever stands beside the life is called off."""
    enter_voided(act)
    return {}
