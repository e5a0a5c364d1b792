"""A registration that is void: whether it may be, and what then holds."""

from collections.abc import Iterable

from engine.assistance.ending import end_all_assistance
from engine.cases.act import Act
from engine.cases.glance.status import CaseStatus
from engine.charging.ending import end_all as end_fees
from engine.consultations.ending import end_all
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.errors import CaseClosed, Refusal, UnlawfulAct
from engine.excess.ending import end_all as end_excesses
from engine.legal_advice.giving import give_up
from engine.mending.events import RegistrationVoided
from engine.store.shapes import LetterRow
from engine.transfers.ending import end_all_transfers

ARTICLE = "《条例》第四十五条"


def check_may_void(status: str, letters: Iterable[LetterRow]) -> None:
    """``letters``: of the case. Until a reply was issued. Raises CaseClosed, UnlawfulAct."""
    if status == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if status == CaseStatus.WITHDRAWN:
        raise UnlawfulAct(
            reason="申请人已经撤回申请，不需要作废；请送达终止办理告知书后归档", article=ARTICLE)
    if status != CaseStatus.OPEN or any(
        each["series"] == "reply" and each["state"] not in (LetterState.DRAFT, LetterState.VOID)
        for each in letters
    ):
        raise UnlawfulAct(
            reason="答复已经签发，登记不能作废；还没有送出的先收回答复，已经送出的依法更正或者重新答复",
            article=ARTICLE,
        )


def may_void(status: str, letters: Iterable[LetterRow]) -> bool:
    """Whether the page offers it."""
    try:
        check_may_void(status, letters)
    except Refusal:
        return False
    return True


def enter_voided(act: Act) -> None:
    """The number stays, void. Notices that have not left are taken back, nobody's opinion is
    waited for any more."""
    end_all(act, "登记作废")
    act.case.set(
        status=CaseStatus.VOIDED.value, step="", step_name="", step_since=act.unit.now)
    act.unit.record(RegistrationVoided(
        number=act.case.row["number"], duplicate_of=act.handed_in["duplicate_of"],
        reason=act.handed_in["reason"],
    ), act.case)
    give_up(act, "登记作废")
    end_fees(act, "登记作废")
    end_all_assistance(act, "登记作废")
    end_all_transfers(act, "登记作废")
    end_excesses(act, "登记作废")
    for letter in letter_rows.of_case(act.unit.connection, act.case.id):
        if letter["state"] == LetterState.ISSUED:
            act.send("letter_recalled", letter["id"])
