"""docx, xlsx and ofd are zip packages: what may lie in one, counted while it is inflated.

A 900 KB file can unpack to gigabytes, and a library that opens it finds out too late. Here
every part is inflated piece by piece and the piece thrown away; the declared sizes are not
believed. What is read as XML is read in pieces too: no tree is built, and elements and processor
time are counted.
"""

import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

LARGEST_UNPACKED = 300 * 1024 * 1024    # an honest table of 20 MB unpacks to some 200
MOST_PARTS = 2000
MOST_ELEMENTS = 5_000_000               # of the parts that have to be read, in one submission
MOST_SECONDS = 10.0                     # of processor time, likewise
LARGEST_RATIO = 100                     # asked of parts above 1 MB; honest tables reach some 20
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
# What ends a line in the three formats, by the element's local name.
_LINE_ELEMENTS = frozenset({"p", "si", "is", "c", "PageBlock", "oddHeader", "oddFooter"})
# Without one of each of these letters in its bytes a part in UTF-8 holds no secrecy mark.
_NEEDED = ("密".encode(), tuple(letter.encode() for letter in "★☆"))
_MAY_HIDE_LETTERS = (b"&#", b"<!DOCTYPE", b"<!ENTITY")
_OTHER_ENCODING = re.compile(rb"(?i)<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])")
_LONGEST_LINE = 64 * 1024               # letters; a longer one is handed on in parts that overlap
_OVERLAP = 200

_BOMB = "解压后的内容过大，疑似压缩炸弹，没有打开。请核对来源，另存后再上传。"
TOO_MUCH = "文件内容过多，不能在限定的时间内检查。请拆分成几个文件，或者另存为 pdf 后上传。"
_DAMAGED = "文件已损坏或者结构异常，请用 WPS 或者 Word 打开，另存后再上传。"


class BadPackage(Exception):
    """Not to be opened by anybody; the message says why and what to do."""


class TooDear(BadPackage):
    """It would cost more than is allowed."""


@dataclass
class Allowance:
    """What looking into the files of one submission may still cost: bytes that are unpacked or
    read as text, elements of XML, seconds of this thread's processor time.
    """

    unpacked: int = LARGEST_UNPACKED
    elements: int = field(default_factory=lambda: MOST_ELEMENTS)
    seconds: float = field(default_factory=lambda: MOST_SECONDS)

    def __post_init__(self) -> None:
        self._until = time.thread_time() + self.seconds

    def unpack(self, size: int) -> None:
        """So many bytes more. Raises TooDear."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise TooDear(_BOMB)

    def check_reading(self) -> None:
        """Raises TooDear when too much was read."""
        if self.elements < 0 or time.thread_time() > self._until:
            raise TooDear(TOO_MUCH)


def kind_of(content: bytes, allowance: Allowance) -> str | None:
    """docx, xlsx or ofd; None for any other zip or no zip at all. Raises BadPackage."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    with _opened(content) as package:
        _check(package, allowance)
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


def texts(content: bytes, allowance: Allowance) -> Iterator[str]:
    """Every line of the parts that may hold a secrecy mark. Checked before. Raises BadPackage."""
    with _opened(content) as package:
        for name in package.namelist():
            if _PARTS_WITH_TEXT.fullmatch(name) and _may_hold_a_mark(_pieces(package, name)):
                yield from _lines(_pieces(package, name), allowance)


def _opened(content: bytes) -> zipfile.ZipFile:
    # The directory ends with 22 bytes and perhaps a comment, as some writers of OFD leave one:
    # nothing else appended, no second end for other readers, nothing for zip64. Its size is
    # asked first: a directory alone can hold half a million empty entries.
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 22 - 0xFFFF))
    if end < 0 or len(content) < end + 22:
        raise BadPackage(_DAMAGED)
    *_, size, _start, comment = struct.unpack("<4s4H2LH", content[end:end + 22])
    if end + 22 + comment != len(content) or size > _LARGEST_DIRECTORY:
        raise BadPackage(_DAMAGED)
    try:
        return zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError) as error:
        raise BadPackage(_DAMAGED) from error


