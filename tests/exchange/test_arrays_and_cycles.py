"""Results as named arrays, and curves of repetitions from 0 to 100 %."""

from dataclasses import replace

import numpy as np
import pytest

import dorsi
from dorsi import synth
from dorsi.errors import DataError, OptionError


@pytest.fixture(scope="module")
def squat():
    return dorsi.measure(synth.squat(peak_deg=32.0, reps=4))


@pytest.fixture(scope="module")
def run():
    return dorsi.measure(synth.run(duration_s=10.0))


def test_angles_have_the_axes_time_and_side(squat):
    data = dorsi.to_xarray(squat)
    assert data.knee_flexion_deg.dims == ("time", "side")
    assert data.trunk_lean_deg.dims == ("time",)
    np.testing.assert_array_equal(data.knee_flexion_deg.sel(side="right"), squat.signals.knee_flexion_deg[:, 1])
    np.testing.assert_array_equal(data.time, squat.signals.time_s)


def test_an_angle_tells_its_unit_sign_and_how_far_it_was_measured(squat):
    about = dorsi.to_xarray(squat).shank_inclination_deg.attrs
    assert about["units"] == "degrees"
    assert about["status"].split()[0] == "not_measured"  # the left leg is the far one
    assert about["status"].split()[1] != "not_measured"


def test_events_and_quality_are_in_the_dataset(run):
    data = dorsi.to_xarray(run)
    assert data.sizes["event"] == len(run.events)
    assert data.event_contact_s.values == pytest.approx([e.contact_s for e in run.events], abs=1e-4)
    assert data.attrs["quality_view"] == run.quality.view
    assert len(data.attrs["clip_sha256"]) == 64


def test_a_dataset_survives_netcdf(run, tmp_path):
    import xarray as xr  # noqa: PLC0415 - what this test is about

    data = dorsi.to_xarray(run)
    data.to_netcdf(tmp_path / "run.nc", engine="h5netcdf")
    xr.testing.assert_identical(xr.load_dataset(tmp_path / "run.nc", engine="h5netcdf"), data)


def test_several_results_are_no_one_dataset(squat, run):
    with pytest.raises(OptionError, match=r"2 given, a dataset holds one; take them one by one from dorsi\.gather"):
        dorsi.to_xarray([squat, run])


def test_repetitions_are_laid_over_each_other(squat):
    found = dorsi.time_normalise(squat, "shank_inclination_deg", side="right")
    assert found.curves.shape == (4, 101)
    assert (found.percent[0], found.percent[-1]) == (0.0, 100.0)
    assert found.mean.max() == pytest.approx(32.0, abs=0.3)
    assert found.sd.max() < 0.5


def test_a_stride_runs_from_contact_to_contact(run):
    found = dorsi.time_normalise(run, "knee_flexion_deg", side="right", points=51)
    strides = [e for e in run.events if e.side == "right" and e.valid and e.next_contact_s is not None]
    assert found.curves.shape == (len(strides), 51)
    assert found.start_s == pytest.approx([e.contact_s for e in strides], abs=1e-4)
    # A knee ends a stride as it began it, and bends most in the swing.
    assert found.mean[0] == pytest.approx(found.mean[-1], abs=2.0)
    assert found.percent[np.argmax(found.mean)] > 50


def test_mean_and_sd_are_those_of_the_rows(run):
    found = dorsi.time_normalise(run, "knee_flexion_deg", side="right")
    np.testing.assert_allclose(found.mean, np.mean(found.curves, axis=0))
    np.testing.assert_allclose(found.sd, np.std(found.curves, axis=0, ddof=1))


def people(*depths):
    return [
        dorsi.as_analysis(dorsi.measure(synth.squat(peak_deg=deg, reps=reps)), person=name)
        for name, deg, reps in depths
    ]


def test_each_person_is_one_row_for_tests_between_people():
    found = dorsi.time_normalise(people(("bea", 30.0, 3), ("amir", 20.0, 5)), "shank_inclination_deg", side="right")
    assert found.persons == ("bea",) * 3 + ("amir",) * 5
    by_person = found.by_person()
    assert by_person.persons == ("amir", "bea")
    assert by_person.curves.max(axis=1) == pytest.approx([20.0, 30.0], abs=0.5)


def test_curves_as_a_data_array_name_their_rows():
    found = dorsi.time_normalise(people(("bea", 30.0, 3)), "shank_inclination_deg", side="right").to_xarray()
    assert found.dims == ("cycle", "percent")
    assert found.person.values.tolist() == ["bea"] * 3
    assert float(found.sel(percent=50.0).mean()) == pytest.approx(30.0, abs=1.0)


def test_a_repetition_with_a_gap_is_left_out_and_counted(squat):
    second = squat.events[1]
    lost = (squat.signals.time_s > second.peak_s - 0.1) & (squat.signals.time_s < second.peak_s + 0.1)
    shank = np.where(lost[:, None], np.nan, squat.signals.shank_inclination_deg)
    gappy = replace(squat, signals=replace(squat.signals, shank_inclination_deg=shank))
    found = dorsi.time_normalise(gappy, "shank_inclination_deg", side="right")
    assert np.isfinite(found.curves).all()
    assert len(found.curves) + found.gaps == 4
    assert found.gaps >= 1


def test_a_leg_that_was_not_measured_has_no_curve_and_the_reason_is_given(squat):
    with pytest.raises(DataError, match="no curve of left shank_inclination_deg: this leg is behind the other one"):
        dorsi.time_normalise(squat, "shank_inclination_deg", side="left")


def test_curves_of_two_movements_are_refused(squat, run):
    with pytest.raises(DataError, match="results show run and squat"):
        dorsi.time_normalise([squat, run], "knee_flexion_deg", side="right")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "ankle"}, "name: 'ankle' is not known; choose from shank_inclination_deg"),
        ({"side": "both"}, "side: 'both' is not known"),
        ({"points": 2}, "points: 2 given, at least 3 needed"),
    ],
)
def test_what_is_asked_for_wrongly_is_named(squat, changed, said):
    asked = {"name": "knee_flexion_deg", "side": "right"} | changed
    with pytest.raises(OptionError, match=said):
        dorsi.time_normalise(squat, **asked)
