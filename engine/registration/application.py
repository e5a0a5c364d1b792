"""Checks what an intake officer typed, before anything is saved: one message a field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from declared.characters import check_text
from engine.errors import InvalidInput
from engine.items.item import MOST_DESCRIBED, MOST_ITEMS
from engine.registration.applicants.kinds import AGENT, APPLICANT_KINDS, AUTHORITIES, JOINT
from engine.registration.applicants.slips import nowhere_to_send, slips
from engine.registration.commands import Applicant, RegisterRequest
from engine.statute import NotInForce, UnknownChannel
from engine.statute.values import receipt, rule_sets
from engine.statute.values.findings import date_in_words
from engine.store.known_by import known_by
from engine.store.shapes import NewApplicantRow, RequestColumns

FORMS_OF_SUPPLY = {"paper": "纸质", "electronic": "电子", "other": "其他"}
WAYS_OF_SUPPLY = {
    "post": "邮寄", "email": "电子邮件", "pickup": "自行领取", "inspection": "当场查阅、抄录",
    "fax": "传真",
}
#: What who asks through a channel mostly wants; else by post.
_SUGGESTED: Mapping[str, str] = {"internet": "email", "fax": "fax"}
#: The way of service for who asked for a reply in this way, until somebody says otherwise.
SERVED_BY = {
    "post": "post", "email": "online", "pickup": "in_person", "inspection": "in_person",
}
MOST_JOINT = 200        # who ask together
AREAS = {
    "administrative_power": "行政权力", "finance": "财政资金", "public_resources": "公共资源配置",
    "major_projects": "重大建设项目", "public_services": "公共服务",
    "environment": "环境保护", "food_and_drugs": "食品药品安全",
    "social_organisations": "社会组织、中介机构",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """Columns of the case and of its people, as they will be stored.

    beside: who, which part, what authority. items: what is asked for, one thing each.
    """

    case: RequestColumns
    applicant: NewApplicantRow
    beside: tuple[tuple[NewApplicantRow, str, str], ...]
    items: tuple[str, ...]


def suggested_way(channel: str) -> str:
    """The way of supply for a channel until the applicant says another."""
    return _SUGGESTED.get(channel, "post")


def check(command: RegisterRequest, today: date) -> Checked:
    """Raises InvalidInput with a message for each field that needs mending."""
    problems: dict[str, str] = {}
    try:
        receipt_rule(command.channel, command.arrived_on, command.received_on)
    except InvalidInput as refused:
        problems.update(refused.problems)
    if command.arrived_on > today:
        problems["arrived_on"] = "申请到达日期不能晚于今天。"
    if command.received_on > today:
        problems["received_on"] = "收到日期不能晚于今天，请核对。"
    check_text(problems, "subject", command.subject, "所需信息的名称", 200, needed=True)
    check_text(problems, "description", command.description, "特征性描述", 5000)
    _known(problems, "form_of_supply", command.form_of_supply, FORMS_OF_SUPPLY, "提供的形式")
    way_of_supply = command.way_of_supply or suggested_way(command.channel)
    _known(problems, "way_of_supply", way_of_supply, WAYS_OF_SUPPLY, "获取的途径")
    if command.written_for_applicant:
        check_text(
            problems, "written_by", command.written_by, "代为填写的工作人员", 60, needed=True)
    if command.area:
        _known(problems, "area", command.area, AREAS, "所属领域")
    items = tuple(_line(each) for each in command.items if each.strip())
    for each in items:
        check_text(problems, "items", each, "申请事项", MOST_DESCRIBED)
    if len(items) > MOST_ITEMS:
        problems["items"] = f"一件申请最多登记{MOST_ITEMS}个事项，更多的请分为几件登记。"
    _people(problems, command, way_of_supply)
    if problems:
        raise InvalidInput(problems)
    return Checked(
        case={
            "channel": command.channel, "arrived_on": command.arrived_on,
            "received_on": command.received_on, "subject": _line(command.subject),
            "description": command.description.strip(),
            "form_of_supply": command.form_of_supply, "way_of_supply": way_of_supply,
            "area": command.area, "written_for_applicant": command.written_for_applicant,
            "written_by": _line(command.written_by) if command.written_for_applicant else "",
            "needs_assistance": command.needs_assistance,
            "suggests_publication": command.suggests_publication,
        },
        applicant=_row(command.applicant),
        beside=(
            *((_row(each), JOINT, "") for each in command.joint),
            *((_row(each), AGENT, command.authority) for each in (command.agent,) if each),
        ),
        items=items or (_line(command.subject),),
    )


def _row(who: Applicant) -> NewApplicantRow:
    return {
        "kind": who.kind, "name": _line(who.name),
        "id_kind": _line(who.id_kind), "id_number": _line(who.id_number),
        "phone": _line(who.phone), "address": _line(who.address),
        "postcode": _line(who.postcode), "email": _line(who.email),
        "contact_person": _line(who.contact_person),
        # A field that the form hides from citizens says nothing of them.
        "legal_representative":
            "" if who.kind == "natural_person" else _line(who.legal_representative),
        "id_note": _line(who.id_note), "country": _line(who.country),
        **known_by(_line(who.name), _line(who.id_number), _line(who.phone)),  # type: ignore[typeddict-item]
    }


def receipt_rule(channel: str, arrived_on: date, received_on: date) -> receipt.ReceiptRule:
    """What the channel makes of its days. Raises InvalidInput, naming the field."""
    try:
        rule = receipt.rule(channel, received_on)
    except UnknownChannel:
        raise InvalidInput({"channel": "请选择收到申请的渠道。"}) from None
    except NotInForce:
        since = date_in_words(rule_sets.first_day())
        raise InvalidInput(
            {"received_on": f"收到日期不能早于{since}（《条例》施行之日）。"}
        ) from None
    if received_on < arrived_on:
        raise InvalidInput({"received_on": "收到日期不能早于申请到达日期，请核对。"})
    if arrived_on < rule_sets.first_day():
        since = date_in_words(rule_sets.first_day())
        raise InvalidInput({"arrived_on": f"申请到达日期不能早于{since}（《条例》施行之日）。"})
    if not rule.confirmation and received_on != arrived_on:
        raise InvalidInput(
            {"received_on": "当面提交、签收邮寄的，收到日期就是申请到达日期。"}
        )
    return rule


def _people(problems: dict[str, str], command: RegisterRequest, way_of_supply: str) -> None:
    """Who asks, with whom and through whom; a field's own message comes before that of others."""
    applicant, agent = command.applicant, command.agent
    acting = (agent,) if agent else ()
    of_applicant = _of_one(applicant)
    if not any(each.phone.strip() or each.address.strip() or each.email.strip()
               for each in (applicant, *acting)):
        of_applicant.setdefault("phone", "请至少填写一种联系方式（电话、地址或者电子邮箱）。")
    receiving = acting if command.authority == "applies_and_receives" else ()
    of_applicant = nowhere_to_send(way_of_supply, (applicant, *receiving)) | of_applicant
    problems |= {_FIELDS.get(name, name): text for name, text in of_applicant.items()}
    if agent is not None:
        _known(problems, "authority", command.authority, AUTHORITIES, "代理权限")
        problems |= {f"agent_{name}": _of_agent(text) for name, text in _of_one(agent).items()}
    if len(command.joint) > MOST_JOINT:
        problems["joint"] = f"共同申请人不能超过{MOST_JOINT}人。"
    for place, each in enumerate(command.joint[:MOST_JOINT], 1):
        if found := _of_one(each):
            problems.setdefault("joint", f"第{place}人：{next(iter(found.values()))}")


