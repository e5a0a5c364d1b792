"""Many lives of a request, walked at random through the real process library.

Every life ends, with all that stood beside it; no reply is ever issued that did not pass the
confidentiality review and the signature since it was last drafted; no letter leaves twice.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from SpiffWorkflow.util.task import TaskState

from engine.installation.known import MESSAGES
from engine.processes.runtime import library
from tests.bpmn import made_up
from tests.bpmn.walking import OPENED_AGAIN, Flow, Life, drawn_flows, flows_taken, latest

#: How many lives; each has some forty acts.
LIVES = int(os.environ.get("GONGKAI_LIVES", "150"))
#: What a process beside the life may still do when the case is archived.
SUPERVISED = "supervise_overdue: recorded"


@cache
def _walked() -> tuple[tuple[Life, ...], set[Flow]]:
    with flows_taken() as taken:
        return tuple(Life(seed).live_on() for seed in range(LIVES)), taken


def _lives() -> tuple[Life, ...]:
    return _walked()[0]


def _archived() -> list[tuple[int, Life]]:
    """All but those that were void, with their seeds."""
    return [(seed, life) for seed, life in enumerate(_lives()) if "act voided" not in life.acts]


def _rounds() -> list[tuple[int, Life, list[tuple[str, int | None]], list[str]]]:
    """Every round of those, from its opening to the next: what happened, with and without what it
    was about."""
    return [(seed, life, told, [act for act, _ in told])
            for seed, life in _archived() for told in life.rounds]


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
        searched = [Life(seed).live_on() for seed in range(40)]
    assert [life.told for life in searched] == [life.told for life in _lives()[:40]]


def _index(acts: list[str], act: str) -> int:
    return len(acts) - 1 - acts[::-1].index(act)


def test_every_life_ends_and_all_beside_it_ends() -> None:
    for seed, life in enumerate(_lives()):
        assert life.live() == [], f"seed {seed} did not end: {life.acts[-20:]}"
        assert life.acts[:2] == ["record/registered", "letter/issue acknowledgement"]
        assert life.open_tasks() == []
        assert life.timers() == []


def test_after_the_archive_only_the_duty_to_supervise_and_what_others_decide_goes_on() -> None:
    outlived, contested = 0, 0
    for seed, life, told, acts in _rounds():
        after = told[acts.index("record/archived") + 1:]
        own = [act for act, about in after if about not in life.contested]
        assert set(own) <= {SUPERVISED}, f"seed {seed}"
        outlived += bool(own)
        contested += len(after) > len(own)
    assert outlived
    assert contested


def test_no_reply_is_issued_without_review_and_signature_of_that_very_draft() -> None:
    for seed, life in enumerate(_lives()):
        begin = 0
        for issued in [n for n, act in enumerate(life.acts) if act == "letter/issue"]:
            acts = life.acts[begin:issued]      # since the reply before it, if there was one
            steps = ["draft_reply: submit", "review_confidentiality: passed",
                     "approve_reply: approved", "record/decided"]
            places = [_index(acts, step) for step in steps]
            assert places == sorted(places), f"seed {seed}"
            assert not [act for act in acts[places[0] + 1:] if act.startswith("draft_reply")]
            begin = issued + 1


def test_what_happens_once_happens_once() -> None:
    for seed, life in _archived():
        assert life.acts.count("record/registered") == 1, f"seed {seed}"
    for seed, _, _, acts in _rounds():      # 第五十一条: only an order begins another round
        assert acts.count("record/archived") == 1, f"seed {seed}"


def test_a_case_is_opened_again_by_an_order_and_answered_anew_or_taken_back() -> None:
    anew = [(seed, acts) for seed, _, told, acts in _rounds() if told[0][0] == OPENED_AGAIN]
    assert anew
    for seed, acts in anew:
        assert "message reply_sent" in acts or "act withdrawn" in acts, f"seed {seed}"
        assert not {"examine_request: accepted", "clock/extended"} & set(acts), f"seed {seed}"


def test_every_reply_that_is_issued_was_decided_and_leaves_once_or_is_taken_back() -> None:
    for seed, life in enumerate(_lives()):
        assert life.acts.count("record/decided") == life.acts.count("letter/issue")
        sent = [about for act, about in life.told if act == "message reply_sent"]
        served = [about for act, about in life.told if act == "message reply_served"]
        recalled = [about for act, about in life.told if act == "letter/void"]
        for letters in (sent, served, recalled):
            assert len(set(letters)) == len(letters), f"seed {seed}"
        assert set(sent) == set(served), f"seed {seed}"
        assert not set(sent) & set(recalled), f"seed {seed}"
        back = life.acts.count("message reply_recalled")
        assert life.acts.count("letter/issue") == len(sent) + back, f"seed {seed}"


def test_every_letter_is_served_or_taken_back_before_the_archive() -> None:
    for seed, life in _archived():
        archived = _index(life.acts, "record/archived")
        ended = [about for act, about in life.told[:archived]
                 if act in ("service/delivered", "letter/void")]
        assert sorted(map(int, filter(None, ended))) == life.letters, seed


def test_who_did_not_withdraw_has_an_answer_to_everything() -> None:
    for seed, _, _, acts in _rounds():
        if "act withdrawn" in acts:
            continue
        counts = [act for act in acts if act.startswith("items/remaining")]
        assert counts[-1] == "items/remaining answered", f"seed {seed}"
        assert set(counts[:-1]) <= {"items/remaining open"}, f"seed {seed}"
        assert counts[:-1] == ["items/remaining open"] * acts.count("items/next")
        assert acts.count("message reply_sent") == len(counts), f"seed {seed}"


def test_who_withdrew_gets_no_reply_any_more() -> None:
    for seed, _, _, acts in _rounds():
        if "act withdrawn" in acts:
            after = acts[acts.index("act withdrawn"):]
            assert "letter/issue withdrawn" in after, f"seed {seed}"
            assert not {"letter/issue", "message reply_sent"} & set(after), f"seed {seed}"


def test_what_is_void_is_over_at_once() -> None:
    void = [life for life in _lives() if "act voided" in life.acts]
    assert void
    for life in void:
        after = life.acts[life.acts.index("act voided"):]
        assert set(after) <= {"act voided", "record/voided", "letter/void"}, after


def test_what_the_law_allows_once_never_happens_twice() -> None:
    # 第三十条：一次性告知补正；第三十三条第二款：延长一次
    for seed, life in enumerate(_lives()):
        for act in ("letter/issue correction_notice", "clock/correction_requested",
                    "clock/extended", "letter/issue extension_notice"):
            assert life.acts.count(act) <= 1, f"seed {seed}: {act}"


def test_after_the_last_reply_and_after_the_withdrawal_no_warning_is_given_any_more() -> None:
    for seed, _, told, acts in _rounds():
        end = "act withdrawn" if "act withdrawn" in acts else "items/remaining answered"
        after = told[_index(acts, end):]     # what others were asked has its own limit
        assert not [act for act, about in after
                    if act.startswith("timer") and about is None], f"seed {seed}"


def test_the_case_is_not_archived_while_a_letter_is_on_its_way() -> None:
    refused = {task for life in _lives() for task in life.refused}
    # Nor is it opened again before that.
    assert refused == {"archive_case", "enter_term"}


def test_the_lives_between_them_take_every_way() -> None:
    release, _ = latest()
    lives, taken = _walked()
    assert drawn_flows(release) == taken
    seen = {act for life in lives for act in life.acts}
    for task, form in release.forms.items():
        for choice in form.outcome.choices:
            assert f"{task}: {choice.value}" in seen
    for timer in ("reply_warning", "reply_overdue", "correction_notice_warning",
                  "correction_period", "legal_opinion_warning"):
        assert f"timer {timer}" in seen
    for name, message in MESSAGES.items():
        if message.by_act:
            assert f"act {name}" in seen


def test_the_shipped_lives_take_recalls_returns_and_several_replies() -> None:
    """What is rare and must not be true by never happening."""
    lives = _lives()
    for act in ("message reply_recalled", "service/returned", "items/next", "serve_again: sent"):
        assert [life for life in lives if act in life.acts], act
    assert max(life.acts.count("letter/issue") for life in lives) > 1
    assert max(life.acts.count("service/returned") for life in lives) > 1
    assert [life for life in lives if "act withdrawn" not in life.acts]


def test_a_draft_is_walked_as_soon_as_its_folder_is_there(tmp_path: Path) -> None:
    root = made_up.copy_of_published(tmp_path, 2)
    made_up.add_stamping(root)
    for seed in range(20):
        life = Life(seed, root).live_on()
        if "act voided" in life.acts:
            continue
        assert life.acts[-1] == "record/archived", f"seed {seed}"
        assert _index(life.acts, "letter/issue") < _index(life.acts, "stamp_reply: stamped")


def test_a_warning_may_be_given_again_when_the_legal_date_moves() -> None:
    life = Life(0)
    for _ in range(3):
        ((running, timer),) = [
            each for each in life.timers() if each[1].name == "reply_warning"]
        assert timer.repeats
        life.fire(running, timer)
    assert life.acts.count("record/warning reply") == 3


PLAIN = {
    "examine_request": "accepted", "draft_reply": "submit", "review_confidentiality": "passed",
    "approve_reply": "approved", "serve_letter": "delivered", "archive_case": "archived",
}


def test_an_open_supervision_does_not_keep_a_case_from_the_archive() -> None:
    life = Life(0)
    ((running, timer),) = [each for each in life.timers() if each[1].name == "reply_overdue"]
    life.fire(running, timer)
    while not life.main.instance.completed:
        ((running, task),) = [
            each for each in life.open_tasks() if each[1].element != "supervise_overdue"]
        life.hand_in(running, task, PLAIN.get(task.element, "approved"))
    ((running, task),) = life.open_tasks()
    assert (running.about, task.element) == (None, "supervise_overdue")
    life.hand_in(running, task, "recorded")
    assert life.live() == []


def test_a_message_that_nobody_waits_for_is_gone() -> None:
    """A letter is recalled when it has left already: nobody waits for that, now or later."""
    life = Life(0)
    while "letter/issue" not in life.acts:
        ((running, task),) = life.open_tasks()
        life.hand_in(running, task, PLAIN.get(task.element, "approved"))
    ((running, task),) = life.open_tasks()
    assert (running.about, task.element) == (1, "serve_letter")
    life.hand_in(running, task, "sent")
    before = life.acts
    assert not life.tell("letter_recalled", 1)
    ((running, task),) = [each for each in life.open_tasks() if each[0].about == 1]
    assert task.element == "confirm_delivery"
    life.hand_in(running, task, "delivered")
    assert not {"letter/void", "message reply_recalled"} & set(life.acts)
    assert life.acts[:len(before)] == before
