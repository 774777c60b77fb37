"""Two sample clips cut together: the pictures tell where, and one part is measured."""

from itertools import chain, islice
from pathlib import Path

import pytest

from dorsi import pipeline, video
from dorsi.settings import Settings

SAMPLES = Path(__file__).parents[1] / "sample_videos"
SIZE_PX = (540, 960)
FIRST, SECOND = 50, 75  #: frames: 1.7 and 2.5 s
QUICK = Settings(model="lite", mirror=False)


def part(name, count):
    return (frame.rgb for frame in islice(video.frames(video.probe(SAMPLES / name)), count))


@pytest.fixture(scope="module")
def spliced(tmp_path_factory, landmark_cache):
    """Analyse the beginning of a lunge and that of a squat, one after the other in one file."""
    path = tmp_path_factory.mktemp("spliced") / "spliced.mp4"
    frames = chain(part("lunge_left.mp4", FIRST), part("squat_side.mp4", SECOND))
    video.write_h264(path, ((k / 30, rgb) for k, rgb in enumerate(frames)), size_px=SIZE_PX)
    return pipeline.analyse(path, QUICK, cache_dir=landmark_cache)


def test_the_cut_is_found_at_its_time(spliced):
    assert spliced.session.quality.cuts_s == [pytest.approx(FIRST / 30, abs=1e-3)]


def test_only_one_part_is_measured_and_that_is_said(spliced):
    said = next(w for w in spliced.session.quality.warnings if w.code == "clip_cut")
    assert "only the part from" in said.text


def test_no_repetition_lies_across_the_cut(spliced):
    border = FIRST / 30
    assert all((e.start_s < border) == (e.end_s < border) for e in spliced.events)


def test_a_second_look_takes_the_cut_from_what_was_kept(spliced, landmark_cache):
    again = pipeline.analyse(spliced.clip.path, QUICK, cache_dir=landmark_cache)
    assert again.session == spliced.session
