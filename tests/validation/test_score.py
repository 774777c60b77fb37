"""Numbers beside the truth: a stick figure is measured without error, and what is not measured is no error of 0."""

import filmed_truth
import numpy as np
import pytest

from dorsi.validation import validate
from dorsi.validation.rows import MEAN, AccuracyRow
from dorsi.validation.score import PEAK
from dorsi.validation.tally import tally

ROW = AccuracyRow(
    clip="a", person="p", movement="lunge", yaw_deg=0.0, side="left", quantity=PEAK, rep="1", true=40.0, measured=41.0,
    bound=3.0, status="ok",
)  # fmt: skip


def validated(filmed):
    return validate(filmed.folder, filmed.settings)


def rows(found, quantity, *, mean=False):
    return [r for r in found.rows if r.quantity == quantity and (r.rep == MEAN) == mean]


@pytest.fixture(scope="module")
def lunge(tmp_path_factory):
    return validated(filmed_truth.lunge(tmp_path_factory.mktemp("lunge"), yaw_deg=10.0))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return validated(filmed_truth.run(tmp_path_factory.mktemp("run")))


def test_a_flawless_lunge_has_no_error(lunge):
    assert [r.error for r in rows(lunge, PEAK)] == pytest.approx([0.0, 0.0], abs=0.05)


def test_the_truth_of_a_flawless_lunge_is_inside_the_bound(lunge):
    assert [r.inside for r in rows(lunge, PEAK)] == [True, True]


def test_a_lunge_is_scored_on_its_front_leg_only(lunge):
    assert {r.side for r in rows(lunge, PEAK)} == {"left"}


def test_the_mean_of_a_leg_has_a_row_of_its_own(lunge):
    (mean,) = rows(lunge, PEAK, mean=True)
    assert mean.true == 36.0
    assert mean.measured == pytest.approx(36.0, abs=0.05)


def test_the_camera_is_scored(lunge):
    (yaw,) = rows(lunge, "yaw_deg", mean=True)
    assert yaw.error == pytest.approx(0.0, abs=0.1)
    assert yaw.true == 10.0


def test_a_tilt_that_the_standing_body_shows_is_scored(lunge):
    (roll,) = rows(lunge, "roll_deg", mean=True)
    assert roll.error == pytest.approx(0.0, abs=0.1)


def test_a_tilt_that_nothing_shows_is_not_measured(tmp_path):
    (roll,) = rows(validated(filmed_truth.run(tmp_path, yaw_deg=45.0)), "roll_deg", mean=True)
    assert (roll.status, roll.error) == ("not_measured", None)


def test_the_shank_curve_of_a_flawless_lunge_is_the_true_one(lunge):
    curve = next(c for c in lunge.curves if (c.side, c.quantity) == ("left", "shank_inclination_deg"))
    assert curve.rms_deg < 0.1
    assert curve.r > 0.9999


def test_bias_and_sd_make_up_the_rms(lunge):
    for curve in lunge.curves:
        assert np.hypot(curve.bias_deg, curve.sd_deg) == pytest.approx(curve.rms_deg)


def test_a_leg_without_a_number_has_a_curve_that_says_so(lunge):
    assert {c.status for c in lunge.curves if c.side == "right"} == {"not_measured"}


def test_a_repetition_that_was_missed_is_not_measured_and_no_error(tmp_path):
    reps = [filmed_truth.rep(1, 36.0), filmed_truth.rep(2, 36.0), filmed_truth.rep(3, 36.0)]
    missed = rows(validated(filmed_truth.lunge(tmp_path, reps=reps)), PEAK)[2]
    assert (missed.status, missed.error, missed.inside, missed.reason) == ("not_measured", None, None, "not found")


def test_a_repetition_that_the_truth_does_not_know_is_named(tmp_path):
    invented = rows(validated(filmed_truth.lunge(tmp_path, reps=[filmed_truth.rep(1, 36.0)])), PEAK)[1]
    assert (invented.status, invented.true, invented.error) == ("not_in_truth", None, None)
    assert invented.measured == pytest.approx(36.0, abs=0.05)


def test_a_void_repetition_keeps_its_reason_and_does_not_count(tmp_path):
    found = validated(filmed_truth.lunge(tmp_path, heel_up_m=0.08))
    assert {r.status for r in rows(found, PEAK)} == {"not_measured"}
    assert all("the heel came up" in r.reason for r in rows(found, PEAK))


def test_a_clip_from_the_front_is_not_measured_and_no_error(tmp_path):
    found = rows(validated(filmed_truth.lunge(tmp_path, yaw_deg=90.0)), PEAK)
    assert [(r.status, r.measured, r.error) for r in found] == [("not_measured", None, None)] * 2
    assert all("front" in r.reason for r in found)


@pytest.mark.parametrize("quantity", ["contact_at_s", "toe_off_at_s"])
def test_events_of_a_flawless_run_are_on_time(run, quantity):
    found = rows(run, quantity)
    assert len(found) > 15
    assert max(abs(r.error) for r in found if r.error is not None) < 0.01


def test_no_contact_of_a_flawless_run_is_invented(run):
    assert "not_in_truth" not in {r.status for r in run.rows}


def test_cadence_of_a_flawless_run_is_exact(run):
    (cadence,) = rows(run, "cadence_spm", mean=True)
    assert cadence.error == pytest.approx(0.0, abs=0.3)


def test_push_off_counts_as_not_measured(run):
    found = rows(run, "peak_pushoff_plantarflexion_deg", mean=True)
    assert {(r.side, r.status, r.error) for r in found} == {
        ("left", "not_measured", None),
        ("right", "not_measured", None),
    }


def test_what_is_not_measured_does_not_lower_the_mean_error():
    lost = AccuracyRow(**{**vars(ROW), "measured": None, "bound": None, "status": "not_measured"})
    both = tally([ROW, lost])
    assert (both.count, both.not_measured, both.mean_abs) == (1, 1, 1.0)


def test_nothing_measured_has_no_mean_error():
    lost = AccuracyRow(**{**vars(ROW), "measured": None, "bound": None, "status": "not_measured"})
    assert np.isnan(tally([lost]).mean_abs)


@pytest.mark.parametrize(("measured", "inside"), [(43.0, True), (37.0, True), (43.1, False), (36.9, False)])
def test_inside_means_within_the_bound(measured, inside):
    assert AccuracyRow(**{**vars(ROW), "measured": measured}).inside is inside
