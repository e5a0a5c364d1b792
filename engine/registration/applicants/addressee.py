"""To whom a letter is addressed, and where it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.registration.applicants.kinds import AGENT, JOINT
from engine.registration.applicants.rows import Beside
from engine.store.shapes import ApplicantRow

_LONGEST = 120      # characters of a letter's first line


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who takes a letter in, and where. through_agent: an agent who may receive it."""

    name: str
    address: str = field(repr=False)
    postcode: str
    phone: str = field(repr=False)
    email: str = field(repr=False)
    through_agent: bool


def addressee(applicant: ApplicantRow, beside: Sequence[Beside]) -> str:
    """The first line of a letter: all who ask, by the agent where one acts for them.

    Whom the line cannot hold is counted; the request itself names everybody.
    """
    names = [applicant["name"], *(each["name"] for each in beside if each["part"] == JOINT)]
    agent = next((each["name"] for each in beside if each["part"] == AGENT), "")
    by_agent = f"（委托代理人：{agent}）" if agent else ""
    few = names[0] if len(names) == 1 else f"{names[0]}等{len(names)}人"
    lines = ("、".join(names) + by_agent, few + by_agent, few)
    return next((line for line in lines if len(line) <= _LONGEST), names[0])


def form_of_address(applicant: ApplicantRow, beside: Sequence[Beside]) -> str:
    """How a letter calls who asks: person | persons | organisation."""
    if applicant["kind"] != "natural_person":
        return "organisation"
    return "persons" if any(each["part"] == JOINT for each in beside) else "person"


def recipient(applicant: ApplicantRow, beside: Sequence[Beside]) -> Recipient:
    """The agent, when he showed that he may receive; else the applicant, who represents all.

    What the agent left open is the applicant's.
    """
    agent = next((each for each in beside if each["authority"] == "applies_and_receives"), None)
    who = agent or applicant
    at = who if who["address"] else applicant
    return Recipient(
        name=who["name"], address=at["address"], postcode=at["postcode"],
        phone=who["phone"] or applicant["phone"], email=who["email"] or applicant["email"],
        through_agent=agent is not None,
    )
