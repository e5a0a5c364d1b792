"""The English catalogue: every sentence an officer can meet, and whether it is translated.

    python -m web.catalogue check     exit status 1 and one line for each sentence without English
    python -m web.catalogue update    add new sentences to the catalogue, drop what is gone
    python -m web.catalogue compile   write messages.mo beside messages.po

The Chinese sentence itself is the message id. Sentences come from the templates and the code
of ``web``, and from data and code of the rooms behind it: forms and diagrams, letters, the
statute, and whatever the engine says to a person. ``f"…{x}…"`` stands as ``…{1}…``.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from lxml import etree

from declared import yaml_file
from web.frame.english import articles_in_english

ROOT = Path(__file__).parent.parent
PO = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
HAN = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)s")
Message = tuple[str, str]   # the sentence, where it stands

# What no officer sees in the browser: refusals at start-up, the command line and the words of
# the papers themselves, which are Chinese by law.
SILENT = frozenset(
    {
        "declared/yaml_file.py",
        "engine/attachments/office_packages.py",
        "engine/configuration.py",
        "engine/correspondence/drafting.py",
        "engine/correspondence/facts.py", "engine/correspondence/typed/printed.py",
        "engine/installation/known.py",
        "engine/items/answers.py",
        "engine/installation/maintenance.py",
        "engine/installation/publishing.py",
        "engine/processes/diagram.py",
        "engine/processes/definition.py",
        "engine/processes/executable.py",
        "engine/processes/releases.py",
        "engine/processes/expressions/expression.py",
        "engine/processes/expressions/grammar.py",
        "engine/processes/forms/files.py",
        "engine/processes/published.py",
        "engine/registration/applicants/addressee.py",
        "engine/rules/alarms.py",
        "engine/statute/calendar/local_days.py",
        "engine/statute/calendar/notice_text.py",
        "engine/statute/calendar/notices.py",
        "engine/statute/calendar/working_days.py",
        "engine/statute/clock/deadline.py",
        "engine/statute/clock/ledger.py",
        "engine/statute/clock/proof_text.py",
        "engine/statute/values/fees.py",
        "engine/statute/values/grounds.py",
        "engine/statute/values/parameters.py",
        "engine/statute/values/remedies.py",
        "engine/statute/values/rule_sets.py",
        "engine/statute/values/ways_of_service.py",
        "engine/workers/ticker.py",
        "letters/body.py",
        "letters/catalogue.py",
        "letters/numbering.py",
        "letters/paper/docx.py",
        "letters/paper/layout.py",
        "letters/paper/letterhead.py",
    }
)
# Patterns and parts of papers that stand in the code of speaking rooms but are no sentences.
NO_SENTENCES = re.compile(
    r"[一二三四五六七八九十]+|\{1\}申〔.*|%m月.*|\{1\}\n\n【补正】\{2\}|\(绝_密.*|（草稿）.*docx|附件：.*|【待填：\{1\}】|\{1\}元"
    r"|\{1\}年\{2\}月\{3\}日|(?:仿宋|方正小标宋|黑体|宋体|楷体).*|<match.*",
    re.DOTALL,
)
SILENT_FOLDERS = (
    "engine/example_district/", "engine/processes/checks/", "engine/processes/runtime/",
    "engine/store/",
)


def messages() -> Iterator[Message]:
    """Every sentence that must have English, with the place where it stands."""
    for source in (
        _of_the_web, _of_forms, _of_diagrams, _of_letters, _of_the_statute, _of_code,
    ):
        for text, place in source():
            if HAN.search(text) and not articles_in_english(text):
                yield text, place


def _of_the_web() -> Iterator[Message]:
    found = extract_from_dir(
        str(ROOT / "web"),
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": {"trimmed": "true"}},
        keywords={"_": None, "N_": None, "gettext": None, "translate": None, "t": None},
        directory_filter=lambda path: Path(path).name not in {"static", "translations"},
    )
    for name, line, message, _comments, _context in found:
        for text in (message,) if isinstance(message, str) else message:
            yield text, f"web/{name}:{line}"
    from web.casework import sentences
    from web.frame import language, vocabulary

    for words in vars(vocabulary).values():
        if isinstance(words, dict):
            for text in words.values():
                if isinstance(text, str):
                    yield text, "web/frame/vocabulary.py"
    for text in (*sentences.SENTENCES.values(), *language.WEEKDAYS):
        yield text, "web/casework/sentences.py"


def _texts(tree: Any, keys: frozenset[str], place: str) -> Iterator[Message]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in keys:
                for text in value if isinstance(value, list) else [value]:
                    if isinstance(text, str):
                        yield text, place
            if key == "choices" and isinstance(value, dict):
                for text in value.values():
                    yield text, place
            yield from _texts(value, keys, place)
    elif isinstance(tree, list):
        for each in tree:
            yield from _texts(each, keys, place)


def _of_yaml(pattern: str, *keys: str) -> Iterator[Message]:
    for path in sorted(ROOT.glob(pattern)):
        tree = yaml_file.read(path).plain()
        yield from _texts(tree, frozenset(keys), str(path.relative_to(ROOT)))


def _of_forms() -> Iterator[Message]:
    return _of_yaml(
        "bpmn/*/v*/forms/*.yaml",
        "title", "basis", "instruction", "label", "confirm", "because", "help",
    )


def _of_diagrams() -> Iterator[Message]:
    for path in sorted(ROOT.glob("bpmn/*/v*/*.bpmn")):
        for element in etree.parse(path).iter():
            name = element.get("name") if isinstance(element.tag, str) else None
            if name:
                yield name, str(path.relative_to(ROOT))


def _of_letters() -> Iterator[Message]:
    for path in sorted(ROOT.glob("letters/kinds/*/letter.yaml")):
        kind = yaml_file.read(path).plain()
        place = str(path.relative_to(ROOT))
        yield from _texts(kind, frozenset({"title", "basis"}), place)
        for fact in kind["facts"]:
            if fact["source"] == "officer":     # the rest never stands on a screen
                yield from _texts(fact, frozenset({"label", "help"}), place)


def _of_the_statute() -> Iterator[Message]:
    yield from _of_yaml("engine/statute/values/channels.yaml", "label", "day", "counts", "article")
    yield from _of_yaml("engine/statute/values/grounds.yaml", "group")
    yield from _of_yaml("engine/statute/values/findings.yaml", "message", "article")
    yield from _of_yaml("engine/statute/values/discretion.yaml", "title", "source")
    yield from _of_yaml("engine/statute/values/reopenings.yaml", "title")
    yield from _of_yaml("engine/statute/calendar/years/*.yaml", "name")


def _of_code() -> Iterator[Message]:
    rooms = ("declared", "engine", "letters")
    for path in sorted(path for room in rooms for path in ROOT.glob(f"{room}/**/*.py")):
        place = str(path.relative_to(ROOT))
        if place in SILENT or place.startswith(SILENT_FOLDERS):
            continue
        for node in _speaking(ast.parse(path.read_text(encoding="utf-8"))):
            text = _said(node)
            if text and not NO_SENTENCES.fullmatch(text):
                yield text, f"{place}:{node.lineno}"


def _speaking(tree: ast.AST) -> Iterator[ast.expr]:
    """String constants and f-strings, docstrings left out, parts of f-strings too."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inner.update(id(part) for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and id(node) not in inner:
            yield node


