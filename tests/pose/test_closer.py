"""Which frames of a clip get one more look, and where."""

import numpy as np
import pytest

from dorsi.pose.blazepose.closer import rows_to_look_at
from dorsi.pose.blazepose.look import Look
from dorsi.pose.blazepose.person import TrackedPerson, landmarks_of
from dorsi.pose.blazepose.region import Region
from dorsi.pose.linking import LONGEST_GAP_S, Track
from dorsi.pose.names import NAMES
from dorsi.pose.poses import Pose

RATE_HZ, STEP = 30.0, 2
ANKLE = NAMES.index("left_ankle")
BODY = np.column_stack([np.linspace(0, 60, 33), np.linspace(0, 400, 33)])
for _side in ("left", "right"):
    BODY[NAMES.index(f"{_side}_knee")], BODY[NAMES.index(f"{_side}_ankle")] = (40, 250), (40, 350)


def pose_at(x, ankle=0.0):
    xy = BODY + np.array([x, 0])
    xy[ANKLE, 0] += ankle
    return Pose(xy, np.ones(33), np.zeros((33, 3)))


def seen_at(x, ankle=0.0, mirrored=None):
    region = Region(centre_px=(float(x), 200.0), side_px=500.0, turn_rad=0.0)
    return Look(pose_at(x, ankle), mirrored, region, 1.0)


def person(looks):
    rows = sorted(looks)
    track = Track(time_s=[row / RATE_HZ for row in rows], boxes=[np.zeros(4)] * len(rows))
    return TrackedPerson(track=track, looks=looks)


def times(n):
    return np.arange(n) / RATE_HZ


def test_who_stands_or_walks_evenly_needs_no_further_look():
    looks = {row: seen_at(3.0 * row) for row in range(0, 41, STEP)}
    assert rows_to_look_at(person(looks), times(41)) == {}


def test_around_a_leg_that_moves_fast_every_frame_is_looked_at_where_the_person_must_be():
    looks = {row: seen_at(3.0 * row, ankle=40.0 if row == 20 else 0.0) for row in range(0, 41, STEP)}
    asked = rows_to_look_at(person(looks), times(41))
    assert sorted(asked) == [17, 19, 21, 23]
    assert asked[19].centre_px[0] == pytest.approx(57.0)


def test_where_a_look_missed_the_person_every_frame_is_looked_at():
    looks = {row: seen_at(0.0) for row in range(0, 41, STEP) if row not in (10, 12)}
    assert sorted(rows_to_look_at(person(looks), times(41))) == [9, 10, 11, 12, 13]


def test_a_person_who_is_away_for_long_is_not_looked_for_meanwhile():
    gone = round(RATE_HZ * LONGEST_GAP_S) + STEP
    looks = {row: seen_at(0.0) for row in [*range(0, 11, STEP), *range(10 + gone, 20 + gone, STEP)]}
    assert all(row > 18 + gone for row in rows_to_look_at(person(looks), times(19 + gone + STEP)))


def test_before_and_after_half_a_second_more_is_looked_at_and_no_more():
    looks = {row: seen_at(0.0) for row in range(60, 81, STEP)}
    asked = rows_to_look_at(person(looks), times(200))
    half = round(RATE_HZ * LONGEST_GAP_S / 2)
    assert min(asked) == pytest.approx(60 - half, abs=1)
    assert max(asked) == pytest.approx(80 + half, abs=1)
    assert not set(asked) & set(range(60, 81))


def test_landmarks_have_a_row_for_every_frame_and_no_more_than_was_seen():
    looks = {row: seen_at(3.0 * row) for row in range(10, 31, STEP)}
    landmarks = landmarks_of(person(looks), times(40), (640, 480), rate_hz=RATE_HZ)
    known = np.isfinite(landmarks.xy_px).all(axis=(1, 2))
    assert np.flatnonzero(known).tolist() == list(range(10, 31))
    np.testing.assert_allclose(landmarks.xy_px[known, 0, 0], 3.0 * np.arange(10, 31))
    assert landmarks.sigma_px is None


def test_the_mean_of_both_looks_stands_in_every_frame():
    looks = {row: seen_at(0.0, mirrored=pose_at(4.0)) for row in range(0, 41, STEP)}
    landmarks = landmarks_of(person(looks), times(41), (640, 480), rate_hz=RATE_HZ)
    np.testing.assert_allclose(landmarks.xy_px[:, 0, 0], 2.0)
    np.testing.assert_allclose(landmarks.sigma_px, landmarks.sigma_px[0, 0])
    assert landmarks.sigma_px[0, 0] > 0


def test_a_point_that_the_mirror_image_shows_somewhere_else_stays_and_is_doubted():
    looks = {row: seen_at(0.0, mirrored=pose_at(0.0, ankle=150.0 if row == 20 else 0.0)) for row in range(0, 41, STEP)}
    landmarks = landmarks_of(person(looks), times(41), (640, 480), rate_hz=RATE_HZ)
    np.testing.assert_allclose(landmarks.xy_px[:, ANKLE, 0], BODY[ANKLE, 0])
    assert landmarks.sigma_px[20, ANKLE] > 100
    assert landmarks.sigma_px[14, ANKLE] < 1
