"""The door of the engine: everything that the web and the command line may use.

Each name is written twice, once for whoever reads the types and once for the look-up on first
use, so that ``engine.statute`` answers without loading the process library or the database. A
test holds the two together.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from engine.door import ROOMS

if TYPE_CHECKING:
    from declared.field import Field as Field
    from engine.actors.actor import (
        AT_THE_KEYBOARD as AT_THE_KEYBOARD,
        CLOCK as CLOCK,
        VISITOR as VISITOR,
        Actor as Actor,
    )
    from engine.actors.permissions import (
        ADMINISTRATORS as ADMINISTRATORS,
        ANYBODY as ANYBODY,
        CASE_OFFICERS as CASE_OFFICERS,
        INTAKE as INTAKE,
        LOOKING_AFTER_ALL as LOOKING_AFTER_ALL,
        SIGNED_IN as SIGNED_IN,
        WATCHERS as WATCHERS,
        Permission as Permission,
        holders as holders,
    )
    from engine.actors.roles import SIGNING_LEVELS as SIGNING_LEVELS, Role as Role
    from engine.administration.accounts_page import (
        Account as Account,
        AccountNamed as AccountNamed,
        AccountPage as AccountPage,
        Accounts as Accounts,
        AccountView as AccountView,
        Agencies as Agencies,
        LockedAddresses as LockedAddresses,
    )
    from engine.administration.agencies.agencies_page import (
        AgenciesPage as AgenciesPage,
        AgencyChangeView as AgencyChangeView,
        AgencyEndingView as AgencyEndingView,
        AgencyLine as AgencyLine,
        AgencyPage as AgencyPage,
        AgencyView as AgencyView,
        UnitView as UnitView,
    )
    from engine.administration.agencies.changes_page import (
        AgencyChangesDue as AgencyChangesDue,
        EndingPreview as EndingPreview,
        LettersSince as LettersSince,
        MergedInto as MergedInto,
        Merging as Merging,
        PreviewOfEnding as PreviewOfEnding,
    )
    from engine.administration.agencies.commands import (
        CancelAgencyEnding as CancelAgencyEnding,
        CarryOutEnding as CarryOutEnding,
        EndAgency as EndAgency,
    )
    from engine.administration.calendar_page import (
        CalendarPage as CalendarPage,
        CalendarView as CalendarView,
        NationalCalendar as NationalCalendar,
    )
    from engine.administration.calendar_preview_page import (
        CalendarPreview as CalendarPreview,
        HolidayNoticePreview as HolidayNoticePreview,
        LocalDaysPreview as LocalDaysPreview,
        WithdrawalPreview as WithdrawalPreview,
    )
    from engine.administration.duties_page import (
        DutiesUnheld as DutiesUnheld,
        UnheldDuties as UnheldDuties,
    )
    from engine.arrivals.arrival import STATES as STATES, WAYS as WAYS
    from engine.arrivals.commands import (
        AddArrivalPapers as AddArrivalPapers,
        ArrivalFacts as ArrivalFacts,
        FoundNoRequest as FoundNoRequest,
        MendArrival as MendArrival,
        NoteCall as NoteCall,
        PassOn as PassOn,
        QuarantinePaper as QuarantinePaper,
        TakeIn as TakeIn,
    )
    from engine.arrivals.page import (
        ArrivalPage as ArrivalPage,
        ArrivalPaper as ArrivalPaper,
        ArrivalsPage as ArrivalsPage,
    )
    from engine.assistance.assistance import (
        ASSISTANCE_KINDS as ASSISTANCE_KINDS,
        AssistanceState as AssistanceState,
    )
    from engine.assistance.commands import (
        AskAssistance as AskAssistance,
        EndAssistance as EndAssistance,
    )
    from engine.assistance.view import (
        AssistancesView as AssistancesView,
        AssistanceView as AssistanceView,
        TurnView as TurnView,
    )
    from engine.attachments.attachment import LABELS as LABELS, AttachmentView as AttachmentView
    from engine.attachments.commands import (
        AddAttachment as AddAttachment,
        QuarantineAttachment as QuarantineAttachment,
        Upload as Upload,
        WithdrawAttachment as WithdrawAttachment,
    )
    from engine.attachments.page import AttachmentFile as AttachmentFile
    from engine.cases.commands import (
        RecalculateCase as RecalculateCase,
        RevealApplicant as RevealApplicant,
    )
    from engine.cases.glance.clock_strip import (
        MARKS as MARKS,
        ClockMark as ClockMark,
        ClockStrip as ClockStrip,
    )
    from engine.cases.glance.status import CaseStatus as CaseStatus
    from engine.cases.glance.told import Told as Told
    from engine.casework.applicant_page import RevealedApplicant as RevealedApplicant
    from engine.casework.case_page import (
        CaseFileView as CaseFileView,
        CaseOf as CaseOf,
        CasePage as CasePage,
        TaskFormOf as TaskFormOf,
        TaskPage as TaskPage,
    )
    from engine.casework.case_view import CaseView as CaseView
    from engine.casework.diagrams import DiagramView as DiagramView, Token as Token
    from engine.casework.drawn_form_page import DrawnForm as DrawnForm, DrawnFormOf as DrawnFormOf
    from engine.charging.commands import (
        EndFee as EndFee,
        MendFee as MendFee,
        NoteFeeComplaint as NoteFeeComplaint,
        OpenFee as OpenFee,
    )
    from engine.charging.fee import METHODS as METHODS, FeeState as FeeState
    from engine.charging.view import FeesView as FeesView, FeeView as FeeView
    from engine.configuration import Configuration as Configuration
    from engine.consultations.commands import (
        EndConsultation as EndConsultation,
        MendConsultation as MendConsultation,
        OpenConsultation as OpenConsultation,
    )
    from engine.consultations.consultation import (
        DECISIONS as DECISIONS,
        OPINIONS as OPINIONS,
        ConsultationState as ConsultationState,
    )
    from engine.consultations.view import (
        ConsultationsView as ConsultationsView,
        ConsultationView as ConsultationView,
    )
    from engine.correspondence.editor import (
        LetterEditor as LetterEditor,
        LetterKindChoice as LetterKindChoice,
    )
    from engine.correspondence.letter import LetterState as LetterState, LetterView as LetterView
    from engine.correspondence.page import (
        LetterDocument as LetterDocument,
        LetterEditorOf as LetterEditorOf,
        LetterPdf as LetterPdf,
    )
    from engine.drafts.draft import Draft as Draft
    from engine.errors import (
        AgencyChangedMeanwhile as AgencyChangedMeanwhile,
        CaseClosed as CaseClosed,
        CaseMergedAlready as CaseMergedAlready,
        CaseMovedOn as CaseMovedOn,
        CaseVoided as CaseVoided,
        ConfigurationRefused as ConfigurationRefused,
        DatabaseAway as DatabaseAway,
        DatabaseBusy as DatabaseBusy,
        DatabaseFull as DatabaseFull,
        DatabaseUnsure as DatabaseUnsure,
        DiagramRefused as DiagramRefused,
        FileRefused as FileRefused,
        InvalidInput as InvalidInput,
        LetterFactsRefused as LetterFactsRefused,
        LetterNotReady as LetterNotReady,
        NotFound as NotFound,
        NotPermitted as NotPermitted,
        NotRevealed as NotRevealed,
        OwnPasswordFirst as OwnPasswordFirst,
        PdfNotMade as PdfNotMade,
        Refusal as Refusal,
        SentWithOtherContent as SentWithOtherContent,
        SeparationOfDuties as SeparationOfDuties,
        SignInRefused as SignInRefused,
        SignInThrottled as SignInThrottled,
        StateRefused as StateRefused,
        TaskAlreadyDone as TaskAlreadyDone,
        TaskHeldByAnother as TaskHeldByAnother,
        TaskNoLongerOpen as TaskNoLongerOpen,
        TooManyCases as TooManyCases,
        UnlawfulAct as UnlawfulAct,
    )
    from engine.example_district import installing as installing
    from engine.excess.commands import (
        EndExcess as EndExcess,
        MendExcess as MendExcess,
        OpenExcess as OpenExcess,
    )
    from engine.excess.excess import (
        REASON_FINDINGS as REASON_FINDINGS,
        ExcessState as ExcessState,
    )
    from engine.excess.view import ExcessesView as ExcessesView, ExcessView as ExcessView
    from engine.identity.commands import (
        AddPerson as AddPerson,
        ChangePassword as ChangePassword,
        LiftAddressLock as LiftAddressLock,
        LiftSignInLock as LiftSignInLock,
        ResetPassword as ResetPassword,
    )
    from engine.installation.checking import (
        Checked as Checked,
        check_file as check_file,
        check_folder as check_folder,
        shelf as shelf,
    )
    from engine.installation.engine import Engine as Engine
    from engine.installation.maintenance import (
        Backup as Backup,
        Restored as Restored,
        backup as backup,
        data_file as data_file,
        examined as examined,
        migrate as migrate,
        restore as restore,
        sweep_left_behind as sweep_left_behind,
    )
    from engine.installation.publishing import draft_problems as draft_problems, publish as publish
    from engine.installation.questions.health_page import (
        Health as Health,
        HealthOf as HealthOf,
        SystemPage as SystemPage,
        SystemView as SystemView,
    )
    from engine.installation.questions.record_page import (
        EveryEvent as EveryEvent,
        RecordedEvent as RecordedEvent,
        RecordFilter as RecordFilter,
        RecordPage as RecordPage,
        RecordState as RecordState,
        RecordView as RecordView,
        VerifyRecord as VerifyRecord,
    )
    from engine.items.answers import ASKED as ASKED
    from engine.items.commands import (
        AddItem as AddItem,
        DivideItem as DivideItem,
        FindItem as FindItem,
        RecordSearch as RecordSearch,
        WithdrawItem as WithdrawItem,
    )
    from engine.items.item import SEARCH_RESULTS as SEARCH_RESULTS, ItemState as ItemState
    from engine.items.view import (
        GroundChoice as GroundChoice,
        ItemsView as ItemsView,
        ItemView as ItemView,
        SearchView as SearchView,
    )
    from engine.joining.commands import MergeCase as MergeCase, SplitOffItems as SplitOffItems
    from engine.joining.links import LINKS as LINKS, JoiningView as JoiningView
    from engine.legal_advice.advice import (
        CONCLUSIONS as CONCLUSIONS,
        AdviceState as AdviceState,
    )
    from engine.legal_advice.advisers.adviser import (
        ADVISERS as ADVISERS,
        Adviser as Adviser,
        AdviserKind as AdviserKind,
    )
    from engine.legal_advice.advisers.commands import (
        ArrangeLegalAdvice as ArrangeLegalAdvice,
        CancelLegalAdviser as CancelLegalAdviser,
    )
    from engine.legal_advice.advisers.page import (
        AdviserView as AdviserView,
        LegalAdvisers as LegalAdvisers,
        LegalAdvisersView as LegalAdvisersView,
    )
    from engine.legal_advice.commands import (
        GiveLegalOpinion as GiveLegalOpinion,
        NameMaterials as NameMaterials,
    )
    from engine.legal_advice.page import (
        AdviceToGive as AdviceToGive,
        AskedByAnother as AskedByAnother,
        LegalDesk as LegalDesk,
        LegalQuestionOf as LegalQuestionOf,
    )
    from engine.legal_advice.view import (
        AdviceView as AdviceView,
        EarlierAdvice as EarlierAdvice,
        LegalAdviceView as LegalAdviceView,
    )
    from engine.mending.commands import (
        CorrectRegistration as CorrectRegistration,
        VoidRegistration as VoidRegistration,
    )
    from engine.mending.registration_page import (
        CorrectionOf as CorrectionOf,
        CorrectionPreview as CorrectionPreview,
        RegistrationToCorrect as RegistrationToCorrect,
    )
    from engine.mending.view import ChangedField as ChangedField
    from engine.people.agencies import (
        AGENCY_KINDS as AGENCY_KINDS,
        AgencyRef as AgencyRef,
        PersonRef as PersonRef,
    )
    from engine.people.changes.commands import (
        CancelAgencyChange as CancelAgencyChange,
        ChangeAgency as ChangeAgency,
        ShowAgencyFacts as ShowAgencyFacts,
    )
    from engine.people.changes.facts import FACTS as FACTS
    from engine.people.commands import (
        AddAgency as AddAgency,
        ChangeDuties as ChangeDuties,
        DisablePerson as DisablePerson,
        RestorePerson as RestorePerson,
    )
    from engine.people.units.commands import (
        AddUnit as AddUnit,
        AssignUnit as AssignUnit,
        EndUnit as EndUnit,
    )
    from engine.processes.forms.shown import FormChoice as FormChoice
    from engine.record.chain import Anchor as Anchor
    from engine.record.event import Event as Event
    from engine.record.timeline import TimelineItem as TimelineItem
    from engine.register.columns import (
        DUE as DUE,
        FILTERS as FILTERS,
        NOBODY as NOBODY,
        SORTS as SORTS,
        FilterField as FilterField,
        RegisterFilter as RegisterFilter,
        RegisterLine as RegisterLine,
    )
    from engine.register.page import (
        EveryCase as EveryCase,
        RegisterPage as RegisterPage,
        RegisterView as RegisterView,
        Similar as Similar,
        SimilarRequests as SimilarRequests,
    )
    from engine.registration.applicants.documents import likely_kind as likely_kind
    from engine.registration.applicants.earlier_page import EarlierOf as EarlierOf
    from engine.registration.applicants.kinds import (
        APPLICANT_KINDS as APPLICANT_KINDS,
        AUTHORITIES as AUTHORITIES,
        ID_KINDS as ID_KINDS,
    )
    from engine.registration.application import (
        AREAS as AREAS,
        FORMS_OF_SUPPLY as FORMS_OF_SUPPLY,
        WAYS_OF_SUPPLY as WAYS_OF_SUPPLY,
        suggested_way as suggested_way,
    )
    from engine.registration.commands import (
        Applicant as Applicant,
        DropIntakeDraft as DropIntakeDraft,
        RegisterRequest as RegisterRequest,
        SaveIntakeDraft as SaveIntakeDraft,
    )
    from engine.registration.drafts_page import IntakeDrafts as IntakeDrafts
    from engine.registration.page import ReceiptOf as ReceiptOf, ReceiptPreview as ReceiptPreview
    from engine.registration.versions.version import REGISTERED as REGISTERED
    from engine.remedies.commands import (
        EnterRemedy as EnterRemedy,
        MendRemedy as MendRemedy,
        MendTerm as MendTerm,
        NoteHearing as NoteHearing,
    )
    from engine.remedies.page import (
        RemediesList as RemediesList,
        RemediesPage as RemediesPage,
        RemedyLine as RemedyLine,
    )
    from engine.remedies.remedy import (
        KIND_TITLES as KIND_TITLES,
        PROCEDURES as PROCEDURES,
        REMEDY_OUTCOMES as REMEDY_OUTCOMES,
        REPORT_BLOCKS as REPORT_BLOCKS,
        REPORT_COLUMNS as REPORT_COLUMNS,
        RemedyState as RemedyState,
    )
    from engine.remedies.reopening import COUNTED_FROM as COUNTED_FROM
    from engine.remedies.view import (
        RemediesView as RemediesView,
        RemedyView as RemedyView,
    )
    from engine.review.commands import (
        FindSecrecy as FindSecrecy,
    )
    from engine.review.view import (
        FindingView as FindingView,
        ItemReviewView as ItemReviewView,
        ReferralView as ReferralView,
        ReviewView as ReviewView,
    )
    from engine.rules.alarms import limits as limits
    from engine.rules.calendars.commands import (
        AddLocalDays as AddLocalDays,
        ImportHolidayNotice as ImportHolidayNotice,
        WithdrawHolidayNotice as WithdrawHolidayNotice,
    )
    from engine.rules.choices.commands import (
        CancelAgencyChoice as CancelAgencyChoice,
        MakeAgencyChoice as MakeAgencyChoice,
    )
    from engine.rules.choices.page import (
        AgencyChoicesView as AgencyChoicesView,
        ChoicesPage as ChoicesPage,
    )
    from engine.rules.sign_off.arrangements import EVERY_REPLY as EVERY_REPLY
    from engine.rules.sign_off.commands import (
        ArrangeSignOff as ArrangeSignOff,
        CancelArrangement as CancelArrangement,
    )
    from engine.rules.sign_off.page import (
        ArrangementView as ArrangementView,
        SignOffLevels as SignOffLevels,
        SignOffLevelsView as SignOffLevelsView,
    )
    from engine.secrecy.finding import (
        LEVELS as LEVELS,
        SECRECY_FINDINGS as SECRECY_FINDINGS,
    )
    from engine.service.commands import (
        MendService as MendService,
        RecallLetter as RecallLetter,
    )
    from engine.service.view import (
        SERVICE_STATES as SERVICE_STATES,
        ServiceView as ServiceView,
    )
    from engine.sign_off.commands import AddSigningLevels as AddSigningLevels
    from engine.statute import (
        Ledger as Ledger,
        MalformedLedger as MalformedLedger,
        NotInForce as NotInForce,
    )
    from engine.statute.clock import deadline as deadline
    from engine.statute.clock.acts import reopenings as reopenings
    from engine.statute.clock.ledger import FORMER_NAMES as FORMER_NAMES
    from engine.statute.values import fees as fees
    from engine.statute.values.discretion import all_choices as all_choices, as_typed as as_typed
    from engine.statute.values.findings import EVENT_NAMES as EVENT_NAMES
    from engine.statute.values.grounds import (
        REPLY_GROUPS as REPLY_GROUPS,
        ground_titles as ground_titles,
    )
    from engine.statute.values.receipt import channel_labels as channel_labels
    from engine.statute.values.rule_sets import PARTIES as PARTIES
    from engine.statute.values.ways_of_service import ways_of_service as ways_of_service
    from engine.supervision.page import (
        MonitorLine as MonitorLine,
        MonitorPage as MonitorPage,
        MonitorView as MonitorView,
    )
    from engine.tasks.commands import (
        ClaimTask as ClaimTask,
        CompleteTask as CompleteTask,
        DropTaskDraft as DropTaskDraft,
        HandOverTask as HandOverTask,
        ReleaseTask as ReleaseTask,
        SaveTaskDraft as SaveTaskDraft,
        TakeUpTaskDraft as TakeUpTaskDraft,
    )
    from engine.tasks.form import TaskForm as TaskForm
    from engine.tasks.forms.binding import TaskLimit as TaskLimit
    from engine.tasks.my_work_page import DoneItem as DoneItem, MyDone as MyDone, MyWork as MyWork
    from engine.tasks.task import Opinion as Opinion, TaskItem as TaskItem
    from engine.timers.commands import TriggerTimers as TriggerTimers
    from engine.timers.page import CasesDue as CasesDue, StaleCases as StaleCases
    from engine.transaction.messages import Command as Command, Question as Question
    from engine.transfers.commands import (
        AcceptTransfer as AcceptTransfer,
        ProposeTransfer as ProposeTransfer,
        RefuseTransfer as RefuseTransfer,
        WithdrawTransfer as WithdrawTransfer,
    )
    from engine.transfers.page import (
        TransferItem as TransferItem,
        TransfersList as TransfersList,
        TransfersPage as TransfersPage,
    )
    from engine.transfers.transfer import MANNERS as MANNERS, TransferState as TransferState
    from engine.transfers.view import TransfersView as TransfersView, TransferView as TransferView
    from engine.withdrawal.commands import (
        WithdrawRequest as WithdrawRequest,
        withdrawal_ways as withdrawal_ways,
    )
    from engine.workers import ticker as ticker
    from engine.workers.commands import NoteBackup as NoteBackup

_ROOM_OF = {name: room for room, names in ROOMS.items() for name in names}
__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    found = getattr(import_module(room), name, None)
    return found if found is not None else import_module(f"{room}.{name}")
