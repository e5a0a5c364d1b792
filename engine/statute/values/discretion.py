"""What the agency chooses where the law is silent, with a named default for each choice."""

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

from declared.yaml_file import Item, read

FILE = Path(__file__).parent / "discretion.yaml"
Value = str | int | bool
_MOST = 250     # working days or months; a year has no more of them


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its title, what may be chosen, and its dated defaults with their source.

    most: the largest number. until: the last day of receipt that it concerns.
    """

    name: str
    title: str
    choices: tuple[tuple[str, str], ...]
    values: tuple[tuple[date, Value, str], ...]
    most: int
    until: date | None

    def at(self, day: date) -> tuple[Value, str]:
        """The default on a day and where it comes from."""
        held = [entry for entry in self.values if entry[0] <= day] or [self.values[0]]
        return held[-1][1], held[-1][2]

    def words(self, value: Value) -> str:
        """A value in Chinese; a number as it is, for its unit stands in the title."""
        return dict(self.choices).get(as_typed(value), str(value))

    def check(self, value: object) -> None:
        """Raises ValueError (Chinese) for a value that may not be chosen."""
        known = [key for key, _ in self.choices]
        if isinstance(self.values[-1][1], bool):
            if not isinstance(value, bool):
                raise ValueError(f"{self.title}：应当为 true 或者 false")
        elif known:
            if value not in known:
                raise ValueError(f"{self.title}：只能为{'、'.join(known)}")
        elif isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= self.most:
            raise ValueError(f"{self.title}：应当为1至{self.most}的整数")


def as_typed(value: Value) -> str:
    """A value as ``discretion.yaml`` and a form hold it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discretion:
    """The agency's choices; what is not given takes the default of ``discretion.yaml``.

    Raises ValueError (Chinese) for a choice that does not exist.
    """

    suspension_starts: str = ""
    correction_period_days: int = 0
    correction_period_starts: str = ""
    notice_day: str = ""
    confirmation_alarm_days: int = 0
    reasons_effect: str = ""
    determination_excluded: bool | None = None
    extension_survives_restart: bool | None = None
    correction_2007: str = ""
    second_correction: str = ""
    correction_in_term: str = ""
    transfer_receipt: str = ""
    withheld_review_months: int = 0
    calendar_alarm_month: int = 0
    leading_item: str = ""

    def __post_init__(self) -> None:
        for choice in all_choices().values():
            name, default = choice.name, choice.values[-1][1]
            value = getattr(self, name)
            if value in ("", None) or (value == 0 and value is not False):
                object.__setattr__(self, name, default)
            elif value is not default:
                choice.check(value)

    @classmethod
    def at(cls, day: date, **chosen: Any) -> Self:
        """The defaults as they stood on a day, with the agency's own choices laid over."""
        values = {name: choice.at(day)[0] for name, choice in all_choices().items()}
        return cls(**{**values, **chosen})


@cache
def default_discretion() -> Discretion:
    """The defaults in force now."""
    return Discretion()


@cache
def all_choices() -> dict[str, Choice]:
    """Every choice by name. Raises FileRefused naming file and line."""
    found = {name: _choice(name, item) for name, item in read(FILE).pairs()}
    assert set(found) == {field.name for field in fields(Discretion)}
    return found


def _choice(name: str, item: Item) -> Choice:
    row = item.table("title values", "choices most until")
    choices = (
        tuple((key, value.text()) for key, value in row["choices"].pairs())
        if "choices" in row
        else ()
    )
    values: list[tuple[date, Value, str]] = []
    for entry in row["values"].list():
        dated = entry.table("from value source")
        since = dated["from"].day()
        if values and since <= values[-1][0]:
            raise dated["from"].refuse(f"{since}应当晚于上一项的{values[-1][0]}，请改正")
        values.append((since, _value(dated["value"], choices), dated["source"].text()))
    if not values:
        raise item.refuse("没有写任何值，请补上")
    made = Choice(
        name, row["title"].text(), choices, tuple(values),
        most=row["most"].whole(1) if "most" in row else _MOST,
        until=row["until"].day() if "until" in row else None,
    )
    for _, value, _ in values:
        try:
            made.check(value)
        except ValueError as error:
            raise item.refuse(str(error)) from error
    return made


def _value(item: Item, choices: tuple[tuple[str, str], ...]) -> Value:
    if not choices:
        return item.whole(1)
    word = item.scalar()       # true and false may be choices, and are flags to YAML
    if word not in [key for key, _ in choices]:
        raise item.refuse(f"“{word}”不在choices之中，请改正")
    return word == "true" if word in ("true", "false") else word
