"""Nothing reaches a screen, an operator or a reader without its word.

Every event has its sentence, every limit, state, channel and way of service its title, every
setting its line in the operations manual, every picture a page that shows it, every letter a
ground that the statute knows.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from engine import APPLICANT_KINDS, AREAS, DUE, Role, limits
from engine.cases.glance import clock_strip
from engine.configuration import Configuration
from engine.record.event import Event
from engine.rules.alarms import alarms
from engine.statute.clock import ledger
from engine.statute.values import grounds, receipt, ways_of_service
from letters import catalogue
from tests.habits.sources import ROOT, all_below, load_every_room
from web.casework.sentences import SENTENCES
from web.frame import vocabulary

OPERATIONS = ROOT / "docs" / "operations.md"
ENGLISH = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
TODAY = date(2026, 3, 2)

load_every_room()
#: By the name that the record knows them by.
EVENTS = {kind.stored_as: kind for kind in all_below(Event)}


def english() -> Mapping[str, str]:
    """The English of every Chinese message."""
    with ENGLISH.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def without(names: Iterable[str], words: Collection[str]) -> list[str]:
    """The names that have no word, in order."""
    return sorted(set(names) - set(words))


def literals(key: str, *places: str) -> set[str]:
    """What the code keeps under ``key``: ``"state": "draft"`` and ``status="archived"``."""
    pattern = re.compile(rf'"{key}": "(\w+)"|\b{key}="(\w+)"')
    text = "".join(
        path.read_text(encoding="utf-8")
        for place in places for path in sorted((ROOT / place).rglob("*.py"))
    )
    return {one or other for one, other in pattern.findall(text)}


# -- events ----------------------------------------------------------------------------------

def test_every_event_has_its_sentence() -> None:
    assert without(EVENTS, SENTENCES) == [], (
        "write the event's sentence in SENTENCES of web/casework/sentences.py"
    )


def test_no_sentence_is_of_an_event_that_cannot_happen() -> None:
    assert without(SENTENCES, EVENTS) == [], "take the sentence out of web/casework/sentences.py"


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_names_fields_that_its_event_has(name: str) -> None:
    known = {field.name for field in fields(EVENTS[name])}
    # What a form said is told by its title; the record of the task holds both.
    assert without(re.findall(r"{(\w+)}", SENTENCES[name]), known) == [], (
        f"{name} has no such field: the page would show “—”"
    )


def test_an_event_without_a_sentence_is_noticed() -> None:
    assert without([*EVENTS, "CaseEaten"], SENTENCES) == ["CaseEaten"]


# -- titles ----------------------------------------------------------------------------------

def vocabularies() -> dict[str, tuple[Iterable[str], Mapping[str, str]]]:
    """Every set of codes that a page shows, and the words for them."""
    return {
        "a limit (engine/rules/alarms.yaml)": (limits(), vocabulary.LIMITS),
        "a limit that an alarm watches": (
            {alarm.limit.name for alarm in alarms().values()}, vocabulary.LIMITS),
        "a channel": (receipt.channels(), vocabulary.CHANNELS),
        "a way of service": (ways_of_service.ways_of_service(), vocabulary.SERVICES),
        "a role": (Role, vocabulary.ROLES),
        "a status of a case": (
            literals("status", "engine/cases", "engine/registration", "engine/correspondence"),
            vocabulary.STATUSES),
        "a state of a letter": (
            literals("state", "engine/correspondence"), vocabulary.LETTER_STATES),
        "a mark on the clock strip": (
            literals("kind", "engine/cases/glance") | {*clock_strip._EVENT_MARKS.values()},
            vocabulary.MARKS),
        "an entry of the ledger, as a mark": (ledger.TYPES, vocabulary.MARKS),
        "a kind of agency": (literals("kind", "engine/people"), vocabulary.AGENCY_KINDS),
    }


@pytest.mark.parametrize("kind", sorted(vocabularies()))
def test_every_code_has_its_title(kind: str) -> None:
    codes, words = vocabularies()[kind]
    assert without(codes, words) == [], f"{kind} has no title: see web/frame/vocabulary.py"
    assert [code for code, word in words.items() if not word.strip()] == []


def test_every_word_for_a_code_has_its_english() -> None:
    words = {
        *SENTENCES.values(), *APPLICANT_KINDS.values(), *AREAS.values(), *DUE.values(),
        *vocabulary.ID_KINDS.values(), *(alarm.limit.title for alarm in alarms().values()),
        *(word for _, told in vocabularies().values() for word in told.values()),
    }
    translated = {chinese for chinese, other in english().items() if other.strip()}
    assert without(words, translated) == [], (
        "run `python -m web.catalogue update` and write the English in messages.po"
    )


def test_a_code_without_a_title_is_noticed() -> None:
    assert without(["open", "lost"], vocabulary.STATUSES) == ["lost"]


# -- settings --------------------------------------------------------------------------------

def settings_without_a_line(manual: str) -> list[str]:
    """Settings of an installation that the manual's table of settings does not name."""
    named = set(re.findall(r"^\| `(\w+)` ", manual, flags=re.MULTILINE))
    source = (ROOT / "engine" / "configuration.py").read_text(encoding="utf-8")
    variable = dict(re.findall(r"^    (\w+): .*# (GONGKAI_\w+|DATABASE_URL)", source, re.MULTILINE))
    return sorted(
        variable.get(field.name, field.name) for field in fields(Configuration)
        if variable.get(field.name, field.name) not in named
    )


