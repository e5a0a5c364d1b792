"""What a diagram may say of the confidentiality review."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from engine.cases.act import Act, enter
from engine.consultations import rows as consultation_rows
from engine.consultations.consultation import OPEN, ConsultationState
from engine.errors import InvalidInput, UnlawfulAct
from engine.items import item
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.review.commands import FindSecrecy
from engine.review.policy import ARTICLE, documents_of, of_draft, reviewed_draft
from engine.review.recording import record
from engine.secrecy import rows
from engine.secrecy.draft import concluded, not_passing
from engine.secrecy.events import SecrecyDetermined, SecrecyReferred
from engine.secrecy.finding import Matter, Reviewed, of_document, of_item, reviewed
from engine.statute import Entry
from engine.statute.values.findings import date_in_words
from engine.store.shapes import ConsultationRow, LetterRow, SecrecyReferralRow

_PARTY = "secrecy_authority"


def passed(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The draft passes when each item that it answers does, and each document that goes with it.
    Of a single one the conclusion on the draft is the finding. Raises UnlawfulAct."""
    draft = reviewed_draft(act)
    found = of_draft(act.unit.connection, act.case.id, draft)
    after = concluded(found)
    if against := not_passing(after):
        raise UnlawfulAct(reason=against, article=ARTICLE)
    for before, each in zip(found, after, strict=True):
        if each != before:
            _record(act, each.matter, _again(act, each), draft)
    return {}


def _again(act: Act, of: Reviewed) -> FindSecrecy:
    """What was found earlier is found of this text as well; nothing yet: it may be disclosed."""
    row, matter = of.finding, of.matter
    said = FindSecrecy(case_id=act.case.id, number=matter.number, document=matter.document,
                       finding=of.said, reason=act.handed_in.get("opinion") or "")
    return said if row is None else replace(
        said, reason=row["reason"] or said.reason, basis=row["basis"], secret=row["secret"],
        title=row["title"], level=row["level"], file_number=row["file_number"],
        classified_by=row["classified_by"], classified_on=row["classified_on"], term=row["term"])


def _record(
    act: Act, of: Matter, said: FindSecrecy, draft: LetterRow, *, read: bool = True
) -> None:
    names = documents_of(draft)
    record(act.unit, act.case, of, said, draft["text_digest"] if read else "",
           names.index(of.document) + 1 if of.document in names else 0)


