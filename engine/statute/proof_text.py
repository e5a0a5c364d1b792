"""The proof of a due date as a page of text for people."""

from engine.statute.assessment import Assessment
from engine.statute.findings import in_words
from engine.statute.proof import WEEKDAYS, DayRow

_KINDS = {
    "start": "起算",
    "counted": "计算",
    "weekend": "休息",
    "holiday": "放假",
    "excluded": "不计",
    "awaiting_correction": "待补",
    "awaiting_fee": "待缴",
    "awaiting_reasons": "待说",
    "deferred": "延迟",
}


def page(assessment: Assessment) -> str:
    """Sentence, findings and every day with its ordinal, reason and source."""
    parts = [assessment.explanation, ""]
    if assessment.warning_due is not None and assessment.warning_due != assessment.due:
        parts += [
            f"按较早的算法应当于{in_words(assessment.warning_due)}前答复，请以此为警示日期。",
            "",
        ]
    for finding in assessment.findings:
        parts.append(f"提示：{finding.message}（{finding.article}）")
    if assessment.findings:
        parts.append("")
    rows = assessment.proof()
    parts += [_line(row) for row in rows]
    used = {row.notice for row in rows if row.notice}
    notices = [notice for notice in assessment.reading.calendar.notices if notice.url in used]
    if notices:
        parts += ["", "放假安排依据："]
        parts += [f"{in_words(n.published)}《{n.title}》 {n.url}" for n in notices]
    return "\n".join(parts) + "\n"


def _line(row: DayRow) -> str:
    ordinal = f"第{row.ordinal}日" if row.ordinal else ""
    reason = row.note or row.article
    if row.note and row.article:
        reason = f"{row.note}（{row.article}）"
    provisional = "（暂定）" if row.provisional else ""
    weekday = WEEKDAYS[row.day.weekday()]
    return f"{row.day} {weekday} {_KINDS[row.kind]} {ordinal} {reason}{provisional}".rstrip()
