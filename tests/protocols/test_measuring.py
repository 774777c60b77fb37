"""From landmarks of known truth to numbers, for each movement."""

from dataclasses import replace

import numpy as np
import pytest

from dorsi import synth
from dorsi.errors import OptionError
from dorsi.measuring import measure

FRONT = "peak_shank_inclination_deg"


def headline(found, side, name=FRONT):
    """Return one measurement."""
    return next(m for m in found.measurements if m.name == name and m.side == side)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("yaw", [0, 10, -20, 28])
@pytest.mark.parametrize("roll", [0, 5])
@pytest.mark.parametrize("peak", [18.0, 31.0, 44.0])
def test_geometry_alone_is_exact(facing, yaw, roll, peak):
    camera = synth.Camera(facing=facing, yaw_deg=yaw, roll_deg=roll)
    for landmarks in (synth.lunge(peak_deg=peak, camera=camera), synth.squat(peak_deg=peak, camera=camera)):
        found = measure(landmarks, roll_deg=roll)
        read = [e.values[FRONT] for e in found.events]
        assert read == pytest.approx([peak] * 3, abs=0.05)


@pytest.mark.parametrize("front", ["left", "right"])
@pytest.mark.parametrize("facing", [1, -1])
def test_a_lunge_is_scored_on_its_front_leg(front, facing):
    found = measure(synth.lunge(front=front, camera=synth.Camera(facing=facing)))
    assert {e.side for e in found.events} == {front}
    assert headline(found, front).n == 3


def test_noise_of_a_pixel_or_two_does_not_move_the_peak():
    found = measure(synth.lunge(peak_deg=36.0, noise_px=3.0))
    assert headline(found, "left").value == pytest.approx(36.0, abs=0.5)


@pytest.mark.parametrize("facing", [1, -1])
def test_a_front_leg_away_from_the_camera_has_low_confidence_and_a_wider_bound(facing):
    near, far = ("left", "right") if facing < 0 else ("right", "left")
    own, other = (headline(measure(synth.lunge(front=s, camera=synth.Camera(facing=facing))), s) for s in (near, far))
    assert (own.status, other.status) == ("ok", "low_confidence")
    assert other.bound > own.bound


@pytest.mark.parametrize("facing", [1, -1])
def test_the_far_leg_of_a_squat_is_behind_the_near_one_and_not_measured(facing):
    near, far = ("left", "right") if facing < 0 else ("right", "left")
    found = measure(synth.squat(camera=synth.Camera(facing=facing)))
    assert headline(found, near).status == "ok"
    assert "behind the other one" in headline(found, far).reason


@pytest.mark.parametrize(("yaw", "status"), [(0, "ok"), (12, "ok"), (22, "low_confidence"), (40, "not_measured")])
def test_the_view_decides_how_far_a_number_is_trusted(yaw, status):
    found = measure(synth.lunge(camera=synth.Camera(yaw_deg=yaw), front="right"), movement="lunge")
    assert headline(found, "right").status == status


@pytest.mark.parametrize("yaw", [90, -90])
def test_a_squat_from_the_front_or_rear_gives_no_side_view_number(yaw):
    found = measure(synth.squat(camera=synth.Camera(yaw_deg=yaw)))
    assert found.quality.view == ("front" if yaw > 0 else "rear")
    assert headline(found, "left").status == "not_measured"
    assert "film from the side" in headline(found, "left").reason


@pytest.mark.parametrize("up_m", [0.06, 0.08])
def test_a_heel_that_comes_up_voids_the_repetition(up_m):
    found = measure(synth.lunge(heel_up_m=up_m), movement="lunge")
    assert all(e.void == ("the heel came up",) for e in found.events)
    assert headline(found, "left").status == "not_measured"
    assert "the heel came up" in headline(found, "left").reason
    warning = next(w for w in found.quality.warnings if w.code == "repetitions_void")
    assert warning.text == "3 of 3 repetitions were left out: the heel came up."


def test_repetitions_that_differ_by_more_than_six_degrees_give_no_number():
    one, two = synth.lunge(peak_deg=30.0, reps=2), synth.lunge(peak_deg=40.0, reps=2)
    later = replace(two, time_s=two.time_s + one.time_s[-1] + 1 / 30)
    both = replace(
        one,
        time_s=np.concatenate([one.time_s, later.time_s]),
        xy_px=np.concatenate([one.xy_px, two.xy_px - two.point("left_ankle")[0] + one.point("left_ankle")[0]]),
        score=np.concatenate([one.score, two.score]),
        world_m=np.concatenate([one.world_m, two.world_m]),
    )
    assert "differ by" in headline(measure(both, movement="lunge"), "left").reason


