"""Landmarks that can't be a person's end in one clear line or in "not found", never in a crash."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.errors import DataError
from dorsi.measuring import measure

PER_FRAME = ("time_s", "xy_px", "score", "sigma_px", "world_m")
PER_POINT = ("xy_px", "score", "sigma_px", "world_m")

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


def cut(landmarks, frames):
    return replace(
        landmarks, **{n: getattr(landmarks, n)[:frames] for n in PER_FRAME if getattr(landmarks, n) is not None}
    )


def without(landmarks, *points):
    keep = [k for k, name in enumerate(landmarks.names) if not name.endswith(points)]
    names = tuple(landmarks.names[k] for k in keep)
    return replace(
        landmarks,
        names=names,
        **{n: getattr(landmarks, n)[:, keep] for n in PER_POINT if getattr(landmarks, n) is not None},
    )


@pytest.mark.parametrize("frames", [0, 1])
def test_too_few_frames_are_said(frames):
    with pytest.raises(DataError, match=f"{frames} frames given, at least 2 needed"):
        measure(cut(synth.lunge(), frames))


@pytest.mark.parametrize("frames", [2, 3, 6])
def test_a_moment_of_film_is_no_movement(frames):
    assert measure(cut(synth.lunge(), frames)).movement == "unknown"


@pytest.mark.parametrize("movement", ["auto", "lunge"])
@pytest.mark.parametrize("points", [("heel",), ("toe",), ("heel", "toe"), ("knee",), ("ankle",)])
def test_points_without_a_column_are_named(points, movement):
    with pytest.raises(DataError, match=f"no left_{points[0]}.*; knee, ankle, heel and toe of both legs are needed"):
        measure(without(synth.lunge(), *points), movement=movement)


@pytest.mark.parametrize("movement", ["auto", "lunge", "squat", "run", "heel_raise", "march", "balance"])
@pytest.mark.parametrize("value", [0.0, 100.0, np.inf, -np.inf, np.nan, 1e300])
def test_points_that_are_no_body_are_nobody(value, movement):
    made = synth.lunge()
    found = measure(replace(made, xy_px=np.full_like(made.xy_px, value)), movement=movement)
    assert [w.text for w in found.quality.warnings] == ["No person detected."]
    assert all(m.value is None for m in found.measurements)


def test_frames_with_infinite_points_count_as_lost():
    made = synth.lunge()
    lost, endless = made.xy_px.copy(), made.xy_px.copy()
    lost[10:20], endless[10:20] = np.nan, np.inf
    as_lost, as_endless = (measure(replace(made, xy_px=xy)) for xy in (lost, endless))
    assert as_endless.measurements == as_lost.measurements
    assert as_endless.measurements[0].value is not None


def test_infinite_depth_and_noise_count_as_unknown():
    made = synth.lunge()
    found = measure(
        replace(made, sigma_px=np.full(made.score.shape, np.inf), world_m=np.full((*made.score.shape, 3), np.inf))
    )
    assert "view_unclear" in [w.code for w in found.quality.warnings]


def test_times_in_another_unit_are_named():
    film = synth.squat()
    with pytest.raises(DataError, match="time_s must be in seconds"):
        measure(replace(film, time_s=film.time_s * 1e-6))
