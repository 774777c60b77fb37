"""The times of a run, which must fit together: steps a minute, time on the ground, time in the air."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from dorsi.analysis import gait, robust
from dorsi.analysis.uncertainty import Doubt
from dorsi.protocols import numbers, settling
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Rep, Step
from dorsi.wording.plurals import plural

LONG_STEP_S: Final = 0.6  #: from one foot's contact to the other's; a longer one has missed a step
CADENCE_SD_SPM: Final = 0.5  #: what the contact method adds to the error of the slope
REFUSE_TIMES: Final = 2.0  #: times further apart than twice their joint 95 % bound are not of one run
TIMED: Final = ("contact_s", "flight_s", "duty_factor_frac")


def cadence(found: tuple[Rep | Step, ...], min_steps: int, *, also: str) -> Measurement:
    """Return the steps per minute of both feet from the stride time.

    Parameters
    ----------
    min_steps
        Of a side, for more than low confidence.
    also
        The reason of void steps that the slope through all contacts can bear.
    """
    steps = [e for e in found if isinstance(e, Step) and set(e.void) <= {also}]
    trains = [np.array([e.contact_s for e in steps if e.side == side]) for side in SIDES]
    trains += [np.array([e.toe_off_s for e in steps if e.side == side and e.toe_off_s is not None]) for side in SIDES]
    stride, error, count = gait.stride_s(trains)
    if not count:
        return numbers.not_measured(
            "cadence_spm", "both", "no two contacts of one foot were found", scale="camera_time"
        )
    per_minute = 120.0 / stride
    doubt = Doubt(instrument=float(np.hypot(per_minute * error / stride, CADENCE_SD_SPM)))
    low = f"only {plural(count, 'stride')}, {min_steps - 1} needed" if count < min_steps - 1 else None
    return _one("cadence_spm", per_minute, doubt, low, count)


def flight(found: tuple[Rep | Step, ...], doubt: Doubt, min_steps: int) -> Measurement:
    """Return the time with no foot on the ground: from a toe-off to the other foot's contact."""
    steps = [e for e in found if isinstance(e, Step) and e.valid]
    flights = [
        after.contact_s - before.toe_off_s
        for before, after in pairwise(steps)
        if before.toe_off_s is not None
        and before.side != after.side
        and after.contact_s - before.contact_s < LONG_STEP_S
    ]
    if not flights:
        return numbers.not_measured("flight_s", "both", "no two steps in a row were found", scale="camera_time")
    few = (
        None
        if len(flights) >= 2 * min_steps - 1
        else f"only {plural(len(flights) + 1, 'step')}, {2 * min_steps} needed"
    )
    return _one("flight_s", robust.median(np.array(flights)), doubt, few, len(flights))


def _one(name: str, value: float, doubt: Doubt, low: str | None, count: int) -> Measurement:
    whole = numbers.measured(name, "both", np.array([value]), doubt, scale="camera_time", low_because=low, running=True)
    return whole if whole.value is None else whole.model_copy(update={"n": count})


def agreeing(found: Sequence[Measurement]) -> list[Measurement]:
    """Return a run's numbers; where contact and flight do not make up a step, the times have low confidence or none.

    Cadence stays: it is read from all contacts together, and does not depend on when a foot leaves the ground.
    """
    apart = _apart(found)
    if apart is None:
        return list(found)
    times, reason = apart
    if times <= 1.0:
        return list(found)
    return [_doubted(m, reason, refused=times > REFUSE_TIMES) if m.name in TIMED else m for m in found]


def _apart(found: Sequence[Measurement]) -> tuple[float, str] | None:
    """Return how far contact and flight are from the time of a step, in 95 % bounds, and in words; None if unknown."""
    by_name = {name: [m for m in found if m.name == name and m.value is not None] for name in ("cadence_spm", *TIMED)}
    if not all(by_name[name] for name in ("cadence_spm", "contact_s", "flight_s")):
        return None
    (rate,), (air,), grounds = by_name["cadence_spm"], by_name["flight_s"], by_name["contact_s"]
    ground_s = float(np.mean([m.value or 0.0 for m in grounds]))
    ground_half = float(np.mean([m.bound or 0.0 for m in grounds]))
    assert rate.value is not None
    assert air.value is not None
    step_s = 60.0 / rate.value
    bounds = (ground_half, air.bound or 0.0, step_s * (rate.bound or 0.0) / rate.value)
    reason = (
        f"the time on the ground ({ground_s:.2f} s) and in the air ({air.value:.2f} s) don't add up to a step "
        f"({step_s:.2f} s): steps were missed, or the legs confused"
    )
    return abs(ground_s + air.value - step_s) / float(np.linalg.norm(bounds)), reason


def _doubted(m: Measurement, reason: str, *, refused: bool) -> Measurement:
    if m.value is None:
        return m
    if refused:
        return settling.refuse(m, reason)
    return m.model_copy(update={"status": "low_confidence", "confidence": "low", "reason": reason})
