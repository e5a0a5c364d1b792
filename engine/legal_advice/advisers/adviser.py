"""By whom an agency's legal questions are answered.

The notice of 2015, part 三(三): the government's office asks the government's legal office
(区政府法制办公室), a department its own legal body (本部门法制机构); part 四(六): where wanted,
the government's legal advisers (借助政府法律顾问制度). Which of them it is, an agency arranges; an
arrangement holds from its day on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.legal_advice.advisers import rows
from engine.store import Connection
from engine.store.shapes import LegalAdviserRow

MOST_NAME, MOST_BASIS = 120, 200


class AdviserKind(StrEnum):
    """Whose the adviser is."""

    OWN = "own"
    AGENCY = "agency"
    COUNSEL = "counsel"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a kind
        """In Chinese."""
        return ADVISERS[self]


ADVISERS: Mapping[str, str] = {
    AdviserKind.OWN: "本机关法制机构",
    AdviserKind.AGENCY: "另一机关的法制机构",
    AdviserKind.COUNSEL: "法律顾问",
}


@dataclass(frozen=True, slots=True)
class Adviser:
    """agency_id: whose legal office it is, of kind ``AGENCY``. name: as its office calls it."""

    kind: AdviserKind
    agency_id: int | None = None
    name: str = ""


#: What holds for an agency that arranged nothing.
OWN = Adviser(AdviserKind.OWN, name=ADVISERS[AdviserKind.OWN])


def read(row: LegalAdviserRow) -> Adviser:
    """A stored arrangement."""
    return Adviser(AdviserKind(row["kind"]), row["adviser_id"], row["name"])


def adviser_of(connection: Connection, agency_id: int, day: date) -> Adviser:
    """Who advises an agency on questions that are put on this day."""
    row = rows.in_effect(connection, agency_id, day)
    return OWN if row is None else read(row)
