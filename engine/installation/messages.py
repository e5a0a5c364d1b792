"""Every command and every event."""


from engine.attachments.commands import AddAttachment
from engine.attachments.events import AttachmentAdded
from engine.cases.commands import RecalculateCase, RevealApplicant
from engine.cases.events import (
    ApplicantRevealed,
    CaseArchived,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    DueDateRecalculated,
    RequestAccepted,
    TaskCancelled,
    TaskOpened,
    TimeLimitExtended,
)
from engine.correspondence.events import (
    LetterDrafted,
    LetterIssued,
    LetterReviewed,
    ReplyDecided,
    ReplyServed,
)
from engine.identity.commands import ChangePassword, ResetPassword
from engine.identity.events import PasswordChanged, PasswordReset, SignedIn, SignedOut, SignInFailed
from engine.people.commands import AddAgency, AddPerson, ChangeDuties, DisablePerson, RestorePerson
from engine.people.events import (
    AgencyAdded,
    DutiesChanged,
    PersonAdded,
    PersonDisabled,
    PersonRestored,
)
from engine.registration.commands import RegisterRequest
from engine.registration.events import RequestRegistered
from engine.rules.calendars.commands import AddLocalDays, ImportNotice, WithdrawNotice
from engine.rules.calendars.events import CalendarNoticeImported, CalendarNoticeWithdrawn
from engine.rules.choices.commands import CancelAgencySetting, SetAgencySetting
from engine.rules.choices.events import AgencySettingCancelled, AgencySettingChosen
from engine.tasks.commands import ClaimTask, CompleteTask, HandOverTask, ReleaseTask, SaveTaskDraft
from engine.tasks.events import TaskClaimed, TaskCompleted, TaskHandedOver, TaskReleased
from engine.timers.commands import TriggerTimers
from engine.timers.events import TimeLimitMissed, TimeLimitWarned

Event = (
    RequestRegistered | RequestAccepted | TaskOpened | TaskClaimed | TaskReleased
    | TaskHandedOver | TaskCompleted | TaskCancelled | CorrectionRequested | CorrectionReceived
    | CorrectionLapsed | TimeLimitExtended | TimeLimitWarned | TimeLimitMissed | ReplyDecided
    | LetterDrafted | LetterReviewed | LetterIssued | ReplyServed | CaseArchived
    | DueDateRecalculated | CalendarNoticeImported | CalendarNoticeWithdrawn
    | AgencySettingChosen | AgencySettingCancelled
    | AttachmentAdded | ApplicantRevealed | AgencyAdded | PersonAdded | PasswordChanged
    | PasswordReset | DutiesChanged | PersonDisabled | PersonRestored
    | SignedIn | SignInFailed | SignedOut
)
Command = (
    RegisterRequest
    | ClaimTask
    | ReleaseTask
    | HandOverTask
    | SaveTaskDraft
    | CompleteTask
    | TriggerTimers
    | AddAttachment
    | RevealApplicant
    | AddAgency
    | AddPerson
    | ChangePassword
    | ResetPassword
    | ChangeDuties
    | DisablePerson
    | RestorePerson
    | ImportNotice
    | AddLocalDays
    | WithdrawNotice
    | SetAgencySetting
    | CancelAgencySetting
    | RecalculateCase
)
