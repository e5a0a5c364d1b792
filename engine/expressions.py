"""The only expressions a diagram may hold, read by a grammar of our own.

    sign_off == "approved"
    examination in ("accepted", "needs_correction") and not withdrawn
    due("reply_warning")

Nothing here is handed to Python: there are no attributes, subscripts, calls (but for
``due``, which stands alone and names a legal date), arithmetic or formatting. The text is
also valid Python and means the same there, so that a diagram reads as its author expects.

Grammar::

    expression := due | choice
    due        := "due" "(" TEXT ")"
    choice     := both ("or" both)*
    both       := negation ("and" negation)*
    negation   := "not" negation | comparison
    comparison := operand (("==" | "!=") operand | ["not"] "in" constants)?
    operand    := NAME | CONSTANT | "(" choice ")"
    constants  := "(" CONSTANT "," [CONSTANT ("," CONSTANT)* [","]] ")"
                | "[" [CONSTANT ("," CONSTANT)* [","]] "]"
    CONSTANT   := TEXT | WHOLE NUMBER | True | False
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

Value = str | bool | int

MAX_CHARACTERS: Final = 500
MAX_NODES: Final = 100
MAX_DEPTH: Final = 12
MAX_NUMBER: Final = 10**15

_TOKEN = re.compile(
    r"""[ ]*(?:
        (?P<text>"[^"'\\\n]*"|'[^"'\\\n]*')
      | (?P<number>0|[1-9][0-9]{0,15})(?![A-Za-z0-9_.])
      | (?P<word>[A-Za-z][A-Za-z0-9_]*)
      | (?P<mark>==|!=|[()\[\],])
      | (?P<end>$)
    )""",
    re.VERBOSE | re.ASCII,
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_RESERVED = frozenset(
    "and as assert async await break class continue def del elif else except finally for from "
    "global if import in is lambda nonlocal not or pass raise return try while with yield "
    "due".split()
)


class ExpressionRefused(ValueError):
    """The text is outside the grammar, or the values do not fit it. ``message_zh`` says why."""

    def __init__(self, message_zh: str) -> None:
        super().__init__(message_zh)
        self.message_zh = message_zh


@dataclass(frozen=True, slots=True)
class Constant:
    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class BoolOp:
    """``and`` or ``or`` over two or more operands, read from left to right."""

    word: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Equals:
    left: "Node"
    right: "Node"
    negated: bool


@dataclass(frozen=True, slots=True)
class Among:
    operand: "Node"
    constants: tuple[Value, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The moment of a legal date, known by its name."""

    name: str


Node = Constant | Name | Not | BoolOp | Equals | Among | Due


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


def compile_expression(text: str) -> Expression:
    """Read one expression. Raises ExpressionRefused for everything outside the grammar."""
    if len(text) > MAX_CHARACTERS:
        raise ExpressionRefused(f"表达式超过{MAX_CHARACTERS}个字符。")
    reader = _Reader(text)
    tree = reader.whole()
    return Expression(text.strip(" "), tree, frozenset(reader.names))


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


class _Reader:
    """A recursive-descent reader over one text. One use only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.nodes = 0
        self.names: set[str] = set()
        self.kind, self.token = "", ""
        self.advance()

    def advance(self) -> None:
        found = _TOKEN.match(self.text, self.position)
        if found is None or found.lastgroup is None:
            self.refuse()
        self.kind, self.token = found.lastgroup, found.group(found.lastgroup)
        self.position = found.end()

    def refuse(self) -> NoReturn:
        raise ExpressionRefused(
            "表达式只能由变量名、文字、整数、True、False、==、!=、in、and、or、not组成，"
            f'或者是due("时限名称")；第{self.position + 1}个字符附近不符合。'
        )

    def take(self, token: str) -> bool:
        """Consume a mark or a word if it comes next."""
        if self.kind in ("mark", "word") and self.token == token:
            self.advance()
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.take(token):
            self.refuse()

    def count(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExpressionRefused(f"表达式超过{MAX_NODES}个部分。")
        return node

    def whole(self) -> Node:
        tree = self.due() if self.take("due") else self.choice(1)
        if self.kind != "end":
            self.refuse()
        return tree

    def due(self) -> Node:
        self.expect("(")
        name = self.constant()
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self.refuse()
        self.expect(")")
        return self.count(Due(name))

    def choice(self, depth: int) -> Node:
        return self.chain("or", depth)

    def chain(self, word: str, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionRefused(f"表达式的括号或者not超过{MAX_DEPTH}层。")
        operands = [self.chain("and", depth) if word == "or" else self.negation(depth)]
        while self.take(word):
            operands.append(self.chain("and", depth) if word == "or" else self.negation(depth))
        return operands[0] if len(operands) == 1 else self.count(BoolOp(word, tuple(operands)))

    def negation(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionRefused(f"表达式的括号或者not超过{MAX_DEPTH}层。")
        if self.take("not"):
            return self.count(Not(self.negation(depth + 1)))
        return self.comparison(depth)

    def comparison(self, depth: int) -> Node:
        left = self.operand(depth)
        for mark in ("==", "!="):
            if self.take(mark):
                return self.count(Equals(left, self.operand(depth), mark == "!="))
        negated = self.take("not")
        if self.take("in"):
            return self.count(Among(left, self.constants(), negated))
        if negated:
            self.refuse()
        return left

    def operand(self, depth: int) -> Node:
        if self.take("("):
            inner = self.choice(depth + 1)
            self.expect(")")
            return inner
        if self.kind == "word" and self.token not in ("True", "False"):
            name = self.token
            if name in _RESERVED or not _NAME.fullmatch(name):
                self.refuse()
            self.advance()
            self.names.add(name)
            return self.count(Name(name))
        return self.count(Constant(self.constant()))

    def constant(self) -> Value:
        kind, token = self.kind, self.token
        value: Value
        if kind == "text":
            value = token[1:-1]
        elif kind == "number":
            value = int(token)
            if value > MAX_NUMBER:
                self.refuse()
        elif kind == "word" and token in ("True", "False"):
            value = token == "True"
        else:
            self.refuse()
        self.advance()
        return value

    def constants(self) -> tuple[Value, ...]:
        if self.take("["):
            return self.listed("]", [])
        self.expect("(")
        first = self.constant()
        self.count(Constant(first))
        self.expect(",")  # without it Python would read a text, not a list of one
        return self.listed(")", [first])

    def listed(self, closing: str, values: list[Value]) -> tuple[Value, ...]:
        while not self.take(closing):
            value = self.constant()
            self.count(Constant(value))
            values.append(value)
            if not self.take(","):
                self.expect(closing)
                break
        return tuple(values)
