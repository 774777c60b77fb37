"""Landmarks are kept from run to run, and only true ones are taken."""

import dataclasses
import logging
from pathlib import Path

import numpy as np
import pytest

from dorsi.pose import People, cache
from dorsi.pose.names import NAMES
from dorsi.types import Clip, Landmarks

CLIP = Clip(path=Path("a.mp4"), sha256="ab12", n_frames=5, size_px=(640, 480), duration_s=0.5, mean_rate_hz=10.0)
TIME_S = np.arange(5) / 10


def person(shift):
    rng = np.random.default_rng(shift)
    xy = rng.uniform(0, 400, (5, 33, 2))
    xy[2] = np.nan
    score = rng.uniform(0, 1, (5, 33))
    return Landmarks(time_s=TIME_S, xy_px=xy, score=score, names=NAMES, size_px=(640, 480), sigma_px=score * 2)


@pytest.fixture
def people():
    provenance = {"pose_backend": "mediapipe 0.10.33", "pose_mirror": True}
    return People(persons=(person(1), person(2)), time_s=TIME_S, size_px=(640, 480), provenance=provenance)


@pytest.fixture
def entry(tmp_path):
    return cache.entry_path(tmp_path, CLIP, "key")


def assert_same(a, b):
    assert (len(a.persons), a.size_px, a.provenance) == (len(b.persons), b.size_px, b.provenance)
    np.testing.assert_array_equal(a.time_s, b.time_s)
    for mine, yours in zip(a.persons, b.persons, strict=True):
        for name in ("time_s", "xy_px", "score", "sigma_px"):
            np.testing.assert_array_equal(getattr(mine, name), getattr(yours, name))


def test_kept_people_come_back_bit_for_bit(entry, people):
    cache.save(entry, people)
    assert_same(cache.load(entry), people)


def test_a_clip_with_nobody_is_kept_too(entry):
    nobody = People(persons=(), time_s=TIME_S, size_px=(640, 480))
    cache.save(entry, nobody)
    assert_same(cache.load(entry), nobody)


def test_nothing_kept_gives_none(entry):
    assert cache.load(entry) is None


@pytest.mark.parametrize("keep", [0, 3, 500, -100])
def test_a_damaged_entry_is_said_and_not_taken(entry, people, keep, caplog):
    cache.save(entry, people)
    entry.write_bytes(entry.read_bytes()[:keep])
    with caplog.at_level(logging.WARNING):
        assert cache.load(entry) is None
    assert "they are computed again" in caplog.text


def test_no_partial_file_is_left(entry, people):
    cache.save(entry, people)
    assert list(entry.parent.iterdir()) == [entry]


def test_a_folder_that_can_not_be_written_is_said_and_no_error(tmp_path, people, caplog):
    blocked = tmp_path / "file"
    blocked.touch()
    with caplog.at_level(logging.WARNING):
        cache.save(cache.entry_path(blocked, CLIP, "key"), people)
    assert "DORSI_CACHE" in caplog.text


@pytest.mark.parametrize("change", [{"sha256": "cd34"}, {"time_scale": 8.0}])
def test_another_clip_or_slow_motion_factor_has_an_entry_of_its_own(tmp_path, entry, change):
    assert cache.entry_path(tmp_path, dataclasses.replace(CLIP, **change), "key") != entry


def test_another_backend_has_an_entry_of_its_own(tmp_path, entry):
    assert cache.entry_path(tmp_path, CLIP, "other key") != entry


def test_the_same_clip_under_another_name_has_the_same_entry(tmp_path, entry):
    assert cache.entry_path(tmp_path, dataclasses.replace(CLIP, path=Path("b.mov")), "key") == entry


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "kept"))
    assert cache.default_folder() == tmp_path / "kept"


def test_without_it_the_users_cache_folder_is_taken(monkeypatch):
    monkeypatch.delenv("DORSI_CACHE")
    assert cache.default_folder().name == "dorsi"
