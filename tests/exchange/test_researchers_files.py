"""Files as other programs really write them: read as their owners read them, or refused in one sentence."""

import json
import tarfile
from pathlib import Path

import numpy as np
import opensim
import pytest
import xarray as xr
from foreign_files import LUNGE, deeplabcut, metres, openpose, peak_deg, trc

from dorsi import read_landmarks
from dorsi.errors import DataError
from dorsi.exchange import read
from dorsi.exchange.movement import PLURAL, SINGULAR, dimensions, to_dataset
from dorsi.exchange.numbered import places
from dorsi.exchange.opensim import read_trc
from dorsi.keypoints import BODY_25
from dorsi.measuring import measure

CASES = Path(__file__).parents[2] / "../shared/cases/files"


@pytest.fixture(autouse=True, scope="module")
def quiet_opensim():
    opensim.Logger.setLevelString("off")


def case(name):
    path = CASES / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand")
    return path


def unpacked(name, folder):
    with tarfile.open(case(name)) as archive:
        archive.extractall(folder, filter="data")
    return next(path.parent for path in sorted(folder.rglob("*.json")))


def by_opensim(path):
    table = opensim.TimeSeriesTableVec3(str(path))
    rows = [table.getRowAtIndex(i) for i in range(table.getNumRows())]
    names = list(table.getColumnLabels())
    return np.array([[row[k].to_numpy() for k in range(len(names))] for row in rows]), names


def of_lines(change):
    """Return a maker of a TRC whose lines were changed: (lines of the header, rows) in and out."""

    def make(path):
        lines = trc(path, metres()).read_text().splitlines()
        head, rows = change(lines[:5], [line.split("\t") for line in lines[5:]])
        path.write_text("\n".join([*head, *("\t".join(row) for row in rows)]) + "\n")
        return path

    return make


def blank(rows, cells, text):
    return [[text if k in cells else cell for k, cell in enumerate(row)] for row in rows]


AS_OPENSIM = {
    "padded values with double tabs": lambda h, r: ([*h[:2], h[2].replace("\t", "\t\t  "), *h[3:]], r),
    "tab after the values": lambda h, r: ([*h[:2], h[2] + "\t", *h[3:]], r),
    "padded names": lambda h, r: ([*h[:3], h[3].replace("LHip", " LHip "), h[4]], r),
    "an empty line before the rows": lambda h, r: ([*h, ""], r),
    "empty cells": lambda h, r: (h, blank(r, {2, 3, 4}, "")),
    "blank cells": lambda h, r: (h, blank(r, {2, 3, 4}, "   ")),
    "nan": lambda h, r: (h, blank(r, {2, 3, 4}, "nan")),
    "padded cells": lambda h, r: (h, [[f"  {cell} " for cell in row] for row in r]),
}


@pytest.mark.parametrize("name", AS_OPENSIM)
def test_a_trc_is_read_as_opensim_reads_it(tmp_path, name):
    path = of_lines(AS_OPENSIM[name])(tmp_path / "a.trc")
    expected, names = by_opensim(path)
    found = read_trc(path)
    assert found.names == [one.strip() for one in names]
    np.testing.assert_allclose(found.xyz, expected)


MORE_PATIENT = {
    "a tab after every row": lambda h, r: (h, [[*row, ""] for row in r]),
    "rows without their last empty cells": lambda h, r: (h, [row[:-3] for row in r]),
    "blanks between the fields": lambda h, r: ([h[0], *(line.replace("\t", "  ") for line in h[1:3]), *h[3:]], r),
    "a row without a number": lambda h, r: (h, [*r[:9], ["", *r[9][1:]], *r[9:]]),
    "a byte order mark": lambda h, r: (["\ufeff" + h[0], *h[1:]], r),
}


@pytest.mark.parametrize("name", MORE_PATIENT)
def test_a_trc_that_opensim_refuses_is_read_where_its_meaning_is_plain(tmp_path, name):
    found = read_trc(of_lines(MORE_PATIENT[name])(tmp_path / "a.trc"))
    assert found.xyz.shape == (len(LUNGE.time_s), len(LUNGE.names), 3)
    np.testing.assert_allclose(found.xyz[:, :-1], metres()[:, :-1], atol=1e-6)


def test_a_row_with_more_numbers_than_names_is_refused(tmp_path):
    path = of_lines(lambda h, r: (h, [[*row, "1.0"] for row in r]))(tmp_path / "a.trc")
    with pytest.raises(DataError, match=r"a\.trc: not a TRC file \(39 columns in a row, 38 expected\)"):
        read_trc(path)


