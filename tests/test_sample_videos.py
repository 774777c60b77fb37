"""The sample videos are the files of the manifest, and dorsi measures what the manifest says they show."""

import hashlib
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[1] / "sample_videos"
MANIFEST = yaml.safe_load((FOLDER / "manifest.yaml").read_text(encoding="utf-8"))
CLIPS = MANIFEST["clips"]
EXPECTED = [(clip["file"], expected) for clip in CLIPS for expected in clip["expected"]]


def files(clip):
    return clip["file"]


def test_every_sample_video_is_in_the_manifest():
    assert sorted(clip["file"] for clip in CLIPS) == sorted(path.name for path in FOLDER.glob("*.mp4"))


@pytest.mark.parametrize("clip", CLIPS, ids=files)
def test_checksum_is_that_of_the_manifest(clip):
    assert hashlib.sha256((FOLDER / clip["file"]).read_bytes()).hexdigest() == clip["sha256"]


@pytest.mark.models
@pytest.mark.parametrize("clip", CLIPS, ids=files)
def test_size_and_rate_are_those_of_the_manifest(clip, analysed):
    info = analysed(FOLDER / clip["file"]).session.clip
    assert (list(info.size_px), info.mean_rate_hz) == (clip["size_px"], pytest.approx(clip["rate_hz"], rel=1e-3))


@pytest.mark.models
@pytest.mark.parametrize("clip", CLIPS, ids=files)
def test_movement_and_view_are_recognised(clip, analysed):
    session = analysed(FOLDER / clip["file"]).session
    assert (session.movement, session.quality.view) == (clip["movement"], clip["view"])


@pytest.mark.models
@pytest.mark.parametrize(
    ("file", "expected"), EXPECTED, ids=lambda part: part if isinstance(part, str) else part["name"]
)
def test_value_is_within_the_tolerance_of_the_truth(file, expected, analysed):
    found = analysed(FOLDER / file).session.measurement(expected["name"], expected["side"])
    assert found.value == pytest.approx(expected["value"], abs=expected["tolerance"])


@pytest.mark.models
@pytest.mark.parametrize(
    ("file", "expected"), EXPECTED, ids=lambda part: part if isinstance(part, str) else part["name"]
)
def test_bound_covers_the_truth(file, expected, analysed):
    found = analysed(FOLDER / file).session.measurement(expected["name"], expected["side"])
    if expected["name"] != "rep_count":
        assert found.ci95_low <= expected["value"] <= found.ci95_high
