"""A letter as it lies on the table: who writes, its number, its words, who signs."""

from dataclasses import dataclass

from engine import LetterView


@dataclass(frozen=True)
class Paper:
    """The parts of a letter in the order of the paper. ``words``: (role, text)."""

    letterhead: str
    number: str
    title: str
    addressee: str
    words: tuple[tuple[str, str], ...]
    signer: str
    date: str


def on_paper(letter: LetterView) -> Paper:
    """The parts of a letter; a draft has neither number nor date yet."""
    parts = dict.fromkeys(
        ("letterhead", "number", "title", "addressee", "signer", "date"), ""
    )
    words: list[tuple[str, str]] = []
    for role, text in letter.paragraphs:
        if role in parts:
            parts[role] = text
        else:
            words.append((role, text))
    return Paper(words=tuple(words), **parts)
