"""The rendered crops of a folder, as training reads them."""

import hashlib
from pathlib import Path
from typing import Final

import numpy as np

from training.augment import Picture, Rendered
from training.render.shards import read_shard

FRONTAL_DEG: Final = 55.0  # from here on neither side of the leg is in front


class Crops:
    """All crops of a split, in the order of the files' names; pictures stay compressed until they are asked for."""

    def __init__(self, folder: Path, split: str) -> None:
        self.paths = [path for path in sorted(folder.glob(f"crops_{split}_*.npz")) if ".part" not in path.name]
        if not self.paths:
            raise SystemExit(f"{folder}: no crops_{split}_*.npz; make some with `python -m training.render`")
        self._shards = [read_shard(path) for path in self.paths]
        self._first = np.cumsum([0, *(len(shard) for shard in self._shards)])

    def __len__(self) -> int:
        """Return how many crops there are."""
        return int(self._first[-1])

    def __getitem__(self, index: int) -> Rendered:
        """Return crop `index`, decompressed."""
        number = int(np.searchsorted(self._first, index, side="right")) - 1
        shard, within = self._shards[number], index - int(self._first[number])
        return Rendered(
            picture=shard.picture(within),
            points_px=shard.points_px[within].astype(np.float64),
            visible=shard.visible[within].astype(bool),
            has_leg=bool(shard.has_leg[within]),
            facing_right=str(shard.facts["camera_side"][within]) == "r",
            frontal=abs(float(shard.facts["yaw_deg"][within])) > FRONTAL_DEG,
        )

    def fact(self, name: str) -> np.ndarray:
        """Return a fact of every crop, such as `kind`, `shoe` or `yaw_deg`, (N,)."""
        return np.concatenate([shard.facts[name] for shard in self._shards])


def pieces(crops: Crops, count: int, seed: int) -> list[Picture]:
    """Return `count` pictures out of the crops: stuff to put in front of legs."""
    rng = np.random.default_rng(seed)
    return [crops[int(i)].picture for i in rng.integers(0, len(crops), count)]


def data_hash(folder: Path) -> str:
    """Return one hash for all crops of a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("crops_*.npz")):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
