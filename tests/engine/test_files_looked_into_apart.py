"""A file that is dear to look into takes nothing from anybody else: another process does it."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import FileRefused, Upload
from engine.attachments import inspection, office_packages, uploads
from engine.transaction.outside import Places
from tests.engine.papers import PDF, docx, docx_with, large_xlsx
from tests.engine.test_zip_bombs import _empty_elements

LARGE_TEXT = "某机关二〇二五年度部门决算。\r\n".encode() * 20_000
DEAR: dict[str, tuple[str, Callable[[], bytes]]] = {
    "elements": ("表.docx", lambda: docx_with({"word/extra.xml": _empty_elements(4)})),
    "rows": ("表.xlsx", lambda: large_xlsx(10_000)),
    "text": ("表.txt", lambda: LARGE_TEXT),
}


def look(*files: tuple[str, bytes], person: int = 1) -> list[inspection.Inspected]:
    return inspection.look_into(
        [Upload(name=name, content=content) for name, content in files], person)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each process that was started was given."""
    found, apart = list[int](), inspection._apart

    def noted(files: list[Upload]) -> list[uploads.Found]:
        found.append(len(files))
        return apart(files)

    monkeypatch.setattr(inspection, "_apart", noted)
    return found


@pytest.mark.parametrize("kind", DEAR)
def test_what_is_dear_is_looked_into_by_another_process_and_taken(
    kind: str, started: list[int]
) -> None:
    name, make = DEAR[kind]
    content = make()
    small, large = look(("申请表.pdf", PDF), (name, content))
    assert started == [2]
    assert (small.name, small.media_type, small.content) == ("申请表.pdf", "application/pdf", PDF)
    assert (large.name, large.content) == (name, content)


def test_a_usual_submission_starts_no_process(started: list[int]) -> None:
    scan = PDF[:9] + bytes(10_000_000) + PDF[9:]
    look(*((f"{n}.docx", docx()) for n in range(5)), ("扫描件.pdf", scan))
    assert started == []


def test_many_files_that_are_each_little_are_dear_together(started: list[int]) -> None:
    look(*((f"{n}.txt", LARGE_TEXT[:44 * 1000]) for n in range(20)))
    assert started == [20]


def test_what_the_other_process_refuses_is_told_of_that_file(started: list[int]) -> None:
    marked = LARGE_TEXT + "机密★1年".encode()
    with pytest.raises(FileRefused) as refused:
        look(("好.txt", LARGE_TEXT), ("坏\u202e.txt", marked))
    assert refused.value.facts["name"] == "坏□.txt"
    with pytest.raises(FileRefused, match="涉密") as refused:
        look(("好.txt", LARGE_TEXT), ("坏.txt", marked))
    assert refused.value.facts["name"] == "坏.txt"
    assert started == [2, 2]


def test_a_process_that_comes_to_grief_is_told_as_a_file_that_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a file does to a parser, it does it to nobody here."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nkill -SEGV $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(FileRefused, match="拆分"):
        look(("表.txt", LARGE_TEXT))
    assert "apart ended with -11" in caplog.text


def test_few_at_once_and_one_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = threading.Semaphore(0), threading.Event()

    def slow(files: list[Upload]) -> list[uploads.Found]:
        begun.release()
        may_end.wait()
        return [uploads.Found(file.name, "text/plain") for file in files]

    monkeypatch.setattr(inspection, "_apart", slow)
    monkeypatch.setattr(inspection, "_places", Places(2))
    threads = [
        threading.Thread(target=look, args=[("表.txt", LARGE_TEXT)], kwargs={"person": person})
        for person in (1, 2)
    ]
    for thread in threads:
        thread.start()
        begun.acquire()
    for person, says in ((1, "上一份文件还在检查"), (3, "请稍候片刻再提交一次")):
        with pytest.raises(FileRefused, match=says):
            look(("表.txt", LARGE_TEXT), person=person)
    assert look(("申请表.pdf", PDF), person=3), "what is cheap needs no place"
    may_end.set()
    for thread in threads:
        thread.join()
    assert look(("表.txt", LARGE_TEXT), person=1)


def test_the_process_apart_knows_nothing_of_the_installation() -> None:
    """Neither addresses nor passwords; it does not even load what could ask a database."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, engine.attachments.apart; print(*sys.modules)"],
        cwd=inspection._ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()
    assert "lxml.etree" in loaded
    assert not {"sqlalchemy", "psycopg", "sqlite3", "flask"} & set(loaded)
    assert office_packages.MOST_SECONDS <= inspection._SECONDS_APART / 2
