"""A round of sign-off: which levels have agreed, whose turn it is, who may not sign again.

《条例》第四条: by the agency's own rules. A level that sends a reply back to an earlier one takes
back what that level and all above it had said.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from engine.actors.roles import SIGNING_LEVELS, Role
from engine.sign_off import rows
from engine.store.shapes import RoundRow, StepRow
from engine.transaction.snapshot import Snapshot

APPROVED: Final = "approved"
RETURNED: Final = "returned"
#: Where a reply is when no level has it: all agreed, or it went back to who drafts it.
CONCLUDED: Final = "concluded"
DRAFTER: Final = "drafter"


def agreed(steps: Sequence[StepRow]) -> dict[Role, StepRow]:
    """The levels whose agreement stands, each with what it said."""
    found: dict[Role, StepRow] = {}
    for step in steps:
        if step["outcome"] == APPROVED:
            found[Role(step["level"])] = step
        elif step["returned_to"] == DRAFTER:
            found.clear()
        else:
            back = SIGNING_LEVELS.index(Role(step["returned_to"]))
            found = {
                level: each for level, each in found.items()
                if SIGNING_LEVELS.index(level) < back
            }
    return found


def turn(round_: RoundRow, steps: Sequence[StepRow]) -> Role | None:
    """The level that has the reply now; None when every level has agreed."""
    said = agreed(steps)
    return next((level for level in levels_of(round_) if level not in said), None)


def levels_of(round_: RoundRow) -> tuple[Role, ...]:
    """The levels of a round, the lowest first, those put in on the way among them."""
    return tuple(Role(level) for level in round_["levels"])


def earlier(round_: RoundRow, level: Role) -> tuple[Role, ...]:
    """The levels of a round to which this one may send the reply back."""
    chain = levels_of(round_)
    return chain[:chain.index(level)] if level in chain else ()


def signed_elsewhere(at: Snapshot, case_id: int, level: Role) -> Iterator[tuple[int, Role]]:
    """Who agreed at another level of the round that goes on, and at which."""
    found = rows.latest_round(at.connection, case_id)
    if found is None or found["ended_at"] is not None:
        return
    for other, step in agreed(rows.steps_of(at.connection, [found["id"]])).items():
        if other is not level and step["person_id"] is not None:
            yield step["person_id"], other
