"""A small office in which the tests play: one agency, somebody in every role, a clock set by hand.

Requests are moved only by commands, as the pages would send them. ``LIVES`` are whole lives of
requests, step by step; the acceptance tests and the benchmarks play the same ones.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine import (
    Actor,
    AddAgency,
    AddPerson,
    Applicant,
    CaseOf,
    CaseView,
    ChangePassword,
    CompleteTask,
    Configuration,
    Engine,
    FindSecrecy,
    RegisterRequest,
    Role,
    TaskItem,
)
from engine.example_district.acts import take_first_way
from engine.processes.published import Published, load
from engine.processes.releases import Release
from engine.store.tables import instances
from engine.transaction.messages import Command
from engine.workers import ticker as scheduler
from tests.engine.lives import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    EARLIER,
    EXTENDED,
    EXTENSION_ASKED,
    HANDLER,
    LAPSE_CONFIRMED,
    LAPSED,
    LIVES,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    PARTLY_DISCLOSED,
    STATE_SECRET,
    Step,
    Sweep,
    accepted,
    archived,
    concluded,
    day,
    delivered,
    handed_over,
    reviewed,
    served,
    signed,
    submitted,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)          # a working day; 20 working days later is Monday 2026-03-30
WORKING_ROLES = (
    Role.INTAKE_OFFICER, Role.HANDLER, Role.LEGAL_OFFICER, Role.CONFIDENTIALITY_REVIEWER,
    Role.REVIEWER, Role.MANAGER, Role.SECTION_HEAD, Role.OFFICE_HEAD, Role.PRINCIPAL,
)
ROOT = Actor(
    person_id=None, name="安装程序", agency_id=None, roles=frozenset({Role.ADMINISTRATOR})
)


class Clock:
    """The present moment, moved by hand. Opens at nine in the morning of ``MONDAY``."""

    def __init__(self, day: date = MONDAY, hour: int = 9) -> None:
        self.moment = at(day, hour)

    def __call__(self) -> datetime:
        return self.moment

    def go_to(self, day: date, hour: int = 9) -> None:
        self.moment = at(day, hour)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day in China."""
    return datetime.combine(day, time(hour), SHANGHAI)


#: What the office works by: the latest of every process, drafts included.
LATEST = load(drafts=True)
PASSWORD = "a long enough phrase 37"


def engine_of_latest(settings: Configuration, **others: Any) -> Engine:
    """An engine that works by the latest of every process, drafts included."""
    return Engine(settings, processes=LATEST, **others)


@dataclass
class Office:
    """The agency, its people by role and the engine they use."""

    engine: Engine
    clock: Clock
    agency_id: int
    people: dict[Role, Actor] = field(default_factory=dict)

    @classmethod
    def open(cls, settings: Configuration, clock: Clock | None = None, *, code: str = "周财公开",
             engine: Engine | None = None) -> "Office":
        """Set up an agency with one person in each role."""
        clock = clock or Clock()
        engine = engine or engine_of_latest(settings, now=clock)
        office = cls(engine, clock, engine.handle(new_agency(code), ROOT))
        for role in WORKING_ROLES:
            office.people[role] = office.hire(role, role.title)
        return office

    def restart(self, processes: Published = LATEST) -> None:
        """Another server takes over: it has these processes and nothing in memory."""
        settings = self.engine.configuration
        self.engine.close()
        self.engine = Engine(settings, now=self.clock, processes=processes)

    def hire(self, role: Role, name: str) -> Actor:
        """One more person in a role; also the only holder that ``people`` does not name."""
        command = new_person(self.agency_id, role, name)
        person_id = self.engine.handle(command, ROOT)
        return Actor(person_id=person_id, name=name, agency_id=self.agency_id,
                     agency_name="周村区财政局", roles=frozenset({role}),
                     sign_in_name=command.sign_in_name)

    def close(self) -> None:
        self.engine.close()

    # -- acting --------------------------------------------------------------------------

    def register(self, **changes: Any) -> int:
        """Register a request received today; returns the case id."""
        return int(self.engine.handle(
            request(self.clock.moment.date(), **changes), self.people[Role.INTAKE_OFFICER]
        ))

    def form(self, case_id: int, step: Step) -> CompleteTask:
        """The form of a step, filled in."""
        values = {
            name: self.people[Role.HANDLER].person_id if value is HANDLER else value
            for name, value in step.values.items()
        }
        element = step.element
        if element in EARLIER and element not in self.open_steps(case_id):
            element, changed = EARLIER[element]
            values |= changed
        return CompleteTask(task_id=self.task(case_id, element).id, values=values)

    def take(self, case_id: int, step: Step | Sweep) -> None:
        """Go to the step's day and take it."""
        if isinstance(step, Sweep):
            self.clock.go_to(step.on, step.hour)
            scheduler.sweep(self.engine)
            return
        if step.came_with and step.came_with not in self.release(case_id).forms:
            return
        self.clock.go_to(step.on)
        self.take_new_steps(case_id, step.element)
        self.review_items(case_id, step)
        form = self.form(case_id, step)
        # Whose duty it is, the release says that the case began on.
        (role,) = [task.role for task in self.case(case_id).tasks if task.id == form.task_id]
        self.engine.handle(form, self.people[role])

    def review_items(self, case_id: int, step: Step) -> None:
        """What a release wants found of each item and document before this step, as a reviewer
        finds it who has no doubts. Of a single one the conclusion of the review is enough."""
        case = self.case(case_id, self._seer())
        letter = step.values.get("letter") or {}
        secret = letter.get("kind") == STATE_SECRET["kind"] and step.values["draft"] == "submit"
        passes = step.values.get("confidentiality") == "passed"
        if not case.review.by_item or not (secret or (passes and case.review.not_yet)):
            return
        for each in (*case.review.items, *(() if secret else case.review.documents)):
            if each.open and not (each.findings and each.findings[-1].secret):
                self.engine.handle(
                    found_secret(case_id, each.number) if secret else
                    FindSecrecy(case_id=case_id, number=each.number, document=each.document,
                                finding="may_disclose"),
                    self.people[Role.CONFIDENTIALITY_REVIEWER])

    def _seer(self) -> Role:
        return next(iter(self.people))

    def release(self, case_id: int) -> Release:
        """The release that a case began on, with all that stands beside its life."""
        with self.engine.database.read() as connection:
            (number,) = connection.execute(
                select(instances.c.release).where(instances.c.case_id == case_id).distinct()
            ).scalars()
        return self.engine._around[Published].release(number)

    def take_new_steps(self, case_id: int, wanted: str) -> None:
        """A later release may have steps that ``LIVES`` do not know: each goes its first way."""
        known = {step.element for life in LIVES.values() for step in life if isinstance(step, Step)}
        known |= {wanted, "supervise_overdue", "serve_again", *(old for old, _ in EARLIER.values())}
        while new := next((t for t in self.case(case_id).tasks if t.element not in known), None):
            take_first_way(self.engine, self.people[new.role], new.id)

    def play(self, case_id: int, steps: Iterable[Step | Sweep]) -> None:
        for step in steps:
            self.take(case_id, step)

    def live(self, name: str) -> int:
        """A whole life of ``LIVES``, from registration to archive; returns the case id."""
        self.clock.go_to(MONDAY)
        case_id = self.register()
        self.play(case_id, LIVES[name])
        return case_id

    def sweep(self, on: date, hour: int = 9) -> int:
        self.clock.go_to(on, hour)
        return scheduler.sweep(self.engine)

    # -- looking -------------------------------------------------------------------------

    def case(self, case_id: int, by: Role = Role.HANDLER) -> CaseView:
        return self.engine.ask(CaseOf(case_id=case_id), self.people[by])

    def task(self, case_id: int, element: str) -> TaskItem:
        """The open task of a step."""
        found = [task for task in self.case(case_id).tasks if task.element == element]
        assert found, f"{element} is not open, but {self.open_steps(case_id)}"
        return found[0]

    def open_steps(self, case_id: int) -> list[str]:
        return sorted(task.element for task in self.case(case_id).tasks)

    def events(self, case_id: int) -> list[str]:
        """The kinds of a case's events, oldest first."""
        return [item.kind for item in self.case(case_id).timeline]


