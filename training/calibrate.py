"""Sigma that means what it says: 95 % of the errors lie within 1.96 of it, for sure points and for unsure ones."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.crops import Crops
from training.evaluate import COVERED_SD, Verdict, judge
from training.net import FootNet

BINS: Final = 8
COVERED: Final = 0.95
SLOPES: Final = (0.5, 1.6)


@dataclass(frozen=True)
class Calibration:
    """For each point: log sigma = intercept + slope · log spread, both (K,)."""

    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]


def calibrate(net: FootNet, crops: Crops) -> Calibration:
    """Return the calibration on crops kept out of training."""
    return fit(judge(net, crops))


def fit(seen: Verdict) -> Calibration:
    """Fit a line to the errors' 95 % quantile in bins of the expected spread, point by point.

    A network's own spread is too wide where it is sure and too narrow where it is not: a slope mends that, a mere
    factor does not.
    """
    inside = ((seen.truth > 0) & (seen.truth < 1)).all(-1) & seen.truly_present[:, None]
    slope, intercept = np.ones(seen.spread.shape[1]), np.zeros(seen.spread.shape[1])
    for k in range(len(slope)):
        spread = np.log(seen.spread[inside[:, k], k].astype(np.float64))
        error = np.abs(seen.points - seen.truth)[inside[:, k], k].astype(np.float64)
        order = np.array_split(np.argsort(spread), BINS)
        centre = np.array([spread[part].mean() for part in order])
        needed = np.array([np.log(np.quantile(error[part], COVERED) / COVERED_SD + 1e-6) for part in order])
        # A spread that hardly varies tells no slope; it stays near that of an honest network, which is one.
        slope[k] = np.clip(np.polyfit(centre, needed, 1)[0], *SLOPES)
        intercept[k] = float(np.mean(needed - slope[k] * centre))
        # The line may lie a little high or low over all: 95 % of this point's errors must be within.
        sigma = np.exp(intercept[k] + slope[k] * spread)
        intercept[k] += np.log(np.quantile(error / sigma[:, None], COVERED) / COVERED_SD)
    return Calibration(slope, intercept)
