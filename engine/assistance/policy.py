"""Whether units and colleagues may be given anything now: enforced by handlers, told by pages."""

from engine.cases.glance.status import CaseStatus
from engine.errors import CaseClosed, Refusal, UnlawfulAct
from engine.items import rows as item_rows
from engine.processes.executable import ExecutableProcess
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot

ARTICLE = "《条例》第四十五条"


def check_may_ask(at: Snapshot, case: CaseRow, process: ExecutableProcess) -> None:
    """As long as something is to be answered. Raises CaseClosed, UnlawfulAct."""
    if case["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if "assistance_asked" not in process.release.beside:
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，其中没有分办、协办；请按原有方式请有关科室协助，写入承办意见",
            article=ARTICLE,
        )
    if case["status"] != CaseStatus.OPEN or any(
        each["state"] == "issued" for each in item_rows.replies(at.connection, case["id"])
    ):
        raise UnlawfulAct(
            reason="答复已经签发或者申请已经撤回，不再分办、协办；还没有送出的，请先收回答复",
            article=ARTICLE,
        )


def may_ask(at: Snapshot, case: CaseRow, process: ExecutableProcess) -> bool:
    """Whether the page offers it."""
    try:
        check_may_ask(at, case, process)
    except Refusal:
        return False
    return True
