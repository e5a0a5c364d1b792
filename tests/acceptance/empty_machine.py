"""The manuals followed on an empty machine, literally: ``make install-trial``.

The machine is Debian at its smallest with systemd and what the manual installs of Debian's own,
booted over a folder that nothing is written to (an overlay in memory takes it), without a network
but its own loopback. Every command is taken from the manual's text; what is written here is only
what a person answers, and where he looks whether it is true.
"""

import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.manual import MANUALS, ROOT, block, packages, spoken

_RELEASE = "bookworm"
_SERVER = ("systemd", "systemd-sysv", "dbus", "sudo")      # what a Debian server has anyway
_HOST = "gongkai.example.gov.cn"
_AGENCY = ("周村区财政局", "区财政局", "周财公开", "department", "周村区人民政府", "周村区人民法院",
           "办公室", "周村区东门路126号", "0533-6000012")
_FIRST = ("wang", "王秀兰", "周财公开", "8")
_DATABASE_PASSWORD = "pa$$ &w;rd#@:/ 密"
_SETTINGS = {"GONGKAI_HOSTS": _HOST, "GONGKAI_HTTPS": "1", "GONGKAI_PROXIES": "1"}
_VISIT = str(Path(__file__).with_name("visit.py"))


class Machine:
    """A machine that runs. Commands are those of a person with sudo, at home in ``/home/admin``."""

    def __init__(self, leader: int) -> None:
        self._into = ["nsenter", "-t", str(leader)]
        self.folder = "."

    def root(self, command: str, given: str | bytes = "") -> str:
        """What no manual tells, since it belongs to the stage."""
        return _ran([*self._into, "-a", "--", "sh", "-c", command], given)

    def type(self, command: str, given: str = "", status: int = 0) -> str:
        """A command of the manual; what it prints. ``given``: what is typed when it asks."""
        print(f"    {command}", flush=True)
        at = f"cd /home/admin; SUDO_EDITOR=/home/admin/editor; export SUDO_EDITOR; cd {self.folder}"
        if command.startswith("cd "):
            self.folder = f"{self.folder}; {command}"
            command = ":"
        words = [*self._into, "-a", "--", "su", "-l", "admin", "-c", f"{at}; {command}"]
        return _ran(words, given, status)

    def outside(self, *words: str) -> str:
        """Beside the machine on its own network: what is asked for goes over its loopback."""
        return _ran([*self._into, "-n", "--", *words])

    def settings(self, wanted: dict[str, str]) -> None:
        """What the person's editor will write over the lines of the settings."""
        script = "#!/bin/sh\n" + "".join(
            f"sed -i {shlex.quote(f's|^#*{name}=.*|{name}={_in_sed(value)}|')} \"$1\"\n"
            for name, value in wanted.items()
        )
        self.root("cat >/home/admin/editor; chmod 755 /home/admin/editor", script)


def _in_sed(value: str) -> str:
    return re.sub(r"[\\&|]", r"\\\g<0>", value)


def follow(machine: Machine, manual: Path, archive: Path) -> None:
    """From the archive on an empty machine to a served page, a backup, a restore, an upgrade."""
    def place(folder: str) -> None:
        machine.folder = folder
        at = f"/home/admin/{folder}"
        machine.root(f"mkdir -p {at}; cat >{at}/{archive.name}; chown -R admin: {at}",
                     archive.read_bytes())

    def carry_out(commands: list[str], **typed: str) -> str:
        told = ""
        for command in commands:
            command = re.sub(r"\b(FILE|NAME)\b|文件|用户名",
                             lambda word: _FIRST[0] if word[0] in ("NAME", "用户名") else kept,
                             command)
            answer = next((typed[word] for word in typed if word in command), "")
            told += machine.type(command, answer)
        return told

    kept = ""
    print(f"{manual.name}: installing")
    machine.settings(_SETTINGS)
    place("install")
    told = carry_out(
        block(manual, "installing", "install.sh"),
        agencies="\n".join(_AGENCY) + "\n", users="\n".join(_FIRST) + "\n",
    )
    password = told.rpartition("（只显示这一次）：")[2].split()[0]
    machine.root("cd /etc/systemd/system; systemd-analyze verify gongkai*.service gongkai*.timer")
    asked = next(each for each in spoken(manual) if each.startswith("curl "))
    _until_it_answers(machine, asked)
    own = "three plain words here"
    visit = (sys.executable, _VISIT, _HOST, _FIRST[0])
    assert _AGENCY[0] in machine.outside(*visit, password, own)

    print(f"{manual.name}: what is said between the lines")
    machine.root("systemctl start gongkai-backup")
    kept = machine.root("ls /var/backups/gongkai/*").strip()
    for command in spoken(manual):
        if command.startswith("curl ") or "restore" in command or command == "sudo gongkai":
            continue
        if "users reset-password" in command:
            continue        # would change the password that this trial goes on with
        if command == "systemctl status gongkai-backup":
            told = machine.type(command, status=3)      # done, and so not active
            assert "status=0/SUCCESS" in told
            continue
        if "gongkai check" in command:
            assert "放假安排尚未录入" in machine.type(command, status=1)
            continue
        carry_out([command.replace("> 文件", "> record").replace("> FILE", "> record")])

    print(f"{manual.name}: backup, and the machine's data lost")
    carry_out(block(manual, "backup", "backup"))
    kept = machine.root("ls -t /var/backups/gongkai/* | head -1").strip()
    before = machine.type("sudo gongkai audit verify")
    machine.root("systemctl kill -s KILL gongkai; rm -rf /var/lib/gongkai/*")
    told = carry_out(block(manual, "restoring", "restore"))
    assert "已恢复" in told, told
    _until_it_answers(machine, asked)
    assert _AGENCY[0] in machine.outside(*visit, own, "")
    assert _last_event(before) <= _last_event(machine.type("sudo gongkai audit verify"))

    print(f"{manual.name}: upgrade, and back")
    place("upgrade")
    carry_out(block(manual, "upgrading", "install.sh"))
    _until_it_answers(machine, asked)
    kept = machine.root("ls -t /var/backups/gongkai/* | head -1").strip()
    carry_out(block(manual, "upgrading", "restore"))
    _until_it_answers(machine, asked)
    assert _AGENCY[0] in machine.outside(*visit, own, "")

    print(f"{manual.name}: PostgreSQL")
    machine.settings(
        {"DATABASE_URL": f"postgresql://gongkai:{_DATABASE_PASSWORD}@127.0.0.1/gongkai"}
    )
    carry_out([each for each in block(manual, "postgresql", "createuser") if "apt-get" not in each],
              createuser=f"{_DATABASE_PASSWORD}\n{_DATABASE_PASSWORD}\n")
    told = carry_out(block(manual, "postgresql", "migrate"))
    assert "数据库结构已由 空 升级到" in told, told
    _until_it_answers(machine, asked)
    assert "核验无误" in carry_out(block(manual, "backup", "backup"))


