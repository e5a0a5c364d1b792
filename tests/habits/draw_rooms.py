"""Draws the rooms of the engine and who imports whom: ``python -m tests.habits.draw_rooms``.

Layers are those of the import contract in pyproject.toml, arrows what the code imports. An arrow
that follows from others is left out. Lengths are pixels.
"""

import re
import tomllib
from collections.abc import Mapping
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs/pictures/rooms.svg"
WIDTH, ROW, BOX, HEIGHT, MARGIN = 900, 78, 140, 40, 24

Arrows = Mapping[str, frozenset[str]]


def layers() -> list[list[str]]:
    """The rooms, the uppermost layer first, as the import contract has them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(each for each in told["tool"]["importlinter"]["contracts"]
                    if each["type"] == "layers")
    return [re.split(r"\s*[|:]\s*", layer) for layer in contract["layers"]]


def arrows() -> Arrows:
    """room: the rooms that it imports."""
    graph = grimp.build_graph("engine", cache_dir=None)
    rooms = [room for layer in layers() for room in layer]
    for room in rooms:
        graph.squash_module(f"engine.{room}")
    return {
        room: frozenset(
            found.removeprefix("engine.")
            for found in graph.find_modules_directly_imported_by(f"engine.{room}")
            if found != "engine"
        )
        for room in rooms
    }


def shown(every: Arrows) -> list[tuple[str, str]]:
    """The arrows that do not follow from others."""
    reached: dict[str, set[str]] = {}
    for room in reversed([*every]):             # the lower ones first
        reached[room] = set[str]().union(*({each, *reached.get(each, ())} for each in every[room]))
    return [
        (room, target) for room, targets in every.items() for target in sorted(targets)
        if not any(target in reached.get(other, ()) for other in targets - {target})
    ]


def picture() -> str:
    """The drawing as SVG."""
    places: dict[str, tuple[float, float]] = {}
    for row, layer in enumerate(layers()):
        for column, room in enumerate(layer):
            x = WIDTH * (column + 1) / (len(layer) + 1)
            # A room alone stands aside now and then, so that lines do not hide behind boxes.
            x += (-150, 0, 150)[row % 3] if len(layer) == 1 else 0
            places[room] = (x, MARGIN + row * ROW)
    lines = [_arrow(places[a], places[b]) for a, b in shown(arrows())]
    boxes = [_box(room, *place) for room, place in places.items()]
    height = MARGIN * 2 + ROW * (len(layers()) - 1) + HEIGHT
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif">',
        "<title>The rooms of the engine: each imports only from rooms below it</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#5b7083"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *lines, *boxes, "</svg>", "",
    ])


def _box(room: str, x: float, y: float) -> str:
    path = ROOT / "engine" / room
    files = sum(1 for each in path.rglob("*.py") if each.name != "__init__.py")
    words = f"{files} files" if files else "one file"
    return (
        f'<g><rect x="{x - BOX / 2:g}" y="{y:g}" width="{BOX}" height="{HEIGHT}" rx="6" '
        'fill="#eef3f8" stroke="#0d4372"/>'
        f'<text x="{x:g}" y="{y + 18:g}" text-anchor="middle" font-size="14" fill="#0d2b45">'
        f'{escape(room)}</text><text x="{x:g}" y="{y + 33:g}" text-anchor="middle" '
        f'font-size="11" fill="#44566a">{words}</text></g>'
    )


def _arrow(above: tuple[float, float], below: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = above, below
    y += HEIGHT
    if to_y <= y:       # the same layer
        side = BOX / 2 if to_x > x else -BOX / 2
        path = f"M{x + side:g} {y - HEIGHT / 2:g} L{to_x - side:g} {to_y + HEIGHT / 2:g}"
    else:
        bend = (to_y - y) / 2
        path = f"M{x:g} {y:g} C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"
    return f'<path d="{path}" fill="none" stroke="#5b7083" marker-end="url(#head)"/>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"{len(shown(arrows()))} of {sum(map(len, arrows().values()))} arrows: "
          f"{PICTURE.relative_to(ROOT)}")
