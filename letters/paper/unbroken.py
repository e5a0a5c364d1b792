"""What no line may part: a telephone or other number written with hyphens.

Its hyphens become the one of WordprocessingML that does not break (17.3.3.18). Invisible joiners
would hold dates and document numbers together as well, but word processors show or search them
each in its own way: no character stands in a letter that nobody reads.
"""

import re
from collections.abc import Iterator

_UNBROKEN = re.compile(r"\d+(?:-\d+)+")
_ADDRESS = re.compile(r"[!-~]{14}")
_FIGURE = 0.56  # the width of a figure or a Latin letter; half a character in some fonts
_LOOSE = 2.5    # characters by which a line of 28 may be spread before it looks torn


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, in pieces; True for one that no line may part."""
    end = 0
    for found in _UNBROKEN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def torn(text: str, first: float, line: float) -> bool:
    """Whether a line, spread to its full width, might be torn apart before what is not parted.

    ``first`` and ``line``: what the first and every other line hold, in characters.
    """
    left_over = _left_over(text, first, line)[:-1]
    return bool(_ADDRESS.search(text)) or any(room > _LOOSE for room in left_over)


def lines(text: str, first: float, line: float) -> int:
    """On how many lines a paragraph stands, near enough."""
    return len(_left_over(text, first, line))


def _left_over(text: str, first: float, line: float) -> list[float]:
    """What each line leaves empty, in characters."""
    rooms = [first]
    for piece, whole in pieces(text):
        for word in (piece,) if whole else piece:
            needed = sum(_FIGURE if sign.isascii() else 1.0 for sign in word)
            if needed > rooms[-1]:
                rooms.append(line)
            rooms[-1] -= needed
    return rooms
