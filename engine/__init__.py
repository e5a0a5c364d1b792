"""The door of the engine: everything the web may use stands in ``__all__``.

Names are looked up on first use, so that ``engine.statute`` answers without loading
the process library or the database.
"""

from importlib import import_module
from typing import Any

_ROOMS = {
    "engine.attachments.attachment": ("AttachmentView",),
    "engine.attachments.commands": ("AddAttachment", "Upload",),
    "engine.cases.glance.clock_strip": ("ClockMark", "ClockStrip",),
    "engine.cases.commands": ("RevealApplicant",),
    "engine.cases.page": ("CaseView", "DiagramView", "Token",),
    "engine.configuration": ("Configuration",),
    "engine.correspondence.letter": ("LetterView",),
    "engine.correspondence.page": ("LetterKindChoice",),
    "engine.errors": (
        "CaseClosed", "CaseMovedOn", "ConfigurationRefused", "DatabaseBusy", "DatabaseFull",
        "DiagramRefused", "FileRefused", "InvalidInput", "LetterNotReady", "NotFound",
        "NotPermitted", "PdfNotMade", "Refusal", "SeparationOfDuties", "SignInRefused",
        "SignInThrottled", "StateRefused", "TaskAlreadyDone", "TaskHeldByAnother",
        "TaskNoLongerOpen", "TooManyCases", "UnlawfulAct",
    ),
    "engine.identity.commands": ("ChangePassword", "ResetPassword",),
    "engine.installation.engine": ("Engine",),
    "engine.installation.health": ("Health",),
    "engine.actors.actor": ("Actor", "CLOCK",),
    "engine.people.agencies": ("AgencyRef", "PersonRef",),
    "engine.people.commands": (
        "AddAgency", "AddPerson", "ChangeDuties", "DisablePerson", "RestorePerson",
    ),
    "engine.people.page": ("Account",),
    "engine.actors.roles": ("Role",),
    "engine.processes.forms.shown": ("FormChoice", "FormField",),
    "engine.record.timeline": ("TimelineItem",),
    "engine.register.case_row": ("CaseRow",),
    "engine.register.page": ("NOBODY", "RegisterFilter", "RegisterPage",),
    "engine.register.similar": ("Similar",),
    "engine.registration.application": (
        "APPLICANT_KINDS", "AREAS", "FORMS_OF_SUPPLY", "WAYS_OF_SUPPLY",
    ),
    "engine.registration.commands": ("Applicant", "RegisterRequest",),
    "engine.registration.page": ("ReceiptPreview",),
    "engine.rules.calendars.commands": ("AddLocalDays", "ImportNotice", "WithdrawNotice",),
    "engine.rules.calendars.page": ("CalendarPreview", "CalendarView",),
    "engine.rules.choices.commands": ("CancelAgencySetting", "SetAgencySetting",),
    "engine.rules.choices.page": ("SettingsView",),
    "engine.statute": ("Ledger", "MalformedLedger", "NotInForce", "deadline", "fees",),
    "engine.supervision.page": ("MonitorLine", "MonitorView",),
    "engine.tasks.commands": (
        "ClaimTask", "CompleteTask", "HandOverTask", "ReleaseTask", "SaveTaskDraft",
    ),
    "engine.tasks.my_work": ("DoneItem",),
    "engine.tasks.page": ("TaskForm",),
    "engine.tasks.task": ("Opinion", "TaskItem",),
    "engine.timers.commands": ("TriggerTimers",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    if name in _ROOM_OF:
        return getattr(import_module(_ROOM_OF[name]), name)
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
