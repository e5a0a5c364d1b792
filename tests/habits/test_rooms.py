"""The house stays easy to walk through: small rooms, small files."""

from pathlib import Path

import pytest

from tests.habits import draw_rooms

ROOT = Path(__file__).parents[2]
FILES_AT_MOST = 10          # of Python in one folder, beside its __init__
LINES_AT_MOST = 350
#: Long by nature: every table of a matter, every step of a migration, every name of the door.
LONG = ("engine/store/tables/", "engine/store/migrations/", "engine/__init__.py")
SOURCES = [
    path for top in ("engine", "letters", "web", "tests") for path in (ROOT / top).rglob("*.py")
    if "node_modules" not in path.parts
]

# The schema's history grows by a step at a time and is never put in order again.
HISTORY = ROOT / "engine/store/migrations/versions"


def crowded(files: list[Path], *, at_most: int = FILES_AT_MOST) -> list[str]:
    """The folders of the engine with too many files."""
    rooms: dict[Path, int] = {}
    for path in files:
        if path.name != "__init__.py" and path.parent != HISTORY:
            rooms[path.parent] = rooms.get(path.parent, 0) + 1
    return sorted(f"{room.relative_to(ROOT)}: {count}" for room, count in rooms.items()
                  if count > at_most)


def test_a_room_holds_at_most_ten_files() -> None:
    rooms = [
        path for path in SOURCES if path.is_relative_to(ROOT / "engine")
        and "migrations" not in path.parts      # steps are added and never taken away
    ]
    assert crowded(rooms) == [], "Find the thing of the field that these files share: a new room."
    assert crowded(rooms, at_most=3), "the rule would notice"


@pytest.mark.parametrize("top", ["engine", "letters", "web", "tests"])
def test_a_file_is_read_at_one_sitting(top: str) -> None:
    long = sorted(
        f"{path.relative_to(ROOT)}: {lines}" for path in SOURCES
        if path.is_relative_to(ROOT / top)
        and not str(path.relative_to(ROOT)).startswith(LONG)
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LINES_AT_MOST
    )
    assert long == [], f"More than {LINES_AT_MOST} lines: part it by what it is about."


def test_the_drawing_of_the_rooms_is_the_code_as_it_is() -> None:
    assert draw_rooms.PICTURE.read_text(encoding="utf-8") == draw_rooms.picture(), (
        "The rooms or their imports changed: run `make drawing` and look at the picture."
    )
