"""Crops of real people: labels on the limb, the same crops from the same seed."""

import ctypes.util
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("moderngl", reason="rendering needs dorsi[train]")
pytest.importorskip("anny", reason="rendering needs dorsi[train]")

from training.render.__main__ import main
from training.render.camera import aim, look_at
from training.render.crops import find_visible, pose_person
from training.render.drawing import Scene, Studio
from training.render.geometry import UP, box
from training.render.legs import END_HEIGHT_M, LEG_NUMBER
from training.render.person import SHOE, build_person, draw_outfit, put_on
from training.render.poses import LegAngles, draw_angles
from training.render.rooms import Light, Prop, draw_room
from training.render.shards import Order, read_shard, render_crops, render_shards
from training.render.shoe_styles import BARE, STYLES

from dorsi.errors import DataError

ASSETS = Path(__file__).parents[2] / "../shared/renderer/assets/base"
SIZE_PX = 288
STYLE_BY_NAME = {s.name: s for styles in STYLES.values() for s in styles} | {"bare": BARE}

pytestmark = [
    pytest.mark.skipif(not ASSETS.is_dir(), reason="the garments are not here (see training/README.md, Rendering)"),
    pytest.mark.skipif(ctypes.util.find_library("EGL") is None, reason="no EGL on this machine"),
]


@pytest.fixture(scope="module")
def studio():
    return Studio(SIZE_PX)


@pytest.fixture(scope="module")
def person():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Anny and Warp warn about themselves while they load
        return build_person("somebody", "train", np.random.default_rng(1), ASSETS)


@pytest.fixture(scope="module")
def standing(person, studio):
    """Return a function that draws a person in a shoe, standing, from the left, 4 m away."""

    def draw(style_name, props=()):
        rng = np.random.default_rng(5)
        shod = put_on("shod", person.body, STYLE_BY_NAME[style_name], None, ASSETS)
        posed = pose_person(shod, "l", LegAngles("flat", 8.0, 0.0, 10.0), rng)
        points = posed.points["l"]
        centre = points[0] + 0.8 * (points[1] - points[0])
        eye = centre * [1.0, 0.0, 0.0] + [0.0, 4.0, 0.15]
        window = aim(eye, look_at(eye, centre, 0.0), centre, side_m=1.2, size_px=SIZE_PX, distortion=0.0)
        light = Light(UP, np.ones(3), np.ones(3), np.ones(3), 1.0)
        outfit, room = draw_outfit(shod, rng), draw_room("train", rng, [])
        studio.invite(shod)
        scene = Scene(window, room, (), props, light, centre, posed.vertices, posed.normals, outfit.paints)
        return points, window, studio.draw(scene), posed

    return draw


@pytest.mark.parametrize("style_name", sorted(STYLE_BY_NAME))
def test_heel_and_toe_label_lie_at_the_ends_of_the_drawn_foot(standing, style_name):
    """Seen from the side, the two ends of the foot's outline, found in the picture, within 1.2 percent of a shank."""
    points, window, drawing, _ = standing(style_name)
    px = window.project(points)
    low = slice(int(px[1, 1]) + 4, SIZE_PX)
    columns = np.flatnonzero((drawing.number[low] == LEG_NUMBER["l"]).any(axis=0))
    shank_px = np.linalg.norm(px[0] - px[1])
    ends = np.sort(px[[2, 4], 0])
    assert [columns.min(), columns.max() + 1] == pytest.approx(ends, abs=0.012 * shank_px)


@pytest.mark.parametrize("style_name", sorted(STYLE_BY_NAME))
def test_the_sole_of_a_standing_foot_is_on_the_floor(standing, style_name):
    points, *_ = standing(style_name)
    assert points[[5, 6], 2] == pytest.approx(0.0, abs=0.012)
    assert points[2, 2] == pytest.approx(END_HEIGHT_M, abs=0.012)


@pytest.mark.parametrize("style_name", ["minimal", "max_cushion", "lifter"])
def test_a_standing_foot_has_the_asked_shank_inclination(standing, style_name):
    *_, posed = standing(style_name)
    assert posed.angles["shank_inclination_deg"] == pytest.approx(8.0, abs=1.0)
    assert posed.angles["rearfoot_pitch_deg"] == pytest.approx(0.0, abs=1.5)