def _check(package: zipfile.ZipFile, allowance: Allowance) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise BadPackage(_BOMB)
    if len({part.filename for part in parts}) != len(parts):
        raise BadPackage(_DAMAGED)
    for part in parts:
        if _is_trick(part):
            raise BadPackage("文件内部含有异常路径，没有打开。请核对来源，另存后再上传。")
        if part.flag_bits & 1:
            raise BadPackage("文件设有密码，请去掉密码后上传。")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadPackage(_DAMAGED)
        _inflate(package, part, allowance)


def _is_trick(part: zipfile.ZipInfo) -> bool:
    # ``orig_filename`` still has what follows a NUL, which ``filename`` hides.
    name = part.orig_filename
    steps = re.split(r"[/\\]", name)
    return (
        name.startswith(("/", "\\")) or ".." in steps or ":" in name
        or not name.isprintable() or stat.S_ISLNK(part.external_attr >> 16)
    )


def _inflate(package: zipfile.ZipFile, part: zipfile.ZipInfo, allowance: Allowance) -> None:
    """Find out the true size of a part. Raises BadPackage as soon as a limit is passed."""
    size = 0
    try:
        with package.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                packed = max(part.compress_size, 1)
                if size > _RATIO_FROM and size > packed * LARGEST_RATIO:
                    raise BadPackage(_BOMB)
                allowance.unpack(len(piece))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise BadPackage(_DAMAGED) from error


def _pieces(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _may_hold_a_mark(pieces: Iterator[bytes]) -> bool:
    """False when a part cannot: a hundred times quicker than to read it, and true of nearly all."""
    kept, secret, star, first = b"", False, False, True
    for piece in pieces:
        if first and not _plain_utf8(piece):
            return True
        seen, first = kept + piece, False
        secret = secret or _NEEDED[0] in seen
        star = star or any(letter in seen for letter in _NEEDED[1])
        if (secret and star) or any(mark in seen for mark in _MAY_HIDE_LETTERS):
            return True
        kept = piece[-16:]      # what is looked for may stand across two pieces
    return False


def _plain_utf8(beginning: bytes) -> bool:
    head = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    return head[:1] == b"<" and b"\0" not in head and not _OTHER_ENCODING.match(head)


class _Letters:
    """Told by the parser what a part holds: its letters, and where a line ends.

    Blanks alone between elements are the writer's own, and no letters of the paper.
    """

    def __init__(self, allowance: Allowance) -> None:
        self.allowance, self.letters, self.lines = allowance, list[str](), list[str]()
        self.length = 0

    def doctype(self, *_: str | None) -> None:
        # No office format has one; what it declares would be expanded by whoever reads on.
        raise BadPackage(_DAMAGED)

    def data(self, text: str) -> None:
        if text.isspace():
            return
        self.letters.append(text)
        self.length += len(text)
        if self.length > _LONGEST_LINE:
            whole = "".join(self.letters)
            self.lines.append(whole)
            self.letters, self.length = [whole[-_OVERLAP:]], _OVERLAP

    def end(self, tag: str) -> None:
        self.allowance.elements -= 1
        if self.letters and tag.rpartition("}")[2] in _LINE_ELEMENTS:
            self.lines.append("".join(self.letters))
            self.letters, self.length = [], 0

    def close(self) -> None:
        self.lines.append("".join(self.letters))

    def so_far(self) -> Iterator[str]:
        """The lines since it was last asked. Raises BadPackage when too much was read."""
        self.allowance.check_reading()
        yield from self.lines
        self.lines = []


def _lines(pieces: Iterator[bytes], allowance: Allowance) -> Iterator[str]:
    letters = _Letters(allowance)
    # Without a method ``start`` the parser tells of ends alone, in half the time.
    parser = etree.XMLParser(  # type: ignore[call-overload]  # which the stubs do not know
        target=letters, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, recover=False,
    )
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from letters.so_far()
        parser.close()
    except etree.XMLSyntaxError as error:
        raise BadPackage(_DAMAGED) from error
    yield from letters.so_far()
