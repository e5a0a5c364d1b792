"""One fee: how it stands, and what follows from it for the reply.

《政府信息公开条例》第四十二条：申请人申请公开政府信息的数量、频次明显超过合理范围的，行政机关可以收取
信息处理费。国办函〔2020〕109号：按件或者按量计收，收到收费通知次日起20个工作日内缴纳，逾期未缴的视为
放弃申请；缴费完成次日起重新计算答复期限。
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from engine.cases.case import Case
from engine.charging import rows
from engine.statute import Entry, Ledger
from engine.statute.values import grounds
from engine.store import Connection
from engine.store.shapes import FeeRow

ARTICLE = "《条例》第四十二条、国办函〔2020〕109号"
METHODS: Mapping[str, str] = {"by_piece": "按件计收", "by_page": "按量计收"}
_UNITS = {"by_piece": "件", "by_page": "页"}
_LAPSED = "fee_lapsed"      # what a reply needs that states it (grounds.NEEDS)


class FeeState(StrEnum):
    """How far a fee has come."""

    TO_PROPOSE = "to_propose"
    TO_APPROVE = "to_approve"
    NOTICED = "noticed"
    PAID = "paid"
    LAPSED = "lapsed"
    ENDED = "ended"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    FeeState.TO_PROPOSE: "等待拟定收费",
    FeeState.TO_APPROVE: "等待批准收费",
    FeeState.NOTICED: "已通知，等待缴费",
    FeeState.PAID: "已缴费",
    FeeState.LAPSED: "已确认逾期未缴费",
    FeeState.ENDED: "不收费",
}
#: Still to be proposed, approved or paid.
OPEN = frozenset({FeeState.TO_PROPOSE, FeeState.TO_APPROVE, FeeState.NOTICED})


def about(number: int) -> str:
    """What its process is about, in words."""
    return f"信息处理费{number}"


def counted(row: FeeRow) -> str:
    """What was counted, as a letter and a page say it; "" before."""
    if row["method"] == "":
        return ""
    unit = _UNITS[row["method"]]
    if row["method"] == "by_page":
        return f"{row['units']}{unit}"
    first, last = row["pieces_before"] + 1, row["pieces_before"] + row["units"]
    which = f"第{first}{unit}" if first == last else f"第{first}至{last}{unit}"
    return f"{row['units']}{unit}（同一申请人本自然月{which}）"


def noticed(case: Case) -> Entry | None:
    """The entry of the notice that holds; None when there is none."""
    return next((e for e in reversed(case.ledger.entries) if e.type == "fee_noticed"), None)


def place_of(case: Case, kind: str) -> int | None:
    """The place in the ledger of the last entry of a kind; None when there is none."""
    entries = case.ledger.entries
    return next((n for n in reversed(range(len(entries))) if entries[n].type == kind), None)


def speaks_against(
    connection: Connection, case_id: int, stated: Collection[str], ledger: Ledger
) -> str:
    """Why a reply of these grounds has to wait for the fee, in Chinese; "" else. That a notice
    went out and its period is over the clock says itself. A lapse no longer binds once a decision
    or judgment has ordered a new reply."""
    row = rows.standing(connection, case_id)
    lapsed = any(grounds.need_of(each) == _LAPSED for each in stated)
    if row is None:
        return ""
    if row["state"] in OPEN:
        if lapsed:
            return "还没有确认申请人逾期未缴费，请先在“登记缴费”中确认"
        return "正在办理收取信息处理费，登记缴费以前不能答复；不再收取的，请在“收费”中停止收费"
    if row["state"] == FeeState.LAPSED and not lapsed and not _answered_anew(ledger):
        return ("已确认申请人逾期未缴费，视为放弃申请，只能以逾期未缴费不再处理答复；"
                "实际按期缴纳了的，请在“收费”中补登")
    if row["state"] != FeeState.LAPSED and lapsed:
        return "申请人没有逾期未缴费，不能以逾期不缴费答复"
    return ""


def _answered_anew(ledger: Ledger) -> bool:
    """Whether a new reply was ordered after the fee was noticed."""
    types = [entry.type for entry in reversed(ledger.entries)]
    return "reopened" in types[:types.index("fee_noticed") if "fee_noticed" in types else None]


def fee_notice_served_on(case: Case) -> date | None:
    """The day on which the notice reached the applicant; None while that is awaited."""
    entry = noticed(case)
    return None if entry is None else entry.arrived
