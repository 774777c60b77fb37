"""Stride length over time: of filmed runs whose speed is known, and of runs in the log."""

import datetime as dt

import pytest
from test_filmed_from_the_front import INTAKE
from test_heel_off import CLIP

from dorsi.programme import course, plan
from dorsi.programme.logbook.filmed import with_clips
from dorsi.report.progress_page import render_progress
from dorsi.schema.log import Log
from dorsi.schema.session import Measurement, Quality, Session

FIRST, LATER = dt.date(2026, 1, 5), dt.date(2026, 2, 2)


def run(cadence, *, kmh=10.8):
    steps = Measurement(
        name="cadence_spm", side="both", value=cadence, unit="spm", scale="camera_time", n=12, status="ok",
        ci95_low=cadence - 2, ci95_high=cadence + 2,
    )  # fmt: skip
    return Session(
        id="x", movement="run", clip=CLIP, events=[], provenance={}, speed_kmh=kmh, shoes="daily trainer",
        quality=Quality(view="side", yaw_deg=0.0, roll_deg=0.0, facing="left", found_frac=1.0), measurements=[steps],
    )  # fmt: skip


def progress(first, later, log=None):
    made = plan(INTAKE.model_copy(update={"start_date": FIRST}), [])
    films = [(FIRST, first), (LATER, later)] if first else []
    return with_clips(course(made, log or Log(started=FIRST), LATER), films, LATER, age_years=34)


def strides(found):
    return [one for one in found.changes if one.metric == "stride_m"]


@pytest.mark.parametrize(("cadence", "verdict"), [(164.0, "no_detectable_change"), (180.0, "changed")])
def test_the_stride_of_a_treadmill_run_is_compared_with_the_first(cadence, verdict):
    found = progress(run(160.0), run(cadence))
    assert strides(found)
    for one in strides(found):
        assert one.verdict == verdict
        assert one.before == pytest.approx(3.0 * 120 / 160)
        assert one.after == pytest.approx(3.0 * 120 / cadence)
    assert f"2.25 m to {360 / cadence:.2f} m" in render_progress(found)


def test_runs_without_a_speed_have_no_stride_length():
    found = progress(run(160.0, kmh=None), run(180.0, kmh=None))
    assert "stride_m" not in {one.metric for one in found.series}


def test_the_stride_at_another_speed_is_not_compared():
    assert {one.verdict for one in strides(progress(run(160.0), run(164.0, kmh=14.0)))} == {"not_comparable"}


@pytest.mark.parametrize(("stride", "verdict"), [(2.05, "no_detectable_change"), (2.2, "changed")])
def test_strides_of_the_log_are_a_series_with_what_can_be_detected(stride, verdict):
    days = ((FIRST, 2.0, 176.0), (LATER, stride, 176.0 * 2.0 / stride))
    entries = [
        {
            "date": day,
            "exercise_id": "mo_wall_slide",
            "side": "both",
            "level": 1,
            "stride_m": length,
            "cadence_spm": rate,
        }
        for day, length, rate in days
    ]
    found = progress(None, None, Log.model_validate({"started": FIRST, "entries": entries}))
    assert {one.verdict for one in strides(found)} == {verdict}
    assert {one.mdc for one in found.series if one.metric == "stride_m"} == {0.15}


def test_the_cadence_of_filmed_runs_is_compared_at_the_same_speed():
    found = progress(run(160.0), run(180.0))
    assert {(one.side, one.verdict) for one in found.changes if one.metric == "cadence_spm"} == {
        ("left", "changed"),
        ("right", "changed"),
    }
