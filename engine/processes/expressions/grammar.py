"""The grammar of the expressions a diagram may hold, and the reader that turns text into a tree::

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
from dataclasses import dataclass
from keyword import kwlist
from typing import Final, NoReturn

Value = str | bool | int

MAX_NODES: Final = 100
MAX_DEPTH: Final = 12
MAX_NUMBER: Final = 10**15

_TOKEN = re.compile(
    r"""[ ]*(?:
        (?P<text>"[^"'\\\n]*"|'[^"'\\\n]*')
      | (?P<number>0|[1-9][0-9]{0,15})(?![A-Za-z0-9_.])
      | (?P<word>[A-Za-z][A-Za-z0-9_]*)
      | (?P<mark>==|!=|[()\[\],])
      | (?P<end>\Z)
    )""",
    re.VERBOSE | re.ASCII,
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_RESERVED = frozenset(kwlist) | {"due"}


class ExpressionRefused(ValueError):
    """The text is outside the grammar, or the values do not fit it. ``message_zh`` says why."""

    def __init__(self, message_zh: str) -> None:
        super().__init__(message_zh)
        self.message_zh = message_zh


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a whole number, True or False."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A variable of the process."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class BoolOp:
    """``and`` or ``or`` over two or more operands, read from left to right."""

    word: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Equals:
    """``==``, or ``!=`` when negated."""

    left: "Node"
    right: "Node"
    negated: bool


@dataclass(frozen=True, slots=True)
class Among:
    """``in`` a list of constants, or ``not in`` when negated."""

    operand: "Node"
    constants: tuple[Value, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The moment of a legal date, known by its name."""

    name: str


Node = Constant | Name | Not | BoolOp | Equals | Among | Due


class Reader:
    """A recursive-descent reader over one text. One use only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.nodes = 0
        self.names: set[str] = set()
        self.kind, self.token = "", ""
        self.advance()

    def advance(self) -> None:
        """Go on to the next token. Raises ExpressionRefused at what is none."""
        found = _TOKEN.match(self.text, self.position)
        if found is None or found.lastgroup is None:
            self.refuse()
        self.kind, self.token = found.lastgroup, found.group(found.lastgroup)
        self.position = found.end()

    def refuse(self) -> NoReturn:
        """Raises ExpressionRefused, naming the place."""
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
        """Consume a mark or a word that must come next."""
        if not self.take(token):
            self.refuse()

    def count(self, node: Node) -> Node:
        """Let a part pass, while there are not too many."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExpressionRefused(f"表达式超过{MAX_NODES}个部分。")
        return node

    def whole(self) -> Node:
        """The whole text: ``due(…)`` alone, or a condition."""
        tree = self.due() if self.take("due") else self.choice(1)
        if self.kind != "end":
            self.refuse()
        return tree

    def due(self) -> Node:
        """``("name")`` behind ``due``."""
        self.expect("(")
        name = self.constant()
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self.refuse()
        self.expect(")")
        return self.count(Due(name))

    def choice(self, depth: int) -> Node:
        """Alternatives joined by ``or``."""
        operands = [self.both(depth)]
        while self.take("or"):
            operands.append(self.both(depth))
        return self.joined("or", operands)

    def both(self, depth: int) -> Node:
        """Conditions joined by ``and``."""
        operands = [self.negation(depth)]
        while self.take("and"):
            operands.append(self.negation(depth))
        return self.joined("and", operands)

    def joined(self, word: str, operands: list[Node]) -> Node:
        """One operand as it is; several under their word."""
        return operands[0] if len(operands) == 1 else self.count(BoolOp(word, tuple(operands)))

    def negation(self, depth: int) -> Node:
        """``not`` before a comparison, any number of times up to MAX_DEPTH."""
        if depth > MAX_DEPTH:
            raise ExpressionRefused(f"表达式的括号或者not超过{MAX_DEPTH}层。")
        if self.take("not"):
            return self.count(Not(self.negation(depth + 1)))
        return self.comparison(depth)

    def comparison(self, depth: int) -> Node:
        """``==``, ``!=``, ``in``, ``not in``, or a single operand."""
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
        """A name, a constant, or a condition in brackets."""
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
        """A text, a whole number, True or False."""
        kind, token = self.kind, self.token
        value: Value
        if kind == "text":
            value = token[1:-1]
        elif kind == "number":
            value = int(token)
            if value > MAX_NUMBER:
                self.refuse()
        elif kind == "word" and token in ("True", "False"):
            value = token[0] == "T"
        else:
            self.refuse()
        self.advance()
        return value

    def constants(self) -> tuple[Value, ...]:
        """The list behind ``in``: ``[…]``, or ``(…)`` of at least two."""
        if self.take("["):
            return self.listed("]", [])
        self.expect("(")
        first = self.constant()
        self.count(Constant(first))
        self.expect(",")  # without it Python would read a text, not a list of one
        return self.listed(")", [first])

    def listed(self, closing: str, values: list[Value]) -> tuple[Value, ...]:
        """The rest of a list up to its closing bracket."""
        while not self.take(closing):
            value = self.constant()
            self.count(Constant(value))
            values.append(value)
            if not self.take(","):
                self.expect(closing)
                break
        return tuple(values)
