"""The phone's own sensor in the file: packets of the published layout, in files muxed here."""

import struct
from fractions import Fraction

import av
import numpy as np
import pytest

from dorsi.video.gravity import accelerations_m_s2, find_gravity, tilt_of

G = 9.81


def packet(kind, *numbers):
    return struct.pack(f"<HH{len(numbers)}f", 0, kind, *numbers)


def held(roll_deg, *, y_up=True, pitch_deg=0.0):
    """Return what the sensor of an upright phone reads when uprights lean clockwise by `roll_deg` in its picture."""
    roll, pitch = np.radians([roll_deg, pitch_deg])
    up = np.cos(pitch) * np.array([np.sin(roll), np.cos(roll)])
    return np.array([up[0], up[1] if y_up else -up[1], np.sin(pitch)]) * G


def film(path, packets):
    """Write a short film with a data track of these packets."""
    with av.open(str(path), "w") as container:
        video, data = container.add_stream("libx264", rate=30), container.add_data_stream("bin_data")
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        for k in range(12):
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8))
            picture.pts = k
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        for k, content in enumerate(packets):
            one = av.Packet(content)
            one.stream, one.time_base, one.pts, one.dts, one.duration = data, Fraction(1, 1000), 20 * k, 20 * k, 20
            container.mux(one)
    return path


@pytest.mark.parametrize("roll_deg", [-12.0, -3.0, 0.0, 5.0])
@pytest.mark.parametrize("y_up", [True, False])
def test_a_phone_held_upright_tells_its_tilt_whichever_way_its_axis_points(tmp_path, roll_deg, y_up):
    packets = [packet(2, 0.0, 0.1, 0.0), packet(3, *held(roll_deg, y_up=y_up, pitch_deg=10.0))] * 15
    tilt = find_gravity(film(tmp_path / "clip.mp4", packets))
    assert tilt.roll_deg == pytest.approx(roll_deg, abs=0.1)
    assert tilt.pitch_deg == pytest.approx(-10.0 if y_up else 10.0, abs=0.1)


def test_the_sense_of_the_tilt_is_the_one_of_the_landmarks():
    """Uprights lean to the right: the phone is turned anticlockwise, and what holds it up points to its right."""
    assert tilt_of(np.array([1.0, 9.75, 0.0])).roll_deg > 0


def test_a_phone_that_looks_down_is_held_up_from_behind_its_lens():
    """Its upper edge leans forward: what holds it up points to its screen, which is where z points if y points up."""
    assert tilt_of(np.array([0.0, 9.6, 2.0])).pitch_deg == pytest.approx(-11.8, abs=0.1)


@pytest.mark.parametrize("off_deg", [0.0, 8.0])
def test_held_across_the_size_of_the_tilt_is_known_and_its_sense_is_doubt(off_deg):
    tilt = tilt_of(np.array([np.cos(np.radians(off_deg)), np.sin(np.radians(off_deg)), 0.0]) * G)
    assert tilt.roll_deg == 0.0
    assert tilt.sd_deg == pytest.approx(np.hypot(1.0, off_deg), abs=0.01)
    assert tilt.pitch_deg is None


@pytest.mark.parametrize("reading", [held(2.0) * 1.3, held(2.0, pitch_deg=60.0), np.zeros(3)])
def test_a_phone_that_moves_or_looks_at_the_floor_tells_nothing(reading):
    assert tilt_of(reading) is None


@pytest.mark.parametrize(
    "packets",
    [
        [b"DEVC\x00\x01\x00\x20" + bytes(32)] * 20,
        [packet(3, 0.0, G, 0.0)] * 20 + [b"\x00\x00\x03"],
        [packet(9, 0.0, G, 0.0)] * 20,
        [packet(3, 0.0, G, 0.0)] * 3,
        [packet(2, 0.0, G, 0.0)] * 20,
    ],
)
def test_other_tracks_are_not_taken_for_one(packets):
    assert accelerations_m_s2(packets) is None


def test_a_film_without_such_a_track_tells_nothing(tmp_path):
    assert find_gravity(film(tmp_path / "clip.mp4", [b"\x01\x02\x03\x04"] * 12)) is None
