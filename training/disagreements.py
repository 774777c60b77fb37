"""Where the foot network and the pose network disagree most on real clips, drawn for the eye to judge.

`python -m training.disagreements CLIP... --out sheet.png --count 36`
"""

import argparse
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from dorsi.pipeline import analyse
from dorsi.settings import Settings
from dorsi.types import SIDES, Landmarks
from dorsi.video.decode import frames

COMPARED: Final = ("knee", "ankle", "heel", "toe")
TILE_PX: Final = 320
APART_S: Final = 0.15  # two pictures of one leg closer in time than this show the same mistake
POSE_COLOUR, FOOT_COLOUR = (255, 150, 0), (0, 255, 120)


class Disagreement(NamedTuple):
    """One leg in one frame."""

    clip: int
    row: int
    side: int
    shanks: float  #: mean distance of the compared points, in shank lengths


def disagreements(pose: Landmarks, foot: Landmarks, clip: int) -> list[Disagreement]:
    """Return every leg and frame in which both networks give all compared points, the largest first."""
    found = []
    for side, name in enumerate(SIDES):
        ours, theirs = (np.stack([marks.point(f"{name}_{p}") for p in COMPARED], 1) for marks in (foot, pose))
        shank = np.nanmedian(np.linalg.norm(theirs[:, 0] - theirs[:, 1], axis=-1))
        apart = np.linalg.norm(ours - theirs, axis=-1).mean(1) / shank
        rows = [int(row) for row in np.flatnonzero(np.isfinite(apart))]
        found += [Disagreement(clip, row, side, float(apart[row])) for row in rows]
    return sorted(found, key=lambda one: -one.shanks)


def apart(found: list[Disagreement], times_s: list[NDArray[np.float64]], count: int) -> list[Disagreement]:
    """Return the `count` largest that do not show one leg at nearly one time."""
    kept: list[Disagreement] = []
    for one in sorted(found, key=lambda each: -each.shanks):
        near = any(
            other.clip == one.clip
            and other.side == one.side
            and abs(times_s[one.clip][other.row] - times_s[one.clip][one.row]) < APART_S
            for other in kept
        )
        if not near:
            kept.append(one)
        if len(kept) == count:
            break
    return kept


def tile(rgb: NDArray[np.uint8], pose: Landmarks, foot: Landmarks, one: Disagreement) -> NDArray[np.uint8]:
    """Return the leg, large, with the pose network's points (orange) and the foot network's (green)."""
    name = SIDES[one.side]
    both = [np.array([marks.point(f"{name}_{p}")[one.row] for p in COMPARED]) for marks in (pose, foot)]
    centre, half = np.concatenate(both).mean(0), np.ptp(np.concatenate(both), axis=0).max() * 0.75 + 10
    scale = TILE_PX / (2 * half)
    matrix = np.array([[scale, 0, TILE_PX / 2 - scale * centre[0]], [0, scale, TILE_PX / 2 - scale * centre[1]]])
    picture = cv2.warpAffine(rgb, matrix, (TILE_PX, TILE_PX), flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    for points, colour in zip(both, (POSE_COLOUR, FOOT_COLOUR), strict=True):
        knee, ankle, heel, toe = (tuple(int(v) for v in np.round(p * scale + matrix[:, 2])) for p in points)
        for start, end in ((knee, ankle), (heel, toe)):
            cv2.line(picture, start, end, colour, 2, cv2.LINE_AA)
        for point in (knee, ankle, heel, toe):
            cv2.circle(picture, point, 4, colour, -1, cv2.LINE_AA)
    return np.asarray(picture, dtype=np.uint8)


def sheet(clips: list[Path], count: int) -> tuple[NDArray[np.uint8], list[Disagreement]]:
    """Return the contact sheet of the largest disagreements over all clips, and which they are."""
    made = {use: [analyse(path, Settings(foot_model=use)) for path in clips] for use in ("off", "on")}
    pose, foot = ([analysis.raw for analysis in made[use]] for use in ("off", "on"))
    found = [one for i in range(len(clips)) for one in disagreements(pose[i], foot[i], i)]
    kept = apart(found, [marks.time_s for marks in pose], count)
    tiles: dict[Disagreement, NDArray[np.uint8]] = {}
    for i, analysis in enumerate(made["on"]):
        wanted = [one for one in kept if one.clip == i]
        for row, frame in enumerate(frames(analysis.clip)):
            tiles |= {one: tile(frame.rgb, pose[i], foot[i], one) for one in wanted if one.row == row}
    across = 6
    blank = np.zeros((TILE_PX, TILE_PX, 3), np.uint8)
    drawn = [tiles[one] for one in kept] + [blank] * (-len(kept) % across)
    rows = [np.hstack(drawn[i : i + across]) for i in range(0, len(drawn), across)]
    return np.vstack(rows), kept


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw the largest disagreements of foot and pose network.")
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=36)
    options = parser.parse_args()
    picture, kept = sheet(options.clips, options.count)
    cv2.imwrite(str(options.out), picture[..., ::-1])
    for number, one in enumerate(kept, 1):
        print(f"{number:2d}  {options.clips[one.clip].name}  {SIDES[one.side]}  frame {one.row}  {one.shanks:.2f}")


if __name__ == "__main__":
    main()
