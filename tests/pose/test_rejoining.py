"""Tracks of one person whom the survey lost are one again; two people stay two."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dorsi.pose.linking import link
from dorsi.pose.rejoining import rejoined

TIMES_S = np.arange(0, 8, 0.1)


def box(x, y=300.0, size=200.0):
    """Return the box of somebody of that height whose middle is at (x, y)."""
    return np.array([x - size / 4, y - size / 2, x + size / 4, y + size / 2])


def found(*people):
    """Return the tracks of people given as functions of time that return a box or None."""
    sightings = [[b for b in (person(t) for person in people) if b is not None] for t in TIMES_S]
    return rejoined(link(TIMES_S, sightings))


def standing(x, *, size=200.0, away=(9.0, 9.0)):
    return lambda t: None if away[0] < t < away[1] else box(x, size=size)


def spans(tracks):
    return [(round(track.time_s[0], 1), round(track.time_s[-1], 1)) for track in tracks]


@settings(deadline=None)  # a busy machine is no fault
@given(
    lost_s=st.floats(0.5, 5), gap_s=st.floats(0.3, 2), moved=st.floats(-150, 150), size=st.floats(130, 300),
)  # fmt: skip
def test_a_person_alone_who_is_lost_for_a_while_is_one(lost_s, gap_s, moved, size):
    after = box(400 + moved, size=size)
    tracks = found(lambda t: box(400) if t <= lost_s else None if t < lost_s + gap_s else after)
    assert len(tracks) == 1
    assert tracks[0].time_s == sorted(tracks[0].time_s)


def test_a_jump_that_the_network_can_not_follow_leaves_one_person():
    """A leap of 0.8 of the body's height from one picture to the next, as when a film stutters."""
    assert spans(found(lambda t: box(400 if t < 1.3 else 560))) == [(0.0, 7.9)]


def test_somebody_lost_three_times_is_one():
    assert len(found(lambda t: None if 1 < t % 2.5 < 2.2 else box(400))) == 1


def test_a_bystander_who_stays_elsewhere_does_not_keep_a_person_apart():
    assert len(found(standing(300, away=(2, 4)), standing(900))) == 2


def test_where_two_were_lost_side_by_side_nobody_says_which_is_which():
    tracks = found(standing(300, away=(2, 4)), standing(360, away=(2, 4)))
    assert len(tracks) == 4


def test_where_one_of_two_neighbours_comes_back_between_their_places_it_stays_open():
    two = (lambda t: box(300) if t < 2 else None, lambda t: box(420) if t < 2 else None)
    assert len(found(*two, lambda t: box(360) if t > 4 else None)) == 3


def test_somebody_of_another_size_is_another_person():
    assert len(found(lambda t: box(400, size=500 if t < 2 else 150))) == 2


def test_somebody_who_appears_far_from_where_another_vanished_is_another_person():
    assert len(found(lambda t: box(100 if t < 2 else 900))) == 2


@pytest.mark.parametrize(("others", "n_tracks"), [((), 1), ((standing(500),), 3), ((standing(500, size=60),), 2)])
def test_the_only_person_may_come_back_from_the_other_side(others, n_tracks):
    """Farther off than their own height nobody else of that size may be there; a small one behind is nobody else."""
    assert len(found(lambda t: box(100) if t < 2 else None if t < 4 else box(900), *others)) == n_tracks


def test_people_who_are_there_together_are_never_joined():
    tracks = found(standing(300, away=(3, 9)), standing(340, away=(-1, 2.5)))
    assert len(tracks) == 2


def test_the_place_is_bridged_where_somebody_stayed_and_unknown_where_they_moved():
    (stayed,) = found(standing(400, away=(2, 6)))
    assert stayed.box_at(4.0) == pytest.approx(box(400))
    (moved,) = found(lambda t: box(100) if t < 2 else None if t < 6 else box(900))
    assert moved.box_at(4.0) is None
    assert moved.box_at(2.2) == pytest.approx(box(100))
    assert moved.box_at(5.8) == pytest.approx(box(900))


@settings(deadline=None)
@given(shift=st.floats(-1000, 1000), scale=st.floats(0.2, 5))
def test_shifting_and_scaling_the_picture_joins_the_same_people(shift, scale):
    people = (standing(300, away=(2, 4)), standing(900, away=(3, 5)))
    moved = [lambda t, p=p: None if p(t) is None else scale * p(t) + shift for p in people]
    assert spans(found(*people)) == spans(found(*moved))
