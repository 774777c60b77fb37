"""Scene cuts are found where the person leaps, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.analysis import cuts
from dorsi.measuring import measure


def joined(first, second, *, aside_px=250.0):
    """Return two films, one after the other, the second person standing elsewhere."""
    count = len(first.time_s) + len(second.time_s)
    return replace(
        first,
        time_s=np.arange(count) / 30,
        xy_px=np.concatenate([first.xy_px, second.xy_px + np.array([aside_px, 40.0])]),
        score=np.ones((count, len(first.names))),
        world_m=np.concatenate([first.world_m, second.world_m]),
    )


LUNGE, SQUAT = synth.lunge(reps=1), synth.squat(reps=3)


def test_a_cut_between_two_films_is_found_at_its_frame():
    assert cuts.find_cuts(joined(LUNGE, SQUAT)) == [len(LUNGE.time_s)]


@pytest.mark.parametrize(
    "whole",
    [
        SQUAT,
        synth.lunge(rate_hz=5.0),
        synth.run(rate_hz=30.0, travel_m_s=5.0).landmarks,
        synth.march(),
        synth.balance(),
    ],
)
def test_a_film_without_a_cut_has_none(whole):
    assert cuts.find_cuts(whole) == []


def test_a_shaken_camera_is_no_cut():
    shaken = SQUAT.xy_px.copy()
    shaken[100:] += 150.0
    assert cuts.find_cuts(replace(SQUAT, xy_px=shaken)) == []


def test_each_scene_is_measured_by_itself_the_one_that_moves_more_first():
    found = measure(joined(LUNGE, SQUAT))
    assert found.movement == "squat"
    assert len(found.events) == 3
    assert all(e.start_s > LUNGE.time_s[-1] for e in found.events)
    assert [(other.movement, len(other.events)) for other in found.also] == [("lunge", 1)]


def test_a_measured_scene_keeps_a_row_for_every_frame():
    clip = joined(LUNGE, SQUAT)
    found = measure(clip)
    assert len(found.signals.time_s) == len(found.landmarks.time_s) == len(clip.time_s)
    assert np.isnan(found.signals.shank_inclination_deg[: len(LUNGE.time_s)]).all()
