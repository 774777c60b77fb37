"""Geometry of the drawn scales: bands and interval on a line, and the shank over the foot as a small picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dorsi.measures.bands import band_table
from dorsi.report.clip.bands import BandReading
from dorsi.schema.session import Measurement
from dorsi.vocabulary import Scale

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
class ScaleTick:
    """A labelled place on the line, in percent of its width."""

    x_pct: float
    text: str


@dataclass(frozen=True, kw_only=True)
class ScaleLine:
    """Everything the template needs to draw the banded line."""

    stretches: tuple[Stretch, ...]
    ticks: tuple[ScaleTick, ...]
    value_pct: float
    low_pct: float
    high_pct: float
    alt: str


def scale_line(measurement: Measurement, reading: BandReading, *, value_text: str) -> ScaleLine:
    """Return the banded line for a value with a band; positions in percent, rounded to hundredths."""
    line = _on_line(measurement, reading, _ends(measurement.scale, [_interval(measurement)]))
    return replace(line, alt=f"{value_text} on a scale of five bands: {reading.text}")


def _interval(measurement: Measurement) -> tuple[float, float]:
    """Return the ends of the 95 % interval; the value itself where no bound is known."""
    value = float(measurement.value or 0.0)
    low = value if measurement.ci95_low is None else measurement.ci95_low
    return low, value if measurement.ci95_high is None else measurement.ci95_high


def _ends(scale: Scale, intervals: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the ends of the drawn line, wide enough for every interval."""
    first, last = band_table().dorsiflexion.scales[scale].drawn
    return (
        min([first, *(math.floor(low - 1) for low, _ in intervals)]),
        max([last, *(math.ceil(high + 1) for _, high in intervals)]),
    )


def _on_line(measurement: Measurement, reading: BandReading, ends: tuple[float, float]) -> ScaleLine:
    """Return a value on a line between two ends, without its alternative text."""
    value, (low, high), (first, last) = float(measurement.value or 0.0), _interval(measurement), ends

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
    ticks = tuple(ScaleTick(x_pct=place(b.low), text=f"{b.low:g}") for b in reading.bands if b.low is not None)
    return ScaleLine(
        stretches=tuple(stretches),
        ticks=ticks,
        value_pct=place(value),
        low_pct=place(low),
        high_pct=place(high),
        alt="",
    )


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One side's value and interval on the shared line, in percent of its width."""

    side: str
    value_pct: float
    low_pct: float
    high_pct: float


@dataclass(frozen=True, kw_only=True)
class SharedLine:
    """The bands once, with each side's value on them."""

    stretches: tuple[Stretch, ...]
    ticks: tuple[ScaleTick, ...]
    placed: tuple[Placed, ...]
    alt: str


def shared_line(found: Sequence[tuple[str, Measurement, BandReading]]) -> SharedLine | None:
    """Return both sides on one banded line, or None where none has a band or their bands differ."""
    if not found or len({(m.scale, reading.bands) for _, m, reading in found}) > 1:
        return None
    ends = _ends(found[0][1].scale, [_interval(m) for _, m, _ in found])
    lines = [_on_line(m, reading, ends) for _, m, reading in found]
    here = {one.index for line in lines for one in line.stretches if one.here}
    return SharedLine(
        stretches=tuple(replace(one, here=one.index in here) for one in lines[0].stretches),
        ticks=lines[0].ticks,
        placed=tuple(
            Placed(side=side, value_pct=line.value_pct, low_pct=line.low_pct, high_pct=line.high_pct)
            for (side, _, _), line in zip(found, lines, strict=True)
        ),
        alt="; ".join(f"{side}: {reading.text}" for side, _, reading in found),
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
