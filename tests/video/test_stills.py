"""A few pictures without decoding the rest."""

from pathlib import Path

import numpy as np

from dorsi import video

SAMPLE = Path(__file__).parents[2] / "sample_videos/lunge_left.mp4"


def test_stills_are_frames_of_the_clip_with_their_times():
    clip = video.probe(SAMPLE)
    every = {round(frame.time_s, 6): frame.rgb for frame in video.frames(clip)}
    for still in video.stills(clip, most=3):
        assert np.array_equal(still.rgb, every[round(still.time_s, 6)])


def test_no_more_stills_come_than_asked_for():
    clip = video.probe(SAMPLE)
    assert 1 <= len(list(video.stills(clip, most=2))) <= 2
