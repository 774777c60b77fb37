"""What view, body and sources allow of a movement's numbers."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.analysis.uncertainty import Doubt
from dorsi.measuring import measure
from dorsi.protocols import PROTOCOLS, numbers, run_times, settling
from dorsi.protocols.numbers import not_measured
from dorsi.types import Rep, Step

OBLIQUE = synth.Camera(yaw_deg=40.0)


def number(name, value=30.0, sd=1.0, side="left", **more):
    return numbers.measured(name, side, np.array([value]), Doubt(instrument=sd), scale="camera_2d", **more)


def of(found, name, side):
    return next(m for m in found.measurements if (m.name, m.side) == (name, side))


@pytest.fixture(scope="module")
def from_the_side():
    """Return the view of a made squat."""
    seen = []
    squat = PROTOCOLS["squat"]
    spied = replace(squat, find=lambda take: (seen.append(take.view), squat.find(take))[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PROTOCOLS, "squat", spied)
        measure(synth.squat(), movement="squat")
    return seen[0]


def test_a_number_no_person_shows_is_refused_with_the_reason():
    found = number("fppa_deg", -91.0)
    assert (found.status, found.value) == ("not_measured", None)
    assert found.reason.startswith("-91 degrees is not possible")


def test_a_bound_as_wide_as_the_number_is_never_ok():
    assert number("peak_shank_inclination_deg", 39.4, 17.6).status == "not_measured"
    assert number("peak_shank_inclination_deg", 39.4, 5.0).status == "low_confidence"
    assert number("peak_shank_inclination_deg", 39.4, 3.0).status == "ok"


def test_a_derived_number_is_refused_with_its_source(from_the_side):
    source = not_measured("peak_shank_inclination_deg", "left", "too wide", scale="camera_2d")
    found = settling.settled([source, number("wblt_cm", 10.0), number("rep_count", 3.0)], (), from_the_side)
    assert [(m.status, m.reason) for m in found[:2]] == [("not_measured", "too wide")] * 2
    assert found[2].value == 3.0


def test_a_derived_number_is_no_surer_than_its_source(from_the_side):
    source = number("peak_shank_inclination_deg", low_because="far leg")
    found = settling.settled([source, number("ankle_change_from_standing_deg")], (), from_the_side)
    assert [(m.status, m.reason) for m in found] == [("low_confidence", "far leg")] * 2


def test_the_other_leg_s_refusal_is_its_own(from_the_side):
    source = not_measured("peak_shank_inclination_deg", "right", "hidden", scale="camera_2d")
    found = settling.settled([source, number("wblt_cm", 10.0)], (), from_the_side)
    assert found[1].value == 10.0


def test_a_repetition_drops_what_it_can_t_have_and_says_why():
    rep = Rep(
        side="left", start_s=0.0, peak_s=1.0, end_s=2.0, values={"left_fppa_deg": -91.0, "left_pelvis_drop_deg": 3.0}
    )
    (found,) = settling.plausible([rep])
    assert (found.valid, found.values) == (True, {"left_pelvis_drop_deg": 3.0})
    assert "-91 degrees" in found.refused["left_fppa_deg"]


@pytest.mark.parametrize(("shank_deg", "valid"), [(-8.0, True), (69.0, False), (-60.0, False)])
def test_a_contact_with_a_lying_shin_is_no_step(shank_deg, valid):
    step = Step(side="left", contact_s=1.0, values={"shank_inclination_at_contact_deg": shank_deg})
    (found,) = settling.plausible([step])
    assert found.valid == valid


def test_heel_height_is_refused_where_its_own_angle_is():
    found = measure(synth.heel_raise(camera=OBLIQUE), movement="heel_raise")
    seen = {m.name for m in found.measurements if m.value is not None}
    refused = {m.name for m in found.measurements if m.value is None}
    assert {"heel_height_foot_frac", "peak_plantarflexion_deg"} <= refused
    assert {"rep_count", "rep_time_s"} <= seen


def test_an_oblique_squat_still_has_its_repetitions_and_tempo():
    found = measure(synth.squat(camera=OBLIQUE, reps=3), movement="squat")
    assert of(found, "peak_shank_inclination_deg", "right").value is None
    assert of(found, "rep_count", "right").value == 3
    assert of(found, "rep_time_s", "right").status == "ok"


def test_a_thigh_that_points_at_the_camera_gives_no_knee_angle():
    """Shown 12 cm lower, the hips of a squat are level with the knees."""
    deep = synth.squat(camera=synth.Camera(yaw_deg=90.0, distance_m=3.0))
    for side in ("left", "right"):
        hip, knee = (deep.names.index(f"{side}_{name}") for name in ("hip", "knee"))
        thigh = deep.xy_px[:, knee, 1] - deep.xy_px[:, hip, 1]
        bent = thigh < 0.8 * thigh.max()
        deep.xy_px[bent, hip, 1] = deep.xy_px[bent, knee, 1]
    found = measure(deep, movement="squat")
    for side in ("left", "right"):
        assert "points at the camera" in of(found, "fppa_deg", side).reason
        assert of(found, "rep_count", side).value == 3
    assert not any("fppa" in name for event in found.events for name in event.values)


def timed(contact_s, flight_s, cadence_spm=170.0):
    return [
        number("cadence_spm", cadence_spm, 0.5, side="both"),
        number("flight_s", flight_s, 0.02, side="both"),
        number("contact_s", contact_s, 0.02),
        number("duty_factor_frac", 0.34, 0.03),
    ]


@pytest.mark.parametrize(
    ("contact_s", "status"),
    [(0.24, "ok"), (0.31, "low_confidence"), (0.42, "not_measured")],
    ids=["fit", "off", "far off"],
)
def test_contact_and_flight_must_make_up_a_step(contact_s, status):
    """A step of 170 a minute takes 0.353 s; the joint bound is about 0.055 s."""
    found = run_times.agreeing(timed(contact_s, 0.113))
    assert {m.status for m in found if m.name != "cadence_spm"} == {status}
    assert found[0].status == "ok"


def test_a_step_at_the_very_edge_of_a_clip_has_no_numbers():
    run = synth.run().landmarks
    whole = measure(run, movement="run")
    step = whole.events[2]
    cut = run.time_s >= step.contact_s - 1.2 / run.rate_hz
    parts = {name: getattr(run, name)[cut] for name in ("time_s", "xy_px", "score")}
    found = measure(replace(run, **parts, world_m=None if run.world_m is None else run.world_m[cut]), movement="run")
    edge_s = found.landmarks.time_s[0] + 2 / run.rate_hz
    assert all(not e.values for e in found.events if e.contact_s < edge_s)
    assert any(e.values for e in found.events)


LEG_OF_A_SQUAT = ("peak_knee_flexion_deg", "hip_flexion_deg", "knee_past_toe_frac")


def test_a_hidden_leg_has_no_bends_either():
    """In a made squat from the side the far leg lies behind the near one throughout."""
    found = measure(synth.squat(), movement="squat", side="left")
    lean = of(found, "peak_shank_inclination_deg", "left")
    assert "behind the other one" in lean.reason
    assert {(of(found, name, "left").value, of(found, name, "left").reason) for name in LEG_OF_A_SQUAT} == {
        (None, lean.reason)
    }
    assert of(found, "trunk_lean_deg", "left").status == "ok"  # one trunk, and it is seen


def test_the_far_leg_s_bends_are_no_surer_than_its_lean():
    wide = synth.squat(camera=synth.Camera(yaw_deg=12.0))
    for side in ("left", "right"):
        i = 0 if side == "left" else 1
        for name in ("hip", "knee", "ankle", "heel", "toe"):
            wide.xy_px[:, wide.names.index(f"{side}_{name}"), 0] += (80.0, -80.0)[i]
    found = measure(wide, movement="squat", side="left")
    lean = of(found, "peak_shank_inclination_deg", "left")
    assert lean.status == "low_confidence"
    assert {of(found, name, "left").status for name in LEG_OF_A_SQUAT} == {"low_confidence"}


def test_a_refused_number_leaves_the_repetitions_with_its_reason():
    rep = Rep(
        side="left",
        start_s=0.0,
        peak_s=1.0,
        end_s=2.0,
        values={"fppa_deg": 5.0, "left_fppa_deg": 5.0, "heel_rise_frac": 0.01},
    )
    other = replace(rep, side="right", values={"fppa_deg": 4.0})
    refused = not_measured("fppa_deg", "left", "too far away", scale="camera_2d")
    left, right = settling.without_refused((rep, other), [refused, number("heel_rise_frac", 0.01, sd=0.001)])
    assert (left.values, set(left.refused.values())) == ({"heel_rise_frac": 0.01}, {"too far away"})
    assert right == other
