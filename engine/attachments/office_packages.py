"""docx, xlsx and ofd are zip packages: what may lie in one, counted while it is inflated.

A 900 KB file can unpack to gigabytes, and a library that opens it finds out too late. Here
every part is inflated piece by piece and the piece thrown away; the declared sizes are not
believed.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_XML_PART = 20 * 1024 * 1024
MOST_PARTS = 2000
LARGEST_RATIO = 100                     # asked of parts above 1 MB
_RATIO_FROM = 1024 * 1024
_LARGEST_DIRECTORY = 1024 * 1024
_PIECE = 64 * 1024

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
}
_MAIN_TYPES = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PARTS_WITH_TEXT = re.compile(
    r"(?i)word/[^/]+\.xml|xl/(sharedStrings|worksheets/[^/]+|comments\d*)\.xml|.*/Content\.xml"
)
# Where the three formats keep their letters, by the element's local name; and what ends a line.
_TEXT_ELEMENTS = frozenset({"t", "delText", "TextCode", "oddHeader", "oddFooter"})
_LINE_ELEMENTS = frozenset({"p", "si", "is", "PageBlock", "headerFooter"})

_BOMB = "解压后的内容过大，疑似压缩炸弹，没有打开。请核对来源，另存后再上传。"
_DAMAGED = "文件已损坏或者结构异常，请用 WPS 或者 Word 打开，另存后再上传。"


class BadPackage(Exception):
    """Not to be opened by anybody; the message says why and what to do."""


def kind_of(content: bytes) -> str | None:
    """docx, xlsx or ofd; None for any other zip or no zip at all. Raises BadPackage."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    with _opened(content) as package:
        _check(package)
        names = set(package.namelist())
        if "OFD.xml" in names:
            return "ofd"
        if "[Content_Types].xml" not in names:
            return None
        types = package.read("[Content_Types].xml")
        if any("vbaproject" in name.casefold() for name in names) or b"macroEnabled" in types:
            raise BadPackage("不接收带宏的文档，请另存为 docx、xlsx 或者 pdf 后上传。")
        for main_type, kind in _MAIN_TYPES.items():
            if main_type in types and _MAIN_PARTS[kind] in names:
                return kind
    return None


def texts(content: bytes) -> Iterator[str]:
    """The letters of each part that holds any, joined as they are read. Checked before."""
    with _opened(content) as package:
        for name in package.namelist():
            if _PARTS_WITH_TEXT.fullmatch(name):
                yield "".join(_letters(package.read(name)))


def _opened(content: bytes) -> zipfile.ZipFile:
    # The last 22 bytes end the directory: no comment, nothing appended, nothing for zip64.
    # Its size is asked first: a directory alone can hold half a million empty entries.
    signature, *_, size, _start, comment = struct.unpack("<4s4H2LH", content[-22:].rjust(22))
    if signature != b"PK\x05\x06" or comment or size > _LARGEST_DIRECTORY:
        raise BadPackage(_DAMAGED)
    try:
        return zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError) as error:
        raise BadPackage(_DAMAGED) from error


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise BadPackage(_BOMB)
    if len({part.filename for part in parts}) != len(parts):
        raise BadPackage(_DAMAGED)
    left = LARGEST_UNPACKED
    for part in parts:
        if _is_trick(part):
            raise BadPackage("文件内部含有异常路径，没有打开。请核对来源，另存后再上传。")
        if part.flag_bits & 1:
            raise BadPackage("文件设有密码，请去掉密码后上传。")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadPackage(_DAMAGED)
        left -= _inflated(package, part, left)


def _is_trick(part: zipfile.ZipInfo) -> bool:
    # ``orig_filename`` still has what follows a NUL, which ``filename`` hides.
    name = part.orig_filename
    steps = re.split(r"[/\\]", name)
    return (
        name.startswith(("/", "\\")) or ".." in steps or ":" in name
        or not name.isprintable() or stat.S_ISLNK(part.external_attr >> 16)
    )


def _inflated(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The true size of a part. Raises BadPackage as soon as a limit is passed."""
    size = 0
    limit = left
    if part.filename.casefold().endswith((".xml", ".rels")):
        limit = min(left, LARGEST_XML_PART)
    try:
        with package.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                packed = max(part.compress_size, 1)
                if size > limit or (size > _RATIO_FROM and size > packed * LARGEST_RATIO):
                    raise BadPackage(_BOMB)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise BadPackage(_DAMAGED) from error
    return size


def _letters(xml: bytes) -> Iterator[str]:
    steps = etree.iterparse(
        BytesIO(xml), events=("end",), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, recover=False,
    )
    try:
        for _, element in steps:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name in _TEXT_ELEMENTS:
                yield element.text or ""
            elif name in _LINE_ELEMENTS:
                yield "\n"
                element.clear()
    except etree.XMLSyntaxError as error:
        raise BadPackage(_DAMAGED) from error
