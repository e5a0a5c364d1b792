"""The function that carries out each command: ``COMMAND_HANDLERS`` names them all.

Each is given the command and the unit of work and returns what the command's docstring says.
Who may do what is checked there, first; the web checks only what it shows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.attachments import handlers as attachments_handlers
from engine.attachments.commands import AddAttachment
from engine.cases import handlers as cases_handlers
from engine.cases.commands import RecalculateCase, RevealApplicant
from engine.identity.commands import ChangePassword, ResetPassword
from engine.people import handlers as people_acts
from engine.people.commands import AddAgency, AddPerson, ChangeDuties, DisablePerson, RestorePerson
from engine.registration import handlers as registration_handlers
from engine.registration.commands import RegisterRequest
from engine.rules.calendars import handlers as calendar_handlers
from engine.rules.calendars.commands import AddLocalDays, ImportNotice, WithdrawNotice
from engine.rules.choices import handlers as settings_acts
from engine.rules.choices.commands import CancelAgencySetting, SetAgencySetting
from engine.tasks import handlers as task_acts
from engine.tasks.commands import ClaimTask, CompleteTask, HandOverTask, ReleaseTask, SaveTaskDraft
from engine.timers import handlers as timers_handlers
from engine.timers.commands import TriggerTimers
from engine.transaction.unit_of_work import UnitOfWork

Handler = Callable[[Any, UnitOfWork], Any]

COMMAND_HANDLERS: Mapping[type, Handler] = {
    RegisterRequest: registration_handlers.register_request,
    ClaimTask: task_acts.claim_task,
    ReleaseTask: task_acts.release_task,
    HandOverTask: task_acts.hand_over_task,
    SaveTaskDraft: task_acts.save_task_draft,
    CompleteTask: task_acts.complete_task,
    TriggerTimers: timers_handlers.trigger_timers,
    AddAttachment: attachments_handlers.add_attachment,
    RevealApplicant: cases_handlers.reveal_applicant,
    AddAgency: people_acts.add_agency,
    AddPerson: people_acts.add_person,
    ChangePassword: people_acts.change_password,
    ResetPassword: people_acts.reset_password,
    ChangeDuties: people_acts.change_duties,
    DisablePerson: people_acts.disable_person,
    RestorePerson: people_acts.restore_person,
    ImportNotice: calendar_handlers.import_notice,
    AddLocalDays: calendar_handlers.add_local_days,
    WithdrawNotice: calendar_handlers.withdraw_notice,
    SetAgencySetting: settings_acts.set_agency_setting,
    CancelAgencySetting: settings_acts.cancel_agency_setting,
    RecalculateCase: cases_handlers.recalculate_case,
}
