"""A fault of dorsi itself fails its clip in one line and no other, and is kept without anything personal."""

import json
import os
import stat

import pytest
from typer.testing import CliRunner

from dorsi import faults, pipeline
from dorsi.batch.work import Failure, Parcel, measure_clip
from dorsi.cli import app
from dorsi.cli.analysing import Wanted, run
from dorsi.clip_request import clip_request
from dorsi.errors import VideoError

NAMED = "bea-at-home"


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def broken(monkeypatch):
    """Let the analysis of every clip fail with an error that names a person."""

    def fail(clip, **_options):
        raise KeyError(f"{NAMED} {clip.path}")

    monkeypatch.setattr(pipeline, "analyse", fail)


def test_it_becomes_one_line_with_the_clip_s_name():
    with pytest.raises(faults.FaultError, match=r"^a\.mp4: something went wrong in dorsi \(KeyError at .*\)"), \
            faults.guarded("a.mp4"):  # fmt: skip
        raise KeyError(NAMED)


def test_an_error_of_the_clip_stays_what_it_is(data):
    with pytest.raises(VideoError, match="its own"), faults.guarded("a.mp4"):
        raise VideoError("its own")
    assert not (data / "faults").exists()


def test_it_is_kept_once_for_each_kind_and_tells_nothing_of_a_person(data, tmp_path):
    for _ in range(2):
        with pytest.raises(faults.FaultError), faults.guarded(NAMED):
            raise KeyError(NAMED, str(tmp_path))
    [file] = (data / "faults").iterdir()
    text = file.read_text()
    assert NAMED not in text
    assert str(tmp_path) not in text
    assert os.path.expanduser("~") not in text or os.path.expanduser("~") == "/"  # noqa: PTH111 - as text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert faults.kept()[0]["error"] == "builtins.KeyError"


@pytest.mark.usefixtures("broken")
def test_each_clip_of_a_call_is_tried(tmp_path, capsys):
    clips = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    wanted = Wanted(intake=None, overlay=False, blur_faces=False)
    assert not run([clip_request(clip) for clip in clips], tmp_path / "out", wanted, json_only=True)
    told = capsys.readouterr().err
    assert [f"dorsi: {clip.name}: something went wrong" in told for clip in clips] == [True, True]


@pytest.mark.usefixtures("broken")
def test_a_worker_gives_a_reason_and_goes_on(tmp_path):
    outcome = measure_clip(Parcel(name="a/one.mp4", request=clip_request(tmp_path / "one.mp4")), lambda *_: None)
    assert isinstance(outcome, Failure)
    assert outcome.reason.startswith("something went wrong in dorsi (KeyError at ")
    assert NAMED not in outcome.reason


def test_doctor_writes_a_report_without_paths(tmp_path, monkeypatch):
    with pytest.raises(faults.FaultError), faults.guarded(NAMED):
        raise ZeroDivisionError
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["doctor", "--report", "report.json"])
    text = (tmp_path / "report.json").read_text()
    held = json.loads(text)
    assert held["faults"][0]["error"] == "builtins.ZeroDivisionError"
    assert {check["name"] for check in held["checks"]} >= {"Python", "av"}
    assert str(tmp_path) not in text
