"""PDF of a letter by LibreOffice, when it is installed. The docx is enough without.

LibreOffice runs with a profile of its own that is thrown away, in a process group of its own that
is killed at the time limit, and without a network: in an empty network namespace where the system
lets us make one (``unshare -n``; as root, or by a user namespace). Where it does not, a proxy that
nobody listens to, and "block links from untrusted documents", stand in for it; neither holds
against a determined document, but only our own letters are ever converted.

A letter holds a name and an address. Whoever ends this process, however hard, leaves neither a
LibreOffice nor a letter behind: a watcher beside it kills the one and removes the other as soon as
we are gone. What even that left (the machine went down) is swept at the next start.
"""

import fcntl
import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from letters.errors import PdfUnavailable

_PROGRAMS = ("soffice", "libreoffice")
_NOWHERE = "127.0.0.1"
_PLACE = "gongkai-pdf-"
# Waits for the end of our side of the pipe, which the kernel closes whatever ends us.
_WATCHER = 'read -r _; kill -9 "-$1"; rm -rf -- "$2"'

# Where a named font is missing, the nearest one found stands in for it.
_STAND_INS = {
    "仿宋_GB2312": ("仿宋", "FangSong", "STFangsong", "FZFangSong-Z02", "FandolFang R",
                  "Noto Serif CJK SC"),
    "方正小标宋简体": ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FandolSong", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    "宋体": ("SimSun", "NSimSun", "FandolSong", "Noto Serif CJK SC"),
}  # fmt: skip

_HYPHEN = "<w:t>\u2060-\u2060</w:t>".encode()
_HYPHENED = re.compile(rb"</w:rPr>(?=<w:t [^>]*>\d+</w:t><w:noBreakHyphen/>)")
_NO_LANGUAGE = b'<w:lang w:val="en-US" w:eastAsia="x-none"/>'

_SETTINGS = {
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("org.openoffice.Inet/Configuration", "ooInetProxyType"): "1",
    ("org.openoffice.Inet/Configuration", "ooInetHTTPProxyName"): _NOWHERE,
    ("org.openoffice.Inet/Configuration", "ooInetHTTPProxyPort"): "9",
    ("org.openoffice.Inet/Configuration", "ooInetHTTPSProxyName"): _NOWHERE,
    ("org.openoffice.Inet/Configuration", "ooInetHTTPSProxyPort"): "9",
}


def available() -> bool:
    """True when a LibreOffice is on the path. It may still fail; ``convert`` tells."""
    return _program() is not None


def convert(docx: bytes, *, seconds: float = 60) -> bytes:
    """The letter as PDF.

    Raises PdfUnavailable when LibreOffice is missing, fails, or takes more than ``seconds``;
    then nothing of it is left running.
    """
    program = _program()
    if program is None:
        raise PdfUnavailable(
            "没有安装 LibreOffice，无法生成 PDF。请下载 docx 文书，或者联系系统管理员。"
        )
    with tempfile.TemporaryDirectory(prefix=_PLACE) as place, _in_use(Path(place)):
        room = Path(place)
        (room / "letter.docx").write_bytes(_for_libreoffice(docx))
        _write_profile(room / "profile")
        _run(_command(program, room), _environment(room), room, seconds)
        try:
            pdf = (room / "out" / "letter.pdf").read_bytes()
        except OSError:
            pdf = b""
    if not pdf.startswith(b"%PDF-"):
        raise PdfUnavailable("LibreOffice 没有生成 PDF。请下载 docx 文书，或者联系系统管理员。")
    return pdf


def sweep() -> int:
    """Remove the places of conversions whose process is gone. Returns how many."""
    swept = 0
    for place in Path(tempfile.gettempdir()).glob(_PLACE + "*"):
        try:
            if place.lstat().st_uid == os.geteuid() and place.is_dir() and not place.is_symlink():
                with _in_use(place):
                    shutil.rmtree(place, ignore_errors=True)
                    swept += 1
        except OSError:
            pass    # in use, or gone meanwhile
    return swept


@contextmanager
def _in_use(place: Path) -> Iterator[None]:
    """Hold a place, as the process that works in it does. Raises BlockingIOError."""
    held = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(held)


