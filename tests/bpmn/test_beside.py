"""Processes beside the life of a case are proven together with it, by the messages between them.

The diagrams are small: a letter is issued, its service begins by that, tells when the letter has
left, and the case is archived. Each is right or has one mistake, which must be told by its name.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from small_diagrams import draw

from engine.installation.known import known as known_here
from engine.processes.checks.contracts import Together, look_at
from engine.processes.checks.contracts.lives import Lives
from engine.processes.checks.contracts.ways import Ways
from engine.processes.contract import Contract, Goal, Known, Message
from engine.processes.definition import ProcessDefinition
from engine.processes.diagram import FLOW_NODES, PREFIXES, parse_diagram, short_name
from engine.processes.forms.files import read_form
from engine.processes.published import load

ISSUE = Contract(does=frozenset({"issued"}), sends={"letter_out": {"letter": "reply"}})
ARCHIVE = Contract(does=frozenset({"archived"}), alone=True)
#: What the operation of each service task of this name declares.
DOES: Mapping[str, Contract] = {
    "issue": ISSUE,
    "notify": Contract(sends={"letter_out": {"letter": "notice"}}),
    "again": Contract(undoes=frozenset({"issued", "sent"})),
    "withdraw": Contract(does=frozenset({"withdrawn"})),
    "missed": Contract(sends={"late": {}}),
    "archive": ARCHIVE,
}
MESSAGES: Mapping[str, Message] = {
    "letter_out": Message(),
    "sent": Message(does=frozenset({"sent"})),
    "back": Message(undoes=frozenset({"issued"})),
    "recalled": Message(by_act=True),
    "withdrawn": Message(by_act=True),
    "late": Message(),
    "ordered": Message(
        after=frozenset({"archived"}), undoes=frozenset({"issued", "sent", "archived"})),
}
GOALS = {goal.event: goal for goal in (
    Goal(event="issued", once=True, because="一件文书签发一次"),
    Goal(event="sent", once=True, needs=frozenset({"issued"}), because="寄出的是已签发的"),
    Goal(event="archived", once=True, closes=True, needs=frozenset({"sent"}),
         instead="withdrawn", because="寄出以后归档"),
    Goal(event="ended", needs=frozenset({"archived"}), because="以归档结束"),
)}

LIFE = """
start begin; user write; op issue; catch gone message sent; user keep; op archive; end done
begin > write > issue > gone > keep > archive > done
"""
SERVICE = """
start needed message letter_out; user serve; throw tell message sent; end over
needed > serve > tell > over
"""
CONFIRMED = """
start needed message letter_out; user serve; throw tell message sent; user confirm; end over
needed > serve > tell > confirm > over
"""


def _drawn(process: str, text: str, choices: Mapping[str, tuple[str, ...]]) -> Any:
    """A process in the words of ``small_diagrams``; a form sets the variable of its task's name."""
    messages = "".join(f'<bpmn:message id="message_{each}" name="{each}" />' for each in MESSAGES)
    start, end = draw(process, text).split(b"<bpmn:message", 1)[0], draw(process, text)
    end = end[end.index(b"<bpmn:error"):]
    xml = start + messages.encode() + end
    root = parse_diagram(xml)
    elements = {
        each.get("id", ""): SimpleNamespace(
            id=each.get("id"), name=each.get("id"), lane="", documentation="",
            type=short_name(each.tag).removeprefix("bpmn:"))
        for each in root.iter() if each.get("id")
        and short_name(each.tag).removeprefix("bpmn:") in FLOW_NODES
    }
    begun = root.find(".//bpmn:startEvent/bpmn:messageEventDefinition", PREFIXES)
    return SimpleNamespace(
        version=1, xml=xml, elements=elements,
        begun_by="" if begun is None else begun.get("messageRef", "").removeprefix("message_"),
        forms={
            name: _form(name, choices.get(name, ("yes",)))
            for name, each in elements.items() if each.type == "userTask"
        },
    )


def _form(task: str, choices: tuple[str, ...]) -> Any:
    told = "\n".join(f'    - {{value: "{each}", label: 甲, button: secondary}}' for each in choices)
    return read_form(task, (
        f"title: 甲\nbasis: [《条例》第三十条]\ninstruction: 甲。\noutcome:\n  variable: {task}\n"
        f"  label: 甲\n  choices:\n{told}\nfields: []\n").encode(), task)


def _lives(
    *texts: str, does: Mapping[str, Contract] = DOES, messages: Mapping[str, Message] = MESSAGES,
    goals: Mapping[str, Goal] = GOALS, **choices: tuple[str, ...],
) -> Lives:
    """The lives of a case: its own process first, then what it calls or what stands beside it."""
    processes = {name: _drawn(name, text, choices)
                 for name, text in zip(("life", "other", "third"), texts, strict=False)}
    beside = {each.begun_by: name for name, each in processes.items() if each.begun_by}
    together = Together("life", processes, beside=beside)
    operations = {"record/one": Contract(by="at", variants=does)}
    known = Known(
        lanes=frozenset({""}), operations=operations, timers={}, values={},
        goals=tuple(goals.values()), messages=messages)
    lives = Lives(Ways(together, operations, known.again), known)
    lives.play()
    return lives


