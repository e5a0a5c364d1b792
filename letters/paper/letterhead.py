"""The organ's name at the head of 信函格式: how large, on how many lines, where it ends.

Lengths are in points unless a name ends in ``_MM``. GB/T 9704-2012 10.1: upper edge 30 mm below
the edge of the paper, the first double rule 4 mm below the name.
"""

from dataclasses import dataclass
from math import ceil

MM = 72 / 25.4
LETTERHEAD_TOP_MM = 30
RULE_GAP_MM = 4
LARGEST_NAME, SMALLEST_NAME = 34.0, 22.0
LARGEST_OF_TWO_LINES = 26.0
NAME_WIDTH = 165 * MM  # a name may be a little wider than the type area, never than the rule


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the organ's name is set: its lines (one or two) and their size."""

    lines: tuple[str, ...]
    size: float

    @property
    def leading(self) -> float:
        """Distance from line to line."""
        return self.size * 1.2

    @property
    def bottom(self) -> float:
        """Lower edge of the last line's characters, from the edge of the paper."""
        return LETTERHEAD_TOP_MM * MM + self.leading * (len(self.lines) - 1) + self.size

    @property
    def rule_top(self) -> float:
        """Upper edge of the first double rule, from the edge of the paper."""
        return self.bottom + RULE_GAP_MM * MM


def letterhead(name: str) -> Letterhead:
    """Fit an organ's name: as large as one line allows, else two lines of equal length."""
    size = min(LARGEST_NAME, NAME_WIDTH / max(1, width(name)))
    if size >= SMALLEST_NAME:
        return Letterhead((name,), _half_points(size))
    middle = _middle(name)
    lines = (name[:middle], name[middle:])
    size = min(LARGEST_OF_TWO_LINES, NAME_WIDTH / max(width(line) for line in lines))
    return Letterhead(lines, _half_points(size))


def width(text: str) -> float:
    """Width in full-width characters: Latin letters and digits count half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _half_points(size: float) -> float:
    return int(size * 2) / 2


def _middle(name: str) -> int:
    """Where a long name breaks: at 人民政府 or the like near the middle, else in the middle."""
    middle = ceil(len(name) / 2)
    for shift in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5):
        if 0 < middle + shift < len(name) and name[middle + shift - 1] in "省市县区镇府处":
            return middle + shift
    return middle
