"""What a bound is made of."""

import numpy as np
import pytest

from dorsi.analysis.uncertainty import Doubt, ci95_half, excess_noise_deg, yaw_doubt_deg


def half(doubt, values):
    return ci95_half(doubt.budget(values))


def test_independent_parts_add_as_squares():
    doubt = Doubt(instrument=3.0, roll=4.0)
    assert doubt.budget(np.array([40.0])) == {"instrument": 3.0, "roll": 4.0}
    assert half(doubt, np.array([40.0])) == pytest.approx(1.96 * 5.0)


def test_one_repetition_has_the_systematic_bound():
    assert half(Doubt(instrument=1.0), np.array([40.0])) == pytest.approx(1.96)


def test_more_repetitions_narrow_only_their_own_spread():
    few, many = (half(Doubt(instrument=1.0), np.tile([38.0, 42.0], n)) for n in (1, 20))
    assert 1.96 < many < few


@pytest.mark.parametrize(("sigma_px", "wider"), [(2.0, False), (12.0, True)])
def test_only_noise_beyond_that_of_the_validation_widens_the_bound(sigma_px, wider):
    sigma = np.full(3, sigma_px)
    assert (excess_noise_deg(sigma, sigma, length_px=300.0) > 0) is wider


def test_noise_that_no_backend_told_adds_nothing():
    assert excess_noise_deg(np.full(3, np.nan), np.full(3, np.nan), length_px=300.0) == 0.0


def test_the_yaw_costs_more_the_further_off_the_camera_stands():
    near, far = (yaw_doubt_deg(40.0, yaw_deg=yaw, yaw_sd_deg=7.0) for yaw in (0.0, 25.0))
    assert near < 0.5 < far
