"""Notices and bill of materials say what the lock files say."""

import json
import re

from deploy.third_party import NOTICES, ROOT, bill, components, notices


def test_the_page_of_notices_is_that_of_the_lock_files() -> None:
    assert NOTICES.read_text(encoding="utf-8") == notices(), "run `make notices`"


def test_everything_locked_to_run_is_named_with_its_version() -> None:
    named = {(each.name, each.version) for each in components()}
    lock = (ROOT / "requirements/runtime.txt").read_text()
    locked = re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==([^ ;]+)", lock, re.MULTILINE)
    assert len(locked) > 20
    assert set(locked) <= named
    front = json.loads((ROOT / "package.json").read_text())
    assert set(front["dependencies"].items()) <= named
    assert not {name for name, _ in named} & set(front["devDependencies"]), "only what is shipped"


def test_how_the_libraries_under_the_lesser_licence_are_used_is_said() -> None:
    lesser = [line for line in notices().splitlines() if "| LGPL" in line]
    assert len(lesser) == 3
    assert all("unchanged" in line for line in lesser)


def test_the_bill_of_materials_holds_together_and_is_the_same_each_time() -> None:
    made = bill()
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    refs = {each["bom-ref"] for each in made["components"]}
    assert len(refs) == len(made["components"])
    own = made["metadata"]["component"]["bom-ref"]
    depends = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    assert set(depends) == refs | {own}
    reached, waiting = set(), [own]
    while waiting:
        for each in depends[waiting.pop()]:
            if each not in reached:
                reached.add(each)
                waiting.append(each)
    assert reached == refs, "everything is there because something needs it"
    assert made == bill()
