"""The day-by-day proof in words: one row a day, why it counts or does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from web.frame.language import translate
from web.frame.vocabulary import N_

# The kinds of days that the statute tells apart, in words.
KINDS: Mapping[str, str] = {
    "start": N_("起算之日，次日起计"),
    "counted": N_("计入期限"),
    "weekend": N_("休息日"),
    "holiday": N_("节假日放假"),
    "excluded": N_("不计入期限"),
    "awaiting_correction": N_("等待申请人补正"),
    "awaiting_fee": N_("等待申请人缴费"),
    "awaiting_reasons": N_("等待申请人说明理由"),
    "deferred": N_("延迟答复"),
    "ended": N_("期限已满或者已经办结"),
    "rolled": N_("届满之日为休息日，顺延"),
}
_TONES = {"start": "start", "counted": "counted", "weekend": "rest", "holiday": "rest"}


@dataclass(frozen=True)
class ProofRow:
    """One day. tone: counted | rest | excluded | start"""

    on: date
    tone: str
    words: str
    ordinal: int | None
    reason: str
    provisional: bool


def rows(assessment: Any) -> tuple[ProofRow, ...]:
    """The days of a time limit (``engine.statute.Assessment``), in order."""
    return tuple(_row(entry) for entry in assessment.proof())


def _row(entry: Any) -> ProofRow:
    notice = entry.notice if entry.kind in ("holiday", "counted") or not entry.article else ""
    note = "" if entry.kind == "weekend" else entry.note    # the weekday has its own column
    return ProofRow(
        on=entry.day, tone=_TONES.get(entry.kind, "excluded"),
        words=translate(KINDS.get(entry.kind, entry.kind)),
        ordinal=entry.ordinal or None,
        reason="；".join(part for part in (note, entry.article, notice) if part),
        provisional=entry.provisional,
    )
