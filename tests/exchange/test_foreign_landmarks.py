"""Landmarks of other tools: what they were, with dorsi's names; what does not fit is refused with its reason."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from foreign_files import LUNGE, deeplabcut, openpose, peak_deg
from hypothesis import given
from hypothesis import strategies as st

from dorsi.errors import DataError
from dorsi.exchange import read
from dorsi.exchange.movement import to_dataset
from dorsi.keypoints import BODY_25, HALPE_26, NEEDED, dorsi_name
from dorsi.measuring import measure

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RBigToe", "right_toe"), ("LHeel", "left_heel"), ("left_ankle", "left_ankle"), ("ankle_left", "left_ankle"),
        ("left_foot_index", "left_toe"), ("right knee", "right_knee"), ("Hip.R", "right_hip"), ("Neck", None),
        ("LSmallToe", None), ("Hip", None), ("left", None), ("lower_back", None), ("rankle", "right_ankle"),
    ],
)  # fmt: skip
def test_a_foreign_name_is_mapped_or_left_out(name, expected):
    assert dorsi_name(name) == expected


@given(st.text(max_size=12))
def test_no_name_is_mapped_to_a_point_that_dorsi_does_not_have(name):
    assert dorsi_name(name) is None or dorsi_name(name).split("_")[0] in {"left", "right"}


@pytest.mark.parametrize("names", [BODY_25, HALPE_26], ids=["BODY_25", "HALPE_26"])
def test_a_body_model_with_feet_has_every_point_that_dorsi_needs(names):
    assert set(NEEDED) <= {dorsi_name(name) for name in names}


@pytest.mark.parametrize("name", ["a.trc", "a.csv", "a.nc"])
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n"], ids=["empty", "binary", "other"])
def test_a_file_of_another_kind_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=f"{name}: not a "):
        read(tmp_path / name)


@pytest.mark.parametrize("name", ["nowhere.trc", "folder"])
def test_a_missing_file_is_named(tmp_path, name):
    with pytest.raises(DataError, match="no such file or folder"):
        read(tmp_path / name)


@pytest.mark.parametrize("order", [BODY_25, HALPE_26], ids=["BODY_25", "HALPE_26"])
def test_openpose_files_give_the_true_angle(tmp_path, order):
    assert peak_deg(read(openpose(tmp_path / "json", order), rate_hz=30)) == pytest.approx(35.0, abs=0.1)


def test_a_point_that_openpose_did_not_find_is_missing(tmp_path):
    landmarks = read(openpose(tmp_path / "json", BODY_25), rate_hz=30)
    assert np.isnan(landmarks.point("left_elbow")).all()


def test_openpose_files_are_taken_in_the_order_of_their_numbers(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25)
    for path in folder.iterdir():
        path.rename(folder / f"{int(path.stem.split('_')[1])}.json")
    np.testing.assert_allclose(read(folder, rate_hz=30).point("left_knee"), LUNGE.point("left_knee"))


def test_openpose_without_a_rate_asks_for_it(tmp_path):
    with pytest.raises(DataError, match="has no times; give the clip's frames per second"):
        read(openpose(tmp_path / "json", BODY_25))


def test_openpose_in_three_dimensions_is_refused(tmp_path):
    with pytest.raises(DataError, match="has 3D points"):
        read(openpose(tmp_path / "json", BODY_25, points_3d=True), rate_hz=30)


def test_several_people_are_asked_about(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25, people=2)
    with pytest.raises(DataError, match=r"contains 2 people \(0, 1\); choose one"):
        read(folder, rate_hz=30)
    assert peak_deg(read(folder, rate_hz=30, person="1")) == pytest.approx(35.0, abs=0.1)


def test_another_body_model_is_refused(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25[:18] + ("RHeel", "LHeel", "RBigToe", "LBigToe"))  # noqa: RUF005
    with pytest.raises(DataError, match="22 points per person; dorsi reads 25"):
        read(folder, rate_hz=30)


def test_deeplabcut_gives_the_true_angle(tmp_path):
    assert peak_deg(read(deeplabcut(tmp_path / "a.csv"), rate_hz=30)) == pytest.approx(35.0, abs=0.1)


def test_deeplabcut_with_several_animals_is_asked_about(tmp_path):
    path = deeplabcut(tmp_path / "a.csv", individuals=["ann", "bea"])
    with pytest.raises(DataError, match=r"contains 2 people \(ann, bea\)"):
        read(path, rate_hz=30)
    assert peak_deg(read(path, rate_hz=30, person="bea")) == pytest.approx(35.0, abs=0.1)


def test_deeplabcut_in_three_dimensions_is_refused(tmp_path):
    with pytest.raises(DataError, match="has 3D points"):
        read(deeplabcut(tmp_path / "a.csv", three_d=True), rate_hz=30)


def test_what_dorsi_writes_for_movement_it_reads_back_exactly(tmp_path):
    to_dataset(LUNGE, person="bea").to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    again = read(tmp_path / "a.nc", size_px=LUNGE.size_px)
    np.testing.assert_array_equal(again.xy_px, LUNGE.xy_px)
    assert (again.names, again.size_px) == (LUNGE.names, LUNGE.size_px)


def test_a_file_of_movement_s_own_is_read_by_person():
    theirs = xr.load_dataset(DATA / "two_people.movement-0.15.nc")
    got = read(DATA / "two_people.movement-0.15.nc", person="bea")
    expected = theirs.position.sel(individuals="bea", keypoints="LKnee").transpose("time", "space")
    np.testing.assert_array_equal(got.point("left_knee"), expected)


def test_a_gap_in_a_file_of_movement_stays_a_gap():
    got = read(DATA / "two_people.movement-0.15.nc", person="ann")
    assert np.flatnonzero(np.isnan(got.point("left_knee")[:, 0])).tolist() == [2]


def test_movement_in_frames_needs_a_rate(tmp_path):
    dataset = to_dataset(LUNGE)
    dataset.attrs["time_unit"] = "frames"
    dataset.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    with pytest.raises(DataError, match="has no times"):
        read(tmp_path / "a.nc")
    assert read(tmp_path / "a.nc", rate_hz=30).rate_hz == pytest.approx(30)


def test_movement_in_three_dimensions_is_refused(tmp_path):
    flat = to_dataset(LUNGE)
    depth = flat.position.isel(space=[0]).assign_coords(space=["z"]) * 0
    solid = xr.Dataset(
        {"position": xr.concat([flat.position, depth], "space"), "confidence": flat.confidence}, attrs=flat.attrs
    )
    solid.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    with pytest.raises(DataError, match="has 3D points"):
        read(tmp_path / "a.nc")


def test_an_unknown_ending_is_told_what_is_known(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"x")
    with pytest.raises(DataError, match=r"a\.xlsx: unknown format; give \.trc, \.nc"):
        read(tmp_path / "a.xlsx")


def test_landmarks_without_depth_give_no_side_view_number_unless_the_turn_is_known():
    flat = replace(LUNGE, world_m=None)
    unknown = measure(flat, movement="lunge")
    headline = next(m for m in unknown.measurements if m.name == "peak_shank_inclination_deg")
    assert (headline.value, unknown.quality.view) == (None, "unclear")
    assert "have no depth" in headline.reason
    assert "feet" not in headline.reason
    assert peak_deg(flat) == pytest.approx(35.0, abs=0.1)


def test_openpose_files_without_any_person_are_refused(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25, people=0)
    with pytest.raises(DataError, match="the files have no points per person"):
        read(folder, rate_hz=30)


@pytest.mark.parametrize("rate_hz", [0, -30, float("inf"), float("nan")])
def test_a_rate_that_can_not_be_is_refused(tmp_path, rate_hz):
    with pytest.raises(DataError, match="frames a second given; more than 0 are needed"):
        read(openpose(tmp_path / "json", BODY_25), rate_hz=rate_hz)
