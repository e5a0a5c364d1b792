"""Letters: the text that was reviewed is the text that goes out, numbered without gap or double."""

import re
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

import letters
from engine import ChangeAgency, Configuration, Engine, LetterDocument, LetterNotReady, Role
from engine.record import chain as audit
from engine.registration.handlers import register_request
from engine.store import tables
from engine.store.database import Database
from engine.transaction.unit_of_work import UnitOfWork, carry_out
from tests.engine.office import (
    DISCLOSED,
    LIVES,
    MONDAY,
    PARTLY_DISCLOSED,
    ROOT,
    Office,
    Step,
    accepted,
    concluded,
    day,
    engine_of_latest,
    request,
    reviewed,
    signed,
    submitted,
)


@pytest.fixture
def at_sign_off(office: Office) -> int:
    """A case whose reply was drafted and reviewed and waits for the signature."""
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 4))])
    return case_id


def change(office: Office, table: Any, **values: Any) -> None:
    """Somebody changes the database behind the engine's back."""
    with office.engine.database.write() as connection:
        connection.execute(update(table).values(**values))


def last_number(office: Office, series: str) -> int:
    with office.engine.database.read() as connection:
        table = tables.number_series
        return connection.execute(
            select(table.c.last).where(table.c.series == series)).scalar() or 0


def test_a_draft_changed_after_its_review_cannot_be_issued(
    office: Office, at_sign_off: int
) -> None:
    """Art. 17: the review holds for this very text; any other has not been reviewed."""
    with office.engine.database.write() as connection:
        draft = connection.execute(
            select(tables.letters).where(tables.letters.c.state == "draft")).one()
        facts = {**draft.facts, "disclosed_content": "别的内容。"}
        connection.execute(
            update(tables.letters).where(tables.letters.c.id == draft.id).values(facts=facts))
    before = office.events(at_sign_off)
    with pytest.raises(LetterNotReady, match="不一致"):
        office.take(at_sign_off, signed(day(3, 5)))
    assert office.events(at_sign_off) == before
    assert office.open_steps(at_sign_off) == ["approve_reply"]
    assert last_number(office, "reply") == 0


def test_a_review_of_another_text_does_not_count(office: Office, at_sign_off: int) -> None:
    change(office, tables.letters, reviewed_digest="0" * 64)
    with pytest.raises(LetterNotReady, match="重新送保密审查"):
        office.take(at_sign_off, signed(day(3, 5)))


def another_remedy(office: Office) -> None:
    office.engine.handle(ChangeAgency(
        agency_id=office.agency_id, from_day=day(3, 5), reason="机构改革",
        facts={"reconsideration_organ": "另一机关"},
    ), ROOT)


def another_applicant(office: Office) -> None:
    change(office, tables.applicants, name="另一个人")


@pytest.mark.parametrize("happens", [another_remedy, another_applicant])
def test_a_fact_of_the_rules_that_changed_after_the_review_stops_the_letter(
    office: Office, at_sign_off: int, happens: Callable[[Office], None]
) -> None:
    """The applicant would read another remedy or name than the one reviewed."""
    happens(office)
    with pytest.raises(LetterNotReady, match="不一致"):
        office.take(at_sign_off, signed(day(3, 5)))


def test_a_new_draft_needs_a_new_review(office: Office, at_sign_off: int) -> None:
    """Sent back and rewritten: the review of the earlier text is of no use."""
    office.play(at_sign_off, [
        next(step for step in LIVES["corrected_then_partly_disclosed"]
             if isinstance(step, Step) and step.values.get("sign_off") == "returned"),
        submitted(day(3, 19), PARTLY_DISCLOSED),
    ])
    (draft,) = [letter for letter in office.case(at_sign_off).letters if letter.state == "draft"]
    assert draft.findings == ("尚未通过保密审查",)
    assert office.open_steps(at_sign_off) == ["review_confidentiality"]


