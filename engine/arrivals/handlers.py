"""Taking in, confirming, passing on and closing what came in."""

import re
from collections.abc import Mapping
from datetime import date

from declared.characters import IN_TEXT, unprintable
from engine.actors.permissions import own
from engine.arrivals import rows
from engine.arrivals.arrival import NO_REQUEST, OPEN, PASSED_ON, WAYS
from engine.arrivals.commands import (
    AddArrivalPapers,
    ArrivalFacts,
    FoundNoRequest,
    MendArrival,
    NoteCall,
    PassOn,
    QuarantinePaper,
    TakeIn,
)
from engine.arrivals.events import (
    ApplicantCalled,
    ArrivalMended,
    ArrivalNoRequest,
    ArrivalPaperAdded,
    ArrivalPaperQuarantined,
    ArrivalPassedOn,
    ArrivalTakenIn,
)
from engine.arrivals.taking import take
from engine.attachments.attachment import QUARANTINED, labelled
from engine.attachments.inspection import Inspected
from engine.attachments.rows import is_held
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.record.event import digest_of
from engine.statute.values import rule_sets
from engine.statute.values.findings import date_in_words
from engine.store import blobs
from engine.store.shapes import ArrivalChanges
from engine.transaction.unit_of_work import UnitOfWork

_SECRETS = "《中华人民共和国保守国家秘密法》"
_TEXTS: Mapping[str, tuple[str, int]] = {
    "sender": ("来件人", 120), "phone": ("联系电话", 40), "email": ("电子邮箱", 120),
    "subject": ("内容摘要", 200), "note": ("备注", 500), "tracking_number": ("邮件编号", 60),
    "handed_over_by": ("收发室交件人", 60), "to": ("转交的单位或者人员", 120),
    "signed_by": ("签收人", 60), "reason": ("原因", 300), "number": ("联系号码", 120),
    "spoke_with": ("接听人", 60),
}


def take_in(command: TakeIn, unit: UnitOfWork) -> int:
    person_id, agency_id = unit.actor.person_id, unit.actor.agency_id
    assert person_id is not None
    assert agency_id is not None
    facts = _facts(unit, command.facts)
    files = labelled(unit, command.papers)
    arrival_id = rows.add(unit.connection, {
        "agency_id": agency_id, **facts, "state": OPEN, "taken_by": person_id,  # type: ignore[typeddict-item]
        "taken_at": unit.now, "case_id": None, "closed_on": None, "closed_by": None,
        "closed_at": None, "passed_to": "", "signed_by": "", "reason": "",
    })
    unit.record(ArrivalTakenIn(
        arrival_id=arrival_id, way=command.facts.way, arrived_on=command.facts.arrived_on))
    _keep(unit, arrival_id, files)
    return arrival_id


def mend_arrival(command: MendArrival, unit: UnitOfWork) -> None:
    row = take(unit, command.arrival_id)
    facts = _facts(unit, command.facts)
    before = {name: row[name] for name in facts}  # type: ignore[literal-required]
    if before != facts:
        rows.change(unit.connection, row["id"], facts)
        unit.record(ArrivalMended(
            arrival_id=row["id"], digest_before=digest_of(before), digest_after=digest_of(facts)))


def add_arrival_papers(command: AddArrivalPapers, unit: UnitOfWork) -> None:
    row = take(unit, command.arrival_id)
    if not command.papers:
        raise InvalidInput({"papers": "请先选择要添加的文件。"})
    _keep(unit, row["id"], labelled(unit, command.papers))


def quarantine_paper(command: QuarantinePaper, unit: UnitOfWork) -> None:
    found = rows.find_paper(unit.connection, command.paper_id)
    row = None if found is None else rows.lock(unit.connection, found["arrival_id"])
    if row is None or not own(unit.actor).covers(row["agency_id"]):
        raise NotFound()
    paper = rows.find_paper(unit.connection, command.paper_id)      # as it is now
    assert paper is not None
    if row["case_id"] is not None:
        raise UnlawfulAct(reason="来件已经登记为办件，请在办件的附件中隔离删除", article=_SECRETS)
    if paper["quarantined"]:
        raise UnlawfulAct(reason="这份材料已经隔离删除", article=_SECRETS)
    problems = _wrong(reason=command.reason)
    if not command.reason.strip():
        problems["reason"] = "请写明原因。"
    if problems:
        raise InvalidInput(problems)
    if is_held(unit.connection, paper["digest"], but_arrival=row["id"]):
        raise UnlawfulAct(
            reason="同一份文件还在其他来件或者办件中，请先在那里隔离删除，再删除这一份",
            article=_SECRETS)
    rows.forget_name(unit.connection, row["id"], paper["digest"], QUARANTINED)
    blobs.erase(unit.connection, paper["digest"])
    unit.after_commit(unit.around.database.empty_log)
    unit.record(ArrivalPaperQuarantined(
        arrival_id=row["id"], digest=paper["digest"], size=paper["size"],
        reason=_line(command.reason),
    ))


