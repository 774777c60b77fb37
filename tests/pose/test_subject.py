"""Who is measured, by a stated rule or by a pick."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.errors import OptionError
from dorsi.pose import People, choose_subject
from dorsi.types import Landmarks

TIME_S = np.arange(60) / 30
SIZE_PX = (1000, 600)


def somebody(x, *, y=300, height=200, frames=slice(None)):
    """Return a person whose middle stays at (x, y), seen in `frames`."""
    xy = np.full((60, 2, 2), np.nan)
    xy[frames] = [[x - height / 8, y - height / 2], [x + height / 8, y + height / 2]]
    return Landmarks(time_s=TIME_S, xy_px=xy, score=np.ones((60, 2)), names=("nose", "left_toe"), size_px=SIZE_PX)


def people(*persons):
    return People(persons=persons, time_s=TIME_S, size_px=SIZE_PX)


def test_a_person_alone_is_the_subject():
    subject = choose_subject(people(somebody(300)))
    assert (subject.people_count, subject.rule, subject.warnings) == (1, "the only person", ())


def squatter(x, *, depth_frac, height=200):
    """Return a person whose legs shorten by that share and stretch again, twice."""
    bent = depth_frac * np.sin(2 * np.pi * TIME_S) ** 2
    top, foot = 300 - height / 2 + bent * height / 2, 300 + height / 2
    xy = np.full((60, 5, 2), np.nan)
    for k, (dx, y) in enumerate([(0, top), (-9, top + height / 2), (9, top + height / 2), (-9, foot), (9, foot)]):
        xy[:, k] = np.stack(np.broadcast_arrays(x + dx * height / 72, y), axis=-1)
    xy[:, 1:3, 1] = (300 + bent * height / 2)[:, None]
    names = ("nose", "left_hip", "right_hip", "left_ankle", "right_ankle")
    return Landmarks(time_s=TIME_S, xy_px=xy, score=np.ones((60, 5)), names=names, size_px=SIZE_PX)


def test_of_people_equally_large_the_one_seen_much_longer_is_the_subject():
    short, long = somebody(500, frames=slice(0, 20)), somebody(100)
    assert choose_subject(people(short, long)).landmarks is long


def test_of_people_seen_equally_long_the_largest_is_the_subject():
    small, large = somebody(500), somebody(100, height=400, frames=slice(2, None))
    assert choose_subject(people(small, large)).landmarks is large


@given(
    entered=st.integers(0, 30), share=st.floats(0.1, 0.45), x=st.floats(100, 900), behind=st.integers(1, 3)
)  # fmt: skip
def test_a_small_person_who_stands_there_throughout_is_no_rival_of_one_who_walks_in(entered, share, x, behind):
    athlete = somebody(x, height=400, frames=slice(entered, None))
    standing = [somebody(500, y=100, height=400 * share) for _ in range(behind)]
    assert choose_subject(people(*standing, athlete)).landmarks is athlete


def test_a_large_person_who_passes_is_not_the_subject():
    passing, staying = somebody(500, height=400, frames=slice(0, 5)), somebody(100)
    assert choose_subject(people(passing, staying)).landmarks is staying


def test_of_people_equally_prominent_the_most_central_is_the_subject():
    aside, central = somebody(100), somebody(450, height=195)
    assert choose_subject(people(aside, central)).landmarks is central


@given(depth=st.floats(0.25, 0.6), coach_height=st.floats(180, 220))
def test_of_an_athlete_and_a_coach_who_stands_by_the_one_whose_legs_move_is_the_subject(depth, coach_height):
    athlete, coach = squatter(850, depth_frac=depth), squatter(500, depth_frac=0.0, height=coach_height)
    assert choose_subject(people(coach, athlete)).landmarks is athlete


def test_of_two_who_move_the_most_central_is_the_subject():
    deep, central = squatter(850, depth_frac=0.5), squatter(450, depth_frac=0.3)
    assert choose_subject(people(deep, central)).landmarks is central


def test_people_far_behind_who_never_overlap_are_no_warning():
    subject = choose_subject(people(somebody(300, height=400), somebody(800, y=100, height=120)))
    assert subject.people_count == 2
    assert subject.warnings == ()


@pytest.mark.parametrize("other", [somebody(310, height=120), somebody(800, height=240)])
def test_somebody_small_in_front_or_nearly_as_large_is_said(other):
    codes = [warning.code for warning in choose_subject(people(somebody(300, height=400), other)).warnings]
    assert codes[0] == "several_people"


def test_several_people_are_said_with_where_to_pick():
    (warning,) = choose_subject(people(somebody(100), somebody(800))).warnings
    assert warning.code == "several_people"
    assert "2 people" in warning.text
    assert "100,300" in warning.tip
    assert "800,300" in warning.tip


def test_people_who_overlap_are_said_with_when():
    codes = {
        warning.code: warning.text
        for warning in choose_subject(people(somebody(300), somebody(310, frames=slice(30, 46)))).warnings
    }
    assert "between 1.0 and 1.5 s" in codes["people_cross"]


def test_a_pick_decides():
    small = somebody(800, height=100, frames=slice(40, None))
    subject = choose_subject(people(somebody(100), small), pick=(805, 290))
    assert subject.landmarks is small
    assert subject.rule == "picked at 805,290"


def test_a_pick_where_two_people_pass_takes_the_one_longer_there():
    passing, staying = somebody(400, frames=slice(0, 10)), somebody(410)
    assert choose_subject(people(passing, staying), pick=(405, 300)).landmarks is staying


@pytest.mark.parametrize("pick", [(-1, 10), (10, -1), (1000, 10), (10, 600)])
def test_a_pick_outside_the_picture_is_refused_with_where_the_people_are(pick):
    with pytest.raises(OptionError, match=r"outside the picture of 1000 x 600 pixels; people are at 100,300"):
        choose_subject(people(somebody(100)), pick=pick)


def test_a_pick_that_hits_nobody_is_refused_with_where_the_people_are():
    with pytest.raises(OptionError, match=r"no person at 600,300; people are at 100,300 \(at 1.0 s; .*; 900,300"):
        choose_subject(people(somebody(100), somebody(900)), pick=(600, 300))


def test_a_pick_in_an_empty_clip_is_refused():
    with pytest.raises(OptionError, match="no person detected"):
        choose_subject(people(), pick=(600, 300))


def test_nobody_at_all_gives_an_empty_subject_with_its_reason():
    subject = choose_subject(people())
    assert subject.people_count == 0
    assert [warning.code for warning in subject.warnings] == ["no_person"]
    assert np.isnan(subject.landmarks.point("left_toe")).all()
    assert len(subject.landmarks.time_s) == len(TIME_S)
