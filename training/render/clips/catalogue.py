"""The clips: who does what, where, and how the phone is held. None of it was chosen by what dorsi measures."""

from dataclasses import dataclass

from training.render.clips.people import Look
from training.render.clips.phone import Stand
from training.render.clips.running import Pace
from training.render.clips.visit import Plan


@dataclass(frozen=True)
class Clip:
    """One clip: a plan for a movement on the spot, or a pace for a run; room is a number of the heldout rooms."""

    name: str
    movement: str
    look: Look
    stand: Stand
    room: int
    floor: str
    brightness: float
    seed: int
    plan: Plan | None = None
    pace: Pace | None = None
    skew_deg: float = 0.0
    noise: float = 3.0
    blur: int = 1
    fps: int = 30
    crf: int = 32


GREY, NAVY, BLACK = (0.42, 0.43, 0.45), (0.10, 0.13, 0.24), (0.06, 0.06, 0.07)
SAND, OLIVE, WHITE = (0.62, 0.54, 0.42), (0.27, 0.29, 0.19), (0.82, 0.82, 0.80)
RED, TEAL, PLUM, OCHRE = (0.58, 0.14, 0.13), (0.12, 0.40, 0.42), (0.38, 0.16, 0.34), (0.70, 0.50, 0.16)

TEE, LONG = "male_casualsuit04", "male_casualsuit05"
ADA = Look(1, True, 1.66, 0, "ponytail01", 1, TEE, TEAL, GREY, "heldout_trainer", WHITE, 0.7)
BEN = Look(2, False, 1.81, 1, "short01", 0, LONG, OLIVE, NAVY, "heldout_flat", RED, 0.9)
CLEO = Look(3, True, 1.59, 3, "bob02", 2, LONG, OCHRE, BLACK, "heldout_rocker", GREY, 0.5)
DREW = Look(4, False, 1.74, 2, "short03", 2, TEE, WHITE, SAND, "heldout_basket", BLACK, 1.0)
EVA = Look(5, True, 1.72, 1, "short04", 3, TEE, PLUM, OLIVE, "heldout_trainer", OCHRE, 0.8)
FINN = Look(6, False, 1.88, 0, "short02", 1, LONG, RED, GREY, "heldout_rocker", NAVY, 0.6)
GUS = Look(7, False, 1.70, 3, "afro01", 2, TEE, GREY, NAVY, "heldout_flat", WHITE, 0.8)

FROM_BEHIND, ON_AHEAD = (-1.55, 0.0), (1.9, 0.0)

