"""What dorsi writes plays in any browser, at the right times."""

import av
import numpy as np
import pytest
from made_clips import picture

from dorsi.errors import VideoError
from dorsi.video import frames, probe, write_h264

TIMES_S = [0.0, 0.02, 0.04, 0.3, 0.301, 1.7]
SIZE_PX = (160, 120)


def pictures(times_s=TIMES_S, size_px=SIZE_PX):
    return [(time_s, picture(i, size_px)) for i, time_s in enumerate(times_s)]


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "out.mp4"
    write_h264(path, pictures(), size_px=SIZE_PX)
    return path


def test_times_survive_writing_and_reading(written):
    np.testing.assert_allclose([frame.time_s for frame in frames(probe(written))], TIMES_S, atol=1e-4)


def test_colours_survive_writing_and_reading(written):
    first = next(frames(probe(written))).rgb.astype(int)
    assert np.abs(first - picture(0, SIZE_PX)).mean() < 3


def test_the_video_is_what_browsers_play(written):
    with av.open(str(written)) as container:
        stream = container.streams.video[0]
        assert (stream.codec.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert stream.codec_context.colorspace == 1  # BT.709


def test_the_index_comes_before_the_pictures(written):
    data = written.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_equal_input_gives_equal_bytes(tmp_path, written):
    write_h264(tmp_path / "again.mp4", pictures(), size_px=SIZE_PX)
    assert (tmp_path / "again.mp4").read_bytes() == written.read_bytes()


def test_odd_sizes_are_rounded_down_to_even_ones(tmp_path):
    write_h264(tmp_path / "odd.mp4", pictures(size_px=(161, 121)), size_px=(161, 121))
    assert probe(tmp_path / "odd.mp4").size_px == (160, 120)


def test_frames_of_another_size_are_scaled(tmp_path):
    write_h264(tmp_path / "small.mp4", pictures(size_px=(320, 240)), size_px=SIZE_PX)
    assert probe(tmp_path / "small.mp4").size_px == SIZE_PX


def test_the_number_of_frames_is_returned(tmp_path):
    assert write_h264(tmp_path / "out.mp4", pictures(), size_px=SIZE_PX) == len(TIMES_S)


def test_a_failure_half_way_leaves_no_file(tmp_path):
    def broken():
        yield from pictures()
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        write_h264(tmp_path / "out.mp4", broken(), size_px=SIZE_PX)
    assert list(tmp_path.iterdir()) == []


def test_no_frames_is_an_error_and_leaves_no_file(tmp_path):
    with pytest.raises(VideoError, match="no frames to write"):
        write_h264(tmp_path / "out.mp4", [], size_px=SIZE_PX)
    assert list(tmp_path.iterdir()) == []
