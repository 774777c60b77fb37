"""Figures of the log as geometry: values at their height, the band around the first one, round ticks."""

import datetime as dt

import pytest

from dorsi.report.log.figures import BOTTOM, LEFT, RIGHT, TOP, draw_series, draw_sessions, draw_tension
from dorsi.schema.log import CourseWeek, Series

FIRST = dt.date(2026, 1, 5)


def series(*values, mdc=3.0, comparable=True):
    days = [FIRST + dt.timedelta(weeks=i) for i in range(len(values))]
    return Series(metric="wblt_cm", name="knee to wall", side="left", unit="cm", scale="tape", days=days,
                  values=list(values), mdc=mdc, sentence="A sentence.", rule="R70", comparable=comparable)  # fmt: skip


def week(number, done, tension_s=600.0):
    return CourseWeek(number=number, first_day=FIRST + dt.timedelta(weeks=number - 1), sessions_done=done,
                      sessions_planned=4, tension_s=tension_s, whole=True)  # fmt: skip


def test_the_band_reaches_the_detectable_change_to_both_sides_of_the_first_value():
    drawn = draw_series(series(9.0, 12.0))
    middle, edge = drawn.dots[0][1], drawn.dots[1][1]
    assert drawn.first_y == middle
    assert drawn.band.y == pytest.approx(edge)  # 12 is just 3 above 9
    assert drawn.band.y + drawn.band.height - middle == pytest.approx(middle - edge, abs=0.2)


def test_days_lie_in_order_and_within_the_plot():
    xs = [x for x, _ in draw_series(series(9.0, 9.5, 11.0)).dots]
    assert xs == sorted(xs)
    assert xs[0] >= LEFT
    assert xs[-1] <= RIGHT


def test_values_that_can_not_be_compared_get_no_line_and_no_band():
    drawn = draw_series(series(9.0, 12.0, comparable=False))
    assert not drawn.joined
    assert drawn.band is None


@pytest.mark.parametrize("values", [(9.0,), (9.0, 9.0), (0.001, 0.002), (100.0, 900.0)])
def test_ticks_are_round_distinct_and_within_the_plot(values):
    ticks = draw_series(series(*values, mdc=None)).y_ticks
    assert 2 <= len(ticks) <= 7
    assert len({tick.text for tick in ticks}) == len(ticks)
    assert all(TOP <= tick.at <= BOTTOM for tick in ticks)


def test_a_bar_is_as_high_as_its_share_of_the_dash():
    drawn = draw_sessions([week(1, done=2)])
    [bar], [dash] = drawn.bars, drawn.dashes
    assert bar.height == pytest.approx((BOTTOM - dash.y) / 2, abs=0.2)


def test_weeks_without_tension_are_drawn_as_nothing():
    assert [bar.height for bar in draw_tension([week(1, 1, tension_s=0.0)]).bars] == [0.0]


def test_a_long_course_names_only_some_weeks():
    assert len(draw_tension([week(n, 1) for n in range(1, 41)]).x_ticks) <= 9


@pytest.mark.parametrize("values", [(9.0, 9.5), (9.0, 12.0), (9.0, 30.0)])
def test_the_area_of_no_change_leaves_room_to_be_seen_as_an_area(values):
    band = draw_series(series(*values)).band
    assert band.height < 0.65 * (BOTTOM - TOP)
    assert band.y > TOP
    assert band.y + band.height < BOTTOM
