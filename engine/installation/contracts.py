"""What each operation reads of the form, of the diagram and of the case, and what it leaves.

``engine.processes.checks.contracts`` holds every process to it before it is published.
"""

from collections.abc import Mapping
from functools import cache

import letters
from engine.actors.roles import SIGNING_LEVELS, Role
from engine.charging.fee import METHODS
from engine.legal_advice.advice import CONCLUSIONS
from engine.processes.contract import Contract, Wanted
from engine.secrecy.finding import LEVELS
from engine.statute.clock.acts.reopenings import UNITS
from engine.statute.values.ways_of_service import ways_of_service

#: Who may have a reply while it is being signed, beside the end of it.
_LEVELS = frozenset({"drafter", *(level.value for level in SIGNING_LEVELS)})


@cache
def contracts() -> Mapping[str, Contract]:
    """The contract of every operation by its name."""
    return {
        "record/registered": Contract(does=frozenset({"registered"})),
        "record/accepted": Contract(fields={"handler": Wanted(type="person")}),
        "record/warning": Contract(
            parameters={"limit": "limit"},
            timers=frozenset(
                {"reply_warning", "correction_notice_warning", "correction_period",
                 "legal_opinion_warning", "consultation_warning", "assistance_warning",
                 "fee_payment_over", "remedy_answer_warning"}
                | {f"sign_off_{level.value}_warning" for level in SIGNING_LEVELS}
            ),
        ),
        "record/overdue": Contract(
            parameters={"limit": "limit"},
            timers=frozenset({
                "reply_overdue", "consultation_over", "assistance_over", "transfer_over",
                "remedy_answer_over"}),
        ),
        "record/correction_lapsed": Contract(
            sets={"correction": frozenset({"lapsed"})}, timers=frozenset({"correction_period"}),
            by_hand=True, weighty=True,
        ),
        "record/decided": Contract(
            role=Role.REVIEWER.title, level=True, weighty=True,
            needs=frozenset({"drafted"}), does=frozenset({"decided"}),
        ),
        "sign_off/next": Contract(
            fields={"return_to": Wanted(type="choice", required=False, values=_LEVELS)},
            sets={"level": _LEVELS | {"concluded"}},
        ),
        "sign_off/concluded": Contract(
            role=Role.REVIEWER.title, level=True, weighty=True,
            needs=frozenset({"signed_at_level"}), does=frozenset({"signed_off"}),
        ),
        "record/archived": Contract(weighty=True, does=frozenset({"archived"}), alone=True),
        "clock/correction_requested": Contract(
            clock="correction_requested", weighty=True, does=frozenset({"correction_requested"}),
        ),
        "clock/correction_received": Contract(
            fields={
                "corrected_on": Wanted(type="date"),
                "corrected_description": Wanted(type="paragraphs"),
            },
            clock="correction_received",
        ),
        "clock/extended": Contract(
            fields={"working_days": Wanted(type="number")},
            clock="extended", weighty=True,
            # 第三十三条第二款; releases 1 and 2 did not have the role yet.
            role=Role.OFFICE_HEAD.title, stands_in=Role.REVIEWER.title,
            does=frozenset({"extended"}),
        ),
        "items/remaining": Contract(
            sets={"items": frozenset({"open", "answered"})}, usually={"items": "answered"},
        ),
        "items/next": Contract(undoes=frozenset({"drafted", "reviewed", "items_reviewed", "decided",
                                                 "issued", "served"})),
        "clock/replied": Contract(
            fields={
                "served_on": Wanted(type="date"),
                "service_method": Wanted(type="choice", values=frozenset(ways_of_service())),
                "tracking_number": Wanted(type="text", required=False),
            },
            clock="replied", weighty=True,
            needs=frozenset({"issued"}), does=frozenset({"served"}),
        ),
        "clock/withdrawn": Contract(
            weighty=True, does=frozenset({"withdrawn"}),
            sends={"letter_recalled": {}, "consultation_ended": {}, "fee_ended": {},
                   "assistance_ended": {}, "transfer_withdrawn": {}, "excess_ended": {}},
        ),
        "record/voided": Contract(
            weighty=True, does=frozenset({"voided"}),
            sends={"letter_recalled": {}, "fee_ended": {}, "excess_ended": {},
                   "assistance_ended": {}, "transfer_withdrawn": {}},
        ),
        "letter/void": Contract(weighty=True),
        "service/sent": Contract(
            fields={**_SENT, "tracking_number": Wanted(type="text", required=False)},
            sets={"told": frozenset({"yes"})},
        ),
        "service/delivered": Contract(),
        "service/returned": Contract(fields={
            "delivered_on": Wanted(type="date"), "return_reason": Wanted(type="paragraphs"),
        }),
        **_CONSULTING,
        **_ADVISING,
        **_CHARGING,
        **_ASSISTING,
        **_TRANSFERRING,
        **_EXCESS,
        **_CONTESTED,
        **_REVIEWING,
        "letter/issue": Contract(
            parameters={"kind": "letter_kind"}, optional=frozenset({"kind"}), weighty=True,
            by="kind",
            variants={
                "": Contract(
                    role=Role.REVIEWER.title, level=True, weighty=True,
                    needs=frozenset({"drafted", "reviewed"}),
                    does=frozenset({"issued"}), sends=_sent("reply"),
                ),
                **{kind.name: _issue(kind) for kind in letters.kinds().values()
                   if kind.series == "procedure"},
            },
        ),
    }


