"""One proceeding: how it stands, and until when we answer.

《政府信息公开条例》第五十一条：认为侵犯其合法权益的，可以申请行政复议或者提起行政诉讼.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from engine.cases.dates import dated_by
from engine.cases.rows import cases as case_rows
from engine.remedies import rows
from engine.rules.in_effect import in_effect
from engine.statute import WorkingDays
from engine.statute.proceedings import remedy_cases
from engine.store.shapes import CaseRow, RemedyRow
from engine.transaction.snapshot import Snapshot

#: The limit that a step of answering has (alarms.yaml).
ANSWER_LIMIT = "remedy_answer"
KIND_TITLES: Mapping[str, str] = {
    kind.name: kind.title for kind in remedy_cases.remedy_kinds().values()
}
PROCEDURES: Mapping[str, str] = remedy_cases.procedures()
REMEDY_OUTCOMES: Mapping[str, str] = remedy_cases.remedy_outcomes()
#: Where table four of the annual report counts a proceeding: its block by kind, its column by
#: what it came to, "" being not decided yet.
REPORT_BLOCKS: Mapping[str, str] = {
    kind.name: kind.block for kind in remedy_cases.remedy_kinds().values()
}
REPORT_COLUMNS: Mapping[str, str] = remedy_cases.report_columns()


class RemedyState(StrEnum):
    """How far a proceeding has come."""

    TO_ANSWER = "to_answer"
    ANSWERED = "answered"
    DECIDED = "decided"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    RemedyState.TO_ANSWER: "等待答复、答辩",
    RemedyState.ANSWERED: "等待结果",
    RemedyState.DECIDED: "已有结果",
}


def about(kind: str, number: int) -> str:
    """What its process is about, in words: no name, for it stands in lists of tasks."""
    return f"{KIND_TITLES[kind].partition('（')[0]}{number}"


def calendar_for(at: Snapshot, case: CaseRow) -> WorkingDays:
    """In effect today: unlike the case's own dates its limit may run long after the archive."""
    return in_effect(at).calendars.of(dated_by(case))


def answer_by(row: RemedyRow, calendar: WorkingDays) -> date | None:
    """The last day of our answer; None where nothing says one."""
    return remedy_cases.last_day_to_answer(
        row["kind"], row["procedure"], row["received_on"], calendar)


def last_day(at: Snapshot, remedy_id: int) -> date | None:
    """The last day of the answer that a step waits for."""
    row = rows.find(at.connection, remedy_id)
    case = None if row is None else case_rows.find(at.connection, row["case_id"])
    return None if row is None or case is None else answer_by(row, calendar_for(at, case))
