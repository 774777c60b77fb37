"""One clip through several networks: same clip, same analysis, numbers side by side."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from forked import program

from dorsi import comparing, results
from dorsi.errors import OptionError
from dorsi.settings import Settings

DEFAULT = Settings()

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "lunge_left.mp4"

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def replayed(analysed, tmp_path_factory):
    """Return the landmarks of the shipped network as a file: a second backend that needs no second inference."""
    folder = tmp_path_factory.mktemp("replay") / "lunge_left"
    results.save(analysed(SAMPLE), None, folder, overlay=False)
    return f"replay:{folder / 'landmarks.npz'}"


@pytest.fixture(scope="module")
def found(analysed, landmark_cache, replayed):
    analysed(SAMPLE)
    return comparing.compare(SAMPLE, ["heavy", replayed], cache_dir=landmark_cache)


def test_equal_landmarks_give_equal_numbers(found):
    assert [row.difference(1) for row in found.rows if row.measured[0].value is not None]
    assert not any(row.difference(1) for row in found.rows)


def test_equal_landmarks_lie_in_one_place(found):
    for point in comparing.POINTS:
        assert found.apart_px(1, point) == (0.0, 0.0)


def test_every_measurement_of_a_backend_has_a_row(found):
    stored = [(m.name, m.side) for m in found.analyses[0].session.measurements]
    assert [(row.name, row.side) for row in found.rows] == stored


def test_what_one_backend_does_not_measure_has_no_difference(found):
    rows = [row for row in found.rows if row.measured[0].value is None]
    assert all(row.difference(1) is None for row in rows)


@pytest.mark.parametrize("backends", [[], ["heavy"], ["heavy", "heavy"]])
def test_fewer_than_two_different_backends_are_refused(backends):
    with pytest.raises(OptionError, match="--backends: name two or more different ones"):
        comparing.compare(SAMPLE, backends)


@pytest.mark.parametrize(
    ("name", "backend", "model", "foot"),
    [
        ("lite", "blazepose", "lite", "off"),
        ("full+foot", "blazepose", "full", "on"),
        ("replay:a.npz", "replay:a.npz", "heavy", DEFAULT.foot_model),
    ],
)
def test_a_name_is_a_shipped_network_or_a_backend(name, backend, model, foot):
    chosen = comparing.settings_for(name, Settings(movement="squat"))
    assert (chosen.backend, chosen.model, chosen.foot_model, chosen.movement) == (backend, model, foot, "squat")


def test_the_command_prints_numbers_and_places(analysed, landmark_cache, replayed):
    analysed(SAMPLE)
    done = subprocess.run(
        [program(), "compare", SAMPLE, "--backends", f"heavy,{replayed}"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"DORSI_CACHE": str(landmark_cache), "COLUMNS": "160"},
    )
    headline = next(m for m in analysed(SAMPLE).session.measurements if m.value is not None)
    assert f"{headline.value:.1f} ± {headline.bound:.1f} (+0.0)" in done.stdout
    assert "0.0, 0.0" in done.stdout
    assert np.char.count(done.stdout, "nan") == 0
