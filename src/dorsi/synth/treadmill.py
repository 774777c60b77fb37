"""A clean run on a treadmill or past the camera, with its true contacts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import constants

from dorsi.synth.camera import SIDE_ON, Camera, film
from dorsi.synth.stick_figure import ANKLE_HEIGHT_M, place_across, reach, still, trunk
from dorsi.types import SIDES, Array, Landmarks

BOB_G: Final = 0.65  #: how hard a runner's body is pulled down at the top of each bob, at any cadence


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run with its true event times."""

    landmarks: Landmarks
    contacts_s: dict[str, Array]  #: per side
    cadence_spm: float


def run(
    *,
    cadence_spm: float = 170.0,
    duty_frac: float = 0.35,
    duration_s: float = 8.0,
    rate_hz: float = 60.0,
    camera: Camera = SIDE_ON,
    noise_px: float = 0.0,
    travel_m_s: float = 0.0,
) -> Run:
    """Return a run on a treadmill, or passing by at `travel_m_s`; each foot lands flat and leaves flat.

    Parameters
    ----------
    cadence_spm, duty_frac
        Steps a minute, and the share of a stride for which a foot is on the ground.
    duration_s, travel_m_s
        Seconds filmed, and how fast the runner passes, in metres a second; 0 on a treadmill.
    rate_hz, camera, noise_px
        Frames per second, where the camera stands, and the standard deviation of each point's noise in pixels.

    Returns
    -------
    Run
        Landmarks, with the true contacts.
    """
    stride_s, belt_m_s = 120.0 / cadence_spm, 2.8
    time_s = np.arange(0.0, duration_s, 1 / rate_hz)
    points: dict[str, Array] = {}
    contacts: dict[str, Array] = {}
    # Both legs hang from one pair of hips, low enough that the leg still reaches the ground behind.
    pace = 4 * np.pi / stride_s
    bob = BOB_G * constants.g / pace**2 * np.cos(pace * time_s)
    for k, side in enumerate(SIDES):
        phase = (time_s / stride_s + 0.5 * k + 0.2) % 1.0
        ankle = np.stack([*_foot_path(phase, duty_frac, belt_m_s * duty_frac * stride_s)], axis=1)
        ankle = np.insert(ankle, 1, place_across(side), axis=1)
        reach(points, side, ankle, still(time_s, 0.0, place_across(side), 0.86) + np.outer(bob, [0, 0, 1]))
        first = (1.0 - (0.5 * k + 0.2) % 1.0) * stride_s
        contacts[side] = np.arange(first, time_s[-1], stride_s)
    trunk(points, lean_deg=np.full(len(time_s), 8.0))
    shift = np.outer(travel_m_s * (time_s - time_s.mean()), [1.0, 0.0, 0.0])
    moved = {name: xyz + shift for name, xyz in points.items()}
    return Run(landmarks=film(moved, time_s, camera, noise_px=noise_px), contacts_s=contacts, cadence_spm=cadence_spm)


def _foot_path(phase: Array, duty: float, length_m: float) -> tuple[Array, Array]:
    """Return the ankle's place along X and Z: straight back on the ground, then up and forward through the air."""
    stance = phase < duty
    air = np.clip((phase - duty) / (1 - duty), 0.0, 1.0)
    x = np.where(stance, length_m * (0.5 - phase / duty), length_m * (-0.5 + (1 - np.cos(np.pi * air)) / 2))
    z = ANKLE_HEIGHT_M + np.where(stance, 0.0, 0.30 * np.sin(np.pi * air) ** 1.5)
    return x, z
