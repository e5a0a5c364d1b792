"""What a diagram may say when the request is taken back."""

from collections.abc import Mapping

from engine.assistance.ending import end_all_assistance
from engine.cases.act import Act, enter, not_later_than_today
from engine.cases.glance.status import CaseStatus
from engine.charging import ending as charging_ending
from engine.consultations.ending import end_all
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.excess import ending as excess_ending
from engine.legal_advice.giving import give_up
from engine.processes.runtime import Scalar
from engine.statute import Entry
from engine.transfers.ending import end_all_transfers
from engine.withdrawal.events import RequestWithdrawn


def clock_withdrawn(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The reply period ends; a reply that was signed and has not left is taken back, and
    nobody's opinion, answer or payment is waited for any more."""
    on = act.handed_in["withdrawn_on"]
    not_later_than_today(on, act, "withdrawn_on")
    end_all(act, "申请人撤回申请")
    give_up(act, "申请人撤回申请")
    charging_ending.end_all(act, "申请人撤回申请")
    end_all_assistance(act, "申请人撤回申请")
    end_all_transfers(act, "申请人撤回申请")
    excess_ending.end_all(act, "申请人撤回申请")
    enter(act, Entry(type="withdrawn", on=on))
    act.case.set(status=CaseStatus.WITHDRAWN.value)
    act.unit.record(RequestWithdrawn(on=on), act.case)
    reply = letter_rows.reply_of(act.unit.connection, act.case.id)
    if reply is not None and reply["state"] == LetterState.ISSUED:
        act.send("letter_recalled", reply["id"])
    return {}
