"""The function that carries out each command: ``COMMAND_HANDLERS`` names them all.

Each is given the command and the unit of work and returns what the command's docstring says.
Who may do what is checked there, first; the web checks only what it shows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine import calendar_acts, case_acts, commands, people_acts, settings_acts, task_acts
from engine.unit_of_work import UnitOfWork

Handler = Callable[[Any, UnitOfWork], Any]

COMMAND_HANDLERS: Mapping[type, Handler] = {
    commands.RegisterRequest: case_acts.register_request,
    commands.ClaimTask: task_acts.claim_task,
    commands.ReleaseTask: task_acts.release_task,
    commands.HandOverTask: task_acts.hand_over_task,
    commands.SaveTaskDraft: task_acts.save_task_draft,
    commands.CompleteTask: task_acts.complete_task,
    commands.TriggerTimers: case_acts.trigger_timers,
    commands.AddAttachment: case_acts.add_attachment,
    commands.RevealApplicant: case_acts.reveal_applicant,
    commands.AddAgency: people_acts.add_agency,
    commands.AddPerson: people_acts.add_person,
    commands.ChangePassword: people_acts.change_password,
    commands.ResetPassword: people_acts.reset_password,
    commands.ChangeDuties: people_acts.change_duties,
    commands.DisablePerson: people_acts.disable_person,
    commands.RestorePerson: people_acts.restore_person,
    commands.ImportNotice: calendar_acts.import_notice,
    commands.AddLocalDays: calendar_acts.add_local_days,
    commands.WithdrawNotice: calendar_acts.withdraw_notice,
    commands.SetAgencySetting: settings_acts.set_agency_setting,
    commands.CancelAgencySetting: settings_acts.cancel_agency_setting,
    commands.RecalculateCase: calendar_acts.recalculate_case,
}
