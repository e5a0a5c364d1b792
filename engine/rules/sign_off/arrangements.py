"""The levels by which agencies sign their replies, and how long each may take.

《条例》第四条: an organ has its own working rules for disclosure. An arrangement holds from its day
on, which lies ahead when it is made; a round of sign-off goes by what held when it began.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.actors.roles import SIGNING_LEVELS, Role
from engine.store.shapes import ArrangementRow

#: The arrangement of every kind of reply that has none of its own.
EVERY_REPLY = ""
MOST_LEVELS = 4
MOST_DAYS = 20
#: What holds for an agency that arranged nothing: one level, the leader in charge.
ONE_LEVEL: tuple[Role, ...] = (Role.REVIEWER,)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """levels: by group of reply (``REPLY_GROUPS``, ``EVERY_REPLY``), lowest first. days: working
    days by level; a level that is not named has the installation's number."""

    levels: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    days: Mapping[Role, int] = field(default_factory=dict)

    def of(self, group: str) -> tuple[Role, ...]:
        """The levels for a reply of this group, in the order in which they are asked."""
        return self.levels.get(group) or self.levels.get(EVERY_REPLY) or ONE_LEVEL

    @property
    def needed(self) -> frozenset[Role]:
        """Every level that some reply comes to."""
        every = self.levels.get(EVERY_REPLY) or ONE_LEVEL
        return frozenset(role for chain in (every, *self.levels.values()) for role in chain)


def in_order(levels: Iterable[Role]) -> tuple[Role, ...]:
    """Levels as they are asked, the lowest first, each once."""
    wanted = set(levels)
    return tuple(level for level in SIGNING_LEVELS if level in wanted)


def read(row: ArrangementRow) -> Arrangement:
    """A stored arrangement."""
    return Arrangement(
        levels={group: in_order(map(Role, chain)) for group, chain in row["levels"].items()},
        days={Role(level): int(days) for level, days in row["days"].items()},
    )


class AgencyArrangements:
    """Every agency's arrangements that stand. A value that never changes."""

    def __init__(self, rows: Sequence[ArrangementRow]) -> None:
        self._rows: dict[int, list[ArrangementRow]] = {}
        for row in sorted(rows, key=lambda each: (each["from_day"], each["id"])):
            self._rows.setdefault(row["agency_id"], []).append(row)

    def row(self, agency_id: int, day: date) -> ArrangementRow | None:
        """The one in effect on a day; None while an agency has arranged nothing."""
        held = [row for row in self._rows.get(agency_id, ()) if row["from_day"] <= day]
        return held[-1] if held else None

    def of(self, agency_id: int, day: date) -> Arrangement:
        """What holds for an agency's rounds that begin on this day."""
        row = self.row(agency_id, day)
        return Arrangement() if row is None else read(row)

    def needed(self, agency_id: int, day: date) -> frozenset[Role]:
        """The levels that replies come to on this day or by what is arranged for a later one."""
        later = [row for row in self._rows.get(agency_id, ()) if row["from_day"] > day]
        return self.of(agency_id, day).needed.union(*(read(row).needed for row in later))
