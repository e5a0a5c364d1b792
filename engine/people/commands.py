"""Looking after agencies and people."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import ADMINISTRATORS
from engine.actors.roles import Role
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class AddAgency(Command[int], permission=ADMINISTRATORS):
    """A government office, department, town or sub-district office. Returns its id (int).

    kind: government_office | department | town | subdistrict
    letter_code: 机关代字 of its reply letters, such as 周财公开.
    """

    name: str
    short_name: str
    letter_code: str
    kind: str
    valid_from: date
    parent_id: int | None = None
    disclosure_office: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    reconsideration_organ: str = ""
    court: str = ""
    online_url: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeDuties(Command[None], permission=ADMINISTRATORS):
    """What a person may do from now on; tasks of duties taken away go back. Returns None."""

    person_id: int
    roles: tuple[Role, ...]


@dataclass(frozen=True, kw_only=True)
class DisablePerson(Command[None], permission=ADMINISTRATORS):
    """The person can no longer sign in; the tasks he holds go back. Returns None."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RestorePerson(Command[None], permission=ADMINISTRATORS):
    """A disabled person may sign in again. Returns None."""

    person_id: int
