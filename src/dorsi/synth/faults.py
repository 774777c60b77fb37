"""What a pose network does wrong: noise that lasts, legs exchanged, lost or drawn onto each other, points that jump."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.synth.camera import NAMES
from dorsi.types import SIDES, Array

LEG: Final = ("knee", "ankle", "heel", "toe")
NOISE_S: Final = 0.07  #: how long the network's noise lasts: its errors on neighbouring frames are alike
#: How noisy a point is against the ankle: hips and shoulders under clothes and behind a bar-bell are guesses.
NOISE_TIMES: Final = {"shoulder": 1.4, "hip": 1.3, "knee": 1.0, "ankle": 1.0, "heel": 1.3, "toe": 1.4}
OFFSET_FRAC: Final = (
    0.03  #: of a shank: how far the points of one person in these clothes lie off the joints all the time
)
CROSSING_FRAC: Final = 0.35  #: of a shank: ankles nearer to each other across the picture are mixed up
SEEN_MIN_FRAC: Final = 0.4  #: of the body in the picture: less is not found
SURE_PX_FRAC: Final = 0.35  #: of the noise: how far two looks at one frame differ


@dataclass(frozen=True, kw_only=True)
class Faults:
    """How bad the tracks of a clip are."""

    noise_px: float
    shoulder_times: float = 1.0
    swap_share: float = 0.0  #: of the frames in which the legs cross
    lost_stretches: int = 0
    merged_stretches: int = 0  #: the far leg drawn onto the near one
    jumps: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Return which faults there are, in words for a table."""
        flags = {
            "swaps": self.swap_share,
            "lost": self.lost_stretches,
            "merged": self.merged_stretches,
            "jumps": self.jumps,
        }
        return tuple(name for name, present in flags.items() if present)


def draw_faults(rng: np.random.Generator) -> Faults:
    """Return random faults: a third of clips is clean but for noise."""
    noise_px = float(np.exp(rng.uniform(0.0, np.log(6.0))))
    shoulder_times = float(rng.choice([1.0, rng.uniform(2.0, 5.0)], p=[0.8, 0.2]))
    if rng.random() < 0.33:
        return Faults(noise_px=noise_px, shoulder_times=shoulder_times)
    return Faults(
        noise_px=noise_px,
        shoulder_times=shoulder_times,
        swap_share=float(rng.choice([0.0, rng.uniform(0.02, 0.25)], p=[0.4, 0.6])),
        lost_stretches=int(rng.choice([0, 1, 2], p=[0.7, 0.2, 0.1])),
        merged_stretches=int(rng.choice([0, 1, 3], p=[0.6, 0.25, 0.15])),
        jumps=int(rng.choice([0, 3, 10], p=[0.5, 0.35, 0.15])),
    )


def spoil(
    xy: Array, faults: Faults, rng: np.random.Generator, *, rate_hz: float, size_px: tuple[int, int], near: int
) -> tuple[Array, Array]:
    """Return the points (T, K, 2) as a pose network gives them, and their spread between two looks (T, K).

    Parameters
    ----------
    xy
        Where the points are, pixels.
    near
        Index of the leg nearer to the camera.
    """
    shank = float(np.median(np.linalg.norm(xy[:, _of("knee")] - xy[:, _of("ankle")], axis=-1).max(axis=1)))
    times = np.array([NOISE_TIMES[name.split("_")[1]] for name in NAMES])
    times[_of("shoulder")] *= faults.shoulder_times
    out = xy + rng.normal(0.0, OFFSET_FRAC * shank, (1, len(NAMES), 2))
    noise = faults.noise_px * times
    out = out + _lasting(rng, xy.shape, NOISE_S * rate_hz) * noise[None, :, None]
    sigma = np.tile(SURE_PX_FRAC * noise, (len(xy), 1)) * rng.uniform(0.6, 1.4, (len(xy), len(NAMES)))
    _merge(out, sigma, faults.merged_stretches, rng, rate_hz=rate_hz, near=near, shank=shank)
    _jump(out, sigma, faults.jumps, rng, shank=shank)
    _swap(out, faults.swap_share, rng, shank=shank)
    _lose(out, faults.lost_stretches, rng, rate_hz=rate_hz)
    inside = np.all((xy >= 0) & (xy < np.array(size_px)), axis=-1).mean(axis=1)
    out[inside < SEEN_MIN_FRAC] = np.nan
    sigma[~np.isfinite(out).all(axis=-1)] = np.nan
    return out, sigma


def _of(joint: str) -> list[int]:
    return [NAMES.index(f"{side}_{joint}") for side in SIDES]


def _leg(side: int) -> list[int]:
    return [NAMES.index(f"{SIDES[side]}_{joint}") for joint in LEG]


def _lasting(rng: np.random.Generator, shape: Sequence[int], frames: float) -> Array:
    """Return noise of standard deviation 1 that forgets itself after so many frames, along the first axis."""
    keep = float(np.exp(-1.0 / max(frames, 0.3)))
    fresh = rng.normal(0.0, 1.0, shape)
    out = np.empty(shape)
    out[0] = fresh[0]
    for t in range(1, len(out)):
        out[t] = keep * out[t - 1] + np.sqrt(1 - keep**2) * fresh[t]
    return out


def _stretch(rng: np.random.Generator, count: int, rate_hz: float, longest_s: float) -> slice:
    length = max(2, round(rng.uniform(0.2, longest_s) * rate_hz))
    start = int(rng.integers(0, max(1, count - length)))
    return slice(start, start + length)


def _merge(
    xy: Array, sigma: Array, stretches: int, rng: np.random.Generator, *, rate_hz: float, near: int, shank: float
) -> None:
    """Draw the far leg onto the near one for stretches, in place."""
    for _ in range(stretches):
        rows = _stretch(rng, len(xy), rate_hz, 1.0)
        own, far = _leg(near), _leg(1 - near)
        count = len(xy[rows])
        xy[rows, far] = xy[rows, own] + 0.04 * shank * _lasting(rng, (count, len(own), 2), 3.0)
        sigma[rows, far] = 0.12 * shank


def _jump(xy: Array, sigma: Array, jumps: int, rng: np.random.Generator, *, shank: float) -> None:
    """Let single points jump for a frame, in place."""
    for _ in range(jumps):
        t, k, way = int(rng.integers(len(xy))), int(rng.integers(len(NAMES))), rng.uniform(0, 2 * np.pi)
        size = shank * rng.uniform(0.3, 2.0)
        xy[t, k] += size * np.array([np.cos(way), np.sin(way)])
        sigma[t, k] = size / 3


def _swap(xy: Array, share: float, rng: np.random.Generator, *, shank: float) -> None:
    """Exchange left and right leg for single frames or short runs while they cross, in place."""
    if not share:
        return
    apart = np.abs(np.diff(xy[:, _of("ankle")], axis=1)[:, 0, 0])
    t = 0
    while t < len(xy):
        run = int(rng.choice([1, 1, 2, 3, 5]))
        if apart[t] < CROSSING_FRAC * shank and rng.random() < share / 2:
            rows = slice(t, t + run)
            xy[rows, _leg(0) + _leg(1)] = xy[rows, _leg(1) + _leg(0)]
        t += run


def _lose(xy: Array, stretches: int, rng: np.random.Generator, *, rate_hz: float) -> None:
    """Lose one leg, or everything, for stretches, in place."""
    for _ in range(stretches):
        rows = _stretch(rng, len(xy), rate_hz, 0.6)
        which = rng.choice(3)
        xy[rows, _leg(int(which)) if which < 2 else list(range(len(NAMES)))] = np.nan
