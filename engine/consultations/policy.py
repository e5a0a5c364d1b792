"""Whether somebody may be asked now: enforced by handlers, told by pages."""

from collections.abc import Sequence

from engine.cases.glance.status import CaseStatus
from engine.errors import CaseClosed, Refusal, UnlawfulAct
from engine.items import item, rows as item_rows
from engine.items.item import RequestItem
from engine.processes.executable import ExecutableProcess
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot

_ARTICLE = "《条例》第三十二条、第三十四条"


def check_may_open(
    at: Snapshot, case: CaseRow, process: ExecutableProcess, known: Sequence[RequestItem]
) -> None:
    """As long as something is still to be answered. Raises CaseClosed, UnlawfulAct."""
    if case["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if "consultation_opened" not in process.release.beside:
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，其中没有征求意见；请按原有方式征求，写入承办意见",
            article=_ARTICLE,
        )
    issued = [each for each in item_rows.replies(at.connection, case["id"])
              if each["state"] == "issued"]
    if issued:
        raise UnlawfulAct(
            reason="答复已经签发，还没有送出；确需征求意见的，请先收回答复", article=_ARTICLE,
        )
    if case["status"] != CaseStatus.OPEN or not item.still_open(known):
        raise UnlawfulAct(
            reason="申请已经答复或者撤回，不再征求意见；答复有误的，请收回或者重新答复",
            article=_ARTICLE,
        )


def may_open(
    at: Snapshot, case: CaseRow, process: ExecutableProcess, known: Sequence[RequestItem]
) -> bool:
    """Whether the page offers it."""
    try:
        check_may_open(at, case, process, known)
    except Refusal:
        return False
    return True
