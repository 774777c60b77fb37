"""Landmarks of real phone clips: what was seen on the film and read off enlarged frames comes out, without help.

The landmarks show people who did not agree to be published: they lie beside the repository, never in it.
"""

import os
from pathlib import Path

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


def test_jump_squats_are_called_jumping_and_give_no_angle(truths):
    del truths
    found = measure(read_landmarks(CASES / "jump-squat-left-feet-cut.npz"))
    assert found.movement == "unknown"
    assert all("jumping" in m.reason for m in found.measurements)
