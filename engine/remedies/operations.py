"""What a diagram may say of the proceeding that its process is about."""

from collections.abc import Mapping
from datetime import date

from engine.cases.act import Act
from engine.errors import InvalidInput
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.remedies import rows
from engine.remedies.events import RemedyAnswered, RemedyDecided
from engine.remedies.remedy import REMEDY_OUTCOMES, RemedyState, answer_by, calendar_for
from engine.remedies.reopening import Term, open_again, problems_of
from engine.statute.proceedings import remedy_cases
from engine.statute.values.findings import date_in_words
from engine.store.shapes import RemedyRow


def answered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Our answer was handed in: in time, or late and said so."""
    row, on = _row(act), act.handed_in["remedy_answered_on"]
    in_its_time(act.unit.today, "remedy_answered_on", on, row["received_on"], "收到副本的日期")
    limit = answer_by(row, calendar_for(act.unit, act.case.row))
    rows.change(act.unit.connection, row["id"], {
        "state": RemedyState.ANSWERED.value, "answered_on": on,
        "answer_number": act.handed_in.get("remedy_answer_number") or "",
    })
    act.unit.record(RemedyAnswered(
        number=row["number"], on=on, in_time=None if limit is None else on <= limit), act.case)
    return {}


def decided(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """What it came to, by a decision, a judgment, or because it was taken back."""
    row, on = _row(act), act.handed_in["remedy_decided_on"]
    received = act.handed_in.get("decision_received_on")
    first, what = (row["answered_on"], "提交答复、答辩的日期") if row["answered_on"] else (
        row["received_on"], "收到副本的日期")
    in_its_time(act.unit.today, "remedy_decided_on", on, first, what)
    if received is not None:
        in_its_time(act.unit.today, "decision_received_on", received, on, "作出的日期")
    note = act.handed_in.get("remedy_note") or ""
    said = str(act.handed_in["remedy_outcome"])
    outcome = said if said in REMEDY_OUTCOMES else remedy_cases.outcome_of_an_order()
    rows.change(act.unit.connection, row["id"], {
        "state": RemedyState.DECIDED.value, "outcome": outcome,
        "outcome_note": note, "decided_on": on,
        "decision_number": act.handed_in.get("decision_number") or "",
        "decision_received_on": received, "decided_by": act.unit.actor.person_id,
        "decided_at": act.unit.now,
    })
    act.unit.record(RemedyDecided(
        number=row["number"], outcome=outcome, on=on,
        note_digest=digest_of(note),
    ), act.case)
    return {}


def reopened(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A (new) reply was ordered within a term that the decision or judgment sets itself."""
    row, typed = _row(act), act.handed_in
    term = Term(
        days=int(typed["term"]), unit=typed["term_unit"], counted_from=typed["counted_from"],
        since=typed["term_from"],
    )
    if problems := problems_of(term, row, act.unit.today):
        raise InvalidInput(problems)
    open_again(act, row, term)
    return {}


def _row(act: Act) -> RemedyRow:
    found = rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its entry
    return found


def in_its_time(today: date, field: str, on: date, first: date, what: str) -> None:
    """Neither in the future nor before what it follows. Raises InvalidInput."""
    if on > today:
        raise InvalidInput({field: "日期不能晚于今天。"})
    if on < first:
        raise InvalidInput({field: f"日期不能早于{what}（{date_in_words(first)}），请核对。"})
