"""A result read back is the result that was written."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from dorsi import results, synth
from dorsi.errors import DataError
from dorsi.exchange.signals_file import load_signals, signals_of, write_signals
from dorsi.loading import load, read_landmarks
from dorsi.measuring import measure
from dorsi.pose.landmark_file import save_landmarks

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "lunge_left.mp4"


@pytest.fixture(scope="module")
def folder(analysed, tmp_path_factory):
    out = tmp_path_factory.mktemp("result") / "lunge_left"
    results.save(analysed(SAMPLE), None, out, overlay=False)
    return out


@pytest.mark.models
@pytest.mark.parametrize("name", ["", "session.json"])
def test_a_result_is_read_from_its_folder_or_its_session_file(folder, analysed, name):
    assert load(folder / name).session == analysed(SAMPLE).session


@pytest.mark.models
def test_events_are_what_the_analysis_found(folder, analysed):
    assert [(type(e), e.side, e.peak_s) for e in load(folder).events] == [
        (type(e), e.side, pytest.approx(e.peak_s, abs=1e-4)) for e in analysed(SAMPLE).events
    ]


@pytest.mark.models
def test_raw_landmarks_are_exactly_what_the_backend_gave(folder, analysed):
    np.testing.assert_array_equal(load(folder).raw.xy_px, analysed(SAMPLE).raw.xy_px)


@pytest.mark.models
def test_cleaned_landmarks_are_those_of_the_analysis(folder, analysed):
    np.testing.assert_allclose(load(folder).landmarks.xy_px, analysed(SAMPLE).landmarks.xy_px, atol=0.05)


def test_steps_of_a_run_come_back_as_steps():
    found = measure(synth.run().landmarks)
    again = signals_of(found.signals.columns())
    np.testing.assert_array_equal(again.knee_flexion_deg, found.signals.knee_flexion_deg)


def test_signals_read_from_csv_are_those_written_to_four_decimals(tmp_path):
    signals = measure(synth.lunge()).signals
    write_signals(signals, tmp_path / "signals.csv")
    again = load_signals(tmp_path / "signals.csv").columns()
    for name, values in signals.columns().items():
        np.testing.assert_allclose(again[name], values, atol=5e-5)


@pytest.mark.parametrize("text", ["", "time_s\n1,2\n", "time_s,x\n0,1\n", "no,numbers\na,b\n"])
def test_another_csv_is_refused(tmp_path, text):
    (tmp_path / "signals.csv").write_text(text)
    with pytest.raises(DataError, match=r"signals\.csv: not a signals\.csv from dorsi"):
        load_signals(tmp_path / "signals.csv")


def test_a_folder_without_a_result_is_named(tmp_path):
    with pytest.raises(DataError, match=r"session\.json: cannot be read"):
        load(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", '{"movement": 3}', "\x00"])
def test_a_file_that_is_no_session_is_refused(tmp_path, text):
    (tmp_path / "session.json").write_text(text)
    with pytest.raises(DataError, match="not a session from dorsi"):
        load(tmp_path)


@pytest.mark.models
@pytest.mark.parametrize("missing", ["landmarks.npz", "signals.csv"])
def test_a_missing_part_of_a_result_is_named(folder, tmp_path, missing):
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / missing).unlink()
    with pytest.raises(DataError, match=missing):
        load(copy)


@pytest.mark.models
def test_the_session_file_may_have_another_name(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "session.json").rename(copy / "bea.json")
    assert load(copy / "bea.json").session.id == json.loads((folder / "session.json").read_text())["id"]


def test_landmarks_of_a_result_are_read_as_they_are(tmp_path):
    raw = synth.squat()
    save_landmarks(tmp_path / "landmarks.npz", raw)
    np.testing.assert_array_equal(read_landmarks(tmp_path / "landmarks.npz").xy_px, raw.xy_px)


@pytest.mark.parametrize(
    ("name", "frames", "rate_hz"),
    [("squat-oblique-5fps.blazepose-full.json", 65, 5), ("inplace-run-front.pose.json", 120, 30)],
)
def test_published_blazepose_keypoints_are_read_with_a_rate(real_clip, name, frames, rate_hz):
    landmarks = read_landmarks(real_clip(name), rate_hz=rate_hz)
    assert landmarks.xy_px.shape == (frames, 33, 2)
    assert landmarks.rate_hz == pytest.approx(rate_hz)


def test_blazepose_keypoints_in_metres_are_refused(real_clip):
    with pytest.raises(DataError, match="holds metres, not pixels"):
        read_landmarks(real_clip("squat-oblique-5fps.blazepose-full-3d.json"), rate_hz=5)


def test_keypoints_without_times_ask_for_a_rate(tmp_path):
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(DataError, match=r"a\.json: has no times; give the clip's frames per second"):
        read_landmarks(tmp_path / "a.json")


def test_blazepose_keypoints_made_from_known_landmarks_give_the_true_angle(tmp_path):
    raw = synth.lunge(peak_deg=38.0)
    frames = [
        {
            name.replace("_toe", "_foot_index"): {"x": x, "y": y}
            for name, (x, y) in zip(raw.names, row.tolist(), strict=True)
        }
        for row in raw.xy_px
    ]
    (tmp_path / "a.json").write_text(json.dumps(frames))
    found = measure(read_landmarks(tmp_path / "a.json", rate_hz=30), movement="lunge", yaw_deg=0.0)
    assert found.measurements[0].value == pytest.approx(38.0, abs=0.1)
