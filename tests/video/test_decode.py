"""Frames come upright, with their true times, one at a time."""

import itertools
import resource
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_clips import picture, steady

from dorsi.errors import VideoError
from dorsi.video import frames, probe

VARIABLE_S = [0.0, 0.033, 0.1, 0.4, 0.41, 0.9]


def red_corner(rgb):
    """Return which corner of the picture is red, as (lower, right)."""
    height, width = rgb.shape[:2]
    reds = {
        (lower, right): rgb[lower * height // 2 :, right * width // 2 :][: height // 2, : width // 2].mean((0, 1))
        for lower, right in itertools.product((0, 1), (0, 1))
    }
    return max(reds, key=lambda corner: reds[corner][0] - reds[corner][1])


@pytest.mark.parametrize(
    ("name", "codec"), [("v.mp4", "libx264"), ("v.mov", "libx264"), ("v.mkv", "libx265"), ("v.webm", "libvpx-vp9")]
)
def test_variable_rate_times_are_the_timestamps(clip_file, name, codec):
    clip = probe(clip_file(name, codec=codec, times_s=VARIABLE_S))
    np.testing.assert_allclose([frame.time_s for frame in frames(clip)], VARIABLE_S, atol=1e-3)


@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_avi_without_presentation_times_keeps_its_constant_rate(clip_file, codec):
    clip = probe(clip_file("clip.avi", codec=codec))
    np.testing.assert_allclose([frame.time_s for frame in frames(clip)], steady(30), atol=1e-6)


def test_reordered_frames_of_an_avi_come_in_the_order_of_showing(clip_file):
    clip = probe(clip_file("clip.avi", codec="libx264"))
    grey = [frame.rgb[-8:, -8:].mean() for frame in frames(clip)]
    assert np.all(np.diff(grey) > 0)


def test_time_starts_at_the_first_shown_frame(clip_file):
    clip = probe(clip_file(times_s=[2.0, 2.1, 2.2]))
    np.testing.assert_allclose([frame.time_s for frame in frames(clip)], [0.0, 0.1, 0.2], atol=1e-3)


def test_slow_motion_is_played_in_real_time(clip_file):
    clip = probe(clip_file(), capture_fps=300)
    times = [frame.time_s for frame in frames(clip)]
    np.testing.assert_allclose(np.diff(times), 1 / 300, rtol=1e-2)


@pytest.mark.parametrize(("turn_deg", "corner"), [(0, (0, 0)), (90, (0, 1)), (180, (1, 1)), (270, (1, 0))])
def test_a_clockwise_turn_takes_the_top_left_corner_along(clip_file, turn_deg, corner):
    frame = next(frames(probe(clip_file(turn=(-turn_deg, False)))))
    assert red_corner(frame.rgb) == corner


def test_a_mirrored_clip_is_shown_as_a_player_shows_it(clip_file):
    """The display matrix flips left to right; the red corner, top left as stored, is seen top right."""
    assert red_corner(next(frames(probe(clip_file(turn=(0, True))))).rgb) == (0, 1)


@pytest.mark.parametrize("size_px", [(96, 64), (98, 66), (1088 // 8, 1920 // 8)])
def test_frames_are_c_contiguous_rgb_whatever_the_width(clip_file, size_px):
    frame = next(frames(probe(clip_file(size_px=size_px))))
    assert frame.rgb.flags.c_contiguous
    assert (frame.rgb.dtype, frame.rgb.shape) == (np.uint8, (size_px[1], size_px[0], 3))


def test_colours_survive(clip_file):
    frame = next(frames(probe(clip_file())))
    assert np.abs(frame.rgb[4:28, 4:44].astype(int) - picture(0)[4:28, 4:44]).mean() < 6


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell the memory in use")
def test_memory_does_not_grow_with_the_number_of_frames(clip_file):
    """150 frames of 1280 x 720 would be 400 MB if each were kept, decoded or as RGB."""
    clip = probe(clip_file(times_s=steady(150), size_px=(1280, 720)))
    used_mb = [resident_mb() for _ in frames(clip)]
    assert used_mb[-1] - used_mb[20] < 40


def resident_mb():
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def damage(path, share):
    """Overwrite a share of the file's middle with noise."""
    data = bytearray(path.read_bytes())
    start = len(data) // 2
    length = int(len(data) * share)
    data[start : start + length] = np.random.default_rng(7).bytes(length)
    path.write_bytes(data)


def test_frames_after_a_damaged_one_still_come_with_their_times(clip_file):
    path = clip_file(times_s=steady(90), container_options={"movflags": "faststart"}, size_px=(320, 240))
    damage(path, 0.01)
    clip = probe(path)
    times = [frame.time_s for frame in frames(clip)]
    assert 81 <= len(times) < 90
    assert times[-1] == pytest.approx(89 / 30, abs=1e-3)


def test_a_clip_with_a_tenth_of_its_frames_gone_is_refused(clip_file):
    path = clip_file(times_s=steady(90), container_options={"movflags": "faststart"}, size_px=(320, 240))
    damage(path, 0.4)
    clip = probe(path)
    with pytest.raises(VideoError, match=r"clip\.mp4: the file is damaged, only \d+ of its 90 frames"):
        list(frames(clip))


def test_only_the_wanted_frames_come_out_and_they_are_the_same(clip_file):
    clip = probe(clip_file())
    every = list(frames(clip))
    asked = []

    def wanted(time_s):
        asked.append(time_s)
        return len(asked) % 3 == 1

    third = list(frames(clip, wanted=wanted))
    assert asked == [frame.time_s for frame in every]
    assert [frame.time_s for frame in third] == asked[::3]
    assert all(np.array_equal(one.rgb, two.rgb) for one, two in zip(third, every[::3], strict=True))


@pytest.mark.parametrize("turn", [(0, False), (-90, False), (0, True)])
def test_a_frame_made_small_at_once_is_the_frame_made_small_afterwards(clip_file, turn):
    clip = probe(clip_file(size_px=(192, 128), turn=turn))
    half = (clip.size_px[0] // 2, clip.size_px[1] // 2)
    small = list(frames(clip, small_px=lambda time_s: half if time_s > 0 else None))
    large = list(frames(clip))
    assert small[0].rgb.shape == large[0].rgb.shape
    for one, two in zip(small[1:], large[1:], strict=True):
        expected = cv2.resize(two.rgb, half, interpolation=cv2.INTER_AREA)
        assert one.rgb.shape == expected.shape
        assert one.rgb.flags.c_contiguous
        assert np.abs(one.rgb.astype(int) - expected).mean() < 2
