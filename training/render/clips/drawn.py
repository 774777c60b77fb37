"""Clips drawn by number, as many as are wanted: to choose weights and to calibrate bounds by, never to report.

Ranges are those of the movements as people do them, wider than the catalogue's; bodies have numbers of their own.
"""

from typing import Final

import numpy as np

from training.render.clips.catalogue import Clip
from training.render.clips.people import HAIR_RGB, SKINS, Look, Rgb
from training.render.clips.phone import Stand
from training.render.clips.running import Pace
from training.render.clips.visit import Plan
from training.render.legwear import SUITS
from training.render.shoe_styles import STYLES

FIRST_PERSON: Final = 1000  #: above the numbers of the catalogue
SEED: Final = 20_261_129
MOVEMENTS: Final = ("lunge", "squat", "run", "heel_raise", "march")  #: new ones at the end: their places are seeds
HAIRS: Final = ("afro01", "bob02", "ponytail01", "short01", "short02", "short03", "short04")
FLOORS: Final = ("boards", "carpet", "rubber", "tiles")
ROOM_COUNT: Final = 150
OBLIQUE_SHARE: Final = 0.3  #: of the clips are filmed from anywhere between the front and the rear quarter


def drawn(movement: str, number: int) -> Clip:
    """Return a clip; the same movement and number give the same one."""
    rng = np.random.default_rng([SEED, MOVEMENTS.index(movement), number])
    look = _look(FIRST_PERSON + 100 * MOVEMENTS.index(movement) + number, rng)
    running = movement == "run"
    return Clip(
        name=f"drawn_{movement}_{number:03d}",
        movement=movement,
        look=look,
        stand=_stand(look.height_m, rng),
        room=int(rng.integers(ROOM_COUNT)),
        floor=str(rng.choice(FLOORS)),
        brightness=float(rng.uniform(0.45, 0.75)),
        seed=int(rng.integers(2**31)),
        plan=None if running else _plan(movement, rng),
        pace=_pace(rng) if running else None,
        skew_deg=float(rng.uniform(-6, 6)),
        noise=float(rng.uniform(1.5, 3.5)),
        blur=2 if running else 1,
        crf=int(rng.integers(26, 33)),
    )


def _look(number: int, rng: np.random.Generator) -> Look:
    woman = bool(rng.random() < 0.5)
    return Look(
        number=number,
        woman=woman,
        height_m=float(np.clip(rng.normal(1.65 if woman else 1.78, 0.065), 1.48, 1.96)),
        skin=int(rng.integers(len(SKINS))),
        hair=str(rng.choice(HAIRS)),
        hair_rgb=int(rng.integers(len(HAIR_RGB))),
        suit=str(rng.choice(SUITS["heldout"])),
        top_rgb=_rgb(rng),
        trousers_rgb=_rgb(rng),
        shoe=str(rng.choice([style.name for style in STYLES["heldout"] if not style.mesh])),
        shoe_rgb=_rgb(rng),
        loose=float(rng.uniform(0.3, 1.0)),
        shorts=bool(rng.random() < 0.5),
    )


def _rgb(rng: np.random.Generator) -> Rgb:
    red, green, blue = rng.uniform(0.05, 0.8) * rng.uniform(0.5, 1.0, 3)
    return float(red), float(green), float(blue)


def _stand(height_m: float, rng: np.random.Generator) -> Stand:
    oblique = rng.random() < OBLIQUE_SHARE
    return Stand(
        side=str(rng.choice(["l", "r"])),
        yaw_deg=float(rng.uniform(-50, 50) if oblique else np.clip(rng.normal(0, 8), -20, 20)),
        roll_deg=float(rng.normal(0, 3)),
        tilt_deg=float(rng.uniform(6, 15)),
        distance_m=height_m * float(rng.uniform(1.85, 2.2)),
        height_m=height_m * float(rng.uniform(0.46, 0.57)),
        shake=float(rng.uniform(0.5, 1.2)),
    )


def _plan(movement: str, rng: np.random.Generator) -> Plan:
    peak, knee, rep_s, stride = {
        "lunge": ((20, 44), (72, 100), (1.3, 2.4), (0.56, 0.88)),
        "squat": ((18, 40), (80, 115), (1.4, 2.4), (0, 0)),
        "heel_raise": ((16, 34), (2, 6), (1.2, 2.0), (0, 0)),
        "march": ((55, 90), (70, 100), (0.55, 0.95), (0, 0)),
    }[movement]
    side = str(rng.choice(["l", "r"]))
    return Plan(
        movement=movement,
        side=side,
        peak_deg=float(rng.uniform(*peak)),
        knee_deg=float(rng.uniform(*knee)),
        rep_s=float(rng.uniform(*rep_s)),
        entry=(float(rng.uniform(-1.8, -1.5)), float(rng.uniform(-0.2, 0.2))),
        leave=(float(rng.uniform(1.7, 2.0)), float(rng.uniform(-0.3, 0.3))),
        stride_m=float(rng.uniform(*stride)),
        arms=str(rng.choice({"lunge": ["hips", "chest"], "march": ["down"]}.get(movement, ["forward", "hips"]))),
    )


def _pace(rng: np.random.Generator) -> Pace:
    return Pace(
        cadence_spm=float(rng.uniform(155, 185)),
        speed_mps=float(rng.uniform(2.3, 3.4)),
        duty=float(rng.uniform(0.33, 0.39)),
        lean_deg=float(rng.uniform(4, 9)),
        peak_df_deg=float(rng.uniform(24, 34)),
        stand_s=0.0,
        ramp_s=0.0,
        even_s=4.0,
    )
