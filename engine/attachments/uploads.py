"""What people attach: looked at in memory, before anything is kept or opened by a library.

The content decides what a file is; the name's ending has to agree. Everything refused says
what to do instead. Nothing here is written to disk. What it may cost is limited, see
``inspection``, which everybody goes through; this one loads no database, as it also runs in a
process of its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import filetype

from engine.attachments import office_packages
from engine.attachments.office_packages import Allowance, BadPackage, TooDear
from engine.errors import FileRefused

LARGEST = 20 * 1024 * 1024          # bytes, of one file
_LONGEST_NAME = 120                 # characters
_ACCEPTED_WORDS = "docx、xlsx、ofd、pdf、png、jpg、tif、txt"

# Devices that Windows knows under these names, whatever follows the dot.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")      # but tab, line feed, form feed, return
_TEXT_IS_DEARER = 10        # times as dear to read as to inflate
_FOR_FILES_ONLY = re.compile(r'[<>:"|?*]')

# A paper is classified by its mark: the grade, a star, mostly a term (机密★1年).
_GRADE = r"(绝_密|机_密|秘_密)"
_SECRECY_MARK = re.compile(
    f"{_GRADE}_[★☆]|[★☆]_{_GRADE}".replace("_", r"[^\S\n]*")  # blanks, on one line
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file that may be kept is. ``name`` is safe to show and to offer for download."""

    name: str
    media_type: str


class _Refused(Exception):
    """Inside this room: why, in the uploader's words."""


class CostsTooMuch(FileRefused):
    """It would cost more than is allowed to look into it."""


def inspect(name: str, content: bytes, allowance: Allowance | None = None) -> Found:
    """Raises FileRefused with the reason and what to do, CostsTooMuch when the allowance is spent.

    allowance: of the whole submission; without one, of this file alone.
    """
    try:
        return _inspect(name, content, allowance or Allowance())
    except (_Refused, BadPackage) as problem:
        kind = CostsTooMuch if isinstance(problem, TooDear) else FileRefused
        raise kind(name=shown(name), reason=str(problem)) from problem


def _inspect(name: str, content: bytes, allowance: Allowance) -> Found:
    cleaned, ending = _clean(name)
    if _SECRECY_MARK.search(cleaned):
        raise _Refused(_CLASSIFIED)
    if not content:
        raise _Refused("文件是空的，请检查后重新选择。")
    if len(content) > LARGEST:
        raise _Refused(
            f"文件有 {len(content) / 1024 / 1024:.1f} MB，单个文件不能超过 20 MB，"
            "请降低扫描分辨率或者拆分后上传。"
        )
    if ending in _ADVICE:
        raise _Refused(_ADVICE[ending])
    if ending not in _KINDS:
        raise _Refused(f"不接收这种类型的文件，可以上传 {_ACCEPTED_WORDS}。")
    media_type, is_that, texts = _KINDS[ending]
    if not is_that(content, allowance):
        raise _Refused(_disguised(content, ending))
    if any(_SECRECY_MARK.search(text) for text in texts(content, allowance)):
        raise _Refused(_CLASSIFIED)
    return Found(cleaned, media_type)


_CLASSIFIED = (
    "发现国家秘密标志（绝密★、机密★、秘密★）。涉密文件严禁上传到本系统，"
    "请立即停止处理，并按照保密规定报告本机关保密工作机构。"
)
_ARCHIVE = "不接收压缩包，请解压后逐个上传其中的文件。"
_OLD_FORMAT = "不接收旧格式的文档，请用 WPS 或者 Word 另存为 docx、xlsx 或者 pdf 后上传。"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "不接收带宏的文档，请另存为 docx、xlsx 或者 pdf 后上传。"
_ADVICE = {
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz"), _ARCHIVE),
    **dict.fromkeys(("doc", "xls", "wps", "et", "rtf", "odt", "ods"), _OLD_FORMAT),
    **dict.fromkeys(("docm", "xlsm", "dotm", "xltm", "xlsb"), _MACROS),
    **dict.fromkeys(("ppt", "pptx", "dps"), "不接收演示文稿，请另存为 pdf 后上传。"),
    **dict.fromkeys(("bmp", "gif", "webp", "heic"), "请把图片另存为 jpg 或者 png 后上传。"),
}


# -- names ---------------------------------------------------------------------------------


