"""Branches beside the main road that touch nothing of each other nor of the rest."""

from collections.abc import Mapping

from engine.processes.checks.contracts.places import Place
from engine.processes.checks.contracts.ways import Ways


def quiet_branches(ways: Ways) -> Mapping[Place, frozenset[Place]]:
    """Events that do not interrupt and whose branch only opens tasks of its own, with the tasks.

    Such a branch brings nothing about that the law asks for, decides nothing that anybody else
    reads, drafts and reviews no letter, calls and sends nothing. What is true of the main road
    beside one of them is then true beside any number of them, in any order.
    """
    read = {
        place: frozenset().union(*(
            condition.names for condition, _ in ways.out(place) if condition is not None
        )) for place in ways.places
    }
    for place in ways.places:
        if ways.type(place) == "userTask":
            read[place] |= frozenset().union(*(
                each.unless.names for each in ways.form(place).outcome.choices if each.unless
            ))
    found: dict[Place, frozenset[Place]] = {}
    for event in ways.places:
        if ways.type(event) != "boundaryEvent" or ways.timer(event)[1]:
            continue
        branch = _branch(ways, event)
        elsewhere = frozenset().union(*(read[each] for each in ways.places if each not in branch))
        if all(_is_quiet(ways, place, elsewhere) for place in branch):
            found[event] = frozenset(each for each in branch if ways.type(each) == "userTask")
    return found


def _branch(ways: Ways, event: Place) -> set[Place]:
    """All that a token may pass from an event to the end of its branch."""
    found, waiting = {event}, [event]
    while waiting:
        place = waiting.pop()
        if ways.type(place) == "endEvent":
            continue
        for target in (*(each for _, each in ways.out(place)), *ways.events(place)):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _is_quiet(ways: Ways, place: Place, read_elsewhere: frozenset[str]) -> bool:
    kind = ways.type(place)
    if kind == "userTask":
        form = ways.form(place)
        letters = form.reviews_letter or any(field.type == "letter" for field in form.fields)
        return not letters and form.outcome.variable not in read_elsewhere
    if kind == "serviceTask":
        contract = ways.contract(place)
        brings = contract.does or contract.undoes or contract.sends
        return not (brings or set(contract.sets) & read_elsewhere)
    if kind == "endEvent":
        return not (ways.terminates(place) or ways.message(place) or ways.caught(place))
    return kind in ("boundaryEvent", "exclusiveGateway")
