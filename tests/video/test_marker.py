"""The printed marker: what is printed is found, and its size is read right."""

import re
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest

from dorsi.video import marker

SVG = "{http://www.w3.org/2000/svg}"
PX_PER_MM = 4.0


@pytest.fixture(scope="module")
def printed():
    """Draw the page's own squares, 4 pixels a millimetre."""
    root = ET.fromstring(marker.page_svg())  # noqa: S314 - written by dorsi itself
    width, height = (int(PX_PER_MM * mm) for mm in marker.PAGE_MM)
    page = np.full((height, width, 3), 255, np.uint8)
    for square in root.find(f"{SVG}g"):
        x, y, w, h = (PX_PER_MM * float(square.get(name)) for name in ("x", "y", "width", "height"))
        page[round(y) : round(y + h), round(x) : round(x + w)] = 0
    return page


def in_a_room(page, *, side_px, turn=0.0, squeeze=1.0, seed=0):
    """Put the page into a grey room, small, turned in the picture and turned away from the camera."""
    scale = side_px / (10 * marker.MARKER_CM * PX_PER_MM)
    c, s = scale * np.cos(np.radians(turn)), scale * np.sin(np.radians(turn))
    matrix = np.array([[c * squeeze, -s, 150.0], [s * squeeze, c, 120.0]])
    room = np.full((720, 960, 3), 140, np.uint8)
    cv2.warpAffine(page, matrix, (960, 720), dst=room, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT)
    noise = np.random.default_rng(seed).normal(0, 4, room.shape)
    return np.clip(room + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("side_px", [40.0, 90.0, 200.0])
def test_the_size_of_a_pixel_is_read_within_two_percent(printed, side_px):
    ruler = marker.find_ruler([in_a_room(printed, side_px=side_px)])
    assert ruler.cm_per_px == pytest.approx(marker.MARKER_CM / side_px, rel=0.02)


@pytest.mark.parametrize("squeeze", [1.0, 0.9, 0.75])
def test_a_page_that_faces_past_the_camera_keeps_its_size(printed, squeeze):
    ruler = marker.find_ruler([in_a_room(printed, side_px=120.0, squeeze=squeeze)])
    assert ruler.cm_per_px == pytest.approx(marker.MARKER_CM / 120.0, rel=0.03)


def test_a_tilted_picture_keeps_the_size(printed):
    ruler = marker.find_ruler([in_a_room(printed, side_px=100.0, turn=6.0)])
    assert ruler.cm_per_px == pytest.approx(marker.MARKER_CM / 100.0, rel=0.02)


def test_a_room_without_the_page_gives_no_size():
    assert marker.find_ruler([np.full((720, 960, 3), 140, np.uint8)]) is None


def test_pictures_that_show_the_page_at_unlike_sizes_give_none(printed):
    assert marker.find_ruler([in_a_room(printed, side_px=side) for side in (60.0, 120.0)]) is None


def test_a_page_too_small_to_measure_gives_none(printed):
    assert marker.find_ruler([in_a_room(printed, side_px=18.0)]) is None


def test_the_page_carries_a_line_to_check_the_printer_with():
    page = marker.page_svg()
    assert re.search(r'width="200mm" height="270mm"', page)
    assert "This line is 10 cm long" in page