def note_call(command: NoteCall, unit: UnitOfWork) -> None:
    row = take(unit, command.arrival_id)
    problems = _wrong(number=command.number, spoke_with=command.spoke_with, note=command.note)
    if not row["arrived_on"] <= command.called_on <= unit.today:
        problems["called_on"] = (
            f"联系日期应当在来件之日（{date_in_words(row['arrived_on'])}）以后、今天以前。"
        )
    if command.called_at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", command.called_at):
        problems["called_at"] = "时间应当写成09:30的样子。"
    if not command.number.strip():
        problems["number"] = "请填写拨打的号码或者联系的地址。"
    if command.confirmed and not command.reached:
        problems["confirmed"] = "没有联系上的，不能记为已经确认。"
    if problems:
        raise InvalidInput(problems)
    assert unit.actor.person_id is not None
    rows.add_call(unit.connection, {
        "arrival_id": row["id"], "place": len(rows.calls(unit.connection, [row["id"]])) + 1,
        "called_on": command.called_on, "called_at": command.called_at,
        "number": _line(command.number), "spoke_with": _line(command.spoke_with),
        "reached": command.reached, "confirmed": command.confirmed, "note": _line(command.note),
        "noted_by": unit.actor.person_id, "noted_at": unit.now,
    })
    unit.record(ApplicantCalled(
        arrival_id=row["id"], on=command.called_on, reached=command.reached,
        confirmed=command.confirmed,
    ))


def pass_on(command: PassOn, unit: UnitOfWork) -> None:
    row = take(unit, command.arrival_id)
    problems = _wrong(to=command.to, signed_by=command.signed_by, note=command.note)
    for name, value in (("to", command.to), ("signed_by", command.signed_by)):
        if not value.strip():
            problems[name] = f"请填写{_TEXTS[name][0]}。"
    if not row["arrived_on"] <= command.passed_on <= unit.today:
        problems["passed_on"] = (
            f"转交日期应当在来件之日（{date_in_words(row['arrived_on'])}）以后、今天以前。"
        )
    _end(unit, row["id"], problems, {
        "state": PASSED_ON, "closed_on": command.passed_on, "passed_to": _line(command.to),
        "signed_by": _line(command.signed_by), "reason": _line(command.note)[:300],
    })
    unit.record(ArrivalPassedOn(arrival_id=row["id"], on=command.passed_on))


def found_no_request(command: FoundNoRequest, unit: UnitOfWork) -> None:
    row = take(unit, command.arrival_id)
    problems = _wrong(reason=command.reason)
    if not command.reason.strip():
        problems["reason"] = "请写明为什么不是政府信息公开申请。"
    _end(unit, row["id"], problems, {
        "state": NO_REQUEST, "closed_on": unit.today, "reason": _line(command.reason),
    })
    unit.record(ArrivalNoRequest(arrival_id=row["id"]))


def _end(
    unit: UnitOfWork, arrival_id: int, problems: dict[str, str], changes: ArrivalChanges
) -> None:
    if problems:
        raise InvalidInput(problems)
    rows.change(unit.connection, arrival_id, {
        **changes, "closed_by": unit.actor.person_id, "closed_at": unit.now,
    })


def _facts(unit: UnitOfWork, facts: ArrivalFacts) -> ArrivalChanges:
    """What was typed, as columns. Raises InvalidInput, naming the fields."""
    problems = _wrong(
        sender=facts.sender, phone=facts.phone, email=facts.email, subject=facts.subject,
        note=facts.note, tracking_number=facts.tracking_number,
        handed_over_by=facts.handed_over_by,
    )
    if facts.way not in WAYS:
        problems["way"] = "请选择来件方式。"
    problems |= _wrong_days(facts, unit.today)
    if not (facts.sender.strip() or facts.subject.strip()):
        problems["sender"] = "来件人和内容摘要请至少填写一项，以便辨认。"
    if problems:
        raise InvalidInput(problems)
    return {
        "way": facts.way, "arrived_on": facts.arrived_on,
        "handed_over_on": facts.handed_over_on,
        "handed_over_by": _line(facts.handed_over_by) if facts.handed_over_on else "",
        "tracking_number": _line(facts.tracking_number), "sender": _line(facts.sender),
        "phone": _line(facts.phone), "email": _line(facts.email),
        "subject": _line(facts.subject), "note": facts.note.strip(),
    }


def _wrong_days(facts: ArrivalFacts, today: date) -> dict[str, str]:
    if facts.arrived_on > today:
        return {"arrived_on": "来件日期不能晚于今天。"}
    if facts.arrived_on < rule_sets.first_day():
        since = date_in_words(rule_sets.first_day())
        return {"arrived_on": f"来件日期不能早于{since}（《条例》施行之日）。"}
    if facts.handed_over_on is None:
        return {}
    if not facts.arrived_on <= facts.handed_over_on <= today:
        return {"handed_over_on": "收发室移交的日期应当在收发室签收之日以后、今天以前。"}
    if not facts.handed_over_by.strip():
        return {"handed_over_by": "请填写收发室交件人，由其签名移交。"}
    return {}


def _wrong(**texts: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in texts.items():
        label, most = _TEXTS[name]
        if len(text.strip()) > most:
            found[name] = f"{label}不能超过{most}个字，现有{len(text.strip())}个字。"
        elif problem := unprintable(text, but=IN_TEXT):
            found[name] = problem.told(label)
    return found


def _keep(unit: UnitOfWork, arrival_id: int, files: tuple[tuple[Inspected, str], ...]) -> None:
    assert unit.actor.person_id is not None
    for file, label in files:
        blobs.keep(unit.connection, file.content, file.digest)
        rows.add_paper(unit.connection, {
            "arrival_id": arrival_id, "label": label, "name": file.name,
            "media_type": file.media_type, "size": len(file.content), "digest": file.digest,
            "added_by": unit.actor.person_id, "added_at": unit.now,
        })
        unit.record(ArrivalPaperAdded(
            arrival_id=arrival_id, digest=file.digest, size=len(file.content)))


def _line(text: str) -> str:
    return " ".join(text.split())
