"""The statutory clock: the one computation behind every date on a screen or in a letter."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, product

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.acts.in_turn import lapse, read_through
from engine.statute.clock.assessment import Assessment, Limits, state_of
from engine.statute.clock.ledger import Entry, Ledger
from engine.statute.clock.proof import day_rows
from engine.statute.clock.reading import Reading
from engine.statute.values import receipt, rule_sets
from engine.statute.values.discretion import Discretion, default_discretion
from engine.statute.values.findings import EVENT_NAMES, Finding, finding
from engine.statute.values.receipt import channels
from engine.statute.values.rule_sets import RuleSet


def assess(
    ledger: Ledger,
    *,
    calendar: WorkingDays,
    discretion: Discretion | None = None,
    proof: bool = False,
    today: date | None = None,
) -> Assessment:
    """What the statute makes of a ledger.

    ``discretion``: the agency's choices where the law is silent (default: ``discretion.yaml``).
    ``proof``: fill ``days``. ``today``: lets a lapse of the applicant's period show; the due
    date never depends on it. Raises NotInForce for a receipt before 2008-05-01 and
    OutsideCalendar for days beyond the calendar.
    """
    rules = rule_sets.of(ledger.received)
    chosen = discretion or default_discretion()
    ordered, remarks = _in_order(ledger, rules)
    reading = read_through(ordered, rules, calendar, chosen)
    due = reading.due()
    answer = Assessment(
        rule_set=rules.code,
        due=due,
        provisional=_provisional(reading, due),
        warning_due=_warning(reading, due),
        limits=_limits(reading),
        lapsed=lapse(reading, today) if today else reading.lapsed,
        on_time=reading.on_time,
        findings=(*_about_receipt(ledger, reading), *remarks, *reading.findings),
        days=(),
        state=state_of(reading, today),
        reading=reading,
    )
    return replace(answer, days=day_rows(reading, due)) if proof else answer


def _in_order(ledger: Ledger, rules: RuleSet) -> tuple[Ledger, list[Finding]]:
    """The entries by date; one that stands after a later one is found.

    Consultations may be listed one after the other, each compared with its own entries and with
    all that is no consultation.
    """
    entries = ledger.entries
    if all(a.on <= b.on for a, b in pairwise(entries)):
        return ledger, []
    remarks: list[Finding] = []
    latest: dict[str, date] = {}
    for entry in entries:
        thread = entry.id if entry.type.startswith("consultation_") else ""
        others = (thread, "") if thread else latest
        if any(entry.on < latest.get(other, entry.on) for other in others):
            remarks.append(
                finding("out_of_order", rules, what=EVENT_NAMES[entry.type], on=entry.on)
            )
        latest[thread] = max(entry.on, latest.get(thread, entry.on))
    ordered: list[Entry] = sorted(entries, key=lambda entry: entry.on)
    return replace(ledger, entries=tuple(ordered)), remarks


def _about_receipt(ledger: Ledger, reading: Reading) -> list[Finding]:
    found: list[Finding] = []
    rules, calendar = reading.rules, reading.calendar
    if ledger.channel not in channels():
        found.append(finding("unknown_channel", rules, channel=ledger.channel))
    elif ledger.arrived is not None:
        found.extend(_about_confirmation(ledger, ledger.arrived, reading))
    if not calendar.published(ledger.received.year):
        found.append(finding("calendar_unpublished", rules, year=ledger.received.year))
    return found


def _about_confirmation(ledger: Ledger, arrived: date, reading: Reading) -> list[Finding]:
    """第三十一条：平常信函应当于收到的当日确认；网上、传真以双方确认之日为收到，多久算迟由机关规定。"""
    asked = receipt.rule(ledger.channel, ledger.received)
    if not asked.confirmation:
        if arrived == ledger.received:
            return []
        missed = finding(
            "received_after_arrival", reading.rules, arrived=arrived, channel=asked.label,
            counts=asked.counts, received=ledger.received)
        return [replace(missed, article=asked.article)]
    limit = receipt.confirmation_due(
        arrived, calendar=reading.calendar, discretion=reading.discretion
    )
    found: list[Finding] = []
    if asked.same_day and ledger.received > arrived:
        missed = finding(
            "confirmation_not_same_day", reading.rules, arrived=arrived, confirmed=ledger.received
        )
        found.append(replace(missed, article=asked.article))
    if ledger.received > limit:
        found.append(finding(
            "confirmation_late", reading.rules, arrived=arrived, limit=limit,
            days=reading.discretion.confirmation_alarm_days, confirmed=ledger.received,
        ))
    return found


def _limits(reading: Reading) -> Limits:
    days = reading.rules.correction_notice
    received = reading.ledger.received
    return Limits(
        correction_notice=(
            None if days is None or reading.term else reading.calendar.add(received, days)
        ),
        consultations={made.id: made.limit for made in reading.consultations.values()},
        fee_payment=reading.fee_limit,
        correction_received=reading.correction_limit,
    )


def _provisional(reading: Reading, due: date | None) -> bool:
    last = due or reading.waiting_limit or reading.ledger.received
    if not all(
        reading.calendar.published(year)
        for year in range(reading.ledger.received.year, last.year + 1)
    ):
        return True
    return due is not None and reading.term is None and any(
        made.projected and made.article != "" and (made.until is None or made.until > reading.start)
        for made in reading.consultations.values()
    )


def _warning(reading: Reading, due: date | None) -> date | None:
    """The earliest due date under any reading of what the law leaves open."""
    if reading.closed == "withdrawn":
        return None
    if not reading.ledger.entries:
        return due
    discretion, open_questions = reading.discretion, reading.open_questions()
    earliest = due
    for choice in product(*open_questions.values()):
        other_discretion = _with(discretion, tuple(zip(open_questions, choice, strict=True)))
        if other_discretion == discretion:
            continue
        other = read_through(
            reading.ledger, reading.rules, reading.calendar, other_discretion, dates_only=True
        ).due()
        if other is not None and (earliest is None or other < earliest):
            earliest = other
    return earliest


@lru_cache(maxsize=1024)
def _with(discretion: Discretion, choices: tuple[tuple[str, object], ...]) -> Discretion:
    return replace(discretion, **dict(choices))  # type: ignore[arg-type]
