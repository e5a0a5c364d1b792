"""One case: all that its page shows, and where its process stands."""

import letters
from engine import views
from engine.reading.clock_strip import marks, strip
from engine.reading.lists import task_item
from engine.reading.papers import attachment_view, letter_view
from engine.reading.scope import Scope, agency_of, mask_name, opinion_text
from engine.roles import Role
from engine.store import Row, cases, people, register, tasks
from engine.store import letters as stored_letters


def case(scope: Scope, case_id: int) -> views.CaseView:
    row = scope.visible(case_id)
    ledger, assessment = scope.assess(row, proof=True)
    applicant = cases.find_applicant(scope.connection, row["applicant_id"])
    events = register.timeline(scope.connection, case_id)
    kind = letters.kinds().get(row["letter_kind"])
    return views.CaseView(
        id=case_id, number=row["number"], subject=row["subject"],
        description=row["description"], agency=agency_of(row),
        applicant=mask_name(applicant["name"], applicant["kind"]),
        applicant_kind=applicant["kind"], contact=_masked_contact(applicant),
        channel=row["channel"], arrived_on=row["arrived_on"],
        form_of_supply=row["form_of_supply"], way_of_supply=row["way_of_supply"],
        area=row["area"], written_for_applicant=row["written_for_applicant"],
        needs_assistance=row["needs_assistance"],
        suggests_publication=row["suggests_publication"],
        registered_by=people.name_of(scope.connection, row["registered_by"]),
        registered_at=row["registered_at"],
        handler=None if row["handler_id"] is None else views.PersonRef(
            id=row["handler_id"], name=row["handler_name"]),
        status=row["status"], step_name=row["step_name"],
        clock=strip(scope, row, assessment),
        marks=marks(row, ledger, assessment, events, scope.today),
        assessment=assessment, tasks=tuple(
            task_item(scope, task) for task in register.open_tasks_of(scope.connection, case_id)
        ),
        done=opinions(scope, case_id),
        letters=tuple(
            letter_view(scope, letter)
            for letter in stored_letters.of_case(scope.connection, case_id)
        ),
        attachments=tuple(
            attachment_view(a) for a in stored_letters.attachments_of(scope.connection, case_id)
        ),
        timeline=tuple(
            views.TimelineItem(
                seq=event["seq"], at=event["at"], kind=event["kind"],
                by=event["actor_name"] or views.CLOCK.name, command=event["command"],
                data=event["data"],
            )
            for event in events
        ),
        letter_title=kind.title if kind else "", archived_at=row["archived_at"],
    )


def opinions(scope: Scope, case_id: int) -> tuple[views.Opinion, ...]:
    return tuple(
        views.Opinion(
            step_name=task["name"], outcome_label=scope.outcome_label(task),
            text=opinion_text(scope.form(task), task["values"] or {}),
            by=task["by_name"] or "", at=task["ended_at"],
        )
        for task in tasks.ended_of(scope.connection, case_id)
    )


def diagrams(scope: Scope, case_id: int) -> tuple[views.DiagramView, ...]:
    scope.visible(case_id)
    stored = cases.instance(scope.connection, case_id)
    program, instance = scope.around.programs.restore(stored)
    open_tasks = {
        task["id"]: task for task in register.open_tasks_of(scope.connection, case_id)
    }
    holders = {
        (task["process"], task["element"]): task for task in open_tasks.values()
    }
    found = []
    tokens = instance.tokens()
    for process in reversed(list(program.bundle.deployments)):
        deployment = program.bundle.deployments[process]
        own: dict[str, views.Token] = {}
        for token in (t for t in tokens if t.process == process):
            task = None if token.done else holders.get((process, token.element))
            if token.done and own.get(token.element) is not None:
                continue
            own[token.element] = views.Token(
                element=token.element, state="done" if token.done else "waiting",
                name=deployment.elements[token.element].name
                if token.element in deployment.elements else "",
                holder="" if task is None else task["assignee_name"] or "",
                role="" if task is None else Role(task["role"]).title,
                since=None if task is None else task["opened_at"],
            )
        # Of several calls: the one that stands now, else the last.
        callers = sorted((t for t in tokens if t.process == process), key=lambda t: not t.done)
        called = callers[-1].called_from if callers else None
        found.append(views.DiagramView(
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
