"""Whether a proceeding may be entered of a case: enforced by handlers, told by pages."""

from engine.cases.visible import check_goes_on
from engine.errors import Refusal, UnlawfulAct
from engine.processes.executable import ExecutableProcess
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot

BEGINS = "remedy_entered"
ARTICLE = "《条例》第五十一条"


def check_may_enter(at: Snapshot, case: CaseRow, process: ExecutableProcess) -> None:
    """At any time, also after the archive, and before any reply: a silence is contested too.
    Raises CaseMergedAlready, CaseVoided, RegisteredTwice, UnlawfulAct."""
    check_goes_on(at, case["id"], case["status"])
    if BEGINS not in process.release.beside:
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，其中没有复议、诉讼；请按原有方式应诉、应复，另行登记台账",
            article=ARTICLE,
        )


def may_enter(at: Snapshot, case: CaseRow, process: ExecutableProcess) -> bool:
    """Whether the page offers it."""
    try:
        check_may_enter(at, case, process)
    except Refusal:
        return False
    return True
