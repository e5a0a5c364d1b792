"""Faults to plant into drafts: each is one slip of the hand in a copy of what is published."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """A slip: in ``file`` the text ``old`` becomes ``new``; what must be said of it.

    file: below the folder of processes, in the newest, a draft. code: of the problem.
    element: its id. where: the file that must be named, if not the one with the slip.
    says: words of the message.
    """

    file: str
    old: str
    new: str
    code: str
    element: str
    says: str
    where: str = ""

    @property
    def process(self) -> str:
        return self.file.partition("/")[0]

    def plant(self, root: Path) -> None:
        """Spoil the draft; the text must be there."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        # What a node lists of its flows is optional, and a flow led elsewhere changes it.
        text = re.sub(r"<bpmn:(incoming|outgoing)>.*?</bpmn:\1>\s*", "", text)
        assert re.search(self.old, text, re.S), self.old
        path.write_text(re.sub(self.old, self.new, text, flags=re.S), encoding="utf-8")


HANDLING = "handling/v2/handling.bpmn"
CORRECTION = "correction/v2/correction.bpmn"
EXTENSION = "extension/v3/extension.bpmn"
SIGN_OFF = "sign_off/v2/sign_off.bpmn"
MAIN = "disclosure_request/v2/disclosure_request.bpmn"
EXAMINE = "handling/v2/forms/examine_request.yaml"
DRAFT = "handling/v2/forms/draft_reply.yaml"
SERVE = "handling/v2/forms/serve_reply.yaml"
APPROVE_EXTENSION = "extension/v3/forms/approve_extension.yaml"
APPROVE = "sign_off/v2/forms/approve_reply.yaml"
REVIEW = "confidentiality_review/v2/forms/review_confidentiality.yaml"
_CONDITION = r'(name="同意签发" sourceRef="after_approval".*?)sign_off == "approved"'

