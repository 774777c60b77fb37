"""Weight-bearing lunge, knee to wall, filmed from the side of the front leg, or from the front for its knee."""

from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import fill_gaps
from dorsi.analysis.uncertainty import Z95
from dorsi.protocols import frontal, slow, stance, wall
from dorsi.protocols.evidence import CLAIM_MIN, Cycle, Evidence, claimed, find_evidence
from dorsi.protocols.features import Features, over, under
from dorsi.protocols.instruments import ByNetwork, Instrument
from dorsi.protocols.protocol import COUNTED, Film, Name, Protocol, Report, Take
from dorsi.protocols.sinks import Sink, knees_together
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Rep, Step

SPLIT_MIN_FRAC: Final = 0.6  #: of a shank between the ankles: a lunge stands in stride, a squat side by side
HELD_OUT_DEG: Final = -12.0  #: of a shank with its foot ahead of the knee: a camera's roll makes no more
RISE_MIN_DEG: Final = 8.0  #: a shank that moves less does not lunge
MIN_S, MAX_S = 0.4, 20.0
LOWER_MIN_FRAC: Final = 0.12  #: of a shank: the front foot is lower in a picture from the front
LOWER_MAX_FRAC: Final = 0.6  #: a foot that is higher still is in the air
SHORTER_MIN_FRAC: Final = 0.07  #: of a shank that leans from upright to 25 degrees towards the camera
KNEELS_DEG: Final = 62.0  #: of a shank from upright: a squat's stays below 50, that of a rear leg lies
KNEELS_APART_DEG: Final = 30.0  #: between the shanks, to identify the rear one
GAP_S: Final = 0.3  #: a leg that is drawn on the other one for so long is where it was
TOP_FRAC: Final = 0.15  #: of a lean's height: this near to its top counts as being there
SPREAD_MAX_DEG: Final = 6.0  #: R13
#: Error of the peak shank inclination.
PEAK_ERROR: Final = ByNetwork(
    pose=Instrument(near_sd_deg=1.1, far_sd_deg=2.2),
    foot=Instrument(near_sd_deg=1.2, far_sd_deg=1.8),
)


def cycles(e: Evidence) -> list[Cycle]:
    """Return the lunges: one foot in front and one behind, both where they are, and the body or the shank goes down.

    The rear foot may stand on its toes, on a bench, or the rear knee kneel. Knee to wall, the hips hardly sink: there
    it is the front shank that goes forward and back.
    """
    found = [
        Cycle(hump=sink.hump, side=front_leg(e.f, sink), fit=_fit(e.f, sink), low=sink.lowest, planted=sink.planted)
        for sink in e.sinks
    ]
    for lean in leans(e.f):
        over_it = [c for c in found if c.fit >= CLAIM_MIN and c.hump.start <= lean.hump.peak <= c.hump.end]
        if any(k.hump.start <= lean.hump.peak <= k.hump.end and k.hangs(1 - (lean.side or 0)) > 0.5 for k in e.sinks):
            continue  # the shank of a person squatting on that leg
        if all(lean.fit > sink.fit for sink in over_it):
            found = [c for c in found if c not in over_it] + [lean]
    return found


def _fit(f: Features, sink: Sink) -> float:
    kneels = over(float(sink.at_low(f.shank_tilt_deg).max()), none=62.0, full=80.0)
    stands_lower = float(sink.at_low(np.abs(f.ankle[:, 0, 1] - f.ankle[:, 1, 1])))
    uneven = stance.uneven(sink)
    stride = over(stands_lower, none=LOWER_MIN_FRAC, full=0.3) if f.frontal else 0.0
    stride = max(stride, uneven if f.frontal else stance.leans_apart(sink))
    stride = max(stride, stance.stepped(sink) * min(sink.stands(0), sink.stands(1)))
    along = over(float(sink.at_low(f.split)), none=0.5, full=0.9 if f.turned else SPLIT_MIN_FRAC)
    stand = under(float(sink.travel.max()), none=0.5, full=0.3) * under(float(sink.follows.max()), none=0.6, full=0.4)
    front = front_leg(f, sink)
    bends = over(float(sink.at_low(f.knee_deg)[front]), none=15.0, full=35.0)
    # The rear knee is ahead of its foot; a leg that is held out in front has it behind.
    reaches_back = 1.0 if f.turned else over(float(sink.at_low(f.shank_deg)[1 - front]), none=-12.0, full=0.0)
    deep = over(sink.drop, none=0.15, full=0.25)
    unlike = max(unlike_knees(f, sink), sink.one_lies, uneven) if f.turned else asymmetry(f, sink)
    return (
        deep
        * (1 - sink.hangs(1 - front))
        * (1 - sink.hangs(front) * sink.stands(1 - front))
        * (1 - sink.sideways)
        * (1 - sink.alone(front) * over(stands_lower, none=LOWER_MIN_FRAC, full=LOWER_MAX_FRAC))
        * (1 - sink.knees_together * (1 - sink.stands(1 - front)))
        * max(kneels, stride, along * unlike)
        * stand
        * max(bends, float(f.turned))
        * reaches_back
        * upright(f, sink)
    )


