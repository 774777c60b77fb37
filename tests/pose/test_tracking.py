"""Everybody in a clip is tracked by the real networks, and nobody is taken for somebody else."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from small_clips import HALF_PX

from dorsi.errors import DataError, OptionError
from dorsi.pose import cache, choose_subject, save_landmarks, track
from dorsi.pose.backends.blazepose import BlazePoseBackend
from dorsi.pose.models import verified
from dorsi.pose.names import MIRRORED, NAMES, other_side
from dorsi.settings import Settings
from dorsi.video import frames, probe, write_h264

pytestmark = pytest.mark.models
CLIPS = Path(__file__).parents[2] / "../shared/clips"
LITE = Settings(model="lite")


@pytest.fixture(scope="module")
def single(one_person):
    return track(probe(one_person), LITE)


@pytest.fixture(scope="module")
def pair(two_people):
    return track(probe(two_people), LITE)


def test_one_person_is_found_in_every_frame(single, one_person):
    (person,) = single.persons
    assert len(person.time_s) == probe(one_person).n_frames
    assert np.isfinite(person.xy_px).all()


def test_points_are_pixels_in_the_picture(single):
    (person,) = single.persons
    assert np.nanmin(person.point("nose")[:, 1]) > 0
    assert HALF_PX[1] / 2 < np.median(person.point("left_ankle")[:, 1]) < HALF_PX[1]


def test_noise_is_told_for_every_point(single):
    (person,) = single.persons
    assert np.all(person.sigma_px > 0)
    assert np.median(person.sigma_px) < 5


def test_the_mirrored_clip_gives_the_mirrored_landmarks(single, one_person, tmp_path):
    """Left and right swap; the average of both passes sees the same two pictures either way."""
    clip = probe(one_person)
    flipped = ((frame.time_s, np.ascontiguousarray(frame.rgb[:, ::-1])) for frame in frames(clip))
    write_h264(tmp_path / "flipped.mp4", flipped, size_px=clip.size_px, crf=10)
    (person,) = track(probe(tmp_path / "flipped.mp4"), LITE).persons
    back = person.xy_px[:, MIRRORED] * (-1, 1) + (clip.size_px[0], 0)
    assert np.median(np.linalg.norm(back - single.persons[0].xy_px, axis=-1)) < 2.0


def test_two_runs_give_identical_landmarks(single, one_person):
    again = BlazePoseBackend(model="lite").people(probe(one_person))
    np.testing.assert_array_equal(again.persons[0].xy_px, single.persons[0].xy_px)
    np.testing.assert_array_equal(again.persons[0].sigma_px, single.persons[0].sigma_px)


def test_two_people_are_two_persons_each_on_their_own_side(pair):
    assert len(pair.persons) == 2
    middles = [np.nanmedian(person.xy_px[..., 0]) for person in pair.persons]
    assert middles[0] < HALF_PX[0] < middles[1]


def test_nobody_ever_changes_to_the_other_person(pair):
    for person in pair.persons:
        hips = person.side("hip").mean(axis=1)[:, 0]
        hips = hips[np.isfinite(hips)]
        assert np.all(hips < HALF_PX[0]) or np.all(hips > HALF_PX[0])


def test_a_person_who_comes_later_is_missing_before(pair):
    late = pair.persons[1]
    assert np.isnan(late.xy_px[late.time_s < 0.55]).all()
    assert np.isfinite(late.xy_px[late.time_s > 0.8]).all()


def test_with_company_a_person_is_followed_as_if_alone(pair, single):
    """Somebody else in the picture changes no more than the noise."""
    apart = np.linalg.norm(pair.persons[0].xy_px - single.persons[0].xy_px, axis=-1)
    assert np.median(apart) < 3.0


def test_somebody_passing_in_front_is_never_taken_for_the_person_behind(crossing):
    """The squatter stays in the middle, the passer goes through; where one hides the other, neither is claimed."""
    people = track(probe(crossing), LITE)
    squatter, passer = people.persons
    hip_x = squatter.side("hip").mean(axis=1)[:, 0]
    known = np.isfinite(hip_x)
    assert np.all(np.abs(hip_x[known] - 580) < 60)
    assert known[people.time_s < 0.8].all()
    assert known[people.time_s > 2.6].all()
    passer_x = passer.side("hip").mean(axis=1)[:, 0]
    assert np.nanmin(passer_x) < 200
    assert np.nanmax(passer_x) > 900
    subject = choose_subject(people)
    assert subject.landmarks is squatter
    assert "people_cross" in {warning.code for warning in subject.warnings}


def test_a_pick_chooses_between_them(pair):
    assert choose_subject(pair, pick=(540, 320)).landmarks is pair.persons[1]


def test_nobody_in_the_clip_gives_no_person_and_says_so(nobody):
    subject = choose_subject(track(probe(nobody), LITE))
    assert subject.people_count == 0
    assert subject.warnings[0].code == "no_person"


def test_progress_rises_to_the_end(one_person, tmp_path):
    told = []
    clip = probe(one_person)
    track(clip, LITE, cache_dir=tmp_path, progress=lambda done_s, total_s: told.append((done_s, total_s)))
    done = [done_s for done_s, _ in told]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(clip.duration_s, abs=0.1)
    assert {total_s for _, total_s in told} == {clip.duration_s}


def test_provenance_names_backend_and_model(single):
    assert single.provenance["pose_model"] == "lite"
    assert single.provenance["pose_model_sha256"] == verified("lite").sha256
    assert single.provenance["pose_backend"] == "blazepose"


def test_the_second_time_landmarks_come_from_the_cache(single, one_person, landmark_cache, monkeypatch):
    """With the models gone from memory and disk, only the cache can answer."""
    monkeypatch.setattr(BlazePoseBackend, "people", None)
    again = track(probe(one_person), LITE, cache_dir=landmark_cache)
    np.testing.assert_array_equal(again.persons[0].xy_px, single.persons[0].xy_px)


def test_a_damaged_cache_entry_is_replaced(nobody, tmp_path):
    clip = probe(nobody)
    track(clip, LITE, cache_dir=tmp_path)
    entry = cache.entry_path(tmp_path, clip, BlazePoseBackend(model="lite").key)
    entry.write_bytes(b"broken")
    track(clip, LITE, cache_dir=tmp_path)
    assert cache.load(entry) is not None


def test_lost_frames_are_said(nobody, tmp_path):
    clip = probe(nobody)
    people = track(dataclasses.replace(clip, n_frames=clip.n_frames + 1), LITE, cache_dir=tmp_path)
    assert [(warning.code, warning.text) for warning in people.warnings] == [
        ("frames_damaged", "1 of 13 frames are damaged and were left out.")
    ]


def test_landmarks_are_replayed_from_a_file(single, one_person, tmp_path):
    save_landmarks(tmp_path / "landmarks.npz", single.persons[0])
    people = track(probe(one_person), Settings(backend=f"replay:{tmp_path / 'landmarks.npz'}"))
    np.testing.assert_array_equal(people.persons[0].xy_px, single.persons[0].xy_px)
    assert people.provenance == {"pose_backend": "replay", "pose_file": "landmarks.npz"}


def test_landmarks_of_another_clip_are_refused(single, two_people, tmp_path):
    save_landmarks(tmp_path / "landmarks.npz", single.persons[0])
    with pytest.raises(DataError, match=r"landmarks\.npz: belongs to another clip"):
        track(probe(two_people), Settings(backend=f"replay:{tmp_path / 'landmarks.npz'}"))


def test_landmarks_made_with_another_capture_rate_are_refused(single, one_person, tmp_path):
    save_landmarks(tmp_path / "landmarks.npz", single.persons[0])
    with pytest.raises(DataError, match="and the --capture-fps they were made with"):
        track(probe(one_person, capture_fps=240), Settings(backend=f"replay:{tmp_path / 'landmarks.npz'}"))


@pytest.mark.parametrize("backend", ["openpose", "replay", "replay:", "mediapipe:x"])
def test_an_unknown_backend_is_refused(one_person, backend):
    with pytest.raises(OptionError, match="choose from 'blazepose', 'mediapipe', 'replay:FILE' or 'rtmlib:FILE"):
        track(probe(one_person), Settings(backend=backend))


def test_published_keypoints_are_replayed_with_the_clips_own_times():
    if not CLIPS.exists():
        pytest.skip("the real clips are not at hand")
    clip = probe(CLIPS / "squat-oblique-5fps.mp4")
    keypoints = CLIPS / "squat-oblique-5fps.blazepose-full.json"
    (person,) = track(clip, Settings(backend=f"replay:{keypoints}")).persons
    np.testing.assert_allclose(np.diff(person.time_s), 0.2, atol=1e-6)


@pytest.mark.skipif(not CLIPS.exists(), reason="the real clips are not at hand")
def test_walker_and_jumper_are_each_followed_without_a_switch():
    """The walker crosses the lawn from right to left, the jumper stays on the box; their boxes never mix."""
    clip = probe(CLIPS / "sports2d-demo-vp9.mp4")
    jumper, walker, *_ = track(clip, Settings(model="full")).persons
    walker_hip = walker.side("hip").mean(axis=1)
    walker_hip = walker_hip[np.isfinite(walker_hip).all(axis=1)]
    assert len(walker_hip) > 140
    assert np.diff(walker_hip[:, 0]).max() < 12
    assert walker_hip[0, 0] - walker_hip[-1, 0] > 1000
    assert np.all(walker_hip[:, 1] > 600)
    jumper_hip = jumper.side("hip").mean(axis=1)
    assert np.nanmax(jumper_hip[:, 1]) < 500


def test_names_of_the_two_sides_belong_together():
    assert [NAMES[k] for k in MIRRORED] == [other_side(name) for name in NAMES]
    assert other_side("left_toe") == "right_toe"
    assert other_side("nose") == "nose"
