"""The same clips without and with the foot network: the same frames, the right legs, errors that can be told apart."""

from dataclasses import replace

import filmed_truth
import numpy as np
import pytest

from dorsi.pose.landmark_file import load_landmarks, save_landmarks
from dorsi.protocols.known import wants_foot_network
from dorsi.validation import FootComparison, compare_foot, foot_tables, validate
from dorsi.validation.foot import pairs, rms, without_offset

NOISE_PX = 1.5
ANKLE = "ankle_dorsiflexion_deg"


def noisy(filmed, folder):
    """Return settings that replay the same landmarks with noise."""
    landmarks = load_landmarks(filmed.folder / "landmarks" / "landmarks.npz")
    noise = np.random.default_rng(0).normal(0, NOISE_PX, landmarks.xy_px.shape)
    path = folder / "landmarks.npz"
    save_landmarks(path, replace(landmarks, xy_px=landmarks.xy_px + noise))
    return replace(filmed.settings, backend=f"replay:{path}")


@pytest.fixture(scope="module", params=["lunge", "run"])
def comparison(request, tmp_path_factory):
    """Return a clip with noisy landmarks in place of the pose network's, and exact ones in place of the others."""
    filmed = getattr(filmed_truth, request.param)(tmp_path_factory.mktemp(request.param))
    worse = noisy(filmed, tmp_path_factory.mktemp("noisy"))
    return FootComparison(without=validate(filmed.folder, worse), with_foot=validate(filmed.folder, filmed.settings))


def test_each_leg_and_angle_is_paired_once(comparison):
    found = [(p.leg, p.quantity) for p in pairs(comparison)]
    assert len(found) == len(set(found))
    assert ("near", ANKLE) in found


def test_both_ways_are_held_against_the_same_frames(comparison):
    for p in pairs(comparison):
        assert len(p.true_deg) == len(p.without_deg) == len(p.with_deg) > 0


def test_the_better_landmarks_have_the_smaller_error(comparison):
    for p in pairs(comparison):
        assert np.std(p.with_deg - p.true_deg) < np.std(p.without_deg - p.true_deg)


def test_only_the_stances_of_a_run_count(comparison):
    curve = next(c for c in comparison.without.curves if c.quantity == ANKLE)
    pair = next(p for p in pairs(comparison) if p.quantity == ANKLE)
    share = len(pair.true_deg) / curve.frames
    assert 0.2 < share < 0.5 if pair.movement == "run" else share == 1.0


def test_the_tables_have_a_cell_under_every_heading(comparison):
    for table in foot_tables(comparison):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_an_offset_counts_in_the_rms_and_not_in_the_spread():
    off = np.array([3.0, 5.0, 4.0])
    assert rms(off) == pytest.approx(np.sqrt(50 / 3))
    assert rms(without_offset(off)) == pytest.approx(np.sqrt(2 / 3))


def test_landmarks_of_a_file_are_the_same_both_ways(tmp_path):
    """Nothing is looked at again where the landmarks come from a file: both sides are equal."""
    filmed = filmed_truth.lunge(tmp_path)
    both = compare_foot(filmed.folder, filmed.settings)
    for p in pairs(both):
        np.testing.assert_array_equal(p.without_deg, p.with_deg)
    made = [v.clips[0].analysis.session.provenance["setting_foot_model"] for v in (both.without, both.with_foot)]
    assert made == ["off", "on"]


def test_what_is_shown_first_is_what_a_user_gets(comparison):
    (shown,), (without,), (with_foot,) = (
        v.clips for v in (comparison.chosen, comparison.without, comparison.with_foot)
    )
    wanted = wants_foot_network(without.analysis.session.movement, far_leg=False)
    assert shown is (with_foot if wanted else without)
