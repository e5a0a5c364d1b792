"""The matters that the law leaves open, as somebody tries them in the calculator."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import all_choices, as_typed
from web.frame.forms import posted_number
from web.frame.language import translate

# What agencies choose where the law is silent, as far as dates depend on it.
SETTINGS = (
    "suspension_starts", "correction_period_starts", "correction_period_days", "notice_day",
    "second_correction", "correction_in_term", "transfer_receipt", "extension_survives_restart",
    "reasons_effect", "determination_excluded", "correction_2007",
)


@dataclass(frozen=True)
class Setting:
    """A matter that the law leaves open, with what was typed. options: none for a number."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    value: str
    changed: bool


def shown(typed: Mapping[str, str]) -> list[Setting]:
    """Every matter with what was typed, else its default."""
    found = []
    for name in SETTINGS:
        choice = all_choices()[name]
        default = as_typed(choice.values[-1][1])
        value = typed.get(name, "").strip() or default
        found.append(Setting(name, choice.title, choice.choices, value, value != default))
    return found


def chosen(
    typed: Mapping[str, str], problems: dict[str, str]
) -> dict[str, str | int | bool]:
    """What was chosen where the law is silent; what is wrong with it goes to ``problems``."""
    found: dict[str, str | int | bool] = {}
    for name in SETTINGS:
        text, choice = typed.get(name, "").strip(), all_choices()[name]
        if not text:
            continue
        value: str | int | bool = text
        if not choice.choices:
            value = posted_number(text) or 0
        elif text in ("true", "false"):
            value = text == "true"
        try:
            choice.check(value)
            found[name] = value
        except ValueError as error:
            title = translate(choice.title)
            problems[name] = (
                translate("请选择“{title}”。", title=title) if choice.choices
                else translate(str(error))
            )
    return found
