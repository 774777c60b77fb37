"""Real clips: what is asked of each is judged, what is not asked is not, and a faulty truth file is named."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from forked import program

from dorsi import measure, synth
from dorsi.errors import DataError
from dorsi.validation.real import FILE, RealTruth, read_real_truths, real_scores, real_table, said_of, score


def sure(measurement):
    """Return a number as one that dorsi is sure of."""
    return measurement if measurement.value is None else measurement.model_copy(update={"status": "ok"})


CASES = Path(__file__).parents[2] / "../shared/cases/real"
KNOWN = Path(__file__).parents[1] / "data" / "real_clips.yaml"
FOUND = said_of(measure(synth.lunge(peak_deg=40.0)))
LUNGE = replace(FOUND, measurements=tuple(sure(m) for m in FOUND.measurements))


def judged(**known):
    return score("lunge", RealTruth(**known), LUNGE)


@pytest.mark.parametrize(
    ("known", "right"),
    [
        ({"movement": "lunge"}, True),
        ({"movement": "squat"}, False),
        ({"not_movement": ["squat"]}, True),
        ({"not_movement": ["lunge"]}, False),
        ({"events": 3}, True),
        ({"events": 5}, False),
        ({"events": 5, "events_tol": 2}, True),
        ({"min_events": 2}, True),
        ({"min_events": 9}, False),
        ({"df": 41.0, "side": "left"}, True),
        ({"df": 55.0, "side": "left"}, False),
        ({"df": 40.0, "side": "right"}, False),
        ({"cadence_spm": 170.0}, False),
        ({"refused": True}, False),
        ({"no_ok_range": True}, False),
        ({"no_cut": True}, True),
        ({"warn": "slow"}, False),
        ({"fppa_max_abs": 60.0}, True),
        ({}, True),
    ],
)
def test_what_is_asked_is_judged(known, right):
    assert judged(**known).right is right


def test_what_is_not_asked_is_neither_right_nor_wrong():
    found = judged(events=3)
    assert (found.recognised, found.counted, found.number, found.refused) == (None, True, None, None)


def test_a_bound_wide_enough_for_anything_makes_no_number_right():
    wide = LUNGE.measurements[0].model_copy(update={"ci95_low": 0.0, "ci95_high": 80.0})
    said = LUNGE.__class__(movement="lunge", events=(), measurements=(wide,), warnings=())
    assert score("lunge", RealTruth(df=50.0, side="left"), said).number is False


def test_the_last_row_has_the_shares():
    table = real_table([judged(movement="lunge", events=3), judged(movement="squat")])
    assert table.rows[-1] == ("all", "", "1 of 2", "1 of 1", "", "", "", "1 of 2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {movement: 7 hops}", "truth.yaml: a: movement"),
        ("a: {evnets: 3}", "truth.yaml: a: evnets"),
        ("- a", "truth.yaml: expected keys and values"),
    ],
)
def test_a_faulty_truth_file_is_named(tmp_path, text, said):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(said)):
        read_real_truths(tmp_path / FILE)


def test_a_missing_clip_is_named(tmp_path):
    (tmp_path / FILE).write_text("a: {movement: run}", encoding="utf-8")
    with pytest.raises(DataError, match=r"no landmarks and no film of a"):
        real_scores(tmp_path)


def test_what_is_known_of_the_shared_clips_can_be_read():
    assert len(read_real_truths(KNOWN)) >= 14


def test_validate_prints_and_writes_the_table_of_real_clips(tmp_path):
    from dorsi.pose.landmark_file import save_landmarks  # noqa: PLC0415

    folder = tmp_path / "clips"
    folder.mkdir()
    save_landmarks(folder / "one.npz", synth.squat())
    (folder / FILE).write_text("one: {movement: squat, events: 3}", encoding="utf-8")
    command = [program(), "validate", "clips", "--out", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Real clips" in done.stdout
    assert "| one | squat | squat | 3 of 3 |" in (tmp_path / "out" / "accuracy.md").read_text(encoding="utf-8")


def test_what_is_known_of_the_landmark_cases_can_be_read():
    if not CASES.is_dir():
        pytest.skip("the landmarks of real clips are not here; they are not part of this repository")
    assert len(read_real_truths(CASES / FILE)) == 16