@pytest.mark.parametrize("style_name", ["trainer", "leather"])
def test_a_heel_that_rises_takes_its_shoe_along(person, style_name):
    """How far the lowest point of the shoe's rear rises, as a share of the labelled heel."""
    shod = put_on("x", person.body, STYLE_BY_NAME[style_name], None, ASSETS)
    leg = shod.legs["l"]
    rear = (shod.material == SHOE) & (shod.leg_of_vertex > 0) & (shod.vertices[:, 1] > 0)
    rear &= np.linalg.norm(shod.vertices - leg.heel_sole, axis=1) < 0.04
    heights = []
    for pitch_deg in (0.0, -30.0):
        posed = pose_person(shod, "l", LegAngles("raise", 0.0, pitch_deg, 5.0), np.random.default_rng(5))
        heights.append((posed.vertices[rear, 2].min(), posed.points["l"][5, 2]))
    drawn, labelled = np.diff(heights, axis=0)[0]
    assert labelled > 0.05
    assert drawn / labelled == pytest.approx(1.0, abs=0.2)


def test_a_thick_sole_raises_the_ankle_by_its_stack(person):
    """Max cushion and minimal differ by 31 mm of stack and 5 mm of drop."""
    heights = [
        put_on("x", person.body, STYLE_BY_NAME[name], None, ASSETS).legs["l"].ankle_height_m
        for name in ("minimal", "max_cushion")
    ]
    assert heights[1] - heights[0] == pytest.approx(0.034, abs=0.006)


def test_all_points_of_a_leg_in_full_view_are_visible(standing):
    points, window, drawing, _ = standing("trainer")
    assert find_visible(points, window, drawing, LEG_NUMBER["l"]).all()


def test_points_behind_a_board_are_not_visible(standing):
    board = Prop(box(np.array([0.0, 1.0, 0.0]), np.array([2.0, 0.02, 0.36])), (0.5, 0.5, 0.5))
    points, window, drawing, _ = standing("trainer", (board,))
    assert find_visible(points, window, drawing, LEG_NUMBER["l"]).tolist() == [1, 0, 0, 0, 0, 0, 0]


def test_the_far_leg_behind_the_near_one_is_not_visible(standing):
    points, window, drawing, _ = standing("trainer")
    assert not find_visible(points, window, drawing, LEG_NUMBER["r"]).any()


def test_nobody_stands_in_the_floor(person):
    rng = np.random.default_rng(2)
    lowest = [pose_person(person, "r", draw_angles(rng, "push"), rng).vertices[:, 2].min() for _ in range(20)]
    assert min(lowest) == pytest.approx(0.0, abs=1e-9)


@pytest.fixture(scope="module")
def order(person):
    return Order("heldout", 3, ASSETS, None, crops_per_person=3, people_per_shard=2)


def test_the_same_order_gives_the_same_crops(order):
    first, second = render_crops(order, 0), render_crops(order, 0)
    assert all((a.picture == b.picture).all() for a, b in zip(first, second, strict=True))
    assert all((a.points_px == b.points_px).all() for a, b in zip(first, second, strict=True))


def test_another_shard_shows_other_people(order):
    first, second = (render_crops(order, index)[0] for index in (0, 1))
    assert not np.allclose(first.points_px, second.points_px)


def test_a_shard_reads_back_what_was_rendered(order, tmp_path):
    (path,) = render_shards(tmp_path, order, crops=6, workers=1)
    shard, crops = read_shard(path), render_crops(order, 0)
    assert shard.points_px == pytest.approx(np.array([c.points_px for c in crops]), abs=1e-3)
    difference = [np.abs(shard.picture(i).astype(int) - c.picture).mean() for i, c in enumerate(crops)]
    assert max(difference) < 3


def test_a_shard_that_exists_is_kept(order, tmp_path):
    kept = tmp_path / "crops_heldout_3_0000.npz"
    kept.write_bytes(b"as it was")
    assert render_shards(tmp_path, order, crops=6, workers=1) == [kept]
    assert kept.read_bytes() == b"as it was"


def test_a_folder_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["render", str(tmp_path), "--assets", str(tmp_path / "away")])
    with pytest.raises(SystemExit, match="away: no such folder"):
        main()


def test_assets_without_garments_are_named(person, tmp_path):
    with pytest.raises(DataError, match="garment not found"):
        render_crops(Order("train", 1, tmp_path, None, crops_per_person=1, people_per_shard=12), 0)
