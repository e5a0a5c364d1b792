"""Attachments: what is taken, what is refused, and that each refusal says what to do."""

import io
import struct
import sys
import time
import tracemalloc
import unicodedata
import zipfile
import zlib

import pytest
from docx import Document
from hypothesis import given, settings, strategies as st

from engine.attachments import office_packages, uploads
from engine.errors import FileRefused

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20)
TIF = b"II*\0\x08\0\0\0" + bytes(20)
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(200)
TEXT = "申请公开二〇二五年城区道路维修资金使用情况。\r\n"


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs or ("现就有关事项说明如下。",):
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def package(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


XLSX_TYPES = (
    '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def xlsx(text: str = "金额") -> bytes:
    return package({
        "[Content_Types].xml": XLSX_TYPES, "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si></sst>",
    })


def ofd(text: str = "公文") -> bytes:
    return package({
        "OFD.xml": "<OFD/>",
        "Doc_0/Pages/Page_0/Content.xml": f"<Page><TextObject><TextCode>{text}</TextCode>"
                                          "</TextObject></Page>",
    })


def docx_with(extra: dict[str, bytes | str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        parts: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist()}
    return package({**parts, **extra})


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        uploads.inspect(name, content)
    reason = refused.value.facts["reason"]
    assert reason.endswith("。"), "a refusal is a whole sentence"
    assert any(word in reason for word in ("请", "可以上传")), "a refusal says what to do"
    return str(reason)


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


# -- zip bombs -----------------------------------------------------------------------------


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
    "an honest ratio, but too much": lambda: _stored(210),
    "a size that is a lie": lambda: _lying_about_size(
        docx_with({"word/media/image1.png": _zeros(30)}), "word/media/image1.png"
    ),
    "one part under many names": lambda: _overlapping(1500),
    "a directory of half a million": lambda: _directory_only(400_000),
}


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


def test_entities_in_a_document_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]><d><t>&b;&f;</t></d>'
    )
    content = docx_with({"word/extra.xml": bomb})
    assert all("ha" not in text and "root:" not in text
               for text in office_packages.texts(content))


# -- secrecy marks -------------------------------------------------------------------------

MARKS = ["机密★1年", "绝密★", "秘密★10年", "机　密 ★ 长期", "★秘密", "秘密☆5年"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("文件.txt", lambda mark: f"{TEXT}{mark}\r\n".encode()),
        ("文件.txt", lambda mark: f"{TEXT}{mark}\r\n".encode("gb18030")),
        ("文件.docx", lambda mark: docx("关于某事的通知", mark)),
        ("文件.xlsx", xlsx),
        ("文件.ofd", ofd),
    ],
)
def test_a_classified_paper_is_turned_away_with_the_rule(name: str, make, mark: str) -> None:
    assert "涉密文件严禁上传" in refusal(name, make(mark))


def test_a_mark_is_found_though_it_is_set_in_pieces_or_in_the_header() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("机", "密", "★", "1年"):
        paragraph.add_run(piece).bold = True
    stream = io.BytesIO()
    document.save(stream)
    assert "涉密" in refusal("文件.docx", stream.getvalue())

    document = Document()
    document.sections[0].header.paragraphs[0].text = "秘密★5年"
    stream = io.BytesIO()
    document.save(stream)
    assert "涉密" in refusal("文件.docx", stream.getvalue())


def test_a_mark_in_the_name_is_enough() -> None:
    assert "涉密" in refusal("（机密★1年）会议纪要.pdf", PDF)


@pytest.mark.parametrize(
    "text",
    ["该信息涉及国家秘密，不予公开。", "保密审查：不属于秘密。", "五星级★★★★★酒店名录",
     "商业秘密\n★ 重点项目", "机密性要求"],
)
def test_talk_about_secrets_is_no_mark(text: str) -> None:
    assert uploads.inspect("说明.txt", text.encode())
    assert uploads.inspect("说明.docx", docx(*text.split("\n")))


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
