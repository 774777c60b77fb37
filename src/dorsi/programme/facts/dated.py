"""A change between dated values, without a plan or a log."""

import datetime as dt
from collections.abc import Mapping

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DataError, OptionError, check_option
from dorsi.programme.facts.points import Point
from dorsi.programme.facts.trends import change_of
from dorsi.schema.log import Change
from dorsi.schema.plan import UNTOLD_AGE_YEARS
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Scale


def change(
    values: Mapping[dt.date, float],
    name: str,
    *,
    side: Leg,
    scale: Scale = "camera_joint_centre",
    detectable: DetectableChanges = PUBLISHED,
    age_years: int = UNTOLD_AGE_YEARS,
) -> Change:
    """Return the change of one number from the first to the last day, held against the smallest detectable change.

    Parameters
    ----------
    values
        Day -> value, in the unit of the name.
    name
        Name of the measurement, such as "peak_shank_inclination_deg".
    side
        "left" or "right".
    scale
        How it was measured; only numbers of one scale can be compared.
    detectable
        The published detectable changes, or `dorsi.detectable.detectable_changes()` for your own.
    age_years
        The limits between the bands depend on it.

    Returns
    -------
    Change
        `change` is last minus first; `mdc` the detectable change, `verdict` and `sentence` what can be said.

    Raises
    ------
    OptionError
        If the side is not one, or no detectable change is known for the name on that scale.
    DataError
        If there are fewer than two days, or nothing can be said of this number's change.

    Examples
    --------
    >>> import datetime as dt, dorsi
    >>> days = {dt.date(2026, 3, 2): 34.0, dt.date(2026, 5, 25): 40.0}
    >>> found = dorsi.change(days, "peak_shank_inclination_deg", side="left")
    >>> found.change, found.mdc, found.verdict
    (6.0, 5.0, 'likely_real_gain')
    """
    check_option("side", side, LEGS)
    known = detectable.of(name, scale)
    if known is None:
        raise OptionError(f"{name} on the scale {scale}: no detectable change is known; see dorsi.detectable.PUBLISHED")
    if len(values) < 2:
        raise DataError(f"{name}: {len(values)} of at least two days given; a change needs two")
    series = [Point(day=day, value=value) for day, value in sorted(values.items())]
    found = change_of(side, series, known, age_years=age_years)
    if found is None:
        raise DataError(f"{name}: nothing can be said of its change")
    return found
