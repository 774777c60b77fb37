"""Standing on one leg, filmed from the front: how long, how often the other foot touches, how much the pelvis sways."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi import synth
from dorsi.analysis import reps, robust
from dorsi.analysis.filtering import stretches, wavering_sd
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import numbers
from dorsi.protocols.evidence import CLAIM_MIN, Cycle, Evidence, find_evidence
from dorsi.protocols.features import Features, over, under
from dorsi.protocols.protocol import STANDING_LEG, Film, Name, Protocol, Report, Take
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, Rep, Step
from dorsi.vocabulary import Scale, SideName

UP_FRAC: Final = 0.15  #: of a shank: the other ankle is this much higher while its foot is off the floor
TOUCH_MAX_S: Final = 2.0  #: a foot that stays down longer ends the trial
STEP_MAX_S: Final = 0.8  #: a foot that walks is up for half a second
STEADY_HALF_S: Final = 0.12  #: a point that jitters for less has not touched the floor
HOLD_MIN_S: Final = 2.0  #: a shorter lift is a step
TIME_SD_S: Final = 0.1
SWAY_SD_FRAC: Final = 0.002  #: of a leg: jitter of the mid-hip point after the low-pass
STILL_FIT: Final = 0.8  #: at the most: whatever moves on the one leg explains more than that it stands
STILL_FRAC: Final = 0.15  #: of a shank: hips of a standing person move less up and down
NOISE_SPAN: Final = 3.76  #: from the 3rd to the 97th percentile of a normal distribution, in standard deviations
CUT_OFF: Final = "the clip begins or ends with the foot in the air: the stance was at least this long"


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One stance on one leg, frames; `touches` interruptions by the other foot."""

    start: int
    end: int
    touches: int

    @property
    def hump(self) -> reps.Hump:
        """Its frames, as of a repetition."""
        return reps.Hump(start=self.start, peak=(self.start + self.end) // 2, end=self.end, height=0.0)


def cycles(e: Evidence) -> list[Cycle]:
    """Return the stances on one leg: the other foot is up for long while the hips keep their height."""
    return [Cycle(hump=trial.hump, side=i, fit=_fit(e.f, i, trial), held=True) for i, trial in trials(e.f)]


def trials(f: Features) -> list[tuple[int, Trial]]:
    """Return every time that one foot is up for long, with the leg that stands.

    Against how the feet stand, where that was seen: a far foot is higher in the picture without being lifted.
    """
    higher = f.ankle[:, ::-1, 1] - f.ankle[..., 1]
    above = np.where(np.isfinite(f.ankle_raised[:, ::-1]), f.ankle_raised[:, ::-1], higher)
    return [(i, trial) for i in (0, 1) for trial in find_trials(above[:, i], f.time_s)]


def _fit(f: Features, i: int, trial: Trial) -> float:
    inside = slice(trial.start, trial.end + 1)
    long = over(float(f.time_s[trial.end] - f.time_s[trial.start]), none=HOLD_MIN_S, full=4.0)
    moves = _span(f.hip_over[inside, i], f.time_s[inside])
    # Above the toes, since a camera that shakes moves them along.
    rises = _span(f.hip[inside, 1] - f.toe[inside, i, 1], f.time_s[inside])
    straight = under(
        robust.median(f.knee_deg[inside, i]), none=60.0, full=40.0
    )  # who kneels has a foot in the air, too
    fit = STILL_FIT * long * lifted(f, i, inside) * straight
    return fit * steady(moves) * over(moves - rises, none=-0.08, full=-0.04)


def _span(x: Array, time_s: Array) -> float:
    """Return how far a signal goes, without what noise adds to that."""
    span = robust.percentile(x, 97) - robust.percentile(x, 3)
    return float(np.sqrt(max(span**2 - (NOISE_SPAN * wavering_sd(x, time_s)) ** 2, 0.0)))


def lifted(f: Features, i: int, inside: slice) -> float:
    """Return whether the other foot is in the air, 0 to 1, and not only farther away and so higher in the picture."""
    other = 1 - i
    up = robust.median(f.ankle[inside, other, 1] - f.ankle[inside, i, 1])
    off_floor = over(robust.median(f.ankle_raised[inside, other]), none=0.1, full=0.2)
    folded = over(robust.median(f.knee_deg[inside, other] - f.knee_deg[inside, i]), none=20.0, full=40.0)
    return max(off_floor, folded, over(up, none=0.4, full=0.6))


def steady(moves_frac: float) -> float:
    """Return how much hips that move up and down by a share of a shank keep their height, 0 to 1."""
    return over(-moves_frac, none=-0.3, full=-STILL_FRAC)


def find_trials(other_above: Array, time_s: Array) -> list[Trial]:
    """Return the stances of one leg; short touches of the other foot do not end them.

    Parameters
    ----------
    other_above
        The other ankle above this one, shank lengths, (T,); NaN where a leg is lost.
    """
    around = (np.searchsorted(time_s, time_s + way * STEADY_HALF_S) for way in (-1, 1))
    lifted = stretches(np.nan_to_num(robust.medians_around(other_above, *around)) > UP_FRAC)
    trials: list[Trial] = []
    for start, stop in lifted:
        if time_s[stop - 1] - time_s[start] < STEP_MAX_S:
            continue  # a step, or a foot that is set down again at once
        joins = bool(trials) and time_s[start] - time_s[trials[-1].end] <= TOUCH_MAX_S
        if joins:
            trials[-1] = Trial(start=trials[-1].start, end=stop - 1, touches=trials[-1].touches + 1)
        else:
            trials.append(Trial(start=start, end=stop - 1, touches=0))
    return [trial for trial in trials if time_s[trial.end] - time_s[trial.start] >= HOLD_MIN_S]


def events(take: Take) -> tuple[Rep | Step, ...]:
    """Return the stances in order of time, each on the leg that stands."""
    f = find_evidence(take.landmarks, take.view).f
    own = [(i, trial) for i, trial in trials(f) if SIDES[i] in take.wanted and _fit(f, i, trial) >= CLAIM_MIN]
    found = [_score(take, i, trial) for i, trial in own]
    return tuple(sorted(found, key=lambda rep: rep.start_s))


def _score(take: Take, i: int, trial: Trial) -> Rep:
    time_s, inside = take.signals.time_s, slice(trial.start, trial.end + 1)
    hip = take.landmarks.side("hip")[inside].mean(axis=1)
    ankle = take.landmarks.side("ankle")[inside, i]
    leg_px = robust.median(np.linalg.norm(hip - ankle, axis=-1))
    start_s, end_s = float(time_s[trial.start]), float(time_s[trial.end])
    return Rep(
        side=SIDES[i],
        start_s=start_s,
        peak_s=(start_s + end_s) / 2,
        end_s=end_s,
        values={
            "one_leg_stance_s": end_s - start_s,
            "touches_count": float(trial.touches),
            "pelvis_sway_frac": robust.sd(hip[:, 0] - robust.median(ankle[:, 0])) / leg_px,
        },
    )


def measure(take: Take, found: tuple[Rep | Step, ...]) -> list[Measurement]:
    """Return each leg's longest stance with its touches and the sway of the pelvis, as a share of leg length."""
    out: list[Measurement] = []
    for _, side in take.sides:
        own = [e for e in found if isinstance(e, Rep) and e.side == side]
        if own:
            out += _of_leg(take, side, max(own, key=lambda rep: rep.end_s - rep.start_s))
        else:
            reason = f"no stance of {HOLD_MIN_S:g} s or more on the {side} leg was found"
            out.append(numbers.not_measured("one_leg_stance_s", side, reason, scale="camera_time"))
    return out


def _of_leg(take: Take, side: SideName, best: Rep) -> list[Measurement]:
    time_s = take.signals.time_s
    cut = best.start_s <= time_s[0] or best.end_s >= time_s[-1]

    def one(name: str, doubt: Doubt, low: str | None = None) -> Measurement:
        scale: Scale = "camera_time" if name.endswith("_s") else "camera_2d"
        return numbers.measured(name, side, np.array([best.values[name]]), doubt, scale=scale, low_because=low)

    sway_low = None if take.frontal else "sideways sway is seen from the front; here it is the sway along the picture"
    return [
        one("one_leg_stance_s", Doubt(instrument=TIME_SD_S), CUT_OFF if cut else None),
        numbers.counted("touches_count", side, int(best.values["touches_count"])),
        one("pelvis_sway_frac", Doubt(instrument=SWAY_SD_FRAC), sway_low),
    ]


MOVEMENT: Final = Protocol(
    name="balance",
    called=Name(title="Balance on one leg", noun="balancing on one leg", counted=False),
    rank=7,
    film=Film(
        view="front",
        text=(
            "Put the phone level at hip height, 2 to 4 m straight in front of you, with your whole body in the picture."
        ),
        reps="up to 30 s on each leg, one clip per leg",
        how=("Keep your hands on your hips and your eyes open. Lift one foot off the floor behind you and stand."),
        drawn=lambda camera: synth.balance(stance="right", camera=camera),
        drawn_s=5.0,
        from_front=True,
        leg=STANDING_LEG,
        height="hip height",
    ),
    report=Report(
        cards={"one_leg_stance_s": ("touches_count", "pelvis_sway_frac")},
        curves=("trunk_lean_deg",),
    ),
    cutoff_hz=4.0,
    longest_gap_s=0.3,
    headline="one_leg_stance_s",
    cycles=cycles,
    find=events,
    work_out=measure,
)
