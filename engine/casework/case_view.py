"""One case: all that its page shows."""

from dataclasses import dataclass
from datetime import date, datetime

import letters
from engine.actors.actor import CLOCK
from engine.actors.permissions import own
from engine.arrivals import rows as arrival_rows
from engine.assistance.view import AssistancesView, assistances_view
from engine.attachments import rows as attachment_rows
from engine.attachments.attachment import AttachmentView, attachment_view
from engine.cases.dates import dated
from engine.cases.glance.applicant import mask_name
from engine.cases.glance.clock_strip import ClockMark, ClockStrip, marks, strip
from engine.cases.rows import cases as case_rows, named as register_rows
from engine.cases.visible import processes_of, visible
from engine.charging.view import FeesView, fees_view
from engine.consultations.view import ConsultationsView, consultations_view
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterView, letter_view
from engine.excess.view import ExcessesView, excesses_view
from engine.items.view import ItemsView, items_view
from engine.joining.links import JoiningView, joining_view
from engine.legal_advice.view import LegalAdviceView, legal_advice_view
from engine.mending.commands import CorrectRegistration, VoidRegistration
from engine.mending.correcting import may_correct
from engine.mending.view import RegistrationVersion, registration_versions
from engine.mending.voiding import may_void
from engine.people import rows as people_rows
from engine.people.agencies import AgencyRef, PersonRef, agency_of, person_of
from engine.record.timeline import TimelineItem
from engine.registration.applicants import rows as applicant_rows
from engine.registration.applicants.earlier import (
    NOTHING_EARLIER,
    EarlierRequests,
    earlier_requests,
)
from engine.registration.applicants.kinds import AGENT, JOINT
from engine.registration.applicants.lacking import lacking
from engine.remedies.view import RemediesView, remedies_view
from engine.review.view import ReviewView, review_view
from engine.service.commands import RecallLetter
from engine.service.view import ServiceView, services_of
from engine.sign_off.chain import SignOffRound, rounds
from engine.statute import Assessment, assess
from engine.store.known_by import known_by
from engine.store.shapes import ApplicantRow, CaseRow
from engine.tasks.task import Opinion, TaskItem, open_tasks, opinions, task_item
from engine.transaction.snapshot import Snapshot
from engine.transfers.view import TransfersView, transfers_view
from engine.withdrawal.commands import WithdrawRequest


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """The case page."""

    id: int
    number: str
    subject: str
    description: str
    agency: AgencyRef
    applicant: str             # masked
    applicant_kind: str
    contact: str               # masked phone or mail
    channel: str
    arrived_on: date
    form_of_supply: str
    way_of_supply: str
    area: str
    written_for_applicant: bool
    needs_assistance: bool
    suggests_publication: bool
    registered_by: str
    registered_at: datetime
    handler: PersonRef | None
    status: str
    step_name: str
    clock: ClockStrip
    marks: tuple[ClockMark, ...]
    assessment: Assessment     # with the day-by-day proof
    tasks: tuple[TaskItem, ...]
    done: tuple[Opinion, ...]
    letters: tuple[LetterView, ...]
    attachments: tuple[AttachmentView, ...]
    timeline: tuple[TimelineItem, ...]
    items: ItemsView
    joining: JoiningView
    consultations: ConsultationsView
    legal: LegalAdviceView
    charging: FeesView
    assistances: AssistancesView
    transfers: TransfersView
    excess: ExcessesView
    remedies: RemediesView
    review: ReviewView
    services: tuple[ServiceView, ...] = ()
    may_withdraw: bool = False          # the applicant may still take the request back
    may_void: bool = False              # it may be void as registered in error, or twice
    may_correct: bool = False           # what was registered wrong may be put right
    registered_before: tuple[RegistrationVersion, ...] = ()     # each time that it was
    recallable: frozenset[int] = frozenset()    # letters that may be taken back
    joint: tuple[str, ...] = ()         # who asks with the applicant, masked
    agent: str = ""                     # who acts for them, masked
    authority: str = ""                 # what the agent showed
    arrival_id: int | None = None       # what came in, where it was taken down before
    written_by: str = ""                # who wrote an oral request down
    earlier: EarlierRequests = NOTHING_EARLIER      # of the same applicant, while the case is open
    lacking: tuple[str, ...] = ()       # what a correction would ask for, of who asks
    letter_title: str = ""
    sign_off: tuple[SignOffRound, ...] = ()     # by which levels its reply was signed
    archived_at: datetime | None = None


