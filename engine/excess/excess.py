"""Asking for reasons: how it stands, and what follows from it for the reply.

《政府信息公开条例》第三十五条：申请人申请公开政府信息的数量、频次明显超过合理范围，行政机关可以要求申请人说明
理由。认为申请理由不合理的，告知申请人不予处理；认为申请理由合理，但是无法在规定的期限内答复的，可以确定
延迟答复的合理期限并告知申请人。
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from engine.cases.case import Case
from engine.errors import InvalidInput
from engine.excess import rows
from engine.statute import periods
from engine.statute.values import grounds
from engine.statute.values.findings import date_in_words
from engine.store import Connection
from engine.store.shapes import ExcessRow

ARTICLE = "《条例》第三十五条"
REASON_FINDINGS: Mapping[str, str] = {
    "reasonable": "理由合理", "deferred": "理由合理，延迟答复", "unreasonable": "理由不合理",
}


class ExcessState(StrEnum):
    """How far it has come."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    TO_WEIGH = "to_weigh"
    CLOSED = "closed"
    ENDED = "ended"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    ExcessState.TO_ASK: "等待制发通知",
    ExcessState.ASKED: "等待说明理由",
    ExcessState.TO_WEIGH: "等待认定理由",
    ExcessState.CLOSED: "已认定",
    ExcessState.ENDED: "已停止",
}
#: Still to be asked, answered or weighed.
OPEN = frozenset({ExcessState.TO_ASK, ExcessState.ASKED, ExcessState.TO_WEIGH})


def about(number: int) -> str:
    """What its process is about, in words."""
    return f"说明理由{number}"


def last_day(case: Case, row: ExcessRow, served_on: date | None) -> date | None:
    """The day by which the notice wants the reasons; None before it arrived."""
    return None if served_on is None else periods.set_by_letter(
        served_on, row["days"], calendar=case.calendar)


def check_given_on(row: ExcessRow, on: date, today: date) -> None:
    """Reasons come after they were asked for. Raises InvalidInput."""
    assert row["asked_on"] is not None
    told = ""
    if on > today:
        told = "日期不能晚于今天。"
    elif on < row["asked_on"]:
        day = date_in_words(row["asked_on"])
        told = f"日期不能早于要求说明理由的日期（{day}），请核对。"
    if told:
        raise InvalidInput({"reasons_given_on": told})


def speaks_against(connection: Connection, case_id: int, stated: Collection[str]) -> str:
    """Why a reply of these grounds would contradict what was asked, in Chinese; "" else."""
    if not any(grounds.for_excess(each) for each in stated):
        return ""
    row = rows.standing(connection, case_id)
    if row is None:
        return "没有要求过申请人说明理由，不能以大量反复申请不予处理"
    if row["state"] in OPEN:
        return "申请人的理由还没有认定，不能以大量反复申请不予处理；请先办理“说明理由”"
    if row["finding"] != "unreasonable":
        return "已认定申请人的理由合理，不能以大量反复申请不予处理"
    return ""
