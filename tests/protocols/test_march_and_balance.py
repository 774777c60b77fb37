"""March and balance on landmarks of known truth."""

import pytest

from dorsi import synth
from dorsi.measuring import measure

FRONT = synth.Camera(yaw_deg=90.0, distance_m=3.0)


def of(found, name, side):
    return next(m for m in found.measurements if (m.name, m.side) == (name, side))


@pytest.mark.parametrize("facing", [1, -1])
def test_a_march_is_recognised_and_every_lift_found(facing):
    found = measure(synth.march(steps=10, noise_px=1.0, camera=synth.Camera(facing=facing)))
    assert found.movement == "march"
    assert [e.side for e in found.events] == ["left", "right"] * 5


def test_the_rate_of_a_march_is_that_of_its_steps():
    found = measure(synth.march(), movement="march")
    assert of(found, "cadence_spm", "both").value == pytest.approx(60.0, abs=0.5)


def test_a_higher_march_has_a_wider_knee_lift():
    low, high = (of(measure(synth.march(lift_m=m), movement="march"), "knee_lift_frac", "left") for m in (0.2, 0.3))
    assert high.value > low.value * 1.3


def test_the_near_ankle_of_a_march_is_of_low_confidence_from_the_side_and_the_rest_not_measured():
    side, front = (measure(synth.march(camera=c), movement="march") for c in (synth.SIDE_ON, FRONT))
    near = side.quality.near_side
    far = "left" if near == "right" else "right"
    assert of(side, "ankle_range_deg", near).status == "low_confidence"
    assert "behind the other one" in of(side, "ankle_range_deg", far).reason
    assert "film from the side" in of(front, "ankle_range_deg", "left").reason


@pytest.mark.parametrize("stance", ["left", "right"])
def test_a_stance_on_one_leg_lasts_as_long_as_the_foot_is_up(stance):
    found = measure(synth.balance(stance=stance, stance_s=12.0, camera=FRONT, noise_px=1.0))
    assert found.movement == "balance"
    assert of(found, "one_leg_stance_s", stance).value == pytest.approx(12.0, abs=0.15)


@pytest.mark.parametrize("touches_s", [(), (4.0,), (3.0, 6.0, 9.0)])
def test_touches_are_counted_and_do_not_end_the_stance(touches_s):
    found = measure(synth.balance(touches_s=touches_s, camera=FRONT), movement="balance")
    assert of(found, "touches_count", "left").value == len(touches_s)
    assert len(found.events) == 1


@pytest.mark.parametrize("px_per_m", [400.0, 900.0])
def test_sway_is_a_share_of_the_leg_at_any_distance(px_per_m):
    camera = synth.Camera(yaw_deg=90.0, px_per_m=px_per_m)
    found = measure(synth.balance(sway_m=0.02, camera=camera), movement="balance")
    assert of(found, "pelvis_sway_frac", "left").value == pytest.approx(0.02 / 0.85, abs=0.002)


def test_a_clip_that_ends_with_the_foot_up_says_so():
    whole = synth.balance(stance_s=30.0, camera=FRONT)
    cut = type(whole)(
        time_s=whole.time_s[:300], xy_px=whole.xy_px[:300], score=whole.score[:300], names=whole.names,
        size_px=whole.size_px, world_m=whole.world_m[:300],
    )  # fmt: skip
    m = of(measure(cut, movement="balance"), "one_leg_stance_s", "left")
    assert (m.status, "at least this long" in m.reason) == ("low_confidence", True)
