"""A stored session is enough to repeat it, and to say what differs."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from forked import program

from dorsi import repeating, results
from dorsi.errors import DataError
from dorsi.settings import Settings

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "lunge_left.mp4"

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def session(analysed):
    return analysed(SAMPLE).session


@pytest.fixture
def stored(session, tmp_path):
    """Return a function that stores the session, with changes to its plain data."""

    def store(change=None):
        plain = json.loads(session.model_dump_json())
        if change is not None:
            change(plain)
        path = tmp_path / "session.json"
        path.write_text(json.dumps(plain))
        return path

    return store


def test_the_pose_network_run_anew_gives_the_identical_result(analysed, tmp_path):
    quick = analysed(SAMPLE, Settings(model="lite", mirror=False))
    results.write_json(quick.session, tmp_path / "session.json")
    assert repeating.repeat(tmp_path / "session.json", clip=SAMPLE).changes == ()


def test_a_changed_number_is_told_with_its_place(stored, landmark_cache):
    def change(plain):
        plain["measurements"][0]["n"] = 77

    result = repeating.repeat(stored(change), clip=SAMPLE, cache_dir=landmark_cache)
    first = result.again.measurements[0]
    place = f"measurements.{first.name}.{first.side}.n"
    assert list(map(str, result.changes)) == [f"{place}: stored 77, now {first.n}"]


def test_another_version_is_told_as_a_difference(stored, landmark_cache):
    path = stored(lambda plain: plain["provenance"].update(dorsi_version="0.0.9"))
    assert [c.field for c in repeating.repeat(path, clip=SAMPLE, cache_dir=landmark_cache).changes] == [
        "provenance.dorsi_version"
    ]


def test_a_field_that_only_one_of_the_two_has_is_a_difference(stored, landmark_cache):
    path = stored(lambda plain: plain["provenance"].update(lens="wide"))
    change = repeating.repeat(path, clip=SAMPLE, cache_dir=landmark_cache).changes[0]
    assert str(change) == "provenance.lens: stored wide, now nothing"


def test_a_moved_clip_is_asked_for(stored):
    path = stored(lambda plain: plain["clip"].update(path="gone.mp4"))
    with pytest.raises(DataError, match=r"gone\.mp4: the clip is missing; say where it is with --clip"):
        repeating.repeat(path)


def test_a_moved_clip_is_found_where_it_is_now(stored, landmark_cache):
    path = stored(lambda plain: plain["clip"].update(path="gone.mp4"))
    assert repeating.repeat(path, clip=SAMPLE, cache_dir=landmark_cache).identical


def test_the_folder_of_a_result_does_as_well(stored, landmark_cache):
    assert repeating.repeat(stored().parent, clip=SAMPLE, cache_dir=landmark_cache).identical


def test_another_clip_is_refused(stored):
    with pytest.raises(DataError, match=r"lunge_right\.mp4: is not the clip that was measured"):
        repeating.repeat(stored(), clip=SAMPLE.with_name("lunge_right.mp4"))


def test_a_setting_of_another_version_is_named(stored):
    path = stored(lambda plain: plain["provenance"].update(setting_lens="wide"))
    with pytest.raises(DataError, match="with the setting 'lens', which dorsi"):
        repeating.repeat(path)


def test_every_setting_survives_the_provenance(session):
    chosen = Settings(
        movement="lunge", side="left", model="full", foot_model="on", mirror=False, capture_fps=240, pick=(612.0, 84.5)
    )
    from dorsi.pipeline import _provenance  # noqa: PLC0415 - what it writes is what is read back

    class Found:
        cutoff_hz = 6.0

    class AnyClip:
        n_frames = 1

    kept = session.model_copy(update={"provenance": _provenance(AnyClip, chosen, Found)})
    assert repeating.settings_of(kept) == chosen


def test_a_session_from_before_the_foot_network_is_repeated_without_it(session):
    provenance = {name: value for name, value in session.provenance.items() if name != "setting_foot_model"}
    assert repeating.settings_of(session.model_copy(update={"provenance": provenance})).foot_model == "off"


@pytest.mark.parametrize(("edit", "code", "said"), [(None, 0, "identical: "), ("0.0.9", 1, "differs in 1 field:")])
def test_the_command_says_it_and_its_exit_code_too(stored, landmark_cache, edit, code, said):
    path = stored(lambda plain: plain["provenance"].update(dorsi_version=edit) if edit else None)
    done = subprocess.run(
        [program(), "repeat", path, "--cached", "--clip", SAMPLE],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DORSI_CACHE": str(landmark_cache)},
    )
    assert (done.returncode, done.stdout.startswith(said)) == (code, True), done.stderr


@pytest.mark.parametrize("place", ["here", "beside the result", "as it was given"])
def test_the_clip_is_found_where_it_may_lie(stored, tmp_path, monkeypatch, place):
    (tmp_path / "work" / "clips").mkdir(parents=True)
    path = stored(lambda plain: plain["clip"].update(path="clips/a.mp4" if place == "as it was given" else "a.mp4"))
    lies = {"here": "work/a.mp4", "beside the result": "a.mp4", "as it was given": "work/clips/a.mp4"}[place]
    shutil.copy(SAMPLE, tmp_path / lies)
    monkeypatch.chdir(tmp_path / "work")
    source = repeating._source(repeating.load_session(path), path, None)
    assert source.resolve() == (tmp_path / lies).resolve()


def test_a_session_carries_no_absolute_path(session):
    assert session.clip.path == SAMPLE.name
    assert str(Path.home()) not in session.model_dump_json()
