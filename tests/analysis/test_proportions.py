"""A picture that was squeezed or stretched, noticed by the body's own lengths."""

from dataclasses import replace

import pytest
from foot_points import PX_PER_M, with_foot

from dorsi import synth
from dorsi.analysis.proportions import across, judged
from dorsi.analysis.view import find_view
from dorsi.measuring import measure
from dorsi.synth import Camera

MOVEMENTS = {
    "squat": synth.squat,
    "lunge": lambda camera: synth.lunge(front="right", camera=camera),
    "run": lambda camera: synth.run(camera=camera).landmarks,
}


def squeezed(landmarks, share):
    width, height = landmarks.size_px
    return replace(landmarks, xy_px=landmarks.xy_px * [share, 1.0], size_px=(round(width * share), height))


def drawn(movement, **camera):
    return MOVEMENTS[movement](camera=Camera(px_per_m=PX_PER_M, **camera))


@pytest.mark.parametrize("yaw_deg", [0.0, 15.0, -15.0])
@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_a_picture_as_it_was_filmed_gives_no_alarm(movement, yaw_deg):
    landmarks = drawn(movement, yaw_deg=yaw_deg)
    assert judged(landmarks, find_view(landmarks)).fault is None


@pytest.mark.parametrize(("share", "word"), [(0.7, "squeezed"), (1.4, "stretched")])
@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_a_picture_of_the_wrong_shape_is_noticed(movement, share, word):
    landmarks = squeezed(drawn(movement), share)
    assert word in judged(landmarks, find_view(landmarks)).fault.reason


@pytest.mark.parametrize("share", [0.8, 1.0])
def test_the_scale_across_follows_the_squeeze(share):
    landmarks = drawn("run")
    before, after = (across(squeezed(landmarks, part), find_view(landmarks)).scale_frac for part in (1.0, share))
    assert after / before == pytest.approx(share, abs=0.04)


def test_a_turned_camera_alone_explains_what_it_shortens():
    """At 25 degrees all that lies across is 9 % shorter: that is the camera, not the file."""
    landmarks = drawn("squat", yaw_deg=25.0)
    assert across(landmarks, find_view(landmarks)).scale_frac < 1.0
    assert judged(landmarks, find_view(landmarks)).fault is None


def test_from_the_front_nothing_is_said():
    landmarks = squeezed(drawn("squat", yaw_deg=90.0), 0.7)
    assert across(landmarks, find_view(landmarks)) is None


def test_a_squeezed_picture_gives_its_repetitions_but_no_angle():
    found = measure(squeezed(drawn("squat"), 0.7), movement="squat")
    assert len([event for event in found.events if event.valid]) == 3
    angles = [m for m in found.measurements if m.name == "peak_shank_inclination_deg"]
    assert [m.value for m in angles] == [None, None]
    assert all("squeezed" in m.reason for m in angles)
    assert "picture_squeezed" in {warning.code for warning in found.quality.warnings}


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_the_foot_networks_shoe_is_no_stretched_picture(movement):
    landmarks = with_foot(drawn(movement))
    assert judged(landmarks, find_view(landmarks)).fault is None
    assert across(landmarks, find_view(landmarks)).scale_frac == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize(("share", "word"), [(0.7, "squeezed"), (1.4, "stretched")])
@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_a_picture_of_the_wrong_shape_is_noticed_by_the_foot_networks_points(movement, share, word):
    landmarks = squeezed(with_foot(drawn(movement)), share)
    assert word in judged(landmarks, find_view(landmarks)).fault.reason


@pytest.mark.parametrize("share", [0.76, 0.8])
def test_a_picture_that_may_be_squeezed_widens_the_bound_and_says_so(share):
    """Between one sound clip in 22 and one in 700 the lengths are a doubt, not a proof."""
    clip = synth.lunge(front="right", peak_deg=40.0, camera=Camera(px_per_m=PX_PER_M))
    as_filmed, doubtful = (
        measure(one, movement="lunge", side="right").measurements[0] for one in (clip, squeezed(clip, share))
    )
    found = measure(squeezed(clip, share), movement="lunge", side="right")
    assert "picture_unsure" in {warning.code for warning in found.quality.warnings}
    assert doubtful.bound > 1.3 * as_filmed.bound
    assert abs(doubtful.value - 40.0) <= doubtful.bound
    assert "may be squeezed" in doubtful.reason
