"""Opening a case again: a decision or judgment orders a (new) reply within a term of its own.

《行政复议法》第六十四条、第六十六条；《行政诉讼法》第七十条、第七十二条. Number, unit and beginning
stand in the decision; somebody enters them. The earlier reply stays, its items are answered anew.
"""

from dataclasses import dataclass, replace
from datetime import date

from engine.cases.act import Act, enter
from engine.cases.case import Case
from engine.cases.dates import dated_by
from engine.cases.glance.status import CaseStatus
from engine.errors import UnlawfulAct
from engine.items import item
from engine.remedies import rows
from engine.remedies.events import CaseReopened, ReplyOrdered
from engine.rules.in_effect import in_effect
from engine.statute import Entry, Ledger, WorkingDays
from engine.statute.clock.acts import reopenings
from engine.statute.clock.acts.reopenings import UNITS
from engine.statute.proceedings import remedy_cases
from engine.statute.values.findings import date_in_words
from engine.store import Connection
from engine.store.shapes import RemedyRow

ARTICLE = "《条例》第五十一条"
AGAIN = "reopened"
_ENTRY = "remedy-"
MOST_DAYS = 365
#: From which day a term counts, as the decision says itself.
COUNTED_FROM = {"receipt": "收到文书之日", "effect": "文书生效之日"}


@dataclass(frozen=True, slots=True)
class Term:
    """So many days of a unit (``UNITS``) after ``since``."""

    days: int
    unit: str
    counted_from: str
    since: date


def problems_of(term: Term, row: RemedyRow, today: date) -> dict[str, str]:
    """Why a term cannot be so, by field of its form."""
    problems: dict[str, str] = {}
    if not 1 <= term.days <= MOST_DAYS:
        problems["term"] = f"应当为1至{MOST_DAYS}日。"
    if term.unit not in UNITS:
        problems["term_unit"] = "请选择工作日或者自然日。"
    if term.counted_from not in COUNTED_FROM:
        problems["counted_from"] = "请选择从哪一天起算。"
    received, decided = row["decision_received_on"], row["decided_on"]
    if term.since > today:
        problems["term_from"] = "日期不能晚于今天；文书尚未生效的，请在生效以后登记。"
    elif decided is not None and term.since < decided:
        problems["term_from"] = f"不能早于结果作出的日期（{date_in_words(decided)}），请核对。"
    elif term.counted_from == "receipt" and received is not None and term.since != received:
        problems["term_from"] = (
            f"从收到之日起算的，应当是登记的收到日期（{date_in_words(received)}）；"
            "登记有误的，请先更正登记。"
        )
    return problems


def open_again(act: Act, row: RemedyRow, term: Term) -> None:
    """The reply period is the term; what was answered and archived is drafted, signed, served and
    archived anew. Raises UnlawfulAct while the earlier reply is on its way to the archive."""
    unit, case = act.unit, act.case
    archived = case.row["status"] == CaseStatus.ARCHIVED
    _check_its_turn(act, archived=archived)
    before = case.assessment.due
    if archived:
        case.calendar = in_effect(unit).calendars.of(dated_by(case.row))
    enter(act, entry_of(row, term))
    rows.change(unit.connection, row["id"], {
        "term": term.days, "term_unit": term.unit, "counted_from": term.counted_from,
        "term_from": term.since,
    })
    due = case.assessment.due
    if not archived:
        unit.record(ReplyOrdered(
            number=row["number"], on=term.since, term=term.days, unit=term.unit,
            due_before=before, due_on=due,
        ), case)
        return
    case.set(
        status=CaseStatus.OPEN.value, archived_at=None, replied_on=None, letter_kind="", ground="",
    )
    unit.record(CaseReopened(
        number=row["number"], on=term.since, term=term.days, unit=term.unit, due_on=due,
    ), case)
    item.open_anew(unit, case, f"{row['decision_number']}责令重新办理")
    act.send(AGAIN)


def entry_of(row: RemedyRow, term: Term) -> Entry:
    """The entry that a term makes in the ledger."""
    kind = remedy_cases.remedy_kinds()[row["kind"]]
    return Entry(
        type="reopened", on=term.since, id=_entry_id(row), term=term.days, unit=term.unit,
        by=kind.orders,
    )


def term_ends(row: RemedyRow, calendar: WorkingDays) -> date | None:
    """The last day of what was ordered; None when nothing was."""
    if row["term"] is None or row["term_from"] is None:
        return None
    ordered = reopenings.at(remedy_cases.remedy_kinds()[row["kind"]].orders, row["term_from"])
    return reopenings.Term(row["term"], row["term_unit"], ordered).last_day(
        row["term_from"], calendar)


def put_right(case: Case, row: RemedyRow, term: Term, reason: str) -> None:
    """Let the entry hold with another term; both stay."""
    place = next(
        place for place, entry in enumerate(case.ledger.entries)
        if entry.type == "reopened" and entry.id == _entry_id(row)
    )
    entry = case.ledger.entries[place]
    case.replace(place, replace(entry, on=term.since, term=term.days, unit=term.unit), reason)


def order_in_words(connection: Connection, ledger: Ledger) -> str | None:
    """What a reply says of the decision that ordered it, as it was entered; None when none did."""
    places = [n for n, entry in enumerate(ledger.entries) if entry.type == "reopened"]
    if not places:
        return None
    ordered = ledger.entries[places[-1]]
    row = rows.find(connection, int(ordered.id.removeprefix(_ENTRY)))
    assert row is not None
    assert row["decided_on"] is not None    # before its term was entered
    anew = any(entry.type == "replied" for entry in ledger.entries[:places[-1]])
    return (
        f"根据{row['body']}于{date_in_words(row['decided_on'])}作出的"
        f"{reopenings.titles()[ordered.by]}（{row['decision_number']}），"
        f"本机关依法{'重新' * anew}作出答复。"
    )


def _entry_id(row: RemedyRow) -> str:
    return f"{_ENTRY}{row['id']}"


def _check_its_turn(act: Act, *, archived: bool) -> None:
    if archived:
        return
    if act.case.row["status"] != CaseStatus.OPEN:
        raise UnlawfulAct(
            reason="原答复（或者终止告知书）还没有归档，请先登记送达结果、归档，再登记责令的期限",
            article=ARTICLE,
        )
    if not item.still_open(item.of_case(act.unit.connection, act.case.id)):
        raise UnlawfulAct(
            reason="答复已经签发，还没有送出：请先收回答复，或者送出并归档以后再登记责令的期限",
            article=ARTICLE,
        )
