"""A crop suffers, and its labels go with it."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs dorsi[train]")

from training.augment import Rendered, augment, cut
from training.net import CROP_PX

POINTS = np.array([[144, 60], [144, 163], [120, 185], [180, 190], [200, 192], [125, 195], [178, 197]], float)


def crop(*, facing_right=True):
    """Make a black crop with a white dot of three pixels at each point."""
    picture = np.zeros((288, 288, 3), np.uint8)
    for x, y in POINTS.astype(int):
        picture[y - 1 : y + 2, x - 1 : x + 2] = 255
    return Rendered(picture, POINTS, np.ones(7, bool), has_leg=True, facing_right=facing_right, frontal=False)


@pytest.mark.parametrize("facing_right", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_points_stay_on_what_they_mark(facing_right, seed):
    picture, points = cut(crop(facing_right=facing_right), np.random.default_rng(seed), stretch=True)
    for x, y in points[((points > 4) & (points < CROP_PX - 4)).all(1)]:
        around = picture[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2]
        assert around.max() > 100


@pytest.mark.parametrize("seed", range(30))
def test_points_outside_or_hidden_do_not_count_as_visible(seed):
    sample = augment(crop(), [], np.random.default_rng(seed))
    outside = ((sample.points <= 0) | (sample.points >= 1)).any(1)
    assert not (sample.visible & outside).any()


def test_the_same_seed_gives_the_same_sample():
    first, again = (augment(crop(), [crop().picture], np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first.picture, again.picture)
    assert np.array_equal(first.points, again.points)


def test_a_leg_that_faces_left_looks_like_one_that_faces_right():
    mirrored = Rendered(
        crop().picture[:, ::-1].copy(),
        np.array([287.0, 0.0]) + POINTS * [-1, 1],
        np.ones(7, bool),
        has_leg=True,
        facing_right=False,
        frontal=False,
    )
    for leg in (crop(), mirrored):
        sample = augment(leg, [], np.random.default_rng(3), hard=False)
        assert sample.points[4, 0] > sample.points[2, 0]
