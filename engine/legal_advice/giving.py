"""An opinion is there, or nobody waits for one any more."""

from datetime import date

from engine.cases.act import Act
from engine.legal_advice import rows
from engine.legal_advice.advice import AdviceState
from engine.legal_advice.events import LegalOpinionGiven, LegalQuestionGivenUp
from engine.record.event import digest_of
from engine.store.shapes import LegalAdviceRow


def awaited(act: Act) -> LegalAdviceRow | None:
    """The round of the case whose opinion is awaited: there is one at a time."""
    found = rows.of_case(act.unit.connection, act.case.id)
    return found[-1] if found and found[-1]["state"] == AdviceState.ASKED else None


def give(
    act: Act, row: LegalAdviceRow, conclusion: str, opinion: str, reasons: str, *,
    by: str, on: date, written: bool = False,
) -> None:
    """Keep an opinion. by: the name of who gives it."""
    rows.change(act.unit.connection, row["id"], {
        "state": AdviceState.GIVEN.value, "conclusion": conclusion, "opinion": opinion,
        "reasons": reasons, "given_by": by, "given_on": on,
        "recorded_by": act.unit.actor.person_id,
    })
    act.unit.record(LegalOpinionGiven(
        number=row["number"], conclusion=conclusion, on=on, written=written,
        opinion_digest=digest_of([opinion, reasons]),
    ), act.case)


def give_up(act: Act, reason: str) -> None:
    """Nothing is waited for any more; a no-op where nothing was."""
    row = awaited(act)
    if row is None:
        return
    rows.change(act.unit.connection, row["id"], {
        "state": AdviceState.GIVEN_UP.value, "end_reason": reason,
    })
    act.unit.record(LegalQuestionGivenUp(number=row["number"], reason=reason), act.case)
