"""TRC of Sports2D, Pose2Sim and OpenSim: the true angle, or the reason why not."""

import numpy as np
import pytest
from foreign_files import FOREIGN, LUNGE, metres, peak_deg, pixels, trc

from dorsi.errors import DataError, OptionError
from dorsi.exchange import read


@pytest.mark.parametrize("depth", [0.0, 0.13], ids=["flat", "normative depth"])
def test_sports2d_metres_give_the_true_angle(tmp_path, depth):
    assert peak_deg(read(trc(tmp_path / "a.trc", metres(depth))), near_side="right") == pytest.approx(35.0, abs=0.1)


def test_millimetres_give_the_true_angle(tmp_path):
    assert peak_deg(read(trc(tmp_path / "a.trc", metres() * 1000, unit="mm")), near_side="right") == pytest.approx(
        35.0, abs=0.1
    )


def test_sports2d_pixels_named_as_such_give_the_true_angle(tmp_path):
    assert peak_deg(read(trc(tmp_path / "a.trc", pixels()), units="px")) == pytest.approx(35.0, abs=0.1)


def test_pixels_under_a_header_of_metres_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"a\.trc: the unit is m, but the points span .* 'px'"):
        read(trc(tmp_path / "a.trc", pixels()))


@pytest.mark.parametrize(("factor", "unit"), [(1000, "m"), (1, "mm")])
def test_a_unit_a_thousand_times_off_is_refused(tmp_path, factor, unit):
    with pytest.raises(DataError, match=f"the unit is {unit}, but the points span"):
        read(trc(tmp_path / "a.trc", metres() * factor, unit=unit))


def test_a_unit_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(OptionError, match="units: 'furlong' is not known; choose from 'px', 'm', 'mm'"):
        read(trc(tmp_path / "a.trc", metres(), unit="furlong"))


def test_three_dimensions_are_refused(tmp_path):
    xyz = metres()
    xyz[..., 2] = np.sin(np.arange(len(xyz)))[:, None] * 0.1
    with pytest.raises(DataError, match="points move in depth, so they are 3D"):
        read(trc(tmp_path / "a.trc", xyz))


def test_a_missing_marker_is_named(tmp_path):
    names = [FOREIGN[name] for name in LUNGE.names if name != "left_heel"]
    keep = [i for i, name in enumerate(LUNGE.names) if name != "left_heel"]
    with pytest.raises(DataError, match=r"a\.trc: has no left_heel; dorsi needs"):
        read(trc(tmp_path / "a.trc", metres()[:, keep], names=names))


def test_a_marker_that_is_never_seen_is_named(tmp_path):
    xyz = metres()
    xyz[:, LUNGE.names.index("right_toe")] = np.nan
    with pytest.raises(DataError, match="right_toe is never visible"):
        read(trc(tmp_path / "a.trc", xyz))


def test_a_gap_stays_a_gap(tmp_path):
    xyz = metres()
    xyz[10:20, LUNGE.names.index("right_toe")] = np.nan
    assert np.isnan(read(trc(tmp_path / "a.trc", xyz)).point("right_toe")[:, 0]).sum() == 10


def test_a_header_rate_that_its_times_contradict_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"the header states 60 frames a second, the times 30\.0"):
        read(trc(tmp_path / "a.trc", metres(), rate=60.0))


def test_a_given_rate_that_the_times_contradict_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"60 frames a second given, but its times show 30\.00"):
        read(trc(tmp_path / "a.trc", metres()), rate_hz=60)


def test_a_header_count_that_the_names_contradict_is_refused(tmp_path):
    with pytest.raises(DataError, match="the header states 9 markers, 12 are named"):
        read(trc(tmp_path / "a.trc", metres(), markers=9))


def test_a_file_without_any_point_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"a\.trc: has no points in any frame"):
        read(trc(tmp_path / "a.trc", metres() * np.nan))
