"""Everything that is shown: reads the store in one snapshot and gives ``views``.

What a person may see is decided here: own agency, or all for the supervising department;
anything else is NotFound, as if it did not exist.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping

import letters
from engine import letter_facts, views
from engine.errors import LetterNotReady, NotFound, TaskAlreadyDone, TaskNoLongerOpen
from engine.handlers import sees_agency

from engine.limits import ZONE, local_day
from engine.roles import Role
from engine.statute import Assessment, Ledger, WorkingDays, assess, receipt
from engine.store import cases, people, register, tasks
from engine.store import letters as stored_letters
from engine.store.tables import cases as cases_table
from engine.task_forms import Form
from engine.unit_of_work import Surroundings, read_ledger, statute_settings


NEAR = 3  # working days: amber on every strip


class Reader:
    """Reads for one actor in one snapshot."""

    def __init__(self, around: Surroundings, connection: Connection, actor: views.Actor) -> None:
        self.around = around
        self.connection = connection
        self.actor = actor
        self.now: datetime = around.now()
        self.today: date = local_day(self.now)

    @property
    def calendar(self) -> WorkingDays:
        return self.around.calendar

    # -- the clock -----------------------------------------------------------------------

    def strip(self, row: Mapping[str, Any], assessment: Assessment | None = None
              ) -> views.ClockStrip:
        """The clock of a register row; of the projection, or of the full assessment."""
        state, due = row["clock_state"], row["due_on"]
        remaining: int | None = None
        if assessment is not None:
            remaining = assessment.remaining(self.today)
        elif state == "running" and due is not None:
            remaining = (
                self.calendar.count(self.today, due) if self.today <= due
                else -self.calendar.count(due, self.today)
            )
        elif state == "paused_consultation":
            remaining = self._assess(row)[1].remaining(self.today)
        if row["replied_on"] is not None or state in {"lapsed", "withdrawn"}:
            remaining = None
        if state == "paused_correction":
            remaining = None
        return views.ClockStrip(
            state=state, received_on=row["received_on"], due_on=due,
            warning_due_on=row["warning_due_on"], provisional=row["provisional"],
            remaining=remaining, urgency=_urgency(state, row, remaining),
            on_time=row["on_time"], replied_on=row["replied_on"],
            correct_by=None if assessment is None else assessment.limits.correction_received,
        )

    def _assess(self, row: Mapping[str, Any], *, proof: bool = False
                ) -> tuple[Ledger, Assessment]:
        ledger = read_ledger(self.connection, row)
        return ledger, assess(
            ledger, calendar=self.calendar, settings=statute_settings(row), proof=proof
        )

    # -- lists ---------------------------------------------------------------------------

    def my_work(self) -> tuple[views.TaskItem, ...]:
        if self.actor.agency_id is None or self.actor.person_id is None:
            return ()
        rows = register.my_tasks(
            self.connection, self.actor.agency_id, [role.value for role in self.actor.roles],
            self.actor.person_id, 500,
        )
        return tuple(self._task_item(row) for row in rows)

    def _task_item(self, row: RowMapping) -> views.TaskItem:
        holder = row["assignee_id"]
        return views.TaskItem(
            id=row["id"], case_id=row["case_id"], case_number=row["number"],
            subject=row["subject"], applicant=mask_name(row["applicant_name"],
                                                        row["applicant_kind"]),
            agency=_agency(row), element=row["element"], name=row["name"],
            role=Role(row["role"]),
            assignee=None if holder is None else views.PersonRef(
                id=holder, name=row["assignee_name"]),
            mine=holder is not None and holder == self.actor.person_id,
            opened_at=row["opened_at"], clock=self.strip(row),
            has_draft=row["draft"] is not None,
        )

    def done_by(self, limit: int) -> tuple[views.DoneItem, ...]:
        if self.actor.person_id is None:
            return ()
        return tuple(
            views.DoneItem(
                task_id=row["id"], case_id=row["case_id"], case_number=row["number"],
                subject=row["subject"], name=row["name"],
                outcome=self._label(row), ended_at=row["ended_at"],
            )
            for row in register.done_by(self.connection, self.actor.person_id, limit)
        )

    def register_page(self, wanted: views.RegisterFilter) -> views.RegisterPage:
        conditions = self._conditions(wanted)
        limit = max(1, min(wanted.limit, 200))
        try:
            after = wanted.after.split("~") if wanted.after else []
            rows = register.page(
                self.connection, conditions, sort=wanted.sort, after=after, limit=limit + 1
            )
        except ValueError:  # a mark that was not made here
            rows = register.page(
                self.connection, conditions, sort=wanted.sort, after=[], limit=limit + 1
            )
        shown = rows[:limit]
        mark = ""
        if len(rows) > limit:
            last = shown[-1]
            due = last["due_on"] or date(9999, 12, 31)
            mark = f"{due}~{last['id']}" if wanted.sort == "due" else str(last["id"])
        total = register.count(self.connection, conditions)
        return views.RegisterPage(
            rows=tuple(self.case_row(row) for row in shown),
            total=total if total <= register.COUNTED_AT_MOST else None, next=mark,
        )

    def case_row(self, row: RowMapping) -> views.CaseRow:
        kind = letters.kinds().get(row["letter_kind"])
        return views.CaseRow(
            id=row["id"], number=row["number"], subject=row["subject"],
            applicant=mask_name(row["applicant_name"], row["applicant_kind"]),
            applicant_kind=row["applicant_kind"], agency=_agency(row), channel=row["channel"],
            area=row["area"], step=row["step"], step_name=row["step_name"],
            handler=None if row["handler_id"] is None else views.PersonRef(
                id=row["handler_id"], name=row["handler_name"]),
            status=row["status"], letter_kind=row["letter_kind"],
            letter_title=kind.title if kind else "", clock=self.strip(row),
        )

    def _conditions(self, wanted: views.RegisterFilter) -> list[ColumnElement[bool]]:
        table, found = cases_table.c, list[ColumnElement[bool]]()
        if not self.actor.sees_all_agencies:
            found.append(table.agency_id == self.actor.agency_id)
        if wanted.agency_id is not None:
            found.append(table.agency_id == wanted.agency_id)
        for column, value in (
            (table.status, wanted.status), (table.step, wanted.step),
            (table.channel, wanted.channel), (table.area, wanted.area),
            (table.letter_kind, wanted.letter_kind), (table.handler_id, wanted.handler_id),
        ):
            if value not in ("", None):
                found.append(column == value)
        if wanted.received_from:
            found.append(table.received_on >= wanted.received_from)
        if wanted.received_to:
            found.append(table.received_on <= wanted.received_to)
        if wanted.mine:
            found.append(table.registered_by == self.actor.person_id)
        if wanted.due:
            found.extend(self._due_conditions(wanted.due))
        if wanted.text.strip():
            found.append(register.text_condition(wanted.text.strip()))
        return found

    def _due_conditions(self, due: str) -> list[ColumnElement[bool]]:
        table = cases_table.c
        if due == "overdue":
            return [table.status == "open", table.due_on < self.today]
        if due == "provisional":
            return [table.status == "open", table.provisional.is_(True)]
        if due == "paused":
            return [table.status == "open", table.clock_state.like("paused%")]
        if due in {"within_1", "within_3", "within_5"}:
            last = self.calendar.add(self.today, int(due[-1]))
            return [table.status == "open", table.due_on >= self.today, table.due_on <= last]
        return []

    def similar(self, applicant: str, subject: str) -> tuple[views.Similar, ...]:
        if self.actor.agency_id is None:
            return ()
        words = [w for w in _pieces(subject) if w][:3]
        rows = register.similar(
            self.connection, self.actor.agency_id, applicant.strip(), words, 8
        )
        return tuple(
            views.Similar(
                case_id=row["id"], number=row["number"], subject=row["subject"],
                received_on=row["received_on"],
                same_applicant=row["applicant_name"] == applicant.strip(), status=row["status"],
            )
            for row in rows
        )

    def monitor(self) -> views.MonitorView:
        scope = None if self.actor.sees_all_agencies else [self.actor.agency_id or 0]
        horizon = {
            "overdue": date.fromordinal(self.today.toordinal() - 1),
            **{f"within_{n}": self.calendar.add(self.today, n) for n in (1, 3, 5)},
        }
        rows = register.open_counts(self.connection, scope, horizon)
        return views.MonitorView(
            today=self.today, total=_line(rows, None, "", ""),
            by_agency=tuple(
                _line([r for r in rows if r["agency_id"] == agency_id], first, "", "")
                for agency_id, first in _first_of(rows, "agency_id").items()
            ),
            by_step=tuple(
                _line([r for r in rows if r["step"] == step], None, step, first["step_name"])
                for step, first in _first_of(rows, "step").items()
            ),
            overdue=self._watched("overdue"), near=self._watched("within_5"),
            load=_load(rows),
        )

    def _watched(self, due: str) -> tuple[views.CaseRow, ...]:
        wanted = views.RegisterFilter(due=due, sort="due", limit=50)
        rows = register.page(
            self.connection, self._conditions(wanted), sort="due", after=[], limit=50
        )
        return tuple(self.case_row(row) for row in rows)

    # -- one case ------------------------------------------------------------------------

    def _visible(self, case_id: int) -> RowMapping:
        row = register.case_row(self.connection, case_id)
        if row is None or not sees_agency(self.actor, row["agency_id"]):
            raise NotFound()
        return row

    def case(self, case_id: int) -> views.CaseView:
        row = self._visible(case_id)
        ledger, assessment = self._assess(row, proof=True)
        applicant = cases.find_applicant(self.connection, row["applicant_id"])
        events = register.timeline(self.connection, case_id)
        kind = letters.kinds().get(row["letter_kind"])
        return views.CaseView(
            id=case_id, number=row["number"], subject=row["subject"],
            description=row["description"], agency=_agency(row),
            applicant=mask_name(applicant["name"], applicant["kind"]),
            applicant_kind=applicant["kind"], contact=_masked_contact(applicant),
            channel=row["channel"], arrived_on=row["arrived_on"],
            form_of_supply=row["form_of_supply"], way_of_supply=row["way_of_supply"],
            area=row["area"], written_for_applicant=row["written_for_applicant"],
            needs_assistance=row["needs_assistance"],
            suggests_publication=row["suggests_publication"],
            registered_by=people.name_of(self.connection, row["registered_by"]),
            registered_at=row["registered_at"],
            handler=None if row["handler_id"] is None else views.PersonRef(
                id=row["handler_id"], name=row["handler_name"]),
            status=row["status"], step_name=row["step_name"],
            clock=self.strip(row, assessment),
            marks=_marks(row, ledger, assessment, events, self.today),
            assessment=assessment, tasks=self._open_items(row),
            done=self._opinions(case_id),
            letters=tuple(
                self.letter_view(letter)
                for letter in stored_letters.of_case(self.connection, case_id)
            ),
            attachments=tuple(
                _attachment(a) for a in stored_letters.attachments_of(self.connection, case_id)
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

    def _open_items(self, row: RowMapping) -> tuple[views.TaskItem, ...]:
        found = []
        for task in register.open_tasks_of(self.connection, row["id"]):
            full = register.task_with_case(self.connection, task["id"])
            if full is not None:
                found.append(self._task_item(full))
        return tuple(found)

    def _opinions(self, case_id: int) -> tuple[views.Opinion, ...]:
        return tuple(
            views.Opinion(
                step_name=task["name"], outcome_label=self._label(task),
                text=_opinion_text(self._form(task), task["values"] or {}),
                by=task["by_name"] or "", at=task["ended_at"],
            )
            for task in tasks.ended_of(self.connection, case_id)
        )

    def _form(self, task: Mapping[str, Any]) -> Form:
        deployment = self.around.deployments.at(task["process"], task["version"])
        return deployment.forms[task["element"]]

    def _label(self, task: Mapping[str, Any]) -> str:
        choice = self._form(task).outcome.choice(task["outcome"])
        return choice.label if choice else task["outcome"]

    def diagrams(self, case_id: int) -> tuple[views.DiagramView, ...]:
        self._visible(case_id)
        stored = cases.instance(self.connection, case_id)
        program = self.around.programs.at(stored["process"], stored["version"])
        instance = program.load(bytes(stored["state"]))
        open_tasks = {
            task["id"]: task for task in register.open_tasks_of(self.connection, case_id)
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
                if token.done and own.get(token.element, None) is not None:
                    continue
                own[token.element] = views.Token(
                    element=token.element, state="done" if token.done else "waiting",
                    name=deployment.elements[token.element].name
                    if token.element in deployment.elements else "",
                    holder="" if task is None else task["assignee_name"] or "",
                    role="" if task is None else Role(task["role"]).title,
                    since=None if task is None else task["opened_at"],
                )
            called = next((t.called_from for t in tokens
                           if t.process == process and t.called_from), None)
            found.append(views.DiagramView(
                process=process, version=deployment.version, name=deployment.name,
                xml=deployment.xml.decode(), tokens=tuple(own.values()), called_from=called,
                active=any(token.state == "waiting" for token in own.values()),
            ))
        return tuple(found)

    # -- a task --------------------------------------------------------------------------

    def task_form(self, task_id: str) -> views.TaskForm:
        row = register.task_with_case(self.connection, task_id)
        if row is None or not sees_agency(self.actor, row["agency_id"]):
            raise NotFound()
        if row["state"] == "completed":
            raise TaskAlreadyDone(
                task=row["name"], by=people.name_of(self.connection, row["ended_by"]),
                at=row["ended_at"].astimezone(ZONE).strftime("%m月%d日%H:%M"),
            )
        if row["state"] != "open":
            raise TaskNoLongerOpen(task=row["name"])
        form, item = self._form(row), self._task_item(row)
        reason = self._may_not(row, form)
        case = self._visible(row["case_id"])
        reply = stored_letters.reply_of(self.connection, row["case_id"])
        letter = None
        if reply is not None:
            full = stored_letters.find(self.connection, reply["id"])
            letter = None if full is None else self.letter_view(full)
        colleagues = people.holders(self.connection, row["agency_id"], row["role"])
        return views.TaskForm(
            task=item, title=form.title, legal_basis="；".join(form.basis),
            instruction=form.instruction, outcome_variable=form.outcome.variable,
            choices=self._choices(form, row, case), fields=self._fields(form, row),
            values=self._prefilled(form, row, reply), may_act=not reason,
            may_claim=not reason and item.assignee is None, not_permitted_because=reason,
            colleagues=tuple(
                views.PersonRef(id=person["id"], name=person["name"]) for person in colleagues
                if person["id"] != self.actor.person_id
            ),
            letter=letter, opinions=self._opinions(row["case_id"]),
        )

    def _may_not(self, row: RowMapping, form: Form) -> str:
        role = Role(row["role"])
        if self.actor.agency_id != row["agency_id"] or role not in self.actor.roles:
            return f"这项工作由{role.title}办理。"
        if row["assignee_id"] not in (None, self.actor.person_id):
            return f"已由{row['assignee_name']}签收。"
        for element in form.separate_from:
            earlier = tasks.latest(self.connection, row["case_id"], element)
            if earlier is not None and earlier["ended_by"] == self.actor.person_id:
                return f"“{form.title}”不能由办理“{earlier['name']}”的同一人完成。"
        return ""

    def _choices(self, form: Form, row: RowMapping, case: RowMapping
                 ) -> tuple[views.FormChoice, ...]:
        stored = cases.instance(self.connection, row["case_id"])
        program = self.around.programs.at(stored["process"], stored["version"])
        variables = program.load(bytes(stored["state"])).variables(row["id"])
        return tuple(
            views.FormChoice(
                value=choice.value, label=choice.label, button=choice.button,
                requires=choice.requires, confirm=choice.confirm,
                not_now=choice.not_now(variables),
            )
            for choice in form.outcome.choices
        )

    def _fields(self, form: Form, row: RowMapping) -> tuple[views.FormField, ...]:
        return tuple(
            views.FormField(
                name=each.name, label=each.label, type=each.type, required=each.required,
                help=each.help, max=each.max, choices=tuple(
                    (str(person["id"]), person["name"])
                    for person in people.holders(
                        self.connection, row["agency_id"],
                        each.role.value if each.role else row["role"],
                    )
                ) if each.type == "person" else each.choices,
            )
            for each in form.fields
        )

    def _prefilled(self, form: Form, row: RowMapping, reply: RowMapping | None
                   ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        earlier = tasks.latest(self.connection, row["case_id"], row["element"])
        if earlier is not None and any(each.type == "letter" for each in form.fields):
            values.update(earlier["values"] or {})
        if reply is not None and reply["state"] == "draft":
            for each in form.fields:
                if each.type == "letter":
                    values[each.name] = {"kind": reply["kind"], "facts": reply["facts"]}
        if row["element"] == "approve_extension":
            asked = tasks.latest(self.connection, row["case_id"], "draft_reply")
            if asked is not None:
                values["working_days"] = (asked["values"] or {}).get("extension_days")
        values.update(row["draft"] or {})
        return {k: v for k, v in values.items() if any(f.name == k for f in form.fields)}

    # -- letters -------------------------------------------------------------------------

    def letter_kinds(self, case_id: int) -> tuple[views.LetterKindChoice, ...]:
        row = self._visible(case_id)
        return tuple(
            views.LetterKindChoice(
                kind=kind.name, title=kind.title, basis="、".join(kind.basis),
                remedy=kind.remedy,
                fields=tuple(
                    views.FormField(
                        name=fact.name, label=fact.label, type=_FIELD_OF[fact.type],
                        required=fact.required, help=fact.help, max=fact.longest or None,
                        choices=tuple(fact.choices.items()),
                    )
                    for fact in kind.officer_facts
                ),
            )
            for kind in letter_facts.reply_kinds(self._facts_of(row))
        )

    def _facts_of(self, row: RowMapping) -> letter_facts.Source:
        ledger, assessment = self._assess(row)
        return letter_facts.source(
            self.connection, row, ledger, assessment, self.today,
            statute_settings(row).correction_period_days,
        )

    def preview(self, case_id: int, kind_name: str, facts: Mapping[str, Any]
                ) -> views.LetterView:
        row = self._visible(case_id)
        kind = letters.kinds().get(kind_name)
        paragraphs: tuple[tuple[str, str], ...] = ()
        digest, findings = "", ()
        try:
            composition = letter_facts.compose(kind_name, self._facts_of(row), facts, None)
            paragraphs, digest = on_paper(composition), composition.digest
        except LetterNotReady as error:
            findings = (str(error.facts.get("reason", error)),)
        return views.LetterView(
            id=0, case_id=case_id, kind=kind_name, title=kind.title if kind else "",
            state="draft", number="", paragraphs=paragraphs, drafted_by=self.actor.name,
            issued_at=None, service="", served_on=None, digest=digest, findings=findings,
        )

    def letter_view(self, row: RowMapping) -> views.LetterView:
        findings: tuple[str, ...] = ()
        if row["state"] == "draft" and row["reviewed_digest"] != row["text_digest"]:
            findings = ("尚未通过保密审查",)
        return views.LetterView(
            id=row["id"], case_id=row["case_id"], kind=row["kind"], title=row["title"],
            state=row["state"], number=row["number"],
            paragraphs=self._paper(row), drafted_by=row["drafted_by_name"] or "",
            issued_at=row["issued_at"], service=row["service"], served_on=row["served_on"],
            digest=row["text_digest"], findings=findings,
        )

    def _paper(self, row: RowMapping) -> tuple[tuple[str, str], ...]:
        """A draft is composed anew; what was issued is shown from its own bytes' text."""
        if row["state"] == "draft":
            case = self._visible(row["case_id"])
            try:
                return on_paper(
                    letter_facts.compose(row["kind"], self._facts_of(case), row["facts"], None)
                )
            except LetterNotReady:
                pass
        return tuple(("body", line) for line in row["text"].splitlines())

    def letter(self, letter_id: int) -> RowMapping:
        row = stored_letters.find(self.connection, letter_id)
        if row is None or not sees_agency(self.actor, row["agency_id"]):
            raise NotFound()
        return row

    def letter_document(self, letter_id: int) -> tuple[str, bytes]:
        row = self.letter(letter_id)
        if row["document_digest"]:
            name = f"{row['number']}{row['title']}.docx"
            return name, stored_letters.content(self.connection, row["document_digest"])
        case = self._visible(row["case_id"])
        composition = letter_facts.compose(
            row["kind"], self._facts_of(case), row["facts"], self.today
        )
        return f"（草稿）{row['title']}.docx", letters.render(composition, number="")

    def attachment(self, attachment_id: int) -> tuple[views.AttachmentView, bytes]:
        row = stored_letters.find_attachment(self.connection, attachment_id)
        if row is None:
            raise NotFound()
        self._visible(row["case_id"])
        return _attachment(row), stored_letters.content(self.connection, row["digest"])


