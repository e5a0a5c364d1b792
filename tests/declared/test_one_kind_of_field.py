"""What is typed becomes a value in one place, for a form, for a letter and for its editor."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import letters
from declared.field import Field, Unreadable, read
from engine.processes.forms.form import FIELD_TYPES, Field as FormField, Form, Outcome
from letters.facts import FACT_TYPES, Fact, in_words

BOTH = sorted(FIELD_TYPES & FACT_TYPES)
BOUNDS = {"text": (None, 3), "paragraphs": (None, 3), "number": (1, 20)}
CHOICES = (("post", "邮寄"), ("in_person", "当面"))


def _bounds(kind: str) -> tuple[int | None, int | None]:
    return BOUNDS.get(kind, (None, None))


def _field(kind: str) -> Field:
    low, high = _bounds(kind)
    return Field("asked", "所问", kind, False, min=low, max=high, choices=CHOICES)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "　一二三 \n", "一二三"),
        ("paragraphs", "一\r\n二", "一\n二"),
        ("list", "一\n\n 二 \n", ("一", "二")),
        ("list", ["一", " ", "二"], ("一", "二")),
        ("date", " 2026-03-02 ", date(2026, 3, 2)),
        ("date", date(2026, 3, 2), date(2026, 3, 2)),
        ("number", " 20 ", 20),
        ("number", 1, 1),
        ("money", "128.5", Decimal("128.50")),
        ("person", "7", 7),
        ("choice", "post", "post"),
        ("tick", "1", True),
        ("tick", "", False),
        ("letter", {"kind": ""}, None),
        ("letter", {"kind": "not_held"}, {"kind": "not_held"}),
        *((kind, empty, None) for kind in ("text", "date", "number", "choice", "list", "file")
          for empty in (None, "", " \n")),
    ],
)
def test_what_is_typed_becomes_a_value(kind: str, typed: object, value: object) -> None:
    assert read(_field(kind), typed) == value


REFUSED = [
    ("text", "一二三四", "所问不能超过3个字，现有4个字。"),
    ("text", "一\n二", "所问应当写成一行，第2字处有换行，请删去。"),
    ("text", 7, "所问应当是文字。"),
    ("paragraphs", "一二三四", "所问不能超过3个字，现有4个字。"),
    ("date", "2026-02-30", "所问应当写成年-月-日，例如2026-03-02。"),
    ("date", "20260302", "所问应当写成年-月-日，例如2026-03-02。"),
    ("date", datetime(2026, 3, 2, tzinfo=UTC), "所问应当写成年-月-日，例如2026-03-02。"),
    ("number", "0", "所问应当是整数，不能少于1。"),
    ("number", "21", "所问应当是整数，不能超过20。"),
    ("number", True, "所问应当是整数。"),
    ("number", "²", "所问应当是整数。"),
    ("choice", "fax", "所问应当是下列之一：邮寄；当面。"),
    ("choice", ["post"], "所问应当是下列之一：邮寄；当面。"),
    ("money", "十元", "所问应当是以元为单位的金额，例如128.50。"),
    ("money", "0.001", "所问应当不小于零，且精确到分为止。"),
    ("list", [7], "所问应当是文字。"),
    ("list", ["项"] * 31, "所问不能超过30项，现有31项。"),
    ("person", "0", "请从名单中选择所问。"),
]


@pytest.mark.parametrize(("kind", "typed", "said"), REFUSED)
def test_what_is_no_value_is_refused_in_a_sentence(kind: str, typed: object, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(_field(kind), typed)
    assert str(refused.value) == said


@pytest.mark.parametrize(("kind", "typed", "said"), [row for row in REFUSED if row[0] in BOTH])
def test_a_form_and_a_letter_refuse_the_same_in_the_same_words(
    kind: str, typed: object, said: str
) -> None:
    low, high = _bounds(kind)
    field = FormField(
        name="asked", label="所问", type=kind, required=False, min=low, max=high, choices=CHOICES,
    )
    form = Form(
        task="task", title="", basis=(), instruction="", fields=(field,),
        outcome=Outcome(variable="outcome", label="结论", choices=()),
    )
    assert form.read({"asked": typed}, {})[1]["asked"] == said
    fact = Fact(
        "asked", "所问", kind, False, min=low, max=high, choices=CHOICES, source="officer",
    )
    with pytest.raises(letters.UnsuitableFact) as refused:
        in_words("告知书", fact, typed)
    assert str(refused.value) == f"文书“告知书”不合要求：{said}"


def test_types_that_mean_the_same_have_the_same_name() -> None:
    assert BOTH == ["choice", "date", "number", "paragraphs", "text"]
    for kind in letters.kinds().values():
        for fact in kind.officer_facts:
            assert isinstance(fact, Field)      # the editor draws it as it is declared
