"""Files that phones, browsers and recorders write: the film in them, in one size, at its own time."""

import datetime as dt
import os
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from made_clips import SIZE_PX, TIME_BASE, picture, steady

from dorsi.errors import VideoError
from dorsi.video import frames, probe, stills, write_h264
from dorsi.video.decode import fitted
from dorsi.video.notes import file_notes
from dorsi.video.source import open_video

CASES = Path(__file__).parents[2] / "../shared/cases/files"
ANDROID = {"movflags": "use_metadata_tags"}


def case(name):
    path = CASES / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand")
    return path


def add_film(container, *, codec="libx264", size_px=SIZE_PX, disposition=None):
    stream = container.add_stream(codec, rate=30, options={"x265-params": "log-level=none"})
    stream.width, stream.height = size_px
    stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    stream.time_base = stream.codec_context.time_base = TIME_BASE
    if disposition is not None:
        stream.disposition = disposition
    return stream


def fill(container, stream, count):
    for i in range(count):
        frame = av.VideoFrame.from_ndarray(picture(i, (stream.width, stream.height)), format="rgb24")
        frame.pts, frame.time_base = round(i / 30 / TIME_BASE), TIME_BASE
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def several(path, *kinds):
    """Write a file with a video track for each kind: (frames, options of the track)."""
    with av.open(str(path), "w") as container:
        streams = [add_film(container, **options) for _, options in kinds]
        for stream, (count, _) in zip(streams, kinds, strict=True):
            fill(container, stream, count)
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("first", [True, False], ids=["before the film", "after the film"])
def test_a_picture_track_is_never_taken_for_the_film(tmp_path, suffix, first):
    kinds = [(1, {"codec": "mjpeg", "size_px": (320, 240)}), (30, {})]
    clip = probe(several(tmp_path / f"clip{suffix}", *(kinds if first else kinds[::-1])))
    assert (clip.codec, clip.size_px, clip.n_frames) == ("h264", SIZE_PX, 30)


def test_of_two_films_the_default_one_is_measured(tmp_path):
    small = (30, {"size_px": (64, 64), "disposition": av.stream.Disposition.default})
    large = (30, {"size_px": (320, 240), "disposition": av.stream.Disposition(0)})
    assert probe(several(tmp_path / "clip.mkv", large, small)).size_px == (64, 64)


def test_of_two_films_without_a_default_the_larger_one_is_measured(tmp_path):
    none = av.stream.Disposition(0)
    kinds = [(30, {"size_px": size, "disposition": none}) for size in ((64, 64), (320, 240))]
    assert probe(several(tmp_path / "clip.mkv", *kinds)).size_px == (320, 240)


def test_a_short_preview_is_not_the_film_even_where_it_is_the_default(tmp_path):
    preview = (5, {"size_px": (320, 240), "disposition": av.stream.Disposition.default})
    film = (30, {"disposition": av.stream.Disposition(0)})
    assert probe(several(tmp_path / "clip.mkv", preview, film)).n_frames == 30


@pytest.mark.parametrize("name", ["cover_first.mp4", "thumbtrack_first.mov", "zero_extra.mp4"])
def test_the_film_of_a_real_file_is_found_with_all_its_frames(name):
    clip = probe(case(name))
    assert (clip.size_px, clip.n_frames) == ((432, 768), 135)
    assert sum(1 for _ in frames(clip)) == 135


def reshaped(path, *sizes, each=15, codec="libvpx"):
    """Write one stream whose pictures change their size, as browsers do: packets of several encoders behind another."""
    with av.open(str(path), "w") as container:
        out = add_film(container, codec=codec, size_px=sizes[0])
        start = 0
        for size in sizes:
            encoder = av.CodecContext.create(codec, "w")
            encoder.width, encoder.height = size
            encoder.pix_fmt, encoder.time_base = "yuv420p", TIME_BASE
            pictures = []
            for i in range(each):
                frame = av.VideoFrame.from_ndarray(picture(start + i, size), format="rgb24")
                frame.pts, frame.time_base = round((start + i) / 30 / TIME_BASE), TIME_BASE
                pictures.append(frame)
            for packet in [p for frame in [*pictures, None] for p in encoder.encode(frame)]:
                packet.stream, packet.time_base = out, TIME_BASE
                container.mux(packet)
            start += each
    return path


@pytest.mark.parametrize("codec", ["libvpx", "libvpx-vp9"])
def test_frames_have_one_size_and_the_turn_is_told(tmp_path, codec):
    clip = probe(reshaped(tmp_path / "clip.webm", (96, 64), (96, 64), (64, 96), codec=codec))
    assert {frame.rgb.shape for frame in frames(clip)} == {(64, 96, 3)}
    assert clip.reshaped_s == pytest.approx((1.0,), abs=0.002)


