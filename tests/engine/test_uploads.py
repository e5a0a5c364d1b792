"""Attachments: what is taken, what is refused, and that each refusal says what to do."""

import io
import sys
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings, strategies as st

from engine.attachments import office_packages, uploads
from engine.errors import FileRefused
from tests.engine.papers import (
    EXE,
    JPG,
    PDF,
    PNG,
    TEXT,
    TIF,
    docx,
    docx_with,
    encrypted,
    large_xlsx,
    ofd,
    package,
    refusal,
    xlsx,
)

# -- what is taken -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("申请表.docx", docx(), office_packages.MEDIA_TYPES["docx"]),
        ("明细.xlsx", xlsx(), office_packages.MEDIA_TYPES["xlsx"]),
        ("公文.ofd", ofd(), "application/ofd"),
        ("扫描件.PDF", PDF, "application/pdf"),
        ("身份证.png", PNG, "image/png"),
        ("照片.jpg", JPG, "image/jpeg"),
        ("照片.JPEG", JPG, "image/jpeg"),
        ("传真.tif", TIF, "image/tiff"),
        ("传真.tiff", b"MM\0*\0\0\0\x08" + bytes(20), "image/tiff"),
        ("说明.txt", TEXT.encode(), "text/plain"),
        ("说明.txt", TEXT.encode("utf-8-sig"), "text/plain"),
        ("说明.txt", TEXT.encode("gb18030"), "text/plain"),
    ],
)
def test_the_usual_papers_of_an_office_are_taken(
    name: str, content: bytes, media_type: str
) -> None:
    assert uploads.inspect(name, content).media_type == media_type


def test_an_ofd_whose_archive_bears_a_comment_is_taken() -> None:
    """Some writers of OFD leave their name there."""
    stream = io.BytesIO(ofd())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = "数科OFD 转换引擎".encode("gb18030")
    assert uploads.inspect("公文.ofd", stream.getvalue()).media_type == "application/ofd"
    assert "损坏" in refusal("公文.ofd", stream.getvalue() + b"more")


def test_a_comment_that_holds_another_archive_is_refused() -> None:
    """Two ends: one reader would open the first, another the second."""
    stream = io.BytesIO(ofd())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = docx()
    refusal("公文.ofd", stream.getvalue())


def test_a_large_honest_table_is_no_bomb() -> None:
    """Twenty megabytes of cells; as the letters of a mark are in it, it is read to its end."""
    content = large_xlsx(50_000, "密码☆管理")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert unpacked > 20 * 1024 * 1024
    assert uploads.inspect("明细.xlsx", content)


