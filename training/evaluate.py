"""How well a foot network does on crops kept out of training: people, shoes and rooms that it has never seen.

`python -m training.evaluate RUN/finished.pt --data CROPS` prints the errors by kind of pose and by view.
"""

import argparse
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from dorsi.pose.foot_network import POINTS
from training.augment import SIDE_SHANKS, augment
from training.crops import Crops, pieces
from training.net import FootNet

SEED: Final = 5
BATCH: Final = 64
KNEE, ANKLE, HEEL, BALL = (POINTS.index(name) for name in ("knee", "ankle", "heel", "ball"))
SIDE_ON_DEG: Final = 20.0
FEWEST_CROPS: Final = 30
FEWEST_FLAT: Final = 3
FLAT: Final = "flat"
FAR_OFF_DEG: Final = 10.0
COVERED_SD: Final = 1.96  # standard deviations that hold 95 % of a normal distribution


@dataclass(frozen=True)
class Verdict:
    """What a network said of N crops, and the truth."""

    points: NDArray[np.float32]  #: (N, K, 2) fractions of the crop
    truth: NDArray[np.float32]  #: (N, K, 2)
    spread: NDArray[np.float32]  #: (N, K) expected mean absolute error per axis, fraction of the crop
    visible: NDArray[np.float32]  #: (N, K) probability
    truly_visible: NDArray[np.bool_]  #: (N, K)
    present: NDArray[np.float32]  #: (N,) probability
    truly_present: NDArray[np.bool_]  #: (N,)
    frontal: NDArray[np.bool_]  #: (N,)


def judge(net: FootNet, crops: Crops, *, hard: bool = True, limit: int | None = None) -> Verdict:
    """Let the network look at `crops`, each augmented once and always alike."""
    net.eval()
    covers = pieces(crops, 64, SEED)
    count = len(crops) if limit is None else min(limit, len(crops))
    step = len(crops) / count
    kept, answers = [], []
    for start in range(0, count, BATCH):
        numbers = [int(i * step) for i in range(start, min(start + BATCH, count))]
        rendered = [crops[i] for i in numbers]
        samples = [
            augment(crop, covers, np.random.default_rng([SEED, i]), hard=hard)
            for i, crop in zip(numbers, rendered, strict=True)
        ]
        pictures = torch.from_numpy(np.stack([sample.picture for sample in samples]))
        with torch.no_grad():
            answer = net((pictures.permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last))
        answers.append(
            [
                answer.points.numpy(),
                answer.log_spread.exp().numpy(),
                answer.visible.sigmoid().numpy(),
                answer.present.sigmoid().numpy(),
            ]
        )
        kept += [(s.points, s.visible, crop.has_leg, crop.frontal) for s, crop in zip(samples, rendered, strict=True)]
    points, spread, visible, present = (np.concatenate(parts) for parts in zip(*answers, strict=True))
    truth, truly_visible, truly_present, frontal = (np.array(column) for column in zip(*kept, strict=True))
    return Verdict(points, truth.astype(np.float32), spread, visible, truly_visible, present, truly_present, frontal)


def angle_deg(points: NDArray[np.float32], start: int, end: int) -> NDArray[np.float64]:
    """Return the direction from one point to another in the crop, (N,), degrees."""
    dx, dy = (points[:, end] - points[:, start]).astype(np.float64).T
    return np.asarray(np.degrees(np.arctan2(dy, dx)))


