"""Small real files for the examples: what applicants hand in and what officers attach."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from engine.attachments.commands import Upload

_LINE = 22              # points from line to line
_PER_LINE = 34          # characters of 14 points within the margins of A4
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(name: str, title: str, lines: list[str]) -> Upload:
    """One page in a Chinese font that every reader knows by name (nothing embedded)."""
    text = [f"BT /F1 18 Tf 72 770 Td <{_hex(title)}> Tj ET"]
    height = 730
    for line in lines:
        for start in range(0, max(len(line), 1), _PER_LINE):
            piece = _hex(line[start:start + _PER_LINE])
            text.append(f"BT /F1 14 Tf 60 {height} Td <{piece}> Tj ET")
            height -= _LINE
    stream = "\n".join(text).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    body, places = BytesIO(b"%PDF-1.4\n"), []
    body.seek(0, 2)
    for number, content in enumerate(objects, 1):
        places.append(body.tell())
        body.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = body.tell()
    body.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        body.write(b"%010d 00000 n \n" % place)
    body.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
               % (len(objects) + 1, table))
    return Upload(name=f"{name}.pdf", content=body.getvalue())


def docx(name: str, title: str, lines: list[str]) -> Upload:
    """A document of plain paragraphs."""
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in (title, *lines)
    )
    parts = {
        "[Content_Types].xml":
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/></Types>',
        "_rels/.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        "word/document.xml":
            f'<w:document xmlns:w="{_WORDS}"><w:body>{paragraphs}</w:body></w:document>',
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in parts.items():
            # A fixed date: the same file every time.
            entry = zipfile.ZipInfo(part, (2019, 5, 15, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return Upload(name=f"{name}.docx", content=packed.getvalue())


def txt(name: str, lines: list[str]) -> Upload:
    """Plain text as a mail program saves it."""
    return Upload(name=f"{name}.txt", content="\r\n".join(lines).encode())


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
