"""What a diagram may say of a question to the lawyers."""

from collections.abc import Mapping

import letters
from engine.cases.act import Act, not_later_than_today
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.errors import InvalidInput
from engine.items import item
from engine.legal_advice import rows
from engine.legal_advice.advice import MOST_KEPT, AdviceState, pairs
from engine.legal_advice.advisers.adviser import AdviserKind, adviser_of
from engine.legal_advice.events import LegalQuestionPut
from engine.legal_advice.giving import awaited, give, give_up
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.statute.values.findings import date_in_words
from engine.store.shapes import LegalAdviceRow

_ADDRESSEE = 2      # the line of a letter that names the applicant


def asked(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A question is put to who advises the agency today, with request and draft as they stand."""
    unit, case = act.unit, act.case
    adviser = adviser_of(unit.connection, case.agency_id, unit.today)
    question = str(act.handed_in["legal_question"])
    wanted = [each.row["description"] for each in item.still_open(
        item.of_case(unit.connection, case.id))]
    reply = letter_rows.reply_of(unit.connection, case.id)
    draft = reply if reply is not None and reply["state"] == LetterState.DRAFT else None
    lines = [] if draft is None else draft["text"].splitlines()
    number = len(rows.of_case(unit.connection, case.id)) + 1
    rows.add(unit.connection, {
        "case_id": case.id, "agency_id": case.agency_id, "number": number,
        "adviser_kind": adviser.kind.value, "adviser_id": adviser.agency_id,
        "adviser_name": adviser.name, "question": question,
        "request": "\n".join(dict.fromkeys([case.row["description"], *wanted])),
        "draft_title": "" if draft is None else draft["title"],
        "draft_text": "\n".join(lines[:_ADDRESSEE] + lines[_ADDRESSEE + 1:]),
        "ground": "" if draft is None else letters.kinds()[draft["kind"]].ground,
        "materials": [], "state": AdviceState.ASKED.value, "asked_by": unit.actor.person_id,
        "asked_at": unit.now, "asked_on": unit.today, "conclusion": "", "opinion": "",
        "reasons": "", "given_by": "", "given_on": None, "recorded_by": None, "end_reason": "",
    }, pairs("\n".join([question, *wanted]), MOST_KEPT))
    unit.record(LegalQuestionPut(
        number=number, adviser_kind=adviser.kind.value, adviser_id=adviser.agency_id,
        question_digest=digest_of(question),
    ), case)
    return {"legal_adviser": "own" if adviser.kind is AdviserKind.OWN else "elsewhere"}


def given(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The agency's own legal section gives its opinion."""
    give(act, _awaited(act), str(act.handed_in["legal_opinion"]), act.handed_in["opinion"],
         act.handed_in.get("legal_reasons") or "", by=act.unit.actor.name, on=act.unit.today)
    return {}


def registered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """An opinion that came on paper is entered, with who gave it and on which day."""
    row, on = _awaited(act), act.handed_in["opinion_given_on"]
    not_later_than_today(on, act, "opinion_given_on")
    if on < row["asked_on"]:
        raise InvalidInput({
            "opinion_given_on":
                f"日期不能早于提请会商的日期（{date_in_words(row['asked_on'])}），请核对。",
        })
    give(act, row, act.handed_in["legal_conclusion"], act.handed_in["opinion"],
         act.handed_in.get("legal_reasons") or "", by=act.handed_in["opinion_given_by"], on=on,
         written=True)
    return {}


def given_up(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The handler goes on without it."""
    give_up(act, act.handed_in["no_more_because"])
    return {}


def _awaited(act: Act) -> LegalAdviceRow:
    found = awaited(act)
    assert found is not None        # the process asked before it waits
    return found
