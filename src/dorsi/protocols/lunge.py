"""Weight-bearing lunge, knee to wall, filmed from the side of the front leg, or from the front for its knee."""

from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import stretches
from dorsi.analysis.uncertainty import Z95
from dorsi.protocols import frontal, instruments, slow, wall
from dorsi.protocols.features import Features, over
from dorsi.protocols.protocol import Film, Protocol, Take
from dorsi.schema.session import Measurement
from dorsi.types import Array, Rep, Step

SPLIT_MIN_FRAC: Final = 0.6  #: of a shank between the ankles: a lunge stands in stride, a squat side by side
RISE_MIN_DEG: Final = 8.0  #: a shank that moves less does not lunge
MIN_S, MAX_S = 0.4, 20.0
LOWER_MIN_FRAC: Final = 0.12  #: of a shank: the front foot is lower in a picture from the front
LOWER_MAX_FRAC: Final = 0.6  #: a foot that is higher still is in the air
SHORTER_MIN_FRAC: Final = 0.07  #: of a shank that leans from upright to 25 degrees towards the camera
SPREAD_MAX_DEG: Final = 6.0  #: R13


def likeness(f: Features) -> float:
    """Return how much a clip looks like lunges: feet apart in stride and down, one shank going forward and back."""
    if f.frontal:
        return _likeness_from_front(f)
    ahead = np.abs(f.ankle_ahead)
    split = over(robust.percentile(ahead, 40), none=0.4, full=0.7)
    front = np.where((f.ankle_ahead > 0)[:, None], f.shank_deg[:, [0]], f.shank_deg[:, [1]])[:, 0]
    front = np.where(ahead > SPLIT_MIN_FRAC, front, np.nan)
    moves = over(robust.percentile(front, 95) - robust.percentile(front, 5), none=4.0, full=10.0)
    stands = over(-robust.percentile(f.foot_height.max(axis=1), 60), none=-0.3, full=-0.15)
    # A run also has its feet apart half of the time, but never keeps one foot in front for long.
    holds = over(_longest_lead_s(f), none=0.5, full=1.2)
    return split * moves * stands * holds


def _likeness_from_front(f: Features) -> float:
    """Return the same from the front: one foot lower in the picture, both down, its shank growing shorter."""
    best = 0.0
    for i in (0, 1):
        lower = robust.median(f.ankle_above[:, i])
        split = min(over(lower, none=0.05, full=LOWER_MIN_FRAC), over(-lower, none=-0.8, full=-LOWER_MAX_FRAC))
        humps = reps.find_humps(-f.knee_over[:, i], f.time_s, min_height=SHORTER_MIN_FRAC, min_s=MIN_S, max_s=MAX_S)
        stands = over(-robust.percentile(f.foot_height.max(axis=1), 90), none=-0.2, full=-0.1)
        best = max(best, split * stands * (1.0 if humps else 0.0))
    return best


def _longest_lead_s(f: Features) -> float:
    """Return the longest time for which the same foot stays ahead."""
    runs = stretches(f.ankle_ahead > SPLIT_MIN_FRAC) + stretches(f.ankle_ahead < -SPLIT_MIN_FRAC)
    return max((float(f.time_s[b - 1] - f.time_s[a]) for a, b in runs), default=0.0)


def left_ahead(take: Take) -> Array:
    """Return how far the left ankle is ahead of the right, in shank lengths, shape (T,)."""
    ankle = take.landmarks.side("ankle")[..., 0]
    return np.asarray(take.reference.facing * (ankle[:, 0] - ankle[:, 1]) / take.reference.shank_px)


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the lunges in order of time, each scored on its front leg."""
    if take.frontal:
        return _from_front(take)
    found: list[Rep] = []
    lead = left_ahead(take)
    for i, side in take.sides:
        ahead = (lead if i == 0 else -lead) > SPLIT_MIN_FRAC
        shank = np.where(ahead, take.signals.shank_inclination_deg[:, i], np.nan)
        humps = reps.find_humps(shank, take.signals.time_s, min_height=RISE_MIN_DEG, min_s=MIN_S, max_s=MAX_S)
        found += [slow.score(take, i, side, hump) for hump in humps]
    return tuple(sorted(found, key=lambda rep: rep.peak_s))


def _from_front(take: Take) -> tuple[Rep | Step, ...]:
    """Return the lunges of a view from the front: the shank of the foot that is nearer to the camera grows shorter."""
    seen = frontal.look(take)
    lead = front_foot_lower(take)
    found: list[Rep] = []
    for i, _ in take.sides:
        ahead = (lead if i == 0 else -lead) > LOWER_MIN_FRAC
        shank = (take.landmarks.side("ankle") - take.landmarks.side("knee"))[:, i, 1] / take.reference.shank_px
        x = np.where(ahead, -shank, np.nan)
        humps = reps.find_humps(x, take.signals.time_s, min_height=SHORTER_MIN_FRAC, min_s=MIN_S, max_s=MAX_S)
        found += [frontal.score(take, seen, i, hump) for hump in humps]
    return tuple(sorted(found, key=lambda rep: rep.peak_s))


def front_foot_lower(take: Take) -> Array:
    """Return how much lower the left foot is in the picture than the right, in shank lengths: + it stands in front.

    The camera looks down on the floor, so that what is nearer is lower; from behind it is the other way round.
    """
    foot = (take.landmarks.side("heel") + take.landmarks.side("toe"))[..., 1] / 2
    sign = 1.0 if take.view.kind == "front" else -1.0
    return np.asarray(sign * (foot[:, 0] - foot[:, 1]) / take.reference.shank_px)


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return the peak shank inclination of each side that lunged, with what stands around it."""
    out: list[Measurement] = []
    seen = frontal.look(take) if take.frontal else None
    for i, side in take.sides:
        if seen is not None:
            out += frontal.measure_side(take, seen, i, side, tuple(e for e in found if e.side == side), what="lunge")
        whole = slow.measure_side(take, i, side, found, instrument=instruments.of(take, i).lunge, refuse=_refuse)
        if whole[0].value is not None:
            whole.append(wall.measure(take, side, found, (whole[0].bound or 0.0) / Z95))
        out += whole
    return out


def _refuse(side: str, own: tuple[Rep | Step, ...], peaks: Array) -> str | None:
    reason = slow.no_valid_reason(own, what="lunge", side=side)
    if reason is None and np.ptp(peaks) > SPREAD_MAX_DEG:
        reason = f"the lunges differ by {np.ptp(peaks):.0f} degrees, more than {SPREAD_MAX_DEG:.0f}; film three alike"
    return reason


LUNGE: Final = Protocol(
    name="lunge",
    title="Weight-bearing lunge (knee to wall)",
    film=Film(
        view="side, from the side of the front leg",
        text="Put the phone at knee height, 2 to 4 m away, level, square to the front foot; the whole body in the "
        "picture. Front heel down, knee over the second toe, glide the knee to the wall and back. One clip a leg.",
        reps="3 slow lunges",
        drawn=lambda camera: synth.lunge(front="right", camera=camera),
        drawn_s=2.0,
    ),
    cutoff_hz=4.0,
    longest_gap_s=0.3,
    headline="peak_shank_inclination_deg",
    likeness=likeness,
    find=events,
    work_out=measure,
    more_signals=frontal.signals,
)
