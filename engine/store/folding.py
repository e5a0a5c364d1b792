"""Looking for words as they are meant: what is typed and what is stored are folded alike.

Text that was copied from a PDF holds radicals in place of characters (⾦ for 金, ⻓ for 长),
full-width letters and blanks; a point in a name is written • or ·. The typed form is kept as it
is; only what is looked up is folded, and of what is stored only what holds such a letter.
"""

import unicodedata
from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, and_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SQL_NAME = "gongkai_folded"     # of the function that SQLite is given by every connection

# Radicals of the CJK supplement, which NFKC leaves alone (Unicode's Equivalent_Unified_Ideograph).
_RADICALS = (
    "⺁厂⺄乙⺆冂⺇几⺈刀⺉刂⺋卩⺍小⺎兀⺏尣⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺨犭⺪疋"
    "⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺶羊⺷羊⺸羊⺹耂⺺聿⺻聿⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝"
    "⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙"
)
_POINTS = "•‧∙⋅・･●⸱᛫"
_LIKE = {**dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)), **dict.fromkeys(_POINTS, "·")}
_TABLE = str.maketrans(_LIKE)
_BLANKS = " \t\n\r\u00a0\u3000"
# What a column must hold for folding to change it; plain text is spared the work.
_RANGES = f"{_BLANKS}⺀-⿕豈-﫿！-｠￠-￦ｦ-ﾟ{_POINTS}"


def folded(text: str) -> str:
    """One form for all ways to write the same: NFKC, no radicals, no blanks, no capitals."""
    plain = unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE).casefold()
    return "".join(plain.split())


def contains(column: Any, words: str) -> ColumnElement[bool]:
    """The column holds the words, however either of the two is written."""
    found = [column.ilike(_pattern(form), escape="\\") for form in {words, folded(words)} if form]
    if plain := folded(words):
        found.append(and_(_IsOdd(column), _Folded(column).like(_pattern(plain), escape="\\")))
    return or_(*found)


def same(column: Any, words: str) -> ColumnElement[bool]:
    """The column says the same, however either of the two is written."""
    plain = folded(words)
    return or_(column == words, column == plain, and_(_IsOdd(column), _Folded(column) == plain))


def _pattern(words: str) -> str:
    return "%" + words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


class _Folded(FunctionElement[str]):
    """``folded`` of a column, by the database."""

    name, type, inherit_cache = SQL_NAME, String(), True


class _IsOdd(FunctionElement[bool]):
    """Whether folding a column could change it: asked first, since it is the cheaper question."""

    name, type, inherit_cache = "gongkai_is_odd", Boolean(), True


@compiles(_Folded)
@compiles(_IsOdd)
def _in_words(element: FunctionElement[Any], compiler: Any, **more: Any) -> str:
    """For people, and for whoever asks which columns a condition names."""
    return f"{element.name}({compiler.process(element.clauses, **more)})"


@compiles(_Folded, "sqlite")
def _folded_by_sqlite(element: _Folded, compiler: Any, **more: Any) -> str:
    return f"{SQL_NAME}({compiler.process(element.clauses, **more)})"


@compiles(_Folded, "postgresql")
def _folded_by_postgresql(element: _Folded, compiler: Any, **more: Any) -> str:
    column = compiler.process(element.clauses, **more)
    given, made = "".join(_LIKE), "".join(_LIKE.values())
    once = f"normalize(translate({column}, '{given}', '{made}'), NFKC)"
    # What stands beyond the other list is left out: the blanks.
    return f"lower(translate({once}, '{given}{_BLANKS}', '{made}'))"


@compiles(_IsOdd, "sqlite")
def _odd_by_sqlite(element: _IsOdd, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)} GLOB '*[{_RANGES}]*')"


@compiles(_IsOdd, "postgresql")
def _odd_by_postgresql(element: _IsOdd, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)} ~ '[{_RANGES}]')"
