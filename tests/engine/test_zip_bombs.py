"""Packages made to harm: refused quickly, in little memory, and nothing in them obeyed."""

import io
import random
import resource
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest

from engine.attachments import office_packages, uploads
from tests.engine.papers import docx, docx_with, refusal


def _zeros(megabytes: int) -> bytes:
    return bytes(megabytes * 1024 * 1024)


def _lying_about_size(content: bytes, part: str) -> bytes:
    """The directory and the part's own header both say that it holds ten bytes."""
    name, changed = part.encode(), bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            begin = at + (46 if signature == b"PK\x01\x02" else 30)
            if content[begin:begin + len(name)] == name:
                changed[at + offset:at + offset + 4] = struct.pack("<L", 10)
    return bytes(changed)


def _overlapping(times: int) -> bytes:
    """Many names in the directory for one part: each would be inflated anew."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = raw.compress(b"0123456789abcdef" * 60_000) + raw.flush()
    crc = zlib.crc32(b"0123456789abcdef" * 60_000)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0x21, crc, len(body), 960_000,
                        1, 0) + b"a" + body
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0x21, crc, len(body), 960_000,
                    len(name), 0, 0, 0, 0, 0, 0) + name
        for name in (f"a{n}".encode() for n in range(times))
    )
    return local + directory + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(directory), len(local), 0
    )


BOMBS = {
    "one part of zeros": lambda: docx_with({"word/media/image1.png": _zeros(30)}),
    "a large xml part": lambda: docx_with({"word/big.xml": b"<a>" + _zeros(21) + b"</a>"}),
    "many parts": lambda: docx_with({f"word/media/{n}.png": b"x" for n in range(2001)}),
    "an honest ratio, but too much": lambda: _stored(310),
    "a size that is a lie": lambda: _lying_about_size(
        docx_with({"word/media/image1.png": _zeros(30)}), "word/media/image1.png"
    ),
    "one part under many names": lambda: _overlapping(1500),
    "a directory of half a million": lambda: _directory_only(400_000),
}


def _empty_elements(megabytes: int) -> bytes:
    """One that has to be read, because a secrecy mark might be in it, and says nothing."""
    order = random.Random(1).getrandbits(1 << 20)       # so that it is packed no better than 1:30
    many = "".join("<t/>" if bit == "1" else "<r/>" for bit in f"{order:b}").encode()
    return "<?xml version='1.0'?><d>密☆".encode() + many * (megabytes // 4) + b"</d>"


def _stored(megabytes: int) -> bytes:
    # Fifty to one: below the ratio limit, so that only the sum can stop it.
    piece = (bytes(range(256)) * 4 + bytes(50_000)) * 20
    return docx_with({
        f"word/media/{n}.bin": piece for n in range(megabytes * 1024 * 1024 // len(piece) + 1)
    })


def _directory_only(entries: int) -> bytes:
    one = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0x21, 0, 0, 0, 0, 0, 0, 0,
                      0, 0, 0)
    directory = one * entries
    return b"PK\x03\x04" + directory + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 4, 0
    )


@pytest.mark.parametrize("kind", BOMBS)
def test_a_zip_bomb_is_refused_quickly_and_in_little_memory(kind: str) -> None:
    content = BOMBS[kind]()
    assert len(content) <= uploads.LARGEST, "the bomb itself is small enough to be sent"
    tracemalloc.start()
    begun = time.process_time()         # of ours alone: the machine may be busy with others
    refusal("表.docx", content)
    seconds, (_, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 10
    assert peak < 60 * 1024 * 1024


@pytest.mark.parametrize(
    "path",
    ["../../etc/cron.d/x", "/etc/passwd", "word/../../x", "C:\\Windows\\x", "..\\x", "a\x00b",
     "word/\u202ecod.exe"],
)
def test_a_package_with_a_path_that_leads_out_is_refused(path: str) -> None:
    # The library would not write a NUL, so another letter is put in its place afterwards.
    content = docx_with({path.replace("\x00", "\x01"): b"x"}).replace(b"a\x01b", b"a\x00b")
    assert "异常路径" in refusal("表.docx", content)


def test_a_link_in_a_package_is_refused() -> None:
    stream = io.BytesIO(docx())
    with zipfile.ZipFile(stream, "a") as archive:
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "路径" in refusal("表.docx", stream.getvalue())


def test_a_part_twice_under_one_name_is_refused() -> None:
    stream = io.BytesIO(docx())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Dup"):
        archive.writestr("word/document.xml", "<other/>")
    refusal("表.docx", stream.getvalue())


def test_a_document_that_declares_entities_is_refused_unread() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]><d><t>&b;&f;</t></d>'
    )
    content = docx_with({"word/extra.xml": bomb})
    said = refusal("表.docx", content)
    assert "ha" not in said
    assert "root:" not in said


def test_what_would_take_too_long_to_read_is_refused_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = docx_with({"word/extra.xml": _empty_elements(4)})
    assert uploads.inspect("表.docx", content), "a million of them are no harm"
    with monkeypatch.context() as few:
        few.setattr(office_packages, "MOST_ELEMENTS", 10_000)
        assert "拆分" in refusal("表.docx", content)
    with monkeypatch.context() as short:
        short.setattr(office_packages, "MOST_SECONDS", 0)
        assert "拆分" in refusal("表.docx", content)


def test_reading_a_large_part_builds_no_tree_in_memory() -> None:
    content = docx_with({"word/extra.xml": _empty_elements(12)})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss     # the parser's memory as well
    assert uploads.inspect("表.docx", content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024
