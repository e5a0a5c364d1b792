"""Who asks: invented citizens and organisations, with numbers that belong to nobody.

Identity numbers and credit codes end in a check digit that does not fit, telephone numbers
have an exchange 0000, and mail goes to a domain reserved for examples.
"""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from declared.yaml_file import read
from engine.registration.applicants.documents import check_of_credit_code
from engine.registration.commands import Applicant

_FILE = Path(__file__).with_name("applicants.yaml")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Everybody:
    """All who may ask, each with the same address and number every time."""

    persons: tuple[Applicant, ...]
    organisations: tuple[tuple[frozenset[str], Applicant], ...]   # areas they ask about

    def organisations_asking(self, area: str) -> list[Applicant]:
        """Those whose business has to do with an area of the notice."""
        return [each for areas, each in self.organisations if area in areas]


@cache
def everybody(seed: int) -> Everybody:
    """The district's applicants."""
    tree: dict[str, Any] = read(_FILE).plain()
    draw = random.Random(f"applicants {seed}")  # noqa: S311 - invented people, not secrets
    return Everybody(
        persons=tuple(_person(draw, name, tree["streets"]) for name in tree["persons"]),
        organisations=tuple(
            (frozenset(each["areas"]), _organisation(draw, each, tree["streets"]))
            for each in tree["organisations"]
        ),
    )


def _person(draw: random.Random, name: str, streets: list[str]) -> Applicant:
    digits = f"370306{draw.randint(1948, 2003)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}" \
             f"{draw.randint(1, 399):03}"
    fitting = _CHECK[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]
    return Applicant(
        kind="natural_person", name=name, id_kind="identity_card",
        id_number=digits + ("0" if fitting != "0" else "1"),
        id_note="示例数据，号码不属于任何人", phone=_mobile(draw),
        address=_address(draw, streets), postcode="255300",
        email=f"reader{draw.randint(1000, 9999)}@example.com",
    )


def _organisation(draw: random.Random, each: dict[str, str], streets: list[str]) -> Applicant:
    # No check digit that fits: the code belongs to nobody.
    letter = {"enterprise": "91", "legal_service": "31"}.get(each["kind"], "52")
    code = f"{letter}370306" + "".join(draw.choice(_CODE) for _ in range(9))
    code += "0" if check_of_credit_code(code) != "0" else "1"
    return Applicant(
        kind=each["kind"], name=each["name"], id_kind="credit_code", id_number=code,
        id_note="示例数据，号码不属于任何单位",
        phone=_mobile(draw), address=_address(draw, streets), postcode="255300",
        email=f"office{draw.randint(100, 999)}@example.com",
        contact_person=each["contact_person"],
        legal_representative=each["legal_representative"],
    )


def _mobile(draw: random.Random) -> str:
    return f"{draw.choice(('138', '139', '158', '186'))}0000{draw.randint(1000, 9999)}"


def _address(draw: random.Random, streets: list[str]) -> str:
    return f"淄博市周村区{draw.choice(streets)}{draw.randint(600, 899)}号"