def test_another_resolution_of_the_same_shape_is_no_other_picture(tmp_path):
    clip = probe(reshaped(tmp_path / "clip.webm", (96, 64), (192, 128)))
    assert (clip.reshaped_s, {frame.rgb.shape for frame in frames(clip)}) == ((), {(64, 96, 3)})


def test_the_size_that_lasts_longest_is_the_clips(tmp_path):
    """Video calls begin small and grow."""
    clip = probe(reshaped(tmp_path / "clip.webm", (48, 32), (192, 128), (192, 128), (192, 128)))
    assert clip.size_px == (192, 128)
    assert all(still.rgb.shape == (128, 192, 3) for still in stills(clip, most=4))


def test_a_picture_of_another_shape_is_shown_whole_and_not_squeezed():
    tall = np.full((90, 30, 3), 200, np.uint8)
    inside = fitted(tall, (60, 60)).max(axis=2) > 100
    assert (inside.any(axis=1).sum(), inside.any(axis=0).sum()) == (60, 20)


def test_the_clip_that_was_turned_while_filming_keeps_every_frame():
    clip = probe(case("two_sizes_turned.webm"))
    assert clip.reshaped_s == pytest.approx((2.2,), abs=0.05)
    assert {frame.rgb.shape for frame in frames(clip)} == {(768, 432, 3)}


@pytest.mark.parametrize("aspect", [Fraction(1, 200), Fraction(90, 1)])
def test_a_pixel_that_no_camera_has_is_taken_as_square(clip_file, aspect):
    assert probe(clip_file(pixel_aspect=aspect)).size_px == SIZE_PX


@pytest.mark.parametrize(("written", "rate_hz", "scale"), [
    ("30", 15, 1.0), ("30", 10, 1.0), ("60", 30, 1.0), ("60", 15, 1.0), ("50", 25, 1.0),
    ("120", 30, 4.0), ("240", 30, 8.0), ("120", 60, 2.0), ("960", 30, 32.0),
    ("240", 240, 1.0), ("120", 90, 1.0), ("0", 30, 1.0), ("nan", 30, 1.0), ("inf", 30, 1.0), ("1e9", 30, 1.0),
])  # fmt: skip
def test_only_a_high_speed_rate_is_slow_motion(clip_file, written, rate_hz, scale):
    file = clip_file(
        times_s=steady(24, rate_hz), metadata={"com.android.capture.fps": written}, container_options=ANDROID
    )
    assert probe(file).time_scale == pytest.approx(scale, rel=1e-2)


def test_a_dim_film_plays_at_its_own_time():
    clip = probe(case("dark15.mp4"))
    assert (clip.time_scale, clip.duration_s) == (1.0, pytest.approx(4.53, abs=0.01))


@pytest.fixture
def in_zone(monkeypatch):
    def go(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield go
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("zone", "day"), [
    ("UTC", 1), ("America/Los_Angeles", 1), ("Asia/Tokyo", 2), ("Pacific/Auckland", 2),
])  # fmt: skip
def test_a_time_in_utc_gives_the_local_day(clip_file, in_zone, zone, day):
    in_zone(zone)
    clip = probe(clip_file(metadata={"creation_time": "2026-03-01T20:20:30Z"}))
    assert dt.datetime.fromisoformat(clip.recorded_at).day == day


def test_a_time_with_its_own_offset_keeps_the_day_of_the_place(clip_file, in_zone):
    in_zone("Asia/Tokyo")
    metadata = {"com.apple.quicktime.creationdate": "2026-03-01T23:20:30-0800"}
    clip = probe(clip_file(name="clip.mov", metadata=metadata, container_options=ANDROID))
    assert clip.recorded_at == "2026-03-01T23:20:30-08:00"


@pytest.mark.parametrize("year", ["1904", "1946", "1970", "2040", "2106", "9999", "0001"])
def test_an_impossible_year_is_not_believed(clip_file, year):
    file = clip_file(name="clip.mkv", metadata={"date": f"{year}-01-01T00:00:00Z"})
    assert probe(file).recorded_at is None


def test_a_kind_of_stream_that_ffmpeg_does_not_know_is_one_line(tmp_path):
    with pytest.raises(VideoError, match=r"^hdr_codec_lies_hevc\.mp4: none of its frames can be decoded; copy"):
        probe(case("hdr_codec_lies_hevc.mp4"))


@pytest.mark.parametrize("error", [
    av.error.PatchWelcomeError(1, "x"), av.error.InvalidDataError(1, "x"), av.error.BugError(1, "x"),
    cv2.error("x"), MemoryError(), av.error.OSError(5, "x"),
])  # fmt: skip
def test_what_a_library_raises_is_one_line_with_the_name_and_a_remedy(clip_file, error):
    path = clip_file()
    with pytest.raises(VideoError, match=r"^clip\.mp4: [^\n]+; [^\n]+$"), open_video(path):
        raise error


