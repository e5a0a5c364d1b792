"""One case: all that its page shows, and where its process stands."""

from dataclasses import dataclass
from datetime import date, datetime

import letters
from engine.actors.actor import CLOCK
from engine.actors.roles import Role
from engine.attachments import rows as attachment_rows
from engine.attachments.attachment import AttachmentView, attachment_view
from engine.cases import register_rows
from engine.cases import rows as case_rows
from engine.cases.applicant import mask_name
from engine.cases.clock_strip import ClockMark, ClockStrip, marks, strip
from engine.cases.scope import Scope
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterView, letter_view
from engine.people import rows as people_rows
from engine.people.agencies import AgencyRef, PersonRef, agency_of
from engine.record.timeline import TimelineItem
from engine.statute import Assessment
from engine.store import Row
from engine.tasks import rows as task_rows_
from engine.tasks.task import Opinion, TaskItem, opinion_text, task_item


@dataclass(frozen=True, kw_only=True)
class Token:
    """Where the process stands. state: waiting | done"""

    element: str
    state: str
    name: str = ""
    holder: str = ""
    role: str = ""
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DiagramView:
    """One diagram of a case. ``called_from``: the call activity that led to it."""

    process: str
    version: int
    name: str
    xml: str
    tokens: tuple[Token, ...]
    called_from: tuple[str, str] | None = None   # (process, element)
    active: bool = False


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
    letter_title: str = ""
    archived_at: datetime | None = None


def case(scope: Scope, case_id: int) -> CaseView:
    row = scope.visible(case_id)
    ledger, assessment = scope.assess(row, proof=True)
    applicant = case_rows.find_applicant(scope.connection, row["applicant_id"])
    events = register_rows.timeline(scope.connection, case_id)
    kind = letters.kinds().get(row["letter_kind"])
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
        registered_by=people_rows.name_of(scope.connection, row["registered_by"]),
        registered_at=row["registered_at"],
        handler=None if row["handler_id"] is None else PersonRef(
            id=row["handler_id"], name=row["handler_name"]),
        status=row["status"], step_name=row["step_name"],
        clock=strip(scope, row, assessment),
        marks=marks(row, ledger, assessment, events, scope.today),
        assessment=assessment, tasks=tuple(
            task_item(scope, task) for task in task_rows_.open_tasks_of(scope.connection, case_id)
        ),
        done=opinions(scope, case_id),
        letters=tuple(
            letter_view(scope, letter)
            for letter in letter_rows.of_case(scope.connection, case_id)
        ),
        attachments=tuple(
            attachment_view(a) for a in attachment_rows.attachments_of(scope.connection, case_id)
        ),
        timeline=tuple(
            TimelineItem(
                seq=event["seq"], at=event["at"], kind=event["kind"],
                by=event["actor_name"] or CLOCK.name, command=event["command"],
                data=event["data"],
            )
            for event in events
        ),
        letter_title=kind.title if kind else "", archived_at=row["archived_at"],
    )


def opinions(scope: Scope, case_id: int) -> tuple[Opinion, ...]:
    return tuple(
        Opinion(
            step_name=task["name"], outcome_label=scope.outcome_label(task),
            text=opinion_text(scope.form(task), task["values"] or {}),
            by=task["by_name"] or "", at=task["ended_at"],
        )
        for task in task_rows_.ended_of(scope.connection, case_id)
    )


def diagrams(scope: Scope, case_id: int) -> tuple[DiagramView, ...]:
    scope.visible(case_id)
    stored = case_rows.instance(scope.connection, case_id)
    program, instance = scope.around.programs.restore(stored)
    open_tasks = {
        task["id"]: task for task in task_rows_.open_tasks_of(scope.connection, case_id)
    }
    holders = {
        (task["process"], task["element"]): task for task in open_tasks.values()
    }
    found = []
    tokens = instance.tokens()
    for process in reversed(list(program.bundle.deployments)):
        deployment = program.bundle.deployments[process]
        own: dict[str, Token] = {}
        for token in (t for t in tokens if t.process == process):
            task = None if token.done else holders.get((process, token.element))
            if token.done and own.get(token.element) is not None:
                continue
            own[token.element] = Token(
                element=token.element, state="done" if token.done else "waiting",
                name=deployment.elements[token.element].name
                if token.element in deployment.elements else "",
                holder="" if task is None else task["assignee_name"] or "",
                role="" if task is None else Role(task["role"]).title,
                since=None if task is None else task["opened_at"],
            )
        called = next((t.called_from for t in tokens
                       if t.process == process and t.called_from), None)
        found.append(DiagramView(
            process=process, version=deployment.version, name=deployment.name,
            xml=deployment.xml.decode(), tokens=tuple(own.values()), called_from=called,
            active=any(token.state == "waiting" for token in own.values()),
        ))
    return tuple(found)


def _masked_contact(applicant: Row) -> str:
    phone, email = applicant["phone"], applicant["email"]
    if phone:
        return phone[:3] + "****" + phone[-2:] if len(phone) > 6 else "****"
    if email:
        name, _, host = email.partition("@")
        return f"{name[:1]}***@{host}"
    return "已登记" if applicant["address"] else ""
