"""What stands beside the life of a request: who was asked, what was charged, given or handed on."""

from datetime import date, datetime
from typing import TypedDict


class NewConsultationRow(TypedDict):
    """Somebody who is asked for an opinion. item: None for the whole request. told_on: the day on
    which the applicant was told; party_told_on: the third party, of the decision. Empty, or None:
    not yet."""

    case_id: int
    number: int
    party: str
    name: str
    contact: str
    asked: str
    item: int | None
    state: str
    asked_by: int | None
    asked_at: datetime
    issued_on: date | None
    told_on: date | None
    delivered_on: date | None
    answered_on: date | None
    opinion: str
    opinion_reasons: str
    decision: str
    decision_reasons: str
    public_interest: str
    decided_by: int | None
    decided_at: datetime | None
    party_told_on: date | None
    disclose_from: date | None
    end_reason: str


class ConsultationRow(NewConsultationRow):
    """A stored consultation."""

    id: int


class ConsultationChanges(TypedDict, total=False):
    """What becomes of it."""

    state: str
    issued_on: date | None
    told_on: date | None
    delivered_on: date | None
    answered_on: date | None
    opinion: str
    opinion_reasons: str
    decision: str
    decision_reasons: str
    public_interest: str
    decided_by: int | None
    decided_at: datetime | None
    party_told_on: date | None
    disclose_from: date | None
    end_reason: str


class NewLegalAdviceRow(TypedDict):
    """A legal opinion that was asked for. Empty, or None: not yet."""

    case_id: int
    agency_id: int
    number: int
    adviser_kind: str
    adviser_id: int | None
    adviser_name: str
    question: str
    request: str
    draft_title: str
    draft_text: str
    ground: str
    materials: list[int]
    state: str
    asked_by: int | None
    asked_at: datetime
    asked_on: date
    conclusion: str
    opinion: str
    reasons: str
    given_by: str
    given_on: date | None
    recorded_by: int | None
    end_reason: str


class LegalAdviceRow(NewLegalAdviceRow):
    """A stored one."""

    id: int


class LegalAdviceChanges(TypedDict, total=False):
    """What becomes of it."""

    materials: list[int]
    state: str
    conclusion: str
    opinion: str
    reasons: str
    given_by: str
    given_on: date | None
    recorded_by: int | None
    end_reason: str


class LegalAdviceWordRow(TypedDict):
    """Two characters of a question, by which its advice is found again."""

    agency_id: int
    gram: str
    advice_id: int


class NewFeeRow(TypedDict):
    """A processing fee. method: by_piece | by_page; units: pieces or pages; pieces_before: counted
    earlier in that month; split: how they were counted; amount: in yuan, with its calculation, a
    line each. Empty, 0 or None: not yet."""

    case_id: int
    number: int
    state: str
    opened_by: int | None
    opened_at: datetime
    method: str
    units: int
    pieces_before: int
    split: str
    reasons: str
    pay_to: str
    amount: int
    calculation: str
    proposed_by: int | None
    proposed_at: datetime | None
    approved_by: int | None
    approved_at: datetime | None
    noticed_on: date | None
    paid_on: date | None
    receipt: str
    lapsed_on: date | None
    complaint: str
    end_reason: str


class FeeRow(NewFeeRow):
    """A stored fee."""

    id: int


class FeeChanges(TypedDict, total=False):
    """What becomes of it."""

    state: str
    method: str
    units: int
    pieces_before: int
    split: str
    reasons: str
    pay_to: str
    amount: int
    calculation: str
    proposed_by: int | None
    proposed_at: datetime | None
    approved_by: int | None
    approved_at: datetime | None
    noticed_on: date | None
    paid_on: date | None
    receipt: str
    lapsed_on: date | None
    complaint: str
    end_reason: str


class NewAssistanceRow(TypedDict):
    """What somebody is given to find out or to help with. item: None for the whole request."""

    case_id: int
    number: int
    kind: str
    item: int | None
    asked: str
    asked_by: int
    asked_at: datetime
    state: str
    end_reason: str


class AssistanceRow(NewAssistanceRow):
    """A stored one."""

    id: int


class AssistanceTurnRow(TypedDict):
    """Who had it, from when, and what came of that. unit_id, person_id: one of them at least.
    outcome: "" while the turn lasts."""

    assistance_id: int
    place: int
    unit_id: int | None
    person_id: int | None
    given_by: int
    given_at: datetime
    due_on: date
    outcome: str
    said: str
    ended_by: int | None
    ended_at: datetime | None


class NewTransferRow(TypedDict):
    """A case that another agency is to answer. approved_…, ended_…: None, or empty, before.
    received_on, number_there: of the agency that took it over."""

    case_id: int
    number: int
    manner: str
    from_agency_id: int
    to_agency_id: int
    reason: str
    proposed_by: int
    proposed_at: datetime
    state: str
    approved_by: int | None
    approved_at: datetime | None
    approval: str
    ended_by: int | None
    ended_at: datetime | None
    end_reason: str
    received_on: date | None
    number_there: str


class TransferRow(NewTransferRow):
    """A stored one."""

    id: int


class TransferChanges(TypedDict, total=False):
    """What becomes of it."""

    to_agency_id: int
    state: str
    approved_by: int | None
    approved_at: datetime | None
    approval: str
    ended_by: int | None
    ended_at: datetime | None
    end_reason: str
    received_on: date | None
    number_there: str


class NewExcessRow(TypedDict):
    """Reasons asked for, of a request clearly beyond reason in number. earlier: requests of twelve
    months that somebody counted; days: working days that the notice sets; until: to which the
    reply is deferred. Empty, 0 or None: not yet."""

    case_id: int
    number: int
    opened_by: int | None
    opened_at: datetime
    state: str
    earlier: int
    findings: str
    wanted: str
    days: int
    asked_on: date | None
    asked_by: int | None
    given_on: date | None
    reasons: str
    finding: str
    finding_reasons: str
    until: date | None
    weighed_by: int | None
    weighed_at: datetime | None
    end_reason: str


class ExcessRow(NewExcessRow):
    """A stored one."""

    id: int


class ExcessChanges(TypedDict, total=False):
    """What becomes of it."""

    state: str
    earlier: int
    findings: str
    wanted: str
    days: int
    asked_on: date | None
    asked_by: int | None
    given_on: date | None
    reasons: str
    finding: str
    finding_reasons: str
    until: date | None
    weighed_by: int | None
    weighed_at: datetime | None
    end_reason: str
