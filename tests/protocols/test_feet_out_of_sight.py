"""Feet that no frame of a movement shows: nothing is said of them, and no warning of numpy comes through."""

from types import SimpleNamespace

import numpy as np

from dorsi.protocols.strangers import jumps
from dorsi.protocols.swings import Swing

TIME_S = np.arange(90) / 30.0


def test_a_jump_whose_feet_are_not_seen_has_no_fit():
    up = np.exp(-(((TIME_S - 1.5) / 0.15) ** 2))
    hip = np.stack([np.zeros(90), up], axis=1)
    f = SimpleNamespace(airborne=up, time_s=TIME_S, hip=hip, lift=np.full((90, 2), np.nan))
    (cycle,) = jumps(SimpleNamespace(f=f, sinks=[]))
    assert not cycle.fit > 0


def test_feet_that_are_not_seen_do_not_move_together():
    f = SimpleNamespace(hip_over=np.full((90, 2), np.nan), time_s=TIME_S)
    swing = SimpleNamespace(f=f, hump=SimpleNamespace(start=10, end=30))
    assert np.isnan(Swing.together.func(swing))
