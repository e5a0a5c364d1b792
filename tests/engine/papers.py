"""Files as an applicant may send them, made up from nothing, and how one is refused."""

import io
import zipfile

import pytest
from docx import Document

from engine.attachments import uploads
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


def encrypted() -> bytes:
    """What Word and WPS make of a document with a password to open it: the beginning of a
    compound file with the directory entries that [MS-OFFCRYPTO] names."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + bytes(64)
        for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage", "DataSpaces")
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entries + bytes(1024)


def large_xlsx(rows: int, text: str = "密", columns: int = 12) -> bytes:
    """A table as a finance office keeps one: unpacked it is ten to twenty times as large."""
    lines = "".join(
        f'<row r="{row}">' + "".join(
            f'<c r="{chr(65 + column)}{row}" s="3"><v>{row * 7919 % 100_003 + column}</v></c>'
            for column in range(columns)
        ) + "</row>"
        for row in range(1, rows + 1)
    )
    return package({
        "[Content_Types].xml": XLSX_TYPES, "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{lines}</sheetData></worksheet>",
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
