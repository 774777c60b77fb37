"""Sightings become one track per person."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dorsi.pose.linking import link
from dorsi.pose.survey import foremost


def box(x, y=300.0, size=200.0):
    """Return the box of somebody of that height whose middle is at (x, y)."""
    return np.array([x - size / 4, y - size / 2, x + size / 4, y + size / 2])


def walk(start_x, speed_px_s, times_s):
    return [box(start_x + speed_px_s * t) for t in times_s]


TIMES_S = np.arange(0, 4, 0.1)


def middles(track):
    return [(b[0] + b[2]) / 2 for b in track.boxes]


def test_two_people_who_walk_apart_are_two_tracks():
    a, b = walk(100, 40, TIMES_S), walk(900, -40, TIMES_S)
    tracks = link(TIMES_S, list(zip(a, b, strict=True)))
    assert [len(track.boxes) for track in tracks] == [40, 40]


@settings(deadline=None)  # a busy machine is no fault
@given(order=st.lists(st.booleans(), min_size=40, max_size=40))
def test_the_order_in_which_people_are_listed_does_not_matter(order):
    a, b = walk(100, 40, TIMES_S), walk(900, -40, TIMES_S)
    sightings = [(q, p) if flip else (p, q) for p, q, flip in zip(a, b, order, strict=True)]
    tracks = link(TIMES_S, sightings)
    assert len(tracks) == 2
    for track in tracks:
        assert np.abs(np.diff(middles(track))).max() < 10


def test_a_runner_is_one_track():
    """Four metres a second at 1.7 m tall is 2.4 body heights a second."""
    tracks = link(TIMES_S, [[b] for b in walk(0, 2.4 * 200, TIMES_S)])
    assert len(tracks) == 1


@pytest.mark.parametrize(("gap_s", "n_tracks"), [(0.5, 1), (1.5, 2)])
def test_somebody_not_seen_for_over_a_second_counts_as_new(gap_s, n_tracks):
    boxes = [[] if 1 < t < 1 + gap_s else [b] for t, b in zip(TIMES_S, walk(300, 0, TIMES_S), strict=True)]
    assert len(link(TIMES_S, boxes)) == n_tracks


def test_somebody_who_appears_far_from_where_another_vanished_is_another_person():
    boxes = [[box(100)] if t < 2 else [box(900)] for t in TIMES_S]
    assert len(link(TIMES_S, boxes)) == 2


def test_somebody_of_another_size_is_another_person():
    boxes = [[box(400, size=500)] if t < 2 else [box(400, size=150)] for t in TIMES_S]
    assert len(link(TIMES_S, boxes)) == 2


def test_one_person_found_twice_is_one_track():
    boxes = [[b, b + 5] for b in walk(100, 40, TIMES_S)]
    assert len(link(TIMES_S, boxes)) == 1


@pytest.mark.parametrize(("n_sightings", "n_tracks"), [(1, 0), (3, 0), (4, 1)])
def test_a_glimpse_is_nobody(n_sightings, n_tracks):
    boxes = [[box(300)] if i < n_sightings else [] for i in range(len(TIMES_S))]
    assert len(link(TIMES_S, boxes)) == n_tracks


@pytest.mark.parametrize(("seen_s", "n_people"), [(0.35, 0), (0.65, 1)])
def test_people_are_followed_from_half_a_second_on(seen_s, n_people):
    boxes = [[box(300)] if t < seen_s else [] for t in TIMES_S]
    assert len(foremost(link(TIMES_S, boxes))) == n_people


def test_of_many_people_the_four_seen_longest_are_followed_in_order_of_appearance():
    boxes = [[box(300 * i) for i in range(6) if t <= 1 + 0.3 * i] for t in TIMES_S]
    followed = foremost(link(TIMES_S, boxes))
    assert [track.boxes[0][0] + 50 for track in followed] == [600, 900, 1200, 1500]


def test_a_gym_full_of_small_people_does_not_displace_somebody_who_walks_in():
    boxes = [[box(300 * i, size=60) for i in range(1, 6)] + [box(1050, size=300)] * int(t > 2) for t in TIMES_S]
    followed = foremost(link(TIMES_S, boxes))
    assert len(followed) == 4
    assert max(float(np.ptp(track.boxes[0][1::2])) for track in followed) == 300


def passing(speed_px_s):
    """Return sightings of somebody who stands at 500 while another passes; only one is seen while they touch."""
    sightings = []
    for t in TIMES_S:
        walker = speed_px_s * t - 100
        seen = [box(500), box(walker)] if abs(walker - 500) > 70 else [box((walker + 500) / 2)]
        sightings.append(seen)
    return sightings


@pytest.mark.parametrize("speed_px_s", [250, 350, 450, 600])
def test_people_who_pass_each_other_keep_their_tracks(speed_px_s):
    standing, walking = sorted(link(TIMES_S, passing(speed_px_s)), key=lambda track: np.ptp(middles(track)))
    assert np.ptp(middles(standing)) < 80
    assert np.all(np.diff(middles(walking)) > 0)


@pytest.mark.parametrize("speed_px_s", [250, 450])
def test_while_people_cover_each_other_nobodys_place_is_claimed(speed_px_s):
    meeting_s = 600 / speed_px_s
    assert [track.box_at(meeting_s) for track in link(TIMES_S, passing(speed_px_s))] == [None, None]


def test_somebody_above_another_hides_nobody():
    """Somebody on a box, now and then not found, while another walks past below: their boxes touch at the edge."""
    sightings = []
    for i, t in enumerate(TIMES_S):
        walker = box(200 * t, y=460)
        sightings.append([walker, box(400, y=300)] if i % 3 else [walker])
    walking = max(link(TIMES_S, sightings), key=lambda track: np.ptp(middles(track)))
    assert len(walking.boxes) == len(TIMES_S)


def test_a_helper_who_stands_close_all_the_time_hides_nobody():
    """Two boxes that overlap from the start, the second now and then not found."""
    boxes = [[box(500), box(540)] if i % 3 else [box(500)] for i in range(len(TIMES_S))]
    person = link(TIMES_S, boxes)[0]
    assert len(person.boxes) == len(TIMES_S)


def test_the_place_between_sightings_is_interpolated():
    (track,) = link([0.0, 0.2, 0.4, 0.8], [[box(100)], [box(110)], [box(120)], [box(140)]])
    assert track.box_at(0.6) == pytest.approx(box(130))


@pytest.mark.parametrize(("time_s", "known"), [(-0.6, False), (-0.4, True), (1.4, True), (1.6, False)])
def test_the_place_is_known_half_a_second_beyond_the_sightings(time_s, known):
    (track,) = link([0.0, 0.3, 0.6, 1.0], [[box(100)], [box(120)], [box(140)], [box(160)]])
    assert (track.box_at(time_s) is not None) is known


@settings(deadline=None)  # a busy machine is no fault
@given(shift=st.floats(-1000, 1000), scale=st.floats(0.2, 5))
def test_shifting_and_scaling_the_picture_links_the_same_people(shift, scale):
    people = list(zip(walk(100, 60, TIMES_S), walk(900, -70, TIMES_S), strict=True))
    moved = [[scale * b + shift for b in pair] for pair in people]
    for before, after in zip(link(TIMES_S, people), link(TIMES_S, moved), strict=True):
        assert before.time_s == after.time_s
        np.testing.assert_allclose(after.boxes, scale * np.array(before.boxes) + shift, atol=1e-6)
