"""What a letter can hold of a form's field: told where it is typed, not where it is printed.

A letter takes over what a step handed in long before (``source: form``), and whoever approves it
could not mend a word of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TypeVar

import letters
from declared.field import Field
from engine.correspondence.facts import PRINTED
from engine.correspondence.typed.printed import as_printed
from engine.processes.forms.form import Choice, Form
from letters import Fact

T = TypeVar("T", bound=Field)


@cache
def _facts() -> Mapping[str, tuple[Fact, ...]]:
    """The facts of letters that each field of a form becomes."""
    found: dict[str, list[Fact]] = {}
    for kind in letters.kinds().values():
        for fact in kind.facts.values():
            names = [field for field, name in PRINTED.items() if name == fact.name]
            for name in [fact.form_field, *names] if fact.source == "form" else names:
                if fact not in found.setdefault(name, []):
                    found[name].append(fact)
    return {name: tuple(facts) for name, facts in found.items()}


def as_letters_hold(field: T) -> T:
    """The field with the greatest length that every letter can print of it."""
    bounds = [fact.max for fact in _facts().get(field.name, ()) if fact.max and not fact.several]
    if field.type not in ("text", "paragraphs") or not bounds:
        return field
    return replace(field, max=min([*bounds, *([field.max] if field.max else [])]))


def problems(form: Form, choice: Choice, values: Mapping[str, object]) -> dict[str, str]:
    """What of a form's values no letter can hold, by field, in Chinese.

    A field that only another button asks for is left alone.
    """
    others = {name for each in form.outcome.choices for name in each.requires}
    others -= set(choice.requires)
    found = {}
    for field in form.fields:
        value = values.get(field.name)
        if value is None or (field.name in others and not field.required):
            continue
        for fact in _facts().get(field.name, ()):
            asked = replace(fact, label=field.label)
            printed = as_printed(fact, value)
            if told := letters.problem(asked, printed):
                found[field.name] = told
                break
    return found
