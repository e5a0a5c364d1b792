"""The proof of a due date as a page of text for people."""

from datetime import date

from engine.statute.clock.acts import reopenings
from engine.statute.clock.assessment import Assessment
from engine.statute.clock.ledger import Entry
from engine.statute.clock.proof import WEEKDAYS, DayRow
from engine.statute.values.findings import EVENT_NAMES, date_in_words
from engine.statute.values.receipt import channels, rule
from engine.statute.values.rule_sets import PARTIES
from engine.statute.values.ways_of_service import ways_of_service

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
    "ended": "已结",
    "rolled": "顺延",
}


def page(assessment: Assessment) -> str:
    """What was registered, what follows from it, and every day with its reason and source."""
    parts = ["答复期限计算说明", "", assessment.explanation]
    if assessment.warning_due is not None and assessment.warning_due != assessment.due:
        warning = _day(assessment.warning_due)
        parts.append(f"条例未作规定之处按最早的算法，期限至{warning}届满，请以该日为警示日期。")
    parts += _section("适用规定和登记事项", _facts(assessment))
    parts += _section(
        "法律、法规没有规定，由机关规定的事项", list(assessment.choices_applied))
    parts += _section("其他期限", _limits(assessment))
    parts += _section("提示", [f"{f.message}（{f.article}）" for f in assessment.findings])
    rows = assessment.proof()
    parts += _section("逐日计算", [_line(row) for row in rows])
    calendar = assessment.reading.calendar
    used = (calendar.notice(url) for url in sorted({row.notice for row in rows if row.notice}))
    notices = sorted(filter(None, used), key=lambda notice: notice.published)
    parts += _section(
        "放假安排依据", [f"{date_in_words(n.published)}《{n.title}》 {n.url}" for n in notices]
    )
    return "\n".join([*parts, "", f"工作日历版本：{calendar.version}"]) + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title}：", *lines] if lines else []


def _facts(assessment: Assessment) -> list[str]:
    ledger, rules = assessment.reading.ledger, assessment.reading.rules
    found = [f"适用{rules.title}"]
    received = f"{_day(ledger.received)} 收到申请"
    if ledger.channel in channels():
        made = rule(ledger.channel, ledger.received)
        received += f"：{made.label}，{made.counts}（{made.article}）"
    return [*found, received, *(f"{_day(entry.on)} {_fact(entry)}" for entry in ledger.entries)]


def _fact(entry: Entry) -> str:
    details = [part for part in (entry.id, PARTIES.get(entry.party, "")) if part]
    if entry.working_days is not None:
        details.append(f"{entry.working_days}个工作日")
    if entry.term is not None:
        decision = reopenings.at(entry.by, entry.on)
        details += [decision.title, reopenings.Term(entry.term, entry.unit, decision).words]
    if entry.service:
        details.append(ways_of_service()[entry.service].title)
    arrived = entry.on if entry.issued and not entry.served else entry.served
    dated = ((entry.issued, "{}发出"), (arrived, "{}送达"), (entry.until, "期限至{}"),
             (entry.told, "{}告知申请人"))
    details += [words.format(date_in_words(day)) for day, words in dated if day is not None]
    details += ["尚未登记送达"] if entry.arrived is None else []
    return EVENT_NAMES[entry.type] + (f"（{'，'.join(details)}）" if details else "")


def _limits(assessment: Assessment) -> list[str]:
    limits, reading = assessment.limits, assessment.reading
    found = [
        ("告知申请人补正", limits.correction_notice),
        ("申请人补正", limits.correction_received),
    ]
    for name, made in reading.consultations.items():
        found.append((f"{PARTIES[made.party]}（{name}）提出意见", limits.consultations[name]))
    found.append(("申请人缴费", limits.fee_payment))
    return [
        f"{what}：至{_day(day)}{'' if reading.calendar.published(day.year) else '（暂定）'}"
        for what, day in found if day is not None
    ]


def _day(day: date) -> str:
    return f"{date_in_words(day)}（{WEEKDAYS[day.weekday()]}）"


def _line(row: DayRow) -> str:
    ordinal = f"第{row.ordinal}日" if row.ordinal else ""
    reason = row.note or row.article
    if row.note and row.article:
        reason = f"{row.note}（{row.article}）"
    provisional = "（暂定）" if row.provisional else ""
    weekday = WEEKDAYS[row.day.weekday()]
    return f"{row.day} {weekday} {_KINDS[row.kind]} {ordinal} {reason}{provisional}".rstrip()
