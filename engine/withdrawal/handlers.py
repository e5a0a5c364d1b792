"""Taking a request back."""

from engine.cases.act import Act
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving
from engine.cases.visible import own_case
from engine.errors import CaseClosed, InvalidInput, UnlawfulAct
from engine.processes.runtime import NotOpen
from engine.transaction.unit_of_work import UnitOfWork
from engine.withdrawal.commands import WithdrawRequest, withdrawal_ways


def withdraw_request(command: WithdrawRequest, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    if row["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if command.withdrawal_way not in withdrawal_ways():
        raise InvalidInput({"withdrawal_way": "请选择撤回的方式。"})
    case = open_cases(unit).take(command.case_id, row["revision"])
    act = Act(unit, case, handed_in={
        "withdrawn_on": command.withdrawn_on, "withdrawal_way": command.withdrawal_way,
        "reason": "申请人撤回申请",
    })
    try:
        moving.tell(act, "withdrawn")
    except NotOpen:
        raise UnlawfulAct(
            reason="答复已经发出，不能再登记撤回；申请人不再需要的，请在归档说明中写明",
            article="《条例》第四十五条",
        ) from None
