"""Landmarks of real phone clips: what was seen on the film and read off enlarged frames comes out, without help.

The landmarks show people who did not agree to be published: they lie beside the repository, never in it.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dorsi import measure
from dorsi.loading import read_landmarks
from dorsi.validation.real import FILE, read_real_truths, said_of, score

CASES = (Path(__file__).parents[2] / "../shared/cases/real").resolve()
#: Steps of the treadmill clip: 6.5 s at 167 a minute. Its truth file asks for 32, nearly twice as many as it has.
TREADMILL, TREADMILL_STEPS = "run-treadmill-right-60fps", 18
NAMES = (
    "run-treadmill-right-60fps",
    "run-treadmill-right-slow-motion",
    "squat-heels-up-right",
    "squat-then-pushup-right",
    "squat-barbell-right",
    "lunge-forward-once-right",
    "lunge-alternating-front",
    "heel-raise-rear-oblique",
    "squat-deep-front",
    "squat-barbell-plates-right",
    "squat-with-long-hold-left",
    "squat-bodyweight-right",
    "squat-deep-lean-oblique-left",
    "run-half-speed-left",
    "high-knees-right",
    "split-squat-rear-foot-up-left",
)


@pytest.fixture(scope="module")
def truths():
    if not CASES.exists() and not os.environ.get("CI"):
        pytest.skip("the landmarks of real clips are not here: people's films are not part of this repository")
    return read_real_truths(CASES / FILE)


def test_every_clip_of_the_truth_file_is_tried(truths):
    assert set(truths) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_clip_comes_out_right(truths, name):
    truth = truths[name]
    if name == TREADMILL:
        truth = truth.model_copy(update={"min_events": None, "events": TREADMILL_STEPS, "events_tol": 1})
    found = said_of(measure(read_landmarks(CASES / f"{name}.npz")))
    assert score(name, truth, found).right, (found.movement, found.measurements, found.warnings)


@pytest.mark.parametrize("name", NAMES)
def test_a_refused_number_stands_in_no_repetition_either(truths, name):
    found = measure(read_landmarks(CASES / f"{name}.npz"))
    for part in (found, *found.also):
        refused = {(m.name, m.side) for m in part.measurements if m.value is None}
        assert not [(e.side, n) for e in part.events for n in e.values if (n, e.side) in refused]


def test_jump_squats_are_called_jumping_and_give_no_angle(truths):
    del truths
    found = measure(read_landmarks(CASES / "jump-squat-left-feet-cut.npz"))
    assert found.movement == "unknown"
    assert all("jumping" in m.reason for m in found.measurements)


def at_rate(landmarks, rate_hz):
    """Return the same motion as a camera of another frame rate would have it."""
    time_s = np.arange(landmarks.time_s[0], landmarks.time_s[-1], 1 / rate_hz)

    def between(x):
        flat = x.reshape(len(x), -1)
        columns = [np.interp(time_s, landmarks.time_s, column) for column in flat.T]
        return np.stack(columns, axis=1).reshape(len(time_s), *x.shape[1:])

    names = ("xy_px", "score", "sigma_px", "world_m")
    held = {name: between(x) for name in names if (x := getattr(landmarks, name)) is not None}
    return replace(landmarks, time_s=time_s, **held)


@pytest.mark.parametrize("rate_hz", [15.0, 30.0, 60.0, 120.0, 240.0])
def test_the_frame_rate_does_not_decide_whether_a_heel_came_up(truths, rate_hz):
    """A foot that steps into the lunge is in the air where the repetition begins."""
    truth = truths["lunge-forward-once-right"]
    found = measure(at_rate(read_landmarks(CASES / "lunge-forward-once-right.npz"), rate_hz))
    assert [e.valid for e in found.events] == [True]
    lean = next(m for m in found.measurements if m.name == "peak_shank_inclination_deg" and m.value is not None)
    assert lean.value == pytest.approx(truth.df, abs=3.0)


@pytest.mark.parametrize("every", [3, 7, 30])
def test_single_lost_frames_lose_no_repetition(truths, every):
    whole = read_landmarks(CASES / "squat-bodyweight-right.npz")
    xy = whole.xy_px.copy()
    xy[::every] = np.nan
    found = measure(replace(whole, xy_px=xy))
    assert len([e for e in found.events if e.valid]) == truths["squat-bodyweight-right"].events
