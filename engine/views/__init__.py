"""What the engine shows: plain frozen facts for pages, lists and the command line.

Names of applicants come masked unless the reader's work needs them; the identity number is
never here (see ``RevealApplicant``).
"""

from engine.views.calendar import (
    CalendarDay,
    CalendarPreview,
    CalendarView,
    CalendarYear,
    CaseMove,
    ImportedNotice,
    NoticeView,
)
from engine.views.cases import (
    CaseView,
    DiagramView,
    TimelineItem,
    Token,
)
from engine.views.clock import (
    ClockMark,
    ClockStrip,
    ReceiptPreview,
)
from engine.views.forms import (
    FormChoice,
    FormField,
)
from engine.views.installation import (
    Health,
)
from engine.views.letters import (
    AttachmentView,
    LetterKindChoice,
    LetterView,
)
from engine.views.people import (
    CLOCK,
    Account,
    Actor,
    AgencyRef,
    PersonRef,
)
from engine.views.register import (
    NOBODY,
    CaseRow,
    MonitorLine,
    MonitorView,
    RegisterFilter,
    RegisterPage,
    Similar,
)
from engine.views.settings import (
    SettingChange,
    SettingsView,
    SettingView,
)
from engine.views.work import (
    DoneItem,
    Opinion,
    TaskForm,
    TaskItem,
)

__all__ = [
    "CLOCK",
    "NOBODY",
    "Account",
    "Actor",
    "AgencyRef",
    "AttachmentView",
    "CalendarDay",
    "CalendarPreview",
    "CalendarView",
    "CalendarYear",
    "CaseMove",
    "CaseRow",
    "CaseView",
    "ClockMark",
    "ClockStrip",
    "DiagramView",
    "DoneItem",
    "FormChoice",
    "FormField",
    "Health",
    "ImportedNotice",
    "LetterKindChoice",
    "LetterView",
    "MonitorLine",
    "MonitorView",
    "NoticeView",
    "Opinion",
    "PersonRef",
    "ReceiptPreview",
    "RegisterFilter",
    "RegisterPage",
    "SettingChange",
    "SettingView",
    "SettingsView",
    "Similar",
    "TaskForm",
    "TaskItem",
    "TimelineItem",
    "Token",
]