# -- helpers of this page -------------------------------------------------------------------

_FIELD_OF = {
    "text": "text", "paragraphs": "paragraphs", "date": "date", "choice": "choice",
    "money": "text", "number": "number", "list": "list",
}


def preview_receipt(calendar: WorkingDays, channel: str, received_on: date
                    ) -> views.ReceiptPreview:
    """What the intake form says of a channel and a day. Raises UnknownChannel, ValueError."""
    rule = receipt.rule(channel, received_on)
    assessment = assess(Ledger(received_on, channel), calendar=calendar)
    return views.ReceiptPreview(
        received_on=received_on, rule=rule.counts, article=rule.article,
        due_on=assessment.due, provisional=assessment.provisional,
        correction_notice_by=assessment.limits.correction_notice,
        explanation=assessment.explanation,
    )


def on_paper(composition: letters.Composition) -> tuple[tuple[str, str], ...]:
    """The letter as pairs of role and text, in the order of the paper."""
    return (
        ("letterhead", composition.letterhead), ("title", composition.title),
        ("addressee", f"{composition.addressee}："),
        *((p.role.value, p.text) for p in composition.paragraphs),
        *(("attachment", line) for line in composition.attachment_lines),
        ("signer", composition.signer), ("date", composition.date),
    )


def mask_name(name: str, kind: str) -> str:
    """A natural person's name with all but the first character hidden; organisations in full."""
    if kind != "natural_person" or not name:
        return name
    return name[0] + "*" * max(1, len(name) - 1)


