"""Processes that could be carried out and would break the law: each is one change of a draft."""

from draft_faults import (
    APPROVE,
    APPROVE_EXTENSION,
    CORRECTION,
    DRAFT,
    EXAMINE,
    HANDLING,
    MAIN,
    REVIEW,
    SIGN_OFF,
    Fault,
)


def _led(flow: str, target: str, becomes: str) -> tuple[str, str]:
    """The pattern and the text that lead a flow elsewhere; the drawing stays as it was."""
    return rf'(id="{flow}"[^>]*targetRef=)"{target}"', rf'\1"{becomes}"'


def _fault(file: str, change: tuple[str, str], code: str, element: str, says: str) -> Fault:
    return Fault(file, *change, code, element, says)


UNLAWFUL: dict[str, Fault] = {
    "a reply signed off whatever its review says": _fault(
        HANDLING, _led("flow_after_confidentiality_review_to_draft_reply", "draft_reply",
                       "sign_off"),
        "unlawful", "issue_reply", "现有文本已通过保密审查"),
    "a reply that failed its review": Fault(
        HANDLING, 'confidentiality == "passed"', 'confidentiality == "not_passed"',
        "unlawful", "issue_reply", "现有文本已通过保密审查"),
    "a review that is tied to no text": Fault(
        REVIEW, "reviews_letter: passed", "", "unlawful", "issue_reply",
        "现有文本已通过保密审查"),
    "a reply signed off by who drafted it": Fault(
        APPROVE, r"separate_from: \[draft_reply\]", "", "unlawful", "issue_reply",
        "已由拟制人以外的人同意签发"),
    "a reply issued though it was returned": Fault(
        SIGN_OFF, '"approved"', '"returned"', "unlawful", "issue_reply",
        "已由拟制人以外的人同意签发"),
    "a reply served that was not issued": Fault(
        HANDLING, 'sign_off == "approved"', 'sign_off == "returned"', "unlawful",
        "record_replied", "答复已签发"),
    "a reply issued before its outcome is on record": Fault(
        SIGN_OFF, "record/decided", "record/registered", "unlawful", "record_archived",
        "答复决定已记载"),
    "a case archived without an answer": _fault(
        HANDLING, _led("flow_after_correction_to_draft_reply", "draft_reply", "replied"),
        "unlawful", "record_archived", "答复已送达"),
    "a case that ends without being archived": Fault(
        MAIN, "record/archived", "record/registered", "unlawful", "case_archived", "已归档"),
    "a reply handed in without a letter": Fault(
        DRAFT, r"requires: \[letter\]", "requires: [legal_question]", "stands_for_good",
        "review_confidentiality", "再也不能办结"),
    "a case that can never be closed": Fault(
        DRAFT, r"requires: \[letter\]",
        'requires: [letter]\n      unless: sign_off != "approved"\n      because: 还没有签发。',
        "stands_for_good", "draft_reply", "再也不能办结"),
    "a second request for correction": Fault(
        EXAMINE, r'\n *unless: correction == "received"\n *because: [^\n]*', "", "unlawful",
        "record_correction_requested", "可能办理两次。依据：《条例》第三十条"),
    "a second extension": Fault(
        DRAFT, r'\n *unless: extension == "approved"\n *because: [^\n]*', "", "unlawful",
        "record_extended", "可能办理两次。依据：《条例》第三十三条第二款"),
    "a request registered twice": Fault(
        HANDLING, "record/accepted", "record/registered", "unlawful", "record_accepted",
        "可能办理两次"),
    "a review by who drafted the letter": Fault(
        REVIEW, r"separate_from: \[draft_reply\]", "", "own_work", "review_confidentiality",
        "请写明separate_from: [draft_reply]"),
    "an extension granted by who asked for it": Fault(
        APPROVE_EXTENSION, r"separate_from: \[draft_reply\]", "", "own_work",
        "approve_extension", "请写明separate_from: [draft_reply]"),
    "a warning on record as a limit missed": Fault(
        MAIN, "record/warning", "record/overdue", "no_timer", "record_reply_warning",
        "只能由时限（"),
    "a request to be corrected whose limit nobody watches": Fault(
        HANDLING, 'attachedToRef="examine_request"', 'attachedToRef="draft_reply"', "unwatched",
        "examine_request", "没有时限“correction_notice_warning”在计时"),
    "a task of the administrator": Fault(
        CORRECTION, 'name="受理人员"', 'name="系统管理员"', "unknown_lane",
        "lane_intake_officer", "不是任何一种角色"),
    "a call in the lane of somebody who has nothing to do in it": Fault(
        HANDLING, 'name="法制机构"', 'name="督办人员"', "wrong_lane", "legal_consultation",
        "法制机构办理，请移到那里"),
    "a ring in which nobody is asked": _fault(
        HANDLING, _led("flow_after_confidentiality_review_to_draft_reply", "draft_reply",
                       "after_confidentiality_review"),
        "endless_ring", "after_confidentiality_review", "一直转下去"),
    "a request that is handled without a warning": Fault(
        MAIN, r"due\(.reply_warning.\)", 'due("correction_notice_warning")',
        "unwatched", "examine_request", "没有时限“reply_warning”在计时"),
    "a request that is handled while nobody counts": Fault(
        MAIN, 'attachedToRef="handling"', 'attachedToRef="archive_case"', "unwatched",
        "examine_request", "没有时限“reply_overdue”在计时"),
    "an applicant's period that nobody watches": Fault(
        CORRECTION, r"due\(.correction_period.\)", 'due("reply_overdue")', "unwatched",
        "receive_correction", "“correction_period”"),
    "a limit that comes unnoticed": Fault(
        MAIN, r'record/warning">(.*?)<bpmn:extensionElements>.*?</bpmn:extensionElements>',
        r'record/registered">\1', "silent_timer", "reply_warning_due", "没有任何记载"),
    "a task that is offered and never comes": Fault(
        DRAFT, r"requires: \[legal_question\]",
        'requires: [legal_question]\n      unless: draft != "consult_legal"\n'
        "      because: 还没有会商过。", "never_reached", "legal_consultation", "永远走不到"),
}
