"""Numbers as a reader sees them: the unit in words, sensible decimals, never without a bound."""

from dorsi.measures import Unit, unit_of
from dorsi.measures import unit_for as unit_by_value
from dorsi.schema.session import Measurement


def unit_for(measurement: Measurement) -> Unit:
    """Return how a measurement, its bound and its spread are shown: times of a second or more in seconds."""
    return unit_by_value(measurement.unit, measurement.value)


def bound_text(measurement: Measurement) -> str:
    """Return "± 2.5°" (half the 95 % interval), or what to say where a bound is not known or not meant."""
    if measurement.value is None or unit_of(measurement.unit).key == "count":
        return ""
    bound = measurement.bound
    if bound is None:
        return "± not known"
    return f"± {unit_for(measurement).text(bound)}"


def with_bound(measurement: Measurement) -> str:
    """Return value, unit and bound, such as "39.8° ± 2.5°", or "not measured"."""
    if measurement.value is None:
        return "not measured"
    return f"{unit_for(measurement).text(measurement.value)} {bound_text(measurement)}".rstrip()


def seconds(time_s: float) -> str:
    """Return a moment in the clip, such as "1.49 s"."""
    return f"{time_s:.2f} s"


def minutes(length_min: float) -> str:
    """Return a length such as "1.5 min"."""
    return f"{length_min:.1f}".removesuffix(".0") + " min"
