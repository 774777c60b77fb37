"""What the foot network costs beside the pose network: `python benchmarks/foot_network.py [CLIP] [ONNX]`.

Milliseconds of processor time a frame: both legs cut out and looked at, and one look of the heavy pose network.
Medians over the frames of a clip; sample_videos/squat_side.mp4 by default, with the foot network that dorsi ships.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from dorsi.pose.foot_crop import crop_matrix
from dorsi.pose.foot_network import Crops, FootNetwork, cut, load_foot_network, read_network
from dorsi.pose.landmarker import Landmarker
from dorsi.pose.models import verified
from dorsi.pose.names import NAMES
from dorsi.types import Array
from dorsi.video import frames, probe
from dorsi.video.picture import Picture, RgbImage

FRAMES = 40
T = TypeVar("T")


def milliseconds(work: Callable[[], T]) -> tuple[T, float]:
    """Return what the work gives and the processor time it took."""
    start = time.process_time()
    done = work()
    return done, 1e3 * (time.process_time() - start)


def legs_of(rgb: RgbImage, xy_px: Array, network: FootNetwork) -> Crops:
    """Return both lower legs as crops, where the pose network sees them."""
    crops = []
    for side in ("left", "right"):
        knee, ankle, heel, toe = (xy_px[NAMES.index(f"{side}_{name}")] for name in ("knee", "ankle", "heel", "toe"))
        shank = float(np.linalg.norm(knee - ankle))
        matrix = crop_matrix(
            knee, ankle, shank, bool(toe[0] > heel[0]), crop_px=network.crop_px, side_shanks=network.side_shanks
        )
        crops.append(cut(Picture.of(rgb), matrix, crop_px=network.crop_px))
    return np.stack(crops)


def main(clip: str | None = None, onnx: str | None = None) -> None:
    """Print what each part takes."""
    film = Path(clip or Path(__file__).parents[1] / "sample_videos" / "squat_side.mp4")
    network = read_network(Path(onnx), sha256="") if onnx else load_foot_network()
    spent: dict[str, list[float]] = {"cut": [], "foot network": [], "heavy pose network": []}
    with Landmarker(verified("heavy"), most_people=1) as landmarker:
        for i, frame in enumerate(frames(probe(film))):
            if i == FRAMES:
                break
            poses, took = milliseconds(lambda rgb=frame.rgb: landmarker.find(Picture.of(rgb)))
            spent["heavy pose network"].append(took)
            if poses:
                crops, took = milliseconds(lambda rgb=frame.rgb, xy=poses[0].xy_px: legs_of(rgb, xy, network))
                spent["cut"].append(took)
                spent["foot network"].append(milliseconds(lambda crops=crops: network(crops))[1])
    typical = {name: float(np.median(times)) for name, times in spent.items()}
    for name, ms in typical.items():
        print(f"{name:20} {ms:6.1f} ms a frame")
    both = typical["cut"] + typical["foot network"]
    print(f"both legs: {both:.1f} ms a frame, {100 * both / typical['heavy pose network']:.0f} % of the heavy network")


if __name__ == "__main__":
    main(*sys.argv[1:])
