"""A case on its way to the agency that is to answer it.

《政府信息公开条例》第十条、第二十七条: who made the information, or keeps it, answers. What was
asked of one agency and is another's to answer goes there with everything in it, once that agency
takes it over; until then the one that received it answers for it, and its clock runs.
"""

from collections.abc import Mapping
from enum import StrEnum

MOST_REASON = 500
#: within: handed on inside one organ, as between a government and its own office; the clock hears
#: nothing of it. between: to another organ.
MANNERS: Mapping[str, str] = {"between": "移送其他行政机关", "within": "同一机关内部转办"}


class TransferState(StrEnum):
    """How far it has come."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    TransferState.PROPOSED: "等待审批", TransferState.OFFERED: "等待接收",
    TransferState.ACCEPTED: "已接收", TransferState.REFUSED: "不接收",
    TransferState.NOT_APPROVED: "没有批准", TransferState.WITHDRAWN: "已收回",
}
OPEN = frozenset({TransferState.PROPOSED, TransferState.OFFERED})


def about(number: int) -> str:
    """What its process is about, in words."""
    return f"移送{number}"
