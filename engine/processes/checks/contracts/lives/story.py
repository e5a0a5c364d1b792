"""A life told to a lawyer: what was done on which day, by whom, and what the system then did."""

from collections.abc import Sequence

from engine.processes.checks.contracts.lives.state import Step
from engine.processes.checks.contracts.places import Place
from engine.processes.checks.contracts.ways import Ways
from engine.processes.contract import Happening, Known

_ALONE = "例（每一步在前一步之后的一个工作日办理，期限到期之日按时限规则推算）："
_TWO_PEOPLE = "甲是同一个人，其余各步由他人办理。"


def path(steps: Sequence[Step]) -> tuple[str, ...]:
    """Every element that was passed, in order; a task or event that waited is named again when
    something comes of it."""
    found: list[str] = []
    for step in steps:
        elements = [each.element for each in step.passed]
        if step.choice is not None and found[-1:] != [step.place.element]:
            found.append(step.place.element)
        found += elements
    return tuple(found)


def story(steps: Sequence[Step], ways: Ways, known: Known) -> str:
    """The same in Chinese, dated where the statute is at hand."""
    days = known.days([_happening(step, steps, ways) for step in steps]) if known.days else ()
    followed = any(step.mine for step in steps)
    told, year = [], 0
    for number, step in enumerate(steps):
        if days:
            day = days[number]
            when = f"{day:%m-%d}" if day.year == year else f"{day:%Y-%m-%d}"
            year = day.year
        else:
            when = f"第{number + 1}步"
        told.append(f"{when} {_words(step, ways, followed=followed)}")
    return (_ALONE if days else "例：") + " → ".join(told) + "。" + _TWO_PEOPLE * followed


def _words(step: Step, ways: Ways, *, followed: bool) -> str:
    name = ways.name(step.place)
    if step.choice is not None:
        who = ways.lane(step.place) + (("甲" if step.mine else "") if followed else "")
        said = f"{who}办理“{name}”，选“{step.choice.label}”"
    elif ways.timer(step.place)[0]:
        said = f"“{name}”的时限到了"
    else:
        said = name
    done = [ways.name(each) for each in step.passed if ways.type(each) in _TELLING]
    return f"{said}（{'、'.join(dict.fromkeys(done))}）" if done else said


_TELLING = frozenset({"serviceTask", "endEvent", "intermediateThrowEvent"})


def _happening(step: Step, steps: Sequence[Step], ways: Ways) -> Happening:
    """What the statute must know of a step, to say on which day it may be."""
    entries = tuple(
        entry for each in step.passed if ways.type(each) == "serviceTask"
        and (entry := ways.contract(each).clock)
    )
    alarm = "" if step.choice is not None else ways.timer(step.place)[0]
    since = 0
    if alarm:
        host: Place = ways.host(step.place)
        for number, earlier in enumerate(steps):
            if earlier is step:
                break
            if host in earlier.passed:
                since = number
    return Happening(entries, alarm, since)
