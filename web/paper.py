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
    """The parts of a letter.

    A draft names the role of each paragraph. What was issued is shown from its own text, whose
    lines stand in the order of the paper: head, number, title, addressee, words, signer, date.
    """
    if letter.number and all(role == "body" for role, _ in letter.paragraphs):
        return _issued([text for _, text in letter.paragraphs], letter.number)
    parts = dict.fromkeys(("letterhead", "title", "addressee", "signer", "date"), "")
    words: list[tuple[str, str]] = []
    for role, text in letter.paragraphs:
        if role in parts:
            parts[role] = text
        else:
            words.append((role, text))
    return Paper(number=letter.number, words=tuple(words), **parts)


def _issued(lines: list[str], number: str) -> Paper:
    head = lines[: lines.index(number)] if number in lines else lines[:1]
    rest = lines[len(head) + (number in lines):]
    rest += [""] * (4 - len(rest))
    title, addressee, *words, signer, date = rest
    return Paper(
        letterhead=" ".join(head), number=number, title=title, addressee=addressee,
        words=tuple((_role(text, text == words[-1]), text) for text in words),
        signer=signer, date=date,
    )


def _role(text: str, last: bool) -> str:
    if text.startswith("附件："):
        return "attachment"
    return "ending" if last and len(text) < 8 else "body"