def _told(lives: Lives) -> set[tuple[str, str]]:
    return {(each.code, each.element) for each in lives.problems}


# -- a case that had ended is opened again ---------------------------------------------------------

ANEW = """
start ordered_anew message ordered; user rewrite; op issue; catch gone message sent; user keep;
op archive; end done
ordered_anew > rewrite > issue > gone > keep > archive > done
"""


def test_what_an_order_opens_again_is_a_lawful_new_round() -> None:
    """However often: what was done once is done once in each round, its letter served as before."""
    lives = _lives(LIFE, SERVICE, ANEW)
    assert _told(lives) == set()
    assert {place.element for place in lives.passed if place.process == "third"} == {
        "ordered_anew", "rewrite", "issue", "gone", "keep", "archive", "done"}


def test_an_order_that_undoes_nothing_lets_nobody_do_it_twice() -> None:
    messages = {**MESSAGES, "ordered": Message(after=frozenset({"archived"}))}
    assert ("unlawful", "issue") in _told(_lives(LIFE, SERVICE, ANEW, messages=messages))


def test_a_new_round_is_held_to_the_laws_order_as_the_first() -> None:
    """Archived before its letter left; and open for good when nobody serves it."""
    early = ANEW.replace("catch gone message sent; ", "").replace("> gone >", ">")
    hasty = {**DOES, "archive": replace(ARCHIVE, alone=False)}
    assert ("unlawful", "archive") in _told(_lives(LIFE, SERVICE, early, does=hasty))
    mute = ANEW.replace("op issue; ", "op wait; ").replace("> issue >", "> wait >")
    does = {**DOES, "wait": replace(ISSUE, sends={})}
    assert ("endless_wait", "gone") in _told(_lives(LIFE, SERVICE, mute, does=does))


def test_a_case_is_opened_again_only_once_it_has_ended_so() -> None:
    messages = {**MESSAGES, "ordered": replace(MESSAGES["ordered"], after=frozenset({"withdrawn"}))}
    assert ("never_reached", "rewrite") in _told(_lives(LIFE, SERVICE, ANEW, messages=messages))


# -- a process begins by a message, and tells by another -----------------------------------------


@pytest.mark.parametrize("service", [SERVICE, CONFIRMED])
def test_a_letter_that_leaves_lets_the_life_go_on(service: str) -> None:
    lives = _lives(LIFE, service)
    assert _told(lives) == set()
    assert {place.element for place in lives.passed} >= {"serve", "tell", "over", "keep", "done"}


def test_a_wait_for_what_nobody_begins_is_refused() -> None:
    does = {**DOES, "issue": replace(ISSUE, sends={})}
    assert ("endless_wait", "gone") in _told(_lives(LIFE, SERVICE, does=does))


def test_a_message_that_nobody_waits_for_is_gone() -> None:
    """The life is asked something before it waits: the letter may have left by then."""
    early = LIFE.replace("op issue;", "op issue; user look;").replace(
        "issue > gone", "issue > look > gone")
    lives = _lives(early, SERVICE)
    assert ("endless_wait", "gone") in _told(lives)
    (found,) = [each for each in lives.problems if each.element == "gone"]
    assert found.path == (
        "begin", "write", "issue", "look", "needed", "serve", "tell", "over", "look", "gone")


def test_a_service_that_tells_twice_is_refused() -> None:
    twice = CONFIRMED.replace("user confirm;", "user confirm; throw tell_again message sent;")
    lives = _lives(LIFE, twice.replace("confirm > over", "confirm > tell_again > over"))
    assert _told(lives) == {("unlawful", "tell_again")}
    (found,) = lives.problems
    assert "可能办理两次" in found.message_zh
    assert found.path[-2:] == ("confirm", "tell_again")


def test_a_process_begins_with_what_its_message_says() -> None:
    """A notice is served as the reply is, and must not be taken for it."""
    life = LIFE.replace("user write;", "user write; op notify;").replace(
        "write > issue", "write > notify > issue")
    careless = _lives(life, SERVICE)
    assert ("unlawful", "tell") in _told(careless)
    careful = SERVICE.replace("user serve;", "user serve; gate which;").replace(
        "serve > tell > over", 'serve > which > tell [letter == "reply"]; tell > over; '
        "which > over [else]")
    assert _told(_lives(life, careful)) == set()


# -- an operation that is refused while something beside is open ---------------------------------


def test_what_must_be_alone_waits_for_what_is_beside() -> None:
    assert _told(_lives(LIFE, CONFIRMED)) == set()
    does = {**DOES, "archive": replace(ARCHIVE, alone=False)}
    assert _told(_lives(LIFE, CONFIRMED, does=does)) == {("open_after_end", "confirm")}


