"""The receipt of a registration: which one the applicant has, and what a corrected one mends.

《政府信息公开条例》第四十五条：登记. What an applicant was told in writing is not changed in
silence: another receipt takes the place of the first and says what it mends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import letters
from engine.correspondence import rows as letter_rows
from engine.store import Connection
from engine.store.shapes import LetterRow

FIRST, CORRECTED = "acknowledgement", "acknowledgement_corrected"
#: What a receipt states of a registration.
STATED = (
    "applicant_name", "form_of_address", "channel", "request_subject", "received_on", "due_on")
_NO_DAY = "期限没有在计算"


@dataclass(frozen=True, slots=True)
class Former:
    """The receipt that another takes the place of: what it is, and what it stated."""

    letter_id: int
    number: str
    on: date | None
    stated: Mapping[str, Any]


def receipts(
    connection: Connection, case_id: int, *, served: bool
) -> tuple[LetterRow | None, Sequence[LetterRow]]:
    """The one that the applicant has, and those made after it that have not left.

    served: whether letters of this case are served by processes of their own, so that one that
    was only issued lies in the office; the first is handed over as it is issued.
    """
    issued = [row for row in letter_rows.of_case(connection, case_id)
              if row["kind"] in (FIRST, CORRECTED) and row["state"] not in ("draft", "void")]
    waiting = [row for row in issued
               if served and row["kind"] == CORRECTED and row["state"] == "issued"]
    left = [row for row in issued if row not in waiting]
    return (left[-1] if left else None), waiting


def changes(former: Former, stated: Mapping[str, Any]) -> list[str]:
    """What the former states otherwise than holds, a line each."""
    facts = letters.kinds()[CORRECTED].facts
    return [
        f"{facts[name].label}：由“{_words(facts[name], former.stated[name])}”"
        f"更正为“{_words(facts[name], stated[name])}”"
        for name in STATED if former.stated[name] != stated[name]
    ]


def _words(fact: letters.Fact, value: Any) -> str:
    if isinstance(value, date):
        return letters.date_in_words(value)
    return _NO_DAY if value is None else dict(fact.choices).get(value, str(value))
