"""Stick figures with the points that only the foot network gives: ball, and sole under heel and ball."""

from dataclasses import replace

import numpy as np

from dorsi.analysis.proportions import SHOE_OF_SHANK
from dorsi.synth.stick_figure import BALL_AHEAD_M, HEEL_BACK_M, SHANK_M, TOE_AHEAD_M
from dorsi.types import SIDES

SOLE_DOWN_M = 0.02
TIP_AHEAD_M = SHOE_OF_SHANK * SHANK_M - HEEL_BACK_M - TOE_AHEAD_M  #: of the shoe, before the toe of the pose network
PX_PER_M = 800.0


def with_foot(landmarks, *, yaw_deg=0.0, sides=SIDES, sigma_px=1.0):
    """Return landmarks of `synth` (not rolled, not near) with ball and sole of a foot whose toes lie on the floor.

    The ball is a toe's length behind the toe along the floor; the sole turns with heel and ball. The toe point moves to
    the tip of the shoe.
    """
    facing = np.sign(np.nanmean(landmarks.side("toe") - landmarks.side("heel"), axis=(0, 1))[0])
    along = facing * PX_PER_M * np.cos(np.radians(yaw_deg))
    names, columns = [*landmarks.names], [landmarks.xy_px]
    for side in SIDES:
        heel, toe = landmarks.point(f"{side}_heel"), landmarks.point(f"{side}_toe")
        ball = toe - [along * (TOE_AHEAD_M - BALL_AHEAD_M), 0.0]
        forward = (ball - heel) / [along, PX_PER_M]  # metres in the foot's own plane
        level = _turned(forward, -np.arctan2(forward[0, 1], forward[0, 0]))  # the sole, which lies flat at first
        down = _turned(level, np.pi / 2) / np.linalg.norm(level, axis=1)[:, None] * SOLE_DOWN_M
        heel_sole = heel + down * [along, PX_PER_M]
        ball_sole = heel_sole + level * [along, PX_PER_M]
        if side in sides:
            columns[0] = columns[0].copy()
            columns[0][:, landmarks.names.index(f"{side}_toe")] += [along * TIP_AHEAD_M, 0.0]
        else:
            ball = np.full_like(ball, np.nan)
        for name, xy in (("ball", ball), ("heel_sole", heel_sole), ("ball_sole", ball_sole)):
            names.append(f"{side}_{name}")
            columns.append(xy[:, None])
    xy = np.concatenate(columns, axis=1)
    rows = len(landmarks.time_s)
    world = landmarks.world_m
    return replace(
        landmarks,
        xy_px=xy,
        names=tuple(names),
        score=np.ones(xy.shape[:2]),
        sigma_px=np.full(xy.shape[:2], sigma_px),
        world_m=None if world is None else np.concatenate([world, np.full((rows, 6, 3), np.nan)], axis=1),
    )


def _turned(vectors, angle):
    c, s = np.cos(angle), np.sin(angle)
    return vectors @ np.array([[c, s], [-s, c]])
