"""Each exported file, read back by the format's own library."""

import json
import subprocess
from pathlib import Path

import ezc3d
import numpy as np
import opensim
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xarray as xr
from forked import program

from dorsi import results
from dorsi.errors import DataError, OptionError
from dorsi.exchange import FORMATS, export
from dorsi.exchange.evenly import evenly
from dorsi.exchange.metres import in_metres
from dorsi.exchange.movement import SINGULAR, dimensions, write_netcdf
from dorsi.types import SIDES

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "lunge_left.mp4"
SHANK_M = 0.246 * 1.70


@pytest.fixture(autouse=True, scope="module")
def quiet_opensim():
    opensim.Logger.setLevelString("off")


def test_every_format_writes_at_least_one_file_and_says_which(lunge, tmp_path):
    for name in FORMATS:
        files = export(lunge, tmp_path / name, formats=[name])
        assert sorted(files) == sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())


def test_an_unknown_format_is_refused_before_anything_is_written(lunge, tmp_path):
    with pytest.raises(OptionError, match="formats: 'xls' is not known; choose from 'csv', 'parquet'"):
        export(lunge, tmp_path / "out", formats=["csv", "xls"])
    assert not (tmp_path / "out").exists()


def test_a_folder_that_can_not_be_written_is_named(lunge, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"file: cannot be written \(.*\); give another folder"):
        export(lunge, tmp_path / "file", formats=["json"])


def test_measurements_csv_has_a_row_for_each_measurement(lunge, tmp_path):
    export(lunge, tmp_path, formats=["csv"])
    table = pd.read_csv(tmp_path / "measurements.csv")
    assert table["name"].tolist() == [m.name for m in lunge.session.measurements]
    headline = table[(table.name == "peak_shank_inclination_deg") & (table.side == "left")].iloc[0]
    assert headline["value"] == pytest.approx(40.0, abs=0.1)
    assert headline["ci95_low"] < headline["value"] < headline["ci95_high"]


def test_what_was_not_measured_is_an_empty_cell_with_its_reason(lunge, tmp_path):
    export(lunge, tmp_path, formats=["csv"])
    table = pd.read_csv(tmp_path / "measurements.csv")
    missing = table[table.status == "not_measured"]
    assert len(missing)
    assert missing["value"].isna().all()
    assert missing["reason"].str.len().gt(5).all()


def test_tidy_signals_hold_every_sample_of_every_column(lunge, tmp_path):
    export(lunge, tmp_path, formats=["csv"])
    table = pd.read_csv(tmp_path / "signals_tidy.csv")
    assert len(table) == len(lunge.signals.time_s) * (len(lunge.signals.columns()) - 1)
    knee = table[(table.name == "knee_flexion_deg") & (table.side == "left")]
    np.testing.assert_allclose(knee["value"], lunge.signals.knee_flexion_deg[:, 0], atol=1e-3)


def test_events_csv_has_a_row_for_each_repetition(lunge, tmp_path):
    export(lunge, tmp_path, formats=["csv"])
    assert len(pd.read_csv(tmp_path / "events.csv")) == len(lunge.events) > 0


def test_parquet_signals_are_exact_and_carry_their_dictionary(uneven, tmp_path):
    export(uneven, tmp_path, formats=["parquet"])
    table = pq.read_table(tmp_path / "signals.parquet")
    for name, values in uneven.signals.columns().items():
        np.testing.assert_array_equal(table[name].to_numpy(), values)
        status = [] if name == "time_s" else [b"status"]
        assert set(table.schema.field(name).metadata) == {b"unit", b"sign", b"definition", b"source", *status}


def test_parquet_measurements_open_in_pandas(lunge, tmp_path):
    export(lunge, tmp_path, formats=["parquet"])
    assert len(pd.read_parquet(tmp_path / "measurements.parquet")) == len(lunge.session.measurements)


def test_json_holds_session_signals_and_landmarks_and_no_nan(uneven, tmp_path):
    export(uneven, tmp_path, formats=["json"])

    def refuse(constant):
        raise AssertionError(constant)

    whole = json.loads((tmp_path / "analysis.json").read_text(), parse_constant=refuse)
    assert whole["session"]["id"] == "made"
    points = np.array(whole["landmarks"]["xy_px"], dtype=float)
    np.testing.assert_allclose(points, uneven.landmarks.xy_px, atol=1e-4)


