"""What may happen next in a case: a form is handed in, a timer rings, a message comes."""

from collections.abc import Iterator
from typing import Final

from engine.processes.checks.contracts.lives.branches import quiet_branches
from engine.processes.checks.contracts.lives.running import Running
from engine.processes.checks.contracts.lives.state import (
    AT_LEVEL,
    NOW,
    SIGNED,
    TEXT,
    Course,
    State,
    Step,
    begun,
)
from engine.processes.checks.contracts.places import Place
from engine.processes.checks.contracts.ways import Ways
from engine.processes.forms.form import Choice, Form

DRAFTED: Final = "drafted"
REVIEWED: Final = "reviewed"
#: What is found of each item is found of the text that was reviewed.
ITEMS_REVIEWED: Final = "items_reviewed"
_OF_TEXT: Final = frozenset({REVIEWED, ITEMS_REVIEWED})
ISSUED: Final = "issued"


class Moves:
    """Every move that the diagrams and forms of a bundle allow."""

    def __init__(self, ways: Ways, running: Running, signed_for: frozenset[str]) -> None:
        """signed_for: what somebody else than the drafter must have agreed to."""
        self.ways, self.running = ways, running
        forms = [ways.form(each) for each in ways.places if ways.type(each) == "userTask"]
        self._drafting = frozenset(form.task for form in forms if _letters(form))
        self._apart = frozenset(
            task for form in forms for task in form.separate_from) - self._drafting
        self._signing = frozenset(
            move.place for move, reached in ways.moves.items()
            if any(ways.contract(each).does & signed_for for each in reached.operations)
        )
        self._quiet = quiet_branches(ways)
        #: Every choice of every form, and those that could be made: the task, the choice's value.
        self.offered = {
            (place, choice.value) for place in ways.places if ways.type(place) == "userTask"
            for choice in ways.form(place).outcome.choices
        }
        self.chosen: set[tuple[Place, str]] = set()

    def of(self, state: State) -> Iterator[Course]:
        """Every way in which each of them may end."""
        if not state.tokens:
            yield from self.running.opened_again(state)
        tokens = sorted(state.tokens, key=lambda each: (each.element, len(each.callers)))
        for token in tokens:
            if self.ways.type(token) == "userTask":
                yield from self._handed_in(state, token)
        for event in self.running.waiting(state.tokens):
            message = self.ways.message(event)
            if (not message or self.running.outside(message)) and not self._later(state, event):
                yield from self.running.fire(begun(state, Step(event)), event)

    def hoped_for(self, step: Step) -> bool:
        """Whether somebody outside cut the road short, as nobody may be counted on to do: a case
        that could end only so stands."""
        return self.running.known_outside and bool(self.ways.message(step.place)) and (
            self.ways.type(step.place) == "boundaryEvent")

    def _later(self, state: State, event: Place) -> bool:
        """Whether a branch need not be looked at now: another of its kind is open.

        Such branches touch nothing of each other, so each is looked at beside the main road, and
        no two of them together.
        """
        mine = self._quiet.get(event)
        return mine is not None and any(
            each in tasks for tasks in self._quiet.values() for each in state.tokens
        )

    def _handed_in(self, state: State, task: Place) -> Iterator[Course]:
        form = self.ways.form(task)
        for choice in form.outcome.choices:
            course = begun(state, Step(task, choice))
            if choice.not_now(course.values(task)):
                continue
            self.chosen.add((task, choice.value))
            course = course._replace(tokens=course.tokens - {task})
            course = course.assign(task.callers, {form.outcome.variable: choice.value})
            for mine in self._who(state, task, form):
                for after in self._done(course, form, choice, mine=mine):
                    yield from self.running.run(after.onwards(*self._onwards(after, task)))

    def _onwards(self, course: Course, task: Place) -> list[Place]:
        return [target for _, target in self.ways.after(task)]

    def _who(self, state: State, task: Place, form: Form) -> tuple[bool, ...]:
        """Whether the person who is followed may do this; somebody else always may."""
        checks = form.reviews_letter or task in self._signing
        matters = form.task in self._apart or _letters(form) or (state.mine and checks)
        barred = set(form.separate_from) & state.mine or (
            TEXT in state.mine and self._drafting & set(form.separate_from)
        )
        return (False, True) if matters and not barred else (False,)

    def _done(self, course: Course, form: Form, choice: Choice, *, mine: bool) -> Iterator[Course]:
        """What holds once this form is handed in; nothing when it cannot be."""
        step = course.step._replace(mine=mine)
        did = course.mine - {form.task}
        if mine and form.task in self._apart:
            did |= {form.task}
        himself = mine and TEXT in course.mine
        facts = course.facts - NOW
        if choice.button != "danger" and not himself:
            # At one of several levels it is the operation behind them that finds it signed off.
            facts |= {AT_LEVEL if form.signs else SIGNED}
        course = course._replace(step=step, mine=did, facts=facts)
        if form.reviews_letter:
            if DRAFTED in facts and ISSUED not in facts:
                passed = choice.value == form.reviews_letter and not himself
                yield course._replace(
                    facts=(facts - _OF_TEXT) | ({REVIEWED} if passed else set()))
            return
        letters = _letters(form)
        if letters and ISSUED not in facts:
            text = did | {TEXT} if mine else did - {TEXT}
            yield course._replace(facts=(facts | {DRAFTED}) - _OF_TEXT, mine=text)
        if not any(each.required or each.name in choice.requires for each in letters):
            yield course


def _letters(form: Form) -> list:  # type: ignore[type-arg]
    return [field for field in form.fields if field.type == "letter"]
