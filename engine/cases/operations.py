"""What a diagram may say about a case and its clock."""

from collections.abc import Mapping

from engine.cases.act import Act, enter, not_later_than_today
from engine.cases.case import CORRECTION
from engine.cases.events import (
    CaseArchived,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    RequestAccepted,
    TimeLimitExtended,
)
from engine.cases.glance.status import CaseStatus
from engine.errors import UnlawfulAct
from engine.processes.runtime import Scalar
from engine.statute import Entry
from engine.statute.clock.acts.endings import LAPSE_CODES
from engine.statute.clock.assessment import speaks_against
from engine.statute.values import grounds


def record_accepted(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Clear enough to be handled, and by whom."""
    handler = int(act.handed_in["handler"])
    act.case.set(handler_id=handler)
    act.unit.record(RequestAccepted(handler_id=handler), act.case)
    return {}


def _not_lapsed(act: Act) -> str:
    """Why the applicant's period has not passed, in Chinese; "" when it has."""
    need = grounds.need_of(LAPSE_CODES["correction"])
    return speaks_against(need, act.case.assessment, act.unit.today)


def record_correction_lapsed(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 30: the applicant let the period pass. A person decides what follows.

    Raises UnlawfulAct while it has not passed, or not begun: a notice that came back begins none.
    """
    if against := _not_lapsed(act):
        raise UnlawfulAct(reason=against, article="《条例》第三十条")
    act.unit.record(CorrectionLapsed(on=act.unit.today), act.case)
    return {"correction": "lapsed"}


def record_archived(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Closed for good; read-only from now on, and at no step of a diagram.

    Raises UnlawfulAct while a letter is still on its way, or a consultation, or what a unit
    was given, not at its end.
    """
    waiting = [each["about"] for each in act.case.open_tasks.values()
               if each["about"] and not act.case.where(each["id"]).apart]
    if waiting:
        raise UnlawfulAct(
            reason=f"“{waiting[0]}”还没有办完：文书请登记送达结果，征求意见、要求说明理由、分办、协办、移送请办结或者停止，收费请登记缴费或者停止，以后再归档",
            article="《条例》第四十五条",
        )
    act.case.set(
        status=CaseStatus.ARCHIVED.value, archived_at=act.unit.now, step="", step_name="",
        step_since=act.unit.now,
    )
    act.unit.record(CaseArchived(on=act.unit.today), act.case)
    return {}


def clock_correction_requested(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 30: told once what to correct; the reply period waits for the correction."""
    enter(act, Entry(
        type="correction_requested", on=act.unit.today, awaiting_service=act.serves_letters
    ))
    limits = act.case.assessment.limits
    act.unit.record(CorrectionRequested(
        on=act.unit.today, correct_by=limits.correction_received
    ), act.case)
    return {}


def clock_correction_received(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 30: the reply period runs anew from the day the corrected request was received."""
    on = act.handed_in["corrected_on"]
    not_later_than_today(on, act, "corrected_on")
    enter(act, Entry(type="correction_received", on=on))
    act.case.set(description=(
        f"{act.case.row['description']}{CORRECTION}{act.handed_in['corrected_description']}"
    ))
    act.unit.record(CorrectionReceived(
        on=on, due_on=act.case.assessment.due
    ), act.case)
    return {}


def clock_extended(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 33: once, at most 20 working days, before the due date, by the office's head."""
    before = act.case.assessment.due
    days = int(act.handed_in["working_days"])
    enter(act, Entry(
        type="extended", on=act.unit.today, working_days=days,
        awaiting_service=act.serves_letters,
    ))
    act.unit.record(TimeLimitExtended(
        on=act.unit.today, working_days=days, due_before=before,
        due_on=act.case.assessment.due,
    ), act.case)
    return {}
