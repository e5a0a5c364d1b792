"""Whole lives of requests, step by step, as the tests play them in an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import Role


@dataclass(frozen=True)
class Step:
    """On a day, somebody hands in the form of a step. ``HANDLER`` stands for the handler's id."""

    on: date
    element: str
    by: Role
    values: Mapping[str, Any]
    came_with: str = ""     # the form that came with it; an earlier case passes the step over


@dataclass(frozen=True)
class Sweep:
    """On a day, the scheduler looks for timers that are due."""

    on: date
    hour: int = 9


HANDLER = "the handler of the office"


def day(month: int, of_month: int) -> date:
    return date(2026, month, of_month)


DISCLOSED = {
    "kind": "disclosed",
    "facts": {
        "disclosed_content": "《2025年度部门决算》，共12页。",
        "supply_way": "以纸质复印件形式，随本告知书邮寄",
        "attachments": ["2025年度部门决算"],
    },
}
PARTLY_DISCLOSED = {
    "kind": "partly_disclosed",
    "facts": {
        "disclosed_part": "《2025年临时救助名册》中的人数和金额。",
        "supply_way": "以纸质复印件形式，随本告知书邮寄",
        "withheld_part": "名册中的公民身份号码和银行账号",
        "withheld_ground": "15",
        "withheld_reason": "上述内容涉及个人隐私，公开会对救助对象的合法权益造成损害。",
    },
}
STATE_SECRET: dict[str, Any] = {"kind": "refused_state_secret", "facts": {}}
LAPSED: dict[str, Any] = {"kind": "correction_lapsed", "facts": {}}


def accepted(on: date) -> Step:
    return Step(on, "examine_request", Role.INTAKE_OFFICER,
                {"examination": "accepted", "handler": HANDLER})


def submitted(on: date, letter: Mapping[str, Any]) -> Step:
    return Step(on, "draft_reply", Role.HANDLER, {"draft": "submit", "letter": letter})


def reviewed(on: date) -> Step:
    return Step(on, "review_confidentiality", Role.CONFIDENTIALITY_REVIEWER,
                {"confidentiality": "passed"})


def signed(on: date) -> Step:
    return Step(on, "approve_reply", Role.REVIEWER, {"sign_off": "approved"})


def served(on: date) -> Step:
    """Posted; what became of it is entered later (``delivered``)."""
    return Step(on, "serve_letter", Role.INTAKE_OFFICER, {
        "service": "sent", "service_method": "post", "served_on": on.isoformat(),
        "tracking_number": "XA12345678937",
    })


def delivered(on: date) -> Step:
    return Step(on, "confirm_delivery", Role.INTAKE_OFFICER,
                {"delivery": "delivered", "delivered_on": on.isoformat()},
                came_with="confirm_delivery")


def handed_over(on: date) -> Step:
    """A notice that the applicant signs for at the counter."""
    return Step(on, "serve_letter", Role.INTAKE_OFFICER, {
        "service": "delivered", "service_method": "in_person", "served_on": on.isoformat(),
    }, came_with="serve_letter")


def archived(on: date) -> Step:
    return Step(on, "archive_case", Role.INTAKE_OFFICER,
                {"archiving": "archived", "materials_complete": "true"})


def concluded(start: int, letter: Mapping[str, Any], month: int = 3) -> tuple[Step, ...]:
    """From the draft to the archive, a day for each step."""
    return (
        submitted(day(month, start), letter), reviewed(day(month, start)),
        signed(day(month, start + 1)), served(day(month, start + 1)),
        delivered(day(month, start + 2)), archived(day(month, start + 2)),
    )


EXTENSION_ASKED = Step(day(3, 16), "draft_reply", Role.HANDLER, {
    "draft": "extend", "extension_reason": "所申请的信息数量较大，需要分年度检索",
    "extension_days": "10",
})
EXTENDED = Step(day(3, 17), "approve_extension", Role.OFFICE_HEAD,
                {"extension": "approved", "working_days": "10"})
CORRECTION_NEEDED = Step(day(3, 4), "examine_request", Role.INTAKE_OFFICER, {
    "examination": "needs_correction", "note": "没有写明是哪个年度",
})
NOTICE_WRITTEN = Step(day(3, 4), "write_correction_notice", Role.INTAKE_OFFICER, {
    "correction_notice": "written", "correction": "written",
    "items": "请写明所需信息的年度。\n请写明所需信息的名称。",
})
NOTICE_SERVED = handed_over(day(3, 4))
LAPSE_CONFIRMED = Step(day(3, 31), "receive_correction", Role.INTAKE_OFFICER,
                       {"correction": "lapsed", "lapse_checked": "true"},
                       came_with="serve_letter")
#: What a step of today was in the first releases.
EARLIER: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "serve_letter": ("serve_reply", {"service": "served"}),
}
CORRECTED = Step(day(3, 10), "receive_correction", Role.INTAKE_OFFICER, {
    "correction": "received", "corrected_on": "2026-03-10", "channel": "in_person",
    "corrected_description": "2025年度临时救助名册",
})

LIVES: Mapping[str, tuple[Step | Sweep, ...]] = {
    "disclosed": (accepted(day(3, 3)), *concluded(5, DISCLOSED)),
    "corrected_then_partly_disclosed": (
        CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, CORRECTED, accepted(day(3, 11)),
        Step(day(3, 12), "draft_reply", Role.HANDLER,
             {"draft": "consult_legal", "legal_question": "名册能否区分处理后公开？"}),
        Step(day(3, 13), "give_legal_opinion", Role.LEGAL_OFFICER,
             {"legal_opinion": "suggest", "opinion": "隐去身份号码和账号后公开。",
              "legal_reasons": "名册含个人隐私，可以作区分处理（《条例》第十五条、第三十七条）。"}),
        submitted(day(3, 16), PARTLY_DISCLOSED),
        Step(day(3, 16), "review_confidentiality", Role.CONFIDENTIALITY_REVIEWER,
             {"confidentiality": "not_passed", "opinion": "致困原因也应当隐去。"}),
        submitted(day(3, 17), PARTLY_DISCLOSED), reviewed(day(3, 17)),
        Step(day(3, 18), "approve_reply", Role.REVIEWER,
             {"sign_off": "returned", "opinion": "写明领取方式。"}),
        *concluded(19, PARTLY_DISCLOSED),
    ),
    "refused": (accepted(day(3, 3)), *concluded(10, STATE_SECRET)),
    "extended": (
        accepted(day(3, 3)), EXTENSION_ASKED, EXTENDED, handed_over(day(3, 17)),
        *concluded(24, DISCLOSED),
    ),
    "correction_lapsed": (
        CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, Sweep(day(3, 31)), LAPSE_CONFIRMED,
        *concluded(7, LAPSED, month=4),
    ),
}
