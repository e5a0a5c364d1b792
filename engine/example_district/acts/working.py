"""What officers do for a request from its registration to its archive."""

from datetime import date
from typing import Any

import letters
from engine.actors.roles import Role
from engine.attachments.commands import Upload
from engine.correspondence import rows as letter_rows
from engine.example_district import papers, wording
from engine.example_district.acts.consulting import hear_adviser
from engine.example_district.acts.serving import serve_notice
from engine.example_district.acts.stage import Stage
from engine.example_district.matters import fill
from engine.example_district.plans import Plan
from engine.items import rows as item_rows
from engine.items.commands import FindItem, RecordSearch
from engine.registration.commands import RegisterRequest
from engine.statute.calendar.zone import local_day
from engine.statute.values import grounds
from engine.tasks.commands import ClaimTask, SaveTaskDraft


def register(stage: Stage, plan: Plan) -> None:
    """The intake officer registers the request."""
    spoken = plan.channel == "in_person" and plan.remark % 9 == 0
    natural = plan.applicant.kind == "natural_person"
    plan.case_id = stage.engine.handle(RegisterRequest(
        channel=plan.channel, arrived_on=plan.arrived_on, received_on=plan.received_on,
        applicant=plan.applicant, subject=plan.subject, description=plan.description,
        form_of_supply=plan.form_of_supply, way_of_supply=plan.way_of_supply,
        area=plan.matter.area, written_for_applicant=spoken and natural,
        written_by=stage.actor(plan, Role.INTAKE_OFFICER).name if spoken and natural else "",
        needs_assistance=natural and plan.remark % 50 == 7,
        suggests_publication=plan.remark % 14 == 3, attachments=_handed_in(plan),
        items=tuple(each["description"] for each in wording.items(plan)),
    ), stage.actor(plan, Role.INTAKE_OFFICER))


def _handed_in(plan: Plan) -> tuple[Upload, ...]:
    who = plan.applicant
    form = papers.pdf("政府信息公开申请表", "政府信息公开申请表", [
        f"申请人：{who.name}", f"所需政府信息：{plan.subject}", f"描述：{plan.description}",
        f"申请时间：{letters.date_in_words(plan.arrived_on)}", "（示例材料）",
    ])
    if who.kind == "legal_service":
        return form, papers.docx("授权委托书", "授权委托书", [
            f"委托人委托{who.name}代为提出政府信息公开申请并接收答复文书。", "（示例材料）",
        ])
    return (form,) if plan.remark % 3 == 0 else ()


def accept(stage: Stage, plan: Plan) -> None:
    """The intake officer accepts the request."""
    corrected = any(act == "receive_correction" for _, act in plan.acts)
    handler = stage.actor(plan, Role.HANDLER).person_id
    stage.complete(
        plan, Role.INTAKE_OFFICER, "examine_request", examination="accepted", handler=handler,
        note=wording.examined(plan, corrected),
    )


def ask_correction(stage: Stage, plan: Plan) -> None:
    """The intake officer finds the request unclear."""
    stage.complete(
        plan, Role.INTAKE_OFFICER, "examine_request", examination="needs_correction",
        note=wording.remark(plan, "examination", "needs_correction"),
    )


def write_notice(stage: Stage, plan: Plan) -> None:
    """The intake officer writes what the applicant should correct."""
    correction = plan.matter.correction
    assert correction is not None
    outcome = stage.outcome(plan, "write_correction_notice")
    stage.complete(plan, Role.INTAKE_OFFICER, "write_correction_notice", **{
        outcome: "written", "items": fill(correction.items, plan.slots),
        "guidance": fill(correction.guidance, plan.slots),
    })
    serve_notice(stage, plan)


def receive_correction(stage: Stage, plan: Plan) -> None:
    """The applicant's correction comes in."""
    correction = plan.matter.correction
    assert correction is not None
    clear = plan.kind != "still_unclear"
    corrected = str(fill(correction.corrected, plan.slots)) if clear else \
        "申请人重申原申请内容，没有补充文件名称、文号和年度。"
    stage.complete(
        plan, Role.INTAKE_OFFICER, "receive_correction", correction="received",
        corrected_on=stage.engine.today().isoformat(), channel=plan.channel,
        corrected_description=corrected,
    )
    if plan.remark % 2:
        stage.attach(plan, Role.INTAKE_OFFICER, papers.txt(
            "补正材料", ["补正材料", f"申请人：{plan.applicant.name}", corrected, "（示例材料）"]
        ))


def confirm_lapse(stage: Stage, plan: Plan) -> None:
    """Nothing came: the intake officer confirms it. In older cases the timer already did."""
    if stage.waits(plan, "receive_correction"):
        stage.complete(
            plan, Role.INTAKE_OFFICER, "receive_correction", correction="lapsed",
            lapse_checked="true",
        )


def consult_legal(stage: Stage, plan: Plan) -> None:
    """The handler asks the legal section."""
    stage.complete(
        plan, Role.HANDLER, "draft_reply", draft="consult_legal",
        legal_question=wording.legal_question(plan),
    )


def give_opinion(stage: Stage, plan: Plan) -> None:
    """The legal section answers, or who was arranged in its place."""
    if stage.waits(plan, "register_legal_opinion"):
        hear_adviser(stage, plan)
        return
    conclusion, opinion = wording.legal_opinion(plan)
    why = {} if conclusion == "agree" or not stage.asks(
        plan, "give_legal_opinion", "legal_reasons") else {
            "legal_reasons": wording.remark(plan, "legal_opinion", "reasons")}
    stage.complete(
        plan, Role.LEGAL_OFFICER, "give_legal_opinion", legal_opinion=conclusion,
        opinion=opinion, **why,
    )