def _masked_contact(applicant: RowMapping) -> str:
    phone, email = applicant["phone"], applicant["email"]
    if phone:
        return phone[:3] + "****" + phone[-2:] if len(phone) > 6 else "****"
    if email:
        name, _, host = email.partition("@")
        return f"{name[:1]}***@{host}"
    return "已登记" if applicant["address"] else ""


def _urgency(state: str, row: Mapping[str, Any], remaining: int | None) -> str:
    if row["replied_on"] is not None or state in {"replied", "lapsed", "withdrawn"} \
            or row["status"] == "archived":
        return "ended"
    if state.startswith("paused"):
        return "paused"
    if remaining is None:
        return "paused"
    if remaining < 0:
        return "overdue"
    return "today" if remaining == 0 else "near" if remaining <= NEAR else "ample"


def _marks(
    row: RowMapping, ledger: Ledger, assessment: Assessment, events: Any, today: date
) -> tuple[views.ClockMark, ...]:
    marks = [views.ClockMark(kind="received", on=row["received_on"])]
    for entry in ledger.entries:
        note = "" if entry.working_days is None else str(entry.working_days)
        marks.append(views.ClockMark(kind=entry.type, on=entry.on, note=note))
    for event in events:
        if event["kind"] in _EVENT_MARKS:
            marks.append(views.ClockMark(
                kind=_EVENT_MARKS[event["kind"]], on=local_day(event["at"])
            ))
    if assessment.due is not None:
        marks.append(views.ClockMark(kind="due", on=assessment.due))
    if row["status"] == "open":
        marks.append(views.ClockMark(kind="today", on=today))
    return tuple(sorted(marks, key=lambda mark: mark.on))


