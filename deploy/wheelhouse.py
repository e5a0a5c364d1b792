"""One archive from which a machine without internet installs everything.

    python -m deploy.wheelhouse WHEELS    pack dist/gongkai-*.whl with the wheels in that folder

The archive holds the wheel, the locked dependencies for this machine's Python and processor, the
script that installs them, the systemd units, the manual, notices and bill of materials.
"""

import json
import platform
import sys
import tarfile
from io import BytesIO
from pathlib import Path

from deploy import third_party

ROOT = Path(__file__).parents[1]
_UNITS = (
    "gongkai.service", "gongkai-backup.service", "gongkai-backup.timer", "gongkai.env",
    "gongkai.sh",
)


def pack(wheel: Path, wheels: Path, lock: str, folder: Path) -> Path:
    """The archive, made in ``folder``. lock: the requirements with hashes, as text."""
    name = f"gongkai-offline-{wheel.name.split('-')[1]}-{platform_name()}"
    archive = folder / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz") as made:
        for source, place in (
            (wheel, wheel.name), (ROOT / "LICENSE", "LICENSE"),
            (third_party.NOTICES, third_party.NOTICES.name),
            (ROOT / "deploy" / "install.sh", "install.sh"),
            (ROOT / "docs" / "operations.zh-CN.md", "运维手册.md"),
            (ROOT / "docs" / "operations.md", "operations.md"),
            *((ROOT / "deploy" / unit, f"deploy/{unit}") for unit in _UNITS),
            *((each, f"wheels/{each.name}") for each in sorted(wheels.glob("*.whl"))),
        ):
            made.add(source, f"{name}/{place}", filter=_of_nobody)
        _add(made, f"{name}/requirements.txt", lock)
        _add(made, f"{name}/platform.txt", platform_name() + "\n")
        _add(made, f"{name}/gongkai.cdx.json", json.dumps(third_party.bill(), indent=1))
    return archive


def platform_name() -> str:
    """For which Python and processor the wheels are: py311-linux-x86_64."""
    return f"py{sys.version_info[0]}{sys.version_info[1]}-{sys.platform}-{platform.machine()}"


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of whoever packed it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mode = 0o755 if entry.name.endswith("install.sh") else 0o644
    return entry


def _add(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    content = text.encode()
    entry.size, entry.mode = len(content), 0o644
    archive.addfile(entry, BytesIO(content))


if __name__ == "__main__":
    (found,) = (ROOT / "dist").glob("gongkai-*.whl")
    print(pack(found, Path(sys.argv[1]), (ROOT / "requirements/runtime.txt").read_text(),
               ROOT / "dist"))
