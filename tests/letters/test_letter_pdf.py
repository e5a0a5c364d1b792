"""PDF by LibreOffice: what happens when it is missing, fails, hangs, or is led astray."""

import io
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import letters
import letters.paper.pdf

PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="990000" cy="990000"/><wp:docPr id="1" name="p"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic='
    '"http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" '
    'name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships" r:link="rIdFar"/><a:stretch>'
    '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="990000" cy="990000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def _paper() -> bytes:
    composition = letters.compose("withdrawn", letters.sample("withdrawn"))
    return letters.render(composition, number="周政公开函〔2026〕5号")


def _program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called soffice before everything else on the path."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _await_end(pid: int) -> None:
    """Until the kernel has done away with it; one that lives on is met by the suite's own limit."""
    while _alive(pid):
        time.sleep(0.01)


def test_a_letter_becomes_a_pdf() -> None:
    assert letters.paper.pdf.available()
    assert letters.paper.pdf.convert(_paper(), seconds=120).startswith(b"%PDF-")


def test_without_libreoffice_the_officer_is_told_that_the_docx_is_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not letters.paper.pdf.available()
    with pytest.raises(letters.PdfUnavailable, match=r"没有安装 LibreOffice.*docx"):
        letters.paper.pdf.convert(_paper())


@pytest.mark.parametrize("script", ["exit 0", "exit 77", "kill -SEGV $$"])
def test_a_libreoffice_that_fails_is_no_pdf_and_no_crash(
    script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _program(tmp_path, script, monkeypatch)
    with pytest.raises(letters.PdfUnavailable, match="没有生成 PDF"):
        letters.paper.pdf.convert(_paper())


def test_what_libreoffice_leaves_that_is_no_pdf_is_not_handed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _program(tmp_path, "mkdir -p out && echo hello > out/letter.pdf", monkeypatch)
    with pytest.raises(letters.PdfUnavailable, match="没有生成 PDF"):
        letters.paper.pdf.convert(_paper())


def test_bytes_that_are_no_docx_are_refused_before_anything_starts() -> None:
    with pytest.raises(letters.PdfUnavailable, match="不是 docx"):
        letters.paper.pdf.convert(b"%PDF-1.7")


def test_at_the_time_limit_the_whole_process_group_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    _program(
        tmp_path,
        f"trap '' TERM HUP INT\nsleep 600 & echo $! >> {pids}\necho $$ >> {pids}\nwait",
        monkeypatch,
    )
    with pytest.raises(letters.PdfUnavailable, match="在1秒内没有完成"):
        letters.paper.pdf.convert(_paper(), seconds=1)
    children = [int(pid) for pid in pids.read_text(encoding="utf-8").split()]
    assert len(children) == 2
    for pid in children:
        _await_end(pid)


def test_what_a_finished_converter_left_running_is_killed_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    script = f"sleep 600 & echo $! > {pid}\nmkdir -p out; printf '%%PDF-1.7' > out/letter.pdf"
    _program(tmp_path, script, monkeypatch)
    assert letters.paper.pdf.convert(_paper()) == b"%PDF-1.7"
    _await_end(int(pid.read_text(encoding="utf-8")))


def test_the_converter_sees_none_of_our_environment_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    report = tmp_path / "report"
    _program(tmp_path, f"env > {report}; pwd >> {report}; exit 1", monkeypatch)
    with pytest.raises(letters.PdfUnavailable):
        letters.paper.pdf.convert(_paper())
    seen = report.read_text(encoding="utf-8")
    assert "secret" not in seen
    assert "http_proxy=http://127.0.0.1:9" in seen
    place = Path(seen.splitlines()[-1])
    assert "gongkai-pdf-" in place.name
    assert not place.exists()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback that notes what it is asked for."""
    asked: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def _note(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = _note

        def log_message(self, *_words: object) -> None:
            """Stay quiet."""

    with HTTPServer(("127.0.0.1", 0), Ear) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port, asked
        server.shutdown()
        thread.join()


def test_a_document_with_a_picture_far_away_makes_libreoffice_ask_nobody(
    listener: tuple[int, list[str]],
) -> None:
    port, asked = listener
    baited = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_paper())) as paper, zipfile.ZipFile(baited, "w") as package:
        for name in paper.namelist():
            part = paper.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:sectPr", PICTURE.encode() + b"<w:sectPr", 1)
            if name == "word/_rels/document.xml.rels":
                link = (
                    '<Relationship Id="rIdFar" Type="http://schemas.openxmlformats.org/'
                    'officeDocument/2006/relationships/image" TargetMode="External" '
                    f'Target="http://127.0.0.1:{port}/far.png"/></Relationships>'
                )
                part = part.replace(b"</Relationships>", link.encode())
            package.writestr(name, part)
    assert letters.paper.pdf.convert(baited.getvalue(), seconds=120).startswith(b"%PDF-")
    assert asked == []


def test_whoever_kills_us_leaves_neither_a_converter_nor_a_letter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The letter holds the applicant's name; nobody of this process is left to clean up."""
    report = tmp_path / "report"
    _program(tmp_path, f"sleep 600 & echo $! $$ $PWD > {report}.new\n"
                       f"mv {report}.new {report}\nwait", monkeypatch)
    (tmp_path / "letter.docx").write_bytes(_paper())
    script = (
        "import pathlib, sys, letters.paper.pdf\n"
        "letters.paper.pdf.convert(pathlib.Path(sys.argv[1]).read_bytes())"
    )
    converting = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "letter.docx")],
        cwd=Path(__file__).parents[2],
    )
    while not report.exists():
        assert converting.poll() is None
        time.sleep(0.01)
    *pids, place = report.read_text(encoding="utf-8").split()
    assert (Path(place) / "letter.docx").exists()
    converting.kill()
    converting.wait()
    for pid in pids:
        _await_end(int(pid))
    while Path(place).exists():
        time.sleep(0.01)


def test_what_a_fallen_machine_left_is_swept_and_what_is_in_use_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, used, other = (tmp_path / name for name in ("gongkai-pdf-a", "gongkai-pdf-b", "other"))
    for place in (left, used, other):
        place.mkdir()
        (place / "letter.docx").write_bytes(b"name and address")
    (tmp_path / "gongkai-pdf-link").symlink_to(other)
    with letters.paper.pdf._in_use(used):
        assert letters.paper.pdf.sweep() == 1
    assert not left.exists()
    assert (used / "letter.docx").exists()
    assert (other / "letter.docx").exists()
