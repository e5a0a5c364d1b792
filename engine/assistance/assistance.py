"""What somebody of the agency is given to find out, or asked to help with.

《政府信息公开条例》第四条、第四十五条：政府信息公开工作机构具体承担…; the agency that was asked
answers, whichever of its units knows the information. What they say goes to who drafts the reply.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from engine.assistance import rows
from engine.cases.case import Case
from engine.configuration import Configuration
from engine.rules.alarms import limits
from engine.store import Connection
from engine.store.shapes import AssistanceRow, AssistanceTurnRow
from engine.transaction.unit_of_work import UnitOfWork

MOST_ASKED, MOST_REASON = 2000, 200
#: share: what is asked for is found out there. assist: a question beside it.
ASSISTANCE_KINDS: Mapping[str, str] = {"share": "分办", "assist": "协办"}


class AssistanceState(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    RETURNED = "returned"
    ANSWERED = "answered"
    ENDED = "ended"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    AssistanceState.ASKED: "等待答复", AssistanceState.RETURNED: "已退回，等待重新分派",
    AssistanceState.ANSWERED: "已答复", AssistanceState.ENDED: "已停止",
}
#: Somebody is still to answer, or to give it to another.
OPEN = frozenset({AssistanceState.ASKED, AssistanceState.RETURNED})


def about(kind: str, number: int) -> str:
    """What its process is about, in words."""
    return f"{ASSISTANCE_KINDS[kind]}{number}"


def open_of(connection: Connection, case_id: int) -> Sequence[AssistanceRow]:
    """What of a case is not answered yet."""
    return [each for each in rows.of_case(connection, case_id) if each["state"] in OPEN]


def due_on(unit: UnitOfWork, case: Case) -> date:
    """The last day for who is given it today: the office's own limit."""
    day = limits()["assistance"].last_day(
        case.assessment, case.calendar, unit.around[Configuration], unit.today, {})
    assert day is not None      # a number of days from today
    return day


def give(
    unit: UnitOfWork, case: Case, assistance_id: int, unit_id: int | None, person_id: int | None
) -> AssistanceTurnRow:
    """Somebody has it from now on."""
    assert unit.actor.person_id is not None     # the clock gives nothing
    turn: AssistanceTurnRow = {
        "assistance_id": assistance_id,
        "place": len(rows.turns(unit.connection, [assistance_id])) + 1,
        "unit_id": unit_id, "person_id": person_id, "given_by": unit.actor.person_id,
        "given_at": unit.now, "due_on": due_on(unit, case), "outcome": "", "said": "",
        "ended_by": None, "ended_at": None,
    }
    rows.add_turn(unit.connection, turn)
    return turn
