"""The catalogue: every folder of ``letters/kinds`` is one kind of letter.

``letter.yaml`` declares it, ``body.txt`` is its text, ``sample.yaml`` a believable example of
its facts with the words that the letter must then say. Everything is checked when it is loaded;
a contradiction raises MalformedKind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from declared.yaml_file import FileRefused, Item, read
from letters import body
from letters.errors import MalformedKind, UnknownKind
from letters.facts import FACT_TYPES, Fact

HERE = Path(__file__).parent / "kinds"
SERIES_WORDS: Mapping[str, str] = MappingProxyType({"reply": "复", "procedure": "函"})
"""The word that a series adds to the agency code in a letter's number."""

_REQUIRED = "code title heading basis applies_from series remedy signed_by facts"
_OPTIONAL = "remedy_when adviser_wording ground waits_for served served_as"
_FACT_REQUIRED = "name label type required source"
_FACT_OPTIONAL = "help max choices default form_field not_before not_after offers fills"
#: The greatest length of a text and of a list's item, and number, where a letter sets no other.
_USUAL_MOST = {"text": 200, "paragraphs": 6000, "list": 300, "number": 99_999_999}
_REMEDIES = ("N", "P", "O")
_SOURCES = ("rule", "officer", "form")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter.

    name: its folder. code: L01… as practice lists them. title: what menus call it.
    heading: the title printed on the paper. basis: the articles, in words.
    applies_from: the first day of receipt whose requests the basis governs.
    remedy: "N" none, "P" 复议前置, "O" 复议或者诉讼; ``remedy_class`` decides for given facts.
    adviser_wording: whether courts take such cases is unsettled (法释〔2025〕8号), so the legal
    adviser may have settled other words for its remedy paragraph.
    ground: code of the reply kind or ground in the statute, "" for procedural letters.
    signed_by: name of the fact that holds the signer.
    waits_for: facts of source "rule" that no rule supplies before the process that will is there;
    until then nobody is offered the kind.
    served: it is brought to the addressee by a service of its own; a receipt goes with what it
    confirms. served_as: the entry of the clock ledger to which its service gives a day, "" for
    none.
    facts: own and common facts, by name, in the order in which a form asks for them.
    """

    name: str
    code: str
    title: str
    heading: str
    basis: tuple[str, ...]
    applies_from: date
    series: Literal["reply", "procedure"]
    remedy: Literal["N", "P", "O"]
    adviser_wording: bool
    ground: str
    signed_by: str
    facts: Mapping[str, Fact]
    lines: tuple[body.Line, ...] = field(repr=False)
    remedy_when: Mapping[str, Mapping[str, str]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    waits_for: tuple[str, ...] = ()
    served: bool = True
    served_as: str = ""

    @property
    def series_word(self) -> str:
        """The series' word in the number: 复 or 函."""
        return SERIES_WORDS[self.series]

    @property
    def officer_facts(self) -> tuple[Fact, ...]:
        """What a person must be asked for: the fields of the drafting form."""
        return tuple(fact for fact in self.facts.values() if fact.source == "officer")

    def remedy_class(self, facts: Mapping[str, object]) -> str:
        """The remedy class, "N", "P" or "O", of a letter with these facts.

        A partial disclosure is 复议前置 only for a part withheld under articles 14 to 16.
        """
        for name, classes in self.remedy_when.items():
            value = facts.get(name)
            if isinstance(value, str) and value in classes:
                return classes[value]
        return self.remedy


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by folder name, in the order of their codes. Raises MalformedKind."""
    found = [load_folder(folder) for folder in sorted(HERE.iterdir()) if folder.is_dir()]
    found.sort(key=lambda kind: kind.code)
    return MappingProxyType({kind.name: kind for kind in found})


def kind_named(name: str) -> Kind:
    """The kind of this folder name. Raises UnknownKind."""
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownKind(name) from None


@dataclass(frozen=True, slots=True)
class Sample:
    """A believable example of a kind. ``facts`` by name, as a form would hand them in;
    ``says``: words that a letter of these facts must hold, because the law wants them told."""

    facts: dict[str, object]
    says: tuple[str, ...]


def sample(name: str) -> dict[str, object]:
    """A believable example of this kind's facts, for previews and trials. Raises UnknownKind."""
    return whole_sample(name).facts


def whole_sample(name: str) -> Sample:
    """The example of a kind with what its letter must say. Raises UnknownKind, MalformedKind."""
    kind = kind_named(name)
    file = HERE / kind.name / "sample.yaml"
    try:
        told = read(file, f"{kind.name}/{file.name}").table("says facts")
        facts = {key: item.plain() for key, item in told["facts"].pairs()}
        return Sample(facts, told["says"].texts())
    except FileRefused as refused:
        raise MalformedKind(str(refused)) from refused


def load_folder(folder: Path) -> Kind:
    """Read one kind from a folder. Raises MalformedKind naming file, line and what to do."""
    try:
        return _kind(folder, read(folder / "letter.yaml", f"{folder.name}/letter.yaml"))
    except FileRefused as refused:
        raise MalformedKind(str(refused)) from refused


