"""Draw docs/images/architecture.svg, the parts of dorsi and what they import, from the source itself.

`python scripts/write_architecture_docs.py`. A part is a package or module right under `src/dorsi`; an arrow leads from
a part to one that it imports. Two things are left out, so that the picture shows the order and not every import: arrows
that can be followed over other parts, and arrows to the parts at the bottom, which every other part may use.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PICTURE: Final = ROOT / "docs" / "images" / "architecture.svg"
BOTTOM: Final = "clip_request"  #: the first layer of those that every part may use
WIDTH, ROW, BOX, GAP, CHAR = 960, 66, 28, 34, 7.6  # pixels


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """Return the parts by layer, the uppermost first, as pyproject.toml has them."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rows = read["tool"]["importlinter"]["contracts"][0]["layers"]
    return tuple(tuple(name.removeprefix("dorsi.") for name in row.split(" | ")) for row in rows)


def imported(source: str) -> Iterator[str]:
    """Yield the parts that a module imports, also inside functions; what only type checkers see is not imported."""
    for node in _at_run_time(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "dorsi":
            words = node.module.split(".")[1:]
            yield from [words[0]] if words else [name.name for name in node.names]
        elif isinstance(node, ast.Import):
            yield from (one.name.split(".")[1] for one in node.names if one.name.startswith("dorsi."))


def _at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from _at_run_time(child)


@cache
def imports() -> dict[str, set[str]]:
    """Return what each part imports of other parts."""
    parts = {part for row in layers() for part in row}
    found: dict[str, set[str]] = {part: set() for part in parts}
    for path in sorted((ROOT / "src" / "dorsi").rglob("*.py")):
        part = path.relative_to(ROOT / "src" / "dorsi").parts[0].removesuffix(".py")
        if part in parts:
            found[part] |= (set(imported(path.read_text(encoding="utf-8"))) & parts) - {part}
    return found


def reachable(part: str, arrows: Mapping[str, set[str]]) -> set[str]:
    """Return every part that can be reached from one over arrows."""
    found: set[str] = set()
    todo = [*arrows[part]]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += arrows[one]
    return found


def bottom() -> int:
    """Return the number of the first layer that every part may use."""
    return layers().index((BOTTOM,))


def drawn() -> list[tuple[str, str]]:
    """Return the arrows of the picture: above the bottom, those that no way over other parts replaces."""
    upper = {part for row in layers()[: bottom()] for part in row}
    arrows = {part: others & upper for part, others in imports().items() if part in upper}
    return sorted(
        (part, other)
        for part, others in arrows.items()
        for other in others
        if not any(other in reachable(third, arrows) for third in others - {other})
    )


def places() -> dict[str, tuple[float, float, float]]:
    """Return left edge, top and width of each part's box."""
    found = {}
    for number, row in enumerate(layers()[: bottom()]):
        widths = [len(part) * CHAR + 20 for part in row]
        gap = min(4 * GAP, (WIDTH - 40 - sum(widths)) / max(len(row) - 1, 1))
        left = (WIDTH - sum(widths) - gap * (len(row) - 1)) / 2
        for part, width in zip(row, widths, strict=True):
            found[part] = (left, 12.0 + number * ROW, width)
            left += width + gap
    return found


def picture() -> str:
    """Return the drawing as SVG, on a white ground so that it can be read on light and dark pages."""
    boxes, lower = places(), layers()[bottom() :]
    top = 12 + bottom() * ROW
    height = top + 34 + 20 * len(lower)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="system-ui, sans-serif" font-size="13">'
    )
    lines = [
        opening,
        "<title>The parts of dorsi, and which imports which; each imports only parts below it</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *(_arrow(boxes[part], boxes[other], part, other) for part, other in drawn()),
        *(_box(left, above, width, part) for part, (left, above, width) in boxes.items()),
        _frame(40, top, WIDTH - 80, height - top - 8, fill="#f4f1ea", stroke="#8a7a55"),
        _text(WIDTH / 2, top + 18, "Every part above may use these; each line knows only those below it", "#5b4f33"),
        *(_text(WIDTH / 2, top + 38 + 20 * n, " · ".join(row), "#12222d") for n, row in enumerate(lower)),
    ]
    return "\n".join([*lines, "</svg>", ""])


def _arrow(start: tuple[float, float, float], end: tuple[float, float, float], part: str, other: str) -> str:
    x, y, to_x, to_y = start[0] + start[2] / 2, start[1] + BOX, end[0] + end[2] / 2, end[1]
    bend = (to_y - y) / 2
    way = f"M{x:.0f} {y:.0f} C{x:.0f} {y + bend:.0f} {to_x:.0f} {to_y - bend:.0f} {to_x:.0f} {to_y:.0f}"
    return f'<path d="{way}" fill="none" stroke="#7a8a99" data-from="{part}" data-to="{other}"/>'


def _box(left: float, top: float, width: float, part: str) -> str:
    return _frame(left, top, width, BOX, fill="#eef4f8", stroke="#33566e") + _text(
        left + width / 2, top + 19, part, "#12222d"
    )


def _frame(left: float, top: float, width: float, height: float, *, fill: str, stroke: str) -> str:
    place = f'x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f'<rect {place} rx="5" fill="{fill}" stroke="{stroke}"/>'


def _text(x: float, y: float, text: str, colour: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" fill="{colour}">{text}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
