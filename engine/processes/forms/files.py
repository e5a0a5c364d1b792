"""Reads the form of a user task from ``bpmn/<process>/v<n>/forms/<task>.yaml``.

A form is published and locked together with its diagram. Nothing in a file is ignored: an
unknown key, a key given twice or a reference to nothing refuses to load.
"""

from types import MappingProxyType
from typing import Any, Final

import yaml

from engine.actors.roles import Role
from engine.processes.expressions.expression import ExpressionRefused, compile_expression
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
    {"", "correction_requested", "correction_received", "extended", "replied"}
)


class FormRefused(ValueError):
    """A form file that does not follow the schema; the message names file and place."""


class _StrictLoader(yaml.SafeLoader):
    """YAML that refuses a key given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = str(self.construct_object(key_node, deep=True))
            if key in seen:
                raise FormRefused(f"第 {key_node.start_mark.line + 1} 行：“{key}”重复，请删去一个")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read_form(task: str, source: bytes, where: str) -> Form:
    """A form from its file's bytes. Raises FormRefused naming ``where`` and the place."""
    try:
        tree = yaml.load(source, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
        return _form(task, tree)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"第 {mark.line + 1} 行第 {mark.column + 1} 个字符：" if mark else ""
        raise FormRefused(f"{where}：{place}不是正确的YAML（{error.problem}）") from None
    except (FormRefused, ExpressionRefused, yaml.YAMLError, UnicodeDecodeError) as error:
        raise FormRefused(f"{where}：{error}") from None


def _form(task: str, tree: object) -> Form:
    top = _Keys(tree, "表单")
    outcome = _outcome(top.take("outcome", dict))
    form = Form(
        task=task,
        title=top.take("title", str),
        basis=tuple(_texts(top.take("basis", list), "basis")),
        instruction=top.take("instruction", str),
        outcome=outcome,
        fields=tuple(_field(each) for each in top.take("fields", list)),
        separate_from=tuple(_texts(top.take("separate_from", list, []), "separate_from")),
        reviews_letter=top.take("reviews_letter", str, ""),
    )
    top.done()
    if form.reviews_letter and form.reviews_letter not in outcome.values:
        raise FormRefused("reviews_letter不是任何选项")
    names = [each.name for each in form.fields]
    if len({*names, outcome.variable}) != len(names) + 1:
        raise FormRefused("字段名重复，或者与结论变量同名")
    for choice in outcome.choices:
        if unknown := set(choice.requires) - set(names):
            raise FormRefused(f"{choice.value}要求的字段不存在：{'、'.join(sorted(unknown))}")
    for each in form.fields:
        for other, value in each.when.items():
            if value not in [v for f in form.fields if f.name == other for v, _ in f.choices]:
                raise FormRefused(f"{each.name}的when不是任何选项：{other}={value}")
    if not form.basis:
        raise FormRefused("没有写明依据")
    return form


def _outcome(tree: object) -> Outcome:
    keys = _Keys(tree, "outcome")
    outcome = Outcome(
        variable=_identifier(keys.take("variable", str)),
        label=keys.take("label", str),
        choices=tuple(_choice_of(each) for each in keys.take("choices", list)),
    )
    keys.done()
    if not outcome.choices or len(outcome.values) != len(outcome.choices):
        raise FormRefused("outcome没有选项，或者选项的值重复")
    return outcome


def _choice_of(tree: object) -> Choice:
    keys = _Keys(tree, "outcome.choices")
    unless = keys.take("unless", str, "")
    choice = Choice(
        value=_identifier(keys.take("value", str)),
        label=keys.take("label", str),
        button=_one_of(keys.take("button", str), BUTTONS),
        requires=tuple(_texts(keys.take("requires", list, []), "requires")),
        confirm=keys.take("confirm", str, ""),
        unless=compile_expression(unless) if unless else None,
        because=keys.take("because", str, ""),
        clock=_one_of(keys.take("clock", str, ""), CLOCK_ENTRIES),
    )
    keys.done()
    if bool(choice.unless) != bool(choice.because):
        raise FormRefused(f"{choice.value}：unless和because必须同时写")
    return choice


def _field(tree: object) -> Field:
    keys = _Keys(tree, "fields")
    kind = _one_of(keys.take("type", str), FIELD_TYPES)
    role = keys.take("role", str, "") if kind == "person" else ""
    choices = keys.take("choices", list) if kind == "choice" else []
    bounded = kind in ("text", "paragraphs", "number")
    result = Field(
        name=_identifier(keys.take("name", str)),
        label=keys.take("label", str),
        type=kind,
        required=keys.take("required", bool),
        help=keys.take("help", str, ""),
        min=keys.take("min", int, None) if kind == "number" else None,
        max=keys.take("max", int, None) if bounded else None,
        role=Role(_one_of(role, frozenset(Role))) if role else None,
        choices=tuple(_pair(each) for each in choices),
        when=MappingProxyType(_when(keys.take("when", dict, {}))),
        starts_from=keys.take("from", str, "") if kind in REMEMBERED else "",
    )
    keys.done()
    return result


def _pair(tree: object) -> tuple[str, str]:
    keys = _Keys(tree, "choices")
    pair = (_identifier(keys.take("value", str)), keys.take("label", str))
    keys.done()
    return pair


def _when(tree: dict[object, object]) -> dict[str, str]:
    return {_identifier(str(name)): _identifier(str(value)) for name, value in tree.items()}


def _texts(items: list[object], where: str) -> list[str]:
    if not all(isinstance(item, str) and item for item in items):
        raise FormRefused(f"{where}必须是文字的列表")
    return [str(item) for item in items]


def _identifier(text: str) -> str:
    if not (text.isascii() and text.isidentifier() and text == text.lower()):
        raise FormRefused(f"“{text}”不是名称（小写字母、数字、下划线）")
    return text


def _one_of(text: str, known: frozenset[str]) -> str:
    if text not in known:
        raise FormRefused(f"“{text}”不在{'、'.join(sorted(known))}之中")
    return text


_NO_DEFAULT: Final = object()


class _Keys:
    """The keys of one mapping, each taken once; what nobody took is an error."""

    def __init__(self, tree: object, where: str) -> None:
        if not isinstance(tree, dict):
            raise FormRefused(f"{where}必须是键和值")
        self.left: dict[object, object] = dict(tree)
        self.where = where

    def take(self, key: str, kind: type, default: Any = _NO_DEFAULT) -> Any:
        value = self.left.pop(key, default)
        if value is _NO_DEFAULT:
            raise FormRefused(f"{self.where}缺少{key}")
        if value is not default and (type(value) is not kind or value == ""):
            raise FormRefused(f"{self.where}的{key}不是{kind.__name__}")
        return value

    def done(self) -> None:
        if self.left:
            unknown = "、".join(str(key) for key in self.left)
            raise FormRefused(f"{self.where}有不认识的键：{unknown}")