def test_every_setting_has_its_line_in_the_operations_manual() -> None:
    assert settings_without_a_line(OPERATIONS.read_text(encoding="utf-8")) == [], (
        "write a line for it under “Settings” in docs/operations.md"
    )


def test_a_setting_without_a_line_is_noticed() -> None:
    manual = OPERATIONS.read_text(encoding="utf-8").replace("| `GONGKAI_PROXIES` ", "| `OTHER` ")
    assert settings_without_a_line(manual) == ["GONGKAI_PROXIES"]


# -- pictures --------------------------------------------------------------------------------

def shown_in(pages: Iterable[Path]) -> set[Path]:
    """The pictures of our own that these pages show."""
    return {
        (page.parent / address).resolve()
        for page in pages
        for address in re.findall(r"!\[[^\]]*\]\(([^)#? ]+)", page.read_text(encoding="utf-8"))
        if "://" not in address
    }


def pages() -> list[Path]:
    return [
        *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bpmn").rglob("*.md"),
    ]


def test_every_picture_is_shown_to_a_reader() -> None:
    taken = {path.resolve() for path in (ROOT / "docs").rglob("*.png")}
    assert sorted(path.name for path in taken - shown_in(pages())) == [], (
        "show the picture in docs/screens.md with a line on what is to be seen, or delete it"
    )


def test_every_picture_that_is_shown_is_there() -> None:
    assert sorted(str(path) for path in shown_in(pages()) if not path.is_file()) == [], (
        "`make screenshots` takes the pictures; is its name written as the browser test has it?"
    )


def test_a_picture_that_is_not_there_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("![A case](docs/case.png) ![away](https://example.org/a.png)")
    assert shown_in([page]) == {tmp_path / "docs" / "case.png"}


# -- letters ---------------------------------------------------------------------------------

def unknown_grounds(kinds: Mapping[str, str]) -> list[str]:
    """Kinds of letters whose ground is none of the statute's."""
    known = {ground.code for ground in grounds.all_at(TODAY)}
    return sorted(f"{name}: {ground}" for name, ground in kinds.items()
                  if ground and ground not in known)


def test_every_letter_rests_on_a_ground_that_the_statute_knows() -> None:
    kinds = catalogue.kinds().values()
    assert unknown_grounds({kind.name: kind.ground for kind in kinds}) == [], (
        "give the ground its row in engine/statute/values/grounds.yaml"
    )
    assert [kind.name for kind in kinds if kind.series == "reply" and not kind.ground] == []
    withheld = {
        f"{kind.name}, {code}": code for kind in kinds
        for classes in kind.remedy_when.values() for code in classes
    }
    assert unknown_grounds(withheld) == []


def test_a_letter_on_no_ground_of_law_is_noticed() -> None:
    assert unknown_grounds({"refused_for_fun": "99-x"}) == ["refused_for_fun: 99-x"]
