"""What is said of a movement: its name fits into the sentence, and what to do about it leads somewhere."""

import re
from dataclasses import fields, replace
from types import SimpleNamespace

import numpy as np
import pytest

from dorsi import measures, synth
from dorsi.analysis.uncertainty import Doubt
from dorsi.analysis.view import find_view
from dorsi.measuring import measure
from dorsi.protocols import PROTOCOLS, doubts, gates, name_of, numbers, push_off, slow, tempo
from dorsi.protocols.recognise import BY_SIGHT
from dorsi.types import SIDES, Rep

FRONT = synth.Camera(yaw_deg=90.0, distance_m=3.0)
REFERENCE = re.compile(r"\b[MRP]\d{2}\b|docs/")


def part(name, fit=0.9, weight=1.0):
    return SimpleNamespace(name=name, fit=fit, weight=weight)


def seen(landmarks):
    return SimpleNamespace(view=find_view(landmarks), landmarks=landmarks)


def rep(*void):
    return Rep(side="left", start_s=0.0, peak_s=1.0, end_s=2.0, void=void)


def coded(found, code):
    return [w for w in found.quality.warnings if w.code == code]


@pytest.mark.parametrize("name", sorted(BY_SIGHT))
@pytest.mark.parametrize("fit", [0.9, 0.3])
def test_what_dorsi_does_not_measure_is_never_to_be_named(name, fit):
    reason = doubts.unknown_reason([part(name, fit)], seen(synth.squat()))
    assert name_of(name).one in reason
    assert "dorsi doesn't measure" in reason
    assert "measure it as" not in reason
    (warn, *_) = doubts.of_movement(None, None, seen(synth.squat()), (), [part(name, fit)], None)
    assert warn.code == ("movement_not_measured" if fit > 0.5 else "movement_unknown")
    assert not warn.options


@pytest.mark.parametrize(("yaw_deg", "named"), [(0.0, True), (50.0, False)])
def test_a_guess_can_be_confirmed_by_its_own_name_where_the_view_shows_its_number(yaw_deg, named):
    take = seen(synth.squat(camera=synth.Camera(yaw_deg=yaw_deg, distance_m=3.0)))
    assert ("measure it as a squat" in doubts.unknown_reason([part("squat", 0.3)], take)) == named
    (warn,) = doubts.of_movement(None, None, take, (), [part("squat", 0.3)], None)
    assert warn.options == ({"movement": "squat"} if named else {})


@pytest.mark.parametrize("named", [name for name in PROTOCOLS if name != "squat"])
def test_a_named_movement_that_is_not_there_is_said_with_what_is(named):
    found = measure(synth.squat(), movement=named)
    (warn,) = coded(found, "movement_not_seen")
    assert name_of(named).noun in warn.text
    assert ("a squat" in warn.text) == (named != "single_leg_squat")  # its plane is not even in view
    assert warn.options == ({"movement": "squat"} if named != "single_leg_squat" else {})
    assert found.movement == named
    assert all(m.value is None and m.reason for m in found.measurements)


@pytest.mark.parametrize("named", ["auto", "squat"])
def test_landmarks_without_one_leg_say_so(named):
    """Files of other tools leave out a hidden leg: that is why, and not that there was no squat."""
    whole = synth.squat()
    lost = [whole.names.index(f"left_{name}") for name in ("knee", "ankle", "heel", "toe")]
    xy = whole.xy_px.copy()
    xy[:, lost] = np.nan
    found = measure(replace(whole, xy_px=xy), movement=named)
    (warn,) = [w for w in found.quality.warnings if w.code in {"movement_unknown", "movement_not_seen"}]
    assert warn.text == "Only the right leg has its points, and it takes both to tell a movement."
    assert "both legs" in warn.tip
    assert all(m.value is None and "only the right leg has its points" in m.reason for m in found.measurements)


def test_what_is_there_and_named_is_not_doubted():
    found = measure(synth.squat(), movement="squat")
    assert not coded(found, "movement_not_seen")


def test_a_named_movement_under_one_not_measured_is_not_sent_in_a_circle():
    shown = [part("jump")]
    take = seen(synth.squat())
    (warn,) = doubts.of_movement(PROTOCOLS["squat"], None, take, (), shown, None)
    assert "jumping, which dorsi doesn't measure" in warn.text
    assert not warn.options


@pytest.mark.parametrize("movement", ["auto", "lunge"])
def test_the_leg_that_was_not_filmed_is_said_and_the_movement_is_named(movement):
    found = measure(synth.lunge(front="left"), side="right", movement=movement)
    assert found.movement == "lunge"
    (warn,) = coded(found, "side_not_seen")
    assert warn.text == "Only the left leg was seen doing lunges; you asked for the right one."
    assert warn.tip == "If it was the left leg, measure that one. If not, film the right leg in a clip of its own."
    assert [(m.side, m.value) for m in found.measurements] == [("right", None)]