_EVENT_MARKS = {
    "CorrectionLapsed": "correction_lapsed", "TimeLimitWarned": "warned",
    "TimeLimitMissed": "missed",
}


def _opinion_text(form: Form, values: Mapping[str, Any]) -> str:
    """The longer texts somebody wrote in a step, for those who act after him."""
    return "\n".join(
        str(values[each.name]) for each in form.fields
        if each.type == "paragraphs" and values.get(each.name)
    )


def _agency(row: Mapping[str, Any]) -> views.AgencyRef:
    return views.AgencyRef(
        id=row["agency_id"], name=row["agency_name"], short_name=row["agency_short_name"],
        kind=row["agency_kind"],
    )


def _attachment(row: RowMapping) -> views.AttachmentView:
    return views.AttachmentView(
        id=row["id"], name=row["name"], media_type=row["media_type"], size=row["size"],
        added_by=row["added_by_name"], added_at=row["added_at"],
    )


def _pieces(subject: str) -> list[str]:
    """A few characteristic pieces of a subject: runs of Han characters, digits or letters."""
    runs: list[str] = []
    for word in "".join(c if c.isalnum() else " " for c in subject).split():
        runs.extend(word[i:i + 4] for i in range(0, max(1, len(word) - 3), 4))
    return runs


def _first_of(rows: Any, name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(row[name], row)
    return found


def _line(rows: Any, agency: Any, step: str, step_name: str) -> views.MonitorLine:
    def total(name: str) -> int:
        return sum(int(row[name] or 0) for row in rows)

    overdue = total("overdue")
    return views.MonitorLine(
        agency=None if agency is None else views.AgencyRef(
            id=agency["agency_id"], name=agency["name"], short_name=agency["short_name"],
            kind=agency["kind"]),
        step=step, step_name=step_name, open=total("open"), overdue=overdue,
        within_1=total("within_1") - overdue, within_3=total("within_3") - overdue,
        within_5=total("within_5") - overdue,
    )


def _load(rows: Any) -> tuple[tuple[views.PersonRef, int, int], ...]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row["handler_id"] is not None:
            line = found.setdefault(row["handler_id"], [row["handler_name"], 0, 0])
            line[1] += row["open"]
            line[2] += int(row["overdue"] or 0)
    return tuple(
        (views.PersonRef(id=person, name=name), total, late)
        for person, (name, total, late) in sorted(
            found.items(), key=lambda item: (-item[1][2], -item[1][1])
        )
    )
