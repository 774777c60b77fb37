"""Repetitions laid over each other: curves on a common time from 0 to 100 %, and how alike they are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dorsi.errors import DataError
from dorsi.stats.tables import repeats
from dorsi.types import Array


def normalised(time_s: Array, values: Array, spans_s: Sequence[tuple[float, float]], *, points: int = 101) -> Array:
    """Return each repetition or stride at `points` even steps from its start to its end, shape (len(spans_s), points).

    Linear interpolation; NaN wherever a neighbouring sample is NaN.

    Parameters
    ----------
    time_s, values
        (T,) each, such as `signals.time_s` and `signals.knee_flexion_deg[:, 0]`.
    spans_s
        Start and end of each repetition, in seconds, within `time_s`.
    points
        How many, start and end included.

    Returns
    -------
    array
        In the unit of `values`.

    Raises
    ------
    DataError
        If a span ends before it starts, or reaches beyond the clip.

    Examples
    --------
    >>> time_s = np.linspace(0.0, 2.0, 21)
    >>> normalised(time_s, 10 * time_s, [(0.0, 1.0), (1.0, 2.0)], points=3).round(6).tolist()
    [[0.0, 5.0, 10.0], [10.0, 15.0, 20.0]]
    """
    for start, end in spans_s:
        if not time_s[0] <= start < end <= time_s[-1]:
            raise DataError(
                f"a span from {start:g} to {end:g} s does not lie within the clip, {time_s[0]:g} to {time_s[-1]:g} s"
            )
    return np.array([np.interp(np.linspace(start, end, points), time_s, values) for start, end in spans_s])


def cmc(curves: ArrayLike) -> float | None:
    """Return the coefficient of multiple correlation of repeated curves, 0 to 1 (Kadaba et al. 1989, within a day).

    Parameters
    ----------
    curves
        Repetitions (rows) by points in time (columns), none missing.

    Returns
    -------
    float or None
        1 where all curves are the same. None where they vary more from repetition to repetition than over time: the
        coefficient is not defined there (Roislien et al. 2012).

    Examples
    --------
    >>> wave = np.sin(np.linspace(0, np.pi, 101))
    >>> cmc([wave, wave])
    1.0
    """
    table = repeats(curves)
    count, points = table.shape
    within = np.sum((table - table.mean(axis=0)) ** 2) / (points * (count - 1))
    total = np.sum((table - table.mean()) ** 2) / (points * count - 1)
    if total == 0 or within > total:
        return None
    return float(np.sqrt(1.0 - within / total))
