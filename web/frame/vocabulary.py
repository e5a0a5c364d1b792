"""The words for the codes that the engine speaks in, each a message id of the catalogue."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from engine import (
    ADVISERS,
    AGENCY_KINDS,
    APPLICANT_KINDS,
    AREAS,
    ASKED,
    ASSISTANCE_KINDS,
    AUTHORITIES,
    CONCLUSIONS,
    COUNTED_FROM,
    DECISIONS,
    DUE,
    EVENT_NAMES,
    FORMS_OF_SUPPLY,
    ID_KINDS,
    KIND_TITLES,
    LABELS,
    LEVELS,
    LINKS,
    MANNERS,
    MARKS,
    METHODS,
    OPINIONS,
    PARTIES,
    PROCEDURES,
    REASON_FINDINGS,
    REMEDY_OUTCOMES,
    REPLY_GROUPS,
    REPORT_BLOCKS,
    REPORT_COLUMNS,
    SEARCH_RESULTS,
    SECRECY_FINDINGS,
    SERVICE_STATES,
    SORTS,
    STATES,
    WAYS,
    WAYS_OF_SUPPLY,
    AdviceState,
    AssistanceState,
    CaseStatus,
    ConsultationState,
    ExcessState,
    FeeState,
    ItemState,
    LetterKindChoice,
    LetterState,
    RemedyState,
    Role,
    TransferState,
    channel_labels,
    ground_titles,
    limits,
    reopenings,
    ways_of_service,
)

__all__ = [
    "ADVISERS", "AGENCY_KINDS", "APPLICANT_KINDS", "AREAS", "ASSISTANCE_KINDS", "AUTHORITIES",
    "CONCLUSIONS", "COUNTED_FROM", "DECISIONS", "DUE", "EVENT_NAMES", "FORMS_OF_SUPPLY",
    "ID_KINDS", "ITEM_ASKED", "LEVELS", "MANNERS", "MARKS", "METHODS", "OPINIONS", "PARTIES",
    "PROCEDURES", "REASON_FINDINGS", "REMEDY_OUTCOMES", "REPORT_BLOCKS", "REPORT_COLUMNS",
    "SEARCH_RESULTS", "SECRECY_FINDINGS", "SERVICE_STATES", "SORTS", "WAYS", "WAYS_OF_SUPPLY",
]


def N_(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


CHANNELS: Mapping[str, str] = channel_labels()
LIMITS: Mapping[str, str] = {name: limit.title for name, limit in limits().items()}
CASE_LINKS: Mapping[str, str] = {words: words for words in LINKS.values()}
GROUNDS: Mapping[str, str] = ground_titles()
ITEM_ASKED: Mapping[str, str] = ASKED
ARRIVAL_STATES: Mapping[str, str] = STATES
PAPERS: Mapping[str, str] = LABELS
ASSISTANCE_STATES: Mapping[str, str] = {state.value: state.title for state in AssistanceState}
TRANSFER_STATES: Mapping[str, str] = {state.value: state.title for state in TransferState}
CONSULTATION_STATES: Mapping[str, str] = {
    state.value: state.title for state in ConsultationState
}
EXCESS_STATES: Mapping[str, str] = {state.value: state.title for state in ExcessState}
FEE_STATES: Mapping[str, str] = {state.value: state.title for state in FeeState}
#: The days of a consultation that may be put right.
CONSULTATION_DAYS: Mapping[str, str] = MappingProxyType({
    "sent": N_("征求意见书送出日期"), "told": N_("书面告知申请人的日期"),
    "delivered": N_("征求意见书送达日期"), "answered": N_("收到意见的日期"),
})
#: The words for what an event says of a consultation.
CONSULTED: Mapping[str, Mapping[str, str]] = {
    "party": PARTIES, "opinion": OPINIONS, "decision": DECISIONS, "what": CONSULTATION_DAYS,
}
#: A number of days that was ordered, as one speaks.
TERM_WORDS: Mapping[str, str] = MappingProxyType({
    "working_days": N_("个工作日"), "calendar_days": N_("日（自然日）"),
})
REMEDY_KINDS: Mapping[str, str] = KIND_TITLES
REMEDY_STATES: Mapping[str, str] = {state.value: state.title for state in RemedyState}
#: What of a proceeding may be put right.
REMEDY_FACTS: Mapping[str, str] = MappingProxyType({
    "received": N_("收到副本的日期"), "answered": N_("提交答复、答辩的日期"),
    "decided": N_("结果作出的日期"), "decision_received": N_("收到文书的日期"),
    "case_number": N_("案号"), "outcome": N_("结果"),
})
#: The words for what an event says of a proceeding.
CONTESTED: Mapping[str, Mapping[str, str]] = {
    "kind": KIND_TITLES, "procedure": PROCEDURES, "outcome": REMEDY_OUTCOMES,
    "what": REMEDY_FACTS, "was": REMEDY_OUTCOMES, "holds": REMEDY_OUTCOMES,
}
#: Why an earlier request is taken for the same applicant's.
KNOWN_BY: Mapping[str, str] = MappingProxyType({
    "document": N_("证件号码相同"), "name": N_("姓名或者名称相同"),
    "joint": N_("曾与他人共同申请"), "phone": N_("仅联系电话相同"),
})
NOT_YET = N_("尚未确定")
SERVICES: Mapping[str, str] = {code: way.title for code, way in ways_of_service().items()}
REOPENED_BY: Mapping[str, str] = reopenings.titles()
TERM_UNITS: Mapping[str, str] = reopenings.UNITS
ITEM_STATES: Mapping[str, str] = {state.value: state.title for state in ItemState}
LETTER_STATES: Mapping[str, str] = {state.value: state.title for state in LetterState}
ADVICE_STATES: Mapping[str, str] = {state.value: state.title for state in AdviceState}
STATUSES: Mapping[str, str] = {status.value: status.title for status in CaseStatus}
ROLES: Mapping[Role, str] = {role: role.title for role in Role}


def grouped(
    choices: Iterable[LetterKindChoice],
) -> tuple[tuple[str, tuple[LetterKindChoice, ...]], ...]:
    """Kinds of reply letters under the headings of the annual report, empty ones left out."""
    found: dict[str, list[LetterKindChoice]] = {heading: [] for heading in REPLY_GROUPS}
    for choice in choices:
        found[choice.group].append(choice)
    return tuple((heading, tuple(kinds)) for heading, kinds in found.items() if kinds)
