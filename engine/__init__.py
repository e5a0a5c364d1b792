"""The door of the engine: everything the web may use stands in ``__all__``.

Names are looked up on first use, so that ``engine.statute`` answers without loading
the process library or the database.
"""

from importlib import import_module
from typing import Any

_ROOMS = {
    "engine.installation": ("Engine",),
    "engine.settings": ("Settings",),
    "engine.roles": ("Role",),
    "engine.intake": ("APPLICANT_KINDS", "AREAS", "FORMS_OF_SUPPLY", "WAYS_OF_SUPPLY"),
    "engine.commands": (
        "AddAgency", "AddAttachment", "AddLocalDays", "AddPerson", "Applicant",
        "CancelAgencySetting", "ChangeDuties", "ChangePassword", "ClaimTask",
        "CompleteTask", "DisablePerson", "HandOverTask", "ImportNotice", "RegisterRequest",
        "ReleaseTask", "ResetPassword", "RestorePerson", "RevealApplicant",
        "SaveTaskDraft", "SetAgencySetting", "TriggerTimers", "Upload", "WithdrawNotice",
    ),
    "engine.errors": (
        "CaseClosed", "CaseMovedOn", "ConfigurationRefused", "DatabaseBusy", "DatabaseFull",
        "DiagramRefused", "FileRefused", "InvalidInput", "LetterNotReady", "NotFound",
        "NotPermitted", "PdfNotMade", "Refusal", "SeparationOfDuties", "SignInRefused",
        "SignInThrottled",
        "StateRefused", "TaskAlreadyDone", "TaskHeldByAnother", "TaskNoLongerOpen",
        "TooManyCases", "UnlawfulAct",
    ),
    "engine.statute": ("Ledger", "MalformedLedger", "NotInForce", "deadline", "fees"),
    "engine.views": (
        "CLOCK", "NOBODY", "Account", "Actor", "AgencyRef", "AttachmentView", "CalendarPreview",
        "CalendarView", "CaseRow", "CaseView", "ClockMark",
        "ClockStrip", "DiagramView", "DoneItem", "FormChoice", "FormField", "Health",
        "LetterKindChoice", "LetterView", "MonitorLine", "MonitorView", "Opinion", "PersonRef",
        "ReceiptPreview", "RegisterFilter", "RegisterPage", "SettingsView", "Similar", "TaskForm",
        "TaskItem",
        "TimelineItem", "Token",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    if name in _ROOM_OF:
        return getattr(import_module(_ROOM_OF[name]), name)
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
