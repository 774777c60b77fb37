"""Landmarks refined by a foot network: which points come from where, with what doubt, and kept from run to run."""

from dataclasses import replace

import numpy as np
import pytest
from dot_network import leg_points, pictures, save_dot_network

from dorsi import synth
from dorsi.analysis.view import find_view
from dorsi.pose import foot
from dorsi.pose.foot import foot_key, joined, refine, with_foot
from dorsi.pose.foot_network import POINTS, read_network
from dorsi.pose.foot_tracking import FootTrack
from dorsi.pose.landmark_file import load_landmarks, save_landmarks
from dorsi.settings import Settings
from dorsi.video import probe, write_h264

ON, OFF = Settings(foot_model="on"), Settings(foot_model="off")
MADE_BY = {"pose_backend": "stick figure", "pose_model_sha256": "ab"}
CAMERA = synth.Camera(yaw_deg=12.0, px_per_m=300.0, size_px=(480, 640))
SIGMA_PX = 2.5


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Return the network that finds dots."""
    return read_network(save_dot_network(tmp_path_factory.mktemp("foot") / "dots.onnx"), sha256="0" * 64)


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """Return a clip of a squat drawn as dots, and what a noisy pose network says of it."""
    true = synth.squat(reps=1, rate_hz=20.0, camera=CAMERA)
    right = [k for k, name in enumerate(true.names) if name.startswith("right_")]
    true.xy_px[:, right, 0] += 160.0  # feet wide apart: dots of one leg are no part of the other one's crop
    path = tmp_path_factory.mktemp("clips") / "dots.mp4"
    frames = ((frame.time_s, frame.picture.rgb) for frame in pictures(true, radius=7))
    write_h264(path, frames, size_px=CAMERA.size_px, crf=10)
    noise = np.random.default_rng(0).normal(0, 5.0, true.xy_px.shape)
    sigma = np.full(true.score.shape, SIGMA_PX)
    return probe(path), replace(true, xy_px=true.xy_px + noise, sigma_px=sigma), true


def track_of(landmarks, lost=()):
    """Return a track that has every point, but for lost frames of the left leg."""
    xy = leg_points(landmarks)
    sigma, visible = np.full(xy.shape[:3], 0.7), np.full(xy.shape[:3], 0.9)
    for array in (xy, sigma, visible):
        array[list(lost), 0] = np.nan
    return FootTrack(xy_px=xy, sigma_px=sigma, visible=visible)


def test_a_film_gives_legs_nearer_to_the_truth_and_three_more_points_a_side(filmed, network):
    clip, guessed, true = filmed
    found, facts = refine(clip, guessed, network)
    for name in ("knee", "ankle", "heel", "toe"):
        before, after = (np.median(np.linalg.norm(x.side(name) - true.side(name), axis=-1)) for x in (guessed, found))
        assert after < 0.7 * before
    assert set(found.names) - set(guessed.names) == {
        f"{side}_{name}" for side in ("left", "right") for name in ("ball", "heel_sole", "ball_sole")
    }
    assert facts == {"foot_left_frac": 1.0, "foot_right_frac": 1.0}


def test_other_points_stay_as_they_were(filmed, network):
    clip, guessed, _ = filmed
    found, _ = refine(clip, guessed, network)
    for name in ("hip", "shoulder"):
        np.testing.assert_array_equal(found.side(name), guessed.side(name))
        np.testing.assert_array_equal(found.sigma_of(name), guessed.sigma_of(name))


def test_sigma_and_score_of_the_legs_are_the_foot_networks():
    true = synth.squat(reps=1, camera=CAMERA)
    found, _ = joined(true, track_of(true))
    assert (found.sigma_of("ball") == 0.7).all()
    assert (found.score[:, found.names.index("left_ankle")] == 0.9).all()


def test_where_a_leg_is_lost_the_pose_networks_points_move_to_where_the_foot_network_saw_it():
    true = synth.squat(reps=1, camera=CAMERA)
    lost = list(range(10, 20))
    guessed = replace(true, xy_px=true.xy_px + np.array([6.0, 0.0]), sigma_px=np.full(true.score.shape, SIGMA_PX))
    found, facts = joined(guessed, track_of(true, lost))
    np.testing.assert_allclose(found.side("ankle"), true.side("ankle"))
    assert found.sigma_of("ankle")[lost, 0] == pytest.approx(SIGMA_PX)
    assert np.isnan(found.side("ball")[lost, 0]).all()
    assert np.isfinite(found.side("ball")[:, 1]).all()
    assert facts["foot_left_frac"] == pytest.approx(1 - 10 / len(true.time_s), abs=1e-4)


def test_where_a_leg_is_lost_sigma_holds_how_much_the_networks_differ_from_frame_to_frame():
    true = synth.squat(reps=1, camera=CAMERA)
    noise = np.random.default_rng(0).normal(0, 5.0, true.xy_px.shape)
    guessed = replace(true, xy_px=true.xy_px + noise, sigma_px=np.full(true.score.shape, SIGMA_PX))
    lost = list(range(10, 20))
    found, _ = joined(guessed, track_of(true, lost))
    assert found.sigma_of("ankle")[lost, 0] == pytest.approx(np.hypot(SIGMA_PX, 5.0), rel=0.2)


def test_a_leg_that_is_hardly_followed_stays_the_pose_networks_throughout():
    true = synth.squat(reps=1, camera=CAMERA)
    guessed = replace(true, xy_px=true.xy_px + 3.0)
    found, facts = joined(guessed, track_of(true, range(5, len(true.time_s))))
    np.testing.assert_array_equal(found.side("ankle")[:, 0], guessed.side("ankle")[:, 0])
    assert np.isnan(found.side("ball")[:, 0]).all()
    assert facts["foot_left_frac"] == 0.0


def test_from_the_front_the_pose_networks_points_stay(filmed, network):
    clip, _, _ = filmed
    ahead = synth.squat(reps=1, camera=replace(CAMERA, yaw_deg=90.0))
    assert find_view(ahead).kind == "front"
    found, facts = refine(clip, ahead, network)
    assert found is ahead
    assert facts == {"foot_left_frac": 0.0, "foot_right_frac": 0.0}


def test_the_landmarks_that_were_given_are_not_changed():
    true = synth.squat(reps=1, camera=CAMERA)
    before = true.xy_px.copy()
    joined(true, track_of(replace(true, xy_px=true.xy_px + 5.0)))
    np.testing.assert_array_equal(true.xy_px, before)


def test_landmarks_with_the_further_points_come_back_from_a_file(tmp_path):
    true = synth.squat(reps=1, camera=CAMERA)
    found, _ = joined(true, track_of(true, [3]))
    save_landmarks(tmp_path / "landmarks.npz", found)
    again = load_landmarks(tmp_path / "landmarks.npz")
    assert again.names == found.names
    np.testing.assert_array_equal(again.xy_px, found.xy_px)
    np.testing.assert_array_equal(again.sigma_px, found.sigma_px)


@pytest.fixture
def shipped(network, monkeypatch):
    """Let the dot network be the shipped one, and count how often it is loaded."""
    loads = []
    monkeypatch.setattr(foot, "load_foot_network", lambda: loads.append(1) or network)
    return loads


def test_provenance_tells_the_network_and_how_much_of_each_leg_it_gave(filmed, shipped, tmp_path):
    clip, guessed, _ = filmed
    _, facts = with_foot(clip, guessed, ON, made_by=MADE_BY, cache_dir=tmp_path)
    assert facts == {
        "foot_model": "dorsi-foot dots",
        "foot_model_sha256": "0" * 64,
        "foot_tracking_version": foot.FOOT_TRACKING_VERSION,
        "foot_points": ", ".join(POINTS),
        "foot_left_frac": 1.0,
        "foot_right_frac": 1.0,
    }


def test_refined_landmarks_are_kept_and_the_same_when_read_back(filmed, shipped, tmp_path, monkeypatch):
    clip, guessed, _ = filmed
    first, facts = with_foot(clip, guessed, ON, made_by=MADE_BY, cache_dir=tmp_path)
    monkeypatch.delattr(foot, "refine")  # a second look at the film would fail
    again, kept = with_foot(clip, guessed, ON, made_by=MADE_BY, cache_dir=tmp_path)
    np.testing.assert_array_equal(again.xy_px, first.xy_px)
    assert kept == facts


@pytest.mark.parametrize(
    ("made_by", "pick"),
    [
        (MADE_BY | {"pose_model_sha256": "cd"}, None),
        (MADE_BY | {"foot_model_sha256": "cd"}, None),
        (MADE_BY | {"foot_tracking_version": 0}, None),
        (MADE_BY, "1,2"),
    ],
)
def test_another_network_or_person_is_another_entry_of_the_cache(made_by, pick):
    assert foot_key(made_by, pick) != foot_key(MADE_BY, None)


def test_what_does_not_change_the_landmarks_is_no_part_of_the_key():
    more = MADE_BY | {"dorsi_version": "9", "foot_left_frac": 0.5, "setting_movement": "squat"}
    assert foot_key(more, None) == foot_key(MADE_BY, None)


def test_off_leaves_the_landmarks_alone_and_loads_nothing(filmed, shipped):
    clip, guessed, _ = filmed
    found, facts = with_foot(clip, guessed, OFF, made_by=MADE_BY)
    assert found is guessed
    assert (facts, shipped) == ({}, [])


def test_landmarks_of_a_file_are_taken_as_they_are(filmed, shipped):
    clip, guessed, _ = filmed
    found, facts = with_foot(clip, guessed, ON, made_by={"pose_backend": "replay"})
    assert found is guessed
    assert (facts, shipped) == ({}, [])


def test_a_file_with_foot_points_is_told(filmed):
    clip, guessed, true = filmed
    refined, _ = joined(guessed, track_of(true))
    _, facts = with_foot(clip, refined, OFF, made_by={"pose_backend": "replay"})
    assert facts == {"foot_model": "as in the file"}


def test_nobody_needs_no_second_look(filmed, shipped):
    clip, guessed, _ = filmed
    nobody = replace(guessed, xy_px=np.full_like(guessed.xy_px, np.nan))
    assert with_foot(clip, nobody, ON, made_by=MADE_BY) == (nobody, {})


def test_progress_reaches_the_end_of_the_clip(filmed, shipped, tmp_path):
    clip, guessed, _ = filmed
    for _ in range(2):  # the second time from the cache
        told = []
        with_foot(
            clip, guessed, ON, made_by=MADE_BY, cache_dir=tmp_path, progress=lambda *done, told=told: told.append(done)
        )
        assert told[-1][0] == pytest.approx(clip.duration_s, abs=0.11)