CLIPS: tuple[Clip, ...] = (
    Clip("phone_lunge_1", "lunge", ADA, Stand("l", 0, 4.0, 12, 3.1, 0.90, 1.0), 3, "boards", 0.62, 101,
         Plan("lunge", "l", 40, 84, 1.5, FROM_BEHIND, ON_AHEAD, 0.62, "hips"), skew_deg=4, crf=31),
    Clip("phone_lunge_2", "lunge", BEN, Stand("r", 7, -5.0, 14, 3.7, 1.00, 1.0), 17, "carpet", 0.50, 102,
         Plan("lunge", "r", 27, 98, 1.7, (-1.7, -0.2), ON_AHEAD, 0.86, "hips"), skew_deg=-6),
    Clip("phone_lunge_3", "lunge", CLEO, Stand("r", -6, 2.0, 11, 3.0, 0.85, 1.2), 31, "tiles", 0.70, 103,
         Plan("lunge", "r", 33, 76, 1.4, FROM_BEHIND, (1.8, 0.3), 0.58, "chest"), skew_deg=3),
    Clip("phone_squat_1", "squat", DREW, Stand("r", 0, -3.0, 13, 3.3, 0.92, 1.0), 45, "rubber", 0.58, 111,
         Plan("squat", "r", 33, 104, 1.5, FROM_BEHIND, ON_AHEAD, arms="forward"), skew_deg=-3, crf=31),
    Clip("phone_squat_2", "squat", EVA, Stand("l", 10, 5.5, 12, 3.2, 0.95, 1.0), 58, "boards", 0.66, 112,
         Plan("squat", "l", 28, 88, 1.6, (-1.65, 0.2), ON_AHEAD, arms="forward"), skew_deg=5),
    Clip("phone_squat_3", "squat", FINN, Stand("l", -5, 1.5, 15, 3.9, 1.02, 1.1), 66, "carpet", 0.48, 113,
         Plan("squat", "r", 36, 112, 1.7, (-1.8, 0.0), (2.0, -0.2), arms="hips"), skew_deg=0),
    Clip("phone_run_1", "run", GUS, Stand("l", 0, 2.5, 12, 3.3, 0.95, 0.8), 72, "rubber", 0.70, 121,
         pace=Pace(166, 2.7, 0.37, 6, 32, 0.9, 1.2, 2.6), blur=2, crf=31),
    Clip("phone_run_2", "run", ADA, Stand("r", 8, -4.0, 11, 3.1, 0.92, 0.8), 80, "rubber", 0.62, 122,
         pace=Pace(174, 2.6, 0.38, 7, 30, 0.0, 0.0, 5.6), blur=2),
    Clip("phone_run_3", "run", FINN, Stand("r", -6, 5.0, 14, 3.8, 1.00, 0.8), 88, "carpet", 0.66, 123,
         pace=Pace(160, 3.0, 0.35, 8, 31, 0.8, 1.1, 3.0), blur=2),
    Clip("phone_heel_raise_1", "heel_raise", CLEO, Stand("l", 0, -2.0, 11, 2.9, 0.85, 1.0), 95, "boards", 0.64, 131,
         Plan("heel_raise", "l", 27, 4, 1.3, FROM_BEHIND, ON_AHEAD, arms="chest"), skew_deg=2, crf=31),
    Clip("phone_heel_raise_2", "heel_raise", GUS, Stand("r", 6, 4.5, 12, 3.1, 0.92, 1.0), 104, "tiles", 0.55, 132,
         Plan("heel_raise", "r", 24, 4, 1.4, FROM_BEHIND, ON_AHEAD, arms="hips"), skew_deg=-5),
    Clip("phone_heel_raise_3", "heel_raise", EVA, Stand("l", 4, -6.0, 13, 3.2, 0.95, 1.0), 112, "carpet", 0.60, 133,
         Plan("heel_raise", "l", 30, 4, 1.4, (-1.6, 0.1), ON_AHEAD, arms="down"), skew_deg=6),
    Clip("phone_single_leg_squat_1", "single_leg_squat", DREW, Stand("l", 0, 3.0, 12, 3.3, 0.92, 1.0), 120, "boards",
         0.62, 141, Plan("single_leg_squat", "l", 26, 66, 1.3, FROM_BEHIND, ON_AHEAD, arms="forward"), skew_deg=-4),
    Clip("phone_single_leg_squat_2", "single_leg_squat", ADA, Stand("r", 9, -4.5, 13, 3.3, 0.90, 1.1), 127, "rubber",
         0.56, 142, Plan("single_leg_squat", "r", 30, 74, 1.4, FROM_BEHIND, (1.9, 0.2), arms="hips"), skew_deg=3),
    Clip("phone_single_leg_squat_3", "single_leg_squat", BEN, Stand("f", 4, 2.0, 13, 3.6, 0.98, 1.0), 133, "carpet",
         0.60, 143, Plan("single_leg_squat", "r", 24, 60, 1.4, (-1.5, 1.5), (1.3, -1.3), arms="hips"), skew_deg=2),
    Clip("phone_march_1", "march", EVA, Stand("l", 0, -3.5, 12, 3.2, 0.95, 1.0), 138, "boards", 0.60, 151,
         Plan("march", "l", 82, 88, 0.72, FROM_BEHIND, ON_AHEAD), skew_deg=4),
    Clip("phone_march_2", "march", CLEO, Stand("r", 7, 5.0, 12, 3.1, 0.86, 1.0), 142, "tiles", 0.66, 152,
         Plan("march", "r", 68, 84, 0.78, FROM_BEHIND, ON_AHEAD), skew_deg=-3),
    Clip("phone_march_3", "march", FINN, Stand("l", -8, 2.0, 15, 3.9, 1.02, 1.0), 145, "carpet", 0.52, 153,
         Plan("march", "r", 75, 95, 0.84, (-1.8, 0.0), ON_AHEAD), skew_deg=0),
    Clip("phone_balance_1", "balance", GUS, Stand("f", 0, -3.0, 13, 3.4, 0.92, 1.0), 8, "boards", 0.60, 161,
         Plan("balance", "l", 55, 85, 5.6, (-1.4, -1.4), (1.3, 1.2), arms="out"), skew_deg=-4),
    Clip("phone_balance_2", "balance", DREW, Stand("f", -8, 4.0, 13, 3.5, 0.95, 1.0), 22, "tiles", 0.64, 162,
         Plan("balance", "r", 10, 70, 5.8, (-1.5, 1.4), (1.3, -1.2), arms="hips", touches=1), skew_deg=5),
    Clip("phone_balance_3", "balance", BEN, Stand("l", 5, -5.0, 14, 3.7, 1.00, 1.1), 37, "rubber", 0.54, 163,
         Plan("balance", "l", 50, 80, 6.0, (-1.7, 0.0), ON_AHEAD, arms="out", touches=2), skew_deg=2),
)  # fmt: skip
