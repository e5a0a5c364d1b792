"""What changed in a letter since somebody saw it, paragraph by paragraph."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that changed, as pieces (same | gone | new, text); one that is wholly new has no
    other pieces, nor has one that is gone."""

    pieces: tuple[tuple[str, str], ...]


def changes(before: str, now: str) -> tuple[Change, ...]:
    """The paragraphs in which two texts differ, in the order of the later one."""
    old, new = before.splitlines(), now.splitlines()
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for n in range(max(b - a, d - c)):
            gone = old[a + n] if a + n < b else ""
            came = new[c + n] if c + n < d else ""
            found.append(Change(tuple(_pieces(gone, came))))
    return tuple(found)


def _pieces(gone: str, came: str) -> list[tuple[str, str]]:
    matcher = SequenceMatcher(None, gone, came, autojunk=False)
    if not gone or not came or matcher.ratio() < _ALIKE:
        return [(kind, text) for kind, text in (("gone", gone), ("new", came)) if text]
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", gone[a:b]))
            continue
        found += [(name, text) for name, text in (("gone", gone[a:b]), ("new", came[c:d])) if text]
    return found


_ALIKE = 0.4    # below that, two paragraphs read better one after the other
