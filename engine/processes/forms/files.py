"""Reads the form of a user task from ``bpmn/<process>/v<n>/forms/<task>.yaml``.

A form is published and locked together with its diagram. Nothing in a file is ignored: an
unknown key, a key given twice or a reference to nothing refuses to load.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from declared.yaml_file import Item, parse
from engine.actors.roles import SIGNING_LEVELS, Role
from engine.processes.expressions.expression import (
    Expression,
    ExpressionRefused,
    compile_expression,
)
from engine.processes.forms.form import (
    BUTTONS,
    FIELD_TYPES,
    REMEMBERED,
    Choice,
    Field,
    Form,
    Outcome,
)

CLOCK_ENTRIES: Final = frozenset(
    {"correction_requested", "correction_received", "extended", "deferred", "fee_noticed",
     "fee_paid", "reasons_given", "reasons_requested", "replied"}
)
_BOUNDED: Final = frozenset({"text", "paragraphs", "number"})


def read_form(task: str, source: bytes, where: str) -> Form:
    """A form from its file's bytes. Raises FileRefused naming ``where`` and the line."""
    whole = parse(source, where)
    top = whole.table(
        "title basis instruction outcome fields", "separate_from reviews_letter signs"
    )
    title = top["title"].text()
    if not (basis := top["basis"].texts()):
        raise top["basis"].refuse("没有写明依据，请写上条款")
    outcome = _outcome(top["outcome"])
    entries = top["fields"].list()
    fields = tuple(_field(each) for each in entries)
    _check_names(outcome, fields, entries)
    _check_references(top["outcome"], outcome, fields, entries)
    form = Form(
        task=task,
        title=title,
        basis=basis,
        instruction=top["instruction"].text(),
        outcome=outcome,
        fields=fields,
        separate_from=_texts(top, "separate_from"),
        reviews_letter=_text(top, "reviews_letter"),
        signs=Role(top["signs"].one_of(frozenset(SIGNING_LEVELS))) if "signs" in top else None,
    )
    if form.reviews_letter and form.reviews_letter not in outcome.values:
        raise top["reviews_letter"].refuse("reviews_letter不是任何选项，请写上一个选项的值")
    return form


def _check_names(outcome: Outcome, fields: Sequence[Field], entries: Sequence[Item]) -> None:
    taken = {outcome.variable}
    for each, entry in zip(fields, entries, strict=True):
        if each.name in taken:
            raise entry.refuse(f"字段名重复，或者与结论变量同名：{each.name}，请改名")
        taken.add(each.name)


def _check_references(
    told: Item, outcome: Outcome, fields: Sequence[Field], entries: Sequence[Item]
) -> None:
    """What a choice requires, and what a field depends on, is asked in this form."""
    values = {each.name: {value for value, _ in each.choices} for each in fields}
    choices = dict(told.pairs())["choices"].list()
    for choice, entry in zip(outcome.choices, choices, strict=True):
        if unknown := set(choice.requires) - set(values):
            names = "、".join(sorted(unknown))
            raise entry.refuse(f"{choice.value}要求的字段不存在：{names}，请改正requires")
    for each, entry in zip(fields, entries, strict=True):
        for other, value in each.when.items():
            if value not in values.get(other, ()):
                raise entry.refuse(f"{each.name}的when不是任何选项：{other}={value}，请改正")


def _outcome(item: Item) -> Outcome:
    row = item.table("variable label choices")
    outcome = Outcome(
        variable=row["variable"].name(),
        label=row["label"].text(),
        choices=tuple(_choice(each) for each in row["choices"].list()),
    )
    if not outcome.choices or len(outcome.values) != len(outcome.choices):
        raise row["choices"].refuse("outcome没有选项，或者选项的值重复，请改正choices")
    return outcome


def _choice(item: Item) -> Choice:
    row = item.table("value label button", "requires confirm unless because clock undecided")
    if ("unless" in row) != ("because" in row):
        raise item.refuse("unless和because必须同时写，请补上另一个")
    return Choice(
        value=row["value"].name(),
        label=row["label"].text(),
        button=row["button"].one_of(BUTTONS),
        requires=_texts(row, "requires"),
        confirm=_text(row, "confirm"),
        unless=_condition(row["unless"]) if "unless" in row else None,
        because=_text(row, "because"),
        clock=row["clock"].one_of(CLOCK_ENTRIES) if "clock" in row else "",
        undecided="undecided" in row and row["undecided"].flag(),
    )


def _condition(item: Item) -> Expression:
    try:
        return compile_expression(item.text())
    except ExpressionRefused as error:
        raise item.refuse(str(error)) from None


def _field(item: Item) -> Field:
    told = dict(item.pairs())
    kind = told["type"].one_of(FIELD_TYPES) if "type" in told else ""
    optional = ["help", "when"]
    optional += ["max"] if kind in _BOUNDED else []
    optional += ["min"] if kind == "number" else []
    optional += ["role"] if kind == "person" else []
    optional += ["from"] if kind in REMEMBERED else []
    choices = "choices" if kind == "choice" else ""
    row = item.table(f"name label type required {choices}", " ".join(optional))
    return Field(
        name=row["name"].name(),
        label=row["label"].text(),
        type=kind,
        required=row["required"].flag(),
        help=_text(row, "help"),
        min=row["min"].whole(None) if "min" in row else None,
        max=row["max"].whole(None) if "max" in row else None,
        role=Role(row["role"].one_of(frozenset(Role))) if "role" in row else None,
        choices=tuple(_pair(each) for each in row["choices"].list()) if choices else (),
        when=MappingProxyType(
            {name: value.name() for name, value in row["when"].pairs()} if "when" in row else {}
        ),
        starts_from=_text(row, "from"),
    )


def _pair(item: Item) -> tuple[str, str]:
    row = item.table("value label")
    return row["value"].name(), row["label"].text()


def _text(row: dict[str, Item], key: str) -> str:
    return row[key].text() if key in row else ""


def _texts(row: dict[str, Item], key: str) -> tuple[str, ...]:
    return row[key].texts() if key in row else ()
