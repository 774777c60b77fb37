"""Geometry of the drawn scales: bands and interval on a line, and the shank over the foot as a small picture."""

import math
from dataclasses import dataclass
from typing import Final

from dorsi.measures.bands import band_table
from dorsi.report.bands import Reading
from dorsi.schema.session import Measurement

MARGIN_FRAC: Final = 0.04


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the line, in percent of its width."""

    index: int
    name: str
    range_text: str
    x_pct: float
    width_pct: float
    here: bool  #: the value lies in it
    touched: bool  #: the interval reaches into it


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A labelled place on the line, in percent of its width."""

    x_pct: float
    text: str


@dataclass(frozen=True, kw_only=True)
class ScaleLine:
    """Everything the template needs to draw the banded line."""

    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    value_pct: float
    low_pct: float
    high_pct: float
    alt: str


def scale_line(measurement: Measurement, reading: Reading, *, value_text: str) -> ScaleLine:
    """Return the banded line for a value with a band; positions in percent, rounded to hundredths."""
    value = float(measurement.value or 0.0)
    low = value if measurement.ci95_low is None else measurement.ci95_low
    high = value if measurement.ci95_high is None else measurement.ci95_high
    first, last = band_table().dorsiflexion.scales[measurement.scale].drawn
    first, last = min(first, math.floor(low - 1)), max(last, math.ceil(high + 1))

    def place(x: float) -> float:
        return round(100 * (min(max(x, first), last) - first) / (last - first), 2)

    stretches = []
    for index, band in enumerate(reading.bands):
        x0 = place(first if band.low is None else band.low)
        x1 = place(last if band.high is None else band.high)
        stretches.append(
            Stretch(
                index=index,
                name=band.name,
                range_text=band.range_text,
                x_pct=x0,
                width_pct=round(x1 - x0, 2),
                here=band is reading.band,
                touched=band.name in reading.close_to,
            )
        )
    ticks = tuple(Tick(x_pct=place(b.low), text=f"{b.low:g}") for b in reading.bands if b.low is not None)
    alt = f"{value_text} on a scale of five bands: {reading.text}"
    return ScaleLine(
        stretches=tuple(stretches),
        ticks=ticks,
        value_pct=place(value),
        low_pct=place(low),
        high_pct=place(high),
        alt=alt,
    )


@dataclass(frozen=True, kw_only=True)
class Goniometer:
    """The shank over a flat foot at its measured lean; coordinates in a 200 x 170 picture, ankle at (x, y)."""

    facing: int
    knee: tuple[float, float]
    arc: str  #: path of the angle, from the vertical to the shank
    wedge: str  #: path of the 95 % interval
    text_at: tuple[float, float]


ANKLE_AT: Final = (100.0, 132.0)
SHANK_LENGTH: Final = 104.0


def _on_circle(angle_deg: float, radius: float, facing: int) -> tuple[float, float]:
    """Return the point at an angle from the vertical (+ forward) around the ankle."""
    x = ANKLE_AT[0] + facing * radius * math.sin(math.radians(angle_deg))
    y = ANKLE_AT[1] - radius * math.cos(math.radians(angle_deg))
    return round(x, 1), round(y, 1)


def goniometer(measurement: Measurement, *, facing: int) -> Goniometer | None:
    """Return the small picture of a shank lean, or None without a value."""
    if measurement.value is None:
        return None
    value = measurement.value
    low = value if measurement.ci95_low is None else measurement.ci95_low
    high = value if measurement.ci95_high is None else measurement.ci95_high
    sweep = int((facing > 0) == (value >= 0))
    outward = int(facing > 0)
    a0, a1 = _on_circle(0, 62, facing), _on_circle(value, 62, facing)
    w0, w1 = _on_circle(low, SHANK_LENGTH, facing), _on_circle(high, SHANK_LENGTH, facing)
    return Goniometer(
        facing=facing,
        knee=_on_circle(value, SHANK_LENGTH, facing),
        arc=f"M{a0[0]} {a0[1]}A62 62 0 0 {sweep} {a1[0]} {a1[1]}",
        wedge=f"M{ANKLE_AT[0]} {ANKLE_AT[1]}L{w0[0]} {w0[1]}"
        f"A{SHANK_LENGTH} {SHANK_LENGTH} 0 0 {outward} {w1[0]} {w1[1]}Z",
        text_at=_on_circle(value / 2, 80, facing),
    )
