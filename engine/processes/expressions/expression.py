"""The only expressions a diagram may hold, read by a grammar of our own.

    sign_off == "approved"
    examination in ("accepted", "needs_correction") and not withdrawn
    due("reply_warning")

Nothing here is handed to Python: there are no attributes, subscripts, calls (but for
``due``, which stands alone and names a legal date), arithmetic or formatting. The text is
also valid Python and means the same there, so that a diagram reads as its author expects
(but that yes is not the number 1).

``engine.processes.expressions.grammar`` holds the grammar.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.processes.expressions.grammar import (
    Among,
    BoolOp,
    Constant,
    Due,
    Equals,
    ExpressionRefused,
    Name,
    Node,
    Not,
    Reader,
    Value,
)

__all__ = ["Expression", "ExpressionRefused", "compile_expression"]

MAX_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True)
class Expression:
    """A text that passed the grammar: its tree, and the variables it reads."""

    text: str
    tree: Node
    names: frozenset[str]

    @property
    def due_name(self) -> str | None:
        """The legal date's name when the whole expression is ``due("…")``, else None."""
        return self.tree.name if isinstance(self.tree, Due) else None

    @property
    def compared(self) -> tuple[tuple[str, Value], ...]:
        """Every variable with every constant that the expression compares it with."""
        return tuple(_compared(self.tree))

    def evaluate(
        self, names: Mapping[str, object], due: Callable[[str], object] | None = None
    ) -> object:
        """The expression's value.

        ``names`` gives the variables (text, yes/no or whole number; anything else is refused,
        so no foreign object's method ever runs); ``due`` answers ``due("…")``.
        Raises ExpressionRefused for a missing variable or a value of another kind.
        """
        if isinstance(self.tree, Due):
            if due is None:
                raise ExpressionRefused("此处不能使用时限名称。")
            return due(self.tree.name)
        return _value(self.tree, names)

    def decide(self, names: Mapping[str, object]) -> bool:
        """The answer of a condition. Raises ExpressionRefused when it is not yes or no."""
        return _yes_or_no(self.evaluate(names))


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """Read one expression; it is kept. Raises ExpressionRefused for all outside the grammar.

    White space around it is the file's layout and does not count.
    """
    text = text.strip(" \t\r\n")
    if len(text) > MAX_CHARACTERS:
        raise ExpressionRefused(f"表达式超过{MAX_CHARACTERS}个字符。")
    reader = Reader(text)
    tree = reader.whole()
    return Expression(text, tree, frozenset(reader.names))


def _compared(node: Node) -> Iterator[tuple[str, Value]]:
    match node:
        case Name(name):        # alone it must be a yes or no
            yield name, True
            yield name, False
        case Not(operand):
            yield from _compared(operand)
        case BoolOp(_, operands):
            for each in operands:
                yield from _compared(each)
        case Equals(Name(name), Constant(value), _) | Equals(Constant(value), Name(name), _):
            yield name, value
        case Among(Name(name), constants, _):
            yield from ((name, each) for each in constants)


def _value(node: Node, names: Mapping[str, object]) -> Value:
    match node:
        case Constant(value):
            return value
        case Name(name):
            if name not in names:
                raise ExpressionRefused(f"流程变量“{name}”还没有值。")
            return _plain(names[name], name)
        case Not(operand):
            return not _yes_or_no(_value(operand, names))
        case BoolOp(word, operands):
            # Stops at the first operand that settles the answer, as Python does.
            settles = word == "or"
            for operand in operands:
                if _yes_or_no(_value(operand, names)) is settles:
                    return settles
            return not settles
        case Equals(left, right, negated):
            return _same(_value(left, names), _value(right, names)) is not negated
        case Among(operand, constants, negated):
            value = _value(operand, names)
            return any(_same(value, constant) for constant in constants) is not negated
        case Due():
            raise ExpressionRefused("时限名称只能单独使用。")


def _same(left: Value, right: Value) -> bool:
    return type(left) is type(right) and left == right


def _plain(value: object, name: str) -> Value:
    if type(value) is str or type(value) is bool or type(value) is int:
        return value
    raise ExpressionRefused(f"流程变量“{name}”的值不是文字、是否或者整数。")


def _yes_or_no(value: object) -> bool:
    if value is True or value is False:
        return value
    raise ExpressionRefused("条件的结果必须是“是”或者“否”。")
