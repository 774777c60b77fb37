"""Curves as SVG geometry."""

import math
import re

import drawn
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.report.drawing.curves import chart, charts, path_of, shown_sides, tick_values


@given(st.floats(-200, 200), st.floats(0.1, 300))
def test_ticks_are_few_and_inside(low, span):
    ticks = tick_values(low, low + span)
    assert len(ticks) <= 6
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_a_gap_starts_a_new_stretch():
    y = np.array([1.0, 2.0, math.nan, 4.0])
    assert path_of(np.arange(4.0), y) == "M0 1.0L1 2.0M3 4.0"


def test_only_the_measured_side_is_drawn(lunge):
    assert shown_sides(lunge.session) == ("left",)


def test_every_chart_is_free_of_nan(lunge):
    for made in charts(lunge.signals, lunge.session):
        assert "nan" not in repr(made)


def test_a_movements_own_curve_is_left_out_where_the_clip_does_not_show_it(lunge):
    named = lunge.session.model_copy(update={"movement": "heel_raise", "events": []})
    assert "body_rise_frac" not in lunge.signals.extra
    assert [made.name for made in charts(lunge.signals, named)] == ["knee_flexion_deg"]


def test_the_headline_quantity_comes_first_and_marks_the_peaks_that_count(lunge):
    first = charts(lunge.signals, lunge.session)[0]
    assert first.name == "shank_inclination_deg"
    assert [mark.text for mark in first.marks] == ["36.0°"]


def test_a_void_repetition_is_shaded_as_void_with_its_reason(lunge):
    first = charts(lunge.signals, lunge.session)[0]
    assert [span.valid for span in first.spans] == [True, False]
    assert first.spans[1].title == "Left rep 2, void: the heel came up"


def test_the_path_has_a_point_for_every_frame(lunge):
    made = chart(lunge.signals, lunge.session, "shank_inclination_deg")
    assert len(re.findall(r"[ML]", made.lines[0].path)) == drawn.N_FRAMES


def test_the_highest_value_is_drawn_highest(lunge):
    made = chart(lunge.signals, lunge.session, "shank_inclination_deg")
    y = [float(v) for v in re.findall(r"[ML]\d+ (-?[\d.]+)", made.lines[0].path)]
    assert int(np.argmin(y)) == pytest.approx(drawn.PEAKS_S[0] * drawn.RATE_HZ, abs=1)


def test_a_quantity_that_was_never_seen_gives_no_chart(lunge):
    empty = lunge.signals.__class__(**{**vars(lunge.signals), "knee_flexion_deg": np.full((drawn.N_FRAMES, 2), np.nan)})
    assert chart(empty, lunge.session, "knee_flexion_deg") is None