def turn_deg(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return angles in -180 to 180 degrees."""
    return (angles + 180) % 360 - 180


def summary(net: FootNet, crops: Crops, *, limit: int = 1024) -> dict[str, float]:
    """Return the errors that tell one network from another.

    Points: median distance in % of the shank. Angles, side views with knee, ankle, heel and ball visible: median and
    90th percentile of the absolute error in degrees, of shank, rearfoot (heel to ball) and the ankle between them.
    """
    seen = judge(net, crops, limit=limit)
    inside = np.asarray(((seen.truth > 0) & (seen.truth < 1)).all(-1))
    legs = seen.truly_present
    distance = np.linalg.norm(seen.points - seen.truth, axis=-1) * SIDE_SHANKS * 100
    found = {f"{name}_pct": float(np.median(distance[legs & inside[:, i], i])) for i, name in enumerate(POINTS)}
    side = legs & ~seen.frontal & seen.truly_visible[:, [KNEE, ANKLE, HEEL, BALL]].all(1)
    for name, error in angle_errors_deg(seen, side).items():
        found[f"{name}_deg"] = float(np.median(np.abs(error)))
        found[f"{name}_p90_deg"] = float(np.percentile(np.abs(error), 90))
    sigma = np.sqrt(2) * seen.spread
    within = np.abs(seen.points - seen.truth) <= COVERED_SD * sigma[..., None]
    found["within_95"] = float(within[legs[:, None] & inside].mean())
    found["visible_right"] = float(((seen.visible > 0.5) == seen.truly_visible)[legs].mean())
    found["present_right"] = float(((seen.present > 0.5) == seen.truly_present).mean())
    return found


def angle_errors_deg(seen: Verdict, rows: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """Return the errors of shank, rearfoot (heel to ball) and the ankle between them in some crops, degrees."""
    shank, rearfoot = (
        turn_deg(angle_deg(seen.points, a, b) - angle_deg(seen.truth, a, b))[rows]
        for a, b in ((KNEE, ANKLE), (HEEL, BALL))
    )
    return {"shank": shank, "rearfoot": rearfoot, "ankle": turn_deg(rearfoot - shank)}


def table(net: FootNet, crops: Crops, *, hard: bool) -> list[str]:
    """Return rows of a table: errors by kind of pose and by view, of legs whose knee, ankle, heel and ball are seen.

    Bias is the median; sd is 1.48 times the median absolute deviation, which a few lost legs do not move; beyond is
    the share of errors past 10 degrees. Change is the rms error of the ankle's change from the same person's flat
    foot, in the same shoes: what dorsi measures.
    """
    seen = judge(net, crops, hard=hard)
    sound = seen.truly_present & seen.truly_visible[:, [KNEE, ANKLE, HEEL, BALL]].all(1)
    kind, yaw = crops.fact("kind"), np.abs(crops.fact("yaw_deg"))
    kind_rows = {str(name): sound & (kind == name) & (yaw <= SIDE_ON_DEG) for name in np.unique(kind)}
    view_rows = {
        f"yaw {low} to {high}": sound & (yaw > low) & (yaw <= high) for low, high in pairwise((-1, 10, 25, 40, 55))
    }
    change = changes_deg(seen, sound & (yaw <= SIDE_ON_DEG), crops.fact("person"), kind)
    headings = "crops | n | shank bias | sd | rearfoot bias | sd | ankle bias | sd | beyond 10 | n | change rms"
    lines = [f"| {headings} |", "|---" * 11 + "|"]
    for name, rows in (kind_rows | view_rows).items():
        if rows.sum() >= FEWEST_CROPS:
            own = change[rows & np.isfinite(change)]
            moved = f" {len(own)} | {np.sqrt(np.mean(own**2)):.1f} |" if len(own) else " 0 | |"
            named = name.replace("yaw -1", "yaw 0")
            lines.append(f"| {named} | {rows.sum()} | " + _row(angle_errors_deg(seen, rows)) + moved)
    return lines


def changes_deg(
    seen: Verdict, rows: NDArray[np.bool_], person: NDArray[np.str_], kind: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Return the errors of the ankle's change from the person's flat foot, (N,), degrees; NaN without flat feet."""
    error = np.full(len(rows), np.nan)
    error[rows] = angle_errors_deg(seen, rows)["ankle"]
    change = np.full(len(rows), np.nan)
    for name in np.unique(person):
        own = rows & (person == name)
        flat = own & (kind == FLAT)
        if flat.sum() >= FEWEST_FLAT:
            change[own] = error[own] - np.median(error[flat])
    return change


def _row(errors: dict[str, NDArray[np.float64]]) -> str:
    cells = []
    for error in errors.values():
        bias = float(np.median(error))
        cells += [f"{bias:+.1f}", f"{1.4826 * float(np.median(np.abs(error - bias))):.1f}"]
    return " | ".join([*cells, f"{100 * float((np.abs(errors['ankle']) > FAR_OFF_DEG).mean()):.0f} %"]) + " |"


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description="Errors of a foot network on crops kept out of training.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    state = torch.load(options.checkpoint, weights_only=True)
    config = state["config"]
    net = FootNet(config["trunk"], normalise=config["normalise"], frozen=config["frozen"])
    net.load_state_dict(state["average"])
    crops = Crops(options.data, "heldout")
    for hard in (False, True):
        print("\n".join(table(net, crops, hard=hard)), end="\n\n")
    for name, value in summary(net, crops, limit=len(crops)).items():
        print(f"{name:18s} {value:.3f}")


if __name__ == "__main__":
    main()