def found_secret(case_id: int, number: int = 1, **changes: Any) -> FindSecrecy:
    """That an item is a state secret, with its index entry."""
    return FindSecrecy(**{
        "case_id": case_id, "number": number, "finding": "may_not", "secret": True,
        "reason": "所申请的文件标有密级，尚在保密期限内。", "basis": "《保守国家秘密法》第十三条",
        "title": "人防工程总体布局图", "level": "secret", "file_number": "周防〔2023〕2号",
        "classified_by": "市人民防空办公室", "classified_on": date(2023, 4, 1), "term": "20年",
        **changes,
    })


def new_agency(code: str) -> AddAgency:
    office = "财政" if code == "周财公开" else code     # no two agencies have one name
    return AddAgency(
        name=f"周村区{office}局", short_name=f"区{office}局", letter_code=code, kind="department",
        valid_from=date(2008, 5, 1), disclosure_office="办公室", address="周村区新建中路213号",
        postcode="255300", phone="0533-6000001", reconsideration_organ="周村区人民政府",
        court="周村区人民法院",
    )


def new_person(agency_id: int, role: Role, name: str) -> AddPerson:
    return AddPerson(
        sign_in_name=f"{role.value}-{agency_id}-{name}", name=name, agency_id=agency_id,
        roles=(role,), password=PASSWORD,
    )


def choose_password(engine: Engine, person: Actor) -> None:
    """As at the first sign-in of anybody: ``PASSWORD`` is the person's own from now on."""
    for old, new in ((PASSWORD, "for a moment only 21"), ("for a moment only 21", PASSWORD)):
        engine.handle(ChangePassword(old=old, new=new), person)


def request(day_: date, **changes: Any) -> RegisterRequest:
    """A request handed in at the counter."""
    values: dict[str, Any] = {
        "channel": "in_person", "arrived_on": day_, "received_on": day_,
        "applicant": Applicant(
            kind="natural_person", name="王小明", id_kind="identity_card",
            id_number="370306198001010011", phone="13800000000", address="周村区机场路1号",
        ),
        "way_of_supply": "post",
        "subject": "2025年度部门决算", "description": "2025年度部门决算及“三公”经费明细",
    }
    return RegisterRequest(**{**values, **changes})


Play = Callable[[str], int]
__all__ = [
    "CORRECTED", "CORRECTION_NEEDED", "DISCLOSED", "EXTENDED", "EXTENSION_ASKED", "HANDLER",
    "LAPSED", "LAPSE_CONFIRMED", "LIVES", "MONDAY", "NOTICE_SERVED", "NOTICE_WRITTEN",
    "PARTLY_DISCLOSED", "ROOT", "SHANGHAI", "STATE_SECRET", "Clock", "Command", "Office",
    "Step", "Sweep", "accepted", "archived", "at", "choose_password", "concluded", "day",
    "delivered", "engine_of_latest",
    "found_secret", "handed_over", "new_agency", "new_person", "request",
    "reviewed", "served", "signed", "submitted",
]
