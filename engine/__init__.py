"""The door of the engine: everything that the web and the command line may use.

Each name is written twice, once for whoever reads the types and once for the look-up on first
use, so that ``engine.statute`` answers without loading the process library or the database. A
test holds the two together.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.actors.actor import (
        AT_THE_KEYBOARD as AT_THE_KEYBOARD,
    )
    from engine.actors.actor import (
        CLOCK as CLOCK,
    )
    from engine.actors.actor import (
        VISITOR as VISITOR,
    )
    from engine.actors.actor import (
        Actor as Actor,
    )
    from engine.actors.permissions import (
        ADMINISTRATORS as ADMINISTRATORS,
    )
    from engine.actors.permissions import (
        ANYBODY as ANYBODY,
    )
    from engine.actors.permissions import (
        CASE_OFFICERS as CASE_OFFICERS,
    )
    from engine.actors.permissions import (
        INTAKE as INTAKE,
    )
    from engine.actors.permissions import (
        LOOKING_AFTER_ALL as LOOKING_AFTER_ALL,
    )
    from engine.actors.permissions import (
        SIGNED_IN as SIGNED_IN,
    )
    from engine.actors.permissions import (
        WATCHERS as WATCHERS,
    )
    from engine.actors.permissions import (
        Permission as Permission,
    )
    from engine.actors.permissions import (
        holders as holders,
    )
    from engine.actors.roles import Role as Role
    from engine.attachments.attachment import AttachmentView as AttachmentView
    from engine.attachments.commands import AddAttachment as AddAttachment
    from engine.attachments.commands import Upload as Upload
    from engine.attachments.page import AttachmentFile as AttachmentFile
    from engine.cases.commands import (
        RecalculateCase as RecalculateCase,
    )
    from engine.cases.commands import (
        RevealApplicant as RevealApplicant,
    )
    from engine.cases.glance.clock_strip import ClockMark as ClockMark
    from engine.cases.glance.clock_strip import ClockStrip as ClockStrip
    from engine.cases.page import StaleCases as StaleCases
    from engine.casework.case_page import (
        CaseFileView as CaseFileView,
    )
    from engine.casework.case_page import (
        CaseOf as CaseOf,
    )
    from engine.casework.case_page import (
        CasePage as CasePage,
    )
    from engine.casework.case_view import CaseView as CaseView
    from engine.casework.diagrams import DiagramView as DiagramView
    from engine.casework.diagrams import Token as Token
    from engine.casework.task_page import (
        TaskFormOf as TaskFormOf,
    )
    from engine.casework.task_page import (
        TaskPage as TaskPage,
    )
    from engine.casework.task_page import (
        TaskView as TaskView,
    )
    from engine.configuration import Configuration as Configuration
    from engine.correspondence.editor import (
        LetterEditor as LetterEditor,
    )
    from engine.correspondence.editor import (
        LetterKindChoice as LetterKindChoice,
    )
    from engine.correspondence.letter import LetterView as LetterView
    from engine.correspondence.page import (
        LetterDocument as LetterDocument,
    )
    from engine.correspondence.page import (
        LetterEditorOf as LetterEditorOf,
    )
    from engine.correspondence.page import (
        LetterPdf as LetterPdf,
    )
    from engine.errors import (
        CaseClosed as CaseClosed,
    )
    from engine.errors import (
        CaseMovedOn as CaseMovedOn,
    )
    from engine.errors import (
        ConfigurationRefused as ConfigurationRefused,
    )
    from engine.errors import (
        DatabaseBusy as DatabaseBusy,
    )
    from engine.errors import (
        DatabaseFull as DatabaseFull,
    )
    from engine.errors import (
        DiagramRefused as DiagramRefused,
    )
    from engine.errors import (
        FileRefused as FileRefused,
    )
    from engine.errors import (
        InvalidInput as InvalidInput,
    )
    from engine.errors import (
        LetterNotReady as LetterNotReady,
    )
    from engine.errors import (
        NotFound as NotFound,
    )
    from engine.errors import (
        NotPermitted as NotPermitted,
    )
    from engine.errors import (
        PdfNotMade as PdfNotMade,
    )
    from engine.errors import (
        Refusal as Refusal,
    )
    from engine.errors import (
        SeparationOfDuties as SeparationOfDuties,
    )
    from engine.errors import (
        SignInRefused as SignInRefused,
    )
    from engine.errors import (
        SignInThrottled as SignInThrottled,
    )
    from engine.errors import (
        StateRefused as StateRefused,
    )
    from engine.errors import (
        TaskAlreadyDone as TaskAlreadyDone,
    )
    from engine.errors import (
        TaskHeldByAnother as TaskHeldByAnother,
    )
    from engine.errors import (
        TaskNoLongerOpen as TaskNoLongerOpen,
    )
    from engine.errors import (
        TooManyCases as TooManyCases,
    )
    from engine.errors import (
        UnlawfulAct as UnlawfulAct,
    )
    from engine.example_district import installing as installing
    from engine.identity.commands import (
        ChangePassword as ChangePassword,
    )
    from engine.identity.commands import (
        ResetPassword as ResetPassword,
    )
    from engine.installation.engine import Engine as Engine
    from engine.installation.health_page import (
        Health as Health,
    )
    from engine.installation.health_page import (
        HealthOf as HealthOf,
    )
    from engine.installation.health_page import (
        SystemPage as SystemPage,
    )
    from engine.installation.health_page import (
        SystemView as SystemView,
    )
    from engine.installation.maintenance import migrate as migrate
    from engine.installation.publishing import (
        draft_problems as draft_problems,
    )
    from engine.installation.publishing import (
        file_problems as file_problems,
    )
    from engine.installation.publishing import (
        publish as publish,
    )
    from engine.people.agencies import AgencyRef as AgencyRef
    from engine.people.agencies import PersonRef as PersonRef
    from engine.people.commands import (
        AddAgency as AddAgency,
    )
    from engine.people.commands import (
        AddPerson as AddPerson,
    )
    from engine.people.commands import (
        ChangeDuties as ChangeDuties,
    )
    from engine.people.commands import (
        DisablePerson as DisablePerson,
    )
    from engine.people.commands import (
        RestorePerson as RestorePerson,
    )
    from engine.people.page import (
        Account as Account,
    )
    from engine.people.page import (
        AccountNamed as AccountNamed,
    )
    from engine.people.page import (
        AccountPage as AccountPage,
    )
    from engine.people.page import (
        Accounts as Accounts,
    )
    from engine.people.page import (
        AccountView as AccountView,
    )
    from engine.people.page import (
        Agencies as Agencies,
    )
    from engine.processes.forms.shown import FormChoice as FormChoice
    from engine.processes.forms.shown import FormField as FormField
    from engine.record.event import Event as Event
    from engine.record.page import RecordState as RecordState
    from engine.record.page import VerifyRecord as VerifyRecord
    from engine.record.timeline import TimelineItem as TimelineItem
    from engine.register.columns import (
        DUE as DUE,
    )
    from engine.register.columns import (
        FILTERS as FILTERS,
    )
    from engine.register.columns import (
        NOBODY as NOBODY,
    )
    from engine.register.columns import (
        SORTS as SORTS,
    )
    from engine.register.columns import (
        STATUSES as STATUSES,
    )
    from engine.register.columns import (
        FilterField as FilterField,
    )
    from engine.register.columns import (
        RegisterFilter as RegisterFilter,
    )
    from engine.register.columns import (
        RegisterLine as RegisterLine,
    )
    from engine.register.page import (
        EveryCase as EveryCase,
    )
    from engine.register.page import (
        RegisterPage as RegisterPage,
    )
    from engine.register.page import (
        RegisterView as RegisterView,
    )
    from engine.register.page import (
        Similar as Similar,
    )
    from engine.register.page import (
        SimilarRequests as SimilarRequests,
    )
    from engine.registration.application import (
        APPLICANT_KINDS as APPLICANT_KINDS,
    )
    from engine.registration.application import (
        AREAS as AREAS,
    )
    from engine.registration.application import (
        FORMS_OF_SUPPLY as FORMS_OF_SUPPLY,
    )
    from engine.registration.application import (
        WAYS_OF_SUPPLY as WAYS_OF_SUPPLY,
    )
    from engine.registration.commands import (
        Applicant as Applicant,
    )
    from engine.registration.commands import (
        RegisterRequest as RegisterRequest,
    )
    from engine.registration.page import ReceiptOf as ReceiptOf
    from engine.registration.page import ReceiptPreview as ReceiptPreview
    from engine.rules.alarms import limits as limits
    from engine.rules.calendars.commands import (
        AddLocalDays as AddLocalDays,
    )
    from engine.rules.calendars.commands import (
        ImportNotice as ImportNotice,
    )
    from engine.rules.calendars.commands import (
        WithdrawNotice as WithdrawNotice,
    )
    from engine.rules.calendars.page import (
        CalendarPage as CalendarPage,
    )
    from engine.rules.calendars.page import (
        CalendarView as CalendarView,
    )
    from engine.rules.calendars.page import (
        NationalCalendar as NationalCalendar,
    )
    from engine.rules.calendars.preview_page import (
        CalendarPreview as CalendarPreview,
    )
    from engine.rules.calendars.preview_page import (
        LocalDaysPreview as LocalDaysPreview,
    )
    from engine.rules.calendars.preview_page import (
        NoticePreview as NoticePreview,
    )
    from engine.rules.calendars.preview_page import (
        WithdrawalPreview as WithdrawalPreview,
    )
    from engine.rules.choices.commands import (
        CancelAgencySetting as CancelAgencySetting,
    )
    from engine.rules.choices.commands import (
        SetAgencySetting as SetAgencySetting,
    )
    from engine.rules.choices.page import ChoicesPage as ChoicesPage
    from engine.rules.choices.page import SettingsView as SettingsView
    from engine.statute import (
        Ledger as Ledger,
    )
    from engine.statute import (
        MalformedLedger as MalformedLedger,
    )
    from engine.statute import (
        NotInForce as NotInForce,
    )
    from engine.statute.clock import deadline as deadline
    from engine.statute.values import fees as fees
    from engine.statute.values.receipt import channel_labels as channel_labels
    from engine.supervision.page import (
        MonitorLine as MonitorLine,
    )
    from engine.supervision.page import (
        MonitorPage as MonitorPage,
    )
    from engine.supervision.page import (
        MonitorView as MonitorView,
    )
    from engine.tasks.commands import (
        ClaimTask as ClaimTask,
    )
    from engine.tasks.commands import (
        CompleteTask as CompleteTask,
    )
    from engine.tasks.commands import (
        HandOverTask as HandOverTask,
    )
    from engine.tasks.commands import (
        ReleaseTask as ReleaseTask,
    )
    from engine.tasks.commands import (
        SaveTaskDraft as SaveTaskDraft,
    )
    from engine.tasks.form import TaskForm as TaskForm
    from engine.tasks.my_work_page import DoneItem as DoneItem
    from engine.tasks.my_work_page import MyDone as MyDone
    from engine.tasks.my_work_page import MyWork as MyWork
    from engine.tasks.task import Opinion as Opinion
    from engine.tasks.task import TaskItem as TaskItem
    from engine.timers.commands import TriggerTimers as TriggerTimers
    from engine.timers.page import CasesDue as CasesDue
    from engine.transaction.messages import Command as Command
    from engine.transaction.messages import Question as Question
    from engine.workers import ticker as ticker

_ROOMS = {
    "engine.actors.actor": ("AT_THE_KEYBOARD", "CLOCK", "VISITOR", "Actor",),
    "engine.actors.permissions": (
        "ADMINISTRATORS", "ANYBODY", "CASE_OFFICERS", "INTAKE", "LOOKING_AFTER_ALL",
        "SIGNED_IN", "WATCHERS", "Permission", "holders",
    ),
    "engine.actors.roles": ("Role",),
    "engine.attachments.attachment": ("AttachmentView",),
    "engine.attachments.commands": ("AddAttachment", "Upload",),
    "engine.attachments.page": ("AttachmentFile",),
    "engine.cases.commands": ("RecalculateCase", "RevealApplicant",),
    "engine.cases.glance.clock_strip": ("ClockMark", "ClockStrip",),
    "engine.cases.page": ("StaleCases",),
    "engine.casework.case_page": ("CaseFileView", "CaseOf", "CasePage",),
    "engine.casework.case_view": ("CaseView",),
    "engine.casework.diagrams": ("DiagramView", "Token",),
    "engine.casework.task_page": ("TaskFormOf", "TaskPage", "TaskView",),
    "engine.configuration": ("Configuration",),
    "engine.correspondence.editor": ("LetterEditor", "LetterKindChoice",),
    "engine.correspondence.letter": ("LetterView",),
    "engine.correspondence.page": ("LetterDocument", "LetterEditorOf", "LetterPdf",),
    "engine.errors": (
        "CaseClosed", "CaseMovedOn", "ConfigurationRefused", "DatabaseBusy", "DatabaseFull",
        "DiagramRefused", "FileRefused", "InvalidInput", "LetterNotReady", "NotFound",
        "NotPermitted", "PdfNotMade", "Refusal", "SeparationOfDuties", "SignInRefused",
        "SignInThrottled", "StateRefused", "TaskAlreadyDone", "TaskHeldByAnother",
        "TaskNoLongerOpen", "TooManyCases", "UnlawfulAct",
    ),
    "engine.example_district": ("installing",),
    "engine.identity.commands": ("ChangePassword", "ResetPassword",),
    "engine.installation.engine": ("Engine",),
    "engine.installation.health_page": ("Health", "HealthOf", "SystemPage", "SystemView",),
    "engine.installation.maintenance": ("migrate",),
    "engine.installation.publishing": ("draft_problems", "file_problems", "publish",),
    "engine.people.agencies": ("AgencyRef", "PersonRef",),
    "engine.people.commands": (
        "AddAgency", "AddPerson", "ChangeDuties", "DisablePerson", "RestorePerson",
    ),
    "engine.people.page": (
        "Account", "AccountNamed", "AccountPage", "AccountView", "Accounts", "Agencies",
    ),
    "engine.processes.forms.shown": ("FormChoice", "FormField",),
    "engine.record.event": ("Event",),
    "engine.record.page": ("RecordState", "VerifyRecord",),
    "engine.record.timeline": ("TimelineItem",),
    "engine.register.columns": (
        "DUE", "FILTERS", "NOBODY", "SORTS", "STATUSES", "FilterField",
        "RegisterFilter", "RegisterLine",
    ),
    "engine.register.page": (
        "EveryCase", "RegisterPage", "RegisterView", "Similar", "SimilarRequests",
    ),
    "engine.registration.application": (
        "APPLICANT_KINDS", "AREAS", "FORMS_OF_SUPPLY", "WAYS_OF_SUPPLY",
    ),
    "engine.registration.commands": ("Applicant", "RegisterRequest",),
    "engine.registration.page": ("ReceiptOf", "ReceiptPreview",),
    "engine.rules.alarms": ("limits",),
    "engine.rules.calendars.commands": ("AddLocalDays", "ImportNotice", "WithdrawNotice",),
    "engine.rules.calendars.page": ("CalendarPage", "CalendarView", "NationalCalendar",),
    "engine.rules.calendars.preview_page": (
        "CalendarPreview", "LocalDaysPreview", "NoticePreview", "WithdrawalPreview",
    ),
    "engine.rules.choices.commands": ("CancelAgencySetting", "SetAgencySetting",),
    "engine.rules.choices.page": ("ChoicesPage", "SettingsView",),
    "engine.statute": ("Ledger", "MalformedLedger", "NotInForce",),
    "engine.statute.clock": ("deadline",),
    "engine.statute.values": ("fees",),
    "engine.statute.values.receipt": ("channel_labels",),
    "engine.supervision.page": ("MonitorLine", "MonitorPage", "MonitorView",),
    "engine.tasks.commands": (
        "ClaimTask", "CompleteTask", "HandOverTask", "ReleaseTask", "SaveTaskDraft",
    ),
    "engine.tasks.form": ("TaskForm",),
    "engine.tasks.my_work_page": ("DoneItem", "MyDone", "MyWork",),
    "engine.tasks.task": ("Opinion", "TaskItem",),
    "engine.timers.commands": ("TriggerTimers",),
    "engine.timers.page": ("CasesDue",),
    "engine.transaction.messages": ("Command", "Question",),
    "engine.workers": ("ticker",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    found = getattr(import_module(room), name, None)
    return found if found is not None else import_module(f"{room}.{name}")
