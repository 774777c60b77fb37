"""Faults beside the right way: one still picture each, from the same poses, and their index."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from PIL import Image

from dorsi.errors import DataError
from training.render.figures import scene
from training.render.figures.files import ends_of
from training.render.figures.stance import Stance, merged, one_by_one, read_stance
from training.render.figures.timeline import POSES, Figure, figures, raw_key
from training.render.rooms import Picture

FAULTS = POSES / "faults.yaml"
RIGHT_RGB, WRONG_RGB = (24, 128, 82), (190, 44, 40)
BADGE_PX = 15
QUALITY = 78


@dataclass(frozen=True)
class Fault:
    """A fault of an exercise: which of its how_to, its alternative text, and the right and the wrong pose."""

    exercise: str
    number: int
    alt: str
    figure: Figure  #: with the camera of this picture
    right: Stance
    wrong: Stance

    @property
    def name(self) -> str:
        """Return the name of its file: the exercise and the fault."""
        return f"{self.exercise}_F{self.number}"


@cache
def faults() -> dict[str, Fault]:
    """Return every fault by its name."""
    return {one.name: one for one in _all(yaml.safe_load(FAULTS.read_text(encoding="utf-8")))}


def _all(table: dict[str, list[dict[str, Any]]]) -> Iterator[Fault]:
    for exercise, entries in table.items():
        for raw in entries:
            figure = figures().get(raw["figure"])
            if figure is None or figure.exercise != exercise:
                raise DataError(f"faults.yaml: {exercise}: no figure {raw['figure']}")
            camera = {k: v for k, v in merged(figure.camera, raw.get("camera", {})).items() if v is not None}
            marks = tuple(raw.get("marks", figure.marks))
            seen = replace(figure, camera=camera, marks=marks)
            number = int(raw["key"]) if "key" in raw else figure.keys.index(ends_of(figure)[1])
            right, pose = figure.keys[number].stance, raw_key(figure.name, number)
            wrong = read_stance(merged(pose, one_by_one(raw["wrong"])))
            yield Fault(exercise, int(raw["fault"]), raw["alt"], seen, right, wrong)


def fault_picture(assets: Path | None, fault: Fault) -> Picture:
    """Return the right way, with a tick, beside the fault, with a cross."""
    taken = scene.shot(assets, fault.figure)
    right = _badged(scene.picture(assets, taken, fault.right), RIGHT_RGB, "tick")
    wrong = _badged(scene.picture(assets, taken, fault.wrong), WRONG_RGB, "cross")
    return np.hstack([right, np.full((right.shape[0], 4, 3), 255, np.uint8), wrong])


def _badged(seen: Picture, colour: tuple[int, int, int], sign: str) -> Picture:
    out = np.ascontiguousarray(seen)
    x, y = BADGE_PX + 8, out.shape[0] - BADGE_PX - 8
    cv2.circle(out, (x, y), BADGE_PX, colour, -1, cv2.LINE_AA)
    strokes = {"tick": [[(-7, 0), (-2, 6), (7, -6)]], "cross": [[(-6, -6), (6, 6)], [(6, -6), (-6, 6)]]}[sign]
    lines = [np.add(stroke, (x, y)) for stroke in strokes]
    cv2.polylines(out, lines, isClosed=False, color=(255, 255, 255), thickness=3, lineType=cv2.LINE_AA)
    return out


def write_fault(folder: Path, assets: Path | None, fault: Fault) -> Path:
    """Write a fault's picture."""
    path = folder / f"{fault.name}.webp"
    Image.fromarray(fault_picture(assets, fault)).save(path, quality=QUALITY, method=6)
    return path


def fault_index(folder: Path) -> None:
    """Write which picture shows which fault; one without its picture is left out."""
    table: dict[str, Any] = {}
    for one in faults().values():
        if (folder / f"{one.name}.webp").exists():
            table.setdefault(one.exercise, {})[one.number] = {"file": one.name, "alt": one.alt}
    note = (
        "# Which picture shows which fault of an exercise, counted from 0 as in how_to; written by\n"
        "# python -m training.render.figures --faults. The right way is on the left, the fault on the right.\n"
    )
    text = yaml.safe_dump(table, sort_keys=False, allow_unicode=True, width=110)
    (folder / "faults.yaml").write_text(note + text, encoding="utf-8")


def fault_overview(folder: Path, path: Path, *, wide_px: int = 342, columns: int = 3) -> None:
    """Write the pictures of all faults in a folder as one, each with its name."""
    cells = []
    for name in faults():
        seen = Image.open(folder / f"{name}.webp").convert("RGB")
        small = np.asarray(seen.resize((wide_px, round(wide_px * seen.height / seen.width)), Image.Resampling.LANCZOS))
        label = np.full((16, wide_px, 3), 255, np.uint8)
        cv2.putText(label, name, (3, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (38, 50, 58), 1, cv2.LINE_AA)
        cells.append(np.pad(np.vstack([label, small]), ((0, 4), (0, 4), (0, 0)), constant_values=255))
    cells += [np.full_like(cells[0], 255)] * (-len(cells) % columns)
    rows = [np.hstack(cells[i : i + columns]) for i in range(0, len(cells), columns)]
    Image.fromarray(np.vstack(rows)).save(path, quality=72, method=6)
