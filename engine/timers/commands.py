"""Time passes."""

from dataclasses import dataclass

from engine.actors.permissions import THE_CLOCK
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class TriggerTimers(Command[int], permission=THE_CLOCK):
    """Fire a case's due timers in the order of their due moments. By the actor "clock".

    Returns the number fired; nothing due is 0 and does no harm.
    """

    case_id: int
