"""The reply editor: the kinds to choose from, what is filled in, and the paper so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import letters
from declared.field import Field
from engine.cases.visible import visible
from engine.correspondence import facts, offered
from engine.correspondence.letter import LetterState, LetterView, facts_of, on_paper
from engine.errors import LetterNotReady
from engine.statute.values import grounds
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class LetterKindChoice:
    """A kind of reply letter the handler may choose, with the facts only a person knows.

    group: its heading in the annual report (``grounds.REPLY_GROUPS``).
    """

    kind: str
    title: str
    group: str
    basis: str
    remedy: str
    fields: tuple[Field, ...]


def letter_kinds(known: facts.Source) -> tuple[LetterKindChoice, ...]:
    """The kinds of reply that this case allows, in the order of their codes."""
    return tuple(
        LetterKindChoice(
            kind=kind.name, title=kind.title, group=grounds.group_of(kind.ground),
            basis="、".join(kind.basis),
            remedy=kind.remedy,
            fields=tuple(_fields(kind, known)),
        )
        for kind in offered.reply_kinds(known)
    )


def _fields(kind: letters.Kind, known: facts.Source) -> Iterator[Field]:
    """The facts to ask for; a choice of what is kept here only where there is something."""
    filled: dict[str, str] = {}     # fact by the choice that says it
    for fact in kind.officer_facts:
        if fact.offers and (found := facts.offered(fact, known)):
            filled |= dict.fromkeys(fact.fills, fact.name)
            yield replace(fact, choices=tuple((each.value, each.words) for each in found))
        elif fact.name in filled:
            yield replace(fact, when={filled[fact.name]: ""})
        elif not fact.offers:
            yield fact


def preview(at: Snapshot, case_id: int, kind_name: str, typed: Mapping[str, Any],
            known: facts.Source) -> LetterView:
    """The paper as it would be with these facts; ``findings`` say what it lacks."""
    kind = letters.kinds().get(kind_name)
    paragraphs: tuple[tuple[str, str], ...] = ()
    digest, findings = "", tuple[str, ...]()
    try:
        composition = facts.compose(kind_name, known, typed, None)
        paragraphs, digest = on_paper(composition), composition.digest
    except LetterNotReady as error:
        findings = (str(error.facts.get("reason", error)),)
    return LetterView(
        id=0, case_id=case_id, kind=kind_name, title=kind.title if kind else "",
        state=LetterState.DRAFT.value, number="", paragraphs=paragraphs, drafted_by=at.actor.name,
        issued_at=None, service="", served_on=None, digest=digest, findings=findings,
    )


@dataclass(frozen=True, kw_only=True)
class LetterEditor:
    """letter: ``kind`` and ``facts`` as typed. chosen: its kind, None until a lawful one is chosen.

    missing: fields that the chosen kind still needs. preview: the paper so far, with what is
    still to be written in brackets. not_now: kinds that the ledger contradicts, by title, each
    with the reason.
    """

    kinds: tuple[LetterKindChoice, ...]
    letter: Mapping[str, Any]
    chosen: LetterKindChoice | None
    missing: tuple[Field, ...]
    preview: LetterView | None
    not_now: tuple[tuple[str, str], ...] = ()


def letter_editor(at: Snapshot, case_id: int, letter: Mapping[str, Any]) -> LetterEditor:
    """The editor of a case's reply with what is typed in it. Raises NotFound."""
    known = facts_of(at, visible(at, case_id))
    kinds = letter_kinds(known)
    not_now = tuple((kind.title, why) for kind, why in offered.contradicted_kinds(known))
    chosen = next((kind for kind in kinds if kind.kind == letter.get("kind")), None)
    if chosen is None:
        return LetterEditor(
            kinds=kinds, letter=letter, chosen=None, missing=(), preview=None, not_now=not_now
        )
    typed = dict(letter.get("facts", {}))
    given = facts.filled(letters.kinds()[chosen.kind], known, typed)
    missing = tuple(
        each for each in chosen.fields if each.required and not given.get(each.name)
    )
    for each in missing:
        if each.type in ("text", "paragraphs", "list"):
            typed[each.name] = f"【待填：{each.label}】"
    return LetterEditor(
        kinds=kinds, letter=letter, chosen=chosen, missing=missing,
        preview=preview(at, case_id, chosen.kind, typed, known), not_now=not_now,
    )
