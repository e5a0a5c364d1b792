"""Whether reasons may be asked for now: enforced by handlers, told by pages."""

from collections.abc import Sequence

from engine.cases.glance.status import CaseStatus
from engine.errors import CaseClosed, Refusal, UnlawfulAct
from engine.excess import rows
from engine.excess.excess import ARTICLE, OPEN
from engine.items import item, rows as item_rows
from engine.items.item import RequestItem
from engine.processes.executable import ExecutableProcess
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot


def check_may_open(
    at: Snapshot, case: CaseRow, process: ExecutableProcess, known: Sequence[RequestItem]
) -> None:
    """Once, as long as something is still to be answered. Raises CaseClosed, UnlawfulAct."""
    if case["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if "excess_opened" not in process.release.beside:
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，其中没有要求说明理由；请以书面要求，写入承办意见",
            article=ARTICLE)
    if any(each["state"] == "issued" for each in item_rows.replies(at.connection, case["id"])):
        raise UnlawfulAct(
            reason="答复已经签发，还没有送出；确需要求说明理由的，请先收回答复", article=ARTICLE)
    if case["status"] != CaseStatus.OPEN or not item.still_open(known):
        raise UnlawfulAct(reason="申请已经答复或者撤回，不再要求说明理由", article=ARTICLE)
    standing = rows.standing(at.connection, case["id"])
    if standing is not None and standing["state"] in OPEN:
        raise UnlawfulAct(reason="已经在要求说明理由，不能同时要求两次", article=ARTICLE)
    if standing is not None:
        raise UnlawfulAct(reason="已经要求说明过理由，并作出了认定", article=ARTICLE)


def may_open(
    at: Snapshot, case: CaseRow, process: ExecutableProcess, known: Sequence[RequestItem]
) -> bool:
    """Whether the page offers it."""
    try:
        check_may_open(at, case, process, known)
    except Refusal:
        return False
    return True
