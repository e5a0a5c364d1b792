"""What a diagram may say of what units and colleagues are given."""

from collections.abc import Mapping

from engine.assistance import rows
from engine.assistance.assistance import AssistanceState, give
from engine.assistance.ending import mark_ended
from engine.assistance.events import (
    AssistanceAnswered,
    AssistanceGivenAnew,
    AssistanceReturned,
)
from engine.cases.act import Act
from engine.cases.case import GivenTo
from engine.people import rows as people_rows
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.store.shapes import AssistanceRow


def given(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The unit or colleague finds it among the open tasks."""
    last = rows.turns(act.unit.connection, [act.about_id])[-1]
    _goes_to(act, last["unit_id"], last["person_id"])
    return {}


def answered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The answer is there for who drafts the reply."""
    row, said = _row(act), str(act.handed_in["assistance_answer"]).strip()
    _end_turn(act, "answered", said)
    rows.change(act.unit.connection, row["id"], AssistanceState.ANSWERED.value)
    act.unit.record(AssistanceAnswered(
        kind=row["kind"], number=row["number"], answer_digest=digest_of(said)), act.case)
    return {}


def returned(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Back to who gave it, with the reason: it is to be given to somebody else, or dropped."""
    row = _row(act)
    reason = " ".join(str(act.handed_in["assistance_return_reason"]).split())
    giver = rows.turns(act.unit.connection, [row["id"]])[-1]["given_by"]
    _end_turn(act, "returned", reason)
    rows.change(act.unit.connection, row["id"], AssistanceState.RETURNED.value)
    act.unit.record(AssistanceReturned(
        kind=row["kind"], number=row["number"], reason=reason), act.case)
    _goes_to(act, None, giver)
    return {}


def given_anew(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Another colleague has it, with a limit of his own."""
    row, person_id = _row(act), int(act.handed_in["assistant"])
    person = people_rows.find(act.unit.connection, person_id)
    assert person is not None       # the form offers who holds the duty
    turn = give(act.unit, act.case, row["id"], person["unit_id"], person_id)
    rows.change(act.unit.connection, row["id"], AssistanceState.ASKED.value)
    act.unit.record(AssistanceGivenAnew(
        kind=row["kind"], number=row["number"], person_id=person_id, due_on=turn["due_on"],
    ), act.case)
    _goes_to(act, person["unit_id"], person_id)
    return {}


def dropped(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """It came back, and nobody is asked any more."""
    mark_ended(act, _row(act), " ".join(str(act.handed_in["drop_reason"]).split()))
    return {}


def _row(act: Act) -> AssistanceRow:
    found = rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its asking
    return found


def _end_turn(act: Act, outcome: str, said: str) -> None:
    rows.end_turn(act.unit.connection, act.about_id, outcome=outcome, said=said,
                  by=act.unit.actor.person_id, at=act.unit.now)


def _goes_to(act: Act, unit_id: int | None, person_id: int | None) -> None:
    assert act.running is not None
    act.running.given_to = GivenTo(unit_id, person_id)