FAULTS: dict[str, Fault] = {
    # -- drawings
    "a lane that is not drawn": Fault(
        HANDLING, r'<bpmndi:BPMNShape id="shape_lane_handler".*?</bpmndi:BPMNShape>', "",
        "missing_drawing", "lane_handler", "没有画在图上"),
    "lines that cross": Fault(
        HANDLING, r'(id="edge_flow_legal_consultation_to_draft_reply"[^>]*>).*?</bpmndi:BPMNEdge>',
        r'\1<di:waypoint x="970" y="925"/><di:waypoint x="800" y="925"/>'
        r'<di:waypoint x="800" y="820"/></bpmndi:BPMNEdge>',
        "no_lines_cross", "flow_legal_consultation_to_draft_reply", "交叉"),
    "an id that the library uses itself": Fault(
        HANDLING, r"(?<![\w/])replied(?!\w)", "Root", "bad_id", "Root", "编号“Root”只能用小写字母"),
    # -- names
    "a lane of nobody": Fault(
        SIGN_OFF, 'name="审核签发人"', 'name="签发人"', "unknown_lane", "lane_reviewer", "签发人"),
    "a role that nobody holds": Fault(
        EXAMINE, "role: handler", "role: handlr", "unreadable", "examine_request", "“handlr”不在"),
    "an operation that is not there": Fault(
        SIGN_OFF, "record/decided", "record/decide", "unknown_operation", "record_decided",
        "record/decide"),
    "a limit that is not there": Fault(
        MAIN, 'value="reply"', 'value="replies"', "unknown_value", "record_reply_warning",
        "“replies”不存在，只能是"),
    "a warning of another limit than its timer watches": Fault(
        MAIN, 'value="reply"', 'value="legal_opinion"', "wrong_limit", "record_reply_warning",
        "请改成一致"),
    "a timer that is not there": Fault(
        MAIN, r'due\("reply_warning"\)', 'due("reply_warn")', "unknown_timer",
        "reply_warning_due", "reply_warn"),
    "a letter kind that is not there": Fault(
        CORRECTION, 'value="correction_notice"', 'value="correction_notise"', "unknown_value",
        "issue_correction_notice", "correction_notise"),
    "a reply sent without review by its kind": Fault(
        CORRECTION, 'value="correction_notice"', 'value="not_held"', "unknown_value",
        "issue_correction_notice", "not_held"),
    "a letter that nobody can complete": Fault(
        CORRECTION, 'value="correction_notice"', 'value="withdrawn"', "missing_field",
        "write_correction_notice", "withdrawal_way",
        where="correction/v2/forms/write_correction_notice.yaml"),
    "a parameter that its operation does not know": Fault(
        SIGN_OFF, r'(implementation="record/decided">.*?</bpmn:documentation>)',
        r'\1<bpmn:extensionElements><gongkai:parameter name="kind" value="x" />'
        "</bpmn:extensionElements>", "unknown_parameter", "record_decided", "没有参数“kind”"),
    "a limit that is not given": Fault(
        MAIN, r'<bpmn:extensionElements>\s*<gongkai:parameter name="limit" value="reply" />\s*'
        "</bpmn:extensionElements>", "", "missing_parameter", "record_reply_warning",
        "缺少参数“limit”"),
    "a process that is not there": Fault(
        HANDLING, 'calledElement="sign_off"', 'calledElement="signoff"', "unreadable", "sign_off",
        "“审核签发”（sign_off）调用的流程“signoff”，第3次发布没有写明"),
    "a task that is not there": Fault(
        REVIEW, r"separate_from: \[draft_reply\]", "separate_from: [draft_replies]",
        "unknown_task", "review_confidentiality", "draft_replies"),
    "a form called otherwise than its task": Fault(
        SERVE, "title: 送达", "title: 送出", "other_title", "serve_reply", "送出"),
    "a task without its article": Fault(
        SIGN_OFF, "<bpmn:documentation>《条例》第四条、第四十五条</bpmn:documentation>", "",
        "no_basis", "approve_reply", "依据"),
    # -- variables
    "a variable that no form sets": Fault(
        SIGN_OFF, _CONDITION, r'\1signoff == "approved"', "unknown_variable", "after_approval",
        "读取“signoff”"),
    "a value that no form gives": Fault(
        SIGN_OFF, _CONDITION, r'\1sign_off == "aproved"', "unknown_outcome", "after_approval",
        "aproved"),
    "a value that no form gives, in what forbids a choice": Fault(
        DRAFT, 'unless: extension == "approved"', 'unless: extension == "granted"',
        "unknown_outcome", "draft_reply", "granted"),
    "a variable read before anything set it": Fault(
        HANDLING, 'examination == "needs_correction"', 'correction == "received"', "not_yet_set",
        "after_examination", "可能还没有值"),
    "two conditions that hold together": Fault(
        HANDLING, 'draft == "extend"', 'draft == "extend" or draft == "consult_legal"',
        "overlapping_conditions", "after_draft", "“申请延期”、“提请会商”"),
    "a gateway that leaves a value out": Fault(
        SIGN_OFF, r' default="flow_after_approval_to_reply_returned"(.*?)'
        r'(name="退回" sourceRef="after_approval" targetRef="reply_returned") />',
        r'\1\2><bpmn:conditionExpression>sign_off == "approved"</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>", "no_way_out", "after_approval", "sign_off为“returned”时没有出口"),
    # -- forms and operations
    "a form without what its operation reads": Fault(
        APPROVE_EXTENSION, "name: working_days(.*?)$", r"name: workdays\1", "unreadable",
        "approve_extension",
        "approved要求的字段不存在：working_days"),
    "a field of another name": Fault(
        EXAMINE, r"requires: \[handler\](.*?)name: handler", r"requires: [officer]\1name: officer",
        "missing_field", "examine_request", "“handler”"),
    "a field of another type": Fault(
        SERVE, "name: served_on(.*?)type: date", r"name: served_on\1type: text", "wrong_field",
        "serve_reply", "要的是date"),
    "a field that may be left empty": Fault(
        EXAMINE, r"requires: \[handler\]", "requires: [note]", "field_not_required",
        "examine_request", "requires"),
    "a field that counts only now and then": Fault(
        SERVE, "(name: served_on.*?required: true)", r"\1\n    when: {service_method: post}",
        "field_not_required", "serve_reply", "served_on"),
    "a way of service that the law does not know": Fault(
        SERVE, "value: in_person", "value: pigeon", "wrong_field", "serve_reply", "pigeon"),
    "a reason for the extension that nobody must give": Fault(
        DRAFT, r"requires: \[extension_reason, extension_days\]", "requires: [extension_days]",
        "field_not_required", "draft_reply", "extension_reason"),
    "a button that does not announce the ledger's entry": Fault(
        SERVE, "clock: replied", "", "unannounced_clock", "serve_reply", "请写明clock: replied"),
    "an entry that no button on the way announces": Fault(
        EXAMINE, "clock: correction_requested", "", "unannounced_clock",
        "write_correction_notice", "请写明clock: correction_requested",
        where="correction/v1/forms/write_correction_notice.yaml"),
    "a button that announces another entry": Fault(
        SERVE, "clock: replied", "clock: extended", "wrong_clock", "serve_reply",
        "实际引起的是replied"),
    "a button that announces what it does not lead to": Fault(
        APPROVE, "value: returned", "value: returned\n      clock: replied", "wrong_clock",
        "approve_reply", "请改正"),
    "a decision left to a default": Fault(
        SIGN_OFF, 'default="flow_after_approval_to_reply_returned"(.*?)'
        r'<bpmn:conditionExpression[^>]*>[^<]*</bpmn:conditionExpression>(.*?)'
        'targetRef="reply_returned" />', r'default="flow_after_approval_to_record_decided"\1\2'
        'targetRef="reply_returned"><bpmn:conditionExpression>sign_off == "returned"'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>", "rash_default", "after_approval",
        "默认流"),
    "a draft in the hands of somebody else": Fault(
        HANDLING, 'name="承办人员"', 'name="法制机构"', "wrong_lane", "draft_reply",
        "只能由承办人员",
        where=DRAFT),
    "a form that is no YAML": Fault(
        SERVE, "title: 送达", "title: [送达", "unreadable", "serve_reply", "不是正确的YAML"),
    "a key given twice": Fault(
        SERVE, "title: 送达", "title: 送达\ntitle: 送出", "unreadable", "serve_reply",
        "第 2 行：“title”重复"),
}
