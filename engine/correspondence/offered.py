"""The kinds of reply that a case allows now, and why it does not allow the others."""

from collections.abc import Iterator

import letters
from engine.correspondence import facts
from engine.correspondence.of_items import by_item
from engine.items import item
from letters import Kind


def _known_replies(known: facts.Source) -> Iterator[Kind]:
    """The reply letters that the rules in force on the day of receipt know."""
    for kind in letters.kinds().values():
        if kind.series == "reply" and known.case["received_on"] >= kind.applies_from:
            yield kind


def contradicted_kinds(known: facts.Source) -> list[tuple[Kind, str]]:
    """The reply letters that the ledger contradicts, each with the reason in Chinese."""
    several = len(item.still_open(known.items)) > 1
    return [
        (kind, against) for kind in _known_replies(known)
        if (several or not by_item(kind)) and (against := facts.contradiction(kind, known))
    ]


def reply_kinds(known: facts.Source) -> list[Kind]:
    """The reply letters that this case allows: those that the ledger does not contradict, whose
    rule facts exist, and that the rules in force on the day of receipt know."""
    allowed = []
    for kind in _known_replies(known):
        if facts.contradiction(kind, known):
            continue
        given = facts.gather(kind, known, {})
        missing = [
            fact.name for fact in kind.facts.values()
            if fact.source == "rule" and fact.required and given.get(fact.name) in (None, "")
        ]
        if not missing:
            allowed.append(kind)
    return allowed
