"""A sheet of paper on the floor gives the scale at the foot, with an honest bound, and nothing else does."""

import numpy as np
import pytest
from pinhole import Pinhole, painted, sheet_corners

from dorsi.video.marker import Ruler
from dorsi.video.sheet import PAPERS, POINT_CM, Foot, NoSheet, find_sheet

FOOT_CM = np.array([0.0, 300.0])
CAMERA = Pinhole(height_cm=70.0, pitch_deg=3.0)


def foot_of(camera, place_cm=FOOT_CM):
    """Return the foot as the pose network sees it: its points lie above the floor."""
    point, depth = camera.pixels(place_cm)
    scale = depth[0] / camera.focal_px
    return Foot(point_px=point[0] - [0.0, POINT_CM / scale], shank_px=42.0 / scale), scale


def placed(rng, paper, *, camera=CAMERA, seed=0, count=3):
    centre = FOOT_CM + np.array([rng.uniform(-25, 25), -rng.uniform(14, 45)])
    corners = sheet_corners(centre, sides_cm=PAPERS[paper], turn_deg=rng.uniform(-25, 25))
    return [painted(camera, [corners], seed=seed + k) for k in range(count)]


@pytest.fixture(scope="module")
def many():
    """Find sheets at 20 random places: (error, claimed standard deviation) as shares of the scale; nan if not found."""
    rng = np.random.default_rng(7)
    out = []
    for k in range(20):
        paper = ("a4", "letter")[k % 2]
        foot, scale = foot_of(CAMERA)
        ruler = find_sheet([(rgb, foot) for rgb in placed(rng, paper, seed=10 * k, count=1)], paper)
        found = isinstance(ruler, Ruler)
        out.append((ruler.cm_per_px / scale - 1, ruler.sd_share) if found else (np.nan, np.nan))
    return np.array(out)


def test_sheets_beside_the_foot_are_found(many):
    assert np.isfinite(many[:, 0]).mean() > 0.9


def test_the_scale_is_right_within_two_percent_on_average(many):
    assert np.sqrt(np.nanmean(many[:, 0] ** 2)) < 0.02


def test_the_bound_holds_the_truth(many):
    error, sd = many[np.isfinite(many[:, 0])].T
    assert np.mean(np.abs(error) < 1.96 * sd) >= 0.95


def test_the_bound_is_narrower_than_that_of_a_typed_height(many):
    assert np.nanmedian(many[:, 1]) < 0.04


def test_a_nearer_sheet_gives_the_scale_of_the_foot_and_not_its_own():
    foot, scale = foot_of(CAMERA)
    near = sheet_corners((0.0, 240.0), sides_cm=PAPERS["a4"], turn_deg=0.0)
    ruler = find_sheet([(painted(CAMERA, [near]), foot)], "a4")
    assert ruler.cm_per_px == pytest.approx(scale, rel=0.02)


def test_a_tilted_camera_keeps_the_scale():
    camera = Pinhole(height_cm=70.0, pitch_deg=3.0, roll_deg=6.0)
    foot, scale = foot_of(camera)
    rgb = painted(camera, [sheet_corners((0.0, 270.0), sides_cm=PAPERS["a4"], turn_deg=5.0)])
    assert find_sheet([(rgb, foot)], "a4").cm_per_px == pytest.approx(scale, rel=0.02)


@pytest.mark.parametrize(
    "sheets",
    [
        [],
        [sheet_corners((0.0, 270.0), sides_cm=(60.0, 60.0), turn_deg=5.0)],  # a tile
        [sheet_corners((0.0, 270.0), sides_cm=(90.0, 8.0), turn_deg=0.0)],  # a strip
        [sheet_corners((0.0, 270.0), sides_cm=(21.0, 29.7), turn_deg=0.0)],  # the short side along the foot
        [sheet_corners((x, 270.0), sides_cm=(w, 21.0), turn_deg=0.0) for x, w in ((-25.0, 29.7), (25.0, 34.0))],
    ],
    ids=["nothing", "tile", "strip", "crosswise", "two unlike"],
)
def test_a_floor_without_one_such_sheet_gives_no_scale(sheets):
    foot, _ = foot_of(CAMERA)
    missing = find_sheet([(painted(CAMERA, sheets, seed=k), foot) for k in range(2)], "a4")
    assert isinstance(missing, NoSheet)
    assert "darker floor" in missing.tip


def test_a_sheet_that_hangs_on_the_wall_gives_no_scale():
    foot, _ = foot_of(CAMERA)
    rgb = painted(CAMERA, [])
    x, y = np.round(foot.point_px).astype(int)
    rgb[y - 110 : y + 40, x - 106 : x + 106] = 225
    assert isinstance(find_sheet([(rgb, foot)], "a4"), NoSheet)


def test_a_sheet_on_a_floor_as_bright_as_itself_gives_no_scale():
    foot, _ = foot_of(CAMERA)
    corners = sheet_corners((0.0, 270.0), sides_cm=PAPERS["a4"], turn_deg=5.0)
    assert isinstance(find_sheet([(painted(CAMERA, [corners], floor=220.0), foot)], "a4"), NoSheet)


def test_pictures_that_show_the_sheet_elsewhere_in_most_give_no_scale():
    foot, _ = foot_of(CAMERA)
    rng = np.random.default_rng(3)
    empty = [painted(CAMERA, [], seed=k) for k in range(4)]
    assert isinstance(find_sheet([(rgb, foot) for rgb in [*empty, *placed(rng, "a4", count=1)]], "a4"), NoSheet)
