"""Two of one process beside the main one differ only in their number: which is first is nothing."""

from engine.processes.checks.contracts.lives.state import Callers, State
from engine.processes.checks.contracts.places import Place, beside, is_beside

_Told = tuple[object, ...]


def in_order(state: State) -> State:
    """The same state, those that run beside the main process numbered by what they are like."""
    running = {each.callers[0] for each in state.tokens
               if each.callers and is_beside(each.callers[0])}
    if all(each == beside(each.process, 1) for each in running):
        return state        # none has a twin
    twins: dict[str, dict[Place, list[_Told]]] = {}
    for token in state.tokens:
        if token.callers and is_beside(token.callers[0]):
            root = token.callers[0]
            inner = (token.element, *(each.element for each in token.callers[1:]))
            twins.setdefault(root.process, {}).setdefault(root, []).append(inner)
    if not twins:
        return state
    for callers, values, given in state.scopes:
        if callers and is_beside(callers[0]):
            told = ("", *(each.element for each in callers[1:]), *sorted(map(repr, values)),
                    *sorted(given))
            twins[callers[0].process].setdefault(callers[0], []).append(told)
    names: dict[Place, Place] = {}
    for process, roots in twins.items():
        ordered = sorted(roots, key=lambda root: (sorted(map(repr, roots[root])), root.element))
        names |= {root: beside(process, n) for n, root in enumerate(ordered, start=1)}
    if all(old == new for old, new in names.items()):
        return state
    return state._replace(
        tokens=frozenset(_renamed(each, names) for each in state.tokens),
        scopes=frozenset((_all(callers, names), *rest) for callers, *rest in state.scopes),  # type: ignore[misc]
    )


def _all(callers: Callers, names: dict[Place, Place]) -> Callers:
    return tuple(names.get(each) or _renamed(each, names) for each in callers)


def _renamed(place: Place, names: dict[Place, Place]) -> Place:
    return Place(place.process, place.element, _all(place.callers, names))
