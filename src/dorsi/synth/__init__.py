"""Landmarks of known truth, for tests, notebooks and docs: clean single movements, and clips as phones film them.

World: X forward, Y to the person's left, Z up, metres, floor at 0. The camera of the clean clips (`lunge`, `squat`,
`run`, ...) stands `yaw_deg` off the person's side, tilted by `roll_deg`, and far away (no perspective) unless it is
given a distance. `phone_clip` draws what people really film: a person walks in, sets the pose, repeats, rests and
leaves, before a real camera, with the faults of a pose network. Nothing here is measured on people: it checks geometry
and recognition, not the pose network.
"""

from dorsi.synth.camera import NAMES, SIDE_ON, Camera, film
from dorsi.synth.clean import balance, heel_raise, lunge, march, single_leg_squat, squat
from dorsi.synth.phone import PhoneClip, phone_clip
from dorsi.synth.treadmill import Run, run

__all__ = [
    "NAMES",
    "SIDE_ON",
    "Camera",
    "PhoneClip",
    "Run",
    "balance",
    "film",
    "heel_raise",
    "lunge",
    "march",
    "phone_clip",
    "run",
    "single_leg_squat",
    "squat",
]
