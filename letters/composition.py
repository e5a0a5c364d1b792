"""Composing: a kind and its facts make the words of a letter, before any paper exists."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from letters.body import Line, ParagraphRole, Slot, may_be_missing
from letters.catalogue import Kind, kind_named
from letters.errors import MissingFact, UnsuitableFact
from letters.facts import as_date, date_in_words, in_words, is_blank, numbered


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph, and the name of the fact they came from ("" for fixed words)."""

    text: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its whole text, what it is for, and where its words came from."""

    text: str
    role: ParagraphRole
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """The words of one letter, in the order of the paper.

    letterhead: the agency's name at the head. title: printed heading. addressee: without the
    colon. paragraphs: body, remedy and ending. attachments: their names. signer: the agency at
    the foot. date: in words, "" while the day of signing is still open.
    """

    kind: str
    letterhead: str
    title: str
    addressee: str
    paragraphs: tuple[Paragraph, ...]
    attachments: tuple[str, ...]
    signer: str
    date: str

    @property
    def text(self) -> str:
        """Plain text without a number, one paragraph a line."""
        return self.text_with("")

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all the words but number and date.

        What was reviewed and what is issued must have the same digest.
        """
        words = [
            self.kind,
            self.letterhead,
            self.title,
            self.addressee,
            [[paragraph.role.value, paragraph.text] for paragraph in self.paragraphs],
            list(self.attachments),
            self.signer,
        ]
        canonical = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    def text_with(self, number: str) -> str:
        """Plain text as it stands on the paper that bears this number."""
        lines = [
            self.letterhead,
            number,
            self.title,
            f"{self.addressee}：",
            *(paragraph.text for paragraph in self.paragraphs),
            *self.attachment_lines,
            self.signer,
            self.date,
        ]
        return "\n".join(line for line in lines if line)

    @property
    def attachment_lines(self) -> tuple[str, ...]:
        """附件说明 by GB/T 9704-2012 7.3.4: numbered when there are several, no mark at the end."""
        if len(self.attachments) < 2:
            return tuple(f"附件：{name}" for name in self.attachments)
        return tuple(
            f"{'附件：' if place == 1 else ''}{place}.{name}"
            for place, name in enumerate(self.attachments, 1)
        )


def compose(kind: str, facts: Mapping[str, object]) -> Composition:
    """Make the words of a letter.

    ``facts`` maps fact names to str, date (or its ISO text), int, Decimal or list of str; blank
    values count as not given. Raises UnknownKind, MissingFact, and UnsuitableFact for a fact of
    the wrong type, too long, unknown to this kind, or holding characters no letter may hold.
    """
    template = kind_named(kind)
    given = {name: value for name, value in facts.items() if not is_blank(value)}
    _check_known(template, given)
    words = {name: in_words(template.title, template.facts[name], given[name]) for name in given}
    for fact in template.facts.values():
        if fact.required and fact.name not in words:
            raise MissingFact(template.title, fact.name, fact.label)
        if fact.default:
            words.setdefault(fact.name, (fact.default,))
    return Composition(
        kind=kind,
        letterhead=words["agency_name"][0],
        title=template.heading,
        addressee=words["applicant_name"][0],
        paragraphs=tuple(
            paragraph for line in template.lines for paragraph in _paragraphs(template, line, words)
        ),
        attachments=words.get("attachments", ()),
        signer=words[template.signed_by][0],
        date=words.get("dated_on", ("",))[0],
    )


def _check_known(kind: Kind, given: Mapping[str, object]) -> None:
    for name in given:
        if name not in kind.facts:
            raise UnsuitableFact(kind.title, name, name, f"“{name}”：这种文书没有此项。")
    fact = kind.facts["received_on"]
    if fact.name in given and as_date(kind.title, fact, given[fact.name]) < kind.applies_from:
        raise UnsuitableFact(
            kind.title,
            fact.name,
            fact.label,
            f"{fact.label}早于{date_in_words(kind.applies_from)}，这种文书所依据的规定当时尚未施行。",
        )


def _paragraphs(kind: Kind, line: Line, words: Mapping[str, tuple[str, ...]]) -> list[Paragraph]:
    missing = [name for name in line.slots if name not in words]
    if missing:
        given = [name for name in line.slots if may_be_missing(kind.facts[name]) and name in words]
        if line.optional and not given:
            return []
        fact = kind.facts[missing[0]]
        raise MissingFact(kind.title, fact.name, fact.label)
    first = line.parts[0]
    if isinstance(first, Slot) and kind.facts[first.fact].several:
        texts = words[first.fact]
        if kind.facts[first.fact].type == "list":
            texts = numbered(texts)
        return [Paragraph(text, line.role, (Piece(text, first.fact),)) for text in texts]
    pieces, before = [], ""
    for part in line.parts:
        if isinstance(part, Slot):
            text = words[part.fact][0]
            pieces.append(Piece(_within(before[-1:], text), part.fact))
        else:
            pieces.append(Piece(part))
            before = part
    return [Paragraph("".join(piece.text for piece in pieces), line.role, tuple(pieces))]


def _within(mark: str, text: str) -> str:
    """Words behind an opening mark, with their own marks as GB/T 15834-2011 has them inside.

    Within “” their quotation marks become ‘’. Within 《》 those around the whole title go, for
    they are there already, and those of a title in it become 〈〉.
    """
    if mark == "“":
        return text.replace("“", "‘").replace("”", "’")
    if mark == "《":
        whole = text.startswith("《") and text.find("》") == len(text) - 1
        return (text[1:-1] if whole else text).replace("《", "〈").replace("》", "〉")
    return text
