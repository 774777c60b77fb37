"""A picture that does not move, and points that only jitter, are no movement."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.measuring import measure

MADE = {"lunge": synth.lunge, "squat": synth.squat, "heel_raise": synth.heel_raise, "balance": synth.balance}


def held(landmarks, frame, jitter_px=0.0, seed=0):
    """Return one frame of a film throughout, with white noise on every point."""
    xy = np.repeat(landmarks.xy_px[[frame]], len(landmarks.time_s), axis=0)
    return replace(landmarks, xy_px=xy + np.random.default_rng(seed).normal(0.0, jitter_px, xy.shape))


@pytest.mark.parametrize("share", [0.0, 0.5])
@pytest.mark.parametrize("name", MADE)
def test_a_frozen_film_is_no_movement(name, share):
    made = MADE[name]()
    assert measure(held(made, int(share * len(made.time_s)))).movement == "unknown"


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("jitter_px", [5.0, 15.0])
@pytest.mark.parametrize("name", MADE)
def test_a_still_body_that_jitters_is_no_movement(name, jitter_px, seed):
    found = measure(held(MADE[name](), 0, jitter_px, seed))
    assert (found.movement, found.events) == ("unknown", ())


@pytest.mark.parametrize(
    ("name", "jitter_px"), [("lunge", 10.0), ("squat", 10.0), ("heel_raise", 5.0), ("balance", 5.0)]
)
def test_a_movement_that_jitters_is_still_one(name, jitter_px):
    made = MADE[name]()
    noise = np.random.default_rng(0).normal(0.0, jitter_px, made.xy_px.shape)
    assert measure(replace(made, xy_px=made.xy_px + noise)).movement == name
