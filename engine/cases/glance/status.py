"""Where a case stands in the register, whichever step its process waits at."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """The column ``status`` of a case."""

    OPEN = "open"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    MERGED = "merged"
    VOIDED = "voided"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a status
        """What pages and the register's file call it."""
        return _TITLES[self]


_TITLES = {
    CaseStatus.OPEN: "办理中",
    CaseStatus.REPLIED: "已答复",
    CaseStatus.WITHDRAWN: "已撤回",
    CaseStatus.ARCHIVED: "已归档",
    CaseStatus.MERGED: "已合并",
    CaseStatus.VOIDED: "已作废",
}