def one_after_the_other(one, two):
    """Join two films of one camera."""
    later_s = two.time_s + one.time_s[-1] + 1 / 30
    joined = {name: np.concatenate([getattr(one, name), getattr(two, name)]) for name in ("xy_px", "score", "world_m")}
    return replace(one, time_s=np.concatenate([one.time_s, later_s]), **joined)


def test_a_second_movement_is_measured_and_not_said_to_be_left_out():
    found = measure(one_after_the_other(synth.squat(), synth.lunge()))
    assert {one.movement for one in (found, *found.also)} == {"squat", "lunge"}
    assert "part_left_out" not in {w.code for one in (found, *found.also) for w in one.quality.warnings}


def test_a_second_movement_without_a_valid_repetition_is_said_to_be_left_out():
    found = measure(one_after_the_other(synth.squat(), synth.lunge(heel_up_m=0.08)))
    assert (found.movement, found.also) == ("squat", ())
    [told] = [w.text for w in found.quality.warnings if w.code == "part_left_out"]
    assert "lunge" in told


@pytest.mark.parametrize(
    ("make", "movement"), [(synth.lunge, "lunge"), (synth.squat, "squat"), (lambda: synth.run().landmarks, "run")]
)
def test_the_movement_is_recognised(make, movement):
    found = measure(make())
    assert found.movement == movement
    assert found.quality.movement_score > 0.9


def test_standing_still_is_no_movement():
    still = synth.squat(peak_deg=4.0, reps=2)
    frozen = replace(still, xy_px=np.repeat(still.xy_px[:1], len(still.time_s), axis=0))
    found = measure(frozen)
    assert found.movement == "unknown"
    assert "say which movement it is" in headline(found, "left").reason


def test_a_run_in_slow_motion_makes_dorsi_ask():
    run = synth.run(duration_s=3.0, rate_hz=240.0).landmarks
    slowed = measure(replace(run, time_s=run.time_s * 8))
    assert "slow_motion" in {w.code for w in slowed.quality.warnings}


def test_fewer_than_seven_steps_a_side_is_low_confidence():
    few, many = (measure(synth.run(duration_s=s).landmarks) for s in (3.0, 8.0))
    name = "peak_stance_dorsiflexion_deg"
    assert headline(few, "right", name).status == "low_confidence"
    assert headline(many, "right", name).status == "ok"


def test_nobody_in_the_picture_is_told_and_no_error():
    true = synth.lunge()
    found = measure(replace(true, xy_px=np.full_like(true.xy_px, np.nan)), movement="lunge")
    assert headline(found, "left").status == "not_measured"
    assert "no person detected" in headline(found, "left").reason


def test_mirroring_the_picture_exchanges_the_sides_and_nothing_else():
    true = synth.squat(peak_deg=33.0, noise_px=2.0)
    swap = [true.names.index(n.replace("left", "_").replace("right", "left").replace("_", "right", 1)
                             if n.startswith("left") else n.replace("right", "left")) for n in true.names]  # fmt: skip
    xy = (true.xy_px * [-1, 1] + [true.size_px[0], 0])[:, swap]
    mirrored = replace(true, xy_px=xy, world_m=(true.world_m * [-1, 1, 1])[:, swap])
    before, after = measure(true), measure(mirrored)
    assert headline(after, "left").value == pytest.approx(headline(before, "right").value, abs=1e-3)


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_resolution_does_not_move_an_angle(scale):
    true = synth.lunge(noise_px=1.0)
    scaled = replace(true, xy_px=true.xy_px * scale, size_px=tuple(int(s * scale) for s in true.size_px))
    assert headline(measure(scaled), "left").value == pytest.approx(headline(measure(true), "left").value, abs=1e-3)


@pytest.mark.parametrize("roll_deg", [-40.0, -30.0, -22.0, 22.0, 30.0, 40.0])
@pytest.mark.parametrize("make", [synth.squat, synth.lunge])
def test_a_picture_that_lies_on_its_side_gives_no_sure_angle(make, roll_deg):
    found = measure(make(camera=synth.Camera(roll_deg=roll_deg, px_per_m=300.0)))
    assert all(m.status != "ok" for m in found.measurements if m.name == "peak_shank_inclination_deg")


def test_a_tilt_that_is_refused_is_said_once():
    found = measure(synth.squat(camera=synth.Camera(roll_deg=18.0)))
    assert "tilted by" in found.measurements[0].reason
    assert not {"camera_tilted", "level_unknown"} & {w.code for w in found.quality.warnings}


@pytest.mark.parametrize("given", [{"roll_deg": float("nan")}, {"yaw_deg": 400.0}, {"yaw_deg": float("nan")}])
def test_an_angle_that_no_camera_has_is_named(given):
    with pytest.raises(OptionError, match=f"{next(iter(given))}: .*give degrees from -90 to 90"):
        measure(synth.squat(), **given)