def test_opensim_reads_the_trc_with_names_unit_and_each_frame_s_own_time(uneven, tmp_path):
    export(uneven, tmp_path, formats=["trc"])
    table = opensim.TimeSeriesTableVec3(str(tmp_path / "landmarks.trc"))
    assert table.getColumnLabels() == uneven.landmarks.names
    assert table.getTableMetaDataString("Units") == "m"
    np.testing.assert_allclose(table.getIndependentColumn(), uneven.landmarks.time_s, atol=1e-6)


def test_opensim_reads_the_points_of_the_trc_gap_included(uneven, tmp_path):
    export(uneven, tmp_path, formats=["trc"])
    table = opensim.TimeSeriesTableVec3(str(tmp_path / "landmarks.trc"))
    expected = in_metres(uneven).xyz_m
    assert np.isnan(expected).any()
    rows = (table.getRowAtIndex(i) for i in range(table.getNumRows()))
    got = [[row[k].to_numpy() for k in range(len(uneven.landmarks.names))] for row in rows]
    np.testing.assert_allclose(got, expected, atol=1e-6)


def test_metres_give_the_shank_its_share_of_the_height(no_height):
    points = in_metres(no_height, height_cm=170)
    knee, ankle = (points.xyz_m[:, points.names.index(f"left_{p}")] for p in ("knee", "ankle"))
    assert np.linalg.norm(knee - ankle, axis=1) == pytest.approx(SHANK_M, rel=0.02)


@pytest.mark.parametrize("who", ["lunge", "facing_left"])
def test_metres_count_forward_where_the_person_faces(who, request):
    points = in_metres(request.getfixturevalue(who))
    toe, heel = (points.xyz_m[:, points.names.index(f"left_{p}"), 0] for p in ("toe", "heel"))
    assert (toe > heel).all()


def test_metres_count_up_from_the_lowest_point(lunge):
    points = in_metres(lunge)
    assert np.nanmin(points.xyz_m[..., 1]) == 0.0
    assert points.xyz_m[0, points.names.index("left_hip"), 1] > points.xyz_m[0, points.names.index("left_knee"), 1]


@pytest.mark.parametrize("name", ["trc", "c3d"])
def test_without_a_height_there_are_no_metres(no_height, tmp_path, name):
    with pytest.raises(DataError, match="metres need the person's height; give it with --height-cm"):
        export(no_height, tmp_path / "out", formats=["json", name])
    assert not (tmp_path / "out").exists()


def test_a_height_given_for_the_export_is_the_scale(no_height):
    assert in_metres(no_height, height_cm=170).metres_per_px == pytest.approx(SHANK_M / (0.42 * 800), rel=0.02)


def test_opensim_reads_the_angles_of_the_mot(uneven, tmp_path):
    export(uneven, tmp_path, formats=["mot"])
    table = opensim.TimeSeriesTable(str(tmp_path / "angles.mot"))
    assert table.getTableMetaDataString("inDegrees") == "yes"
    for i, side in enumerate(SIDES):
        got = table.getDependentColumn(f"ankle_angle_{side[0]}").to_numpy()
        np.testing.assert_allclose(got, uneven.signals.ankle_dorsiflexion_deg[:, i], atol=1e-6)


def test_the_mot_names_the_angles_that_were_not_measured(lunge, tmp_path):
    """Only the left leg lunges."""
    export(lunge, tmp_path, formats=["mot"])
    named = opensim.TimeSeriesTable(str(tmp_path / "angles.mot")).getTableMetaDataString("not_measured").split()
    assert "ankle_angle_r" in named
    assert "knee_angle_l" not in named


def test_the_mot_keeps_dorsi_s_names_where_opensim_measures_otherwise(lunge, tmp_path):
    export(lunge, tmp_path, formats=["mot"])
    labels = opensim.TimeSeriesTable(str(tmp_path / "angles.mot")).getColumnLabels()
    assert "left_hip_flexion_deg" in labels
    assert not any(label.startswith("hip_flexion") for label in labels)