def test_a_clip_of_one_leg_is_no_fault_where_no_side_was_asked_for():
    assert not coded(measure(synth.lunge(front="left")), "side_not_seen")


@pytest.mark.parametrize(
    ("void", "of", "text"),
    [(1, 1, "1 of 1 repetition was left out"), (1, 3, "1 of 3 repetitions was"), (2, 3, "2 of 3 repetitions were")],
)
def test_one_repetition_is_one(void, of, text):
    events = tuple(rep(*([gates.LOST] if k < void else [])) for k in range(of))
    take = SimpleNamespace()
    (warn,) = doubts.of_movement(PROTOCOLS["lunge"], part("lunge"), take, events, [], None)
    assert warn.text.startswith(text)


def test_the_heel_is_only_spoken_of_where_it_came_up():
    take = SimpleNamespace()
    for reason in (gates.HEEL_UP, gates.FOOT_MOVED, gates.LOST, gates.UNSTEADY, "something new"):
        (warn,) = doubts.of_movement(PROTOCOLS["heel_raise"], part("heel_raise"), take, (rep(reason),), [], None)
        assert ("heel" in warn.tip) == (reason == gates.HEEL_UP)


def test_reasons_cite_no_reference():
    texts = [push_off.STRIKE_REASON, push_off.NO_FOOT_REASON, push_off.NO_FOOT_STRIKE, push_off.UNSURE_REASON]
    for raw in (synth.run().landmarks, synth.lunge(), synth.balance(camera=FRONT)):
        found = measure(raw)
        texts += [m.reason for m in found.measurements if m.reason]
        texts += [f"{w.text} {w.tip}" for w in found.quality.warnings]
    assert not [text for text in texts if REFERENCE.search(text)]


def test_what_makes_most_of_the_error_says_how_to_film_again():
    wide = numbers.measured("peak_shank_inclination_deg", "left", np.array([30.0]), Doubt(instrument=1.0, roll=9.0),
                            scale="camera_joint_centre")  # fmt: skip
    assert wide.status == "not_measured"
    assert wide.reason.endswith("film again, with the phone upright and level")
    assert {name for name, known in measures.doubts().items() if known.better} == {part.name for part in fields(Doubt)}


def test_the_budget_of_every_number_comes_to_its_bound():
    for raw in (synth.run().landmarks, synth.lunge(), synth.squat(), synth.balance(camera=FRONT)):
        for m in measure(raw).measurements:
            if m.bound and m.budget:
                assert m.bound == pytest.approx(1.96 * np.hypot.reduce(list(m.budget.values())), abs=1e-3)
                assert set(m.budget) <= set(measures.doubts())


def test_the_phone_s_tilt_is_in_the_bound_of_a_running_ankle():
    run = synth.run(noise_px=0.5).landmarks
    bounds = []
    for sd in (0.5, 2.5):
        found = measure(run, movement="run", roll_deg=0.0, roll_sd_deg=sd).measurements
        bounds.append(next(m.bound for m in found if m.name == "peak_stance_dorsiflexion_deg" and m.bound))
    assert bounds[1] > bounds[0] + 1.5


def test_who_holds_for_long_is_not_asked_about_slow_motion():
    quick = Rep(side="left", start_s=0.0, peak_s=6.0, end_s=12.0)
    asked = [
        tempo.slow_motion_question((quick,), [], falls=False, undone=False, held_s=held_s, longest_rep_s=10.0)
        for held_s in (0.0, 10.0)
    ]
    assert asked[0] is not None
    assert asked[1] is None


@pytest.mark.parametrize(("slower", "asks"), [(1.0, False), (1.5, False), (4.0, True)])
def test_a_march_played_slowly_is_asked_about(slower, asks):
    march = synth.march(lift_m=0.35)
    found = measure(replace(march, time_s=slower * march.time_s))
    assert found.movement == "march"
    assert any(w.code == "slow_motion" for w in found.quality.warnings) is asks


def test_a_leg_that_was_mixed_up_with_the_other_in_much_of_the_clip_has_low_confidence():
    """What was taken for one leg may be the other, though the names were mended."""
    clean = synth.lunge(peak_deg=36.0)
    xy, columns = clean.xy_px.copy(), list(clean.names)
    left, right = ([columns.index(f"{side}_{name}") for name in ("knee", "ankle", "heel", "toe")] for side in SIDES)
    rows = np.arange(0, len(xy), 6)[:, None]
    xy[rows, left], xy[rows, right] = clean.xy_px[rows, right], clean.xy_px[rows, left]
    found = measure(replace(clean, xy_px=xy))
    (headline,) = (m for m in found.measurements if m.name == slow.PEAK and m.value is not None)
    assert coded(found, "legs_swapped")
    assert (headline.status, headline.reason) == ("low_confidence", slow.MIXED_UP)
    assert headline.value == pytest.approx(36.0, abs=1.0)