def _said(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    assert isinstance(node, ast.JoinedStr)
    text, count = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        else:
            count += 1
            text += f"{{{count}}}"
    return text


# -- the catalogue itself --------------------------------------------------------------------


def read() -> Catalog:
    """The catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def problems(catalogue: Catalog, wanted: Iterable[Message]) -> list[str]:
    """What is not right, a line each: missing, fuzzy, other placeholders, still Chinese."""
    found: dict[str, str] = {}
    for text, place in wanted:
        if text in found:
            continue
        found[text] = ""
        message = catalogue.get(text)
        if message is None or not message.string:
            found[text] = f"{place}: no English for “{text}”"
        elif message.fuzzy:
            found[text] = f"{place}: the English of “{text}” is fuzzy"
        elif sorted(PLACE.findall(text)) != sorted(PLACE.findall(str(message.string))):
            found[text] = f"{place}: the English of “{text}” has other placeholders"
        elif HAN.search(str(message.string)):
            found[text] = f"{place}: the English of “{text}” still holds Chinese"
    return [problem for problem in found.values() if problem]


def check() -> int:
    """Exit status 1 when a sentence has no good English."""
    wrong = problems(read(), messages())
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len({text for text, _ in messages()})} sentences, {len(wrong)} without good English")
    return 1 if wrong else 0


def update() -> int:
    """Bring the catalogue's ids up to date; what is new stands there with empty English."""
    old = read() if PO.exists() else Catalog(locale="en")
    fresh = Catalog(
        locale="en", project="Gongkai", version="1", header_comment="# Gongkai in English.",
        msgid_bugs_address="Gongkai", last_translator="Gongkai", language_team="Gongkai",
        fuzzy=False,
        creation_date=old.creation_date, revision_date=old.creation_date,
    )
    for text, place in messages():
        known = old.get(text)
        fresh.add(
            text, string=str(known.string) if known else "",
            locations=[(place.partition(":")[0], 0)],
        )
    with PO.open("wb") as file:
        write_po(file, fresh, sort_output=True, omit_header=False, width=100)
    return 0


def compile_catalogue() -> int:
    """Write the binary form that the application reads."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, read())
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "check": check, "update": update, "compile": compile_catalogue,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m web.catalogue {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
