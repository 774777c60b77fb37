"""Clips filmed since a plan began are checks of the log."""

import datetime as dt

import pytest

from dorsi import measure, synth
from dorsi.programme.facts.filmed import with_filmed
from dorsi.schema.log import Log
from dorsi.schema.session import ClipInfo, Session

DAY = dt.date(2026, 11, 20)
NO_CLIP = ClipInfo(path="", sha256="", size_px=(1, 1), duration_s=1.0, mean_rate_hz=30.0, time_scale=1.0, codec="")


def session_of(landmarks, movement):
    found = measure(landmarks, movement=movement)
    return Session(
        id="0", movement=found.movement, clip=NO_CLIP, quality=found.quality, measurements=found.measurements,
        events=[], provenance={},
    )  # fmt: skip


def checks(*filmed, log=None):
    return with_filmed(log or Log(), filmed).measurements


def test_lunge_becomes_a_check_on_its_day():
    check = checks((DAY, session_of(synth.lunge(front="right", peak_deg=40.0), "lunge")))[0]
    assert (check.name, check.measured_on, check.left, check.right) == (
        "peak_shank_inclination_deg", DAY, None, pytest.approx(40, abs=1),
    )  # fmt: skip


def test_squats_shin_has_a_name_of_its_own():
    assert "squat_shank_inclination_deg" in {c.name for c in checks((DAY, session_of(synth.squat(), "squat")))}


def test_what_the_log_has_no_name_for_stays_out():
    session = session_of(synth.lunge(front="right"), "lunge")
    assert {m.name for m in session.measurements} - {c.name for c in checks((DAY, session))} >= {"rep_count"}


def test_what_was_not_measured_stays_out():
    session = session_of(synth.lunge(camera=synth.Camera(yaw_deg=60.0)), "lunge")
    assert not [c for c in checks((DAY, session)) if c.name == "peak_shank_inclination_deg"]


def test_leg_away_from_the_camera_stays_out():
    assert checks((DAY, session_of(synth.lunge(front="left"), "lunge"))) == []


def test_checks_by_hand_stay():
    first = checks((DAY, session_of(synth.lunge(front="right"), "lunge")))
    assert first
    both = checks((DAY, session_of(synth.squat(), "squat")), log=Log(measurements=first))
    assert both[: len(first)] == first
