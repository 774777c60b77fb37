"""Two readings of each frame become one, with its noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dorsi.pose.averaging import average, paired
from dorsi.pose.names import NAMES
from dorsi.pose.poses import Pose

RATE_HZ = 30.0
LEG = ("knee", "ankle", "heel", "toe")


def person(n=300):
    """Return points of somebody 1000 px tall who stands still, (n, 5, 2)."""
    points = np.array([[500, 100], [480, 500], [500, 800], [500, 1080], [560, 1100]], dtype=float)
    return np.tile(points, (n, 1, 1))


def readings(noise_px, seed=1, n=300):
    rng = np.random.default_rng(seed)
    return tuple(person(n) + rng.normal(0, noise_px, (n, 5, 2)) for _ in range(2))


def test_the_average_is_midway():
    mean, _ = average(person(), person() + 4, rate_hz=RATE_HZ)
    np.testing.assert_allclose(mean, person() + 2)


@pytest.mark.parametrize("noise_px", [0.5, 3.0, 10.0])
def test_sigma_is_the_noise_of_the_average(noise_px):
    """Independent noise of s in each reading leaves s / sqrt(2) in the mean."""
    mean, sigma = average(*readings(noise_px), rate_hz=RATE_HZ)
    true_sigma = np.std(mean - person())
    assert true_sigma == pytest.approx(noise_px / np.sqrt(2), rel=0.05)
    assert np.median(sigma) == pytest.approx(true_sigma, rel=0.1)


def test_a_point_seen_elsewhere_by_the_mirrored_pass_stays_as_it_was_and_is_marked():
    plain, mirror = readings(1.0)
    mirror[100, 3] += 200
    mean, sigma = average(plain, mirror, rate_hz=RATE_HZ)
    np.testing.assert_array_equal(mean[100, 3], plain[100, 3])
    assert sigma[100, 3] > 100


def test_one_wild_frame_does_not_widen_its_neighbours():
    plain, mirror = readings(1.0)
    clean = average(plain, mirror, rate_hz=RATE_HZ)[1]
    mirror[100] += 200
    assert average(plain, mirror, rate_hz=RATE_HZ)[1][101] == pytest.approx(clean[101], rel=0.3)


def test_a_frame_that_only_the_plain_pass_found_stands_alone_with_more_noise():
    plain, mirror = readings(2.0)
    mirror[50:60] = np.nan
    mean, sigma = average(plain, mirror, rate_hz=RATE_HZ)
    np.testing.assert_array_equal(mean[55], plain[55])
    assert np.median(sigma[52:58]) == pytest.approx(2.0, rel=0.5)


def test_a_frame_that_the_plain_pass_did_not_find_is_missing():
    plain, mirror = readings(2.0)
    plain[50] = np.nan
    mean, sigma = average(plain, mirror, rate_hz=RATE_HZ)
    assert np.isnan(mean[50]).all()
    assert np.isnan(sigma[50]).all()


def test_nobody_found_at_all_stays_missing():
    missing = np.full((20, 5, 2), np.nan)
    mean, sigma = average(missing, missing, rate_hz=RATE_HZ)
    assert np.isnan(mean).all()
    assert np.isnan(sigma).all()


@settings(deadline=None)  # a busy machine is no fault
@given(scale=st.floats(0.25, 4))
def test_scaling_the_picture_scales_the_average_and_its_noise(scale):
    plain, mirror = readings(2.0, n=40)
    mean, sigma = average(plain, mirror, rate_hz=RATE_HZ)
    scaled_mean, scaled_sigma = average(scale * plain, scale * mirror, rate_hz=RATE_HZ)
    np.testing.assert_allclose(scaled_mean, scale * mean)
    np.testing.assert_allclose(scaled_sigma, scale * sigma)


def poses(n=60):
    """Return a plain and a mirrored look at two legs that are 180 px apart, as seen equally well."""
    xy = np.tile(np.linspace([400, 100], [500, 1000], len(NAMES)), (n, 1, 1))
    xy[:, [NAMES.index(f"right_{name}") for name in LEG]] += [180, 20]
    rng = np.random.default_rng(3)
    score, world = np.full((n, len(NAMES)), 0.7), np.zeros((n, len(NAMES), 3))
    return tuple(Pose(xy + rng.normal(0, 1, xy.shape), score.copy(), world) for _ in range(2))


def test_legs_that_the_mirrored_pass_names_the_other_way_round_are_no_noise():
    plain, mirror = poses()
    left, right = ([NAMES.index(f"{side}_{name}") for name in LEG] for side in ("left", "right"))
    mirror.xy_px[::2][:, left + right] = mirror.xy_px[::2][:, right + left]
    mean, sigma = average(*paired(plain, mirror), rate_hz=RATE_HZ)
    np.testing.assert_allclose(mean, poses()[0].xy_px, atol=4)
    assert np.median(sigma[:, left + right]) < 1.5


def test_where_one_pass_puts_both_legs_between_them_the_surer_one_stands():
    plain, mirror = poses()
    left, right = ([NAMES.index(f"{side}_{name}") for name in LEG] for side in ("left", "right"))
    middle = (plain.xy_px[20:23][:, left] + plain.xy_px[20:23][:, right]) / 2
    for own in (left, right):
        plain.xy_px[20:23, own] = middle
        plain.score[20:23, own] = 0.4
    mean, sigma = average(*paired(plain, mirror), rate_hz=RATE_HZ)
    np.testing.assert_array_equal(mean[21, left], mirror.xy_px[21, left])
    assert sigma[21, left].min() > 20
