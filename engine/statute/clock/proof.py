"""The proof of a due date: every day, counted or not, and why; and the same in one sentence."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.statute.clock.reading import Reading
from engine.statute.clock.stretches import Phase
from engine.statute.values.findings import date_in_words

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_NOT_RUNNING = {
    "awaiting_correction": "等待申请人补正",
    "awaiting_fee": "等待申请人缴费",
    "awaiting_reasons": "等待申请人说明理由",
    "ended": "期限已经届满或者办件已经办结",
}
_ACTS = {"correction": "补正", "fee": "缴费", "reasons": "说明理由"}
_OMISSIONS = {"correction": "无正当理由逾期不补正", "fee": "逾期未缴纳信息处理费"}
_RESTARTS = {
    "correction": "补正，答复期限自收到补正的申请之日起重新计算",
    "fee": "完成缴费，答复期限重新计算",
    "reasons": "说明理由，答复期限重新计算",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the proof.

    kind: start (day 0), counted, weekend, holiday, excluded, awaiting_correction,
    awaiting_fee, awaiting_reasons, deferred, ended (until it is opened again), rolled (a term of
    calendar days that ended on a day off). ordinal: the day's number when counted, 0 for
    day 0, else None. article: the provision behind it. notice: source of the calendar notice.
    provisional: no notice has been published for the year. note: the reason in Chinese.
    """

    day: date
    kind: str
    ordinal: int | None
    article: str
    notice: str
    provisional: bool = False
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The row as JSON."""
        return {
            "day": self.day.isoformat(),
            "kind": self.kind,
            "ordinal": self.ordinal,
            "article": self.article,
            "notice": self.notice,
            "provisional": self.provisional,
            "note": self.note,
        }


def day_rows(reading: Reading, due: date | None) -> tuple[DayRow, ...]:
    """Every day from receipt to the due date (or to the end of the applicant's own period)."""
    first = reading.ledger.received
    last = due or reading.waiting_limit or reading.closed_on
    last = last or max([first, *(entry.on for entry in reading.ledger.entries)])
    rows: list[DayRow] = []
    ordinal, position = 0, 0
    day = first
    while day <= last:
        while position + 1 < len(reading.phases) and reading.phases[position + 1].start <= day:
            position += 1
        phase = reading.phases[position]
        if phase.kind == "counting" and phase.start == day:
            ordinal = 0
        row = _row(reading, phase, day, ordinal)
        ordinal = row.ordinal if row.ordinal is not None else ordinal
        rows.append(row)
        day += timedelta(days=1)
    return tuple(rows)


def _row(reading: Reading, phase: Phase, day: date, ordinal: int) -> DayRow:
    reason = reading.calendar.why(day)
    unpublished = not reading.calendar.published(day.year)
    if phase.kind == "counting" and phase.start == day:
        first = day == reading.ledger.received
        note = "收到申请之日" if first else "重新计算之日"
        return DayRow(day, "start", 0, phase.article, "", unpublished, f"{note}，不计算在内")
    if phase.kind in _NOT_RUNNING:
        note = _NOT_RUNNING[phase.kind]
        return DayRow(day, phase.kind, None, phase.article, "", unpublished, note)
    in_calendar_days = phase.term is not None and not phase.term.in_working_days
    if in_calendar_days and phase.term is not None and ordinal < phase.term.days:
        note = "" if reason.working else reason.name or WEEKDAYS[day.weekday()]
        return DayRow(day, "counted", ordinal + 1, phase.article, "", unpublished, note)
    if not reason.working:
        kind = "holiday" if reason.kind == "holiday" else "weekend"
        note = f"{reason.name}放假" if reason.name else WEEKDAYS[day.weekday()]
        return DayRow(day, kind, None, "", reason.notice, unpublished, note)
    if in_calendar_days and phase.term is not None:
        article = phase.term.reopening.rolls
        note = "期限届满之日为休息日，顺延至此日"
        return DayRow(day, "rolled", None, article, reason.notice, unpublished, note)
    if phase is reading.phases[-1] and reading.deferred_on and day > reading.deferred_on:
        article = reading.rules.reasons_article
        return DayRow(day, "deferred", None, article, reason.notice, unpublished, "延迟答复期间")
    notes = ["调休上班"] if reason.kind == "make_up" else []
    why, article = ("", "") if phase.term else _excluding(reading, day)
    if why:
        note = "；".join([*notes, why])
        return DayRow(day, "excluded", None, article, reason.notice, unpublished, note)
    if ordinal >= (phase.term.days if phase.term else reading.rules.reply):
        notes.append("延长的期限")
    note, article = "；".join(notes), phase.article
    return DayRow(day, "counted", ordinal + 1, article, reason.notice, unpublished, note)


def _excluding(reading: Reading, day: date) -> tuple[str, str]:
    """Why the day is not counted, and under which article; empty when it is."""
    if any(after < day and (upto is None or day <= upto) for after, upto in reading.pauses):
        return "等待补正期间，不计算在内", reading.rules.correction_article
    for made in reading.consultations.values():
        after, upto = made.excluded_from, made.until
        if after is not None and after < day and (upto is None or day <= upto):
            return "征求意见期间，不计算在内", made.article
    return "", ""


def explanation(
    reading: Reading, due: date | None, *, provisional: bool, lapsed: str | None
) -> str:
    """One sentence in the words of the law, with every number that leads to the date."""
    rules, calendar = reading.rules, reading.calendar
    words = [f"本机关于{date_in_words(reading.ledger.received)}收到申请"]
    if reading.closed == "withdrawn" and reading.closed_on:
        return f"{words[0]}，申请人于{date_in_words(reading.closed_on)}撤回申请。"
    if lapsed is not None and reading.waiting_limit is not None:
        return (
            f"{words[0]}，申请人{_OMISSIONS[reading.waiting]}"
            f"（期限至{date_in_words(reading.waiting_limit)}），视为放弃申请，不再处理。"
        )
    if reading.waiting and reading.closed == "replied" and reading.closed_on is not None:
        return f"{words[0]}，已于{date_in_words(reading.closed_on)}答复。"
    if reading.waiting:
        act = _ACTS[reading.waiting]
        limit = reading.waiting_limit
        until = f"，期限至{date_in_words(limit)}" if limit else ""
        return f"{words[0]}，现等待申请人{act}{until}，答复期限自申请人{act}之日起重新计算。"
    if due is None:
        return f"{words[0]}，现正征求意见，所需时间不计算在答复期限内。"
    if reading.restarted == "transfer":
        words.append(
            f"{date_in_words(reading.start)}移送后由答复的机关收到，答复期限自该日起重新计算")
    elif reading.restarted:
        words.append(f"申请人于{date_in_words(reading.start)}{_RESTARTS[reading.restarted]}")
    if reading.until is not None:
        words.append(f"依照{rules.reasons_article}确定延迟答复，至{date_in_words(due)}届满")
        return "，".join(words) + "。"
    term = reading.term
    if term is not None:
        since = date_in_words(reading.start)
        words.append(f"{term.reopening.title}确定答复期限为{term.words}，自{since}的次日起计算")
    else:
        words.append(f"依照{rules.reply_article}，答复期限为{rules.reply}个工作日，自次日起计算")
    if reading.extension:
        words.append(f"经政府信息公开工作机构负责人同意延长{reading.extension}个工作日")
    stretches = [
        (after, upto)
        for after, upto in reading.excluded()
        if upto is not None and after < due and calendar.count(after, upto)
    ]
    if stretches:
        total = sum(calendar.count(after, upto) for after, upto in stretches)
        spans = "、".join(
            f"{date_in_words(after + timedelta(days=1))}至{date_in_words(upto)}"
            for after, upto in stretches
        )
        words.append(f"{_excluded_for(reading)}的{total}个工作日（{spans}）不计算在内")
    words.append(f"至{date_in_words(due)}（{WEEKDAYS[due.weekday()]}）届满")
    if provisional:
        words[-1] += "（暂定）"
    if reading.closed == "replied" and reading.closed_on is not None:
        late = calendar.count(due, reading.closed_on)
        words.append(f"已于{date_in_words(reading.closed_on)}答复")
        if reading.on_time:
            words.append("未逾期")
        else:       # on the days off after the due date no working day has gone by yet
            words.append(f"逾期{late}个工作日" if late else "已经逾期")
    return "，".join(words) + "。"


def _excluded_for(reading: Reading) -> str:
    consulted = any(made.excluded_from for made in reading.consultations.values())
    return "、".join(["征求意见"] * consulted + ["等待补正"] * bool(reading.pauses))
