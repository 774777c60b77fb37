"""Pictures as files: an animated WebP, a still, a line drawing of start and end, and the index of all."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import yaml
from PIL import Image

from training.render.drawing import Drawing
from training.render.figures import scene
from training.render.figures.timeline import LEVELS, Figure, Key, figures, frames, stance_of
from training.render.geometry import Array
from training.render.rooms import Picture

#: A phone loads one loop in a moment; all of them together fit the wheel.
MOST_BYTES = 150_000
QUALITIES = (72, 62, 52, 42, 34)
#: A line is drawn where depth jumps by more than this between neighbouring pixels.
JUMP_M = 0.045
#: Strokes shorter than this are noise.
LEAST_PX = 9
#: The top is greener than this, also in shade; the shorts are not, also in light.
TOP_GREEN = 62
INK = "#26323a"


def loop(path: Path, assets: Path | None, figure: Figure) -> None:
    """Write the loop, at the best quality that keeps the limit."""
    taken = scene.shot(assets, figure)
    shown = list(frames(figure))
    drawn = {f.place: f for f in shown}
    seen = {p: Image.fromarray(scene.picture(assets, taken, stance_of(figure, f))) for p, f in drawn.items()}
    pictures = [seen[f.place] for f in shown]
    for quality in QUALITIES:
        pictures[0].save(
            path,
            save_all=True,
            append_images=pictures[1:],
            duration=[f.long_ms for f in shown],
            loop=0,
            quality=quality,
            method=4,
            minimize_size=False,
        )
        if path.stat().st_size <= MOST_BYTES:
            return


def still(path: Path, assets: Path | None, figure: Figure) -> None:
    """Write the pose of each key side by side: what the loop shows, for print and for those who want no motion."""
    taken = scene.shot(assets, figure)
    Image.fromarray(stills(assets, taken, figure)).save(path, quality=78, method=6)


def stills(assets: Path | None, taken: scene.Shot, figure: Figure) -> Picture:
    """Return start and end beside each other."""
    ends = [scene.picture(assets, taken, key.stance) for key in ends_of(figure)]
    return np.hstack(ends)


def ends_of(figure: Figure) -> tuple[Key, Key]:
    """Return the first key and the middle one of the loop, or the second where the loop is at the start again."""
    first, middle = figure.keys[0], figure.keys[len(figure.keys) // 2]
    return (first, figure.keys[1] if middle.stance == first.stance else middle)


def _cloth(picture: Picture) -> npt.NDArray[np.uint8]:
    """Return 0 where a picture of the person shows skin or hair, 1 for the top, 2 for the shorts: by their colours."""
    red, green, blue = (cv2.medianBlur(np.ascontiguousarray(picture[:, :, k]), 5).astype(int) for k in range(3))
    found = np.where(blue > red, np.where(green > TOP_GREEN, 1, 2), 0)
    return cv2.medianBlur(found.astype(np.uint8), 9)  # type: ignore[return-value] # cv2 types the depth loosely


def _lines(drawn: Drawing) -> list[Array]:
    """Return strokes where one thing ends before another, pixels of the small picture."""
    number, depth = drawn.number.round().astype(int), drawn.depth_m.astype(np.float64)
    person = (number >= 1) & (number <= 3)
    thing = number == 4
    cloth = _cloth(drawn.picture)
    edges = np.zeros(number.shape, np.uint8)
    for axis in (0, 1):
        other_number, other_depth = np.roll(number, 1, axis), np.roll(depth, 1, axis)
        jump = np.abs(depth - other_depth) > JUMP_M
        either = person | thing | np.roll(person | thing, 1, axis)
        kinds = (person != np.roll(person, 1, axis)) | (thing != np.roll(thing, 1, axis))
        kinds |= person & np.roll(person, 1, axis) & (cloth != np.roll(cloth, 1, axis))
        edges |= (either & (kinds | (jump & (other_number <= 4) & (number <= 4)))).astype(np.uint8)
    edges[[0, -1]], edges[:, [0, -1]] = 0, 0
    found, _ = cv2.findContours(cv2.dilate(edges, np.ones((2, 2), np.uint8)), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    strokes = []
    for contour in found:
        if cv2.arcLength(contour, closed=True) > LEAST_PX * scene.OVER * 2:
            points = cv2.approxPolyDP(contour, 1.1, closed=True)[:, 0].astype(np.float64)
            strokes.append(points / scene.OVER)
    return strokes


def svg(path: Path, assets: Path | None, figure: Figure) -> None:
    """Write start and end as a line drawing from the same poses."""
    taken = scene.shot(assets, figure)
    ends = ends_of(figure)
    parts = []
    for i, key in enumerate(ends):
        lines = _lines(scene.drawing(assets, taken, key.stance))
        d = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in stroke) + "Z" for stroke in lines)
        parts.append(f'<path transform="translate({i * scene.SIZE_PX})" d="{d}"/>')
    wide = scene.SIZE_PX * len(ends)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {scene.SIZE_PX}" role="img">'
    title = f"<title>{figure.alt.replace('&', '&amp;').replace('<', '&lt;')}</title>"
    body = f'<g fill="{INK}" fill-rule="evenodd">{"".join(parts)}</g></svg>\n'
    path.write_text(head + title + body, encoding="utf-8")


def overview(folder: Path, path: Path, *, wide_px: int = 118, columns: int = 6) -> None:
    """Write start and end of every figure of a folder as one picture."""
    cells = []
    for still_path in sorted(folder.glob("*.still.webp")):
        seen = np.asarray(
            Image.open(still_path).convert("RGB").resize((2 * wide_px, wide_px), Image.Resampling.LANCZOS)
        )
        label = np.full((16, 2 * wide_px, 3), 255, np.uint8)
        name = still_path.name.removesuffix(".still.webp")
        cv2.putText(label, name, (3, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (38, 50, 58), 1, cv2.LINE_AA)
        cells.append(np.pad(np.vstack([label, seen]), ((0, 4), (0, 4), (0, 0)), constant_values=255))
    cells += [np.full_like(cells[0], 255)] * (-len(cells) % columns)
    rows = [np.hstack(cells[i : i + columns]) for i in range(0, len(cells), columns)]
    Image.fromarray(np.vstack(rows)).save(path, quality=72, method=6)


def index(folder: Path) -> None:
    """Write which files show which level; a figure without its files is left out."""
    table: dict[str, Any] = {}
    for name, figure in figures().items():
        if not (folder / f"{name}.webp").exists():
            continue
        for level in sorted(figure.levels):
            table.setdefault(figure.exercise, {})[level] = {"file": name, "alt": figure.alt}
    ordered = {e: {n: levels[n] for n in LEVELS if n in levels} for e, levels in table.items()}
    note = (
        "# Which moving picture shows which level of an exercise; written by python -m training.render.figures.\n"
        "# FILE.webp is the loop, FILE.still.webp start and end beside each other, FILE.svg a line drawing of them.\n"
    )
    text = yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=110)
    (folder / "figures.yaml").write_text(note + text, encoding="utf-8")
