"""The camera's tilt from the edges of a drawn room."""

import cv2
import numpy as np
import pytest

from dorsi import camera
from dorsi.video.level import find_tilt, find_tilts

WIDTH, HEIGHT = 1080, 1920
DOORS, ROWS = (150, 520, 900), range(100, 1300, 150)


def room(*, doors=(), rows=(), tilt_deg=0.0, leaning_deg=0.0):
    """Return a picture of a wall with door posts at places across and rows of bricks at heights, tilted clockwise."""
    wall = np.full((HEIGHT * 2, WIDTH * 2, 3), 200, np.uint8)
    x0, y0 = WIDTH // 2, HEIGHT // 2
    for door in doors:
        foot = x0 + door
        head = int(foot + np.tan(np.radians(leaning_deg)) * HEIGHT)
        cv2.line(wall, (head, y0), (foot, y0 + HEIGHT), (60, 50, 40), 14)
    for row in rows:
        cv2.line(wall, (0, y0 + row), (2 * WIDTH, y0 + row), (120, 60, 50), 8)
    turn = cv2.getRotationMatrix2D((WIDTH, HEIGHT), -tilt_deg, 1.0)
    turned = cv2.warpAffine(wall, turn, (2 * WIDTH, 2 * HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(turned[y0 : y0 + HEIGHT, x0 : x0 + WIDTH])


@pytest.mark.parametrize("tilt_deg", [-6.0, -1.5, 0.0, 3.0, 8.0])
@pytest.mark.parametrize("scene", [{"doors": (150, 520, 900)}, {"rows": range(100, 1300, 150)}])
def test_the_tilt_is_read_from_uprights_or_from_level_edges(scene, tilt_deg):
    tilt = find_tilt([(room(tilt_deg=tilt_deg, **scene), [])] * 3)
    assert tilt.roll_deg == pytest.approx(tilt_deg, abs=0.3)


def test_uprights_and_level_edges_together_are_surer():
    doors, both = (
        find_tilt([(room(tilt_deg=2.0, doors=(150, 520, 900), rows=rows), [])]) for rows in ((), range(100, 1300, 150))
    )
    assert both.roll_deg == pytest.approx(2.0, abs=0.3)
    assert both.sd_deg <= doors.sd_deg


def test_one_leaning_post_is_no_plumb_line():
    assert find_tilt([(room(doors=(300,), leaning_deg=7.0), [])] * 3) is None


def test_uprights_and_level_edges_that_contradict_tell_nothing():
    scene = room(doors=(150, 520, 900), leaning_deg=8.0, rows=range(100, 1300, 150))
    assert find_tilt([(scene, [])] * 3) is None


def test_edges_on_a_person_do_not_count():
    scene = room(doors=(150, 520, 900))
    person = np.array([[WIDTH / 2, 0.0, WIDTH / 2, HEIGHT, WIDTH]])
    assert find_tilt([(scene, [person])] * 3) is None


def test_a_person_hides_only_the_edges_behind_them():
    """Their box would cover all three door posts; what they cover is a strip between two of them."""
    person = np.array([[300.0, 200.0, 380.0, 1800.0, 90.0]])
    tilt = find_tilt([(room(tilt_deg=5.0, doors=(150, 520, 900)), [person])] * 3)
    assert tilt.roll_deg == pytest.approx(5.0, abs=0.3)


def test_edges_that_are_in_one_picture_only_do_not_count():
    """A bar that is carried through, across three pictures, against door posts that stand still."""
    pictures = []
    for k in range(3):
        scene = room(doors=(150, 900))
        for offset in range(0, 300, 60):
            cv2.line(scene, (200 + 150 * k + offset, 100), (300 + 120 * k + offset, 1100), (20, 20, 90), 12)
        pictures.append((scene, []))
    assert find_tilt(pictures).roll_deg == pytest.approx(0.0, abs=0.3)


def test_floor_boards_alone_tell_the_tilt_less_surely_than_a_whole_wall():
    wall, floor = (find_tilts([(room(rows=rows, tilt_deg=4.0), [])])[0] for rows in (ROWS, range(1500, 1900, 60)))
    assert floor.roll_deg == pytest.approx(4.0, abs=0.3)
    assert floor.sd_deg > 1.5 * wall.sd_deg


@pytest.mark.parametrize(("doors", "rows", "kinds"), [(DOORS, (), 1), ((), ROWS, 1), (DOORS, ROWS, 2), ((), (), 0)])
def test_uprights_and_level_edges_are_told_apart(doors, rows, kinds):
    assert len(find_tilts([(room(doors=doors, rows=rows), [])] * 3)) == kinds


@pytest.mark.parametrize("pictures", [[], [(np.full((HEIGHT, WIDTH, 3), 90, np.uint8), [])]])
def test_an_empty_scene_tells_nothing(pictures):
    assert find_tilt(pictures) is None


def seen_from(picture, *, pitch_deg):
    """Return a level picture as a camera that looks up by an angle takes it."""
    at = np.stack(np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT)), axis=-1).astype(float)
    # Each pixel of the new picture comes from where the level one has it.
    source = camera.levelled(at, roll_deg=0.0, pitch_deg=pitch_deg, size_px=(WIDTH, HEIGHT)).astype(np.float32)
    return cv2.remap(picture, source[..., 0], source[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("pitch_deg", [-22.0, -12.0, -4.0, 0.0, 9.0])
def test_uprights_tell_how_far_the_camera_looks_up(pitch_deg):
    scene = seen_from(room(doors=(150, 400, 700, 900), tilt_deg=0.0), pitch_deg=pitch_deg)
    tilt = find_tilt([(scene, [])] * 3)
    assert tilt.pitch_deg == pytest.approx(pitch_deg, abs=1.5)
    assert abs(tilt.pitch_deg - pitch_deg) < 2 * tilt.pitch_sd_deg
    assert tilt.roll_deg == pytest.approx(0.0, abs=0.3)


def test_level_edges_do_not_tell_how_far_the_camera_looks_up():
    assert find_tilt([(room(rows=ROWS), [])]).pitch_deg is None


def test_uprights_are_found_in_clutter_that_has_no_direction():
    scene, rng = room(doors=DOORS, tilt_deg=3.0), np.random.default_rng(0)
    for _ in range(40):
        x, y, lean = rng.uniform(0, WIDTH), rng.uniform(0, 0.6 * HEIGHT), np.radians(rng.uniform(-18, 18))
        end = (int(x + 90 * np.sin(lean)), int(y + 90 * np.cos(lean)))
        cv2.line(scene, (int(x), int(y)), end, (30, 90, 30), 5)
    assert find_tilt([(scene, [])] * 3).roll_deg == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("long_px", [240, 320])
def test_a_small_picture_is_not_read_as_level(long_px):
    """Enlarged by areas its pixels are steps, whose edges are upright and level."""
    scene = seen_from(room(doors=(150, 400, 700, 900), tilt_deg=4.0), pitch_deg=-12.0)
    small = cv2.resize(scene, (long_px * WIDTH // HEIGHT, long_px), interpolation=cv2.INTER_AREA)
    tilt = find_tilt([(small, [])] * 3)
    assert tilt is None or (abs(tilt.roll_deg - 4.0) < 1.5 and tilt.pitch_deg < -6.0)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (40, 400)])
def test_a_picture_of_a_few_pixels_tells_nothing(size):
    assert find_tilts([(np.full((*size, 3), 120, np.uint8), [])] * 3) == ()
