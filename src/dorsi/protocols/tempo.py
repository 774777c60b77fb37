"""Is this slow motion? A stride, a repetition or a fall that no person and no gravity makes raises the question."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import constants

from dorsi.analysis import robust
from dorsi.protocols import settling
from dorsi.protocols.features import Features
from dorsi.schema.session import Measurement, Warn
from dorsi.types import Rep, Step

STRIDE_MAX_S: Final = 1.1  #: of a run: 109 steps a minute; slow jogging has 140 or more
STRIDE_MIN_S: Final = 0.5  #: 240 steps a minute
CONTACT_MAX_S: Final = 0.42  #: of a run: slow joggers keep a foot down for 0.35 s, sprinters 0.1 s
FLIGHT_MAX_S: Final = 0.35  #: falling freely for so long, a body rises by 15 cm; runners rise by 5 to 10 cm
#: Between two steps a runner's body falls freely. Read from hips and shoulders low-passed at 6 Hz, runs in real time
#: had 0.67 to 1.1 g, one at half speed 0.43, one at about an eighth 0.1 (2026-11).
FALL_MIN_G: Final = 0.5
HELD: Final = "one_leg_stance_s"  #: what is held as long as one can says nothing of the tempo
SHANK_M: Final = 0.42  #: of an adult
TIMES_REASON: Final = "this may be slow motion, so times are unknown until you give its frame rate (--capture-fps)"


def slow_motion_question(
    events: tuple[Rep | Step, ...],
    seen: list[Features],
    *,
    falls: bool,
    undone: bool,
    from_side: bool = True,
    held_s: float = 0.0,
    longest_rep_s: float,
) -> Warn | None:
    """Return the question whether the clip is slow motion, or None when its tempo is a person's.

    Parameters
    ----------
    seen
        The signals of the pieces that the events lie in.
    falls
        Whether the body falls freely in the movement, as between the steps of a run.
    undone
        Whether a slow-motion factor has been taken out already: then the question is whether it was the right one.
    from_side
        Whether the runner is filmed from the side: from ahead, contact and take-off are too rough to judge a clip by.
    held_s
        How long a repetition is held at its lowest point: who holds is as quick down and up as others.
    longest_rep_s
        How long a repetition of the movement takes at the most, without that.
    """
    text = _of_steps(events, seen, from_side=from_side) if falls else _of_reps(events, held_s, longest_rep_s)
    if not text:
        return None
    tip = (
        "Check the rate given with --capture-fps."
        if undone
        else "If so, give the frame rate you filmed at, such as --capture-fps 240."
    )
    return Warn(code="slow_motion", text=f"{text} Is this slow motion?", tip=tip)


def _of_steps(events: tuple[Rep | Step, ...], seen: list[Features], *, from_side: bool) -> str:
    steps = [e for e in events if isinstance(e, Step)]
    stride_s = _median(e.next_contact_s - e.contact_s for e in steps if e.next_contact_s is not None)
    if stride_s > STRIDE_MAX_S:
        return f"A stride takes {stride_s:.1f} s, longer than anyone's."
    if stride_s < STRIDE_MIN_S:
        return f"A stride takes {stride_s:.2f} s, shorter than anyone's."
    ground_s = _median(e.toe_off_s - e.contact_s for e in steps if e.toe_off_s is not None)
    if from_side and ground_s > CONTACT_MAX_S:
        return f"Each foot stays on the ground for {ground_s:.2f} s, longer than any runner's."
    air_s = _median(
        later.contact_s - one.toe_off_s
        for one, later in pairwise(steps)
        if one.toe_off_s is not None and one.side != later.side and later.contact_s - one.contact_s < STRIDE_MAX_S / 2
    )
    if from_side and air_s > FLIGHT_MAX_S:
        return f"Between two steps {air_s:.2f} s pass in the air, longer than anyone can stay up."
    fall = max((fall_g(f) for f in seen), default=float("nan"))
    return f"The body falls at {fall:.1f} g between steps, slower than gravity pulls." if fall < FALL_MIN_G else ""


def _median(values: Iterable[float]) -> float:
    """Return the median of what there is, NaN of nothing: NaN is longer and shorter than no limit."""
    listed = list(values)
    return float(np.median(listed)) if listed else float("nan")


def _of_reps(events: tuple[Rep | Step, ...], held_s: float, longest_s: float) -> str:
    whole_s = _median(e.end_s - e.start_s for e in events if isinstance(e, Rep) and HELD not in e.values)
    return f"A repetition takes {whole_s:.0f} s." if whole_s - held_s > longest_s else ""


def fall_g(f: Features) -> float:
    """Return how fast the body is pulled down at the most, in units of gravity; NaN where it is not seen."""
    if len(f.time_s) < 5:
        return float("nan")
    height_m = SHANK_M * (f.hip[:, 1] + f.shoulder[:, 1]) / 2
    pull = np.gradient(np.gradient(height_m, f.time_s), f.time_s)
    return -robust.percentile(pull, 5) / constants.g


def without_times(numbers: list[Measurement]) -> list[Measurement]:
    """Return the measurements of a clip that may be slow motion, without its times and rates."""
    return [settling.refuse(m, TIMES_REASON) if m.scale == "camera_time" and m.unit != "1" else m for m in numbers]