@pytest.mark.parametrize("name", ["trc_motion_analysis_double_tab.trc", "trc_tab_after_values.trc"])
def test_the_trc_of_a_laboratory_is_read(name):
    expected, _ = by_opensim(case(name))
    np.testing.assert_allclose(read_trc(case(name)).xyz, expected)
    found = measure(read(case(name)), movement="squat", yaw_deg=0.0, near_side="right")
    assert found.measurements[0].status in {"ok", "not_measured"}
    peak = next(m for m in found.measurements if (m.name, m.side) == ("peak_shank_inclination_deg", "right"))
    assert peak.value == pytest.approx(32.0, abs=0.3)


@pytest.mark.parametrize("person", ["0", "1"])
def test_people_listed_in_changing_order_are_followed_by_place(tmp_path, person):
    folder = unpacked("openpose_person_order_swaps.tgz", tmp_path)
    found = measure(read(folder, rate_hz=30, person=person), movement="squat", yaw_deg=0.0)
    peak = next(m for m in found.measurements if (m.name, m.side) == ("peak_shank_inclination_deg", "right"))
    assert peak.value == pytest.approx({"0": 32.0, "1": 20.0}[person], abs=0.3)


@pytest.mark.parametrize("name", ["empty_object", "empty_list"])
def test_a_placeholder_is_a_frame_with_nobody(tmp_path, name):
    landmarks = read(unpacked(f"openpose_placeholder_{name}.tgz", tmp_path), rate_hz=30)
    seen = np.isfinite(landmarks.point("left_ankle")[:, 0])
    assert (len(seen), 0 < (~seen).sum() < 5) == (60, True)


def test_companions_of_macos_are_passed_over(tmp_path):
    landmarks = read(unpacked("openpose_macos_companions.tgz", tmp_path), rate_hz=30)
    assert np.isfinite(landmarks.point("left_ankle")).all()


NOBODY = ["{}", "[]", "null", "", '{"people": []}', '{"people": null}', '{"people": [null]}', '{"people": [{}]}',
          '{"people": [{"pose_keypoints_2d": []}]}', '{"people": [{"pose_keypoints_2d": null}]}',
          json.dumps({"people": [{"pose_keypoints_2d": [0] * 75}]})]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_every_way_to_write_nobody_is_a_gap(tmp_path, text):
    folder = openpose(tmp_path / "json", BODY_25)
    (folder / "clip_000000000009_keypoints.json").write_text(text)
    landmarks = read(folder, rate_hz=30)
    assert np.flatnonzero(np.isnan(landmarks.point("left_knee")[:, 0])).tolist() == [9]
    assert peak_deg(landmarks) == pytest.approx(35.0, abs=0.1)


def test_a_file_that_is_missing_is_a_gap_and_no_shorter_clip(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25)
    (folder / "clip_000000000009_keypoints.json").unlink()
    landmarks = read(folder, rate_hz=30)
    assert len(landmarks.time_s) == len(LUNGE.time_s)
    assert np.flatnonzero(np.isnan(landmarks.point("left_knee")[:, 0])).tolist() == [9]


def test_a_folder_with_another_json_in_it_is_refused_by_that_name(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25)
    (folder / "settings.json").write_text('{"fps": 30}')
    with pytest.raises(DataError, match=r"^settings\.json: not OpenPose JSON; give"):
        read(folder, rate_hz=30)


def two_people(folder, second):
    """Write two people per file, the first as filmed, the second moved by `second(frame)` pixels; order by chance."""
    openpose(folder, BODY_25)
    order = np.random.default_rng(3).integers(0, 2, len(LUNGE.time_s))
    for k, path in enumerate(sorted(folder.glob("*.json"))):
        first = json.loads(path.read_text())["people"][0]
        points = np.array(first["pose_keypoints_2d"]).reshape(-1, 3)
        points[points[:, 2] > 0, 0] += second(k)
        other = {"pose_keypoints_2d": points.ravel().tolist()}
        path.write_text(json.dumps({"people": [first, other] if order[k] else [other, first]}))
    return folder


def test_two_people_side_by_side_keep_their_places(tmp_path):
    folder = two_people(tmp_path / "json", lambda _: 900.0)
    left, right = (read(folder, rate_hz=30, person=one).point("left_hip")[:, 0] for one in ("0", "1"))
    assert abs(np.ptp(left) - np.ptp(right)) < 1.0
    np.testing.assert_allclose(np.abs(left - right), 900.0)


def test_people_in_one_place_are_refused(tmp_path):
    folder = two_people(tmp_path / "json", lambda k: 600.0 * abs(1 - k / 150))
    with pytest.raises(DataError, match=r"^json: two people are in one place around frame \d+, so their places"):
        read(folder, rate_hz=30, person="0")


def test_somebody_who_jumps_is_somebody_else(tmp_path):
    folder = openpose(tmp_path / "json", BODY_25)
    for path in sorted(folder.glob("*.json"))[150:]:
        held = json.loads(path.read_text())
        points = np.array(held["people"][0]["pose_keypoints_2d"]).reshape(-1, 3)
        points[points[:, 2] > 0, 0] += 5000.0
        held["people"][0]["pose_keypoints_2d"] = points.ravel().tolist()
        path.write_text(json.dumps(held))
    with pytest.raises(DataError, match=r"contains 2 people \(0, 1\); choose one"):
        read(folder, rate_hz=30)


