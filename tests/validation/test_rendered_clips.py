"""Dressed, computer-made people with exact truth: what dorsi promises of them, and what it measures today."""

import numpy as np
import pytest

from dorsi import validation
from dorsi.validation import running
from dorsi.validation.rows import MEAN
from dorsi.validation.score import PEAK
from dorsi.validation.targets import targets

pytestmark = pytest.mark.models

#: Measured here; another processor may move a landmark by a little.
GOLDEN_DEG = {
    ("01_squat_side_amir", "left"): [38.0, 38.1],  # 35.5 without the foot network; true: 38
    ("02_lunge_L_bea", "left"): [41.0, 40.9],  # 41.4 with the turn of the hips, which turn with the legs; true: 40
    ("03_lunge_R_bea", "right"): [30.3, 30.6],
    ("07_squat_yaw15_60fps_dana", "right"): [37.2],  # true: 35
    ("09_lunge_LR_yaw15_carl", "left"): [23.9],
    ("09_lunge_LR_yaw15_carl", "right"): [33.5],
}
NO_ANGLE = ["04_squat_front_carl", "08_squat_yaw30_far_bea"]
#: docs/footmodel.md says why: the foot network reads a run's peak high, and the drawn heel of these shoes stays behind.
MISSED = {
    # All nine intervals hold the truth, but half their median width is 4.3 degrees, not 4. Where little in the scene
    # shows the level (clips 07 and 09), it counts with an sd of 1.1 to 1.7 degrees; until 2026-11 it was assumed.
    "95 % interval of peaks, all clips, repetitions and measured sides",
    "run: peak stance dorsiflexion of the near leg, each step",
    "run push-off and heel raise: plantarflexion",
}


@pytest.fixture(scope="module")
def found(rendered_folder, analysed):
    return validation.collect(validation.score(analysed(t.clip), t) for t in validation.find_truths(rendered_folder))


def peaks(found, clip):
    return [r for r in found.rows if (r.clip, r.quantity) == (clip, PEAK) and r.rep != MEAN]


@pytest.mark.parametrize(("clip", "side"), GOLDEN_DEG)
def test_peaks_are_the_golden_ones(found, clip, side):
    read = [r.measured for r in peaks(found, clip) if r.side == side]
    assert read == pytest.approx(GOLDEN_DEG[clip, side], abs=0.6)


@pytest.mark.parametrize("clip", NO_ANGLE)
def test_a_clip_that_allows_no_shank_angle_has_none_and_no_error(found, clip):
    assert peaks(found, clip)
    assert all(r.error is None and r.reason for r in peaks(found, clip))


def test_no_repetition_is_invented(found):
    assert [r for r in found.rows if r.quantity == PEAK and r.status == "not_in_truth"] == []


def test_every_target_is_reached_but_those_that_are_told(found):
    missed = {t.what for t in targets(found) if t.reached is False}
    assert missed <= MISSED


def test_squats_are_off_by_no_more_than_is_told(found):
    errors = [abs(r.error) for r in found.rows if r.group == ("squat", PEAK) and r.counts]
    assert np.mean(errors) < 2.0


def test_the_lunge_pair_differs_by_its_true_ten_degrees(found):
    (row,) = [r for r in found.differences if "+" in r.clip]
    assert row.true == 10.0
    assert row.measured == pytest.approx(10.0, abs=2.0)
    assert row.reason == "detectable"


@pytest.mark.parametrize("quantity", [running.CONTACT_AT, running.TOE_OFF_AT])
def test_events_of_running_are_found_within_a_frame(found, quantity):
    own = [r for r in found.rows if r.quantity == quantity]
    assert {r.status for r in own} == {"ok"}
    assert np.median([abs(r.error) for r in own]) < 1 / 60


def test_motion_capture_from_45_degrees_is_named_oblique_and_gives_no_angle(real_clip, analysed):
    clip = real_clip("opencap-sts.mp4")
    truth = next(t for t in validation.find_truths(clip.parent) if t.clip == clip)
    scored = validation.score(analysed(clip), truth)
    assert scored.analysis.session.quality.view == "oblique"
    assert {(r.side, r.status, r.error) for r in scored.rows} == {
        ("left", "not_measured", None),
        ("right", "not_measured", None),
    }
    assert {c.status for c in scored.curves} == {"not_measured"}


def test_the_landmarks_of_the_leg_seen_from_the_side_follow_motion_capture(real_clip, analysed):
    clip = real_clip("opencap-sts.mp4")
    truth = next(t for t in validation.find_truths(clip.parent) if t.clip == clip)
    curves = validation.score(analysed(clip), truth).curves
    assert max(c.r for c in curves if c.quantity == "shank_inclination_deg") > 0.9