#: What the service of a letter asks.
_SENT: Mapping[str, Wanted] = {
    "served_on": Wanted(type="date"),
    "service_method": Wanted(type="choice", values=frozenset(ways_of_service())),
}


#: Asking others: each form says a day, and what came of it.
_CONSULTING: Mapping[str, Contract] = {
    "consultation/sent": Contract(fields={
        "inquiry_sent_on": Wanted(type="date"),
        "applicant_told_on": Wanted(type="date", required=False),
    }),
    "consultation/delivered": Contract(fields={"inquiry_arrived_on": Wanted(type="date")}),
    "consultation/returned": Contract(fields={
        "inquiry_arrived_on": Wanted(type="date"), "inquiry_return_reason": Wanted(type="text"),
    }),
    "consultation/answered": Contract(fields={
        "answered_on": Wanted(type="date", required=False),
        "opinion_reasons": Wanted(type="paragraphs", required=False),
    }),
    "consultation/decided": Contract(
        fields={
            "disclosure_reasons": Wanted(type="paragraphs"),
            "public_interest": Wanted(type="paragraphs", required=False),
        },
        sets={"third_party": frozenset({"to_be_told", "nothing_to_tell"})}, weighty=True,
    ),
    "consultation/told": Contract(fields={
        "third_party_told_on": Wanted(type="date"), "disclose_from": Wanted(type="date"),
    }),
}


#: A question to the lawyers, and what comes of it.
_OPINION: Mapping[str, Wanted] = {
    "opinion": Wanted(type="paragraphs"),
    "legal_reasons": Wanted(type="paragraphs", required=False),
}
_ADVISING: Mapping[str, Contract] = {
    "legal/asked": Contract(
        fields={"legal_question": Wanted(type="paragraphs")},
        sets={"legal_adviser": frozenset({"own", "elsewhere"})},
    ),
    "legal/given": Contract(fields=_OPINION),
    "legal/registered": Contract(fields={
        **_OPINION, "legal_conclusion": Wanted(type="choice", values=frozenset(CONCLUSIONS)),
        "opinion_given_by": Wanted(type="text"), "opinion_given_on": Wanted(type="date"),
    }),
    "legal/given_up": Contract(fields={"no_more_because": Wanted(type="text")}),
}

#: Reconsideration and litigation: what was handed in, and what it came to.
_CONTESTED: Mapping[str, Contract] = {
    "remedy/answered": Contract(fields={
        "remedy_answered_on": Wanted(type="date"),
        "remedy_answer_number": Wanted(type="text", required=False),
    }),
    "remedy/decided": Contract(fields={
        "remedy_decided_on": Wanted(type="date"),
        "decision_number": Wanted(type="text", required=False),
        "decision_received_on": Wanted(type="date", required=False),
        "remedy_note": Wanted(type="paragraphs", required=False),
    }),
    # Of a case that has ended; one that was never answered only gets another term.
    "remedy/reopened": Contract(
        fields={
            "term": Wanted(type="number"),
            "term_unit": Wanted(type="choice", values=frozenset(UNITS)),
            "counted_from": Wanted(type="choice", values=frozenset({"receipt", "effect"})),
            "term_from": Wanted(type="date"),
        },
        weighty=True, sends={"reopened": {}},
    ),
}


#: Charging: what is counted, who agrees, and whether it was paid.
_CHARGING: Mapping[str, Contract] = {
    "fee/proposed": Contract(
        fields={
            "fee_method": Wanted(type="choice", values=frozenset(METHODS)),
            "fee_units": Wanted(type="number"),
            "pieces_before": Wanted(type="number", required=False),
            "fee_split": Wanted(type="paragraphs"), "fee_reasons": Wanted(type="paragraphs"),
            "fee_pay_to": Wanted(type="paragraphs"),
        },
        does=frozenset({"fee_proposed"}),
    ),
    "fee/returned": Contract(
        fields={"opinion": Wanted(type="paragraphs")}, undoes=frozenset({"fee_proposed"}),
    ),
    "fee/noticed": Contract(
        role=Role.REVIEWER.title, clock="fee_noticed", weighty=True,
        does=frozenset({"fee_noticed"}),
    ),
    "fee/paid": Contract(
        fields={
            "paid_on": Wanted(type="date"), "fee_receipt": Wanted(type="text", required=False),
        },
        clock="fee_paid", does=frozenset({"fee_settled"}),
    ),
    "fee/lapsed": Contract(
        fields={"fee_checked": Wanted(type="tick")}, timers=frozenset({"fee_payment_over"}),
        by_hand=True, weighty=True, does=frozenset({"fee_settled"}),
    ),
}


