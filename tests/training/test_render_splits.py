"""What is kept out of training stays out."""

import cv2
import numpy as np
import pytest
from training.render.legwear import SUITS
from training.render.rooms import ROOMS, draw_room, read_photos
from training.render.shoe_styles import STYLES

EVALUATION_GARMENTS = {"male_casualsuit06", "female_casualsuit02", "female_sportsuit01"}
EVALUATION_SHOES = {"shoes02", "shoes05", "shoes06"}  # one mesh under three names


def test_no_shoe_style_is_in_both_splits():
    assert {s.name for s in STYLES["train"]}.isdisjoint(s.name for s in STYLES["heldout"])


def test_no_shoe_mesh_is_in_both_splits():
    meshes = {split: {s.mesh for s in styles if s.mesh} for split, styles in STYLES.items()}
    assert meshes["train"].isdisjoint(meshes["heldout"])


def test_no_room_is_in_both_splits():
    assert set(ROOMS["train"]).isdisjoint(ROOMS["heldout"])


def test_no_trousers_are_in_both_splits():
    assert set(SUITS["train"]).isdisjoint(SUITS["heldout"])


def test_the_shoes_of_the_evaluation_clips_are_in_no_split():
    assert EVALUATION_SHOES.isdisjoint(style.mesh for styles in STYLES.values() for style in styles)


def test_the_clothes_of_the_evaluation_clips_are_in_no_split():
    assert EVALUATION_GARMENTS.isdisjoint(suit for suits in SUITS.values() for suit in suits)


def test_every_fourth_photo_is_kept_out_of_training(tmp_path):
    for k in range(8):
        cv2.imwrite(str(tmp_path / f"{k}.png"), np.full((8, 8, 3), 10 * k, np.uint8))
    values = {split: {int(p[0, 0, 0]) for p in read_photos(tmp_path, split)} for split in ROOMS}
    assert values == {"train": {0, 10, 20, 40, 50, 60}, "heldout": {30, 70}}


@pytest.mark.parametrize("split", list(ROOMS))
def test_a_room_of_the_same_number_looks_the_same(split):
    first, second = (draw_room(split, np.random.default_rng(3), []) for _ in range(2))
    assert (first.floor == second.floor).all()