def _kind(folder: Path, whole: Item) -> Kind:
    told = whole.table(_REQUIRED, _OPTIONAL)
    facts = dict(_common())
    for name, fact in _facts(told["facts"]).items():
        if name in facts:
            raise told["facts"].refuse(f"每种文书都已有{name}，请删去或者改名")
        facts[name] = fact
    _check_named(told["facts"], facts)
    remedy = told["remedy"].one_of(_REMEDIES)
    if remedy != "N":
        facts[body.REMEDY] = Fact(
            body.REMEDY, "救济途径告知", "text", required=True, source="rule", max=1500
        )
    signed_by = told["signed_by"].text()
    if signed_by not in facts:
        raise told["signed_by"].refuse(f"没有名为“{signed_by}”的项目，请写一个facts中的name")
    if not (basis := told["basis"].texts()):
        raise told["basis"].refuse("没有写明依据，请写上条款")
    try:
        text = (folder / "body.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        place = f"{folder.name}/body.txt"
        raise FileRefused(place, 1, "读不出文件，请补上，并以UTF-8保存") from error
    return Kind(
        name=folder.name,
        code=told["code"].text(),
        title=told["title"].text(),
        heading=told["heading"].text(),
        basis=basis,
        applies_from=told["applies_from"].day(),
        series=cast(Literal["reply", "procedure"], told["series"].one_of(SERIES_WORDS)),
        remedy=cast(Literal["N", "P", "O"], remedy),
        adviser_wording="adviser_wording" in told and told["adviser_wording"].flag(),
        ground=told["ground"].text() if "ground" in told else "",
        signed_by=signed_by,
        facts=MappingProxyType(facts),
        lines=body.parse(text, facts, f"{folder.name}/body.txt"),
        remedy_when=_remedy_when(told["remedy_when"], facts) if "remedy_when" in told else {},
        waits_for=told["waits_for"].texts() if "waits_for" in told else (),
        served="served" not in told or told["served"].flag(),
        served_as=told["served_as"].name() if "served_as" in told else "",
    )


@cache
def _common() -> Mapping[str, Fact]:
    """The facts of every letter. Raises FileRefused."""
    return _facts(read(HERE / "every_letter.yaml").table("facts")["facts"])


def _remedy_when(item: Item, facts: Mapping[str, Fact]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, told in item.pairs():
        found[name] = {choice: each.one_of(_REMEDIES) for choice, each in told.pairs()}
        if name not in facts or not set(found[name]) <= set(dict(facts[name].choices)):
            raise told.refuse("remedy_when只能写facts中的项目和它的选项，请改正")
    return found


def _facts(entries: Item) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for entry in entries.list():
        fact = _fact(entry)
        if fact.name in facts:
            raise entry.refuse(f"项目{fact.name}写了两次，请删去一个或者改名")
        facts[fact.name] = fact
    return facts


def _check_named(item: Item, facts: Mapping[str, Fact]) -> None:
    """Bounds of dates name dates; what a choice fills is asked of the same officer."""
    days = {"today", *(name for name, fact in facts.items() if fact.type == "date")}
    asked = {name for name, fact in facts.items() if fact.source == "officer" and not fact.offers}
    for name, fact in facts.items():
        if not {fact.not_before, fact.not_after} - {""} <= days:
            raise item.refuse(f"{name}的not_before、not_after只能写today或者日期项目，请改正")
        if not set(fact.fills) <= asked:
            raise item.refuse(f"{name}的fills只能写source: officer的项目，请改正")


def _fact(entry: Item) -> Fact:
    row = entry.table(_FACT_REQUIRED, _FACT_OPTIONAL)
    kind = row["type"].one_of(FACT_TYPES)
    fact = Fact(
        name=row["name"].name(),
        label=row["label"].text(),
        type=kind,
        required=row["required"].flag(),
        source=cast(Literal["rule", "officer", "form"], row["source"].one_of(_SOURCES)),
        help=row["help"].text() if "help" in row else "",
        min=0 if kind == "number" else None,
        max=row["max"].whole(1) if "max" in row else _USUAL_MOST.get(kind),
        choices=tuple(
            (value, words.text()) for value, words in row["choices"].pairs()
        ) if "choices" in row else (),
        default=row["default"].text() if "default" in row else "",
        form_field=row["form_field"].name() if "form_field" in row else "",
        not_before=row["not_before"].name() if "not_before" in row else "",
        not_after=row["not_after"].name() if "not_after" in row else "",
        offers=row["offers"].name() if "offers" in row else "",
        fills=row["fills"].texts() if "fills" in row else (),
    )
    if (fact.source == "form") != bool(fact.form_field):
        raise entry.refuse("form_field用于且只用于source: form，请补上或者删去")
    if (fact.type == "choice") != bool(fact.choices or fact.offers):
        raise entry.refuse("choices用于且只用于type: choice，请补上或者删去")
    if bool(fact.offers) != bool(fact.fills) or (fact.offers and fact.required):
        raise entry.refuse("offers和fills应当一起写在不是必填的项目上，请补上或者删去")
    if (fact.not_before or fact.not_after) and fact.type != "date":
        raise entry.refuse("not_before和not_after只用于type: date，请删去")
    if fact.default and (fact.required or fact.several):
        raise entry.refuse("必填或者有若干段的项目不能有default，请删去")
    return fact
