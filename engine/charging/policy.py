"""Whether a fee may be charged now, and whether what was entered of one still holds."""

from collections.abc import Sequence
from datetime import date

from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.charging import rows
from engine.charging.fee import ARTICLE, OPEN, FeeState, fee_notice_served_on
from engine.errors import CaseClosed, InvalidInput, Refusal, UnlawfulAct
from engine.items import item, rows as item_rows
from engine.items.item import RequestItem
from engine.processes.executable import ExecutableProcess
from engine.statute.clock.assessment import speaks_against
from engine.statute.values.findings import date_in_words
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot


def check_may_open(
    at: Snapshot, case: CaseRow, process: ExecutableProcess, known: Sequence[RequestItem]
) -> None:
    """Once, as long as something is still to be answered. Raises CaseClosed, UnlawfulAct."""
    if case["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if "fee_opened" not in process.release.beside:
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，其中没有收取信息处理费", article=ARTICLE)
    if any(each["state"] == "issued" for each in item_rows.replies(at.connection, case["id"])):
        raise UnlawfulAct(
            reason="答复已经签发，还没有送出；确需收费的，请先收回答复", article=ARTICLE)
    if case["status"] != CaseStatus.OPEN or not item.still_open(known):
        raise UnlawfulAct(
            reason="申请已经答复或者撤回，不能再收取信息处理费", article=ARTICLE)
    fee_notice = rows.fee_notice_of(at.connection, case["id"])
    if fee_notice is not None and fee_notice["state"] in ("sent", "returned"):
        raise UnlawfulAct(
            reason="已经停止的那次收费，通知还没有送达结果；请先登记送达结果", article=ARTICLE)
    standing = rows.standing(at.connection, case["id"])
    if standing is not None and standing["state"] in OPEN:
        raise UnlawfulAct(
            reason="已经在办理收费，不能再收一次；要更改的，请先停止这一次收费", article=ARTICLE)
    if standing is not None:
        raise UnlawfulAct(reason="每件申请的收费通知只能作出一次", article=ARTICLE)


def may_open(
    at: Snapshot, case: CaseRow, process: ExecutableProcess, known: Sequence[RequestItem]
) -> bool:
    """Whether the page offers it."""
    try:
        check_may_open(at, case, process, known)
    except Refusal:
        return False
    return True


def may_end(at: Snapshot, case: CaseRow, state: str) -> bool:
    """Whether it may be stopped: while it is open, or lapsed and not answered yet."""
    return state in OPEN or (state == FeeState.LAPSED and unanswered(at, case))


def unanswered(at: Snapshot, case: CaseRow) -> bool:
    """Whether the request waits for its reply, and none is signed."""
    return case["status"] == CaseStatus.OPEN and not any(
        each["state"] == "issued" for each in item_rows.replies(at.connection, case["id"]))


def check_paid_on(case: Case, on: date, today: date) -> None:
    """A payment comes after the notice and until its last day. Raises InvalidInput."""
    served, limit = fee_notice_served_on(case), case.assessment.limits.fee_payment
    told = ""
    if on > today:
        told = "日期不能晚于今天。"
    elif served is None:
        told = "收费通知还没有登记送达，不能登记缴费；请先在“登记送达结果”中登记通知的送达日期。"
    elif on < served:
        told = f"缴费日期不能早于收费通知送达的日期（{date_in_words(served)}），请核对。"
    elif limit is not None and on > limit:
        told = (f"缴纳期限至{date_in_words(limit)}，逾期缴纳的视为放弃申请；"
                "请核对日期，确属逾期的选择“确认未缴费”。")
    if told:
        raise InvalidInput({"paid_on": told})


def check_still_holds(at: Snapshot, case: Case, field: str) -> None:
    """What was entered of the payment must agree with the day of service that is put right.
    Raises InvalidInput."""
    row = rows.standing(at.connection, case.id)
    if row is None:
        return
    if row["state"] == FeeState.PAID and row["paid_on"] is not None:
        try:
            check_paid_on(case, row["paid_on"], at.today)
        except InvalidInput:
            raise InvalidInput({field: (
                f"与已登记的缴费日期（{date_in_words(row['paid_on'])}）不符：缴费应当在送达以后、"
                "缴纳期限以内，请核对。")}) from None
    if row["state"] == FeeState.LAPSED and speaks_against(
        "fee_lapsed", case.assessment, at.today
    ):
        raise InvalidInput({field: (
            "按这一日期，缴纳期限还没有届满，而已确认逾期未缴费；"
            "请先在“收费”中停止收费，再更正送达日期。")})
