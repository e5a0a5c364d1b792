"""What of a registration may be put right, and how one as it holds is told from another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.cases.case import CORRECTION
from engine.cases.rows import cases as case_rows
from engine.registration.applicants.kinds import AGENT, JOINT
from engine.registration.applicants.rows import Beside
from engine.registration.application import Checked
from engine.registration.versions.rows import VersionWithName
from engine.store import Connection
from engine.store.shapes import ApplicantRow, CaseRow, NewApplicantRow, RequestColumns

#: What may be put right, as the record and the page call it.
REGISTERED: Mapping[str, str] = {
    "channel": "申请渠道", "arrived_on": "申请到达日期", "received_on": "收到日期",
    "kind": "申请人类型", "name": "申请人姓名或者名称", "id_kind": "证件类型",
    "id_number": "证件号码", "id_note": "号码特殊的说明", "country": "国籍或者地区",
    "phone": "联系电话", "email": "电子邮箱", "address": "联系地址", "postcode": "邮政编码",
    "contact_person": "联系人", "legal_representative": "法定代表人", "joint": "共同申请人",
    "agent": "委托代理人", "authority": "代理权限", "subject": "所需信息的名称",
    "description": "特征性描述", "form_of_supply": "提供的形式", "way_of_supply": "获取的途径",
    "area": "所属领域", "written_for_applicant": "口头申请", "written_by": "代为填写的工作人员",
    "needs_assistance": "需要提供帮助", "suggests_publication": "建议主动公开",
}
_OF_THE_CASE = tuple(RequestColumns.__annotations__)
_DAYS = ("arrived_on", "received_on")
_OF_A_PERSON = tuple(
    name for name in NewApplicantRow.__annotations__ if not name.endswith("_digest"))


@dataclass(frozen=True, slots=True)
class Registration:
    """Who asks for what, since when, through which channel: as it holds, held or shall hold."""

    case: RequestColumns
    applicant: NewApplicantRow
    beside: Sequence[tuple[NewApplicantRow, str, str]]

    def values(self) -> dict[str, Any]:
        """What is compared, by the names of ``REGISTERED``."""
        agent = [who for who in self.beside if who[1] == AGENT]
        return {
            **self.case, **_person(self.applicant),
            # A browser sends the ends of lines otherwise than they may be stored.
            "description": self.case["description"].replace("\r\n", "\n"),
            "joint": [_person(who) for who, part, _ in self.beside if part == JOINT],
            "agent": [_person(who) for who, _, _ in agent],
            "authority": "".join(authority for _, _, authority in agent),
        }

    def applicant_differs(self, other: "Registration") -> bool:
        """Whether another registration says otherwise of who asks."""
        return _person(self.applicant) != _person(other.applicant)

    def beside_differs(self, other: "Registration") -> bool:
        """Whether another registration says otherwise of who stands beside him."""
        def those(each: "Registration") -> list[Any]:
            return [(_person(who), part, authority) for who, part, authority in each.beside]

        return those(self) != those(other)


def as_checked(checked: Checked) -> Registration:
    """What was typed and found right."""
    return Registration(checked.case, checked.applicant, checked.beside)


def as_it_holds(
    row: CaseRow, applicant: ApplicantRow, beside: Sequence[Beside]
) -> Registration:
    """What the case is registered as now; of the description what was typed from the paper."""
    return Registration(
        _as_typed(_columns(row)), applicant,
        [(each, each["part"], each["authority"]) for each in beside])


def as_it_held(connection: Connection, version: VersionWithName) -> Registration:
    """What it was registered as before."""
    return Registration(
        _as_typed(columns_of(version)),
        case_rows.find_applicant(connection, version["applicant_id"]),
        [(case_rows.find_applicant(connection, who), part, authority)
         for who, part, authority in version["beside"]],
    )


def changed(before: Registration, after: Registration) -> tuple[str, ...]:
    """The names of ``REGISTERED`` that differ."""
    old, new = before.values(), after.values()
    return tuple(name for name in REGISTERED if old[name] != new[name])


def facts_of(row: CaseRow) -> dict[str, Any]:
    """The columns of a case that a version keeps."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in _columns(row).items()
    }


def columns_of(version: VersionWithName) -> RequestColumns:
    """The columns of the case as a version kept them."""
    columns: RequestColumns = {
        name: date.fromisoformat(value) if name in _DAYS else value
        for name, value in version["facts"].items()
    }       # type: ignore[assignment]  # as facts_of made them
    return columns


def _as_typed(columns: RequestColumns) -> RequestColumns:
    """Without what a correction (补正) brought later."""
    return {**columns, "description": columns["description"].partition(CORRECTION)[0]}


def _columns(row: CaseRow) -> RequestColumns:
    columns: RequestColumns = {
        name: row[name] for name in _OF_THE_CASE  # type: ignore[literal-required, assignment]
    }
    return columns


def _person(who: NewApplicantRow) -> dict[str, str]:
    return {name: who[name] for name in _OF_A_PERSON}  # type: ignore[literal-required]
