"""Heel raises: counted and measured from how far the body rises."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dorsi import synth
from dorsi.analysis.view import shank_px
from dorsi.measuring import measure
from dorsi.types import Size

RENDERED = Path(__file__).parents[2] / "../shared/rendered"


def of(found, name, side="right"):
    return next(m for m in found.measurements if (m.name, m.side) == (name, side))


@pytest.mark.parametrize("reps", [1, 3, 12])
def test_every_raise_is_counted(reps):
    found = measure(synth.heel_raise(reps=reps, noise_px=1.0), movement="heel_raise")
    assert of(found, "rep_count").value == reps


def test_heel_raises_are_recognised():
    assert measure(synth.heel_raise(noise_px=1.0)).movement == "heel_raise"


def test_lower_raises_read_lower():
    high, low = (of(measure(synth.heel_raise(peak_deg=d)), "heel_height_foot_frac").value for d in (30.0, 15.0))
    assert low / high == pytest.approx(0.55, abs=0.06)


@pytest.mark.parametrize(("fade_deg", "kept"), [(0.0, 1.0), (4.0, 0.55)])
def test_a_set_that_fades_says_what_is_left_of_its_height(fade_deg, kept):
    found = measure(synth.heel_raise(fade_deg=fade_deg), movement="heel_raise")
    assert of(found, "height_kept_frac").value == pytest.approx(kept, abs=0.08)


def test_two_raises_say_nothing_about_fading():
    found = measure(synth.heel_raise(reps=2), movement="heel_raise")
    assert "only 2 heel raises, 3 needed" in of(found, "height_kept_frac").reason


def test_stature_turns_the_height_into_centimetres():
    found = measure(synth.heel_raise(), movement="heel_raise", size=Size(height_cm=170.0))
    share = of(found, "heel_height_foot_frac").value
    assert of(found, "heel_height_cm").value == pytest.approx(share * 0.152 * 170.0, abs=0.01)
    plain = measure(synth.heel_raise(), movement="heel_raise")
    assert "heel_height_cm" not in {m.name for m in plain.measurements}


def test_pointing_is_of_low_confidence_and_says_that_it_is_worked_out():
    m = of(measure(synth.heel_raise(peak_deg=30.0)), "peak_plantarflexion_deg")
    assert (m.status, "body rises" in m.reason) == ("low_confidence", True)
    assert m.ci95_low < 27.0 < m.ci95_high


@pytest.mark.parametrize("clip", [synth.squat(), synth.lunge(), synth.march()])
def test_other_movements_hold_no_heel_raise(clip):
    assert not measure(clip, movement="heel_raise").events


@pytest.mark.models
def test_rendered_heel_raises_are_three_of_the_left_foot_near_their_true_size(analysed):
    clip = (RENDERED / "06_heelraise_dana.mp4").resolve()
    if not clip.exists():
        pytest.skip("the rendered clip 06 is not here")
    session = analysed(clip).session
    assert session.movement == "heel_raise"
    assert [e.side for e in session.events] == ["left"] * 3
    read = [e.values["peak_plantarflexion_deg"] for e in session.events]
    assert read == pytest.approx([28.0, 24.8, 26.4], abs=4.0)


def test_a_hand_that_drifts_hides_no_raise_and_makes_none():
    def held(landmarks):
        drift_px = 0.12 * shank_px(landmarks) * np.sin(2 * np.pi * landmarks.time_s / 2.3)
        return replace(landmarks, xy_px=landmarks.xy_px + np.stack([0 * drift_px, drift_px], axis=-1)[:, None])

    def raises(landmarks):
        return sum(e.valid for e in measure(held(landmarks), movement="heel_raise").events)

    clip = synth.heel_raise(noise_px=1.0)
    assert raises(clip) == sum(e.valid for e in measure(clip, movement="heel_raise").events)
    first = np.zeros(len(clip.time_s), dtype=int)
    still = replace(clip, xy_px=clip.xy_px[first], score=clip.score[first], world_m=None)
    assert raises(still) == 0