#: What units and colleagues are given, and say.
_ASSISTING: Mapping[str, Contract] = {
    "assistance/given": Contract(),
    "assistance/answered": Contract(fields={"assistance_answer": Wanted(type="paragraphs")}),
    "assistance/returned": Contract(fields={"assistance_return_reason": Wanted(type="text")}),
    "assistance/given_anew": Contract(fields={"assistant": Wanted(type="person")}),
    "assistance/dropped": Contract(fields={"drop_reason": Wanted(type="text")}),
}


#: A case that another agency is to answer.
_TRANSFERRING: Mapping[str, Contract] = {
    "transfer/offered": Contract(
        fields={"opinion": Wanted(type="paragraphs", required=False)},
        role=Role.OFFICE_HEAD.title, weighty=True,
    ),
    "transfer/unapproved": Contract(fields={"opinion": Wanted(type="paragraphs")}),
    "transfer/withdrawn": Contract(
        fields={"transfer_withdrawal_reason": Wanted(type="text")}),
}


#: Asking for reasons: what is asked, whether they came, what is found of them.
_WHY = {"finding_reasons": Wanted(type="paragraphs")}
_EXCESS: Mapping[str, Contract] = {
    "excess/asked": Contract(
        fields={
            "excess_count": Wanted(type="number"), "excess_findings": Wanted(type="paragraphs"),
            "reasons_wanted": Wanted(type="paragraphs"), "reasons_days": Wanted(type="number"),
        },
        clock="reasons_requested", weighty=True, does=frozenset({"reasons_asked"}),
    ),
    "excess/given": Contract(
        fields={
            "reasons_given_on": Wanted(type="date"), "reasons_text": Wanted(type="paragraphs"),
        },
        clock="reasons_given", does=frozenset({"reasons_known"}),
    ),
    "excess/withheld": Contract(
        fields={"reasons_checked": Wanted(type="tick")}, weighty=True,
        does=frozenset({"reasons_known"}),
    ),
    "excess/reasonable": Contract(fields=_WHY, does=frozenset({"reasons_weighed"})),
    "excess/deferred": Contract(
        fields={**_WHY, "deferred_until": Wanted(type="date")}, role=Role.REVIEWER.title,
        clock="deferred", weighty=True, does=frozenset({"reasons_weighed"}),
    ),
    "excess/unreasonable": Contract(
        fields=_WHY, role=Role.REVIEWER.title, weighty=True, does=frozenset({"reasons_weighed"}),
    ),
}


#: The review of each item, and what is referred upward. Nothing here takes a file: no state
#: secret comes into the system.
_REVIEWING: Mapping[str, Contract] = {
    "secrecy/passed": Contract(
        fields={"opinion": Wanted(type="paragraphs", required=False)},
        role=Role.CONFIDENTIALITY_REVIEWER.title, does=frozenset({"items_reviewed"}),
    ),
    "secrecy/to_refer": Contract(fields={"opinion": Wanted(type="paragraphs")}),
    "secrecy/referred": Contract(fields={
        "referred_to": Wanted(type="text"), "referral_number": Wanted(type="text"),
        "referred_on": Wanted(type="date"),
        "applicant_told_on": Wanted(type="date", required=False),
    }, weighty=True),
    "secrecy/determined": Contract(fields={
        "determined_on": Wanted(type="date"), "determination_number": Wanted(type="text"),
        "determination_text": Wanted(type="paragraphs", required=False),
        "secret_title": Wanted(type="text", required=False),
        "secret_level": Wanted(type="choice", required=False, values=frozenset(LEVELS)),
        "secret_term": Wanted(type="text", required=False),
    }),
}


def _sent(letter: str) -> Mapping[str, Mapping[str, str]]:
    """A letter was issued: its service begins. letter: reply | notice"""
    return {"letter_issued": {"letter": letter, "told": "no"}}


def _issue(kind: letters.Kind) -> Contract:
    """To issue a letter beside the reply: forms have asked what the letter takes from them."""
    asked = [fact for fact in kind.facts.values() if fact.source == "form"]
    # What closes a request is issued by an act, which hands in what an officer knows.
    acted = kind.officer_facts if kind.ground else ()
    return Contract(
        fields={
            fact.form_field: Wanted(
                type=_FIELD.get(fact.type, fact.type), required=fact.required, earlier=True
            )
            for fact in asked
        } | {
            fact.name: Wanted(type=_FIELD.get(fact.type, fact.type), required=fact.required)
            for fact in acted
        },
        gives=frozenset(fact.name for fact in (*asked, *acted)), weighty=True,
        sends=_sent("notice") if kind.served else {},
    )


#: The type of the form's field from which a fact of this type is taken.
_FIELD: Mapping[str, str] = {"list": "paragraphs", "text": "paragraphs"}
