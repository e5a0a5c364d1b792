"""Reconsideration and litigation about a request: how each is counted, and until when we answer.

《行政复议法》第四十八条：被申请人应当自收到行政复议申请书副本之日起十日内提出书面答复（第八十八条第二款：
“十日”是指工作日）；第五十四条：简易程序五日。《行政诉讼法》第六十七条：被告应当在收到起诉状副本之日起
十五日内提出答辩状.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.acts import reopenings
from engine.statute.values import parameters
from engine.statute.values.parameters import DatedValue, NotInForce

FILE = Path(__file__).parent / "remedy_cases.yaml"


@dataclass(frozen=True, slots=True)
class RemedyKind:
    """One kind of proceeding. block: of table four. body: the agency's fact that names who decides.
    answer: by procedure the limit in which the agency answers. orders: by what it sets the term of
    a new reply (``reopenings``)."""

    name: str
    title: str
    block: str
    body: str
    answer: Mapping[str, str]
    orders: str


@dataclass(frozen=True, slots=True)
class _Declared:
    kinds: Mapping[str, RemedyKind]
    procedures: Mapping[str, str]
    outcomes: Mapping[str, str]
    pending: str
    ordered: str


def remedy_kinds() -> Mapping[str, RemedyKind]:
    """Every kind of proceeding by its name."""
    return _declared().kinds


def procedures() -> Mapping[str, str]:
    """What each procedure is called, by its name."""
    return _declared().procedures


def remedy_outcomes() -> Mapping[str, str]:
    """What a proceeding may come to, by its name, with its column in table four."""
    return _declared().outcomes


def report_columns() -> Mapping[str, str]:
    """The columns of table four by outcome, "" being not decided yet."""
    return {**_declared().outcomes, "": _declared().pending}


def outcome_of_an_order() -> str:
    """As which outcome it counts that a new reply is ordered."""
    return _declared().ordered


def answer_limit(kind: str, procedure: str, received_on: date) -> DatedValue | None:
    """How long the answer may take as the law stood on that day; None while it set nothing."""
    try:
        return parameters.at(_declared().kinds[kind].answer[procedure], received_on)
    except NotInForce:
        return None


def last_day_to_answer(
    kind: str, procedure: str, received_on: date, calendar: WorkingDays
) -> date | None:
    """The last day of the answer to a copy received on a day, which is day 0. A term of calendar
    days that would end on a day off ends on the next working day (《行政诉讼法》第一百零一条)."""
    limit = answer_limit(kind, procedure, received_on)
    if limit is None or limit.number is None:
        return None
    if limit.unit == "working_days":
        return calendar.add(received_on, limit.number)
    return calendar.next_working_day(received_on + timedelta(days=limit.number))


@cache
def _declared() -> _Declared:
    row = read(FILE).table("kinds procedures outcomes pending ordered")
    known = {name: item.text() for name, item in row["procedures"].pairs()}
    outcomes = {name: item.text() for name, item in row["outcomes"].pairs()}
    return _Declared(
        kinds={name: _kind(name, item, known) for name, item in row["kinds"].pairs()},
        procedures=known,
        outcomes=outcomes,
        pending=row["pending"].text(),
        ordered=row["ordered"].one_of(frozenset(outcomes)),
    )


def _kind(name: str, item: Item, known: Mapping[str, str]) -> RemedyKind:
    row = item.table("title block body answer orders")
    answer = {}
    for procedure, limit in row["answer"].pairs():
        if procedure not in known:
            raise limit.refuse(f"不认识的程序“{procedure}”，请改正")
        answer[procedure] = limit.one_of(frozenset(parameters.all_parameters()))
    return RemedyKind(name, row["title"].text(), row["block"].text(), row["body"].one_of(
        frozenset({"reconsideration_organ", "court"})), answer, row["orders"].one_of(
        frozenset(reopenings.titles())))
