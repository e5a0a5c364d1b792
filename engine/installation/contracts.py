"""What each operation reads of the form, of the diagram and of the case, and what it leaves.

``engine.processes.checks.contracts`` holds every process to it before it is published.
"""

from collections.abc import Mapping
from functools import cache

import letters
from engine.actors.roles import SIGNING_LEVELS, Role
from engine.processes.contract import Contract, Wanted
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
                {"reply_warning", "correction_notice_warning", "legal_opinion_warning"}
                | {f"sign_off_{level.value}_warning" for level in SIGNING_LEVELS}
            ),
        ),
        "record/overdue": Contract(
            parameters={"limit": "limit"}, timers=frozenset({"reply_overdue"}),
        ),
        "record/correction_lapsed": Contract(
            sets={"correction": frozenset({"lapsed"})}, timers=frozenset({"correction_period"}),
            weighty=True,
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
        "record/archived": Contract(weighty=True, does=frozenset({"archived"})),
        "clock/correction_requested": Contract(
            clock="correction_requested", weighty=True, does=frozenset({"correction_requested"}),
        ),
        "clock/correction_received": Contract(
            fields={
                "corrected_on": Wanted(type="date"),
                "corrected_description": Wanted(type="paragraphs"),
            },
            clock="correction_received", weighty=True,
        ),
        "clock/extended": Contract(
            fields={"working_days": Wanted(type="number")},
            clock="extended", weighty=True,
            # 第三十三条第二款; releases 1 and 2 did not have the role yet.
            role=Role.OFFICE_HEAD.title, stands_in=Role.REVIEWER.title,
            does=frozenset({"extended"}),
        ),
        "items/remaining": Contract(sets={"items": frozenset({"open", "answered"})}),
        "clock/replied": Contract(
            fields={
                "served_on": Wanted(type="date"),
                "service_method": Wanted(type="choice", values=frozenset(ways_of_service())),
                "tracking_number": Wanted(type="text", required=False),
            },
            clock="replied", weighty=True,
            needs=frozenset({"issued"}), does=frozenset({"served"}),
        ),
        "letter/issue": Contract(
            parameters={"kind": "letter_kind"}, optional=frozenset({"kind"}), weighty=True,
            by="kind",
            variants={
                "": Contract(
                    role=Role.REVIEWER.title, level=True, weighty=True,
                    needs=frozenset({"drafted", "reviewed"}),
                    does=frozenset({"issued"}),
                ),
                **{kind.name: _issue(kind) for kind in letters.kinds().values()
                   if kind.series == "procedure"},
            },
        ),
    }


def _issue(kind: letters.Kind) -> Contract:
    """To issue a letter beside the reply: forms have asked what the letter takes from them."""
    asked = [fact for fact in kind.facts.values() if fact.source == "form"]
    return Contract(
        fields={
            fact.form_field: Wanted(
                type=_FIELD.get(fact.type, fact.type), required=fact.required, earlier=True
            )
            for fact in asked
        },
        gives=frozenset(fact.name for fact in asked), weighty=True,
    )


#: The type of the form's field from which a fact of this type is taken.
_FIELD: Mapping[str, str] = {"list": "paragraphs", "text": "paragraphs"}
