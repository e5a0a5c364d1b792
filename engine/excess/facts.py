"""What letters say of asking for reasons: what was counted, asked, answered and found."""

from collections.abc import Mapping
from typing import Any

from engine.excess import rows
from engine.statute.calendar.zone import local_day
from engine.statute.values.findings import date_in_words
from engine.store import Connection

#: Facts of letters that come from it.
EXCESS_FACTS = frozenset({
    "excess_earlier", "excess_answer", "excess_why", "reasons_letter_on", "reasons_letter_number",
})


def excess_facts(connection: Connection, case_id: int, address: str) -> Mapping[str, Any]:
    """Those that are known; none where no reasons were asked for. address: of the applicant."""
    row = rows.standing(connection, case_id)
    if row is None or row["asked_on"] is None:
        return {}
    letter = rows.letter_of(connection, case_id)
    issued_at = None if letter is None else letter["issued_at"]
    who = {"organisation": "贵单位", "persons": "你们"}.get(address, "您")
    answer = f"{who}没有说明理由" if row["given_on"] is None else (
        f"{who}于{date_in_words(row['given_on'])}说明了理由")
    return {
        "excess_earlier": row["earlier"], "excess_answer": answer,
        "excess_why": row["finding_reasons"] or None,
        "reasons_letter_on": None if issued_at is None else local_day(issued_at),
        "reasons_letter_number": None if letter is None else letter["number"],
    }