def ask_extension(stage: Stage, plan: Plan) -> None:
    """The handler asks for more time."""
    stage.complete(
        plan, Role.HANDLER, "draft_reply", draft="extend",
        extension_reason=wording.remark(plan, "extension_reason"),
        extension_days=str(plan.extended or 15),
    )


def approve_extension(stage: Stage, plan: Plan) -> None:
    """The head of the disclosure office grants it; in older cases the reviewer."""
    whose = stage.duty(plan, "approve_extension")
    stage.complete(
        plan, whose, "approve_extension", extension="approved",
        working_days=str(plan.extended), opinion=wording.remark(plan, "extension_opinion"),
    )
    serve_notice(stage, plan)


def _letter(stage: Stage, plan: Plan) -> dict[str, Any]:
    earlier = None
    if plan.earlier is not None:
        with stage.engine.database.read() as connection:
            reply = letter_rows.reply_of(connection, plan.earlier.case_id)
        assert reply is not None
        assert reply["issued_at"] is not None
        earlier = {
            "earlier_reply_on": local_day(reply["issued_at"]).isoformat(),
            "earlier_reply_title": letters.kinds()[reply["kind"]].heading,
            "earlier_reply_number": reply["number"],
        }
    if plan.kind == "not_held":
        _search(stage, plan, 1)
    _find_items(stage, plan)
    facts = wording.reply_facts(plan, earlier)
    return {"kind": plan.kind, "facts": facts}


def _search(stage: Stage, plan: Plan, number: int) -> None:
    """The handler keeps what was searched for an item, once."""
    with stage.engine.database.read() as connection:
        if item_rows.searches(connection, plan.case_id):
            return
    stage.engine.handle(RecordSearch(
        case_id=plan.case_id, number=number, **wording.search(plan, stage.engine.today()),
    ), stage.actor(plan, Role.HANDLER))


def _find_items(stage: Stage, plan: Plan) -> None:
    """The handler says of each of several items what it is found to be."""
    for number, item in enumerate(wording.items(plan), 1):
        said = {name: value for name, value in item.items() if name != "description"}
        if said["ground"] == "36-4":
            _search(stage, plan, number)
        stage.engine.handle(
            FindItem(case_id=plan.case_id, number=number, **said),
            stage.actor(plan, Role.HANDLER),
        )


def draft(stage: Stage, plan: Plan) -> None:
    """The handler submits the reply."""
    letter = _letter(stage, plan)
    if grounds.withholds_secret(letters.kinds()[letter["kind"]].ground):
        stage.find_each_item(
            plan, finding="may_not", secret=True, reason="所申请的文件标有密级，尚在保密期限内。",
            basis="《中华人民共和国保守国家秘密法》第十三条", title=plan.subject[:60],
            level="secret",
            classified_by=plan.office.name, classified_on=date(2023, 4, 3), term="20年",
        )
    stage.complete(plan, Role.HANDLER, "draft_reply", draft="submit", letter=letter)
    names = letter["facts"].get("attachments", [])
    if names and plan.remark % 2 == 0:
        make = papers.pdf if plan.remark % 4 else papers.docx
        stage.attach(plan, Role.HANDLER, make(names[0], names[0], [
            f"制作机关：{plan.office.name}", "本件为拟向申请人提供的信息。", "（示例材料）",
        ]))


def pass_review(stage: Stage, plan: Plan) -> None:
    """The confidentiality reviewer lets the reply pass."""
    if stage.review_lacks(plan):
        stage.find_each_item(plan, finding="may_disclose")
    stage.complete(
        plan, Role.CONFIDENTIALITY_REVIEWER, "review_confidentiality", confidentiality="passed",
        opinion=wording.remark(plan, "confidentiality", "passed"),
    )


def fail_review(stage: Stage, plan: Plan) -> None:
    """The confidentiality reviewer sends the reply back."""
    stage.complete(
        plan, Role.CONFIDENTIALITY_REVIEWER, "review_confidentiality",
        confidentiality="not_passed", opinion=wording.remark(plan, "confidentiality", "not_passed"),
    )


def sign(stage: Stage, plan: Plan) -> None:
    """The reviewer signs the reply."""
    stage.complete(
        plan, Role.REVIEWER, "approve_reply", sign_off="approved",
        opinion=wording.remark(plan, "sign_off", "approved"),
    )


def send_back(stage: Stage, plan: Plan) -> None:
    """The reviewer sends the reply back."""
    stage.complete(
        plan, Role.REVIEWER, "approve_reply", sign_off="returned",
        opinion=wording.remark(plan, "sign_off", "returned"),
    )


def archive(stage: Stage, plan: Plan) -> None:
    """The intake officer closes the case file."""
    stage.complete(
        plan, Role.INTAKE_OFFICER, "archive_case", archiving="archived",
        materials_complete="true", archive_note=wording.remark(plan, "archive_note"),
    )


def supervise(stage: Stage, plan: Plan) -> None:
    """The manager looks after a case that is overdue."""
    stage.complete(
        plan, Role.MANAGER, "supervise_overdue", supervision="recorded",
        overdue_cause=wording.remark(plan, "overdue_cause"),
        supervision_opinion=wording.remark(plan, "supervision_opinion"),
    )


def claim(stage: Stage, plan: Plan) -> None:
    """Somebody takes the open task for himself."""
    task = stage.task(plan)
    if task["assignee_id"] is None:
        stage.engine.handle(
            ClaimTask(task_id=task["id"]), stage.actor(plan, Role(task["role"]))
        )


def save(stage: Stage, plan: Plan) -> None:
    """A reply half written, left for tomorrow."""
    task = stage.task(plan, "draft_reply")
    stage.engine.handle(
        SaveTaskDraft(task_id=task["id"], values={"letter": _letter(stage, plan)}),
        stage.actor(plan, Role.HANDLER),
    )
