"""A title stands once: the pages read it through the door and tell no word of the law again."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import letters
import web
from engine import REPLY_GROUPS, Field, LetterKindChoice, Role
from engine.statute.values import grounds
from web.frame import vocabulary

PAGES = Path(web.__file__ or "").parent
TITLES = frozenset(
    title
    for words in (getattr(vocabulary, name) for name in dir(vocabulary) if name.isupper())
    if isinstance(words, dict) for title in words.values() if isinstance(title, str)
) - {"没有找到"} | frozenset(REPLY_GROUPS)      # that one is said of an address too
PLANTED = 'SERVICES = {"post": N_("邮政企业寄送"), "online": "网上送达"}'


def _told_again(source: str) -> Iterator[tuple[int, str]]:
    """(line, title) of every title that a table of words in this code writes out."""
    for table in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)):
        for told in table.values:
            word = told.args[0] if isinstance(told, ast.Call) and told.args else told
            if isinstance(word, ast.Constant) and word.value in TITLES:
                yield word.lineno, str(word.value)


def test_no_page_writes_out_a_title_that_the_engine_has() -> None:
    found = [
        f"{path.relative_to(PAGES.parent)}:{line}: {title}"
        for path in sorted(PAGES.rglob("*.py"))
        for line, title in _told_again(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "Read the title through the door (web/frame/vocabulary.py)."


def test_the_rule_notices_a_title_told_again() -> None:
    assert [title for _, title in _told_again(PLANTED)] == ["邮政企业寄送", "网上送达"]


def test_every_role_and_every_fact_of_the_clock_has_a_word() -> None:
    assert set(vocabulary.ROLES) == set(Role)
    assert set(vocabulary.EVENT_NAMES) < set(vocabulary.MARKS)


def _choice(kind: letters.Kind) -> LetterKindChoice:
    return LetterKindChoice(
        kind=kind.name, title=kind.title, group=grounds.group_of(kind.ground), basis="",
        remedy=kind.remedy, fields=tuple[Field, ...](),
    )


def test_a_reply_stands_under_the_heading_of_its_ground_in_the_order_of_the_report() -> None:
    replies = [kind for kind in letters.kinds().values() if kind.series == "reply"]
    menu = vocabulary.grouped([_choice(kind) for kind in reversed(replies)])
    assert [heading for heading, _ in menu] == list(REPLY_GROUPS)
    under = {choice.kind: heading for heading, choices in menu for choice in choices}
    assert len(under) == len(replies)
    assert {under[kind] for kind in under if kind.startswith("refused")} == {"不予公开"}
    assert under["partly_disclosed"] == "部分公开"
    assert under["still_unclear"] == "无法提供"
    assert under["correction_lapsed"] == "其他处理"


def test_the_headings_follow_the_rows_of_the_report() -> None:
    first_rows = {
        group: min(each.row for each in grounds.all_at(date(2026, 3, 2)) if each.group == group)
        for group in REPLY_GROUPS
    }
    assert list(first_rows.values()) == sorted(first_rows.values())
