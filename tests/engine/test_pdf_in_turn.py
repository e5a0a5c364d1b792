"""PDFs take seconds each: whoever is one too many is told at once and waits for nobody."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import letters.paper.pdf
from engine import Actor, LetterPdf, PdfNotMade, Role
from engine.correspondence import page
from engine.transaction.outside import Places
from tests.engine.office import Office


@pytest.fixture
def database_kind() -> str:
    """One kind of database: what is asked here is no matter of it."""
    return "sqlite"


class Converter:
    """Stands in for LibreOffice, which would take seconds: begins, and ends when it is told.

    Only those that are awaited last; whoever is let in beside them has his PDF, and the test fails.
    """

    def __init__(self) -> None:
        self.awaited, self.begun = threading.Semaphore(0), threading.Semaphore(0)
        self.may_end = threading.Event()

    def convert(self, _: bytes) -> bytes:
        if self.awaited.acquire(blocking=False):
            self.begun.release()
            self.may_end.wait()
        return b"%PDF-"


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Converter:
    made = Converter()
    monkeypatch.setattr(letters.paper.pdf, "convert", made.convert)
    monkeypatch.setattr(page, "_conversions", Places(2))
    return made


@contextmanager
def in_the_making(office: Office, converter: Converter, *people: Actor) -> Iterator[None]:
    """While each of them has a PDF made."""
    threads = [threading.Thread(target=ask, args=(office, person)) for person in people]
    for thread in threads:
        converter.awaited.release()
        thread.start()
        converter.begun.acquire()
    try:
        yield
    finally:
        converter.may_end.set()
        for thread in threads:
            thread.join()


def ask(office: Office, person: Actor) -> tuple[str, bytes]:
    letter = office.case(1).letters[0]
    return office.engine.ask(LetterPdf(letter_id=letter.id), person)


def test_one_pdf_a_person_at_a_time(office: Office, converter: Converter) -> None:
    assert office.register() == 1
    person = office.people[Role.HANDLER]
    with (
        in_the_making(office, converter, person),
        pytest.raises(PdfNotMade, match="上一份 PDF 正在生成"),
    ):
        ask(office, person)
    assert ask(office, person)[1] == b"%PDF-"


def test_when_no_place_is_free_one_is_told_at_once(office: Office, converter: Converter) -> None:
    assert office.register() == 1
    first, second, third = (
        office.people[role] for role in (Role.HANDLER, Role.REVIEWER, Role.INTAKE_OFFICER)
    )
    with (
        in_the_making(office, converter, first, second),
        pytest.raises(PdfNotMade, match="请稍后再试，或者下载 docx"),
    ):
        ask(office, third)
    assert ask(office, third)[1] == b"%PDF-"


def test_a_conversion_that_fails_gives_its_place_back(
    office: Office, converter: Converter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.register() == 1

    def fails(_: bytes) -> bytes:
        raise letters.PdfUnavailable("没有安装")

    with monkeypatch.context() as broken:
        broken.setattr(letters.paper.pdf, "convert", fails)
        for _ in range(3):
            with pytest.raises(PdfNotMade, match="没有安装"):
                ask(office, office.people[Role.HANDLER])
    converter.may_end.set()
    assert ask(office, office.people[Role.HANDLER])[1] == b"%PDF-"