def test_our_own_mistakes_are_not_hidden_as_damage(clip_file):
    with pytest.raises(ZeroDivisionError), open_video(clip_file()):
        raise ZeroDivisionError


def decoded(path):
    """Return (why it was refused, clip, shapes of its frames)."""
    try:
        clip = probe(path)
        shown = [frame.rgb.shape for frame in frames(clip)]
        assert len(list(stills(clip, most=5))) > 0
    except VideoError as error:
        return str(error), None, []
    return "", clip, shown


@pytest.mark.parametrize("name", ["flip_01_webm.webm", "flip_04_avi.avi", "mut1091_avi", "truncfs_09.mp4",
                                  "reschange.mkv", "reschange_big.mkv"])  # fmt: skip
def test_a_damaged_file_is_decoded_or_refused_in_one_line(name):
    refusal, clip, shown = decoded(case(name))
    if refusal:
        assert refusal.startswith(f"{name}: ")
        assert "\n" not in refusal
    else:
        assert set(shown) == {(clip.size_px[1], clip.size_px[0], 3)}
        assert len(shown) >= 0.9 * clip.n_frames


def test_damage_in_the_middle_is_counted_where_packets_are_not_frames(clip_file):
    """A film of which most is gone must not pass as a short one."""
    path = clip_file("clip.avi", codec="mpeg4", times_s=steady(60), size_px=(320, 240))
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = os.urandom(1) * third
    path.write_bytes(data)
    with pytest.raises(VideoError, match=r"clip\.avi: (is damaged|the file is cut short)"):
        list(frames(probe(path)))


def test_times_a_microsecond_apart_are_written_in_order(tmp_path):
    pictures = [(i * 1e-6, picture(i)) for i in range(20)]
    assert write_h264(tmp_path / "out.mp4", pictures, size_px=SIZE_PX) == 20
    with av.open(str(tmp_path / "out.mp4")) as container:
        stamps = [frame.pts for frame in container.decode(video=0)]
    assert stamps == sorted(set(stamps))
    assert len(stamps) == 20


def test_a_picture_of_one_pixel_is_written(tmp_path):
    assert write_h264(tmp_path / "out.mp4", [(0.0, picture(0, (2, 2)))], size_px=(1, 1)) == 1


@pytest.mark.parametrize(("name", "codec"), [
    ("a.mts", "libx264"), ("a.M2TS", "libx264"), ("a.3gp", "libx264"), ("b.3gp", "mpeg4"), ("a.3g2", "libx264"),
])  # fmt: skip
def test_what_camcorders_and_old_phones_write_is_read(tmp_path, clip_file, name, codec):
    written = clip_file(name.lower(), codec=codec, times_s=steady(60), size_px=(176, 144))
    clip = probe(written.rename(tmp_path / f"_{name}"))
    assert (clip.n_frames, sum(1 for _ in frames(clip))) == (60, 60)
    assert clip.mean_rate_hz == pytest.approx(30.0, rel=1e-3)


@pytest.mark.parametrize("content", [b"A shopping list.\n" * 500, (b"G" + bytes(187)) * 50, bytes(5000)])
def test_what_only_looks_like_a_camcorders_file_is_refused(tmp_path, content):
    (tmp_path / "junk.mts").write_bytes(content)
    with pytest.raises(VideoError, match=r"^junk\.mts: "):
        probe(tmp_path / "junk.mts")


@pytest.mark.parametrize("flags", ["", "+ilme+ildct"], ids=["progressive", "interlaced"])
def test_interlaced_pictures_are_told(tmp_path, flags):
    with av.open(str(tmp_path / "a.mts"), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"flags": flags} if flags else {})
        stream.width, stream.height, stream.pix_fmt = *SIZE_PX, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TIME_BASE
        fill(container, stream, 30)
    clip = probe(tmp_path / "a.mts")
    assert clip.interlaced is bool(flags)
    assert [note.code for note in file_notes(clip, told=None)] == (["interlaced"] if flags else [])


def test_slow_motion_is_named_only_where_nobody_gave_the_rate(clip_file):
    path = clip_file(metadata={"com.android.capture.fps": "240"}, container_options=ANDROID)
    [note] = file_notes(probe(path), told=None)
    assert (note.code, "240 frames per second and plays at 30" in note.text) == ("slow_motion_undone", True)
    assert file_notes(probe(path, capture_fps=240), told=240) == ()


def test_a_change_of_shape_is_named_with_its_time():
    [note] = file_notes(probe(case("two_sizes_turned.webm")), told=None)
    assert (note.code, "changes at 2.2 s" in note.text) == ("picture_reshaped", True)
