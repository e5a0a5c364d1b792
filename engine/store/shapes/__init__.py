"""What a row of each table holds, by column: the names and types that mypy reads.

Nothing runs here: a row stays what the database gave, and its shape is what is promised of it.
Beside each module of ``engine.store.tables`` stands one here; a test holds the two together. What
a joined query adds is said beside the query, in the rows of its room.
"""

from engine.store.shapes.beside import (
    AssistanceRow,
    AssistanceTurnRow,
    ConsultationChanges,
    ConsultationRow,
    ExcessChanges,
    ExcessRow,
    FeeChanges,
    FeeRow,
    LegalAdviceChanges,
    LegalAdviceRow,
    LegalAdviceWordRow,
    NewAssistanceRow,
    NewConsultationRow,
    NewExcessRow,
    NewFeeRow,
    NewLegalAdviceRow,
    NewTransferRow,
    TransferChanges,
    TransferRow,
)
from engine.store.shapes.cases import (
    ApplicantRow,
    CaseApplicantRow,
    CaseChanges,
    CaseRow,
    ClockEntryRow,
    InstanceRow,
    NewApplicantRow,
    NewCaseRow,
    NewInstanceRow,
    NewRegistrationVersionRow,
    NewRemedyRow,
    NumberSeriesRow,
    RegistrationVersionRow,
    RemedyChanges,
    RemedyRow,
    RequestColumns,
    TaskRow,
    TimerFired,
    TimerRow,
)
from engine.store.shapes.identity import SessionRow, SignInAttemptRow
from engine.store.shapes.items import (
    CaseLinkRow,
    ItemRow,
    NewSearchRecordRow,
    SearchRecordRow,
)
from engine.store.shapes.json import JsonObject
from engine.store.shapes.papers import (
    ArrivalCallRow,
    ArrivalChanges,
    ArrivalPaperRow,
    ArrivalRow,
    AttachmentRow,
    AttachmentWithdrawalRow,
    BlobRow,
    LetterRow,
    LetterValues,
    NewArrivalPaperRow,
    NewArrivalRow,
    NewAttachmentRow,
    NewRoundRow,
    NewSecrecyFindingRow,
    NewServiceRow,
    NewStepRow,
    RoundRow,
    SecrecyFindingRow,
    SecrecyReferralChanges,
    SecrecyReferralRow,
    ServiceChanges,
    ServiceRow,
    StepRow,
)
from engine.store.shapes.people import (
    AgencyChangeRow,
    AgencyEndingRow,
    AgencyFacts,
    AgencyRow,
    DutyRow,
    NewAgencyChangeRow,
    NewAgencyEndingRow,
    NewPersonRow,
    PersonRow,
    UnitRow,
)
from engine.store.shapes.record import AuditEventRow, AuditHeadRow
from engine.store.shapes.rules import (
    AgencyChoiceRow,
    ArrangementRow,
    CalendarNoticeRow,
    LegalAdviserRow,
    NewAgencyChoiceRow,
    NewArrangementRow,
    NewCalendarNoticeRow,
    NewLegalAdviserRow,
    NoticeColumns,
)
from engine.store.shapes.system import DraftRow, HeartbeatRow, IdempotencyKeyRow

__all__ = [
    "AgencyChangeRow", "AgencyChoiceRow", "AgencyEndingRow", "AgencyFacts", "AgencyRow",
    "ApplicantRow", "ArrangementRow", "ArrivalCallRow", "ArrivalChanges", "ArrivalPaperRow",
    "ArrivalRow", "AssistanceRow", "AssistanceTurnRow", "AttachmentRow",
    "AttachmentWithdrawalRow", "AuditEventRow", "AuditHeadRow", "BlobRow", "CalendarNoticeRow",
    "CaseApplicantRow", "CaseChanges", "CaseLinkRow", "CaseRow", "ClockEntryRow",
    "ConsultationChanges", "ConsultationRow", "DraftRow", "DutyRow", "ExcessChanges", "ExcessRow",
    "FeeChanges", "FeeRow", "HeartbeatRow", "IdempotencyKeyRow", "InstanceRow", "ItemRow",
    "JsonObject", "LegalAdviceChanges", "LegalAdviceRow", "LegalAdviceWordRow", "LegalAdviserRow",
    "LetterRow", "LetterValues", "NewAgencyChangeRow", "NewAgencyChoiceRow", "NewAgencyEndingRow",
    "NewApplicantRow", "NewArrangementRow", "NewArrivalPaperRow", "NewArrivalRow",
    "NewAssistanceRow", "NewAttachmentRow", "NewCalendarNoticeRow", "NewCaseRow",
    "NewConsultationRow", "NewExcessRow", "NewFeeRow", "NewInstanceRow", "NewLegalAdviceRow",
    "NewLegalAdviserRow", "NewPersonRow", "NewRegistrationVersionRow", "NewRemedyRow",
    "NewRoundRow", "NewSearchRecordRow", "NewSecrecyFindingRow", "NewServiceRow", "NewStepRow",
    "NewTransferRow", "NoticeColumns", "NumberSeriesRow", "PersonRow", "RegistrationVersionRow",
    "RemedyChanges", "RemedyRow", "RequestColumns", "RoundRow", "SearchRecordRow",
    "SecrecyFindingRow", "SecrecyReferralChanges", "SecrecyReferralRow", "ServiceChanges",
    "ServiceRow", "SessionRow", "SignInAttemptRow", "StepRow", "TaskRow", "TimerFired",
    "TimerRow", "TransferChanges", "TransferRow", "UnitRow",
]
