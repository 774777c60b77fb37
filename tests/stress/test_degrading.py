"""Clips are made worse as said, and what is true of them goes along."""

from pathlib import Path

import numpy as np
import pytest

from dorsi import video
from dorsi.validation.degrading import (
    DEGRADATIONS,
    FilmedScene,
    cropped,
    darkened,
    hidden,
    joined,
    resized,
    rolled,
    shaken,
)
from dorsi.validation.rows import AccuracyRow
from dorsi.validation.stress import VariantOutcome, coverage, kept, made, stress_table, variants

CLIPS = Path(__file__).parents[2] / "validation_clips"
SIZE = (120, 200)


def scene(**known):
    points = {
        f"{side}_{joint}": np.full((4, 2), [60.0, height])
        for side in ("left", "right")
        for joint, height in {"hip": 90.0, "knee": 130.0, "ankle": 170.0, "heel": 178.0, "toe": 178.0}.items()
    }
    other = (np.full((200, 120, 3), 7, dtype=np.uint8),)
    facts = {
        "size_px": SIZE, "count": 4, "rate_hz": 30.0, "points_px": points, "near_side": "left", "other": other,
        "rng": np.random.default_rng(0),
    }  # fmt: skip
    return FilmedScene(**facts | known)


def post(x=60):
    """Return a picture with an upright line."""
    picture = np.full((200, 120, 3), 200, dtype=np.uint8)
    picture[:, x - 1 : x + 2] = 0
    return picture


def row(**known):
    facts = {
        "clip": "a", "person": "p", "movement": "squat", "yaw_deg": 0.0, "side": "left", "quantity": "x_deg",
        "rep": "mean", "true": 30.0, "measured": 31.0, "bound": 3.0, "status": "ok",
    }  # fmt: skip
    return AccuracyRow(**facts | known)


@pytest.mark.parametrize("roll_deg", [-12, -5, 2, 5, 12])
def test_a_rolled_picture_s_uprights_lean_by_the_roll(roll_deg):
    picture = rolled(roll_deg)(scene())(post(), 0)
    dark = [np.flatnonzero(picture[y, :, 0] < 100).mean() for y in (40, 160)]
    assert np.degrees(np.arctan2(dark[0] - dark[1], 120)) == pytest.approx(roll_deg, abs=0.7)


def test_a_squeezed_picture_is_narrower_and_as_high():
    assert resized(0.75, 1.0)(scene())(post(), 0).shape == (200, 90, 3)


def test_a_dark_picture_is_dark_and_noisy():
    picture = darkened(0.25)(scene())(np.full((200, 120, 3), 200, dtype=np.uint8), 0)
    assert picture.mean() == pytest.approx(50, abs=2)
    assert picture.std() > 3


def test_feet_that_are_cut_off_lie_below_the_picture():
    assert cropped("feet")(scene())(post(), 0).shape[0] == 170


def test_the_near_foot_is_covered_and_the_knee_is_not():
    picture = hidden("foot")(scene())(post(), 0)
    assert (picture[175, 60] == (112, 96, 84)).all()
    assert (picture[130, 60] == 0).all()


def test_somebody_else_stands_beside():
    picture = joined(1.0)(scene())(post(), 0)
    assert picture.shape == (200, 120 + 90, 3)
    assert (picture[100, -20] == 7).all()


def test_a_shaken_picture_moves_from_frame_to_frame():
    spoil = shaken(0.05, 0.0)(scene())
    places = [np.flatnonzero(spoil(post(), k)[100, :, 0] < 100).mean() for k in range(4)]
    assert np.ptp(places) > 0.5


def test_every_degradation_has_its_own_file():
    assert len({d.name for d in DEGRADATIONS}) == len(DEGRADATIONS)
    assert all(set(d.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_") for d in DEGRADATIONS)


def test_there_are_enough_variants_of_the_clips_at_hand():
    found = variants([CLIPS])
    assert len(found) == 3 * len(DEGRADATIONS)
    assert len(DEGRADATIONS) * 10 >= 300


def test_a_film_is_cut_thinned_and_made_once(tmp_path):
    slow = next(v for v in variants([CLIPS]) if v.degradation.rate_hz == 15.0 and v.truth.movement == "heel_raise")
    path = made(slow, tmp_path)
    clip = video.probe(path)
    assert clip.mean_rate_hz == pytest.approx(15.0, abs=0.5)
    assert clip.duration_s == pytest.approx(slow.end_s - slow.start_s, abs=0.2)
    assert max(clip.size_px) <= 1280
    before = path.stat().st_mtime_ns
    assert made(slow, tmp_path).stat().st_mtime_ns == before
    assert kept([slow], tmp_path) == []


def test_coverage_counts_what_was_given_and_names_what_is_far_off():
    rows = (
        row(),
        row(measured=35.0),
        row(measured=40.0),
        row(measured=40.0, status="low_confidence"),
        row(measured=None, bound=None, status="not_measured"),
    )
    found = coverage([VariantOutcome(clip="a", kind="roll", level="+5 deg", movement="squat", said="squat", rows=rows)])
    assert (found.given, found.inside, len(found.beyond), found.refused) == (4, 1, 1, 1)


def test_the_table_has_each_degradation_and_a_sum():
    outcomes = [
        VariantOutcome(clip=c, kind="roll", level="+5 deg", movement="squat", said=said, rows=(row(),))
        for c, said in (("a", "squat"), ("b", "march"))
    ]
    rows = stress_table(outcomes).rows
    assert [r[:5] for r in rows] == [("roll", "+5 deg", "2", "1", "2"), ("all", "", "2", "1", "2")]
