"""Shards: files of crops with labels, written in any order by several workers, each from its own seed."""

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dorsi.errors import DataError
from training.render.crops import Crop, draw_crop
from training.render.drawing import Picture, Studio
from training.render.legs import POINTS
from training.render.person import build_person, draw_outfit
from training.render.rooms import draw_room, read_photos

FORMAT = 1
SPLITS = ("train", "heldout")
JPEG_QUALITY = 95
CROPS_PER_ROOM = 8
LEAST_VISIBLE = 2  # points; with fewer there is no leg to find in a crop
NUMBERS = (
    "yaw_deg",
    "camera_pitch_deg",
    "shank_inclination_deg",
    "rearfoot_pitch_deg",
    "toe_bend_deg",
)
WORDS = ("side", "camera_side", "kind", "person", "shoe", "legwear", "room")


@dataclass(frozen=True)
class Order:
    """What to render; the same order gives the same crops on the same graphics driver."""

    split: str
    seed: int
    assets: Path | None
    photos: Path | None
    size_px: int = 288
    crops_per_person: int = 32
    people_per_shard: int = 16

    @property
    def crops_per_shard(self) -> int:
        """How many crops one file holds."""
        return self.crops_per_person * self.people_per_shard


@dataclass(frozen=True)
class Shard:
    """The crops of one file: pictures as JPEG, points (N, 7, 2) in pixels, visibility (N, 7), and facts by name."""

    jpeg: npt.NDArray[np.uint8]
    jpeg_end: npt.NDArray[np.int64]
    points_px: npt.NDArray[np.float32]
    visible: npt.NDArray[np.uint8]
    has_leg: npt.NDArray[np.uint8]
    other_points_px: npt.NDArray[np.float32]
    other_visible: npt.NDArray[np.uint8]
    facts: dict[str, npt.NDArray[np.generic]]

    def __len__(self) -> int:
        """Return the number of crops."""
        return len(self.has_leg)

    def picture(self, index: int) -> Picture:
        """Return one picture, RGB."""
        start = self.jpeg_end[index - 1] if index else 0
        decoded = cv2.imdecode(self.jpeg[start : self.jpeg_end[index]], cv2.IMREAD_COLOR)
        if decoded is None:
            raise DataError(f"crop {index} of the shard is no readable JPEG; render the shard again")
        return np.ascontiguousarray(decoded[:, :, ::-1], np.uint8)


def shard_path(folder: Path, order: Order, index: int) -> Path:
    """Return the file of a shard."""
    return folder / f"crops_{order.split}_{order.seed}_{index:04d}.npz"


def read_shard(path: Path) -> Shard:
    """Return the crops of a file."""
    with np.load(path, allow_pickle=False) as data:
        return Shard(
            jpeg=data["jpeg"],
            jpeg_end=data["jpeg_end"],
            points_px=data["points_px"],
            visible=data["visible"],
            has_leg=data["has_leg"],
            other_points_px=data["other_points_px"],
            other_visible=data["other_visible"],
            facts={name: data[name] for name in (*NUMBERS, *WORDS)},
        )


@cache
def _studio(size_px: int) -> Studio:
    return Studio(size_px)


def render_crops(order: Order, index: int) -> list[Crop]:
    """Return the crops of one shard."""
    studio, photos = _studio(order.size_px), read_photos(order.photos, order.split)
    crops = []
    for number in range(order.people_per_shard):
        rng = np.random.default_rng([SPLITS.index(order.split), order.seed, index, number])
        name = f"{order.split}-{order.seed}-{index}-{number}"
        person = build_person(name, order.split, rng, order.assets)
        studio.invite(person)
        for k in range(order.crops_per_person):
            if k % CROPS_PER_ROOM == 0:
                outfit, room = draw_outfit(person, rng), draw_room(order.split, rng, photos)
            crop = draw_crop(studio, person, outfit, room, rng)
            crop.facts.update(person=name, shoe=person.shoe, legwear=person.legwear, room=room.name)
            crops.append(crop)
    return crops


def _encode(picture: Picture) -> npt.NDArray[np.uint8]:
    settings = [
        cv2.IMWRITE_JPEG_QUALITY,
        JPEG_QUALITY,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    ]
    return np.asarray(cv2.imencode(".jpg", picture[:, :, ::-1], settings)[1], np.uint8)


def _write(path: Path, crops: list[Crop]) -> None:
    encoded = [_encode(crop.picture) for crop in crops]
    visible = np.array([crop.visible for crop in crops])
    arrays: dict[str, npt.NDArray[Any]] = {
        "jpeg": np.concatenate(encoded),
        "jpeg_end": np.cumsum([len(e) for e in encoded]),
        "points_px": np.array([crop.points_px for crop in crops], np.float32),
        "visible": visible,
        "has_leg": (visible.sum(axis=1) >= LEAST_VISIBLE).astype(np.uint8),
        "other_points_px": np.array([crop.other_points_px for crop in crops], np.float32),
        "other_visible": np.array([crop.other_visible for crop in crops]),
    }
    arrays |= {name: np.array([crop.facts[name] for crop in crops], np.float32) for name in NUMBERS}
    arrays |= {name: np.array([str(crop.facts[name]) for crop in crops]) for name in WORDS}
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, **arrays)  # type: ignore[arg-type] # mypy sees allow_pickle in **arrays
    unfinished.rename(path)


def render_shard(folder: Path, order: Order, index: int) -> Path:
    """Write one shard, unless it exists, and return its file."""
    cv2.setNumThreads(1)
    path = shard_path(folder, order, index)
    if not path.exists():
        _write(path, render_crops(order, index))
    return path


def render_shards(folder: Path, order: Order, *, crops: int, workers: int) -> list[Path]:
    """Write at least `crops` crops and the manifest; return the files. Shards that exist are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    count = -(-crops // order.crops_per_shard)
    if workers == 1:
        paths = [render_shard(folder, order, index) for index in range(count)]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            paths = list(pool.map(render_shard, [folder] * count, [order] * count, range(count)))
    _write_manifest(folder, order, paths)
    return paths


def _write_manifest(folder: Path, order: Order, paths: list[Path]) -> None:
    """Write what was rendered; folders are left out, since they name a machine."""
    config = {k: v for k, v in asdict(order).items() if k not in ("assets", "photos")}
    manifest = {
        "format": FORMAT,
        "points": POINTS,
        "config": config | {"garments": order.assets is not None, "photos": order.photos is not None},
        "crops": order.crops_per_shard * len(paths),
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
    }
    target = folder / f"manifest_{order.split}_{order.seed}.json"
    target.write_text(json.dumps(manifest, indent=1) + "\n")
