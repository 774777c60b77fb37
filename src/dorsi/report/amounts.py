"""Numbers as a reader sees them: the unit in words, sensible decimals, never without a bound."""

from dataclasses import dataclass
from typing import Final

from dorsi.schema.session import Measurement

MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Unit:
    """How one stored unit is shown: value times `factor`, `decimals` places, then `symbol`."""

    symbol: str
    decimals: int
    factor: float = 1.0

    def number(self, value: float) -> str:
        """Return the bare number, without its unit; a negative zero loses its sign."""
        text = f"{abs(value) * self.factor:.{self.decimals}f}"
        negative = value < 0 and float(text) != 0
        return f"{MINUS}{text}" if negative else text

    def text(self, value: float) -> str:
        """Return number and unit, such as "39.8°" or "240 ms"."""
        gap = "" if self.symbol in {"°", "%"} else " "
        return f"{self.number(value)}{gap}{self.symbol}".rstrip()

    def rough(self, value: float) -> str:
        """Return number and unit without needless zeros, for limits such as "5°"."""
        gap = "" if self.symbol in {"°", "%"} else " "
        return f"{value * self.factor:g}{gap}{self.symbol}".rstrip()


UNITS: Final = {
    "deg": Unit("°", 1),
    "s": Unit("ms", 0, factor=1000),
    "spm": Unit("steps/min", 1),
    "frac": Unit("%", 0, factor=100),
    "pct": Unit("%", 0),
    "cm": Unit("cm", 1),
    "m": Unit("m", 2),
    "px": Unit("px", 0),
    "hz": Unit("Hz", 1),
    "%": Unit("%", 0),
    "count": Unit("", 0),
    "1": Unit("", 0),
}

_PLAIN: Final = Unit("", 1)


def unit_of(unit: str) -> Unit:
    """Return how a stored unit is shown; units without an entry are shown as they are."""
    return UNITS.get(unit) or Unit(unit, _PLAIN.decimals)


def unit_for(measurement: Measurement) -> Unit:
    """Return how a measurement, its bound and its spread are shown: times of a second or more in seconds."""
    long_time = measurement.unit == "s" and measurement.value is not None and abs(measurement.value) >= 1
    return Unit("s", 2) if long_time else unit_of(measurement.unit)


def unit_of_name(name: str) -> Unit:
    """Return the unit that a quantity's name ends in ("contact_s" gives seconds)."""
    return UNITS.get(name.rsplit("_", 1)[-1], _PLAIN)


def bound_text(measurement: Measurement) -> str:
    """Return "± 2.5°" (half the 95 % interval), or what to say where a bound is not known or not meant."""
    if measurement.value is None or measurement.unit in {"count", "1"}:
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
