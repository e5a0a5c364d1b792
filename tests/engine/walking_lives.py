"""A request that lives at random in an office: whatever the pages would let people do next.

Nothing is known here of any diagram. Open tasks are asked for their forms, forms for their fields
and buttons, the reply editor for its kinds; every field gets something that fits. What the office
refuses, it refuses: then something else is tried, or a day goes by.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from declared.field import Field
from engine import (
    PARTIES,
    Actor,
    AddItem,
    CaseView,
    Command,
    CompleteTask,
    DivideItem,
    EndConsultation,
    FindItem,
    FindSecrecy,
    FormChoice,
    InvalidInput,
    LetterEditorOf,
    MendConsultation,
    MendService,
    MergeCase,
    OpenConsultation,
    RecallLetter,
    RecordSearch,
    Refusal,
    Role,
    SplitOffItems,
    TaskForm,
    TaskFormOf,
    TaskItem,
    VoidRegistration,
    WithdrawItem,
    WithdrawRequest,
    withdrawal_ways,
)
from tests.engine.office import Office, found_secret
from tests.engine.walking_beside import Beside

MOST_ACTS = 600
#: Where a case stays for good.
ENDS = frozenset({"archived", "voided", "merged"})
#: After so many acts nobody begins anything more.
_ENOUGH = 60
_THINGS = ("2025年度部门决算", "2025年度审计报告", "2025年度考核结果", "2024年度政府采购合同")
_SAID = {"finding": "如实认定。", "withheld": "号码", "withheld_ground": "15",
         "reason": "依法认定。", "supply": "随本告知书邮寄"}
_CHANNELS = ("in_person", "signed_post", "internet")


class RandomLife(Beside):
    """One request, and what is split off from it. ``told`` is what happened, ``refused`` what was
    not allowed, by the class of the refusal. ``there``: an agency to which it may go; ``helpers``:
    who may be asked to help, by agency. ``office``: where the case is that is acted on."""

    def __init__(
        self, office: Office, seed: int, there: Office, helpers: Mapping[int, Actor]
    ) -> None:
        self.office, self.seed, self.chance = office, seed, random.Random(seed)
        self.neighbours, self.helpers = {office.agency_id: there, there.agency_id: office}, helpers
        self.today = date(2025, 1, 6) + timedelta(days=self.chance.randrange(420))
        self.office.clock.go_to(self.today)
        self.told: list[str] = []
        self.refused: Counter[str] = Counter()
        things = self.chance.sample(_THINGS, self.chance.choice((1, 1, 1, 2, 3)))
        first = office.register(
            channel=self.chance.choice(_CHANNELS), items=tuple(things), subject=things[0],
            description="、".join(things),
        )
        self.homes = {first: office}

    @property
    def cases(self) -> list[int]:
        """The request, and what was split off."""
        return [*self.homes]

    def case(self, case_id: int) -> CaseView:
        """As the agency sees it that has it now."""
        return self.homes[case_id].case(case_id)

    def goes_on(self) -> bool:
        """Not so long that it will never end."""
        return len(self.told) < MOST_ACTS

    def living(self) -> list[CaseView]:
        """The cases in which something is still to be done."""
        views = [self.case(each) for each in self.cases]
        return [each for each in views if each.status not in ENDS or each.tasks]

    def act(self) -> None:
        """Something happens, or some days go by."""
        luck, case = self.chance.random(), self.chance.choice(self.living())
        self.office = self.homes[case.id]
        if luck < 0.25:
            self.pass_days()
        elif luck > 0.9:
            self.beside(case)
        elif not (case.tasks and self.do(case, self.chance.choice(case.tasks))):
            self.pass_days()

    def pass_days(self) -> None:
        """Mostly few; now and then so many that a limit goes by."""
        days = self.chance.choice((1, 1, 1, 2, 3, 3, 5, 8, 21, 35))
        self.today += timedelta(days=days)
        self.office.sweep(self.today)
        self.told.append(f"{days} days")

    def try_to(
        self, name: str, command: Command[Any], role: Role, by: Actor | None = None
    ) -> bool:
        """Whether it was allowed."""
        try:
            self.office.engine.handle(command, by or self.office.people[role])
        except Refusal as refusal:
            self.refused[type(refusal).__name__] += 1
            if isinstance(refusal, InvalidInput):
                self.problems = refusal.problems
            return False
        self.told.append(name)
        return True

    # -- the steps of the diagrams ---------------------------------------------------------------

    def do(self, case: CaseView, task: TaskItem) -> bool:
        """Hand in the form of a task: one of its buttons, its fields filled."""
        if task.role is Role.CONFIDENTIALITY_REVIEWER and case.review.not_yet:
            self.find_secrecy(case)
        by, form = self.form_of(task)
        lawful = [each for each in form.choices if not each.not_now]
        if not lawful:
            return False
        usual = 0.7 if case.status != "archived" else 0.2       # what is contested ends anyhow
        choice = self.chance.choice(
            [each for each in lawful if each.button == "primary" and self.chance.random() < usual]
            or lawful)
        values = {**form.values, **self.filled(form.fields, choice, case)}
        for _ in range(6):      # what is refused at a field is filled again
            self.problems: Mapping[str, str] = {}
            if self.try_to(f"{task.element}: {choice.value}", CompleteTask(
                task_id=task.id, values={**values, form.outcome_variable: choice.value},
            ), task.role, by):
                return True
            wrong = [each for each in form.fields if each.name in self.problems]
            if not wrong:
                return False
            values |= {each.name: self.value(each, case) for each in wrong}
        return False

    def form_of(self, task: TaskItem) -> tuple[Actor, TaskForm]:
        """The form, and who of the office may hand it in."""
        people = [self.office.people[task.role]]
        if task.role is Role.HANDLER:
            people.insert(0, self.helpers[self.office.agency_id])
        forms = [(each, self.office.engine.ask(TaskFormOf(task_id=task.id), each))
                 for each in people]
        return next((each for each in forms[::-1] if each[1].may_act), forms[-1])

    def filled(
        self, fields: Iterable[Field], choice: FormChoice | None, case: CaseView
    ) -> dict[str, Any]:
        """Values for the fields that count, those that are not needed now and then."""
        found: dict[str, Any] = {}
        for each in fields:
            if any(found.get(name, "") != value for name, value in each.when.items()):
                continue
            needed = each.required or (choice is not None and each.name in choice.requires)
            if needed or (each.type != "file" and self.chance.random() < 0.4):
                found[each.name] = self.value(each, case)
        return found

    def value(self, asked: Field, case: CaseView) -> Any:
        """Something that fits the field."""
        match asked.type:
            case "date":
                return self.some_day(case).isoformat()
            case "choice" | "person":
                return self.chance.choice(asked.choices)[0] if asked.choices else ""
            case "number":
                low = asked.min or 1
                return str(self.chance.randint(low, min(asked.max or 30, low + 30)))
            case "money":
                return "20.00"
            case "tick":
                return "true"
            case "letter":
                return self.letter(case)
            case "list":
                return ["第一项", "第二项"]
        return "按规定办理。"

    def some_day(self, case: CaseView) -> date:
        """Mostly today or just before; sometimes later, where a form wants a day to come."""
        luck = self.chance.random()
        if luck < 0.55:
            return self.today
        if luck < 0.85:
            return max(case.clock.received_on, self.today - timedelta(days=self.chance.choice(
                (1, 1, 2, 3, 7))))
        return self.today + timedelta(days=self.chance.choice((1, 5, 10)))

    def letter(self, case: CaseView) -> dict[str, Any]:
        """A reply of one of the kinds that are open now."""
        editor = self.office.engine.ask(
            LetterEditorOf(case_id=case.id, letter={}), self.office.people[Role.HANDLER])
        if not editor.kinds:
            return {}
        kind = self.chance.choice(editor.kinds)
        return {"kind": kind.kind, "facts": self.filled(kind.fields, None, case)}

    # -- what may happen at any moment -----------------------------------------------------------

    def beside(self, case: CaseView) -> None:
        """One of the acts outside of the diagrams; in the end only what brings it to an end."""
        if len(self.told) > _ENOUGH:
            self.chance.choice((
                self.stop_asking, self.stop_help, self.take_back, self.stop_charging,
                self.stop_wanting, self.find))(case)
            return
        acts: Sequence[Callable[[CaseView], bool]] = (
            self.ask_others, self.ask_others, self.stop_asking, self.mend_asking, self.mend_service,
            self.recall, self.withdraw, self.void, self.split, self.merge, self.change_items,
            self.search, self.find, self.find, self.find, self.find_secrecy, self.ask_help,
            self.ask_help, self.stop_help, self.propose, self.answer_offer, self.answer_offer,
            self.take_back,
            self.charge, self.charge, self.stop_charging, self.mend_fee, self.want_reasons,
            self.want_reasons, self.stop_wanting, self.mend_reasons, self.mend_term,
        )
        self.chance.choice(acts)(case)

    def find_secrecy(self, case: CaseView) -> bool:
        """What the review wants found of each item and document; now and then that a secret is
        asked for."""
        done = False
        for each in (*case.review.items, *case.review.documents):
            secret = self.chance.random() < 0.1
            done |= each.open and self.try_to("find secrecy", found_secret(
                case.id, each.number, document=each.document) if secret else FindSecrecy(
                    case_id=case.id, number=each.number, document=each.document,
                    finding="may_disclose",
                ), Role.CONFIDENTIALITY_REVIEWER)
        return done

    def ask_others(self, case: CaseView) -> bool:
        numbers = [None, *(each.number for each in case.items.items)]
        return self.try_to("ask others", OpenConsultation(
            case_id=case.id, party=self.chance.choice(sorted(PARTIES)), name="某公司", contact="",
            asked="能否公开？", item=self.chance.choice(numbers)), Role.HANDLER)

    def stop_asking(self, case: CaseView) -> bool:
        held = [each for each in case.consultations.consultations if each.may_end]
        return bool(held) and self.try_to("stop asking", EndConsultation(
            consultation_id=self.chance.choice(held).id, reason="不再需要"), Role.HANDLER)

    def mend_asking(self, case: CaseView) -> bool:
        held = [each for each in case.consultations.consultations if each.issued_on]
        if not held:
            return False
        one = self.chance.choice(held)
        return self.try_to("mend days of asking", MendConsultation(
            consultation_id=one.id, issued_on=one.issued_on, told_on=self.some_day(case),
            delivered_on=one.delivered_on and self.some_day(case), answered_on=one.answered_on,
            reason="登记有误"), Role.HANDLER)

    def mend_service(self, case: CaseView) -> bool:
        latest = [each for each in case.services if each.latest and not each.mended]
        if not latest:
            return False
        one = self.chance.choice(latest)
        return self.try_to("mend service", MendService(
            service_id=one.id, sent_on=self.some_day(case),
            ended_on=one.ended_on and self.some_day(case), reason="登记有误"), Role.INTAKE_OFFICER)

    def recall(self, case: CaseView) -> bool:
        return bool(case.recallable) and self.try_to("recall", RecallLetter(
            letter_id=self.chance.choice(sorted(case.recallable)), reason="内容有误",
        ), Role.REVIEWER)

    def withdraw(self, case: CaseView) -> bool:
        return self.chance.random() < 0.4 and self.try_to("withdraw", WithdrawRequest(
            case_id=case.id, withdrawn_on=self.some_day(case),
            withdrawal_way=self.chance.choice(sorted(withdrawal_ways()))), Role.INTAKE_OFFICER)

    def void(self, case: CaseView) -> bool:
        return self.chance.random() < 0.2 and self.try_to("void", VoidRegistration(
            case_id=case.id, reason="登记重复"), Role.INTAKE_OFFICER)

    def split(self, case: CaseView) -> bool:
        numbers = [each.number for each in case.items.items if each.state == "open"]
        if len(numbers) < 2 or len(self.cases) > 2:
            return False
        try:
            self.homes[self.office.engine.handle(SplitOffItems(
                case_id=case.id, numbers=(self.chance.choice(numbers),), reason="另行办理",
            ), self.office.people[Role.HANDLER])] = self.office
        except Refusal as refusal:
            self.refused[type(refusal).__name__] += 1
            return False
        self.told.append("split off")
        return True

    def merge(self, case: CaseView) -> bool:
        others = [each for each in self.cases if each != case.id]
        return bool(others) and self.try_to("merge", MergeCase(
            case_id=case.id, into_case_id=self.chance.choice(others), reason="一并办理",
        ), Role.HANDLER)

    def change_items(self, case: CaseView) -> bool:
        number = self.chance.choice(case.items.items).number
        return self.try_to("change items", self.chance.choice((
            AddItem(case_id=case.id, description="补充的事项", reason="补正时提出"),
            DivideItem(case_id=case.id, number=number, parts=("前半", "后半"), reason="分列"),
            WithdrawItem(case_id=case.id, number=number, reason="申请人不再要"),
        )), Role.HANDLER)

    def search(self, case: CaseView) -> bool:
        return self.try_to("search", RecordSearch(
            case_id=case.id, number=self.chance.choice(case.items.items).number, systems="档案室",
            words="决算", period="2025年", searched_by="办公室", searched_on=self.some_day(case),
            result="not_found"), Role.HANDLER)

    def find(self, case: CaseView) -> bool:
        """Say of each item what it is."""
        done = False
        for each in case.items.items:
            if case.items.may_find and each.state == "open":
                ground = self.chance.choice(self.office.case(case.id).items.grounds)
                done |= self.try_to("find", FindItem(
                    case_id=case.id, number=each.number, ground=ground.code,
                    **{name: _SAID[name] for name in ground.asks}), Role.HANDLER)
        return done
