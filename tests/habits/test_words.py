"""One word for one thing: what the house does not say stands in no identifier.

``docs/glossary.md`` says what each word means; here stand the words that it has another for.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from tests.habits.sources import PRODUCT, ROOT, product_files

GLOSSARY = ROOT / "docs" / "glossary.md"


@dataclass(frozen=True)
class Avoided:
    """A word that is not said. instead: what is. whole: only an identifier that is nothing else.

    but: the places (beginnings of paths) where it means something else, each with the reason.
    """

    instead: str
    whole: bool = False
    but: Mapping[str, str] = field(default_factory=dict)


IN_IDENTIFIERS: Mapping[str, Avoided] = {
    "deployment": Avoided("release (which versions go together), or publish"),
    "deploy": Avoided("publish"),
    "deployed": Avoided("published"),
    "program": Avoided("process definition, version or release", but={
        "letters/paper/pdf.py": "a program of the operating system",
    }),
    "notice": Avoided("holiday_notice, correction_notice or fee_notice", whole=True, but={
        "engine/rules/": "the room of the holiday notices",
        "engine/administration/": "the pages of the holiday notices",
        "engine/statute/calendar/": "the room of the holiday notices",
        "engine/store/shapes/rules.py": "a column of the table of holiday notices",
        "engine/statute/clock/proof": "a column of the published contract of the proof",
        "engine/installation/engine.py": "its type says that holiday notices are meant",
        "web/casework/proof.py": "a column of the published contract of the proof",
        "web/office/working_calendar.py": "the page of the holiday notices",
        "web/office/local_days.py": "the page of the holiday notices",
        "web/cli/": "commands on holiday notices",
    }),
    "config": Avoided("configuration", but={
        "engine/store/migrations/": "alembic's own word", "web/": "Flask's own word",
    }),
    "ticket": Avoided("case"),
    "dossier": Avoided("case"),
    "rectification": Avoided("correction"),
    "supplementation": Avoided("correction"),
    "prolongation": Avoided("extension"),
    "countersign": Avoided("sign_off"),
    "acceptor": Avoided("intake officer"),
    "lawsuit": Avoided("litigation"),
    "denied": Avoided("refused"),
    "declined": Avoided("refused"),
}
#: A file is named after a thing of the field.
NO_FILE_IS_CALLED = frozenset({
    "utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc", "views",
})


def identifiers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """What a file itself gives a name to: definitions, arguments, variables, fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def words_of(identifier: str) -> list[str]:
    """``CaseFileView`` and ``case_file_view``: case, file, view."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", identifier)]


def misnamed(path: str, tree: ast.Module) -> Iterator[str]:
    """Identifiers of a file with a word that the house has another for."""
    for identifier, line in identifiers(tree):
        words = words_of(identifier)
        for word in words:
            for said in {word, word.removesuffix("s")}:
                avoided = IN_IDENTIFIERS.get(said)
                if avoided is None or path.startswith(tuple(avoided.but)):
                    continue
                if not avoided.whole or len(words) == 1:
                    yield f"{path}:{line}: {identifier} – say {avoided.instead}"


def test_no_identifier_holds_a_word_that_the_house_has_another_for() -> None:
    found = [each for path, tree in product_files() for each in misnamed(path, tree)]
    assert found == [], "see docs/glossary.md"


@pytest.mark.parametrize("line", [
    "class Deployment: ...", "def load(program): ...", "deployments = 1", "self.old_program = 2",
    "def told(notice): ...", "notices = 1",
])
def test_a_word_not_to_be_said_is_noticed(line: str) -> None:
    assert len(list(misnamed("engine/cases/case.py", ast.parse(line)))) == 1


@pytest.mark.parametrize("line", [
    "correction_notice = 1", "class HolidayNotice: ...", "programme = 1", "release = deployment",
])
def test_what_says_which_or_is_somebody_elses_word_is_left_alone(line: str) -> None:
    assert list(misnamed("engine/cases/case.py", ast.parse(line))) == []


def test_files_are_named_after_things_of_the_field() -> None:
    assert [path for path, _ in product_files()
            if path.rpartition("/")[2].removesuffix(".py") in NO_FILE_IS_CALLED] == []


# -- the glossary ----------------------------------------------------------------------------

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", flags=re.MULTILINE)


def rows(glossary: str) -> list[tuple[str, str, str, list[str]]]:
    """Chinese word, English word, meaning, places in the code; a row each."""
    return [
        (chinese.strip(), english.strip(), meaning.strip(), re.findall(r"`([^`]+)`", places))
        for chinese, english, meaning, places in ROW.findall(glossary)
        if english.strip() not in ("English", "---")
    ]


def rooms() -> set[str]:
    return {path.parent.relative_to(ROOT).as_posix()
            for path in (ROOT / "engine").glob("*/__init__.py")}


def rooms_without_a_word(glossary: str) -> list[str]:
    places = [place for *_, each in rows(glossary) for place in each]
    return sorted(room for room in rooms()
                  if not any(f"{place}/".startswith(f"{room}/") for place in places))


def test_the_glossary_has_a_word_of_every_room() -> None:
    assert rooms_without_a_word(GLOSSARY.read_text(encoding="utf-8")) == [], (
        "write the room's words in docs/glossary.md"
    )


def test_a_room_without_a_word_is_noticed() -> None:
    only = "| 办件 | case | A request and all that is done about it | `engine/cases/case.py` |"
    assert rooms_without_a_word(only) == sorted(rooms() - {"engine/cases"})


def test_every_place_that_the_glossary_names_is_there() -> None:
    gone = sorted(
        place for *_, places in rows(GLOSSARY.read_text(encoding="utf-8")) for place in places
        if not (ROOT / place).exists()
    )
    assert gone == [], "docs/glossary.md names places that are not there"


def test_a_word_has_one_meaning_and_one_english() -> None:
    told = rows(GLOSSARY.read_text(encoding="utf-8"))
    for which in (0, 1):
        words = [row[which] for row in told if row[which] != "–"]
        assert sorted(words) == sorted(set(words)), "a word stands twice in docs/glossary.md"
    assert all(meaning for *_, meaning, _ in told)
    avoided = [row[1] for row in told for word in words_of(row[1])
               if word in IN_IDENTIFIERS and not IN_IDENTIFIERS[word].whole]
    assert avoided == []
    assert set(PRODUCT) == {"engine", "letters", "web"}
