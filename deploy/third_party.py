"""What of others goes into an installation, from the lock files: notices and a bill of materials.

    python -m deploy.third_party notices      write THIRD-PARTY.md
    python -m deploy.third_party sbom FILE    write a CycloneDX 1.6 bill of materials as JSON

Versions come from ``requirements/runtime.txt`` and ``package-lock.json``, licences from what is
installed of them. A licence that nobody has put into SPDX's words stops it.
"""

import base64
import importlib.metadata
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NOTICES = ROOT / "THIRD-PARTY.md"
_LOCKED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+?)(?: ;.*)? \\?$", re.MULTILINE)

# What packages say of themselves in other words than SPDX's.
_IN_SPDX = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Zope Public License": "ZPL-2.1",
    "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)":
        "LGPL-3.0-only",
    "BSD-0-Clause": "0BSD",
    "SEE LICENSE IN LICENSE": "LicenseRef-bpmn.io",
}
# How what has conditions of its own is used here.
_USE = {
    "spiffworkflow": "used unchanged as a library of its own, which whoever runs the system may "
                     "replace; `engine/processes/runtime/` calls it, nothing of it is copied",
    "psycopg": "used unchanged, for PostgreSQL alone; may be left out or replaced",
    "psycopg-binary": "used unchanged, for PostgreSQL alone; may be left out or replaced",
    "bpmn-js": "its mark on diagrams stays visible, as its licence asks",
    "orjson": "used unchanged",
}


@dataclass(frozen=True)
class Component:
    """One package of others. needs: the names of those it needs. sha512: of what npm fetched."""

    name: str
    version: str
    licence: str
    purl: str
    needs: tuple[str, ...]
    sha512: str = ""


def components() -> tuple[Component, ...]:
    """Everything that an installation holds beside our own, Python's first, by name."""
    return (*_of_python(), *_of_npm())


def _of_python() -> Iterator[Component]:
    lock = (ROOT / "requirements" / "runtime.txt").read_text()
    found = list(_LOCKED.finditer(lock))
    needed_by: dict[str, list[str]] = {}
    for place, each in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(lock)
        for by in re.findall(r"(?:# via |#   )([a-z0-9-]+)", lock[each.end() : end]):
            needed_by.setdefault(by, []).append(each[1])
    for each in found:
        name, version = each[1], each[2]
        yield Component(
            name, version, _licence_of(name), f"pkg:pypi/{name}@{version}",
            tuple(f"pkg:pypi/{other}@{_version(found, other)}"
                  for other in needed_by.get(name, ())),
        )


def _version(found: list[re.Match[str]], name: str) -> str:
    return next(each[2] for each in found if each[1] == name)


def _licence_of(name: str) -> str:
    about = importlib.metadata.metadata(name)
    said = [
        about.get("License-Expression"),
        *(each for each in about.get_all("Classifier") or [] if each.startswith("License ::")),
        about.get("License"),
    ]
    return _spdx(name, [each for each in said if each])


def _of_npm() -> Iterator[Component]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    shipped = {
        path.removeprefix("node_modules/"): each for path, each in packages.items()
        if path and not each.get("dev")
    }
    for name, each in shipped.items():
        yield Component(
            name, each["version"], _spdx(name, [each["license"]]), _npm(name, each["version"]),
            tuple(_npm(other, shipped[other]["version"]) for other in each.get("dependencies", ())),
            base64.b64decode(each["integrity"].removeprefix("sha512-")).hex(),
        )


def _npm(name: str, version: str) -> str:
    return f"pkg:npm/{name.replace('@', '%40')}@{version}"


def _spdx(name: str, said: list[str]) -> str:
    for each in said:
        if each in _IN_SPDX:
            return _IN_SPDX[each]
        if re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR) \(?[A-Za-z0-9.+-]+\)?)*\)?", each) \
                and not each.startswith("lGPL"):
            return each
    raise SystemExit(f"{name}: say in deploy/third_party.py what licence this is: {said}")


def notices() -> str:
    """The page of notices."""
    lines = [
        "# Third-party notices", "",
        "Gongkai is under the Apache License 2.0 ([LICENSE](LICENSE)). An installation also holds "
        "what others",
        "made, each under its own licence. This page is made by `make notices` from the lock "
        "files.", "",
        "| package | version | licence | |", "|---|---|---|---|",
    ]
    every = components()
    lines += [
        f"| {each.name} | {each.version} | {each.licence} | {_USE.get(each.name, '')} |"
        for each in every
    ]
    lines += [
        "", "The texts of the licences of the Python packages lie beside each of them, in its "
        "`…dist-info`", "folder of the installation. Those of what the front end's bundle holds "
        "follow.", "",
    ]
    texts: dict[str, list[str]] = {}
    for each in every:
        if each.purl.startswith("pkg:npm/"):
            texts.setdefault(_text_of(each), []).append(each.name)
    for text, names in texts.items():
        lines += [f"## {', '.join(names)}", "", "```text", text, "```", ""]
    return "\n".join(lines)


def _text_of(component: Component) -> str:
    folder = ROOT / "node_modules" / component.name
    for path in sorted(folder.iterdir()):
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            text = path.read_text(encoding="utf-8").strip()
            return "\n".join(line.rstrip() for line in text.splitlines())
    return f"Licence: {component.licence}"


def bill() -> dict[str, Any]:
    """A bill of materials by CycloneDX 1.6; the same for the same lock files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    every = components()
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    needed = {other for each in every for other in each.needs}
    top = sorted(each.purl for each in every if each.purl not in needed)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([own, *(each.purl for each in every)]))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{serial}",
        "metadata": {"component": {
            "type": "application", "bom-ref": own, "name": project["name"], "purl": own,
            "version": project["version"], "licenses": [{"expression": project["license"]}],
        }},
        "components": [_in_bill(each) for each in every],
        "dependencies": [
            {"ref": own, "dependsOn": top},
            *({"ref": each.purl, "dependsOn": sorted(each.needs)} for each in every),
        ],
    }


def _in_bill(each: Component) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "library", "bom-ref": each.purl, "name": each.name, "version": each.version,
        "purl": each.purl, "licenses": [{"expression": each.licence}],
    }
    if each.sha512:
        entry["hashes"] = [{"alg": "SHA-512", "content": each.sha512}]
    return entry


def main(words: list[str]) -> None:
    """Write what is asked for."""
    match words:
        case ["notices"]:
            NOTICES.write_text(notices(), encoding="utf-8")
        case ["sbom", file]:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
