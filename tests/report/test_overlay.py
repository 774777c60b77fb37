"""The drawing on frames and the stills."""

from dataclasses import replace

import cv2
import drawn
import numpy as np
import pytest
from foot_points import with_foot

from dorsi.report.drawing.canvas import SIDE_COLOURS
from dorsi.report.drawing.keyframes import collect_stills, crop_view, jpeg, key_moments
from dorsi.report.drawing.overlay import (
    angle_shown,
    drawn_frames,
    fitted_size,
    frame_index,
    leg_points,
    outline_points,
    scene_of,
    state_text,
)
from dorsi.schema.session import Measurement
from dorsi.video.decode import frames


def near(pixels, colour, *, tolerance=60):
    return np.abs(pixels.astype(int) - colour).sum(axis=-1) < tolerance


@pytest.mark.parametrize(
    ("size", "fitted"), [((1080, 1920), (404, 720)), ((1920, 1080), (720, 404)), ((240, 320), (240, 320))]
)
def test_the_overlay_is_at_most_720_pixels_long_and_never_scaled_up(size, fitted):
    assert fitted_size(size) == fitted


def test_the_measured_leg_is_drawn_in_its_colour_between_knee_and_ankle(lunge):
    scene = scene_of(lunge)
    _, picture = next(drawn_frames(scene, frames(lunge.clip)))
    points = leg_points(lunge, "left", 0)
    x, y = np.round((points[1] + points[2]) / 2).astype(int)
    assert near(picture[y - 2 : y + 3, x - 2 : x + 3], SIDE_COLOURS["left"]).any()


def test_the_other_leg_is_not_drawn_in_its_side_colour(lunge):
    _, picture = next(drawn_frames(scene_of(lunge), frames(lunge.clip)))
    assert not near(picture, SIDE_COLOURS["right"]).any()


def test_a_foot_whose_ball_is_known_bends_there(lunge):
    bent = replace(lunge, landmarks=with_foot(lunge.landmarks))
    ball = bent.landmarks.point("left_ball")[0]
    assert (outline_points(bent, "left", 0) == ball).all(axis=-1).any()
    assert len(outline_points(lunge, "left", 0)) == 6


def test_every_frame_comes_out_at_its_own_time(lunge):
    times = [time_s for time_s, _ in drawn_frames(scene_of(lunge), frames(lunge.clip))]
    assert times == pytest.approx(list(np.arange(drawn.N_FRAMES) / drawn.RATE_HZ), abs=1e-4)


@pytest.mark.parametrize(
    ("time_s", "text"), [(0.6, "Left rep 1"), (1.8, "Left rep 2 void: the heel came up"), (1.2, "")]
)
def test_the_state_of_the_repetition_is_told(lunge, time_s, text):
    assert state_text(scene_of(lunge), time_s) == text


@pytest.mark.parametrize(("time_s", "index"), [(-1.0, 0), (0.0, 0), (0.05, 1), (0.07, 2), (99.0, 59)])
def test_a_moment_finds_its_nearest_frame(lunge, time_s, index):
    assert frame_index(scene_of(lunge), time_s) == index


def test_stills_show_the_peaks_of_valid_repetitions_only(lunge):
    moments = key_moments(scene_of(lunge))
    assert [(m.number, m.time_s) for m in moments] == [(1, pytest.approx(0.6))]


def test_a_still_shows_the_frame_of_the_largest_angle_even_where_the_repetition_is_deepest_later(tmp_path):
    late = [drawn.stored(rep).model_copy(update={"peak_s": rep.peak_s + 0.2}) for rep in drawn.events()]
    moment = key_moments(scene_of(drawn.analysis(tmp_path / "late.mp4", events=late)))[0]
    assert (moment.time_s, moment.value_deg) == (pytest.approx(0.6), pytest.approx(drawn.PEAK_DEG))


def test_a_still_is_a_jpeg_that_opens(lunge):
    stills = {}
    list(collect_stills(scene_of(lunge), frames(lunge.clip), stills))
    rgb = next(iter(stills.values()))
    picture = cv2.imdecode(np.frombuffer(jpeg(rgb), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == rgb.shape


@pytest.mark.parametrize("shift", [-400.0, 0.0, 400.0])
def test_the_crop_stays_inside_the_frame(shift):
    points = drawn.leg(20.0) + np.array([shift, shift])
    view = crop_view(points, drawn.SIZE_PX)
    width, height = (v / view.scale[0] for v in view.size_px)
    assert view.left_px >= 0
    assert view.top_px >= 0
    assert view.left_px + width <= drawn.SIZE_PX[0] + 1
    assert view.top_px + height <= drawn.SIZE_PX[1] + 1


def test_a_clip_without_a_movement_is_drawn_without_a_leg(tmp_path):
    analysis = drawn.analysis(tmp_path / "hand.mp4", movement="unknown", measurements=[], events=[])
    _, picture = next(drawn_frames(scene_of(analysis), frames(analysis.clip)))
    assert not near(picture, SIDE_COLOURS["left"]).any()


@pytest.mark.parametrize(
    ("name", "side", "true_deg"), [("02_lunge_L_bea", "left", 40.0), ("03_lunge_R_bea", "right", 30.0)]
)
def test_the_still_of_a_rendered_lunge_shows_the_true_angle(rendered, name, side, true_deg):
    moments = key_moments(scene_of(rendered.lunge(name, side)))
    assert [m.value_deg for m in moments] == pytest.approx([true_deg, true_deg], abs=0.5)


def test_stills_of_a_rendered_run_show_both_legs_in_stance(rendered):
    moments = key_moments(scene_of(rendered.run()))
    assert {m.side for m in moments} == {"left", "right"}
    assert all(m.value_deg == pytest.approx(30.0 if m.side == "left" else 26.0, abs=0.5) for m in moments)


def run_angle(name, value):
    status = "not_measured" if value is None else "low_confidence"
    found = {"value": value, "unit": "deg", "scale": "camera_joint_centre", "n": 5, "status": status, "reason": "why"}
    return Measurement(name=name, side="left", **found)


@pytest.mark.parametrize(("stance", "shown"), [(None, False), (24.0, True)])
def test_an_angle_whose_big_number_is_refused_is_not_drawn_for_the_sake_of_another(tmp_path, stance, shown):
    push_off = run_angle("peak_pushoff_plantarflexion_deg", 28.0)
    found = [run_angle("peak_stance_dorsiflexion_deg", stance), push_off]
    session = drawn.analysis(tmp_path / "run.mp4", movement="run", measurements=found, events=[]).session
    assert angle_shown(session, "left") == shown
