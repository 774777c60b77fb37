"""What the movements give once heel, ball and sole come from the foot network."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from foot_points import with_foot

from dorsi import synth
from dorsi.measuring import measure
from dorsi.protocols.filmed import heel_raise, lunge, squat
from dorsi.protocols.instruments import SHARED
from dorsi.protocols.push_off import PUSHOFF_SD_DEG
from dorsi.synth.stick_figure import SHANK_M

FOOT, POSE = SHARED.foot, SHARED.pose
CADENCE_SPM, DUTY_FRAC = 170.0, 0.35
LEAVES_AT, POINTS_DEG = 0.6, 70.0  #: of the stance; the heel comes up from there to toe-off


def number(found, name, side="right"):
    return next(m for m in found.measurements if (m.name, m.side) == (name, side))


def running(rate_hz=60.0):
    """Return a run whose heels come up about the ball in the last part of each stance, and go down in the air."""
    film = synth.run(cadence_spm=CADENCE_SPM, duty_frac=DUTY_FRAC, rate_hz=rate_hz)
    landmarks = with_foot(film.landmarks)
    stance_s = DUTY_FRAC * 120.0 / CADENCE_SPM
    xy = landmarks.xy_px.copy()
    for side in ("left", "right"):
        before = np.concatenate([film.contacts_s[side][:1] - 120.0 / CADENCE_SPM, film.contacts_s[side]])
        since = landmarks.time_s[:, None] - before
        part = np.where(since >= 0, since, np.inf).min(axis=1) / stance_s
        turn = np.radians(POINTS_DEG) * np.interp(part, [LEAVES_AT, 1.0, 1.8], [0.0, 1.0, 0.0])
        ball = landmarks.point(f"{side}_ball")
        for name in ("heel", "heel_sole"):
            column = landmarks.names.index(f"{side}_{name}")
            arm, c, s = xy[:, column] - ball, np.cos(turn), np.sin(turn)
            xy[:, column] = ball + np.stack([arm[:, 0] * c - arm[:, 1] * s, arm[:, 0] * s + arm[:, 1] * c], axis=1)
    return replace(landmarks, xy_px=xy)


@pytest.fixture(scope="module")
def run():
    return measure(running(), movement="run")


def test_push_off_is_measured_with_the_foots_own_error(run):
    found = number(run, "peak_pushoff_plantarflexion_deg")
    time_s, pointed = run.signals.time_s, -run.signals.ankle_dorsiflexion_deg[:, 1]
    leaves_s = synth.run(cadence_spm=CADENCE_SPM).contacts_s["right"][:-1] + DUTY_FRAC * 120.0 / CADENCE_SPM
    true = [pointed[np.abs(time_s - at_s) < 0.1].max() for at_s in leaves_s]
    assert found.value == pytest.approx(np.mean(true), abs=1.5)
    assert found.value > 20.0
    assert found.bound >= 1.96 * PUSHOFF_SD_DEG


def test_heel_off_is_where_the_sole_leaves_the_floor(run):
    """The heel is 0.18 m behind the ball: 5 % of a shank up after a seventh of the turn."""
    up = np.degrees(np.arcsin(0.05 * SHANK_M / 0.18)) / POINTS_DEG
    true_pct = 100 * (LEAVES_AT + (1 - LEAVES_AT) * up)
    assert number(run, "heel_off_pct_stance").value == pytest.approx(true_pct, abs=5.0)


def test_the_angle_at_contact_still_asks_for_enough_frames(run):
    found = number(run, "foot_strike_angle_deg")
    assert found.status == "not_measured"
    assert "120 frames per second" in found.reason


def test_the_angle_at_contact_is_told_in_slow_motion():
    found = number(measure(running(rate_hz=240.0), movement="run"), "foot_strike_angle_deg")
    assert found.value == pytest.approx(0.0, abs=2.0)


@pytest.mark.parametrize("name", ["peak_pushoff_plantarflexion_deg", "heel_off_pct_stance", "foot_strike_angle_deg"])
def test_without_the_foot_network_none_of_them_is_measured(name):
    found = number(measure(synth.run().landmarks, movement="run"), name)
    assert found.status == "not_measured"


def test_unsure_points_widen_the_bound_of_the_ankle():
    sure, unsure = running(), running()
    unsure = replace(unsure, sigma_px=12.0 * np.ones_like(unsure.sigma_px))
    bounds = [number(measure(x, movement="run"), "peak_stance_dorsiflexion_deg").bound for x in (sure, unsure)]
    assert bounds[1] > bounds[0] + 2.0


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_heel_raise_is_read_from_heel_and_ball(side):
    film = with_foot(synth.heel_raise(peak_deg=32.0, reps=3))
    found = measure(film, movement="heel_raise", side=side)
    near = found.quality.near_side
    scored = [m for m in found.measurements if m.name == "peak_plantarflexion_deg"]
    if side != near:
        assert not any(m.value for m in scored)
        return
    (angle,) = scored
    assert angle.value == pytest.approx(32.0 - 3.0, abs=1.5)
    assert angle.status == "ok"
    height = number(found, "heel_height_foot_frac", side)
    assert height.value == pytest.approx(0.72 * np.sin(np.radians(32.0)), abs=0.03)


def test_a_heel_raise_without_the_foot_network_stays_worked_out_from_the_body():
    found = measure(synth.heel_raise(peak_deg=32.0, reps=3), movement="heel_raise")
    angle = next(m for m in found.measurements if m.name == "peak_plantarflexion_deg")
    assert angle.status == "low_confidence"
    assert "how far the body rises" in angle.reason


def test_a_heel_that_does_not_go_up_with_the_body_is_not_believed():
    """Heel and ball stay where they were on the flat foot: the raise is worked out from the body, and that is said."""
    plain = synth.heel_raise(peak_deg=32.0, reps=3)
    film = with_foot(plain)
    for name in ("heel", "ball", "heel_sole", "ball_sole"):
        for side in ("left", "right"):
            column = film.names.index(f"{side}_{name}")
            film.xy_px[:, column] = film.xy_px[0, column]
    angle, without = (
        next(m for m in measure(x, movement="heel_raise").measurements if m.name == "peak_plantarflexion_deg")
        for x in (film, plain)
    )
    assert angle.value == pytest.approx(without.value, abs=0.5)
    assert angle.status == "low_confidence"
    assert "heel point rises less" in angle.reason
    assert angle.bound >= 1.96 * heel_raise.TURN_SD_DEG.pose


def test_a_push_off_whose_points_are_too_unsure_is_not_measured():
    film = running()
    found = measure(replace(film, sigma_px=25.0 * np.ones_like(film.sigma_px)), movement="run")
    angle = number(found, "peak_pushoff_plantarflexion_deg")
    assert angle.status == "not_measured"
    assert "not clear enough" in angle.reason


@pytest.mark.parametrize(("foot", "valid"), [(True, False), (False, True)])
def test_a_heel_that_comes_up_a_little_voids_a_lunge_where_it_is_seen_well(foot, valid):
    """By more than the foot network's heel wanders, and less than the pose network's."""
    film = synth.lunge(front="right", heel_up_m=0.045)
    found = measure(with_foot(film) if foot else film, movement="lunge", side="right")
    assert all(FOOT.heel_up_frac < e.values["heel_rise_frac"] < POSE.heel_up_frac for e in found.events)
    assert {event.valid for event in found.events} == {valid}


@pytest.mark.parametrize(
    ("film", "movement"), [(synth.lunge(front="right"), lunge), (synth.squat(), squat)], ids=["lunge", "squat"]
)
def test_the_shanks_peak_has_the_instrument_of_the_network_that_saw_it(film, movement):
    known = movement.PEAK_ERROR
    for landmarks, instrument in ((film, known.pose), (with_foot(film, sigma_px=0.5), known.foot)):
        found = measure(landmarks, movement=movement.MOVEMENT.name, side="right", roll_deg=0.0)
        near = instrument.near_sd_deg
        assert number(found, "peak_shank_inclination_deg").bound >= 1.96 * near
        assert number(found, "peak_shank_inclination_deg").bound < 1.96 * np.hypot(near, 2.5)
