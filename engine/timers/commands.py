"""Time passes."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TriggerTimers:
    """Fire a case's due timers in the order of their due moments. By the actor "clock".

    Returns the number fired; nothing due is 0 and does no harm.
    """

    case_id: int