def test_what_must_be_alone_beside_what_never_ends_is_refused() -> None:
    endless = CONFIRMED.replace("end over", "").replace(
        "confirm > over", "confirm > confirm")
    assert {("stands_for_good", "keep"), ("stands_for_good", "confirm")} <= _told(
        _lives(LIFE, endless))


# -- what is true no more ------------------------------------------------------------------------

RECALLED = """
start needed message letter_out; user serve; throw tell message sent; end over
on serve recall message recalled; end told_back message back
needed > serve > tell > over; recall > told_back
"""
OUT = "start ready; catch gone message sent; end left; ready > gone > left"
TAKEN_BACK = """
start begin; user write; op issue; call out other; on out taken message back
user keep; op archive; end done
begin > write > issue > out > keep > archive > done; taken > write
"""


def test_a_letter_that_was_taken_back_may_be_issued_again() -> None:
    assert _told(_lives(TAKEN_BACK, OUT, RECALLED)) == set()
    messages = {**MESSAGES, "back": Message()}
    assert _told(_lives(TAKEN_BACK, OUT, RECALLED, messages=messages)) == {("unlawful", "issue")}


def test_a_recall_that_is_told_to_nobody_is_refused() -> None:
    deaf = RECALLED.replace("end told_back message back", "end told_back")
    assert ("endless_wait", "gone") in _told(_lives(TAKEN_BACK, OUT, deaf))


SEVERAL = """
start begin; user write; op issue; catch gone message sent; user keep; gate which; op again
op archive; end done
begin > write > issue > gone > keep > which > archive [keep == "all"]; which > again [else]
again > write; archive > done
"""


def test_an_operation_that_undoes_lets_the_same_be_done_for_what_is_left() -> None:
    several = {"keep": ("all", "more")}
    assert _told(_lives(SEVERAL, SERVICE, **several)) == set()
    does = {**DOES, "again": Contract()}
    assert ("unlawful", "issue") in _told(_lives(SEVERAL, SERVICE, does=does, **several))


WITHDRAWN = """
start begin; user write; op issue; catch gone message sent; user keep; op archive; end done
on write left message withdrawn; op withdraw
begin > write > issue > gone > keep > archive > done; left > withdraw > keep
"""


def test_one_thing_may_stand_instead_of_what_is_needed() -> None:
    assert _told(_lives(WITHDRAWN, SERVICE)) == set()
    goals = {**GOALS, "archived": replace(GOALS["archived"], instead="")}
    assert _told(_lives(WITHDRAWN, SERVICE, goals=goals)) == {("unlawful", "archive")}
    with_the_letter = {**DOES, "withdraw": Contract()}
    assert _told(_lives(WITHDRAWN, SERVICE, does=with_the_letter)) == {("unlawful", "archive")}


# -- what tells nobody anything ------------------------------------------------------------------

MISSED = """
start begin; user write; op missed; op issue; catch gone message sent; user keep; op archive
end done
begin > write > missed > issue > gone > keep > archive > done
"""
QUIET = "start noticed message late; user look; user sum_up; end seen; " \
        "noticed > look > sum_up > seen"


def test_what_tells_nobody_anything_is_looked_at_alone() -> None:
    """It multiplies no state, outlives the archive, and yet every step of it is looked at."""
    plain, lives = _lives(LIFE, SERVICE), _lives(MISSED, SERVICE, QUIET)
    assert _told(lives) == set()
    assert {place.element for place in lives.passed} >= {"noticed", "look", "sum_up", "seen"}
    assert lives.states <= plain.states + 3


def test_what_is_looked_at_alone_must_end_too() -> None:
    endless = QUIET.replace("end seen; ", "").replace("sum_up > seen", "sum_up > look")
    assert _told(_lives(MISSED, SERVICE, endless)) == {
        ("stands_for_good", "look"), ("stands_for_good", "sum_up")}


def test_what_tells_somebody_something_is_not_looked_at_alone() -> None:
    loud = QUIET.replace("user sum_up;", "throw sum_up message sent;")
    assert ("unlawful", "sum_up") in _told(_lives(MISSED, SERVICE, loud))


# -- the shipped processes -----------------------------------------------------------------------


def test_the_shipped_service_without_its_memory_of_what_it_told_is_refused() -> None:
    """A reply that came back is served again; who then says once more that the reply has left
    closes the next one, of the items that were still open, before it was served."""
    release = load(drafts=True).latest
    service: ProcessDefinition = release.definitions["service"]
    forgetful = service.xml.replace(b' and told == "no"', b"")
    assert forgetful != service.xml
    found = look_at(Together(
        release.main, {**release.definitions, "service": replace(service, xml=forgetful)},
        beside=release.beside,
    ), known_here(), drawn=False)
    assert {(each.code, each.element) for each in found.problems} >= {
        ("unlawful", "tell_reply_sent"), ("unlawful", "tell_reply_handed_over")}
