"""Which function answers which question: one snapshot, one answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.actors.actor import Actor
from engine.administration import (
    accounts_page,
    calendar_page,
    calendar_preview_page as preview_page,
    duties_page,
)
from engine.administration.agencies import (
    agencies_page,
    changes_page,
)
from engine.arrivals import (
    page as arrivals_page,
)
from engine.attachments import (
    page as attachments_page,
)
from engine.casework import applicant_page, case_page, drawn_form_page
from engine.correspondence import (
    page as correspondence_page,
)
from engine.installation.questions import health_page, record_page
from engine.legal_advice import (
    page as legal_advice_page,
)
from engine.legal_advice.advisers import (
    page as legal_advisers_page,
)
from engine.mending import (
    registration_page as mending_page,
)
from engine.register import page as register_page
from engine.registration import (
    drafts_page as intake_drafts_page,
    page as registration_page,
)
from engine.registration.applicants import earlier_page
from engine.remedies import (
    page as remedies_page,
)
from engine.rules.choices import (
    page as choices_page,
)
from engine.rules.sign_off import (
    page as arrangements_page,
)
from engine.supervision import page as supervision_page
from engine.tasks import (
    my_work_page,
)
from engine.timers import (
    page as timers_page,
)
from engine.transaction.messages import Listing, Question
from engine.transaction.snapshot import Snapshot
from engine.transfers import (
    page as transfers_page,
)


@dataclass(frozen=True)
class Answer:
    """``give`` answers from the snapshot; ``afterwards`` finishes without it, what takes long."""

    give: Callable[[Any, Snapshot], Any]
    afterwards: Callable[[Any, Any, Actor], Any] | None = None


ANSWERS: Mapping[type[Question[Any]], Answer] = {
    my_work_page.MyWork: Answer(my_work_page.my_work),
    my_work_page.MyDone: Answer(my_work_page.my_done),
    case_page.CasePage: Answer(case_page.case_page),
    case_page.CaseOf: Answer(case_page.case_of),
    case_page.TaskPage: Answer(case_page.task_page),
    case_page.TaskFormOf: Answer(case_page.task_form_of),
    drawn_form_page.DrawnFormOf: Answer(drawn_form_page.drawn_form_of),
    correspondence_page.LetterEditorOf: Answer(correspondence_page.letter_editor_of),
    correspondence_page.LetterDocument: Answer(correspondence_page.letter_document),
    correspondence_page.LetterPdf: Answer(
        correspondence_page.letter_document, correspondence_page.as_pdf),
    remedies_page.RemediesPage: Answer(remedies_page.remedies_page),
    legal_advice_page.LegalDesk: Answer(legal_advice_page.legal_desk),
    legal_advice_page.LegalQuestionOf: Answer(legal_advice_page.legal_question),
    legal_advisers_page.LegalAdvisers: Answer(legal_advisers_page.legal_advisers),
    transfers_page.TransfersPage: Answer(transfers_page.transfers_page),
    arrivals_page.ArrivalsPage: Answer(arrivals_page.arrivals_page),
    arrivals_page.ArrivalPage: Answer(arrivals_page.arrival_page),
    arrivals_page.ArrivalPaper: Answer(arrivals_page.arrival_paper),
    attachments_page.AttachmentFile: Answer(attachments_page.attachment_file),
    earlier_page.EarlierOf: Answer(earlier_page.earlier_of),
    registration_page.ReceiptOf: Answer(registration_page.receipt_of),
    mending_page.RegistrationToCorrect: Answer(mending_page.registration_to_correct),
    mending_page.CorrectionOf: Answer(mending_page.correction_preview),
    intake_drafts_page.IntakeDrafts: Answer(intake_drafts_page.intake_drafts),
    applicant_page.RevealedApplicant: Answer(applicant_page.revealed_applicant),
    register_page.RegisterPage: Answer(register_page.register_page),
    register_page.SimilarRequests: Answer(register_page.similar_requests),
    supervision_page.MonitorPage: Answer(supervision_page.monitor_page),
    calendar_page.CalendarPage: Answer(calendar_page.calendar_page),
    calendar_page.NationalCalendar: Answer(calendar_page.national_calendar),
    preview_page.HolidayNoticePreview: Answer(preview_page.notice_preview),
    preview_page.LocalDaysPreview: Answer(preview_page.local_days_preview),
    preview_page.WithdrawalPreview: Answer(preview_page.withdrawal_preview),
    choices_page.ChoicesPage: Answer(choices_page.choices_page),
    arrangements_page.SignOffLevels: Answer(arrangements_page.sign_off_levels),
    accounts_page.Accounts: Answer(accounts_page.accounts),
    accounts_page.AccountPage: Answer(accounts_page.account_page),
    accounts_page.AccountNamed: Answer(accounts_page.account_named),
    duties_page.DutiesUnheld: Answer(duties_page.duties_unheld),
    accounts_page.LockedAddresses: Answer(accounts_page.locked_addresses),
    accounts_page.Agencies: Answer(accounts_page.agencies),
    agencies_page.AgenciesPage: Answer(agencies_page.agencies_page),
    agencies_page.AgencyPage: Answer(agencies_page.agency_page),
    changes_page.PreviewOfEnding: Answer(changes_page.preview_of_ending),
    changes_page.LettersSince: Answer(changes_page.letters_since),
    changes_page.AgencyChangesDue: Answer(changes_page.agency_changes_due),
    changes_page.MergedInto: Answer(changes_page.merged_into),
    record_page.RecordPage: Answer(record_page.record_page),
    record_page.VerifyRecord: Answer(record_page.verify_record),
    health_page.HealthOf: Answer(health_page.health_of),
    health_page.SystemPage: Answer(health_page.system_page),
    timers_page.CasesDue: Answer(timers_page.cases_due),
    timers_page.StaleCases: Answer(timers_page.stale_cases),
}

LISTINGS: Mapping[type[Listing[Any]], Callable[[Any, Snapshot], Iterator[Any]]] = {
    record_page.EveryEvent: record_page.every_event,
    register_page.EveryCase: register_page.every_case,
}
