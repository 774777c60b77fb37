"""What a clip is, told without decoding it all."""

import hashlib
from fractions import Fraction
from pathlib import Path

import pytest
from made_clips import SIZE_PX, steady

from dorsi.errors import OptionError
from dorsi.video import frames, probe

CLIPS = Path(__file__).parents[2] / "../shared/clips"
KINDS = [
    ("clip.mp4", "libx264", "h264"),
    ("clip.mov", "libx264", "h264"),
    ("clip.avi", "mpeg4", "mpeg4"),
    ("reordered.avi", "libx264", "h264"),
    ("clip.mp4", "mpeg4", "mpeg4"),
    ("clip.mkv", "libx265", "hevc"),
    ("clip.mp4", "libx265", "hevc"),
    ("clip.webm", "libvpx-vp9", "vp9"),
    ("clip.webm", "libvpx", "vp8"),
]


@pytest.mark.parametrize(("name", "encoder", "codec"), KINDS)
def test_every_kind_of_clip_is_known_by_its_codec_and_counted(clip_file, name, encoder, codec):
    clip = probe(clip_file(name, codec=encoder))
    assert (clip.codec, clip.n_frames, clip.size_px) == (codec, 30, SIZE_PX)


@pytest.mark.parametrize(("name", "encoder", "codec"), KINDS)
def test_as_many_frames_decode_as_were_counted(clip_file, name, encoder, codec):
    clip = probe(clip_file(name, codec=encoder))
    assert sum(1 for _ in frames(clip)) == clip.n_frames


@pytest.mark.parametrize("rate_hz", [5.0, 24.0, 60.0, 240.0])
def test_the_rate_comes_from_timestamps(clip_file, rate_hz):
    clip = probe(clip_file(times_s=steady(24, rate_hz)))
    assert clip.mean_rate_hz == pytest.approx(rate_hz, rel=1e-3)


def test_the_duration_of_a_variable_rate_clip_counts_each_frame_once(clip_file):
    clip = probe(clip_file(times_s=[0.0, 0.1, 0.15, 0.4, 0.8]))
    assert clip.duration_s == pytest.approx(0.8 + 0.2, abs=1e-3)


@pytest.mark.parametrize(("turn_deg", "size_px"), [(0, (96, 64)), (90, (64, 96)), (180, (96, 64)), (270, (64, 96))])
def test_size_is_given_as_the_picture_is_shown(clip_file, turn_deg, size_px):
    clip = probe(clip_file(turn=(-turn_deg, False)))
    assert (clip.rotation_deg, clip.size_px) == (turn_deg, size_px)


def test_oblong_pixels_are_made_square(clip_file):
    assert probe(clip_file(pixel_aspect=Fraction(4, 3))).size_px == (128, 64)


def test_a_4k_clip_is_probed(clip_file):
    assert probe(clip_file(times_s=steady(3), size_px=(3840, 2160))).size_px == (3840, 2160)


def test_capture_fps_turns_slow_motion_into_real_time(clip_file):
    clip = probe(clip_file(), capture_fps=240)
    assert (clip.time_scale, clip.mean_rate_hz) == (pytest.approx(8.0, rel=1e-3), pytest.approx(240.0))
    assert clip.duration_s == pytest.approx(30 / 240)


def test_capture_fps_below_the_playback_rate_is_refused(clip_file):
    with pytest.raises(OptionError, match="plays 30 frames per second"):
        probe(clip_file(), capture_fps=10)


@pytest.mark.parametrize(("written_fps", "time_scale"), [("240.000000", 8.0), ("30.000000", 1.0), ("36.0", 1.0)])
def test_androids_capture_rate_is_believed_only_where_it_means_slow_motion(clip_file, written_fps, time_scale):
    clip = probe(
        clip_file(
            metadata={"com.android.capture.fps": written_fps}, container_options={"movflags": "use_metadata_tags"}
        )
    )
    assert clip.time_scale == pytest.approx(time_scale, rel=1e-3)


def test_the_recording_time_is_read(clip_file):
    clip = probe(clip_file(metadata={"creation_time": "2026-03-01T10:20:30Z"}))
    assert clip.recorded_at == "2026-03-01T10:20:30+00:00"


def test_a_clock_that_was_never_set_is_no_recording_time(clip_file):
    assert probe(clip_file(metadata={"creation_time": "1970-01-01T00:00:00Z"})).recorded_at is None


def test_the_checksum_is_that_of_the_file(clip_file):
    path = clip_file()
    assert probe(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(("name", "n_frames"), [("opencap-sts.mp4", 798), ("opencap-walk-trunksway.mp4", 89)])
def test_frames_that_an_edit_list_hides_are_not_counted(name, n_frames):
    if not (CLIPS / name).exists():
        pytest.skip(f"{name} is not at hand")
    assert probe(CLIPS / name).n_frames == n_frames
