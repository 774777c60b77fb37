"""Runs from the front, from behind, passing by and on a treadmill."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from dorsi import synth
from dorsi.measuring import measure
from dorsi.synth import stick_figure

RENDERED = Path(__file__).parents[2] / "../shared/rendered"
FRONT = synth.Camera(yaw_deg=90.0, distance_m=3.5)
REAR = synth.Camera(yaw_deg=-90.0, distance_m=3.5)


def of(found, name, side):
    return next(m for m in found.measurements if (m.name, m.side) == (name, side))


@pytest.mark.parametrize("camera", [FRONT, REAR], ids=["front", "rear"])
def test_steps_of_a_run_towards_or_away_are_counted_alternating(camera):
    run = synth.run(camera=camera, noise_px=1.0)
    found = measure(run.landmarks)
    assert found.movement == "run"
    sides = [e.side for e in found.events]
    assert all(a != b for a, b in pairwise(sides))
    assert abs(len(sides) - sum(len(c) for c in run.contacts_s.values())) <= 1


@pytest.mark.parametrize("camera", [FRONT, REAR], ids=["front", "rear"])
def test_the_front_view_of_a_run_has_cadence_pelvis_and_width_but_no_ankle_angle(camera):
    found = measure(synth.run(camera=camera).landmarks)
    assert of(found, "cadence_spm", "both").value == pytest.approx(170.0, abs=0.5)
    assert of(found, "pelvis_drop_deg", "left").value == pytest.approx(0.0, abs=1.0)
    assert of(found, "step_width_frac", "both").value == pytest.approx(2 * stick_figure.HIP_HALF_M / 0.82, abs=0.04)
    assert of(found, "peak_stance_dorsiflexion_deg", "left").status == "not_measured"
    assert of(found, "contact_s", "left").status == "not_measured"


def test_a_knee_angle_at_mid_stance_has_low_confidence():
    assert of(measure(synth.run(camera=FRONT).landmarks), "fppa_deg", "left").status == "low_confidence"


@pytest.mark.parametrize("facing", [1, -1])
def test_a_runner_who_passes_by_is_measured_like_one_on_a_treadmill(facing):
    camera = synth.Camera(facing=facing, px_per_m=100)
    runs = [synth.run(camera=camera, travel_m_s=v) for v in (0.0, 2.8)]
    still, passing = (measure(run.landmarks) for run in runs)
    assert (still.movement, passing.movement) == ("run", "run")
    near = "left" if facing < 0 else "right"
    for name in ("peak_stance_dorsiflexion_deg", "overstride_frac", "contact_s"):
        assert of(passing, name, near).value == pytest.approx(of(still, name, near).value, abs=0.3)


def test_flight_is_what_the_stride_leaves_of_two_contacts():
    found = measure(synth.run(cadence_spm=170.0, duty_frac=0.35).landmarks, movement="run")
    assert of(found, "flight_s", "both").value == pytest.approx(60 / 170 * (1 - 2 * 0.35), abs=0.02)


@pytest.mark.models
def test_the_treadmill_runner_makes_thirty_four_steps_in_turn(real_clip, analysed):
    sides = [e.side for e in analysed(real_clip("run-treadmill-sideL.mp4")).session.events]
    assert sides == ["right", "left"] * 17


@pytest.mark.models
@pytest.mark.parametrize("name", ["05_run_amir", "10_run_yaw15_dana"])
def test_every_contact_of_a_rendered_run_is_found_and_none_invented(analysed, name):
    clip = (RENDERED / f"{name}.mp4").resolve()
    if not clip.exists():
        pytest.skip(f"the rendered clip {name} is not here")
    truth = json.loads(clip.with_suffix(".truth.json").read_text(encoding="utf-8"))
    true = [(e["t"], e["side"]) for e in truth["events"]["gait_events"] if e["type"] == "contact"]
    found = [(e.contact_s, e.side[0]) for e in analysed(clip).session.events]
    assert [side for _, side in found] == [side for _, side in true]
    assert [t for t, _ in found] == pytest.approx([t for t, _ in true], abs=0.06)
