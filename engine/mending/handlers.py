"""Putting right what was registered."""

from engine.cases.act import Act
from engine.cases.case import CORRECTION, Case
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.rows import cases as case_rows
from engine.cases.visible import own_case
from engine.correspondence import drafting, rows as letter_rows
from engine.correspondence.receipts import receipt
from engine.errors import InvalidInput, UnlawfulAct
from engine.items import item as items
from engine.joining import rows as link_rows
from engine.mending import overdue
from engine.mending.commands import CorrectRegistration, VoidRegistration
from engine.mending.correcting import Correction, check_may_correct, checked, reason_of
from engine.mending.events import ReceiptDayCorrected, RegistrationCorrected
from engine.mending.voiding import ARTICLE, check_may_void, enter_voided
from engine.processes.runtime import NotOpen
from engine.record.event import digest_of
from engine.registration.applicants import rows as applicant_rows
from engine.registration.versions import rows as version_rows, version
from engine.store.shapes import CaseRow, RequestColumns
from engine.transaction.unit_of_work import UnitOfWork


def void_registration(command: VoidRegistration, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    check_may_void(
        row["status"], letter_rows.of_case(unit.connection, command.case_id))
    problems: dict[str, str] = {}
    reason = reason_of(command.reason, problems)
    twice = _same_request(unit, row, command.duplicate_of, problems)
    if problems:
        raise InvalidInput(problems)
    case = open_cases(unit).take(command.case_id, row["revision"])
    if case.contested:
        raise UnlawfulAct(
            reason="复议、诉讼还没有办结，登记不能作废；请先登记复议、诉讼的结果", article=ARTICLE)
    act = Act(unit, case, handed_in={
        "reason": reason, "duplicate_of": twice["number"] if twice else "",
    })
    try:
        moving.tell(act, "voided")
    except NotOpen:     # begun on a release whose diagrams do not know it
        enter_voided(act)
    for running in case.live():
        running.instance.call_off()
        running.moved = True
    projection.settle(unit, case)
    if twice is not None:
        assert unit.actor.person_id is not None
        link_rows.add_link(unit.connection, {
            "case_id": case.id, "other_case_id": twice["id"], "kind": "voided", "reason": reason,
            "linked_at": unit.now, "linked_by": unit.actor.person_id,
        })


def correct_registration(command: CorrectRegistration, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    check_may_correct(unit, row)
    case = open_cases(unit).take(command.case_id, row["revision"])
    made, reason = checked(unit, case.row, case, command.right, command.reason)
    version_id = _keep(unit, case, made, reason)
    before = case.row["received_on"]
    _put_right(unit, case, made, reason)
    unit.record(RegistrationCorrected(
        fields=made.fields, digest_before=digest_of(made.before.values()),
        digest_after=digest_of(made.after.values()), reason=reason,
    ), case)
    if (before, made.was.due) != (case.row["received_on"], made.will_be.due):
        unit.record(ReceiptDayCorrected(
            received_before=before, received_on=case.row["received_on"],
            due_before=made.was.due, due_on=made.will_be.due,
        ), case)
    act = Act(unit, case)
    overdue.follow(act, made.was)
    for waiting in made.recalled:
        act.send("letter_recalled", waiting["id"])
    if made.paper is not None and made.former is not None:
        # Another receipt takes the place of the one that the applicant has.
        letter_id = drafting.number_and_keep(
            act, receipt.CORRECTED, {}, None, former=made.former)
        version_rows.receipt_issued(
            unit.connection, version_id, letter_id, made.former.letter_id)
    moving.deliver(act)


def _keep(unit: UnitOfWork, case: Case, made: Correction, reason: str) -> int:
    """What held until now; returns the version's id."""
    assert unit.actor.person_id is not None
    return version_rows.add(unit.connection, {
        "case_id": case.id, "facts": version.facts_of(case.row),
        "applicant_id": case.row["applicant_id"],
        "beside": [[each["id"], each["part"], each["authority"]]
                   for each in applicant_rows.beside(unit.connection, case.id)],
        "due_on": made.was.due, "due_after": made.will_be.due, "fields": list(made.fields),
        "reason": reason, "corrected_by": unit.actor.person_id, "corrected_at": unit.now,
        "stating": [each["id"] for each in made.stating],
    })


def _put_right(unit: UnitOfWork, case: Case, made: Correction, reason: str) -> None:
    """The columns of the case, who asks, and its one item, if that is what it was called by."""
    subject, now = case.row["subject"], made.after.case
    _, mark, supplement = case.row["description"].partition(CORRECTION)
    columns: RequestColumns = {**now, "description": now["description"] + mark + supplement}
    applicant_id = case.row["applicant_id"]
    if made.before.applicant_differs(made.after):
        applicant_id = case_rows.add_applicant(unit.connection, made.after.applicant)
    case_rows.correct_registration(unit.connection, case.id, columns, applicant_id)
    case.registered_otherwise(columns, applicant_id, made.ledger, made.discretion)
    if made.before.beside_differs(made.after):
        applicant_rows.replace_beside(unit.connection, case.id, made.after.beside)
    known = items.of_case(unit.connection, case.id)
    if (len(known) == 1 and known[0].open and known[0].row["description"] == subject
            and now["subject"] != subject):
        items.supersede(unit, known[0], description=now["subject"], why=reason)


def _same_request(
    unit: UnitOfWork, row: CaseRow, number: str, problems: dict[str, str]
) -> CaseRow | None:
    """The case that is the same request, by its register number."""
    wanted = "".join(number.split())
    if not wanted:
        return None
    found = case_rows.numbered(unit.connection, row["agency_id"], wanted)
    if found is None:
        problems["duplicate_of"] = "本机关没有这个编号的办件，请核对，例如“周财公开申〔2026〕1号”。"
    elif found["id"] == row["id"]:
        problems["duplicate_of"] = "这是本办件自己的编号，请填写另一件的编号。"
    elif found["status"] == "voided":
        problems["duplicate_of"] = "这一件也已作废，请填写继续办理的那一件的编号。"
    return found