def asymmetry(f: Features, sink: Sink) -> float:
    """Return whether front and rear leg do different things at the lowest point, 0 to 1; two legs of a squat do not."""
    tilt = sink.at_low(f.shank_deg)
    return over(float(abs(tilt[0] - tilt[1])), none=3.0, full=12.0)


def unlike_knees(f: Features, sink: Sink) -> float:
    """Return whether one knee is far more bent than the other at the lowest point, 0 to 1."""
    bends = sink.at_low(f.knee_deg)
    return over(float(abs(bends[0] - bends[1])), none=25.0, full=45.0)


def upright(f: Features, sink: Sink) -> float:
    """Return whether the trunk stands, 0 to 1."""
    return under(float(sink.at_low(f.trunk_tilt_deg)), none=90.0, full=70.0)


def front_leg(f: Features, sink: Sink) -> int:
    """Return which leg is in front at the lowest point."""
    tilt = sink.at_low(f.shank_tilt_deg)
    if tilt.max() > KNEELS_DEG and abs(tilt[0] - tilt[1]) > KNEELS_APART_DEG:
        return int(np.argmin(tilt))
    ankles = sink.at_low(f.ankle[:, 0] - f.ankle[:, 1])
    if f.turned:  # the camera looks down on the floor, so that what is nearer is lower
        return int((ankles[1] > 0) == (f.view.yaw_deg > 0))
    return int(f.facing * ankles[0] < 0)


def leans(f: Features) -> list[Cycle]:
    """Return the knee-to-wall lunges: the front shank leans forward and back in a stance that stays split."""
    if f.frontal:
        return shortenings(f)
    if f.turned:
        return []
    found = []
    for i in (0, 1):
        ahead = f.facing * (f.ankle[:, i, 0] - f.ankle[:, 1 - i, 0])
        shank = fill_gaps(np.where(ahead > SPLIT_MIN_FRAC, f.shank_deg[:, i], np.nan), f.time_s, longest_s=GAP_S)
        for hump in reps.find_humps(shank, f.time_s, min_height=RISE_MIN_DEG, min_s=MIN_S, max_s=MAX_S):
            inside = slice(hump.start, hump.end + 1)
            travel = max(
                float(robust.percentile(f.ankle[inside, k, 0], 80) - robust.percentile(f.ankle[inside, k, 0], 20))
                for k in (0, 1)
            )
            top = np.flatnonzero(shank[inside] >= shank[hump.peak] - TOP_FRAC * hump.height) + hump.start
            fit = over(hump.height, none=4.0, full=10.0) * under(travel, none=0.4, full=0.2)
            fit *= over(float(shank[hump.peak]), none=HELD_OUT_DEG, full=0.0)
            up = robust.median(f.ankle[top, 1 - i, 1] - f.ankle[top, i, 1])
            # A rear foot on a bench has its knee well behind; up beside the front knee it is only held.
            fit *= 1 - knees_together(f, top) * over(up, none=0.3, full=0.45)
            found.append(Cycle(hump=hump, side=i, fit=fit, low=slice(int(top[0]), int(top[-1]) + 1)))
    return found


