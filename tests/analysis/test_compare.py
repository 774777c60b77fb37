"""Left minus right, and what the camera's tilt does to it."""

import numpy as np
import pytest

from dorsi.analysis.compare import assess
from dorsi.analysis.uncertainty import Z95
from dorsi.report.text.words import difference_text
from dorsi.schema.session import ClipInfo, Measurement, Quality, Session

ROLL_SD_DEG = 2.0
REST_DEG = 3.0  #: what the bound holds beside the tilt, 95 %


def number(side, value, *, name="peak_shank_inclination_deg", roll_sd_deg=ROLL_SD_DEG):
    half = float(np.hypot(REST_DEG, Z95 * roll_sd_deg))
    return Measurement(
        name=name, side=side, value=value, unit="deg", scale="camera_joint_centre", n=3,
        ci95_low=value - half, ci95_high=value + half, status="ok", confidence="medium",
    )  # fmt: skip


def session(sha256, facing, numbers, *, roll_sd_deg=ROLL_SD_DEG):
    clip = ClipInfo(
        path=f"{sha256}.mp4", sha256=sha256, size_px=(1080, 1920), duration_s=9.0, mean_rate_hz=30.0, time_scale=1.0,
        codec="h264",
    )  # fmt: skip
    quality = Quality(
        view="side", yaw_deg=0.0, roll_deg=0.0, roll_sd_deg=roll_sd_deg, facing=facing, near_side=facing, found_frac=1.0
    )
    return Session(
        id=sha256, person=None, movement="lunge", recorded_at=None, clip=clip, quality=quality, measurements=numbers,
        events=[], provenance={},
    )  # fmt: skip


def bound_of(*sessions):
    (difference,) = assess(sessions).differences
    return difference.bound


@pytest.mark.parametrize(("facing", "of_roll_deg"), [("right", 2 * Z95 * 2.0), ("left", np.sqrt(2) * Z95 * 2.0)])
def test_two_clips_take_the_tilt_in_full_when_filmed_from_opposite_sides(facing, of_roll_deg):
    """One phone on one tripod: its tilt makes one side too large and the other too small by as much."""
    left, right = session("a", "left", [number("left", 40.0)]), session("b", facing, [number("right", 30.0)])
    assert bound_of(left, right) == pytest.approx(np.sqrt(2 * REST_DEG**2 + of_roll_deg**2), abs=0.01)


def test_in_one_clip_of_both_legs_the_tilt_is_gone():
    both = session("a", "left", [number("left", 40.0), number("right", 30.0)])
    assert bound_of(both) == pytest.approx(np.sqrt(2) * REST_DEG, abs=0.01)


def test_who_turns_in_a_clip_is_compared_as_in_two_clips_from_opposite_sides():
    left, right = session("a", "left", [number("left", 40.0)]), session("a", "right", [number("right", 30.0)])
    (difference,) = assess([left, right]).differences
    assert difference.bound == pytest.approx(np.hypot(np.sqrt(2) * REST_DEG, 2 * Z95 * ROLL_SD_DEG), abs=0.01)
    assert difference.warning is None


def test_an_angle_between_two_segments_knows_no_tilt():
    name = "peak_stance_dorsiflexion_deg"
    left, right = (session(key, side, [number(side, 30.0, name=name)]) for key, side in (("a", "left"), ("b", "right")))
    assert bound_of(left, right) == pytest.approx(np.sqrt(2) * np.hypot(REST_DEG, Z95 * ROLL_SD_DEG), abs=0.01)


def test_a_difference_of_20_where_10_is_true_is_not_detectable_with_an_unknown_tilt():
    """A roll of 5 degrees that nobody saw: 45 and 25 for 40 and 30."""
    left, right = (
        session(key, side, [number(side, value, roll_sd_deg=2.55)], roll_sd_deg=2.55)
        for key, side, value in (("a", "left", 45.0), ("b", "right", 25.0))
    )
    assert abs(20.0 - 10.0) < bound_of(left, right)


@pytest.mark.parametrize(
    ("left_deg", "text"),
    [
        (50.0, "The left ankle bends 20.0° ± 4.2° more than the right."),
        (32.0, "No detectable difference: 2.0° ± 4.2°, left minus right."),
    ],
)
def test_a_record_words_a_difference_as_a_report_does(left_deg, text):
    (difference,) = assess([session("a", "left", [number("left", left_deg), number("right", 30.0)])]).differences
    assert (difference.text, difference_text(difference)) == (text, text)
