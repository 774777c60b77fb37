"""When the heel leaves the ground in a run: beside the other side in the plan, against the first film in Progress."""

import datetime as dt

import pytest
from test_filmed_from_the_front import INTAKE

from dorsi.programme import course, plan
from dorsi.programme.logbook.filmed import with_clips
from dorsi.schema.log import Log
from dorsi.schema.session import ClipInfo, Measurement, Quality, Session

FIRST, LATER = dt.date(2026, 1, 5), dt.date(2026, 2, 2)
CLIP = ClipInfo(path="x.mp4", sha256="0", size_px=(1, 1), duration_s=1, mean_rate_hz=240, time_scale=1, codec="h264")


def heel_off(side, value, *, status="ok"):
    low = status != "ok"
    return Measurement(
        name="heel_off_pct_stance", side=side, value=value, unit="%", scale="camera_time", n=12, sd=3.0,
        ci95_low=value - 8, ci95_high=value + 8, status=status, reason="few steps" if low else None,
    )  # fmt: skip


def run(left, right, **more):
    return Session(
        id="x", movement="run", clip=CLIP, events=[], provenance={}, speed_kmh=10.0, shoes="daily trainer",
        quality=Quality(view="side", yaw_deg=0.0, roll_deg=0.0, facing="left", found_frac=1.0),
        measurements=[heel_off("left", left, **more), heel_off("right", right, **more)],
    )  # fmt: skip


def said(session):
    return [one.text for one in plan(INTAKE, [session]).say if one.rule == "R75"]


@pytest.mark.parametrize(("left", "right", "side"), [(75.0, 55.0, "left"), (55.0, 75.0, "right")])
def test_a_heel_that_leaves_later_than_the_other_is_named_with_both_numbers_and_their_spread(left, right, side):
    [text] = said(run(left, right))
    assert f"the {side} heel leaves the ground later" in text
    assert f"left after {left:.0f}% of the stance and right after {right:.0f}% of the stance" in text
    assert "it varies from step to step by left 3% and right 3%" in text


def test_a_difference_within_the_measuring_error_is_told_once_as_such():
    [text] = said(run(62.0, 55.0))
    assert "both heels" in text
    assert "within the measuring error" in text


def test_low_confidence_compares_no_sides():
    assert said(run(75.0, 55.0, status="low_confidence")) == []


def test_the_difference_alone_sets_no_exercise():
    def exercises(session):
        return [(one.exercise, one.side, one.level) for one in plan(INTAKE, [session]).items]

    assert exercises(run(75.0, 55.0)) == exercises(run(60.0, 60.0))


@pytest.mark.parametrize(("after", "verdict"), [(55.0, "no_detectable_change"), (85.0, "changed")])
def test_the_next_film_is_compared_with_the_first(after, verdict):
    films = [(FIRST, run(60.0, 60.0)), (LATER, run(after, 60.0))]
    made = plan(INTAKE.model_copy(update={"start_date": FIRST}), [films[0][1]])
    found = with_clips(course(made, Log(started=FIRST), LATER), films, LATER, age_years=34)
    changes = {one.side: one for one in found.changes if one.metric == "heel_off_pct_stance"}
    assert {side: one.verdict for side, one in changes.items()} == {"left": verdict, "right": "no_detectable_change"}
    assert f"60% to {after:.0f}%" in changes["left"].sentence
    [series] = [one for one in found.series if (one.metric, one.side) == ("heel_off_pct_stance", "left")]
    assert (series.values, series.unit) == ([60.0, after], "%")


def test_films_at_another_speed_are_not_compared():
    films = [(FIRST, run(60.0, 60.0)), (LATER, run(85.0, 60.0).model_copy(update={"speed_kmh": 14.0}))]
    made = plan(INTAKE.model_copy(update={"start_date": FIRST}), [])
    found = with_clips(course(made, Log(started=FIRST), LATER), films, LATER, age_years=34)
    assert {one.verdict for one in found.changes if one.metric == "heel_off_pct_stance"} == {"not_comparable"}
