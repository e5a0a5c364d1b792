"""期限计算器: anybody tries dates, without signing in; every date comes from the statute.

A plain GET form: the address holds what was typed, so it can be kept, sent and printed, and
nothing is stored. What a row does not need for its kind of event is passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from engine import (
    FORMER_NAMES,
    ClockMark,
    ClockStrip,
    InvalidInput,
    Ledger,
    MalformedLedger,
    NationalCalendar,
    NotInForce,
    deadline,
    fees,
)
from web.casework import clock_strip, proof
from web.frame.access import public, the_engine
from web.frame.errors import TITLES, Problem
from web.frame.forms import posted_number, read_day
from web.frame.language import translate
from web.frame.vocabulary import (
    CHANNELS,
    EVENT_NAMES,
    N_,
    PARTIES,
    REOPENED_BY,
    SERVICES,
    TERM_UNITS,
)
from web.public import settings, try_window

pages = Blueprint("calculator", __name__, url_prefix="/calculator")
MOST_ROWS = 40
# The facts of the ledger that a row of the form can tell.
EVENTS: Mapping[str, str] = {
    kind: EVENT_NAMES[kind]
    for kind in (
        "correction_requested", "correction_received", "consultation_opened",
        "consultation_delivered", "consultation_answered", "extended", "fee_noticed", "fee_paid",
        "reasons_requested", "reasons_given", "deferred", "transferred",
        "withdrawn", "replied", "reopened",
    )
}
TARIFFS: Mapping[str, str] = {
    "by_piece": N_("按件计收：同一申请人一个自然月内累计"),
    "by_page": N_("按量计收：单件申请的页数，A4 及以下单面一页"),
}
COLUMNS = (
    "type", "on", "id", "party", "working_days", "service", "served", "until", "told", "term",
    "unit", "by",
)
DATES = {
    "on": N_("日期"), "served": N_("送达日期"), "until": N_("延迟至"),
    "told": N_("告知申请人之日"),
}
# The letters that say when they reached the applicant.
SERVED = {"correction_requested", "extended", "fee_noticed", "replied"}


@dataclass(frozen=True)
class Row:
    """One event as it was typed."""

    type: str = ""
    on: str = ""
    id: str = ""
    party: str = ""
    working_days: str = ""
    service: str = ""
    served: str = ""
    until: str = ""
    told: str = ""
    term: str = ""
    unit: str = ""
    by: str = ""

    @property
    def empty(self) -> bool:
        """Whether the row says neither what happened nor when."""
        return not (self.type or self.on)


@dataclass(frozen=True)
class Result:
    """Dates that somebody tried: what the clock strip and the proof table need of a case."""

    assessment: Any
    clock: ClockStrip
    marks: tuple[ClockMark, ...]


@pages.get("")
@public
def form() -> Response:
    """The form, and the answer to what stands in it."""
    try_window.enter()
    rows = typed_rows()
    asked = "received" in request.args
    if request.args.get("do") == "add":
        rows, asked = [*rows, Row()][:MOST_ROWS], False
    elif (number := posted_number(request.args.get("remove", ""))) is not None:
        rows, asked = [row for at, row in enumerate(rows) if at != number], False
    problems: dict[str, str] = {}
    result = None
    if asked:
        try:
            try_window.charge(events=len(rows))
            result = calculate(rows)
            # A page is dearer than the figures that programs get.
            try_window.charge(days=2 * len(result.assessment.days))
        except InvalidInput as refusal:
            problems = dict(refusal.problems)
    page = render_template(
        "public/calculator.html", typed=request.args, rows=rows or [Row()], most_rows=MOST_ROWS,
        channels=CHANNELS, events=EVENTS, parties=PARTIES, services=SERVICES,
        units=TERM_UNITS, decisions=REOPENED_BY, settings=settings.shown(request.args),
        result=result, **_shown(problems),
        strip=clock_strip.build(result, result.clock.received_on) if result else None,
        days=proof.rows(result.assessment) if result else (),
    )
    return make_response(page, 422 if problems else 200)


def typed_rows() -> list[Row]:
    """The rows of the form in order; every row sends each of its columns."""
    columns = [request.args.getlist(name) for name in COLUMNS]
    count = min(max(map(len, columns)), MOST_ROWS)
    rows = [
        Row(*(column[at].strip() if at < len(column) else "" for column in columns))
        for at in range(count)
    ]
    # An address that somebody kept may hold a name of earlier days.
    return [replace(row, type=FORMER_NAMES.get(row.type, row.type)) for row in rows]


def calculate(rows: list[Row]) -> Result:
    """What the statute makes of the form. Raises InvalidInput naming the inputs."""
    given = _ledger(rows)
    try:
        assessment = deadline.assessment(
            given, proof=True, calendar=the_engine().ask(NationalCalendar())
        )
    except MalformedLedger as error:
        raise InvalidInput(_in_the_form(error.pointer, rows)) from error
    ledger = Ledger.from_json(given)
    marks = [
        ClockMark(kind="received", on=ledger.received),
        *(ClockMark(kind=entry.type, on=entry.on) for entry in ledger.entries),
    ]
    clock = ClockStrip(
        state=assessment.state, received_on=ledger.received, due_on=assessment.due,
        warning_due_on=assessment.warning_due, provisional=assessment.provisional,
        remaining=None, urgency="ended",    # no day is "today" for dates that are only tried
        on_time=assessment.on_time, replied_on=assessment.replied_on,
        correct_by=assessment.limits.correction_received,
    )
    return Result(assessment, clock, tuple(sorted(marks, key=lambda mark: mark.on)))


def _ledger(rows: list[Row]) -> dict[str, Any]:
    """The form as the ledger of the contract. Raises InvalidInput."""
    problems: dict[str, str] = {}
    received = _day(request.args.get("received", ""), "received", N_("收到申请之日"), problems)
    channel = request.args.get("channel", "")
    if channel not in CHANNELS:
        problems["channel"] = translate("请选择申请渠道。")
    chosen = settings.chosen(request.args, problems)
    events = [
        _event(row, at, problems) for at, row in enumerate(rows) if not row.empty
    ]
    if problems:
        raise InvalidInput(problems)
    return {
        "received": received, "channel": channel, "events": events,
        "settings": chosen,
    }


def _event(row: Row, at: int, problems: dict[str, str]) -> dict[str, Any]:
    """One row as an event of the contract; what is wrong with it goes to ``problems``."""
    if row.type not in EVENTS:
        problems[f"type-{at}"] = translate("第 {n} 项：请选择发生了什么。", n=at + 1)
    event: dict[str, Any] = {"type": row.type, "on": _row_day(row.on, "on", at, problems)}
    if row.type.startswith("consultation_"):
        event["id"] = row.id or "1"
        if len(row.id) > 40:
            problems[f"id-{at}"] = translate("第 {n} 项：编号不超过 40 个字。", n=at + 1)
    if row.type == "consultation_opened":
        event["party"] = row.party
        if row.party not in PARTIES:
            problems[f"party-{at}"] = translate("第 {n} 项：请选择征求谁的意见。", n=at + 1)
        if row.told:
            event["told"] = _row_day(row.told, "told", at, problems)
    if row.type == "extended" or (row.type == "correction_requested" and row.working_days):
        event["working_days"] = _row_number(row.working_days, "working_days", at, problems)
    if row.type == "reopened":
        event |= {"unit": row.unit, "by": row.by}
        event["term"] = _row_number(row.term, "term", at, problems)
        if row.unit not in TERM_UNITS:
            problems[f"unit-{at}"] = translate("第 {n} 项：请选择工作日或者日。", n=at + 1)
        if row.by not in REOPENED_BY:
            problems[f"by-{at}"] = translate("第 {n} 项：请选择由谁责令答复。", n=at + 1)
    if row.type == "deferred":
        event["until"] = _row_day(row.until, "until", at, problems)
    if row.type == "replied" and row.service in SERVICES:
        event["service"] = row.service
    if row.type in SERVED and row.served:
        event["served"] = _row_day(row.served, "served", at, problems)
    return event


def _row_number(text: str, name: str, at: int, problems: dict[str, str]) -> int:
    number = posted_number(text)
    if not number or number > 1000:
        problems[f"{name}-{at}"] = translate(
            "第 {n} 项：请填写天数，应当为1至1000的整数。", n=at + 1
        )
    return number or 0


def _row_day(text: str, name: str, at: int, problems: dict[str, str]) -> str:
    inner: dict[str, str] = {}
    found = _day(text, f"{name}-{at}", DATES[name], inner)
    for field, message in inner.items():
        problems[field] = translate("第 {n} 项：{problem}", n=at + 1, problem=message)
    return found


def _day(text: str, field: str, label: str, problems: dict[str, str]) -> str:
    """A date of the form in ISO form; empty with a problem when there is none."""
    try:
        found = read_day(text, field, label)
    except InvalidInput as refusal:
        problems.update(refusal.problems)
        return ""
    assert found is not None
    return found.isoformat()


def _in_the_form(pointer: str, rows: list[Row]) -> dict[str, str]:
    """Where in the form a place of the ledger stands, and what to do about it."""
    parts = pointer.split("/")
    if pointer.startswith("/events/"):
        typed = [at for at, row in enumerate(rows) if not row.empty]
        at = typed[int(parts[2])]
        return {f"{parts[-1]}-{at}": translate(
            "第 {n} 项：没有这一天的工作日历，请核对日期。", n=at + 1
        )}
    return {"received": translate("没有这一天的工作日历，或者当时条例尚未施行，请核对日期。")}


def _shown(problems: Mapping[str, str]) -> dict[str, Any]:
    """For the list of problems above a form."""
    return {
        "problems": tuple(Problem(field, text) for field, text in problems.items()),
        "problem_title": TITLES[422],
    }


@pages.get("/fee")
@public
def fee_form() -> Response:
    """信息处理费 line by line, by either tariff."""
    try_window.enter()
    typed = request.args
    problems: dict[str, str] = {}
    fee = None
    today = the_engine().today().isoformat()
    if "quantity" in typed:
        try:
            fee = _fee(typed)
        except InvalidInput as refusal:
            problems = dict(refusal.problems)
    page = render_template(
        "public/calculator_fee.html", typed=typed, today=today, tariffs=TARIFFS, fee=fee,
        **_shown(problems),
    )
    return make_response(page, 422 if problems else 200)


def _fee(typed: Mapping[str, str]) -> Any:
    """The fee of the form (``engine.statute.values.fees.Fee``). Raises InvalidInput."""
    problems: dict[str, str] = {}
    day = _day(typed.get("on", ""), "on", N_("收费通知日期"), problems)
    method = typed.get("method", "")
    if method not in TARIFFS:
        problems["method"] = translate("请选择计收方式。")
    quantity = posted_number(typed.get("quantity", "").strip())
    if not quantity:
        problems["quantity"] = translate("请填写件数或者页数，应当为大于零的整数。")
    before = posted_number(typed.get("before", "").strip() or "0")
    if before is None:
        problems["before"] = translate("本月此前的件数应当为整数。")
    if problems or quantity is None or before is None:
        raise InvalidInput(problems)
    try:
        if method == "by_page":
            return fees.by_page(quantity, date.fromisoformat(day))
        return fees.by_piece(quantity, date.fromisoformat(day), before=before)
    except NotInForce as error:
        raise InvalidInput({"on": translate(
            "信息处理费管理办法当日尚未施行，不得收取，请核对日期。"
        )}) from error
    except ValueError as error:
        raise InvalidInput({"quantity": translate("件数、页数过大，请核对。")}) from error