def to_refer(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """What cannot be decided is to go upward: something was found so; a single item is by this."""
    draft = reviewed_draft(act)
    found = of_draft(act.unit.connection, act.case.id, draft)
    items = [each.matter for each in found if not each.matter.document]
    if len(items) == 1 and not any(each.said == "cannot_decide" for each in found):
        _record(act, items[0], FindSecrecy(
            case_id=act.case.id, number=items[0].number, finding="cannot_decide",
            reason=act.handed_in["opinion"],
        ), draft)
    _some_undecided(act)
    return {}


def referred(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """It went to the authority. 第三十三条第三款 by analogy: the time that it takes is left out,
    as the statute's data say."""
    unit, case, on = act.unit, act.case, act.handed_in["referred_on"]
    _in_its_time(act, "referred_on", on, case.ledger.received, "收到申请之日")
    told_on: date | None = act.handed_in.get("applicant_told_on")
    if told_on is not None:
        _in_its_time(act, "applicant_told_on", told_on, case.ledger.received, "收到申请之日")
    undecided = _some_undecided(act)
    numbers = tuple(each.number for each in undecided if not each.document)
    documents = [each.document for each in undecided if each.document]
    number = len(consultation_rows.of_case(unit.connection, case.id)) + 1
    to, sent_number = act.handed_in["referred_to"], act.handed_in["referral_number"]
    consultation_id = consultation_rows.add(unit.connection, {
        "case_id": case.id, "number": number, "party": _PARTY, "name": to, "contact": "",
        "asked": f"依法确定{'、'.join(each.place for each in undecided)}是否属于国家秘密、可否公开",
        "item": numbers[0] if len(undecided) == len(numbers) == 1 else None,
        "state": ConsultationState.DELIVERED.value, "asked_by": unit.actor.person_id,
        "asked_at": unit.now, "issued_on": on, "told_on": told_on, "delivered_on": on,
        "answered_on": None, "opinion": "", "opinion_reasons": "", "decision": "",
        "decision_reasons": "", "public_interest": "", "decided_by": None, "decided_at": None,
        "party_told_on": None, "disclose_from": None, "end_reason": "",
    })
    rows.add_referral(unit.connection, {
        "consultation_id": consultation_id, "case_id": case.id, "numbers": [*numbers],
        "documents": documents, "sent_number": sent_number, "answer": "", "answer_number": "",
    })
    key = str(consultation_id)
    enter(act, Entry(type="consultation_opened", on=on, id=key, party=_PARTY, told=told_on))
    enter(act, Entry(type="consultation_delivered", on=on, id=key))
    unit.record(SecrecyReferred(
        numbers=numbers, documents=len(documents), on=on, told_on=told_on,
        referral_digest=digest_of([to, sent_number]),
    ), case)
    return {}


def determined(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The answer: what is a state secret is found so, with its index entry; of what is none the
    reviewer, who has the answer at hand, still reads the text."""
    unit, case, on = act.unit, act.case, act.handed_in["determined_on"]
    referral, row = _awaited(act)
    _in_its_time(act, "determined_on", on, row["issued_on"], "报送的日期")
    answer = str(act.handed_in["determination"])
    enter(act, Entry(type="consultation_answered", on=on, id=str(row["id"])))
    consultation_rows.change(unit.connection, row["id"], {
        "state": ConsultationState.CLOSED.value, "answered_on": on,
        "opinion_reasons": act.handed_in.get("determination_text") or "",
    })
    rows.change_referral(unit.connection, row["id"], {
        "answer": answer, "answer_number": act.handed_in["determination_number"],
    })
    draft, numbers = reviewed_draft(act), tuple(referral["numbers"])
    for each in _undecided(act):
        if each.number in numbers or each.document in referral["documents"]:
            # It was found without the text: what is no secret is still read as it is to go out.
            _record(act, each, _classified(act, each, row, on) if answer == "secret" else
                    FindSecrecy(
                        case_id=case.id, number=each.number, document=each.document,
                        finding="may_disclose", reason=f"{row['name']}确定不属于国家秘密",
                        basis=act.handed_in["determination_number"]), draft, read=False)
    unit.record(SecrecyDetermined(
        numbers=numbers, documents=len(referral["documents"]), answer=answer, on=on,
        answer_digest=digest_of(act.handed_in["determination_number"]),
    ), case)
    return {}


def _classified(act: Act, of: Matter, row: ConsultationRow, on: date) -> FindSecrecy:
    given = act.handed_in
    return FindSecrecy(
        case_id=act.case.id, number=of.number, document=of.document, finding="may_not",
        secret=True, reason=f"{row['name']}确定属于国家秘密",
        basis=given["determination_number"], title=given["secret_title"],
        level=given["secret_level"], file_number=given["determination_number"],
        classified_by=row["name"], classified_on=on, term=given["secret_term"],
    )


def _waiting(act: Act) -> tuple[Matter, ...]:
    """What is still to be answered, and what is to go with the answer."""
    connection, case_id = act.unit.connection, act.case.id
    return (*map(of_item, item.still_open(item.of_case(connection, case_id))),
            *map(of_document, documents_of(reviewed_draft(act))))


def _undecided(act: Act) -> tuple[Matter, ...]:
    return tuple(each.matter for each in reviewed(
        act.unit.connection, act.case.id, _waiting(act)) if each.said == "cannot_decide")


def _some_undecided(act: Act) -> tuple[Matter, ...]:
    if not (found := _undecided(act)):
        raise UnlawfulAct(
            reason="没有认定为“不能确定”的事项或者附件，请先在“保密审查”中逐项认定",
            article=ARTICLE)
    return found


def _awaited(act: Act) -> tuple[SecrecyReferralRow, ConsultationRow]:
    referral = rows.referrals(act.unit.connection, act.case.id)[-1]
    row = consultation_rows.find(act.unit.connection, referral["consultation_id"])
    assert row is not None
    if row["state"] not in OPEN:
        raise UnlawfulAct(reason="这次报请确定已经停止", article=ARTICLE)
    return referral, row


def _in_its_time(act: Act, field: str, on: date, first: date | None, what: str) -> None:
    if on > act.unit.today:
        raise InvalidInput({field: "日期不能晚于今天。"})
    if first is not None and on < first:
        raise InvalidInput({field: f"日期不能早于{what}（{date_in_words(first)}），请核对。"})