# What the form calls otherwise than an applicant does.
_FIELDS: Mapping[str, str] = {"kind": "applicant_kind", "name": "applicant_name"}


def _of_agent(text: str) -> str:
    return text.replace("申请人姓名或者名称", "代理人姓名或者名称")


def _of_one(who: Applicant) -> dict[str, str]:
    """What is wrong with what was typed of one of them, by field."""
    problems = slips(who)
    _known(problems, "kind", who.kind, APPLICANT_KINDS, "申请人类型")
    check_text(problems, "name", who.name, "申请人姓名或者名称", 120, needed=True)
    for name, label, most in (
        ("id_kind", "证件类型", 40), ("id_number", "证件号码", 60), ("phone", "联系电话", 40),
        ("address", "联系地址", 200), ("postcode", "邮政编码", 10), ("email", "电子邮箱", 120),
        ("contact_person", "联系人", 60), ("legal_representative", "法定代表人", 60),
        ("id_note", "号码特殊的说明", 100), ("country", "国籍或者地区", 60),
    ):
        check_text(problems, name, getattr(who, name), label, most)
    return problems


def _known(
    problems: dict[str, str], name: str, value: str, known: dict[str, str], label: str
) -> None:
    if value not in known:
        problems[name] = f"请选择{label}。"


def _line(text: str) -> str:
    """One line: what an applicant writes never brings a line break into a letter or list."""
    return " ".join(text.split())
