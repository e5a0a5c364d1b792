"""Which variables may still be read: of all others a state need not tell the values."""

from collections.abc import Callable

from engine.processes.checks.contracts.places import Place, beside, is_beside
from engine.processes.checks.contracts.ways import Ways


def live_variables(ways: Ways) -> Callable[[Place], frozenset[str]]:
    """For every place the variables that may be read there or later before they are set anew."""
    live = dict.fromkeys(ways.places, frozenset[str]())
    events = {
        place: [each for host in (place, *place.callers) for each in ways.events(host)]
        for place in ways.places
    }
    changed = True
    while changed:
        changed = False
        for place in reversed(ways.places):
            found = frozenset[str]().union(*(live[target] for _, target in ways.out(place)))
            if ways.type(place) == "serviceTask":       # an operation sets before anything reads
                found -= ways.contract(place).sets.keys()
            if ways.type(place) == "userTask":
                outcome = ways.form(place).outcome
                found -= {outcome.variable}
                for choice in outcome.choices:
                    found |= choice.unless.names if choice.unless else frozenset()
            for condition, _ in ways.out(place):
                found |= condition.names if condition else frozenset()
            found = found.union(*(live[each] for each in events[place]))
            if found != live[place]:
                live[place], changed = found, True

    def of(place: Place) -> frozenset[str]:
        if place not in live:       # one of several beside the main process is as another
            live[place] = live[_first(place)]
        return live[place]

    return of


def _first(place: Place) -> Place:
    return Place(place.process, place.element, tuple(
        beside(each.process, 1) if is_beside(each) else _first(each) for each in place.callers
    ))
