"""Left-right leg swaps."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.analysis import swaps
from dorsi.analysis.view import shank_px
from dorsi.measuring import measure


def exchanged(landmarks, frames):
    """Return the landmarks with left and right leg points exchanged in some frames."""
    xy = landmarks.xy_px.copy()
    for name in ("knee", "ankle", "heel", "toe"):
        pair = [landmarks.names.index(f"{side}_{name}") for side in ("left", "right")]
        xy[np.ix_(frames, pair)] = xy[np.ix_(frames, pair[::-1])]
    return replace(landmarks, xy_px=xy)


@pytest.mark.parametrize("frames", [[40], [40, 41, 42], list(range(60, 75)), [10, 30, 31, 90]])
def test_exchanged_legs_of_a_runner_are_named_back(frames):
    true = synth.run(duration_s=3.0, noise_px=2.0).landmarks
    repaired, touched = swaps.repair_swaps(exchanged(true, frames), scale_px=shank_px(true))
    feet = [true.names.index(f"{side}_{name}") for side in ("left", "right") for name in ("ankle", "heel", "toe")]
    assert np.allclose(repaired.xy_px[:, feet], true.xy_px[:, feet])
    assert set(frames) <= set(np.flatnonzero(touched))


def piece(landmarks, start_s, seconds):
    """Return a stretch of a film."""
    rows = (landmarks.time_s >= start_s) & (landmarks.time_s < start_s + seconds)
    names = ("time_s", "xy_px", "score", "sigma_px", "world_m")
    held = {name: getattr(landmarks, name) for name in names}
    return replace(landmarks, **{name: x[rows] for name, x in held.items() if x is not None})


@pytest.mark.parametrize("seconds", [0.8, 1.2, 2.0, 4.0])
@pytest.mark.parametrize("make", [synth.march, lambda: synth.run().landmarks, synth.squat])
def test_true_names_are_left_alone_however_little_of_the_film_there_is(make, seconds):
    true = make()
    for start_s in np.arange(0.0, true.time_s[-1] - seconds, 0.5):
        part = piece(true, start_s, seconds)
        assert not swaps.repair_swaps(part, scale_px=shank_px(part))[1].any()


@pytest.mark.parametrize("make", [synth.lunge, synth.squat, lambda **k: synth.run(**k).landmarks])
def test_true_names_are_left_alone(make):
    true = make(noise_px=2.0, camera=synth.Camera(yaw_deg=12))
    repaired, touched = swaps.repair_swaps(true, scale_px=shank_px(true))
    assert not touched.any()
    assert np.array_equal(repaired.xy_px, true.xy_px)


def test_landmarks_without_legs_pass_through():
    true = synth.lunge()
    nobody = replace(true, xy_px=true.xy_px[:, :0], score=true.score[:, :0], names=(), world_m=None)
    assert not swaps.repair_swaps(nobody, scale_px=float("nan"))[1].any()


def test_legs_that_stay_exchanged_in_a_lunge_are_named_back_by_where_they_stand():
    true = synth.lunge(noise_px=2.0)
    count = len(true.time_s)
    # The legs are drawn on one another for a moment before and after, so that no jump tells.
    frames = np.arange(count // 3, count // 3 + 20)
    merged = true.xy_px.copy()
    for name in ("knee", "ankle", "heel", "toe"):
        pair = [true.names.index(f"{side}_{name}") for side in ("left", "right")]
        for edge in (np.arange(frames[0] - 3, frames[0]), np.arange(frames[-1] + 1, frames[-1] + 4)):
            merged[np.ix_(edge, pair)] = merged[np.ix_(edge, pair)].mean(axis=1, keepdims=True)
    repaired, touched = swaps.repair_swaps(
        exchanged(replace(true, xy_px=merged), list(frames)), scale_px=shank_px(true)
    )
    assert touched[frames].all()
    for name in ("knee", "ankle", "toe"):
        assert np.allclose(repaired.side(name)[frames], true.side(name)[frames])


def test_a_long_run_is_not_named_by_front_and_rear():
    true = synth.run(duration_s=6.0, noise_px=2.0).landmarks
    assert not swaps.repair_swaps(true, scale_px=shank_px(true))[1].any()


@pytest.mark.parametrize("seconds", [0.3, 1.0, 1.5])
def test_the_cadence_does_not_depend_on_which_leg_is_which(seconds):
    film = synth.run().landmarks
    rows = np.flatnonzero((film.time_s > 2.0) & (film.time_s < 2.0 + seconds))
    (found,) = [m for m in measure(exchanged(film, list(rows))).measurements if m.name == "cadence_spm"]
    assert found.value == pytest.approx(170.0, abs=found.bound)
