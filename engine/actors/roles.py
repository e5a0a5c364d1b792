"""Roles: who may act. The title is what a lane in a diagram is called.

The notice's list of duties (受理、承办、法制审核、保密审查、审核签发、督办) in today's Regulation:
articles 4, 17, 33, 45 and 47. Article 33 has a person of its own for the extension: the head of
the disclosure office (公开工作机构负责人). Who signs replies is the leader in charge (分管领导).
"""

from enum import StrEnum


class Role(StrEnum):
    """A duty that a person holds in one agency."""

    INTAKE_OFFICER = "intake_officer"
    HANDLER = "handler"
    LEGAL_OFFICER = "legal_officer"
    CONFIDENTIALITY_REVIEWER = "confidentiality_reviewer"
    SECTION_HEAD = "section_head"
    OFFICE_HEAD = "office_head"
    REVIEWER = "reviewer"
    PRINCIPAL = "principal"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a role
        """The Chinese title, equal to the lane's name in every diagram."""
        return _TITLES[self]

    @classmethod
    def from_title(cls, title: str) -> "Role":
        """The role a lane belongs to. Raises KeyError for a lane nobody holds."""
        return _BY_TITLE[title]


_TITLES = {
    Role.INTAKE_OFFICER: "受理人员",
    Role.HANDLER: "承办人员",
    Role.LEGAL_OFFICER: "法制机构",
    Role.CONFIDENTIALITY_REVIEWER: "保密审查员",
    Role.SECTION_HEAD: "科室负责人",
    Role.OFFICE_HEAD: "公开机构负责人",
    Role.REVIEWER: "审核签发人",
    Role.PRINCIPAL: "主要领导",
    Role.MANAGER: "督办人员",
    Role.SUPERVISOR: "主管部门",
    Role.ADMINISTRATOR: "系统管理员",
}
#: The levels at which a reply may be signed, the lowest first; an agency has one to four of them.
SIGNING_LEVELS = (
    Role.SECTION_HEAD, Role.LEGAL_OFFICER, Role.OFFICE_HEAD, Role.REVIEWER, Role.PRINCIPAL,
)
_BY_TITLE = {title: role for role, title in _TITLES.items()}
