"""The catalogue: every folder of ``letters/kinds`` is one kind of letter.

``letter.yaml`` declares it, ``body.txt`` is its text, ``sample.yaml`` a believable example of
its facts. Everything is checked when it is loaded; a contradiction raises MalformedKind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

import yaml

from letters import body
from letters.errors import MalformedKind, UnknownKind
from letters.facts import FACT_TYPES, SEVERAL, Fact

HERE = Path(__file__).parent / "kinds"
SERIES_WORDS: Mapping[str, str] = MappingProxyType({"reply": "复", "procedure": "函"})
"""The word that a series adds to the agency code in a letter's number."""

_KIND_KEYS = {
    "code": True,
    "title": True,
    "heading": True,
    "basis": True,
    "applies_from": True,
    "series": True,
    "remedy": True,
    "remedy_when": False,
    "adviser_wording": False,
    "ground": False,
    "waits_for": False,
    "signed_by": True,
    "facts": True,
}
_FACT_KEYS = {
    "name": True,
    "label": True,
    "type": True,
    "required": True,
    "source": True,
    "help": False,
    "longest": False,
    "choices": False,
    "default": False,
    "form_field": False,
}


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
    common = _facts(_read(HERE / "every_letter.yaml"), "every_letter.yaml")
    found = [_load(folder, common) for folder in sorted(HERE.iterdir()) if folder.is_dir()]
    found.sort(key=lambda kind: kind.code)
    return MappingProxyType({kind.name: kind for kind in found})


def kind_named(name: str) -> Kind:
    """The kind of this folder name. Raises UnknownKind."""
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownKind(name) from None


def sample(name: str) -> dict[str, object]:
    """A believable example of this kind's facts, for previews and trials. Raises UnknownKind."""
    kind = kind_named(name)
    return cast(dict[str, object], _read(HERE / kind.name / "sample.yaml"))


def load_folder(folder: Path) -> Kind:
    """Read one kind from a folder. Raises MalformedKind naming the file and what is wrong."""
    return _load(folder, _facts(_read(HERE / "every_letter.yaml"), "every_letter.yaml"))


def _load(folder: Path, common: Mapping[str, Fact]) -> Kind:
    where = f"{folder.name}/letter.yaml"
    told = _read(folder / "letter.yaml")
    _check_keys(told, _KIND_KEYS, where)
    _check_values(told, where)
    own = _facts(told, where)
    for name in own:
        if name in common:
            raise MalformedKind(f"{where}: {name} is a fact of every letter")
    facts = dict(common) | own
    if told["remedy"] != "N":
        facts[body.REMEDY] = Fact(
            body.REMEDY, "救济途径告知", "text", required=True, source="rule", longest=600
        )
    if told["signed_by"] not in facts:
        raise MalformedKind(f"{where}: signed_by names no fact")
    remedy_when = told.get("remedy_when", {})
    for name, classes in remedy_when.items():
        if name not in facts or not set(classes) <= set(facts[name].choices):
            raise MalformedKind(f"{where}: remedy_when names an unknown fact or choice")
    text = (folder / "body.txt").read_text(encoding="utf-8")
    return Kind(
        name=folder.name,
        code=told["code"],
        title=told["title"],
        heading=told["heading"],
        basis=tuple(told["basis"]),
        applies_from=told["applies_from"],
        series=told["series"],
        remedy=told["remedy"],
        adviser_wording=told.get("adviser_wording", False),
        ground=told.get("ground", ""),
        signed_by=told["signed_by"],
        facts=MappingProxyType(facts),
        lines=body.parse(text, facts, f"{folder.name}/body.txt"),
        remedy_when=remedy_when,
        waits_for=tuple(told.get("waits_for", ())),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as wrong:
        raise MalformedKind(f"{path.parent.name}/{path.name}: {wrong}") from wrong
    if not isinstance(read, dict):
        raise MalformedKind(f"{path.parent.name}/{path.name}: not a mapping")
    return read


def _check_keys(told: Mapping[str, Any], keys: Mapping[str, bool], where: str) -> None:
    unknown = sorted(set(told) - set(keys))
    missing = [key for key, needed in keys.items() if needed and key not in told]
    if unknown:
        raise MalformedKind(f"{where}: unknown key {unknown[0]}")
    if missing:
        raise MalformedKind(f"{where}: missing key {missing[0]}")


def _check_values(told: Mapping[str, Any], where: str) -> None:
    if told["series"] not in SERIES_WORDS:
        raise MalformedKind(f"{where}: series is reply or procedure")
    if told["remedy"] not in {"N", "P", "O"}:
        raise MalformedKind(f"{where}: remedy is N, P or O")
    if type(told["applies_from"]) is not date:
        raise MalformedKind(f"{where}: applies_from is a date")
    if not told["basis"] or not all(isinstance(article, str) for article in told["basis"]):
        raise MalformedKind(f"{where}: basis names at least one article")


def _facts(told: Mapping[str, Any], where: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for entry in told["facts"]:
        _check_keys(entry, _FACT_KEYS, where)
        name = entry["name"]
        if name in facts:
            raise MalformedKind(f"{where}: fact {name} twice")
        if entry["type"] not in FACT_TYPES or entry["source"] not in {"rule", "officer", "form"}:
            raise MalformedKind(f"{where}: fact {name} has an unknown type or source")
        if (entry["source"] == "form") != bool(entry.get("form_field")):
            raise MalformedKind(f"{where}: fact {name}: form_field belongs to the source form")
        if (entry["type"] == "choice") != bool(entry.get("choices")):
            raise MalformedKind(f"{where}: fact {name}: choices belong to the type choice")
        if entry.get("default") and (entry["required"] or entry["type"] in SEVERAL):
            raise MalformedKind(f"{where}: fact {name} cannot have a default")
        choices = MappingProxyType(dict(entry.get("choices", {})))
        facts[name] = Fact(**{**entry, "choices": choices})
    return facts
