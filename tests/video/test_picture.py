"""Parts cut from a decoded frame's planes are those of the whole picture."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from dorsi.video.picture import Picture, planes_of, turned_upright
from dorsi.video.source import Orientation

SIZE = (160, 240)  # as stored
RNG = np.random.default_rng(3)
SCENE = cv2.GaussianBlur(RNG.integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8), (0, 0), 6)
SCENE = cv2.normalize(SCENE, None, 20, 235, cv2.NORM_MINMAX)
TURNS = [Orientation(rotation_deg=turn, mirrored=flip) for turn in (0, 90, 180, 270) for flip in (False, True)]


def stored(kind="yuv420p", size=SIZE):
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(SCENE[: size[1], : size[0]]), format="rgb24")
    return frame.reformat(format=kind)


def whole(frame, turn):
    return turned_upright(frame.to_ndarray(format="rgb24"), turn)


def both(frame, turn):
    """Return the picture with planes, and the same one of whole colours."""
    rgb = whole(frame, turn)
    size = rgb.shape[1], rgb.shape[0]
    return Picture(lambda: rgb, size, planes_of(frame, turn, size)), Picture.of(rgb)


def matrix(scale, turn_deg, size):
    out = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), turn_deg, scale)
    out[:, 2] += np.array([48, 48]) - np.array(size) / 2
    return out


@pytest.mark.parametrize("turn", TURNS, ids=str)
@pytest.mark.parametrize("scale", [0.35, 1.0, 2.0])
def test_a_part_of_the_planes_is_the_part_of_the_picture(turn, scale):
    planes, rgb = both(stored(), turn)
    at = matrix(scale, 17.0, rgb.size_px)
    off = planes.cut(at, 96).astype(int) - rgb.cut(at, 96)
    assert np.abs(off).mean() < 2.5
    assert np.abs(off.mean(axis=(0, 1))).max() < 2.5  # FFmpeg cuts decimals off


@pytest.mark.parametrize("smooth", [False, True])
def test_a_dot_keeps_its_place_to_a_tenth_of_a_pixel(smooth):
    dot = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    cv2.circle(dot, (70, 110), 12, (255, 255, 255), -1)
    frame = av.VideoFrame.from_ndarray(dot, format="rgb24").reformat(format="yuv420p")
    planes, rgb = both(frame, Orientation())
    at = np.array([[0.4, 0.0, 20.0], [0.0, 0.4, 4.0]])
    y, x = np.mgrid[:96, :96]
    for picture in (planes, rgb):
        bright = picture.cut(at, 96, smooth=smooth).astype(float)[..., 1]
        bright -= np.median(bright)
        centre = np.array([(bright * x).sum(), (bright * y).sum()]) / bright.sum()
        np.testing.assert_allclose(centre, [48.0, 48.0], atol=0.1)


def test_beyond_the_picture_lies_black_where_asked_for():
    planes, _ = both(stored(), Orientation())
    outside = planes.cut(np.array([[1.0, 0.0, 500.0], [0.0, 1.0, 0.0]]), 32, border=cv2.BORDER_CONSTANT)
    assert outside.max() <= 2


@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_the_grey_picture_is_the_same_either_way(turn):
    planes, rgb = both(stored(), turn)
    small = (24, 36) if turn.rotation_deg in {0, 180} else (36, 24)
    one, two = planes.grey(small).astype(float), rgb.grey(small).astype(float)
    assert one.shape == two.shape
    assert np.corrcoef(one.ravel(), two.ravel())[0, 1] > 0.99


def test_colours_follow_the_files_own_matrix():
    frame = stored("yuv420p")
    frame.colorspace = 1  # BT.709
    planes, rgb = both(frame, Orientation())
    at = matrix(1.0, 0.0, rgb.size_px)
    assert np.abs(planes.cut(at, 96).astype(int) - rgb.cut(at, 96)).mean() < 2.5


@pytest.mark.parametrize("kind", ["yuv444p", "yuv420p10le", "nv12", "gray"])
def test_other_kinds_of_frame_are_turned_into_colours_first(kind):
    assert planes_of(stored(kind), Orientation(), SIZE) is None


def test_a_picture_that_has_to_be_stretched_is_turned_into_colours_first():
    assert planes_of(stored(), Orientation(pixel_aspect=Fraction(4, 3)), (213, 240)) is None
    assert planes_of(stored(), Orientation(), (161, 240)) is None


@pytest.mark.parametrize("size", [(161, 241), (159, 238)])
def test_odd_sizes_have_their_last_column_and_row(size):
    scene = cv2.resize(SCENE, size)
    frame = av.VideoFrame.from_ndarray(scene, format="rgb24").reformat(format="yuv420p")
    planes, rgb = both(frame, Orientation())
    at = np.array([[1.0, 0.0, 96.0 - size[0]], [0.0, 1.0, 96.0 - size[1]]])
    assert np.abs(planes.cut(at, 96).astype(int) - rgb.cut(at, 96)).mean() < 2.5


def test_a_picture_narrower_than_what_a_crop_averages_is_cut_all_the_same():
    strip = Picture.of(np.full((340, 20, 3), 90, np.uint8))
    at = np.array([[1 / 60, 0.0, 40.0], [0.0, 1 / 60, 40.0]])
    assert strip.cut(at, 96, smooth=True).shape == (96, 96, 3)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (640, 480), (333, 1000), (30, 40)])
def test_a_grey_picture_made_by_halving_is_that_made_in_one_step(size):
    rgb = cv2.GaussianBlur(RNG.integers(0, 256, (size[1], size[0], 3), np.uint8), (0, 0), 4)
    small = (max(12, size[0] // 27), max(12, size[1] // 27))
    at_once = cv2.cvtColor(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    assert np.abs(Picture.of(rgb).grey(small).astype(int) - at_once).max() <= 5
