"""The usual way of a case: the steps that people do when every form goes its first way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.processes.contract import Contract
from engine.processes.published import Release
from engine.processes.runtime import ExecutableBundle, Perform, Scalar, WaitingMessage

_MOST_STEPS = 60    # a first way that leads in circles has no usual way


@dataclass(frozen=True, slots=True)
class UsualStep:
    """A user task on the usual way, or a message that is waited for there. ``name`` as the
    diagram writes it."""

    process: str
    element: str
    name: str


def usual_way(
    release: Release, bundle: ExecutableBundle, perform: Perform,
    operations: Mapping[str, Contract],
) -> tuple[UsualStep, ...]:
    """What a case waits for that nothing goes amiss with, in order; () when that does not lead to
    the end. The diagrams say it by themselves: a form's first outcome is what mostly happens.

    perform: what operations set in such a case, beside what they usually do."""
    def performed(operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        usually = operations[operation].usually if operation in operations else {}
        return {**usually, **perform(operation, parameters)}

    case = bundle.start(performed, {})
    steps: list[UsualStep] = []
    while not case.completed and len(steps) < _MOST_STEPS:
        open_tasks = case.open_tasks()
        if not open_tasks:
            message = next((each for each in case.messages() if _on_the_road(release, each)), None)
            if message is None:
                return ()
            elements = release.definitions[message.process].elements
            steps.append(UsualStep(
                message.process, message.element, elements[message.element].name
            ))
            case.send(message.id, performed)
            continue
        task = open_tasks[0]
        definition = release.definitions[task.process]
        outcome = definition.forms[task.element].outcome
        variables = case.variables(task.id)
        choice = next(each for each in outcome.choices if not each.not_now(variables))
        steps.append(UsualStep(task.process, task.element, definition.elements[task.element].name))
        case.complete(task.id, {outcome.variable: choice.value}, performed)
    return tuple(steps) if case.completed else ()


def _on_the_road(release: Release, message: WaitingMessage) -> bool:
    """Whether nothing goes on before it comes: no event beside what is being done."""
    element = release.definitions[message.process].elements[message.element]
    return element.type == "intermediateCatchEvent"


def asked_in_turn(operation: str, variable: str, values: Iterable[str]) -> Perform:
    """An operation that gives a variable one value after another; no other sets any."""
    left = iter(values)

    def perform(asked: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        return {variable: next(left)} if asked == operation else {}

    return perform