def _until_it_answers(machine: Machine, asked: str) -> None:
    for _ in range(600):
        try:
            assert machine.outside("sh", "-c", asked).strip() == "ok"
            return
        except RuntimeError:
            time.sleep(0.1)
    raise SystemExit(machine.root("journalctl -u gongkai -n 50"))


def _last_event(told: str) -> int:
    found = re.search(r"共 (\d+) 条", told)
    assert found, told
    return int(found[1])


@contextmanager
def booted(base: Path) -> Iterator[Machine]:
    """A machine over ``base`` while the block lasts; what it wrote is gone after it."""
    with tempfile.TemporaryFile() as console:
        nspawn = subprocess.Popen(
            ["systemd-nspawn", f"--directory={base}", "--volatile=overlay", "--private-network",
             "--register=no", "--keep-unit", "--boot", "--machine=gongkai-trial", "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
        )
        leader = 0
        try:
            leader = _leader(nspawn, console)
            machine = Machine(leader)
            machine.root(
                'echo "127.0.1.1 $(hostname)" >>/etc/hosts\n'
                "useradd --create-home --shell /bin/bash admin\n"
                "echo 'admin ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin"
            )
            yield machine
        finally:
            if leader:      # nothing of it is kept, so it is switched off and not shut down
                os.kill(leader, signal.SIGKILL)
            else:
                nspawn.kill()
            nspawn.wait()


def _leader(nspawn: "subprocess.Popen[bytes]", console: object) -> int:
    children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children")
    for _ in range(600):
        if nspawn.poll() is not None:
            break
        if found := children.read_text().split():
            leader = int(found[0])
            state = subprocess.run(
                ["nsenter", "-t", str(leader), "-a", "--", "systemctl", "is-system-running"],
                capture_output=True, text=True, check=False,
            ).stdout.strip()
            if state in {"running", "degraded"}:
                return leader
        time.sleep(0.1)
    console.seek(0)  # type: ignore[attr-defined]
    raise SystemExit(console.read().decode(errors="replace"))  # type: ignore[attr-defined]


def empty_debian(wanted: list[str]) -> Path:
    """Debian's smallest with those packages, made once and kept in a temporary place."""
    names = sorted({*_SERVER, *wanted})
    mark = hashlib.sha256(" ".join([_RELEASE, *names]).encode()).hexdigest()[:12]
    base = Path(tempfile.gettempdir()) / "gongkai-install-trial" / f"{_RELEASE}-{mark}"
    if base.is_dir():
        return base
    print(f"making an empty Debian in {base}: some minutes, once", flush=True)
    half = base.with_name(base.name + ".unfinished")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    log = half.with_suffix(".log")
    try:
        with log.open("w") as told:
            subprocess.run(["debootstrap", "--variant=minbase", _RELEASE, half], check=True,
                           stdout=told, stderr=told)
            subprocess.run(
                ["chroot", half, "apt-get", "install", "-y", "-qq", "--no-install-recommends",
                 *names], check=True, stdout=told, stderr=told,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
            subprocess.run(["chroot", half, "apt-get", "clean"], check=True)
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{error}\n{log.read_text()[-3000:]}") from None
    return half.rename(base)


def _ran(words: list[str], given: str | bytes = "", status: int = 0) -> str:
    given = given if isinstance(given, bytes) else given.encode()
    done = subprocess.run(words, input=given, capture_output=True, check=False,
                          start_new_session=True)
    told = done.stdout.decode(errors="replace")
    if done.returncode != status:
        raise RuntimeError(f"{words[-1]}\n{told}{done.stderr.decode(errors='replace')}"
                           f"status {done.returncode}")
    return told


def main(wanted: list[str]) -> None:
    """Try every manual, or those whose name holds one of ``wanted``.

    Ends with words on the first thing that is not as the manual says.
    """
    missing = [each for each in ("debootstrap", "systemd-nspawn", "nsenter", "curl")
               if not shutil.which(each)]
    if os.geteuid() != 0 or missing:
        raise SystemExit("make install-trial needs root, and of Debian's packages: debootstrap "
                         f"systemd-container curl (missing: {' '.join(missing) or 'root'})")
    (archive,) = (ROOT / "dist").glob("gongkai-offline-*.tar.gz")
    for manual in MANUALS:
        if wanted and not any(word in manual.name for word in wanted):
            continue
        begun = time.monotonic()
        with booted(empty_debian(packages(manual))) as machine:
            follow(machine, manual, archive)
        print(f"{manual.name}: as written, in {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
