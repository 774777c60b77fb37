"""Oscillation, lean and step length of runs whose truth is known, and what is refused."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import constants

import dorsi
from dorsi import running
from dorsi.running.body import bob
from dorsi.running.one_run import strides_of
from dorsi.synth.treadmill import BOB_G

ROOT = Path(__file__).parents[2]
CLIPS = ROOT / "validation_clips"
OSCILLATION, IN_CM, LEAN, LENGTH = (
    "vertical_oscillation_frac",
    "vertical_oscillation_cm",
    "running_trunk_lean_deg",
    "step_length_m",
)


def by_name(found):
    return {one.name: one for one in found}


def true_bob_m(cadence_spm):
    return 2 * BOB_G * constants.g / (2 * np.pi * cadence_spm / 60) ** 2


@pytest.mark.parametrize("cadence_spm", [160.0, 170.0, 185.0])
@pytest.mark.parametrize("facing", [1, -1])
def test_a_made_run_bobs_leans_and_steps_as_it_was_made(cadence_spm, facing):
    camera = dorsi.synth.Camera(facing=facing)
    found = dorsi.measure(dorsi.synth.run(cadence_spm=cadence_spm, camera=camera, noise_px=2.0), movement="run")
    said = by_name(running.body_measures(found, speed_kmh=10.08, height_cm=172))
    truth = {IN_CM: true_bob_m(cadence_spm) * 100, LEAN: 8.0, LENGTH: 2.8 * 60 / cadence_spm}
    near = {IN_CM: 0.15, LEAN: 0.3, LENGTH: 0.005}
    for name, true in truth.items():
        assert said[name].value == pytest.approx(true, abs=near[name]), name
        assert said[name].ci95_low <= true <= said[name].ci95_high, name


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_noise_and_drift_do_not_add_to_a_bob(noise):
    """The range of such a track would be 2 + 3 and more; its bob is 2."""
    time_s = np.arange(0, 0.7, 1 / 240)
    height = np.cos(2 * np.pi * time_s / 0.35) + 3 * time_s / 0.7
    height += np.random.default_rng(3).normal(0, noise, len(time_s))
    assert bob(time_s, height, (0.0, 0.7)) == pytest.approx(2.0, abs=0.01 + noise / 3)


@pytest.mark.models
@pytest.mark.parametrize("name", ["run_amir", "run_yaw15_dana", "phone/phone_run_1", "phone/phone_run_3"])
def test_the_hips_of_rendered_runners_bob_within_the_bound(name, analysed):
    run = analysed(CLIPS / f"{name}.mp4")
    with (CLIPS / f"{name}.truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    column = {key: np.array([float(row[key]) for row in rows]) for key in rows[0] if key not in {"", "frame"}}
    hips = (column["left_hip_v"] + column["right_hip_v"]) / 2
    leg = np.hypot(column["left_hip_u"] - column["left_ankle_u"], column["left_hip_v"] - column["left_ankle_v"])
    strides = [span for span in strides_of(run) if span[1] < column["t"][-1]]
    true = np.mean([bob(column["t"], hips, span) for span in strides]) / np.percentile(leg, 95)
    said = by_name(running.body_measures(run))[OSCILLATION]
    assert said.ci95_low <= true <= said.ci95_high


def test_what_is_not_known_is_not_measured_and_says_why():
    said = by_name(running.body_measures(dorsi.measure(dorsi.synth.run(), movement="run")))
    assert said[LENGTH].value is said[IN_CM].value is None
    assert "speed_kmh" in said[LENGTH].reason
    assert "height_cm" in said[IN_CM].reason
    assert said[OSCILLATION].status == "ok"


def test_a_run_from_the_front_has_no_trunk_lean_forward():
    run = dorsi.measure(dorsi.synth.run(camera=dorsi.synth.Camera(yaw_deg=90)), movement="run")
    said = by_name(running.body_measures(run))
    assert said[LEAN].value is None
    assert "side" in said[LEAN].reason


def test_few_strides_give_low_confidence():
    short = dorsi.measure(dorsi.synth.run(duration_s=2.6), movement="run")
    said = by_name(running.body_measures(short))[OSCILLATION]
    assert said.status == "low_confidence"
    assert "strides" in said.reason


def test_hips_out_of_the_picture_are_no_bob():
    run = dorsi.as_analysis(dorsi.measure(dorsi.synth.run(), movement="run"))
    xy_px = run.landmarks.xy_px.copy()
    xy_px[:, [run.landmarks.names.index(f"{side}_hip") for side in ("left", "right")]] = np.nan
    lost = replace(run, landmarks=replace(run.landmarks, xy_px=xy_px))
    assert by_name(running.body_measures(lost))[OSCILLATION].value is None


@pytest.mark.parametrize(("given", "says"), [({"speed_kmh": 90.0}, "speed_kmh"), ({"height_cm": 20.0}, "height_cm")])
def test_impossible_facts_are_refused(given, says):
    with pytest.raises(dorsi.OptionError, match=says):
        running.body_measures(dorsi.measure(dorsi.synth.run(), movement="run"), **given)


def test_a_squat_is_no_run():
    with pytest.raises(dorsi.DataError, match="no run"):
        running.body_measures(dorsi.measure(dorsi.synth.squat()))