def _for_libreoffice(docx: bytes) -> bytes:
    """The same letter without what LibreOffice's import reads in its own way.

    Its DomainMapper takes ``overflowPunct`` 0 for "marks may hang in the margin". A hyphen that
    does not break it makes U+2011, which a telephone number copied from the PDF would keep: a
    plain one stands there between joiners, in no language at all, since by the rules of Chinese
    it breaks even there. Only the copy that it converts is changed.
    """
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as letter, zipfile.ZipFile(copy, "w") as turned:
            for name in letter.namelist():
                part = letter.read(name)
                if name.startswith("word/"):
                    part = part.replace(b'<w:overflowPunct w:val="0"/>', b"<w:overflowPunct/>")
                    part = _HYPHENED.sub(_NO_LANGUAGE + rb"\g<0>", part)
                    part = part.replace(b"<w:noBreakHyphen/>", _HYPHEN)
                turned.writestr(name, part)
    except zipfile.BadZipFile as wrong:
        raise PdfUnavailable("这不是 docx 文书，无法转换为 PDF。") from wrong
    return copy.getvalue()


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _command(program: str, room: Path) -> list[str]:
    return [
        *_without_network(),
        *_behind_others(),
        program,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(room / "out"),
        str(room / "letter.docx"),
    ]


@cache
def _without_network() -> tuple[str, ...]:
    """The command that starts another one in an empty network namespace, or nothing."""
    program = shutil.which("unshare")
    for flags in (("-n",), ("-r", "-n")):
        if program is None:
            break
        command = (program, *flags, "--")
        tried = subprocess.run(  # noqa: S603 (fixed words only)
            [*command, "true"], capture_output=True, check=False, timeout=10
        )
        if tried.returncode == 0:
            return command
    return ()


def _behind_others() -> tuple[str, ...]:
    """The command that starts another one so that pages go before it, or nothing."""
    program = shutil.which("nice")
    return (program, "-n", "19") if program else ()


def _run(command: list[str], environment: dict[str, str], room: Path, seconds: float) -> None:
    process = subprocess.Popen(  # noqa: S603 (fixed words and our own file names only)
        command,
        cwd=room,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    watcher = _watch(process.pid, room)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise PdfUnavailable(
            f"LibreOffice 在{seconds:g}秒内没有完成转换。请稍后再试，或者下载 docx 文书。"
        ) from None
    finally:
        watcher.kill()      # before the group's number may be another's
        watcher.communicate()
        # The group outlives its leader when LibreOffice left something running.
        _kill_group(process)


def _watch(group: int, room: Path) -> subprocess.Popen[bytes]:
    """A process that outlives us by a moment, to end the group and remove the letter."""
    return subprocess.Popen(  # noqa: S603 (fixed words, a number and our own file name)
        ["/bin/sh", "-c", _WATCHER, "sh", str(group), str(room)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", start_new_session=True,
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    finally:
        process.wait()


def _environment(room: Path) -> dict[str, str]:
    """Nothing of our own environment but the path: no addresses, no passwords."""
    proxy = f"http://{_NOWHERE}:9"
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(room),
        "TMPDIR": str(room),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": proxy,
        "https_proxy": proxy,
    }
    system = Path(os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf"))
    if system.is_file():
        (room / "fonts.conf").write_text(_font_rules(system), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(room / "fonts.conf")
    return environment


def _font_rules(system: Path) -> str:
    """Fontconfig rules that put the stand-ins after the fonts that the letters name."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><prefer>'
        + "".join(f"<family>{escape(family)}</family>" for family in (name, *families))
        + "</prefer></alias>"
        for name, families in _STAND_INS.items()
    )
    # 小标宋 is much darker than the regular weight of what stands in for it.
    aliases += (
        '<match target="pattern"><test name="family"><string>方正小标宋简体</string></test>'
        '<edit name="weight" mode="assign"><const>bold</const></edit></match>'
    )
    include = f'<include ignore_missing="yes">{escape(str(system))}</include>'
    return f'<?xml version="1.0"?><fontconfig>{include}{aliases}</fontconfig>'


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for (path, name), value in _SETTINGS.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
