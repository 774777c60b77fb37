"""What is said of a network's errors."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs dorsi[train]")

from training.evaluate import Verdict, changes_deg

COUNT = 8


def verdict(off_deg):
    """Return a verdict on legs whose foot is seen turned by `off_deg`, one for each crop; all else is right."""
    truth = np.tile(
        np.array([[0.5, 0.1], [0.5, 0.7], [0.4, 0.8], [0.6, 0.8], [0.7, 0.8], [0.4, 0.9], [0.6, 0.9]]), (COUNT, 1, 1)
    )
    turn = np.radians(off_deg)
    points = truth.copy()
    points[:, 3] = truth[:, 2] + 0.2 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    yes = np.ones(truth.shape[:2], bool)
    return Verdict(
        points=points.astype(np.float32), truth=truth.astype(np.float32), spread=np.full(yes.shape, 0.01, np.float32),
        visible=yes.astype(np.float32), truly_visible=yes, present=yes[:, 0].astype(np.float32),
        truly_present=yes[:, 0], frontal=~yes[:, 0],
    )  # fmt: skip


def test_a_shoe_that_is_always_seen_alike_changes_nothing_and_a_raised_foot_that_is_not_does():
    off_deg = np.array([4.0, 4.0, 4.0, 10.0, -3.0, -3.0, -3.0, -3.0])
    person = np.array(["a"] * 4 + ["b"] * 4)
    kind = np.array(["flat", "flat", "flat", "raise"] * 2)
    rows = np.ones(COUNT, bool)
    assert changes_deg(verdict(off_deg), rows, person, kind) == pytest.approx([0, 0, 0, 6, 0, 0, 0, 0], abs=1e-3)


def test_without_flat_feet_there_is_no_change():
    person, kind = np.array(["a"] * COUNT), np.array(["flat"] * 2 + ["raise"] * (COUNT - 2))
    assert np.isnan(changes_deg(verdict(np.zeros(COUNT)), np.ones(COUNT, bool), person, kind)).all()
