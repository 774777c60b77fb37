"""The one run among results."""

import numpy as np

from dorsi.errors import DataError
from dorsi.gathering import One, gather
from dorsi.protocols import at_speed
from dorsi.types import Analysis, Array, Step

Span = tuple[float, float]


def run_of(result: One) -> Analysis:
    """Return the run in a result.

    Raises
    ------
    DataError
        If it shows no run.
    """
    found = [one for one in gather(result) if at_speed(one.session.movement)]
    if not found:
        raise DataError("the result shows no run; give one of a run filmed from the side")
    return found[0]


def steps_of(run: Analysis) -> list[Step]:
    """Return the steps that count, in order of time."""
    return [one for one in run.events if isinstance(one, Step) and one.valid]


def strides_of(run: Analysis) -> list[Span]:
    """Return start and end of each whole stride of either foot, contact to contact, seconds."""
    steps = steps_of(run)
    return [(one.contact_s, one.next_contact_s) for one in steps if one.next_contact_s is not None]


def inside(time_s: Array, span: Span) -> Array:
    """Return the rows of a stride, (T,) bool."""
    return np.asarray((time_s >= span[0]) & (time_s < span[1]))