def _clean(name: str) -> tuple[str, str]:
    """The last part of the name, without what file systems take for orders; and its ending."""
    plain = unicodedata.normalize("NFC", name)
    if any(unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029" for letter in plain):
        # Such letters can make 附件fdp.exe look like 附件exe.pdf.
        raise _Refused("文件名中有不可见的控制字符，请改名后重新上传。")
    last = re.split(r"[/\\]", plain)[-1]
    last = _FOR_FILES_ONLY.sub("_", last).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot or not stem:
        raise _Refused(f"文件名缺少扩展名，无法判断文件类型，可以上传 {_ACCEPTED_WORDS}。")
    ending = ending.casefold()
    cleaned = f"{stem.rstrip(' .')[:_LONGEST_NAME]}.{ending[:10]}"
    if _RESERVED.fullmatch(cleaned):
        raise _Refused(f"“{stem}”是计算机系统保留的名称，请改名后重新上传。")
    return cleaned, ending


def shown(name: str) -> str:
    """A refused file's name, fit to stand in the message about it."""
    letters = (letter if letter.isprintable() else "□" for letter in name[:200])
    last = re.split(r"[/\\]", "".join(letters))[-1]
    return last if len(last) <= 60 else f"{last[:40]}…{last[-18:]}"


# -- contents ------------------------------------------------------------------------------


def _no_text(_content: bytes, _: Allowance) -> Iterator[str]:
    return iter(())


def _starts(*beginnings: bytes) -> Callable[[bytes, Allowance], bool]:
    return lambda content, _: content.startswith(beginnings)


def _is_package(kind: str, content: bytes, allowance: Allowance) -> bool:
    return office_packages.kind_of(content, allowance) == kind


def _is_pdf(content: bytes, _: Allowance) -> bool:
    """Printer drivers and scanners leave a few bytes before the header, and every reader looks
    for it in the first kilobyte. They must not be the beginning of anything else.
    """
    header = content[:1024].find(b"%PDF-")
    return (
        header >= 0 and b"%%EOF" in content[-2048:]
        and (header == 0 or _is_nothing_else(content[:header]))
    )


def _is_nothing_else(before: bytes) -> bool:
    plain = before.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    return (
        b"<" not in plain and not plain.startswith((b"MZ", b"PK", b"#!", b"\x7fELF"))
        and filetype.guess(before.ljust(300, b" ")) is None
    )


def _is_text(content: bytes, allowance: Allowance) -> bool:
    allowance.unpack(_TEXT_IS_DEARER * len(content))
    return filetype.guess(content) is None and _decoded(content) is not None


def _decoded(content: bytes) -> str | None:
    """Text as Chinese offices write it; None for anything with control characters."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    return None


def _text_lines(content: bytes, _: Allowance) -> Iterator[str]:
    yield _decoded(content) or ""


#: ending -> (media type, is the content that, its text as far as we can read it)
_KINDS: dict[str, tuple[
    str, Callable[[bytes, Allowance], bool], Callable[[bytes, Allowance], Iterator[str]]
]] = {
    "pdf": ("application/pdf", _is_pdf, _no_text),
    "png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n"), _no_text),
    "jpg": ("image/jpeg", _starts(b"\xff\xd8\xff"), _no_text),
    "tif": ("image/tiff", _starts(b"II*\0", b"MM\0*"), _no_text),
    "txt": ("text/plain", _is_text, _text_lines),
    **{
        kind: (media_type, partial(_is_package, kind), office_packages.texts)
        for kind, media_type in office_packages.MEDIA_TYPES.items()
    },
}
_KINDS["jpeg"], _KINDS["tiff"] = _KINDS["jpg"], _KINDS["tif"]


def _disguised(content: bytes, ending: str) -> str:
    if content.startswith(_COMPOUND) and ending in ("docx", "xlsx"):
        # Word and WPS put an encrypted document into the container of the old formats.
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "文件设有打开密码，请在 WPS 或者 Word 中去掉密码，另存后上传。"
        return _OLD_FORMAT
    if ending == "txt":
        return "不是可以识别的文本文件，请用记事本另存为 UTF-8 编码后上传。"
    if content.startswith(b"PK") and ending in office_packages.MEDIA_TYPES:
        return f"内容不是 {ending} 文档，请用 WPS 或者 Word 打开核对，另存为 {ending} 后上传。"
    found = filetype.guess_extension(content)
    if found == ending:
        return "文件不完整，可能在传送中被截断，请从原处重新导出后上传。"
    is_it = f"实际是 {found} 文件" if found else "无法识别"
    return (
        f"文件内容与扩展名 {ending} 不符（{is_it}），可能已经损坏或者被伪装，"
        "请核对来源，打开后重新另存再上传。"
    )
