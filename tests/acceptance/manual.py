"""The commands of the manuals, as they stand there: whoever tries one takes it from the text."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Each manual with the words by which its sections are called.
MANUALS = {
    ROOT / "docs/operations.md": {
        "installing": "Installing", "backup": "Backup", "restoring": "Restoring",
        "upgrading": "Upgrading", "postgresql": "Going to PostgreSQL",
    },
    ROOT / "docs/operations.zh-CN.md": {
        "installing": "一、安装", "backup": "四、备份", "restoring": "五、恢复",
        "upgrading": "六、升级", "postgresql": "七、改用 PostgreSQL",
    },
}
_COMMENT = re.compile(r"\s+#.*$")
_PROGRAMS = ("sudo ", "systemctl ", "journalctl ", "curl ")


def blocks(manual: Path, section: str) -> list[list[str]]:
    """Of one section the commands of each block, a line each, without the comments behind them."""
    text = _section(manual.read_text(encoding="utf-8"), MANUALS[manual][section])
    return [
        [_COMMENT.sub("", line) for line in block.splitlines() if line.strip()]
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    ]


def block(manual: Path, section: str, word: str) -> list[str]:
    """The one block of a section in which a command holds ``word``."""
    (found,) = [each for each in blocks(manual, section) if any(word in line for line in each)]
    return found


def spoken(manual: Path) -> list[str]:
    """The commands within sentences and tables, each once."""
    text = re.sub(r"```.*?```", "", manual.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = (each for each in re.findall(r"`([^`\n]+)`", text) if each.startswith(_PROGRAMS))
    return list(dict.fromkeys(found))


def packages(manual: Path) -> list[str]:
    """What the manual installs of the operating system's own, but for what only PDF needs."""
    lines = [line for section in MANUALS[manual] for each in blocks(manual, section)
             for line in each if line.startswith("sudo apt-get install ")]
    wanted = [line.split()[3:] for line in lines if "libreoffice" not in line]
    return sorted({name for names in wanted for name in names})


def _section(text: str, title: str) -> str:
    before, found, rest = text.partition(f"\n## {title}\n")
    assert found, f"no section {title}: {before[:40]}"
    return rest.partition("\n## ")[0]
