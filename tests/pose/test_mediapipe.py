"""MediaPipe's own tracking, which can be asked for, and to which dorsi's is held."""

import dataclasses
from concurrent.futures import Future

import numpy as np
import pytest

from dorsi.pose import track
from dorsi.pose.backends.blazepose import BlazePoseBackend
from dorsi.pose.backends.mediapipe import MediaPipeBackend
from dorsi.pose.boxes import box_of, size_of
from dorsi.pose.landmarker import Landmarker
from dorsi.pose.models import verified
from dorsi.settings import Settings
from dorsi.video import frames, probe
from dorsi.video.picture import Picture

pytestmark = pytest.mark.models
LITE = Settings(model="lite", backend="mediapipe")


@pytest.fixture(scope="module")
def single(one_person):
    return track(probe(one_person), LITE)


@pytest.mark.parametrize("model", ["lite", "full"])
def test_dorsis_tracking_finds_what_mediapipes_does(one_person, model):
    """Within what one grey level of noise does to MediaPipe's own points: 1 % of the person in the median."""
    ours, theirs = (
        backend(model=model, mirror=False).people(probe(one_person)).persons[0]
        for backend in (BlazePoseBackend, MediaPipeBackend)
    )
    apart = np.linalg.norm(ours.xy_px - theirs.xy_px, axis=-1) / size_of(box_of(theirs.xy_px))[:, None]
    assert np.isfinite(apart).all()
    assert np.median(apart) < 0.01
    assert np.percentile(apart, 95) < 0.05
    assert np.median(np.abs(ours.score - theirs.score)) < 0.02
    assert np.median(np.abs(ours.world_m - theirs.world_m)) < 0.02


def test_without_the_mirror_the_landmarks_are_those_of_mediapipes_single_person_tracking(one_person):
    """Bit for bit: the survey and the following add nothing to what one landmarker finds."""
    clip = probe(one_person)
    (person,) = track(clip, dataclasses.replace(LITE, mirror=False)).persons
    with Landmarker(verified("lite"), most_people=1) as landmarker:
        expected = [landmarker.find(Picture.of(frame.rgb))[0].xy_px for frame in frames(clip)]
    np.testing.assert_array_equal(person.xy_px, expected)
    assert person.sigma_px is None


class _AtOnce:
    """Stands for a pool of threads: work is done where it is handed in."""

    def __init__(self, _threads):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, work, *given):
        done = Future()
        done.set_result(work(*given))
        return done


def test_provenance_names_backend_and_version(single):
    assert str(single.provenance["pose_backend"]).startswith("mediapipe 0.10.3")


def test_threads_change_no_landmark(single, one_person, monkeypatch):
    """Frames made ahead and both passes side by side give, bit for bit, what one thread gives."""
    monkeypatch.setattr("dorsi.pose.backends.mediapipe.ThreadPoolExecutor", _AtOnce)
    for place in ("survey", "backends.mediapipe"):
        monkeypatch.setattr(f"dorsi.pose.{place}.ahead", lambda items: (item for item in items))
    alone = MediaPipeBackend(model="lite").people(probe(one_person))
    for name in ("xy_px", "score", "sigma_px", "world_m"):
        np.testing.assert_array_equal(getattr(alone.persons[0], name), getattr(single.persons[0], name))
    np.testing.assert_array_equal(alone.time_s, single.time_s)
    assert alone.cuts_s == single.cuts_s
