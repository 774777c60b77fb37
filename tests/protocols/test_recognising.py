"""What a clip shows is said, what it does not show is not made up."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from dorsi import measuring, synth
from dorsi.analysis import gait, geometry
from dorsi.measuring import measure
from dorsi.protocols import tempo
from dorsi.protocols.left_out import in_words, joined
from dorsi.synth import stick_figure
from dorsi.synth.phone import phone_clip
from dorsi.types import SIDES
from dorsi.validation.recognition import view_of

FRONT = synth.Camera(yaw_deg=90.0, distance_m=3.0)


def seated_first(landmarks, still_s=1.0):
    """Begin and end a clip at the lowest point of its squats: somebody who stands up and sits down."""
    low = int(np.argmax(landmarks.point("left_hip")[:, 1]))
    lowest = np.flatnonzero(landmarks.point("left_hip")[:, 1] > landmarks.point("left_hip")[low, 1] - 1.0)
    rows = np.arange(lowest[0], lowest[-1] + 1)
    held = int(still_s * landmarks.rate_hz)
    rows = np.concatenate([np.repeat(rows[:1], held), rows, np.repeat(rows[-1:], held)])
    return replace(
        landmarks,
        time_s=np.arange(len(rows)) / landmarks.rate_hz,
        xy_px=landmarks.xy_px[rows],
        score=landmarks.score[rows],
        world_m=landmarks.world_m[rows],
    )


def with_push_up(landmarks):
    """Let the person tip forward about the toes until the trunk lies, stay there and come up again."""
    first = landmarks.xy_px[0]
    toe = first[[landmarks.names.index(f"{side}_toe") for side in SIDES]].mean(axis=0)
    turns = 80.0 * (1 - np.cos(np.linspace(0, 2 * np.pi, 180))) / 2
    lying = np.stack([geometry.rotate_deg(first, turn, about_px=tuple(toe)) for turn in turns])
    count = len(landmarks.time_s) + len(lying)
    return replace(
        landmarks,
        time_s=np.arange(count) / landmarks.rate_hz,
        xy_px=np.concatenate([landmarks.xy_px, lying]),
        score=np.ones((count, len(landmarks.names))),
        world_m=np.concatenate([landmarks.world_m, np.repeat(landmarks.world_m[:1], len(lying), axis=0)]),
    )


CLIPS = {
    "lunge": [synth.lunge(), synth.lunge(front="right", camera=FRONT)],
    "squat": [synth.squat(), synth.squat(camera=FRONT)],
    "run": [synth.run().landmarks, synth.run(camera=FRONT).landmarks],
    "single_leg_squat": [synth.single_leg_squat(camera=FRONT), synth.single_leg_squat(stance="right", camera=FRONT)],
    "heel_raise": [synth.heel_raise(), synth.heel_raise(camera=synth.Camera(facing=-1))],
    "march": [synth.march(), synth.march(camera=FRONT)],
    "balance": [synth.balance(camera=FRONT), synth.balance(stance="right", camera=FRONT)],
}


@pytest.mark.parametrize(("name", "clip"), [(n, c) for n, clips in CLIPS.items() for c in clips])
def test_every_movement_is_recognised_for_what_it_is(name, clip):
    assert measure(clip).movement == name


def test_sitting_down_and_standing_up_is_not_called_a_squat():
    found = measure(seated_first(synth.squat(reps=4)))
    assert found.movement == "unknown"
    assert "standing up from a chair" in found.measurements[0].reason


def test_a_push_up_after_the_squats_is_no_squat():
    found = measure(with_push_up(synth.squat(reps=3)), movement="squat")
    assert len(found.events) == 3
    assert "part_left_out" in {w.code for w in found.quality.warnings}


def test_long_standing_before_the_squats_is_said_to_be_left_out():
    squats = synth.squat()
    rows = np.concatenate([np.zeros(150, dtype=int), np.arange(len(squats.time_s))])
    clip = replace(squats, time_s=np.arange(len(rows)) / 30, xy_px=squats.xy_px[rows], score=squats.score[rows],
                   world_m=squats.world_m[rows])  # fmt: skip
    said = {w.code: w.text for w in measure(clip).quality.warnings}
    assert said["part_measured"].startswith("Measured: 6.5 to ")


def test_squats_are_recognised_in_spite_of_a_push_up_after_them():
    assert measure(with_push_up(synth.squat(reps=3))).movement == "squat"


def test_standing_about_holds_no_movement():
    still = synth.squat(reps=1)
    rows = np.zeros(150, dtype=int)
    clip = replace(still, time_s=np.arange(150) / 30, xy_px=still.xy_px[rows], score=still.score[rows],
                   world_m=still.world_m[rows])  # fmt: skip
    assert measure(clip).movement == "unknown"


def test_the_second_best_movement_is_named():
    found = measure(synth.single_leg_squat(camera=FRONT))
    assert found.quality.movement_runner_up not in {None, "single_leg_squat"}


@pytest.mark.models
def test_standing_up_from_a_chair_is_said_to_be_that(real_clip, analysed):
    session = analysed(real_clip("opencap-sts.mp4")).session
    assert session.movement == "unknown"
    assert any("standing up from a chair" in w.text for w in session.quality.warnings)


@pytest.mark.models
def test_walking_is_said_to_be_walking(real_clip, analysed):
    session = analysed(real_clip("opencap-walk-trunksway.mp4")).session
    assert any("walking" in w.text for w in session.quality.warnings)


@pytest.mark.models
@pytest.mark.parametrize("camera", ["01", "02", "03", "04"])
def test_oblique_cameras_of_the_balance_walk_give_no_sagittal_angle(real_clip, analysed, camera):
    session = analysed(real_clip(f"pose2sim-balance-cam{camera}.mp4")).session
    assert not [m for m in session.measurements if m.status == "ok" and m.name.endswith("_deg")]


def test_a_squat_on_one_leg_seen_from_the_side_is_hardly_ever_a_lunge():
    """The free leg hangs behind or is stretched out in front; neither reaches the floor a stride away."""
    clips = [phone_clip(seed=seed, show="single_leg_squat", faulty=False) for seed in (7, 8, 11, 20, 21, 40)]
    assert all(abs(clip.camera.yaw_deg) < 30 for clip in clips)
    said = [measure(clip.landmarks).movement for clip in clips]
    assert said.count("lunge") <= 1  # of the one left, the free knee is half a stride behind
    assert said.count("single_leg_squat") >= len(clips) // 2


@pytest.mark.parametrize(
    ("show", "movement", "least"),
    [("squat", "squat", 6), ("lunge_on_the_spot", "lunge", 4), ("lunge_kneeling", "lunge", 5)],
)
def test_at_an_angle_feet_in_stride_tell_a_lunge_from_a_squat(show, movement, least):
    """One shank leans more, one leg looks shorter, a foot came nearer: none of it happens in a squat."""
    clips = [phone_clip(seed=seed, show=show, faulty=False) for seed in (1, 2, 14, 25, 49, 60)]
    assert all(35 <= abs(clip.camera.yaw_deg) <= 55 for clip in clips)
    assert [measure(clip.landmarks).movement for clip in clips].count(movement) >= least


def test_what_else_is_shown_is_named_by_its_own_stretches():
    assert in_words([(0.5, 1.2)]) == "0.5 to 1.2"
    assert in_words([(0.5, 1.2), (8.1, 8.8)]) == "0.5 to 1.2 and from 8.1 to 8.8"
    assert joined([(0.1, 0.6), (0.5, 1.2), (8.1, 8.8)]) == [(0.1, 1.2), (8.1, 8.8)]


def bobbing(landmarks, *, shanks=0.15, hz=0.3):
    """Let a hand move the phone up and down while it films."""
    shank = np.linalg.norm(landmarks.side("knee") - landmarks.side("ankle"), axis=-1).max()
    down = shanks * shank * np.sin(2 * np.pi * hz * landmarks.time_s)
    return replace(landmarks, xy_px=landmarks.xy_px + np.stack([np.zeros_like(down), down], axis=1)[:, None])


@pytest.mark.parametrize("name", ["lunge", "squat"])
def test_a_hand_that_moves_the_phone_hides_no_repetition(name):
    still = CLIPS[name][0]
    found = measure(bobbing(still))
    assert found.movement == name
    assert len([e for e in found.events if e.valid]) == len([e for e in measure(still).events if e.valid])


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_a_hand_that_moves_the_phone_makes_no_heel_raise_of_standing(seed):
    clip = phone_clip(seed=seed, show="stand", faulty=False)
    assert measure(bobbing(clip.landmarks)).movement == "unknown"


def test_cycling_is_named_and_not_measured():
    found = [measure(phone_clip(seed=seed, show="cycle").landmarks) for seed in range(20)]
    assert sum(one.movement == "unknown" for one in found) >= 15
    text = " ".join(w.text for one in found for w in one.quality.warnings)
    assert "ycling" in text


def test_standing_on_one_leg_is_recognised_through_noise():
    found = [measure(phone_clip(seed=seed, show="balance").landmarks).movement for seed in range(40)]
    assert found.count("balance") >= 27
    assert found.count("heel_raise") <= 4


def front_clips(show, count):
    """Return clips filmed from in front or behind, with all a phone and a network do to them."""
    clips = (phone_clip(seed=seed, show=show) for seed in range(500_000, 501_000))
    return list(itertools.islice((c for c in clips if view_of(c) in {"front", "rear"}), count))


def test_a_body_over_one_foot_is_a_squat_on_one_leg_and_over_both_a_squat():
    said = {
        show: [measure(c.landmarks).movement for c in front_clips(show, 20)] for show in ("single_leg_squat", "squat")
    }
    assert said["single_leg_squat"].count("squat") <= 5
    assert said["single_leg_squat"].count("single_leg_squat") >= 7
    assert said["squat"].count("squat") >= 19


def shifted_squat(feet_m, shift_m, roll_deg=0.0):
    """Return three squats from the front, between feet so far apart, that shift to the left on the way down."""
    time_s, wave = stick_figure.waves(3, period_s=2.5, pause_s=1.0, rate_hz=30.0)
    points = {}
    for side, sign in (("left", 1), ("right", -1)):
        foot = stick_figure.still(time_s, 0.0, sign * feet_m / 2, stick_figure.ANKLE_HEIGHT_M)
        hip = stick_figure.leg(points, side, foot, shank_deg=4 + 26 * wave, thigh_deg=-2 - 70 * wave).copy()
        hip[:, 1] = sign * 0.09 + shift_m * wave
        points[f"{side}_hip"] = hip
        points[f"{side}_knee"][:, 1] = (hip[:, 1] + sign * feet_m / 2) / 2
    stick_figure.trunk(points, lean_deg=2 + 28 * wave)
    camera = synth.Camera(yaw_deg=90.0, roll_deg=roll_deg, px_per_m=500, distance_m=3.5)
    return synth.film(points, time_s, camera, noise_px=0)


@pytest.mark.parametrize("feet_m", [0.08, 0.16, 0.3])
@pytest.mark.parametrize(("shift_m", "roll_deg"), [(0.0, 4.0), (0.05, 2.0), (0.07, 0.0), (0.07, -6.0)])
def test_a_squat_that_shifts_to_one_side_stays_a_squat(feet_m, shift_m, roll_deg):
    clip = shifted_squat(feet_m, shift_m, roll_deg)
    assert measure(clip).movement == "squat"
    assert any(m.value is not None for m in measure(clip, movement="squat").measurements)


@pytest.mark.parametrize("seed", [20, 76])
def test_a_rear_shank_that_lies_is_a_lunge_where_the_view_is_taken_for_oblique(seed):
    clip = phone_clip(seed=seed, show="lunge_forward")
    found = measure(clip.landmarks)
    assert (found.movement, found.quality.view) == ("lunge", "oblique")


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_far_foot_that_a_network_lets_sink_with_the_hips_makes_no_squat_on_one_leg(share):
    still = CLIPS["squat"][0]
    far = next(side for side in SIDES if side != measure(still).quality.near_side)
    hips = still.side("hip").mean(axis=1)[:, 1]
    xy = still.xy_px.copy()
    for name in ("ankle", "heel", "toe"):
        xy[:, still.names.index(f"{far}_{name}"), 1] += share * (hips - hips.min())
    assert measure(replace(still, xy_px=xy)).movement == "squat"


@pytest.mark.parametrize(("shift_m", "movement"), [(0.0, "squat"), (0.1, "squat"), (0.35, "unknown")])
def test_a_wide_squat_is_one_until_one_leg_carries_it_which_is_a_lunge_to_the_side(shift_m, movement):
    assert measure(shifted_squat(0.8, shift_m)).movement == movement


def test_contacts_without_a_rhythm_tell_no_cadence():
    assert gait.stride_s([np.array([0.0, 0.5, 1.4])])[2] == 0


@pytest.mark.parametrize("end", ["begins", "ends"])
def test_half_a_repetition_is_said_to_be_cut_off(end):
    whole = synth.squat()
    low = int(np.argmax(whole.point("left_hip")[:, 1]))
    half = slice(max(0, low - 60), low + 1) if end == "ends" else slice(low, low + 60)
    found = measure(
        replace(whole, time_s=whole.time_s[half], xy_px=whole.xy_px[half], score=whole.score[half],
                world_m=whole.world_m[half])
    )  # fmt: skip
    assert found.movement == "unknown"
    (warn,) = [w for w in found.quality.warnings if w.code == "movement_unknown"]
    assert warn.text == "The clip begins or ends in the middle of a movement."


def test_legs_that_cannot_be_followed_show_no_movement():
    squats = synth.squat()
    guessed = replace(squats, sigma_px=np.full(squats.xy_px.shape[:2], 1000.0))
    found = measure(guessed)
    assert found.movement == "unknown"
    assert all("no legs could be followed" in m.reason for m in found.measurements)
    assert measure(guessed, movement="squat").movement == "squat"  # what the user says it is, it stays


def test_what_may_be_slow_motion_in_one_movement_of_a_clip_is_so_in_all():
    run = synth.run().landmarks
    slow, raises = measure(replace(run, time_s=4 * run.time_s), movement="run"), measure(synth.heel_raise())
    own, other = measuring._one_tempo([slow, raises])
    times = [m for m in other.measurements if m.name == "rep_time_s"]
    assert times
    assert all(m.value is None and m.reason == tempo.TIMES_REASON for m in times)
    assert [m.name for m in other.measurements if m.value is not None]  # heights and counts stay
    assert measuring._one_tempo([raises]) == [raises]
    assert own.measurements == slow.measurements


def test_what_lies_between_the_steps_of_a_run_is_no_movement_of_its_own():
    run, raises = measure(synth.run().landmarks, movement="run"), measure(synth.heel_raise())
    at = [replace(raises.events[0], start_s=s, peak_s=s + 0.3, end_s=s + 0.6) for s in (2.0, 60.0)]
    inside, outside = (replace(raises, events=(one,)) for one in at)
    assert measuring._during(inside, run)
    assert not measuring._during(outside, run)