def renumbered(path, number):
    lines = path.read_text().splitlines()
    heads = 3
    rows = [line.split(",", 1) for line in lines[heads:]]
    path.write_text("\n".join([*lines[:heads], *(f"{number(k)},{row[1]}" for k, row in enumerate(rows))]) + "\n")
    return path


@pytest.mark.parametrize("number", [lambda k: k, float, lambda k: k + 100.0, lambda k: f"  {k}.0"])
def test_every_frame_of_deeplabcut_is_read_however_it_is_numbered(tmp_path, number):
    landmarks = read(renumbered(deeplabcut(tmp_path / "a.csv"), number), rate_hz=30)
    assert len(landmarks.time_s) == len(LUNGE.time_s)
    np.testing.assert_allclose(landmarks.point("left_knee")[0], LUNGE.point("left_knee")[0], atol=1e-6)


def test_a_number_that_deeplabcut_leaves_out_is_a_gap(tmp_path):
    landmarks = read(renumbered(deeplabcut(tmp_path / "a.csv"), lambda k: k + 2.0 * (k > 10)), rate_hz=30)
    assert len(landmarks.time_s) == len(LUNGE.time_s) + 2
    assert np.flatnonzero(np.isnan(landmarks.point("left_knee")[:, 0])).tolist() == [11, 12]


def test_the_file_with_a_float_index_gives_all_its_frames():
    landmarks = read(case("dlc_float_index.csv"), rate_hz=30)
    assert len(landmarks.time_s) == 120
    found = measure(landmarks, movement="squat", yaw_deg=0.0)
    assert found.measurements[0].unit == "deg"


@pytest.mark.parametrize(("numbers", "rows"), [
    ([0, 1, 2], [0, 1, 2]), ([5, 6, 8], [0, 1, 3]), ([0, 2, 4], [0, 1, 2]), ([3, 2, 1], [0, 1, 2]),
    ([0, 1, 900], [0, 1, 2]), ([0.0, 0.5, 1.2], [0, 1, 2]), ([float("nan"), 1, 2], [0, 1, 2]), ([7], [0]), ([], []),
])  # fmt: skip
def test_frames_lie_by_their_numbers_where_these_count_frames(numbers, rows):
    assert places(numbers).tolist() == rows


@pytest.mark.parametrize("name", ["a.h5", "a.slp", "a.HDF5"])
def test_hdf5_is_refused_with_what_to_save_instead(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x89HDF\r\n")
    with pytest.raises(DataError, match="HDF5 isn't read; save the CSV of DeepLabCut"):
        read(tmp_path / name)


def blazepose(path, points):
    names = {"left_toe": "left_foot_index", "right_toe": "right_foot_index"}
    frames = [
        {names.get(name, name): {"x": float(x), "y": float(y)} for name, (x, y) in zip(LUNGE.names, xy, strict=True)}
        for xy in points
    ]
    path.write_text(json.dumps(frames))
    return path


def test_shares_of_the_picture_need_its_size_and_then_give_the_true_angle(tmp_path):
    path = blazepose(tmp_path / "a.json", LUNGE.xy_px / LUNGE.size_px)
    with pytest.raises(DataError, match=r"shares of the picture, 0 to 1; say how large it is: size_px="):
        read_landmarks(path, rate_hz=30)
    assert peak_deg(read_landmarks(path, rate_hz=30, size_px=LUNGE.size_px)) == pytest.approx(35.0, abs=0.1)


def test_metres_about_the_hips_are_still_refused_as_such(tmp_path):
    path = blazepose(tmp_path / "a.json", (LUNGE.xy_px - LUNGE.xy_px.mean(axis=(0, 1))) / 800)
    with pytest.raises(DataError, match="holds metres, not pixels"):
        read_landmarks(path, rate_hz=30, size_px=LUNGE.size_px)


@pytest.mark.parametrize(("version", "names"), [
    ("0.15.0", PLURAL), ("0.16.2", PLURAL), ("0.17.0", SINGULAR), ("0.18.0rc1", SINGULAR), ("1.0", SINGULAR),
])  # fmt: skip
def test_the_names_of_the_dimensions_are_those_of_the_version(version, names):
    assert dimensions(version) == names
    assert to_dataset(LUNGE, version=version)["position"].dims == names


@pytest.mark.parametrize("version", ["0.15.0", "0.17.0"])
def test_both_layouts_are_read(tmp_path, version):
    to_dataset(LUNGE, version=version).to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    assert set(xr.load_dataset(tmp_path / "a.nc").dims) == set(dimensions(version))
    np.testing.assert_array_equal(read(tmp_path / "a.nc").xy_px, LUNGE.xy_px)
