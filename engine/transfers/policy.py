"""Whether a case may go to another agency now: enforced by handlers, told by pages.

What others were asked, what units were given and letters on their way end first: they were begun
for this agency's answer. The clock must run; whatever is awaited of the applicant comes here.
"""

from collections.abc import Iterable, Sequence

from engine.actors.roles import Role
from engine.cases.case import Running
from engine.cases.glance.status import CaseStatus
from engine.cases.visible import Shown
from engine.errors import CaseClosed, Refusal, UnlawfulAct
from engine.items import rows as item_rows
from engine.items.policy import drafting
from engine.people import rows as people_rows
from engine.people.changes.facts import is_valid
from engine.store.shapes import AgencyRow, CaseRow, TaskRow
from engine.transaction.snapshot import Snapshot
from engine.transfers import rows
from engine.transfers.transfer import OPEN

ARTICLE = "《条例》第二十七条、第三十三条"
#: At whose steps the reply is not yet being reviewed or signed.
_BEFORE_REVIEW = frozenset({Role.INTAKE_OFFICER.value, Role.HANDLER.value, Role.MANAGER.value})


def of_life(tasks: Iterable[TaskRow]) -> list[TaskRow]:
    """The open tasks of the whole life."""
    return [each for each in tasks if not each["about"]]


def _before_review(at: Snapshot, tasks: Sequence[TaskRow]) -> bool:
    """Whether the reply is neither with the lawyers nor under review, nor being signed: who
    handles the case drafts it, or has not begun to."""
    roles = {each["role"] for each in tasks}
    return roles <= _BEFORE_REVIEW and (Role.HANDLER.value not in roles or drafting(at, tasks))


def check_may_propose(
    at: Snapshot, case: CaseRow, running: Iterable[Running | Shown], tasks: Sequence[TaskRow]
) -> None:
    """Raises CaseClosed, UnlawfulAct. As ``check_may_go``; one transfer at a time."""
    check_may_go(at, case, running, tasks)
    if any(each["state"] in OPEN for each in rows.of_case(at.connection, case["id"])):
        raise UnlawfulAct(
            reason="本办件已经提出移送，还没有结果；要移送其他机关的，请先收回", article=ARTICLE)


def check_may_go(
    at: Snapshot, case: CaseRow, running: Iterable[Running | Shown], tasks: Sequence[TaskRow]
) -> None:
    """running: its processes, the whole life first; tasks: the open ones of the life.
    Raises CaseClosed, UnlawfulAct."""
    known = list(running)
    beside = known[0].process.release.beside
    if case["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if "transfer_proposed" not in beside:
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，其中没有移送；不属于本机关负责公开的，请依法答复告知申请人",
            article="《条例》第三十六条第五项",
        )
    if case["status"] != CaseStatus.OPEN or any(
        each["state"] == "issued" for each in item_rows.replies(at.connection, case["id"])
    ):
        raise UnlawfulAct(reason="答复已经签发或者申请已经撤回，不能移送", article=ARTICLE)
    if case["clock_state"] != "running":
        raise UnlawfulAct(
            reason="正在等待申请人补正、缴费或者正在征求意见，不能移送；请在答复期限恢复计算后再移送",
            article=ARTICLE,
        )
    if not _before_review(at, tasks):
        raise UnlawfulAct(
            reason="答复正在会商、审查或者签发，不能移送；确需移送的，请先退回承办人员",
            article=ARTICLE,
        )
    waiting = [
        each.about for each in known
        if each.about_id is not None and not each.instance.completed
        and each.process.name != beside["transfer_proposed"]
    ]
    if waiting:
        raise UnlawfulAct(
            reason=f"“{waiting[0]}”还没有办完，是为本机关的答复办理的，不随办件移送；请办结或者停止后再移送",
            article=ARTICLE,
        )


def may_propose(
    at: Snapshot, case: CaseRow, running: Iterable[Running | Shown], tasks: Sequence[TaskRow]
) -> str:
    """Why the page does not offer it, in Chinese; "" when it does."""
    try:
        check_may_propose(at, case, running, tasks)
    except Refusal as refusal:
        return str(refusal)
    return ""


def why_not_to(at: Snapshot, agency: AgencyRow | None, own_agency_id: int) -> str:
    """Why a case cannot go to an agency, in Chinese; "" when it can."""
    if agency is None:
        return "请选择移送给哪个机关。"
    if agency["id"] == own_agency_id:
        return "不能移送给本机关，请选择其他机关。"
    if not is_valid(agency, at.today):
        return "这个机关已经不再办理，请选择承接其职权的机关。"
    officers = people_rows.holders(at.connection, agency["id"], Role.INTAKE_OFFICER.value)
    return "" if officers else (
        "这个机关还没有受理人员，移送后无人接收；请联系系统管理员设置人员，或者选择其他机关。")