@pytest.mark.parametrize(
    "before",
    [b"\r\n", b"\xef\xbb\xbf", b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n", b"\0" * 12],
)
def test_a_pdf_with_a_few_bytes_before_its_header_is_taken(before: bytes) -> None:
    """Printer drivers and scanners leave them; every reader looks into the first kilobyte."""
    assert uploads.inspect("扫描件.pdf", before + PDF).media_type == "application/pdf"


@pytest.mark.parametrize(
    "before",
    [EXE, PNG, b"<html><script>alert(1)</script>", b"#!/bin/sh\n", b"PK\x03\x04", b"x" * 2000,
     b"GIF89a"],
)
def test_a_pdf_behind_something_else_is_refused(before: bytes) -> None:
    refusal("扫描件.pdf", before + PDF)


@pytest.mark.parametrize("name", ["表.docx", "表.xlsx"])
def test_a_document_that_office_encrypted_is_told_so(name: str) -> None:
    """It is no zip any more but a compound file, as old formats are."""
    said = refusal(name, encrypted())
    assert "密码" in said
    assert "旧格式" not in said
    assert "xls 文件" not in said


# -- sizes and kinds -----------------------------------------------------------------------


def test_twenty_megabytes_are_taken_and_a_byte_more_is_not() -> None:
    full = PDF[:-6].ljust(uploads.LARGEST - 6) + PDF[-6:]
    assert uploads.inspect("大图.pdf", full)
    assert "不能超过 20 MB" in refusal("大图.pdf", full + b"\n")


def test_an_empty_file_is_refused() -> None:
    assert "空" in refusal("申请表.pdf", b"")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("材料.zip", "解压后逐个上传"),
        ("材料.RAR", "解压后逐个上传"),
        ("旧.doc", "另存为 docx"),
        ("旧.wps", "另存为 docx"),
        ("带宏.docm", "宏"),
        ("安装.exe", "可以上传 docx"),
        ("附件.pdf.exe", "可以上传 docx"),
        ("网页.html", "可以上传 docx"),
        ("图.svg", "可以上传 docx"),
        ("没有扩展名", "缺少扩展名"),
        (".pdf", "缺少扩展名"),
    ],
)
def test_other_kinds_are_refused_with_advice(name: str, says: str) -> None:
    assert says in refusal(name, PDF)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.pdf", EXE),
        ("通知.pdf", PNG),
        ("通知.pdf", EXE + PDF),
        ("照片.jpg", PDF),
        ("照片.png", b"<svg onload=alert(1)>"),
        ("说明.txt", EXE),
        ("说明.txt", PDF),
        ("说明.txt", b"plain \0 not"),
        ("说明.txt", TEXT.encode("utf-16")),
        ("表.docx", xlsx()),
        ("表.xlsx", docx()),
        ("表.ofd", docx()),
        ("表.docx", package({"a.txt": "x"})),
        ("表.docx", package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"})),
        ("表.docx", PDF),
        ("表.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("表.docx", docx()[:-30]),
        ("表.docx", docx() + EXE),
        ("表.docx", EXE + docx()),
        ("表.docx", b"PK\x03\x04"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name: str, content: bytes) -> None:
    refusal(name, content)


def test_a_file_cut_off_on_the_way_is_refused_as_such() -> None:
    assert "截断" in refusal("通知.pdf", b"%PDF-1.7\n" + bytes(5000))


def test_a_document_with_macros_is_refused_whatever_its_name() -> None:
    assert "宏" in refusal("表.docx", docx_with({"word/vbaProject.bin": b"\xd0\xcf"}))


def test_a_document_with_a_password_is_refused() -> None:
    content = bytearray(docx())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in refusal("表.docx", bytes(content))


# -- names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("申请表.pdf", "申请表.pdf"),
        ("C:\\fakepath\\申请表.pdf", "申请表.pdf"),
        ("../../../etc/申请表.pdf", "申请表.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\x.PDF", "x.pdf"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ("名称 .pdf", "名称.pdf"),
        ("..隐藏.pdf", "隐藏.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
        ("e\u0301tat.pdf", "\u00e9tat.pdf"),
    ],
)
def test_a_name_is_kept_without_what_a_file_system_could_obey(name: str, kept: str) -> None:
    assert uploads.inspect(name, PDF).name == kept


@pytest.mark.parametrize(
    "name",
    ["附件\u202efdp.exe.pdf", "附件\x00.pdf", "附\n件.pdf", "a\u200b.pdf", "\ufeffa.pdf",
     "a\u2028b.pdf", "\ud800.pdf", "CON.pdf", "CON .pdf", "nul.pdf", "com1.tar.pdf", "LPT9.pdf", "",
     ".", "..", "/", "   ", "a/", "..pdf"],
)
def test_a_name_that_hides_or_commands_is_refused(name: str) -> None:
    refusal(name, PDF)


_AWKWARD = st.sampled_from([
    "..", "/", "\\", "%2e%2e", "\x00", "\u202e", "CON", "nul", ".", " ", ":", "公开", ".pdf",
    "\u200d", "~", "$", "a" * 260, "\ud800", "．．／", "<", "|", "\x7f", "e\u0301",
])


@settings(max_examples=2000, deadline=None)
@given(st.lists(_AWKWARD | st.text(max_size=8), max_size=8).map("".join))
def test_no_name_however_awkward_gets_through_as_a_path(name: str) -> None:
    try:
        kept = uploads.inspect(name + ".pdf", PDF).name
    except FileRefused as refused:
        kept = ""
        said = str(refused)
    if not kept:
        assert said.isprintable()
        return
    assert kept.endswith(".pdf")
    assert 5 <= len(kept) <= 200
    assert not set(kept) & set('/\\:*?"<>|')
    assert all(unicodedata.category(letter)[0] != "C" for letter in kept)
    assert not kept.startswith((".", " "))
    assert kept.split(".")[0].casefold() not in {"con", "nul", "aux", "prn"}


def test_looking_at_a_file_leaves_nothing_on_the_disk() -> None:
    watching, written = False, []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and set(str(arguments[1])) & set("wax+"):
            written.append(arguments[0])

    contents = [("a.docx", docx()), ("a.xlsx", xlsx()), ("a.pdf", PDF), ("a.pdf", EXE)]
    sys.addaudithook(watch)
    watching = True
    for name, content in contents:
        try:
            uploads.inspect(name, content)
        except FileRefused:
            assert content is EXE
    watching = False
    assert written == []
