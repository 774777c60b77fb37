"""Landmarks survive being written, and files that hold none are refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dorsi.analysis.level import Cue
from dorsi.errors import DataError
from dorsi.pose.backends.replay import ReplayBackend
from dorsi.pose.landmark_file import (
    from_arrays,
    load_keypoint_json,
    load_landmarks,
    load_level_cues,
    save_landmarks,
    to_arrays,
)
from dorsi.pose.names import NAMES
from dorsi.types import Clip, Landmarks

CLIPS = Path(__file__).parents[2] / "../shared/clips"
SIZE_PX = (720, 1280)


def some_landmarks(n=12, *, optional=True, seed=5):
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 1000, (n, 33, 2))
    xy[3:5] = np.nan
    return Landmarks(
        time_s=np.cumsum(rng.uniform(0.01, 0.1, n)),
        xy_px=xy,
        score=rng.uniform(0, 1, (n, 33)),
        names=NAMES,
        size_px=SIZE_PX,
        sigma_px=rng.uniform(0, 5, (n, 33)) if optional else None,
        world_m=rng.normal(0, 1, (n, 33, 3)) if optional else None,
    )


def assert_same(a, b):
    assert (a.names, a.size_px) == (b.names, b.size_px)
    for name in ("time_s", "xy_px", "score", "sigma_px", "world_m"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


@pytest.mark.parametrize("optional", [True, False])
def test_landmarks_survive_writing_and_reading_bit_for_bit(tmp_path, optional):
    landmarks = some_landmarks(optional=optional)
    save_landmarks(tmp_path / "landmarks.npz", landmarks)
    assert_same(load_landmarks(tmp_path / "landmarks.npz"), landmarks)


@settings(deadline=None)  # a busy machine is no fault
@given(n=st.integers(1, 30), seed=st.integers(0, 1000), optional=st.booleans())
def test_any_landmarks_survive_being_taken_apart(n, seed, optional):
    landmarks = some_landmarks(n, seed=seed, optional=optional)
    assert_same(from_arrays(to_arrays(landmarks)), landmarks)


def test_equal_landmarks_give_equal_files(tmp_path):
    for name in ("a.npz", "b.npz"):
        save_landmarks(tmp_path / name, some_landmarks())
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DataError, match=r"gone\.npz: no such file"):
        load_landmarks(tmp_path / "gone.npz")


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 half a zip"])
def test_a_file_that_holds_no_landmarks_is_told(tmp_path, content):
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"x\.npz: is not a landmarks\.npz"):
        load_landmarks(path)


def test_a_cut_off_file_is_told(tmp_path):
    path = tmp_path / "x.npz"
    save_landmarks(path, some_landmarks())
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataError, match=r"is not a landmarks\.npz"):
        load_landmarks(path)


def test_an_npz_of_something_else_is_told(tmp_path):
    np.savez(tmp_path / "x.npz", a=np.zeros(3))
    with pytest.raises(DataError, match=r"is not a landmarks\.npz"):
        load_landmarks(tmp_path / "x.npz")


def keypoints(path, entries):
    path.write_text(json.dumps(entries))
    return load_keypoint_json(path, time_s=np.arange(2) / 30, size_px=SIZE_PX)


def test_keypoints_in_blazepose_order_are_read(tmp_path):
    points = [[10.0 * k, 5.0 * k, 0.5] for k in range(33)]
    landmarks = keypoints(tmp_path / "k.json", [points, points])
    np.testing.assert_array_equal(landmarks.point("left_ankle"), [[270, 135], [270, 135]])


def test_keypoints_by_name_are_read_under_dorsis_names(tmp_path):
    entry = {"left_foot_index": {"x": 100, "y": 200}, "nose": {"x": 50, "y": 60}}
    landmarks = keypoints(tmp_path / "k.json", [entry, {"nose": {"x": 51, "y": 61}}])
    np.testing.assert_array_equal(landmarks.point("left_toe"), [[100, 200], [np.nan, np.nan]])


@pytest.mark.parametrize(
    "entries",
    [{}, [], [1, 2], [[[1, 2, 3]]] * 2, [{"tail": {"x": 1, "y": 2}}] * 2, [{"nose": {"x": 1}}] * 2, [{"nose": 7}] * 2],
)
def test_json_of_another_kind_is_told(tmp_path, entries):
    with pytest.raises(DataError, match=r"k\.json: not a list of keypoints"):
        keypoints(tmp_path / "k.json", entries)


def test_text_that_is_no_json_is_told(tmp_path):
    path = tmp_path / "k.json"
    path.write_text("no json")
    with pytest.raises(DataError, match="not a list of keypoints"):
        load_keypoint_json(path, time_s=np.arange(2) / 30, size_px=SIZE_PX)


def test_keypoints_of_another_number_of_frames_are_told(tmp_path):
    with pytest.raises(DataError, match="holds 3 frames, the clip 2"):
        keypoints(tmp_path / "k.json", [[[100.0, 100.0, 0.0]] * 33] * 3)


def test_metres_are_not_taken_for_pixels(tmp_path):
    with pytest.raises(DataError, match="holds metres, not pixels"):
        keypoints(tmp_path / "k.json", [[[0.3, -0.8, 0.1]] * 33] * 2)


@pytest.mark.parametrize(
    ("name", "n_frames"), [("squat-oblique-5fps.blazepose-full.json", 65), ("inplace-run-front.pose.json", 120)]
)
def test_published_keypoints_are_read(name, n_frames):
    if not (CLIPS / name).exists():
        pytest.skip(f"{name} is not at hand")
    landmarks = load_keypoint_json(CLIPS / name, time_s=np.arange(n_frames) / 30, size_px=SIZE_PX)
    assert np.isfinite(landmarks.point("left_knee")).all()
    assert landmarks.point("left_knee")[:, 1].mean() > landmarks.point("nose")[:, 1].mean()


CUES = (
    Cue(name="uprights", roll_deg=3.5, sd_deg=0.8, wrong_frac=0.1, pitch_deg=-11.5, pitch_sd_deg=1.5),
    Cue(name="the planted feet", roll_deg=-1.0, sd_deg=2.0, wrong_frac=0.2),
)


def test_what_told_the_tilt_is_kept_with_the_landmarks(tmp_path):
    landmarks = some_landmarks()
    save_landmarks(tmp_path / "landmarks.npz", landmarks, CUES)
    assert load_level_cues(tmp_path / "landmarks.npz") == CUES
    assert_same(load_landmarks(tmp_path / "landmarks.npz"), landmarks)


def test_an_older_file_has_no_cues(tmp_path):
    save_landmarks(tmp_path / "landmarks.npz", some_landmarks())
    assert load_level_cues(tmp_path / "landmarks.npz") is None
    save_landmarks(tmp_path / "landmarks.npz", some_landmarks(), ())
    assert load_level_cues(tmp_path / "landmarks.npz") == ()


def test_cues_of_0_1_tell_no_pitch(tmp_path):
    save_landmarks(tmp_path / "landmarks.npz", some_landmarks(), CUES)
    with np.load(tmp_path / "landmarks.npz") as npz:
        np.savez(tmp_path / "older.npz", **{k: v for k, v in npz.items() if k != "level_cue_pitch_sd"})
    assert [cue.pitch_deg for cue in load_level_cues(tmp_path / "older.npz")] == [None, None]
    assert [cue.roll_deg for cue in load_level_cues(tmp_path / "older.npz")] == [3.5, -1.0]


def test_a_replay_brings_the_cues_along(tmp_path):
    landmarks = some_landmarks()
    save_landmarks(tmp_path / "landmarks.npz", landmarks, CUES)
    last_s = float(landmarks.time_s[-1])
    clip = Clip(
        path=tmp_path / "clip.mp4", sha256="0" * 64, n_frames=len(landmarks.time_s), size_px=SIZE_PX,
        duration_s=last_s, mean_rate_hz=len(landmarks.time_s) / last_s,
    )  # fmt: skip
    assert ReplayBackend(tmp_path / "landmarks.npz").people(clip).level_cues == CUES
