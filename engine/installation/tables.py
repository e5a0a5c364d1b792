"""The house put together: which function carries out, performs and hears what;
who answers what stands in ``questions/answers.py``.

Rooms never import each other's handlers and pages; they meet here alone. A new capability is a
folder and a line in these tables.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from engine.administration.agencies import (
    commands as agencies,
    handlers as agencies_handlers,
)
from engine.arrivals import (
    commands as arrivals,
    handlers as arrivals_handlers,
)
from engine.assistance import (
    commands as assistance,
    handlers as assistance_handlers,
    operations as help_steps,
)
from engine.attachments import (
    commands as attachments,
    handlers as attachments_handlers,
)
from engine.cases import (
    commands as cases,
    handlers as cases_handlers,
    operations as cases_operations,
)
from engine.cases.act import Operation
from engine.charging import (
    commands as charging,
    handlers as charging_handlers,
    operations as charging_operations,
)
from engine.consultations import (
    commands as consultations,
    handlers as consultations_handlers,
    operations as consultations_operations,
)
from engine.correspondence import (
    events as correspondence_events,
    operations as correspondence_operations,
)
from engine.excess import (
    commands as excess,
    handlers as excess_handlers,
    operations as excess_operations,
)
from engine.identity import (
    commands as identity,
    handlers as identity_handlers,
    reactions as identity_reactions,
)
from engine.items import (
    commands as items,
    handlers as items_handlers,
    operations as items_operations,
)
from engine.joining import (
    commands as joining,
    handlers as joining_handlers,
    reactions as joining_reactions,
)
from engine.legal_advice import (
    commands as legal_advice,
    handlers as legal_advice_handlers,
    operations as legal_advice_operations,
)
from engine.legal_advice.advisers import (
    commands as legal_advisers,
    handlers as legal_advisers_handlers,
)
from engine.mending import (
    commands as mending,
    handlers as mending_handlers,
    operations as mending_operations,
)
from engine.people import commands as people, events as people_events, handlers as people_handlers
from engine.people.changes import commands as changes, handlers as changes_handlers
from engine.people.units import commands as units, handlers as units_handlers
from engine.record.event import Event
from engine.registration import (
    commands as registration,
    handlers as registration_handlers,
    operations as registration_operations,
)
from engine.remedies import (
    commands as remedies,
    handlers as remedies_handlers,
    operations as remedies_operations,
    remedy,
)
from engine.review import commands as review, operations as review_operations
from engine.review.handlers import find_secrecy
from engine.rules.calendars import commands as calendars, handlers as calendars_handlers
from engine.rules.choices import (
    commands as choices,
    handlers as choices_handlers,
)
from engine.rules.sign_off import (
    commands as arrangements,
    handlers as arrangements_handlers,
)
from engine.service import (
    commands as service,
    handlers as service_handlers,
    operations as service_operations,
)
from engine.sign_off import (
    commands as sign_off,
    handlers as sign_off_handlers,
    operations as sign_off_operations,
)
from engine.tasks import (
    commands as tasks,
    handlers as tasks_handlers,
    reactions as tasks_reactions,
)
from engine.timers import (
    commands as timers,
    handlers as timers_handlers,
    operations as timers_operations,
)
from engine.transaction.messages import Command
from engine.transaction.snapshot import Snapshot
from engine.transaction.unit_of_work import UnitOfWork
from engine.transfers import (
    commands as transfers,
    handlers as transfers_handlers,
    operations as transfer_steps,
)
from engine.withdrawal import (
    commands as withdrawal,
    handlers as withdrawal_handlers,
    operations as withdrawal_operations,
)
from engine.workers import commands as workers, handlers as workers_handlers

HANDLERS: Mapping[type[Command[Any]], Callable[[Any, UnitOfWork], Any]] = {
    registration.RegisterRequest: registration_handlers.register_request,
    registration.SaveIntakeDraft: registration_handlers.save_intake_draft,
    registration.DropIntakeDraft: registration_handlers.drop_intake_draft,
    tasks.ClaimTask: tasks_handlers.claim_task,
    tasks.ReleaseTask: tasks_handlers.release_task,
    tasks.HandOverTask: tasks_handlers.hand_over_task,
    tasks.SaveTaskDraft: tasks_handlers.save_task_draft,
    tasks.TakeUpTaskDraft: tasks_handlers.take_up_task_draft,
    tasks.DropTaskDraft: tasks_handlers.drop_task_draft,
    tasks.CompleteTask: tasks_handlers.complete_task,
    timers.TriggerTimers: timers_handlers.trigger_timers,
    transfers.ProposeTransfer: transfers_handlers.propose_transfer,
    transfers.WithdrawTransfer: transfers_handlers.withdraw_transfer,
    transfers.AcceptTransfer: transfers_handlers.accept_transfer,
    transfers.RefuseTransfer: transfers_handlers.refuse_transfer,
    withdrawal.WithdrawRequest: withdrawal_handlers.withdraw_request,
    mending.VoidRegistration: mending_handlers.void_registration,
    mending.CorrectRegistration: mending_handlers.correct_registration,
    service.RecallLetter: service_handlers.recall_letter,
    service.MendService: service_handlers.mend_service,
    arrivals.TakeIn: arrivals_handlers.take_in,
    arrivals.MendArrival: arrivals_handlers.mend_arrival,
    arrivals.AddArrivalPapers: arrivals_handlers.add_arrival_papers,
    arrivals.QuarantinePaper: arrivals_handlers.quarantine_paper,
    arrivals.NoteCall: arrivals_handlers.note_call,
    arrivals.PassOn: arrivals_handlers.pass_on,
    arrivals.FoundNoRequest: arrivals_handlers.found_no_request,
    assistance.AskAssistance: assistance_handlers.ask_assistance,
    assistance.EndAssistance: assistance_handlers.end_assistance,
    consultations.OpenConsultation: consultations_handlers.open_consultation,
    consultations.EndConsultation: consultations_handlers.end_consultation,
    consultations.MendConsultation: consultations_handlers.mend_consultation,
    review.FindSecrecy: find_secrecy,
    legal_advice.NameMaterials: legal_advice_handlers.name_materials,
    legal_advice.GiveLegalOpinion: legal_advice_handlers.give_legal_opinion,
    legal_advisers.ArrangeLegalAdvice: legal_advisers_handlers.arrange_legal_advice,
    legal_advisers.CancelLegalAdviser: legal_advisers_handlers.cancel_legal_adviser,
    excess.OpenExcess: excess_handlers.open_excess,
    excess.EndExcess: excess_handlers.end_excess,
    excess.MendExcess: excess_handlers.mend_excess,
    charging.OpenFee: charging_handlers.open_fee,
    charging.EndFee: charging_handlers.end_fee,
    charging.MendFee: charging_handlers.mend_fee,
    charging.NoteFeeComplaint: charging_handlers.note_fee_complaint,
    remedies.EnterRemedy: remedies_handlers.enter_remedy,
    remedies.MendTerm: remedies_handlers.mend_term,
    remedies.NoteHearing: remedies_handlers.note_hearing,
    remedies.MendRemedy: remedies_handlers.mend_remedy,
    attachments.AddAttachment: attachments_handlers.add_attachment,
    attachments.WithdrawAttachment: attachments_handlers.withdraw_attachment,
    attachments.QuarantineAttachment: attachments_handlers.quarantine_attachment,
    items.DivideItem: items_handlers.divide_item,
    items.AddItem: items_handlers.add_item,
    items.WithdrawItem: items_handlers.withdraw_item,
    items.RecordSearch: items_handlers.record_search,
    items.FindItem: items_handlers.find_item,
    joining.SplitOffItems: joining_handlers.split_off_items,
    joining.MergeCase: joining_handlers.merge_case,
    cases.RevealApplicant: cases_handlers.reveal_applicant,
    cases.RecalculateCase: cases_handlers.recalculate_case,
    people.AddAgency: changes_handlers.add_agency,
    changes.ChangeAgency: changes_handlers.change_agency,
    changes.CancelAgencyChange: changes_handlers.cancel_agency_change,
    changes.ShowAgencyFacts: changes_handlers.show_agency_facts,
    units.AddUnit: units_handlers.add_unit,
    units.EndUnit: units_handlers.end_unit,
    units.AssignUnit: units_handlers.assign_unit,
    agencies.EndAgency: agencies_handlers.end_agency,
    agencies.CancelAgencyEnding: agencies_handlers.cancel_agency_ending,
    agencies.CarryOutEnding: agencies_handlers.carry_out_ending,
    identity.AddPerson: identity_handlers.add_person,
    people.ChangeDuties: people_handlers.change_duties,
    people.DisablePerson: people_handlers.disable_person,
    people.RestorePerson: people_handlers.restore_person,
    identity.ChangePassword: identity_handlers.change_password,
    identity.LiftAddressLock: identity_handlers.lift_address_lock,
    identity.LiftSignInLock: identity_handlers.lift_sign_in_lock,
    identity.ResetPassword: identity_handlers.reset_password,
    calendars.ImportHolidayNotice: calendars_handlers.import_holiday_notice,
    calendars.AddLocalDays: calendars_handlers.add_local_days,
    calendars.WithdrawHolidayNotice: calendars_handlers.withdraw_holiday_notice,
    choices.MakeAgencyChoice: choices_handlers.make_agency_choice,
    choices.CancelAgencyChoice: choices_handlers.cancel_agency_choice,
    arrangements.ArrangeSignOff: arrangements_handlers.arrange_sign_off,
    arrangements.CancelArrangement: arrangements_handlers.cancel_arrangement,
    sign_off.AddSigningLevels: sign_off_handlers.add_signing_levels,
    workers.Beat: workers_handlers.beat,
    workers.NoteBackup: workers_handlers.note_backup,
    workers.NoteRestore: workers_handlers.note_restore,
    workers.Tidy: workers_handlers.tidy,
}

OPERATIONS: Mapping[str, Operation] = {
    "record/registered": registration_operations.record_registered,
    "record/accepted": cases_operations.record_accepted,
    "record/warning": timers_operations.record_warning,
    "record/overdue": timers_operations.record_overdue,
    "record/correction_lapsed": cases_operations.record_correction_lapsed,
    "record/decided": correspondence_operations.record_decided,
    "record/archived": cases_operations.record_archived,
    "clock/correction_requested": cases_operations.clock_correction_requested,
    "clock/correction_received": cases_operations.clock_correction_received,
    "clock/extended": cases_operations.clock_extended,
    "clock/replied": correspondence_operations.clock_replied,
    "letter/issue": correspondence_operations.letter_issue,
    "items/remaining": items_operations.items_remaining,
    "items/next": items_operations.items_next,
    "clock/withdrawn": withdrawal_operations.clock_withdrawn,
    "record/voided": mending_operations.record_voided,
    "letter/void": service_operations.void,
    "assistance/given": help_steps.given, "assistance/answered": help_steps.answered,
    "assistance/returned": help_steps.returned, "assistance/given_anew": help_steps.given_anew,
    "assistance/dropped": help_steps.dropped,
    "transfer/offered": transfer_steps.offered, "transfer/unapproved": transfer_steps.unapproved,
    "transfer/withdrawn": transfer_steps.withdrawn,
    "consultation/sent": consultations_operations.sent,
    "consultation/delivered": consultations_operations.delivered,
    "consultation/returned": consultations_operations.returned,
    "consultation/answered": consultations_operations.answered,
    "consultation/decided": consultations_operations.decided,
    "consultation/told": consultations_operations.told,
    "secrecy/passed": review_operations.passed,
    "secrecy/to_refer": review_operations.to_refer,
    "secrecy/referred": review_operations.referred,
    "secrecy/determined": review_operations.determined,
    "legal/asked": legal_advice_operations.asked,
    "legal/given": legal_advice_operations.given,
    "legal/registered": legal_advice_operations.registered,
    "legal/given_up": legal_advice_operations.given_up,
    "excess/asked": excess_operations.asked,
    "excess/given": excess_operations.given,
    "excess/withheld": excess_operations.withheld,
    "excess/reasonable": excess_operations.reasonable,
    "excess/deferred": excess_operations.deferred,
    "excess/unreasonable": excess_operations.unreasonable,
    "fee/proposed": charging_operations.proposed,
    "fee/returned": charging_operations.returned,
    "fee/noticed": charging_operations.noticed,
    "fee/paid": charging_operations.paid,
    "fee/lapsed": charging_operations.lapsed,
    "remedy/answered": remedies_operations.answered,
    "remedy/decided": remedies_operations.decided,
    "remedy/reopened": remedies_operations.reopened,
    "service/sent": service_operations.sent,
    "service/delivered": service_operations.delivered,
    "service/returned": service_operations.returned,
    "sign_off/next": sign_off_operations.sign_off_next,
    "sign_off/concluded": sign_off_operations.sign_off_concluded,
}

# Limits that are those of the thing a step is about.
LIMITS_APART: Mapping[str, Callable[[Snapshot, int], date | None]] = {
    remedy.ANSWER_LIMIT: remedy.last_day,
}

# What follows from an event in the same transaction, in the order of the rooms named.
REACTIONS: Mapping[type[Event], Sequence[Callable[[Any, UnitOfWork], None]]] = {
    people_events.PersonDisabled: (
        identity_reactions.end_sessions, tasks_reactions.give_back_all,
    ),
    correspondence_events.ReplyServed: (joining_reactions.answer_merged,),
    people_events.DutiesChanged: (tasks_reactions.give_back_what_is_no_duty,),
}
