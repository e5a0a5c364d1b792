"""The tabs of a case: what there is to look at, and what may be begun beside its life."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import CaseView
from web.frame.vocabulary import N_

TITLES: Mapping[str, str] = {
    "request": N_("申请"),
    "items": N_("事项"),
    "consultations": N_("征求意见"),
    "legal": N_("法制会商"),
    "excess": N_("说明理由"),
    "charging": N_("收费"),
    "assistance": N_("分办协办"),
    "transfers": N_("移送情况"),
    "secrecy": N_("保密审查"),
    "letters": N_("文书"),
    "attachments": N_("附件"),
    "handling": N_("意见"),
    "remedies": N_("复议诉讼"),
    "limit": N_("时限"),
    "diagram": N_("流程图"),
    "record": N_("记录"),
}


@dataclass(frozen=True)
class Tab:
    """title: in Chinese. count: how many stand there, 0 where that says nothing. to_begin: nothing
    stands there, but something may be begun."""

    title: str
    count: int = 0
    to_begin: bool = False


def of(case: CaseView) -> Mapping[str, Tab]:
    """What there is to look at: what stands beside the life only where there is, or may be, any."""
    beside = {
        "consultations": (case.consultations.consultations, case.consultations.may_open),
        "excess": (case.excess.asked, case.excess.may_open),
        "charging": (case.charging.fees, case.charging.may_open),
        "assistance": (case.assistances.assistances, case.assistances.may_ask),
        "transfers": (case.transfers.transfers, case.transfers.known),
        "remedies": (case.remedies.remedies, case.remedies.may_enter),
    }
    there = {
        "legal": case.legal.rounds or case.legal.earlier,
        "secrecy": case.review.may_find or any(each.findings for each in case.review.items),
        **{name: held or may_begin for name, (held, may_begin) in beside.items()},
    }
    counts = {
        "items": len(case.items.items) if len(case.items.items) > 1 else 0,
        "legal": len(case.legal.rounds), "letters": len(case.letters), "handling": len(case.done),
        "attachments": sum(not each.withdrawn_at for each in case.attachments),
        **{name: len(held) for name, (held, _) in beside.items()},
    }
    return {
        name: Tab(title, counts.get(name, 0), name in beside and not beside[name][0])
        for name, title in TITLES.items() if there.get(name, True)
    }
