"""Sigma holds what it says after calibration, whatever the network thought of itself."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs dorsi[train]")
pytest.importorskip("moderngl", reason="training needs dorsi[train]")

from training.calibrate import fit
from training.evaluate import COVERED_SD, Verdict


def verdict(true_sigma, spread, seed=0):
    """Answers whose errors are normal with `true_sigma`, (N,), though the network expects `spread`."""
    rng = np.random.default_rng(seed)
    n, k = len(true_sigma), 2
    truth = rng.uniform(0.2, 0.8, (n, k, 2)).astype(np.float32)
    error = rng.normal(0, 1, (n, k, 2)) * true_sigma[:, None, None]
    yes = np.ones(n, bool)
    return Verdict(
        points=(truth + error).astype(np.float32),
        truth=truth,
        spread=np.repeat(spread[:, None], k, 1).astype(np.float32),
        visible=np.ones((n, k), np.float32),
        truly_visible=np.ones((n, k), bool),
        present=np.ones(n, np.float32),
        truly_present=yes,
        frontal=~yes,
    )


@pytest.mark.parametrize(("factor", "power"), [(1.0, 1.0), (0.3, 1.0), (2.0, 1.4), (0.5, 0.7)])
def test_95_percent_of_errors_lie_within_for_sure_points_and_for_unsure_ones(factor, power):
    rng = np.random.default_rng(1)
    true_sigma = np.exp(rng.uniform(np.log(0.003), np.log(0.1), 8000))
    spread = factor * true_sigma**power
    calibration = fit(verdict(true_sigma, spread))
    fresh = verdict(true_sigma, spread, seed=2)
    sigma = np.exp(calibration.intercept + calibration.slope * np.log(fresh.spread))
    within = np.abs(fresh.points - fresh.truth) <= COVERED_SD * sigma[..., None]
    sure = true_sigma < np.median(true_sigma)
    assert within[sure].mean() == pytest.approx(0.95, abs=0.015)
    assert within[~sure].mean() == pytest.approx(0.95, abs=0.015)
