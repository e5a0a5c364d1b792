"""The words for the codes that the engine speaks in, each a message id of the catalogue."""

from collections.abc import Iterable, Mapping

from engine import (
    APPLICANT_KINDS,
    AREAS,
    DUE,
    FORMS_OF_SUPPLY,
    SORTS,
    WAYS_OF_SUPPLY,
    CaseStatus,
    LetterKindChoice,
    Role,
    channel_labels,
    limits,
)

__all__ = [
    "APPLICANT_KINDS", "AREAS", "DUE", "FORMS_OF_SUPPLY", "SORTS", "WAYS_OF_SUPPLY",
]


def N_(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


# What the second date of the intake form is, by channel (Regulation art. 31).
RECEIPT_DAY: Mapping[str, str] = {
    "in_person": N_("提交之日"),
    "signed_post": N_("签收之日"),
    "ordinary_post": N_("与申请人确认之日"),
    "internet": N_("双方确认之日"),
    "fax": N_("双方确认之日"),
}
ID_KINDS: Mapping[str, str] = {
    "identity_card": N_("居民身份证"),
    "passport": N_("护照"),
    "travel_permit": N_("港澳台居民通行证、居住证"),
    "credit_code": N_("统一社会信用代码"),
    "other": N_("其他证件"),
}
AGENCY_KINDS: Mapping[str, str] = {
    "government_office": N_("政府办公室"),
    "department": N_("政府部门"),
    "town": N_("镇人民政府"),
    "subdistrict": N_("街道办事处"),
}
CHANNELS: Mapping[str, str] = channel_labels()
LIMITS: Mapping[str, str] = {name: limit.title for name, limit in limits().items()}
NOT_YET = N_("尚未确定")
SERVICES: Mapping[str, str] = {
    "post": N_("邮寄送达"),
    "in_person": N_("当面送达"),
    "online": N_("网上送达"),
}
LETTER_STATES: Mapping[str, str] = {
    "draft": N_("草稿"),
    "issued": N_("已制发"),
    "served": N_("已送达"),
}
MARKS: Mapping[str, str] = {
    "received": N_("收到申请"),
    "correction_requested": N_("告知补正"),
    "correction_received": N_("收到补正"),
    "correction_lapsed": N_("逾期未补正"),
    "consultation_opened": N_("征求意见"),
    "consultation_delivered": N_("征求意见书送达"),
    "consultation_answered": N_("收到意见"),
    "extended": N_("延期"),
    "fee_noticed": N_("收费通知"),
    "fee_paid": N_("缴费"),
    "warned": N_("预警"),
    "missed": N_("逾期"),
    "replied": N_("答复"),
    "withdrawn": N_("撤回申请"),
    "due": N_("答复期限"),
    "correct_by": N_("补正期限"),
    "today": N_("今日"),
}
STATUSES: Mapping[str, str] = {status.value: status.title for status in CaseStatus}
ROLES: Mapping[Role, str] = {role: role.title for role in Role}

# The order of the reply kinds on paper and in the annual report's table 3.
LETTER_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    (N_("予以公开"), frozenset({"disclosed", "already_public"})),
    (N_("部分公开"), frozenset({"partly_disclosed"})),
    (N_("不予公开"), frozenset()),  # every kind named refused_…
    (
        N_("无法提供"),
        frozenset({"not_held", "not_responsible", "needs_processing", "still_unclear"}),
    ),
    (
        N_("不予处理"),
        frozenset({"petition", "repeated_request", "publication", "excessive_request"}),
    ),
    (N_("其他处理"), frozenset()),  # all the rest
)


def group_of(kind: str) -> str:
    """The heading under which a kind of reply letter stands."""
    if kind.startswith("refused"):
        return "不予公开"
    for heading, kinds in LETTER_GROUPS:
        if kind in kinds:
            return heading
    return "其他处理"


def grouped(
    choices: Iterable[LetterKindChoice],
) -> tuple[tuple[str, tuple[LetterKindChoice, ...]], ...]:
    """Kinds of reply letters under their headings, empty headings left out."""
    found: dict[str, list[LetterKindChoice]] = {heading: [] for heading, _ in LETTER_GROUPS}
    for choice in choices:
        found[group_of(choice.kind)].append(choice)
    return tuple((heading, tuple(kinds)) for heading, kinds in found.items() if kinds)
