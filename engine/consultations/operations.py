"""What a diagram may say about the consultation that its process is about."""

from collections.abc import Mapping
from datetime import date

from engine.cases.act import Act, enter
from engine.cases.glance.status import CaseStatus
from engine.consultations import rows
from engine.consultations.consultation import ConsultationState, agreed, objects
from engine.consultations.days import place_of
from engine.consultations.events import (
    ConsultationDecided,
    InquiryDelivered,
    InquiryReturned,
    InquirySent,
    OpinionReceived,
    ThirdPartyTold,
)
from engine.errors import InvalidInput, UnlawfulAct
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.statute import Entry
from engine.statute.values import rule_sets
from engine.statute.values.findings import date_in_words
from engine.store.shapes import ConsultationRow


def sent(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The inquiry went out. 第三十三条第三款: the time that the opinion takes is not counted."""
    row, on = _row(act), act.handed_in["inquiry_sent_on"]
    if act.case.row["status"] != CaseStatus.OPEN:
        raise UnlawfulAct(
            reason="申请已经答复，不再需要对方的意见；请在“征求意见”中停止征求",
            article="《条例》第三十二条、第三十四条",
        )
    _in_its_time(act, "inquiry_sent_on", on, act.case.ledger.received, "收到申请之日")
    told_on = act.handed_in.get("applicant_told_on") or row["told_on"]
    if told_on is not None:
        _in_its_time(act, "applicant_told_on", told_on, act.case.ledger.received, "收到申请之日")
    enter(act, Entry(type="consultation_opened", on=on, id=str(row["id"]), party=row["party"],
                     told=told_on))
    rows.change(act.unit.connection, row["id"], {
        "state": ConsultationState.SENT.value, "issued_on": on, "told_on": told_on,
    })
    act.unit.record(InquirySent(number=row["number"], on=on, told_on=told_on), act.case)
    return {}


def delivered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """It reached the party: from that day it has its limit (第三十二条、第三十四条)."""
    row, on = _row(act), act.handed_in["inquiry_arrived_on"]
    _in_its_time(act, "inquiry_arrived_on", on, row["issued_on"], "征求意见书送出的日期")
    enter(act, Entry(type="consultation_delivered", on=on, id=str(row["id"])))
    rows.change(act.unit.connection, row["id"], {
        "state": ConsultationState.DELIVERED.value, "delivered_on": on,
    })
    act.unit.record(InquiryDelivered(
        number=row["number"], on=on, legal_date=_limit(act, row)), act.case)
    return {}


def returned(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """It came back: nothing has begun by it, so that no day is left out for it."""
    row, on = _row(act), act.handed_in["inquiry_arrived_on"]
    _in_its_time(act, "inquiry_arrived_on", on, row["issued_on"], "征求意见书送出的日期")
    reason = " ".join(act.handed_in["inquiry_return_reason"].split())[:200]
    place = place_of(act.case, "consultation_opened", row["id"])
    assert place is not None        # only what was sent comes back
    act.case.replace(place, None, f"征求意见书被退回：{reason}")
    rows.change(act.unit.connection, row["id"], {
        "state": ConsultationState.TO_SEND.value, "issued_on": None,
    })
    act.unit.record(InquiryReturned(number=row["number"], on=on, reason=reason), act.case)
    return {}


def answered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """What the party said; or that it said nothing, once its limit is over.

    Raises UnlawfulAct for a silence before the last day has passed.
    """
    row, opinion = _row(act), str(act.handed_in["opinion"])
    on: date | None = act.handed_in.get("answered_on")
    reasons = act.handed_in.get("opinion_reasons") or ""
    if opinion == "silent":
        _silent_at_last(act, row)
        on = None
    else:
        assert on is not None       # the form asks for it
        _in_its_time(act, "answered_on", on, row["delivered_on"], "征求意见书送达的日期")
        enter(act, Entry(type="consultation_answered", on=on, id=str(row["id"])))
    rows.change(act.unit.connection, row["id"], {
        "state": ConsultationState.ANSWERED.value, "opinion": opinion, "answered_on": on,
        "opinion_reasons": reasons,
    })
    act.unit.record(OpinionReceived(
        number=row["number"], opinion=opinion, on=on, reasons_digest=digest_of(reasons),
    ), act.case)
    return {}


def decided(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Whether to disclose. 第三十二条: against a third party's objection only for the public
    interest, which it is told in writing; what nobody agreed to it is told as well."""
    row, decision = _row(act), str(act.handed_in["disclosure"])
    interest = act.handed_in.get("public_interest") or ""
    third, discloses = row["party"] == "third_party", decision == "disclose"
    if third and discloses and objects(row) and not interest.strip():
        raise InvalidInput({
            "public_interest": "第三方不同意公开的，写明不公开会对公共利益造成怎样的重大影响，"
                               "或者决定不公开（《条例》第三十二条）。",
        })
    consents = agreed(row, act.case.ledger.received)
    if third and not discloses and consents:
        raise UnlawfulAct(
            reason="第三方同意公开，不能以第三方的权益为由决定不公开；另有其他理由的，"
                   "请决定公开，在答复中选用相应的理由",
            article="《条例》第十五条",
        )
    telling = third and discloses and not consents
    state = ConsultationState.DECIDED if telling else ConsultationState.CLOSED
    rows.change(act.unit.connection, row["id"], {
        "state": state.value, "decision": decision,
        "decision_reasons": act.handed_in["disclosure_reasons"], "public_interest": interest,
        "decided_by": act.unit.actor.person_id, "decided_at": act.unit.now,
    })
    act.unit.record(ConsultationDecided(
        number=row["number"], decision=decision, against_objection=discloses and objects(row),
        reasons_digest=digest_of([act.handed_in["disclosure_reasons"], interest]),
    ), act.case)
    return {"third_party": "to_be_told" if telling else "nothing_to_tell"}


def told(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The third party was told in writing; some days go by before anything is supplied."""
    row, on = _row(act), act.handed_in["third_party_told_on"]
    assert row["decided_at"] is not None
    _in_its_time(act, "third_party_told_on", on, row["answered_on"] or row["delivered_on"],
                 "收到意见或者意见书送达的日期")
    from_day = act.handed_in["disclose_from"]
    if from_day <= on:
        raise InvalidInput({
            "disclose_from": "应当晚于第三方收到告知的日期，留出第三方寻求救济的合理期间。",
        })
    rows.change(act.unit.connection, row["id"], {
        "state": ConsultationState.CLOSED.value, "party_told_on": on, "disclose_from": from_day,
    })
    act.unit.record(ThirdPartyTold(number=row["number"], on=on, from_day=from_day), act.case)
    return {}


def _row(act: Act) -> ConsultationRow:
    found = rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its opening
    return found


def _limit(act: Act, row: ConsultationRow) -> date | None:
    return act.case.assessment.limits.consultations.get(str(row["id"]))


def _silent_at_last(act: Act, row: ConsultationRow) -> None:
    limit = _limit(act, row)
    rules = rule_sets.of(act.case.ledger.received)
    article = rules.consultation_article[row["party"]]
    if limit is None:
        raise UnlawfulAct(
            reason="没有法定的答复意见期限，不能登记为逾期未答复；不再等待的，请停止征求意见",
            article=article,
        )
    if act.unit.today <= limit:
        raise UnlawfulAct(
            reason=f"答复意见的期限至{date_in_words(limit)}，尚未届满，不能登记为逾期未答复",
            article=article,
        )


def _in_its_time(act: Act, field: str, on: date, first: date | None, what: str) -> None:
    if on > act.unit.today:
        raise InvalidInput({field: "日期不能晚于今天。"})
    if first is not None and on < first:
        raise InvalidInput({field: f"日期不能早于{what}（{date_in_words(first)}），请核对。"})
