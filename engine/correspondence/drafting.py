"""Drafting, reviewing and issuing letters, each within the act that asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import letters
from engine.cases.act import Act
from engine.correspondence import (
    facts as letter_facts,
    of_items,
    offered,
    rows as letter_rows,
)
from engine.correspondence.events import LetterDrafted, LetterIssued, LetterReviewed
from engine.correspondence.letter import LetterState
from engine.correspondence.receipts.receipt import Former
from engine.errors import LetterNotReady
from engine.items import item
from engine.secrecy.draft import not_passing, of_draft
from engine.secrecy.finding import by_item
from engine.store import blobs, numbers
from engine.store.shapes import LetterRow, LetterValues


def _known(act: Act) -> letter_facts.Source:
    return letter_facts.source(
        act.unit.connection, act.case.row, act.case.ledger, act.case.assessment,
        act.unit.today, act.case.discretion.correction_period_days, act.written,
        item.answers_in_turns(act.case.life.process), by_item(act.case.life.process),
    )


def issue_reply(act: Act) -> None:
    """Issue the reply that passed the review. Raises LetterNotReady when it changed since."""
    draft = reply_draft(act)
    if draft["reviewed_digest"] != draft["text_digest"]:
        raise LetterNotReady(reason="文书内容在保密审查以后有变动，需要重新送保密审查")
    # Who passed it may have found otherwise since.
    kind, known = letters.kinds()[draft["kind"]], _known(act)
    if known.by_item and (against := not_passing(of_draft(
            known.connection, act.case.id, draft, of_items.answered_by(kind, known.items),
            kind.ground))):
        raise LetterNotReady(reason=against)
    number_and_keep(act, draft["kind"], draft["facts"], draft)


def number_and_keep(
    act: Act, kind_name: str, own: Mapping[str, Any], draft: LetterRow | None,
    former: Former | None = None,
) -> int:
    """Compose, compare with what was reviewed, number, render, keep; returns the letter's id.

    former: the receipt whose place it takes.
    """
    unit, known = act.unit, replace(_known(act), former=former)
    kind = letters.kinds()[kind_name]
    composition = letter_facts.compose(kind_name, known, own, unit.today)
    if draft is not None and composition.digest != draft["text_digest"]:
        raise LetterNotReady(
            reason="文书内容与审查时不一致（机关名称、救济途径或者申请信息有变动），请退回重新拟制"
        )
    year = unit.today.year
    sequence = numbers.next_number(unit.connection, act.case.agency_id, kind.series, year)
    number = letters.number(known.agency["letter_code"], kind.series_word, year, sequence)
    document, digest = unit.made_outside(
        (composition, number), lambda: _rendered(composition, number)
    )
    blobs.keep(unit.connection, document, digest)
    values: LetterValues = {
        # A draft may have been begun by an agency that went into this one.
        "state": LetterState.ISSUED.value, "agency_id": act.case.agency_id,
        "year": year, "sequence": sequence, "number": number,
        "text": composition.text_with(number), "text_digest": composition.digest,
        "document_digest": digest,
        "issued_by": unit.actor.person_id, "issued_at": unit.now,
    }
    if draft is None:
        letter_id = letter_rows.add(unit.connection, {
            "case_id": act.case.id, "kind": kind_name,
            "title": kind.title, "facts": jsonable(letter_facts.written(kind, known, own)),
            "reviewed_digest": "",
            "series": kind.series, "drafted_by": unit.actor.person_id, "drafted_at": unit.now,
            "service": "", "tracking_number": "", **values,
        })
    else:
        letter_id = draft["id"]
        letter_rows.change(unit.connection, letter_id, values)
    unit.record(LetterIssued(
        letter_id=letter_id, kind=kind_name, number=number,
        document_digest=digest,
    ), act.case)
    if kind.series == "reply":
        item.answer(
            unit, act.case, letter_id, of_items.answered_by(kind, known.items), kind.ground
        )
    if kind.served:
        act.send(
            "letter_issued", letter_id, f"{kind.title} {number}",
            letter="reply" if kind.series == "reply" else "notice", told="no",
        )
    return letter_id


def _rendered(composition: letters.Composition, number: str) -> tuple[bytes, str]:
    """The paper, read back, and its digest."""
    document = letters.render(composition, number=number)
    return document, blobs.digest_of(document)


def jsonable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them: dates as ISO text."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()}


def draft(act: Act, kind_name: str, own: Mapping[str, Any]) -> None:
    """Keep the handler's reply as the case's draft; a changed text loses its review.

    Raises LetterNotReady.
    """
    unit, known = act.unit, _known(act)
    if not item.still_open(known.items):
        raise LetterNotReady(reason="答复文书已经签发，不能再修改")
    composition = letter_facts.compose(kind_name, known, own, None)
    kind = letters.kinds()[kind_name]
    if kind.series != "reply":
        raise LetterNotReady(reason=f"“{kind.title}”不是答复文书")
    if kind not in offered.reply_kinds(known):
        raise LetterNotReady(reason=f"本办件现在不能选用“{kind.title}”，请选择所列的答复种类")
    facts = {name: value for name, value in jsonable(own).items()
             if name in kind.facts and kind.facts[name].source == "officer"}
    values: LetterValues = {
        "kind": kind_name, "title": kind.title, "facts": facts, "text": composition.text,
        "text_digest": composition.digest, "drafted_by": unit.actor.person_id,
        "drafted_at": unit.now,
    }
    earlier = letter_rows.reply_of(unit.connection, act.case.id)
    if earlier is None or earlier["state"] != LetterState.DRAFT:     # of the items that are left
        letter_id = letter_rows.add(unit.connection, {
            "case_id": act.case.id, "agency_id": act.case.agency_id,
            "state": LetterState.DRAFT.value, "series": "reply", "number": "",
            "reviewed_digest": "", "service": "", "tracking_number": "", **values,
        })
    else:
        letter_id = earlier["id"]
        letter_rows.change(unit.connection, letter_id, values)
    unit.record(LetterDrafted(
        letter_id=letter_id, kind=kind_name, text_digest=composition.digest
    ), act.case)


def review(act: Act, passed: bool | None) -> None:
    """Art. 17: tie the review to the very text that was reviewed. passed: None: undecided yet."""
    draft = reply_draft(act)
    letter_rows.change(act.unit.connection, draft["id"], {
        "reviewed_digest": draft["text_digest"] if passed else "",
    })
    if passed is not None:
        act.unit.record(LetterReviewed(
            letter_id=draft["id"], text_digest=draft["text_digest"], passed=passed
        ), act.case)


def reply_draft(act: Act) -> LetterRow:
    """The row of the reply's draft. Raises LetterNotReady when there is none."""
    draft = letter_rows.reply_of(act.unit.connection, act.case.id)
    if draft is None or draft["state"] != "draft":
        raise LetterNotReady(reason="还没有拟制答复文书")
    return draft


def issued_reply(act: Act) -> LetterRow:
    """The row of the reply that was issued. Raises LetterNotReady before that."""
    letter = letter_rows.reply_of(act.unit.connection, act.case.id)
    if letter is None or letter["state"] == "draft":
        raise LetterNotReady(reason="答复文书还没有签发")
    return letter