def test_a_letter_that_lacks_a_fact_is_not_drafted(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    incomplete = {"kind": "disclosed", "facts": {"disclosed_content": "《决算》"}}
    with pytest.raises(LetterNotReady, match="提供的形式"):
        office.take(case_id, submitted(day(3, 4), incomplete))
    with pytest.raises(LetterNotReady):
        office.take(case_id, submitted(day(3, 4), {"kind": "acknowledgement", "facts": {}}))
    with pytest.raises(LetterNotReady):
        office.take(case_id, submitted(day(3, 4), {"kind": "no_such_kind", "facts": {}}))
    with pytest.raises(LetterNotReady):
        office.take(case_id, submitted(day(3, 4), {"kind": "correction_lapsed", "facts": {}}))
    assert office.open_steps(case_id) == ["draft_reply"]
    assert [letter.state for letter in office.case(case_id).letters] == ["issued"]


def test_an_officer_cannot_write_over_what_the_rules_know(office: Office) -> None:
    """A forged name, remedy or day in the form is dropped, not printed."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    forged = {**DISCLOSED["facts"], "applicant_name": "冒名者",  # type: ignore[dict-item]
              "remedy_paragraph": "不得申请行政复议。", "agency_name": "另一机关"}
    office.play(case_id, concluded(4, {"kind": "disclosed", "facts": forged}))
    text = "".join(text for _, text in office.case(case_id).letters[-1].paragraphs)
    assert "王小明" in text
    for forgery in ("冒名者", "不得申请", "另一机关"):
        assert forgery not in text


def test_what_was_issued_stays_the_same_bytes(office: Office) -> None:
    case_id = office.live("disclosed")
    letter = office.case(case_id).letters[-1]
    handler = office.people[Role.HANDLER]
    name, first = office.engine.ask(LetterDocument(letter_id=letter.id), handler)
    assert name == "周财公开复〔2026〕1号予以公开告知书.docx"
    change(office, tables.agencies, name="改了名的机关", court="另一法院")
    assert office.engine.ask(LetterDocument(letter_id=letter.id), handler) == (name, first)
    assert "周村区财政局" in letters.read_back(first)


def test_altered_bytes_of_a_letter_are_not_handed_out(office: Office) -> None:
    case_id = office.live("refused")
    letter = office.case(case_id).letters[-1]
    change(office, tables.blobs, content=b"another paper")
    with pytest.raises(ValueError, match="digest"):
        office.engine.ask(LetterDocument(letter_id=letter.id), office.people[Role.HANDLER])


def test_a_failure_after_the_number_was_taken_leaves_no_gap(
    office: Office, at_sign_off: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise OSError("the printer of bytes is broken")

    with monkeypatch.context() as broken_down:
        broken_down.setattr(letters, "render", broken)
        with pytest.raises(OSError, match="broken"):
            office.take(at_sign_off, signed(day(3, 5)))
    assert last_number(office, "reply") == 0
    assert office.open_steps(at_sign_off) == ["approve_reply"]
    office.take(at_sign_off, signed(day(3, 5)))
    assert office.case(at_sign_off).letters[-1].number == "周财公开复〔2026〕1号"


def test_numbers_begin_again_each_year(office: Office) -> None:
    of_2026 = office.live("disclosed")
    office.clock.go_to(date(2025, 12, 30))
    of_2025 = office.register()
    numbers = [
        letter.number for case_id in (of_2026, of_2025) for letter in office.case(case_id).letters]
    assert numbers == ["周财公开函〔2026〕1号", "周财公开复〔2026〕1号", "周财公开函〔2025〕1号"]


def test_eight_at_once_number_without_gap_or_double(
    settings: Configuration, office: Office
) -> None:
    """Four threads each in two engines, as in two servers on one database; some fail half-way."""
    second = engine_of_latest(settings, now=office.clock)
    engines = [office.engine, second]
    failed: list[BaseException] = []

    def work(number: int) -> None:
        mine = Office(engines[number % 2], office.clock, office.agency_id, office.people)
        try:
            for turn in range(4):
                bad = turn == 1
                subject = f"第{number}-{turn}件"
                if bad:
                    with pytest.raises(ZeroDivisionError):
                        _register_and_fail(mine.engine, mine, subject)
                else:
                    mine.register(subject=subject)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert failed == []
    with office.engine.database.read() as connection:
        issued = connection.execute(select(tables.letters.c.number)).scalars().all()
        entered = connection.execute(select(tables.cases.c.number)).scalars().all()
        assert audit.verify(connection) is None
    for found in (issued, entered):
        sequence = sorted(int(re.findall(r"〕(\d+)号", number)[0]) for number in found)
        assert sequence == list(range(1, 25))


def _register_and_fail(engine: Engine, office: Office, subject: str) -> None:
    """Carry a registration out to its end and then fail before the commit."""
    officer = office.people[Role.INTAKE_OFFICER]

    def act(unit: UnitOfWork) -> None:
        register_request(request(MONDAY, subject=subject), unit)
        unit._finish()
        raise ZeroDivisionError

    carry_out(engine._around, officer, "RegisterRequest", act)


def test_the_database_of_this_test_is_its_own(database: Database, office: Office) -> None:
    """The fixtures hand both the same database; numbers of other tests are not in it."""
    with database.read() as connection:
        assert connection.execute(select(tables.number_series)).all() == []
