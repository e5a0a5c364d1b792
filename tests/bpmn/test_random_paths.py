"""Many lives of a request, walked at random through the real process library.

Every life ends; no reply is ever issued that did not pass the confidentiality review and the
signature since it was last drafted; the clock hears of a reply exactly once.
"""

import os
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from SpiffWorkflow.util.task import TaskState

from engine.actors.roles import SIGNING_LEVELS, Role
from engine.processes import published as deployments
from engine.processes.diagram import parse_diagram
from engine.processes.published import Release
from engine.processes.runtime import ExecutableBundle, Instance, Scalar, library
from tests.bpmn import made_up

#: How many lives; each has some twenty acts.
LIVES = int(os.environ.get("GONGKAI_LIVES", "150"))
MOST_ACTS = 2000


@cache
def _latest(root: Path | None = None) -> tuple[Release, ExecutableBundle]:
    """The latest release, drafts included."""
    release = deployments.load(root, drafts=True).latest
    diagrams = {name: parse_diagram(each.xml) for name, each in release.definitions.items()}
    return release, ExecutableBundle(release.main, diagrams)


class Life:
    """One request. ``acts`` is what happened, in order: operations, choices and timers."""

    def __init__(self, seed: int, root: Path | None = None) -> None:
        self.chance = random.Random(seed)
        self.chain: list[Role] = []
        self.turn = 0
        self.acts: list[str] = []
        self.release, bundle = _latest(root)
        self.bundle = bundle
        self.instance: Instance = bundle.start(self.perform, {})

    def perform(self, operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        self.acts.append(" ".join([operation, *parameters.values()]))
        if operation == "sign_off/next":
            return {"level": self._next_level(self.acts[-2])}
        return {"correction": "lapsed"} if operation == "record/correction_lapsed" else {}

    def _next_level(self, act: str) -> str:
        """As an agency might have it that signs at some levels, the leader in charge among them."""
        if "review_confidentiality" in act:
            self.chain = [each for each in SIGNING_LEVELS
                          if each is Role.REVIEWER or self.chance.random() < 0.4]
            self.turn = 0
        elif act.endswith(": approved"):
            self.turn += 1
        else:
            self.turn = self.chance.randrange(-1, max(self.turn, 0))
        if self.turn < 0:
            return "drafter"
        return self.chain[self.turn].value if self.turn < len(self.chain) else "concluded"

    def act(self) -> None:
        """One thing that may happen now: a timer fires or somebody hands in a form."""
        timers = self.instance.waiting_timers()
        if timers and self.chance.random() < 0.15:
            timer = self.chance.choice(timers)
            self.acts.append(f"timer {timer.name}")
            self.instance.fire(timer.id, self.perform)
            return
        task = self.chance.choice(self.instance.open_tasks())
        form = self.release.definitions[task.process].forms[task.element]
        variables = self.instance.variables(task.id)
        lawful = [each for each in form.outcome.choices if not each.not_now(variables)]
        choice = self.chance.choice(lawful)
        self.acts.append(f"{task.element}: {choice.value}")
        self.instance.complete(task.id, {form.outcome.variable: choice.value}, self.perform)

    def live(self) -> None:
        while not self.instance.completed and len(self.acts) < MOST_ACTS:
            self.act()
            if self.chance.random() < 0.2:  # as if the server was started again
                self.instance = self.bundle.load(self.instance.dump())


@cache
def _lives() -> tuple[Life, ...]:
    lives = tuple(Life(seed) for seed in range(LIVES))
    for life in lives:
        life.live()
    return lives


def _run_by_search(process: library.Process) -> None:
    """The library's own loop, again as long as it overlooked something ready."""
    while process.ready:
        process.do_engine_steps()
        for task in [each for each in process.ready if each._state != TaskState.READY]:
            process.ready.remove(task)


def test_the_queue_lives_the_very_lives_of_the_librarys_own_loop(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(library.Process, "_run_ready", _run_by_search)
        searched = [Life(seed) for seed in range(40)]
        for life in searched:
            life.live()
    assert [life.acts for life in searched] == [life.acts for life in _lives()[:40]]


def _index(acts: list[str], act: str) -> int:
    return len(acts) - 1 - acts[::-1].index(act)


def test_every_life_ends_in_the_archive() -> None:
    for seed, life in enumerate(_lives()):
        assert life.instance.completed, f"seed {seed} did not end: {life.acts[-20:]}"
        assert life.acts[-1] == "record/archived", f"seed {seed}"
        assert life.acts[:2] == ["record/registered", "letter/issue acknowledgement"]
        assert life.instance.open_tasks() == []
        assert life.instance.waiting_timers() == []


def test_no_reply_is_issued_without_review_and_signature_of_that_very_draft() -> None:
    for seed, life in enumerate(_lives()):
        acts = life.acts
        steps = ["draft_reply: submit", "review_confidentiality: passed",
                 "approve_reply: approved", "record/decided", "letter/issue",
                 "serve_reply: served", "clock/replied", "archive_case: archived"]
        places = [_index(acts, step) for step in steps]
        assert places == sorted(places), f"seed {seed}"
        drafted, issued = places[0], places[4]
        assert not [a for a in acts[drafted + 1:issued] if a.startswith("draft_reply")]


@pytest.mark.parametrize(
    "once", ["letter/issue", "record/decided", "clock/replied", "record/archived",
             "record/registered"]
)
def test_what_happens_once_happens_once(once: str) -> None:
    for seed, life in enumerate(_lives()):
        assert life.acts.count(once) == 1, f"seed {seed}"


def test_what_the_law_allows_once_never_happens_twice() -> None:
    # 第三十条：一次性告知补正；第三十三条第二款：延长一次
    for seed, life in enumerate(_lives()):
        for act in ("letter/issue correction_notice", "clock/correction_requested",
                    "clock/extended", "letter/issue extension_notice"):
            assert life.acts.count(act) <= 1, f"seed {seed}: {act}"


def test_after_the_reply_no_warning_is_given_any_more() -> None:
    for seed, life in enumerate(_lives()):
        after = life.acts[_index(life.acts, "clock/replied"):]
        assert not [act for act in after if act.startswith("timer")], f"seed {seed}"


def test_the_lives_between_them_take_every_way() -> None:
    seen = {act for life in _lives() for act in life.acts}
    release, _ = _latest()
    for task, form in release.forms.items():
        for choice in form.outcome.choices:
            assert f"{task}: {choice.value}" in seen
    for timer in ("reply_warning", "reply_overdue", "correction_notice_warning",
                  "correction_period", "legal_opinion_warning"):
        assert f"timer {timer}" in seen


def test_a_draft_is_walked_as_soon_as_its_folder_is_there(tmp_path: Path) -> None:
    root = made_up.copy_of_published(tmp_path)
    made_up.add_stamping(root)
    for seed in range(20):
        life = Life(seed, root)
        life.live()
        assert life.acts[-1] == "record/archived", f"seed {seed}"
        assert _index(life.acts, "letter/issue") < _index(life.acts, "stamp_reply: stamped")


def test_a_warning_may_be_given_again_when_the_legal_date_moves() -> None:
    life = Life(0)
    for _ in range(3):
        (timer,) = [t for t in life.instance.waiting_timers() if t.name == "reply_warning"]
        assert timer.repeats
        life.instance.fire(timer.id, life.perform)
    assert life.acts.count("record/warning reply") == 3


def test_an_open_supervision_does_not_keep_a_case_from_the_archive() -> None:
    life = Life(0)
    (timer,) = [t for t in life.instance.waiting_timers() if t.name == "reply_overdue"]
    life.instance.fire(timer.id, life.perform)
    ways = {
        "examine_request": {"examination": "accepted"}, "draft_reply": {"draft": "submit"},
        "review_confidentiality": {"confidentiality": "passed"},
        "approve_reply": {"sign_off": "approved"}, "serve_reply": {"service": "served"},
        "archive_case": {"archiving": "archived"},
    }
    while not life.instance.completed:
        (task,) = [t for t in life.instance.open_tasks() if t.element != "supervise_overdue"]
        outcome = life.release.definitions[task.process].forms[task.element].outcome
        data = ways.get(task.element) or {outcome.variable: outcome.choices[0].value}
        life.instance.complete(task.id, data, life.perform)
    assert life.instance.open_tasks() == []