def test_ezc3d_reads_the_points_rate_and_unit_of_the_c3d(lunge, tmp_path):
    export(lunge, tmp_path, formats=["c3d"])
    file = ezc3d.c3d(str(tmp_path / "landmarks.c3d"))
    point = file["parameters"]["POINT"]
    assert (point["LABELS"]["value"], point["UNITS"]["value"]) == (list(lunge.landmarks.names), ["m"])
    assert point["RATE"]["value"][0] == pytest.approx(30.0, abs=1e-3)
    np.testing.assert_allclose(file["data"]["points"][:3].transpose(2, 1, 0), in_metres(lunge).xyz_m, atol=1e-5)


def test_a_gap_in_the_c3d_is_missing_and_no_shorter(uneven, tmp_path):
    export(uneven, tmp_path, formats=["c3d"])
    got = ezc3d.c3d(str(tmp_path / "landmarks.c3d"))["data"]["points"][:3].transpose(2, 1, 0)
    ankle = uneven.landmarks.names.index("right_ankle")
    assert (
        np.isnan(got[:, ankle]).any(axis=1).sum() >= np.isnan(in_metres(uneven).xyz_m[:, ankle]).any(axis=1).sum() > 0
    )


def test_uneven_times_become_even_ones_without_moving_a_straight_line():
    time_s = np.array([0.0, 0.11, 0.19, 0.32, 0.4])
    even_s, values = evenly(time_s, 3.0 * time_s[:, None])
    np.testing.assert_allclose(even_s, [0.0, 0.1, 0.2, 0.3, 0.4])
    np.testing.assert_allclose(values[:, 0], 3.0 * even_s)


def test_even_times_change_nothing():
    time_s = np.arange(50) / 30
    values = np.random.default_rng(1).normal(size=(50, 2))
    values[7] = np.nan
    np.testing.assert_array_equal(evenly(time_s, values)[1], values)


def test_netcdf_has_the_dimensions_and_attributes_that_movement_writes(lunge, tmp_path):
    write_netcdf(tmp_path / "landmarks.nc", lunge.landmarks, version="0.15.0")
    ours = xr.load_dataset(tmp_path / "landmarks.nc")
    theirs = xr.load_dataset(Path(__file__).parent / "data" / "two_people.movement-0.15.nc")
    for name, values in theirs.data_vars.items():
        assert ours[name].dims == values.dims
    assert set(ours.coords) == set(theirs.coords)
    assert set(theirs.attrs) <= set(ours.attrs)
    assert {name: ours.attrs[name] for name in ("ds_type", "time_unit")} == {"ds_type": "poses", "time_unit": "seconds"}


def test_netcdf_holds_exact_pixels_times_and_the_person(uneven, tmp_path):
    export(uneven, tmp_path, formats=["movement"])
    dataset = xr.load_dataset(tmp_path / "landmarks.nc")
    dataset = dataset.rename(dict(zip(dimensions(), SINGULAR, strict=True))).sel(individual="bea")
    np.testing.assert_array_equal(dataset.position.transpose("time", "keypoint", "space"), uneven.landmarks.xy_px)
    np.testing.assert_array_equal(dataset.time, uneven.landmarks.time_s)


def test_movement_itself_takes_the_netcdf_for_poses(lunge, tmp_path):
    movement = pytest.importorskip("movement", reason="movement is not installed: it needs 75 packages of its own")
    export(lunge, tmp_path, formats=["movement"])
    from movement.kinematics import compute_velocity  # noqa: PLC0415
    from movement.validators.datasets import ValidPosesInputs  # noqa: PLC0415

    dataset = xr.load_dataset(tmp_path / "landmarks.nc")
    ValidPosesInputs.validate(dataset)
    assert compute_velocity(dataset.position).shape == dataset.position.shape, movement.__version__


@pytest.mark.models
def test_the_command_exports_an_earlier_result(analysed, tmp_path):
    results.save(analysed(SAMPLE), None, tmp_path / "lunge", overlay=False)
    done = subprocess.run(
        [program(), "export", "lunge", "--format", "csv", "--format", "trc", "--height-cm", "170"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = done.stdout.splitlines()
    assert "lunge/export/landmarks.trc" in said
    assert all((tmp_path / name).is_file() for name in said)
