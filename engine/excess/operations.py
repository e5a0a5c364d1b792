"""What a diagram may say about asking for reasons."""

from collections.abc import Mapping
from datetime import date

from engine.cases.act import Act, enter
from engine.errors import UnlawfulAct
from engine.excess import rows
from engine.excess.events import ReasonsAsked, ReasonsGiven, ReasonsWeighed, ReasonsWithheld
from engine.excess.excess import ARTICLE, ExcessState, check_given_on, last_day
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.statute import Entry
from engine.statute.values.findings import date_in_words
from engine.store.shapes import ExcessRow


def asked(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """第三十五条: in writing, with the applicant's requests of twelve months that were counted."""
    row, typed, on = _row(act), act.handed_in, act.unit.today
    enter(act, Entry(type="reasons_requested", on=on))
    rows.change(act.unit.connection, row["id"], {
        "state": ExcessState.ASKED.value, "earlier": int(typed["excess_count"]),
        "findings": typed["excess_findings"], "wanted": typed["reasons_wanted"],
        "days": int(typed["reasons_days"]), "asked_on": on,
        "asked_by": act.unit.actor.person_id,
    })
    act.unit.record(ReasonsAsked(
        number=row["number"], on=on, earlier=int(typed["excess_count"]),
        asked_digest=digest_of([typed["excess_findings"], typed["reasons_wanted"]])), act.case)
    return {}


def given(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """The applicant explained himself, on a day that may be typed later."""
    row, on, text = _row(act), act.handed_in["reasons_given_on"], act.handed_in["reasons_text"]
    check_given_on(row, on, act.unit.today)
    enter(act, Entry(type="reasons_given", on=on))
    rows.change(act.unit.connection, row["id"], {
        "state": ExcessState.TO_WEIGH.value, "given_on": on, "reasons": text,
    })
    act.unit.record(
        ReasonsGiven(number=row["number"], on=on, reasons_digest=digest_of(text)), act.case)
    return {}


def withheld(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Somebody confirmed that nothing came. Raises UnlawfulAct before the day that was set."""
    row, letter = _row(act), rows.letter_of(act.unit.connection, act.case.id)
    served_on = None if letter is None else letter["served_on"]
    limit = last_day(act.case, row, served_on)
    if limit is None:
        raise UnlawfulAct(
            reason="说明理由通知书还没有登记送达，期限没有开始，不能登记为没有说明",
            article=ARTICLE)
    if act.unit.today <= limit:
        raise UnlawfulAct(
            reason=f"通知书给申请人的期限至{date_in_words(limit)}，尚未届满，不能登记为没有说明",
            article=ARTICLE)
    rows.change(act.unit.connection, row["id"], {"state": ExcessState.TO_WEIGH.value})
    act.unit.record(ReasonsWithheld(number=row["number"], legal_date=limit), act.case)
    return {}


def reasonable(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Good reasons, and time enough: the request is answered like any other."""
    _weighed(act, "reasonable", None)
    return {}


def deferred(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Good reasons, but not to be answered in time: by a later day, that the applicant is told."""
    until = act.handed_in["deferred_until"]
    enter(act, Entry(type="deferred", on=act.unit.today, until=until))
    _weighed(act, "deferred", until)
    return {}


def unreasonable(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """No good reasons: the request may be answered as not processed."""
    _weighed(act, "unreasonable", None)
    return {}


def _weighed(act: Act, finding: str, until: date | None) -> None:
    row, why = _row(act), act.handed_in["finding_reasons"]
    rows.change(act.unit.connection, row["id"], {
        "state": ExcessState.CLOSED.value, "finding": finding, "finding_reasons": why,
        "until": until, "weighed_by": act.unit.actor.person_id, "weighed_at": act.unit.now,
    })
    act.unit.record(ReasonsWeighed(
        number=row["number"], finding=finding, until=until, why_digest=digest_of(why)), act.case)


def _row(act: Act) -> ExcessRow:
    found = rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its opening
    return found