def shortenings(f: Features) -> list[Cycle]:
    """Return the knee-to-wall lunges seen from the front: the shank of the lower foot grows shorter in the picture."""
    found = []
    front = 1.0 if f.view.yaw_deg > 0 else -1.0
    for i in (0, 1):
        lower = front * (f.ankle[:, 1 - i, 1] - f.ankle[:, i, 1])
        stands = (lower > LOWER_MIN_FRAC) & (lower < LOWER_MAX_FRAC)
        length = np.where(stands, f.ankle[:, i, 1] - f.knee[:, i, 1], np.nan)
        for hump in reps.find_humps(length, f.time_s, min_height=SHORTER_MIN_FRAC, min_s=MIN_S, max_s=MAX_S):
            inside = slice(hump.start, hump.end + 1)
            up = float(np.nanmax(f.lift[inside]))
            found.append(
                Cycle(hump=hump, side=i, fit=under(up, none=0.25, full=0.12) * over(hump.height, none=0.07, full=0.13))
            )
    return found


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the lunges in order of time, each scored on its front leg."""
    evidence = find_evidence(take.landmarks, take.view)
    found = [(SIDES[cycle.side or 0], cycle) for cycle in claimed(cycles(evidence))]
    own = [(side, cycle) for side, cycle in found if side in take.wanted]
    seen = frontal.look(take) if take.frontal else None
    return tuple(
        frontal.score(take, seen, SIDES.index(side), cycle.hump)
        if seen
        else slow.score(take, SIDES.index(side), side, cycle, heel_voids=True)
        for side, cycle in own
    )


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return the peak shank inclination of each side that lunged, with what stands around it."""
    out: list[Measurement] = []
    seen = frontal.look(take) if take.frontal else None
    for i, side in take.sides:
        if seen is not None:
            out += frontal.measure_side(take, seen, i, side, tuple(e for e in found if e.side == side), what="lunge")
        whole = slow.measure_side(take, i, side, found, instrument=PEAK_ERROR.of(take, i), refuse=_refuse)
        if whole[0].value is not None:
            whole.append(wall.measure(take, side, found, (whole[0].bound or 0.0) / Z95))
        out += whole
    return out


def _refuse(side: str, own: tuple[Rep | Step, ...], peaks: Array) -> str | None:
    reason = slow.no_valid_reason(own, what="lunge", side=side)
    if reason is None and np.ptp(peaks) > SPREAD_MAX_DEG:
        reason = f"the lunges differ by {np.ptp(peaks):.0f} degrees, more than {SPREAD_MAX_DEG:.0f}; film three alike"
    return reason


MOVEMENT: Final = Protocol(
    name="lunge",
    called=Name(title="Lunge", noun="lunge"),
    rank=1,
    film=Film(
        view="side, from the side of the front leg",
        text=(
            "Put the phone level at knee height, 2 to 4 m away, square to your front foot, with your whole body "
            "in the picture. Film one clip per leg."
        ),
        reps="3 slow lunges",
        how=(
            "Face a wall, with the foot to be measured in front. Keep its heel down and the knee over the second toe. "
            "Glide the knee to the wall and back."
        ),
        drawn=lambda camera: synth.lunge(front="right", camera=camera),
        drawn_s=2.0,
        leg="The front leg, which is the one next to the phone.",
    ),
    film_front=Film(
        view="front: the phone faces you",
        text=(
            "Put the phone level at knee height, 2 to 4 m in front of you, with your whole body in the picture. The "
            "clip shows whether the knee stays over the foot. How far the ankle bends shows only from the side."
        ),
        reps="3 slow lunges",
        how=(
            "Face the phone, with the foot to be measured in front. Keep its heel down and let the knee glide forward "
            "over the second toe and back."
        ),
        drawn=lambda camera: synth.lunge(front="right", camera=camera),
        drawn_s=2.0,
        from_front=True,
        leg="The front leg, which is nearer to the phone.",
    ),
    report=Report(
        cards={
            "peak_shank_inclination_deg": ("knee_flexion_at_peak_deg", "wblt_cm", "knee_past_toe_frac", *COUNTED),
            "fppa_deg": ("knee_over_foot_frac",),
        },
        curves=("shank_inclination_deg", "knee_flexion_deg", "heel_height_frac"),
        front_curves=("fppa_deg",),
        arc="shank_inclination_deg",
        banded=True,
    ),
    cutoff_hz=4.0,
    longest_gap_s=0.3,
    headline="peak_shank_inclination_deg",
    cycles=cycles,
    find=events,
    work_out=measure,
    more_signals=frontal.signals,
    foot_network="far_leg",  # no better of the near one (docs/footmodel.md)
)