def case_view(at: Snapshot, case_id: int) -> CaseView:
    """Raises NotFound, also for another agency's case."""
    row = visible(at, case_id)
    file = dated(at, case_id, row)
    assessment = assess(
        file.ledger, calendar=file.calendar, discretion=file.discretion, proof=True
    )
    applicant = case_rows.find_applicant(at.connection, row["applicant_id"])
    others = applicant_rows.beside(at.connection, case_id)
    agent = next((each for each in others if each["part"] == AGENT), None)
    events = register_rows.timeline(at.connection, case_id)
    kind = letters.kinds().get(row["letter_kind"])
    held = items_view(at, case_id, open_tasks(at, case_id))
    papers = letter_rows.of_case(at.connection, case_id)
    replies = {each["id"] for each in papers if each["series"] == "reply"}
    sent = attachment_rows.replies_issued(at.connection, case_id)
    acting = own(at.actor).covers(row["agency_id"])
    waited = [
        (message.name, each.about_id) for each in processes_of(at, case_id)
        for message in each.instance.messages()
    ]
    return CaseView(
        id=case_id, number=row["number"], subject=row["subject"],
        description=row["description"], agency=agency_of(row),
        applicant=mask_name(applicant["name"], applicant["kind"]),
        applicant_kind=applicant["kind"], contact=_masked_contact(applicant),
        channel=row["channel"], arrived_on=row["arrived_on"],
        form_of_supply=row["form_of_supply"], way_of_supply=row["way_of_supply"],
        area=row["area"], written_for_applicant=row["written_for_applicant"],
        needs_assistance=row["needs_assistance"],
        suggests_publication=row["suggests_publication"],
        registered_by=people_rows.name_of(at.connection, row["registered_by"]),
        registered_at=row["registered_at"],
        handler=person_of(row["handler_id"], row["handler_name"]),
        status=row["status"], step_name=row["step_name"],
        clock=strip(at, case_id, row, assessment),
        marks=marks(row, file.ledger, assessment, events, at.today),
        assessment=assessment, tasks=tuple(
            task_item(at, task) for task in open_tasks(at, case_id)
        ),
        done=opinions(at, case_id),
        letters=tuple(
            letter_view(at, letter)
            for letter in papers
        ),
        attachments=tuple(
            attachment_view(a, sent) for a in attachment_rows.attachments_of(at.connection, case_id)
        ),
        timeline=tuple(
            TimelineItem(
                seq=event["seq"], at=event["at"], kind=event["kind"],
                by=event["actor_name"] or CLOCK.name, command=event["command"],
                data=event["data"],
            )
            for event in events
        ),
        joint=tuple(
            mask_name(each["name"], each["kind"]) for each in others if each["part"] == JOINT
        ),
        agent=mask_name(agent["name"], agent["kind"]) if agent else "",
        written_by=row["written_by"], arrival_id=_arrival(at, case_id),
        earlier=_earlier(at, row, applicant) if row["status"] == "open" else NOTHING_EARLIER,
        authority=agent["authority"] if agent else "", lacking=lacking(applicant, others),
        items=held, joining=joining_view(at, case_id, held.may_change),
        consultations=consultations_view(at, row, assessment, acting=acting),
        legal=legal_advice_view(at, row, acting=acting),
        charging=fees_view(at, row, assessment, acting=acting),
        assistances=assistances_view(at, row, acting=acting),
        transfers=transfers_view(at, row, open_tasks(at, case_id), acting=acting),
        excess=excesses_view(at, row, acting=acting),
        remedies=remedies_view(at, row, acting=acting),
        review=review_view(at, row),
        services=tuple(services_of(at, case_id)),
        may_withdraw=WithdrawRequest.permission.allows(at.actor) and acting and any(
            name == "withdrawn" for name, _ in waited),
        may_void=VoidRegistration.permission.allows(at.actor) and acting and may_void(
            row["status"], papers),
        may_correct=CorrectRegistration.permission.allows(at.actor) and acting and may_correct(
            at, row),
        registered_before=registration_versions(at, row),
        recallable=frozenset(
            about for name, about in waited
            if name == "letter_recalled" and about is not None and about in replies
        ) if acting and RecallLetter.permission.allows(at.actor) else frozenset(),
        letter_title=kind.title if kind else "", sign_off=rounds(at, case_id),
        archived_at=row["archived_at"],
    )


def _arrival(at: Snapshot, case_id: int) -> int | None:
    """Where it was taken down; not where another agency did so before the case came here."""
    found = arrival_rows.of_case(at.connection, case_id)
    row = None if found is None else arrival_rows.find(at.connection, found)
    return found if row is not None and own(at.actor).covers(row["agency_id"]) else None


def _earlier(at: Snapshot, row: CaseRow, applicant: ApplicantRow) -> EarlierRequests:
    """Of the case's own agency alone: article 35 and 36 look at what one organ was asked."""
    return earlier_requests(
        at.connection, (row["agency_id"],),
        known_by(applicant["name"], applicant["id_number"], applicant["phone"]),
        subject=row["subject"], description=row["description"], by=row["received_on"],
        other_than=row["id"],
    )


def _masked_contact(applicant: ApplicantRow) -> str:
    phone, email = applicant["phone"], applicant["email"]
    if phone:
        return phone[:3] + "****" + phone[-2:] if len(phone) > 6 else "****"
    if email:
        name, _, host = email.partition("@")
        return f"{name[:1]}***@{host}"
    return "已登记" if applicant["address"] else ""
