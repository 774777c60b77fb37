"""Pictures as files: an animated WebP, a still, a line drawing of start and end, and the index of all."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from PIL import Image

from training.render.drawing import Drawing
from training.render.figures import scene
from training.render.figures.timeline import LEVELS, Figure, figures, frames
from training.render.geometry import Array
from training.render.rooms import Picture

#: A phone loads one loop in a moment; all of them together fit the wheel.
MOST_BYTES = 150_000
QUALITIES = (72, 62, 52, 42, 34)
#: A line is drawn where depth jumps by more than this between neighbouring pixels.
JUMP_M = 0.045
#: Strokes shorter than this are noise.
LEAST_PX = 9
INK = "#26323a"


def loop(path: Path, assets: Path | None, figure: Figure) -> None:
    """Write the loop, at the best quality that keeps the limit."""
    taken = scene.shot(assets, figure)
    shown = list(frames(figure))
    pictures = [Image.fromarray(scene.picture(assets, taken, f.stance)) for f in shown]
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


def ends_of(figure: Figure) -> tuple[Any, ...]:
    """Return the first key, and the one furthest from it in the loop."""
    return figure.keys if len(figure.keys) < 3 else (figure.keys[0], figure.keys[len(figure.keys) // 2])


def _lines(drawn: Drawing) -> list[Array]:
    """Return strokes where one thing ends before another, pixels of the small picture."""
    number, depth = drawn.number.round().astype(int), drawn.depth_m.astype(np.float64)
    person = (number >= 1) & (number <= 3)
    thing = number == 4
    edges = np.zeros(number.shape, np.uint8)
    for axis in (0, 1):
        other_number, other_depth = np.roll(number, 1, axis), np.roll(depth, 1, axis)
        jump = np.abs(depth - other_depth) > JUMP_M
        either = person | thing | np.roll(person | thing, 1, axis)
        kinds = (person != np.roll(person, 1, axis)) | (thing != np.roll(thing, 1, axis))
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
        "# FILE.webp is the loop, FILE.still.webp start and end beside each other, FILE.svg the same as a line drawing.\n"
    )
    text = yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=110)
    (folder / "figures.yaml").write_text(note + text, encoding="utf-8")
