"""Each file that is no clip is refused in one line that names it and says what to do."""

from fractions import Fraction

import av
import numpy as np
import pytest
from made_clips import steady

from dorsi.errors import VideoError
from dorsi.video import probe


def refusal(path):
    with pytest.raises(VideoError) as caught:
        probe(path)
    text = str(caught.value)
    assert "\n" not in text
    assert text.startswith(path.name)
    return text


def test_a_missing_file_is_told(tmp_path):
    assert "no such file" in refusal(tmp_path / "gone.mp4")


def test_a_folder_is_told(tmp_path):
    assert "is a folder" in refusal(tmp_path)


def test_an_empty_file_is_told(tmp_path):
    path = tmp_path / "empty.mp4"
    path.touch()
    assert "is empty (0 bytes)" in refusal(path)


@pytest.mark.parametrize("text", ["A shopping list.\n" * 50, "#EXTM3U\n#EXTINF:5,\nhttp://example.org/a.ts\n"])
def test_text_and_playlists_named_mp4_are_told(tmp_path, text):
    """A playlist would make FFmpeg open a network address."""
    path = tmp_path / "notes.mp4"
    path.write_text(text)
    assert "is not a video file" in refusal(path)


def test_a_picture_is_told(tmp_path):
    path = tmp_path / "picture.mp4"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    assert "is not a video file" in refusal(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_an_mp4_that_lost_its_index_is_told(clip_file, share):
    path = clip_file()
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "cut short" in refusal(path)


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("front.mp4", "libx264", {"movflags": "faststart"}),
        ("clip.avi", "mpeg4", {}),
        ("clip.mkv", "libx264", {}),
        ("clip.webm", "libvpx-vp9", {}),
    ],
)
def test_a_clip_without_its_end_is_told_with_how_much_is_there(clip_file, name, codec, options):
    path = clip_file(name, codec=codec, times_s=steady(120), size_px=(320, 240), container_options=options)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    assert "the file is cut short: " in refusal(path)


def test_sound_without_picture_is_told(tmp_path):
    path = tmp_path / "song.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000, layout="mono")
        for start in range(0, 16_000, 1024):
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = 16_000, start, Fraction(1, 16_000)
            container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    assert "holds no video, only sound" in refusal(path)


def test_a_single_frame_is_told(clip_file):
    assert "holds one frame only" in refusal(clip_file(times_s=[0.0]))


def test_a_clip_without_any_frame_is_told(tmp_path):
    path = tmp_path / "none.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        container.start_encoding()
    assert "holds no video, it may be cut short" in refusal(path)


def test_a_codec_that_is_not_known_is_told(clip_file):
    path = clip_file()
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    assert "video format is not known; save it as H.264" in refusal(path)
