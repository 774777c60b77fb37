"""Left against right: a difference with its own bound, and the words that it allows."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dorsi import measures
from dorsi.analysis.uncertainty import ROLL_UNKNOWN_SD_DEG
from dorsi.measures.intervals import Z95
from dorsi.schema.session import Assessment, Difference, Measurement, Session

PAIRED: Final = (
    "peak_shank_inclination_deg",
    "peak_stance_dorsiflexion_deg",
    "contact_s",
    "duty_factor_frac",
)
#: Measured against the vertical, so that the camera's tilt enters in full; an angle between two segments is free of it.
AGAINST_THE_VERTICAL: Final = ("peak_shank_inclination_deg",)
ONE_CLIP: Final = (
    "Both legs come from one clip filmed from one side, and the far leg is measured less well: film each leg from its "
    "own side before you trust a difference."
)


def assess(sessions: Sequence[Session], *, person: str | None = None) -> Assessment:
    """Return several sessions of one person as one, with the side differences (left minus right) they allow.

    Parameters
    ----------
    sessions
        Of one person, such as the left and the right leg's clip.
    person
        Whose they are.

    Returns
    -------
    Assessment
        The sessions, and each difference that both sides allow, with its bound.
    """
    return Assessment(person=person, sessions=list(sessions), differences=side_differences(sessions))


def side_differences(sessions: Sequence[Session]) -> list[Difference]:
    """Return left minus right of every quantity that was measured on both sides in the same movement."""
    out = []
    for movement in dict.fromkeys(s.movement for s in sessions):
        same = [s for s in sessions if s.movement == movement]
        for name in PAIRED:
            left, right = _best_number(same, name, "left"), _best_number(same, name, "right")
            if left and right:
                out.append(_difference(name, left, right))
    return out


def _best_number(sessions: Sequence[Session], name: str, side: str) -> tuple[Session, Measurement] | None:
    """Return the measurement with the narrowest bound, that of the near leg before any other."""
    found = [
        (s, m) for s in sessions if (m := s.measurement(name, side)) and m.value is not None and m.bound is not None
    ]
    return min(found, key=lambda pair: (pair[1].status != "ok", pair[1].bound or 0.0), default=None)


def _difference(name: str, left: tuple[Session, Measurement], right: tuple[Session, Measurement]) -> Difference:
    (left_clip, left_number), (right_clip, right_number) = left, right
    assert left_number.value is not None
    assert right_number.value is not None
    value, unit = left_number.value - right_number.value, left_number.unit
    bound = bound_of_difference(name, left, right)
    detectable = abs(value) > bound
    value, bound = round(value, 4), round(bound, 4)
    return Difference(
        name=name,
        value=value,
        unit=unit,
        bound=bound,
        detectable=detectable,
        text=measures.difference_words(name, unit, value, bound, detectable=detectable),
        warning=ONE_CLIP if _one_view(left_clip, right_clip) else None,
    )


def _one_view(one: Session, other: Session) -> bool:
    """Return whether two results are of one clip in which the person did not turn."""
    return one.clip.sha256 == other.clip.sha256 and one.quality.facing == other.quality.facing


def bound_of_difference(name: str, left: tuple[Session, Measurement], right: tuple[Session, Measurement]) -> float:
    """Return the bound of left minus right: independent parts add as squares, the camera's tilt as it enters.

    The same holds for one leg's number minus that of another day.

    A tilt moves everybody who faces one way in the same sense. In one clip it moves both legs alike and is gone from
    the difference. In two clips from opposite sides, filmed with the phone as it stood, it enters one side with plus
    and the other with minus, so the two parts add in full. From the same side they may cancel or not: as squares.
    """
    rolls = [Z95 * _roll_sd_deg(name, session) for session, _ in (left, right)]
    wholes = [number.bound or 0.0 for _, number in (left, right)]
    rest = [np.sqrt(max(whole**2 - roll**2, 0.0)) for whole, roll in zip(wholes, rolls, strict=True)]
    rolls = [min(whole, roll) for whole, roll in zip(wholes, rolls, strict=True)]
    facing = left[0].quality.facing, right[0].quality.facing
    same_way = facing[0] is not None and facing[0] == facing[1]
    of_roll = 0.0 if _one_view(left[0], right[0]) else float(np.hypot(rolls[0], rolls[1])) if same_way else sum(rolls)
    return float(np.sqrt(rest[0] ** 2 + rest[1] ** 2 + of_roll**2))


def _roll_sd_deg(name: str, session: Session) -> float:
    """Return how far the camera's tilt leaves a quantity in doubt, degrees."""
    if name not in AGAINST_THE_VERTICAL:
        return 0.0
    sd = session.quality.roll_sd_deg
    return ROLL_UNKNOWN_SD_DEG if sd is None else sd
