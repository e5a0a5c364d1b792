"""Columns in line on a terminal, where a Chinese character takes two places."""

import unicodedata
from collections.abc import Iterable


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Lines of two-space separated columns under their heads."""
    lines = [heads, *rows]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join(
        "  " + "  ".join(
            cell + " " * (most - _width(cell)) for cell, most in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
