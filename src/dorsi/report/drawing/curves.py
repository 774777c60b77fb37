"""Curves over time as plain SVG geometry: x in percent of the width, y in pixels, so that nothing stretches.

Inline SVG made here, rather than a plotting library in the page: it prints as vectors, is readable without scripts,
follows the page's colours in light and dark, and scales to a phone without a redraw. static/report.js only moves the
cursor.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi import measures
from dorsi.measures.units import MINUS
from dorsi.protocols import report_of
from dorsi.report.drawing.events import event_times, numbered, peak_index, peak_value, void_text
from dorsi.schema.session import Event, Session
from dorsi.types import SIDES, Array, BoolArray, Signals

HEIGHT_PX: Final = 200
PAD_TOP_PX: Final = 38.0
PAD_BOTTOM_PX: Final = 26.0
X_UNITS: Final = 10_000  #: width of the inner picture that holds the paths
MAX_TICKS: Final = 5
#: Clips with more events than this get a wider picture that scrolls on a phone.
WIDE_FROM_EVENTS: Final = (8, 20, 40)


@dataclass(frozen=True, kw_only=True)
class CurveLine:
    """One side's curve."""

    side: str  #: "left", "right" or "both"
    path: str
    values: tuple[float | None, ...]  #: as shown, for the read-out at the cursor


@dataclass(frozen=True, kw_only=True)
class Span:
    """A repetition or a stance, shaded behind the curves."""

    x_pct: float
    width_pct: float
    middle_pct: float
    side: str
    label: str
    valid: bool
    title: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point on a curve with its value: the peak of a repetition."""

    x_pct: float
    y_px: float
    side: str
    valid: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class AxisTick:
    """A labelled grid line; `at` is percent on x, pixels on y."""

    at: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One quantity over the clip."""

    name: str
    label: str
    meaning: str
    symbol: str
    decimals: int
    lines: tuple[CurveLine, ...]
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    x_ticks: tuple[AxisTick, ...]
    y_ticks: tuple[AxisTick, ...]
    zero_px: float | None
    low: float  #: value at the lower edge of the drawing area
    high: float  #: value at its upper edge
    wide: int  #: 0 to 3, how much wider than a phone the picture wants to be
    alt: str
    height_px: int = HEIGHT_PX
    top_px: float = PAD_TOP_PX
    bottom_px: float = HEIGHT_PX - PAD_BOTTOM_PX
    x_units: int = X_UNITS


def tick_values(low: float, high: float) -> list[float]:
    """Return round numbers from `low` to `high`, at most six of them."""
    raw = max(high - low, 1e-9) / MAX_TICKS
    base = 10.0 ** math.floor(math.log10(raw))
    step = next(base * m for m in (1, 2, 5, 10) if base * m >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def path_of(x: Array, y: Array) -> str:
    """Return an SVG path through the finite points; a gap starts a new stretch."""
    parts: list[str] = []
    pen_down = False
    for xi, yi in zip(x, y, strict=True):
        if not (math.isfinite(xi) and math.isfinite(yi)):
            pen_down = False
            continue
        parts.append(f"{'L' if pen_down else 'M'}{xi:.0f} {yi:.1f}")
        pen_down = True
    return "".join(parts)


def shown_sides(session: Session) -> tuple[str, ...]:
    """Return the sides with at least one measured number or event, left first; else the side near the camera."""
    measured = {m.side for m in session.measurements if m.value is not None} | {e.side for e in session.events}
    sides = tuple(side for side in SIDES if side in measured)
    if sides or session.quality.near_side is None:
        return sides
    return (session.quality.near_side,)


@dataclass(frozen=True)
class _Axes:
    """The mapping from time and value to the picture."""

    start_s: float
    end_s: float
    low: float
    high: float

    def x_pct(self, time_s: float) -> float:
        inside = min(max(time_s, self.start_s), self.end_s)
        return round(100 * (inside - self.start_s) / (self.end_s - self.start_s), 3)

    def y_px(self, value: float) -> float:
        usable = HEIGHT_PX - PAD_TOP_PX - PAD_BOTTOM_PX
        return round(PAD_TOP_PX + usable * (self.high - value) / (self.high - self.low), 2)


def _value_range(columns: Sequence[Array], *, least: float) -> tuple[float, float] | None:
    finite = np.concatenate([c[np.isfinite(c)] for c in columns]) if columns else np.empty(0)
    if finite.size == 0:
        return None
    low, high = float(finite.min()), float(finite.max())
    spare = max(least - (high - low), 0.0) / 2 + 0.06 * max(high - low, least)
    return low - spare, high + spare


def _line(side: str, time_s: Array, values: Array, axes: _Axes, decimals: int, *, void: BoolArray) -> CurveLine:
    """Return one side's curve; its read-out is silent where a repetition or step does not count."""
    x = X_UNITS * (time_s - axes.start_s) / (axes.end_s - axes.start_s)
    y = PAD_TOP_PX + (HEIGHT_PX - PAD_TOP_PX - PAD_BOTTOM_PX) * (axes.high - values) / (axes.high - axes.low)
    told = np.isfinite(values) & ~void
    shown = tuple(round(float(v), decimals) if ok else None for v, ok in zip(values, told, strict=True))
    return CurveLine(side=side, path=path_of(x, y), values=shown)


def _spans(events: Sequence[Event], axes: _Axes) -> tuple[Span, ...]:
    spans = []
    for number, event in numbered(events):
        times = event_times(event)
        if times is None:
            continue
        x0, x1 = (axes.x_pct(t) for t in times)
        title = f"{measures.SIDE_NAMES[event.side]} {event.kind} {number}"
        spans.append(
            Span(
                x_pct=x0,
                width_pct=round(x1 - x0, 3),
                middle_pct=round((x0 + x1) / 2, 3),
                side=event.side,
                label=str(number),
                valid=event.valid,
                title=title if event.valid else f"{title}, void: {void_text(event)}",
            )
        )
    return tuple(spans)


def _marks(
    session: Session, events: Sequence[Event], name: str, time_s: Array, columns: dict[str, Array], axes: _Axes
) -> list[Mark]:
    marks, unit = [], measures.unit_of_name(name)
    for event in events:
        if event.kind != "rep" or event.side not in columns or not event.valid:
            continue
        index = peak_index(event, time_s, columns[event.side])
        if index is not None:
            value = float(columns[event.side][index])
            at = axes.x_pct(float(time_s[index]))
            text = unit.text(peak_value(event, session.movement, name, value / unit.factor))
            marks.append(Mark(x_pct=at, y_px=axes.y_px(value), side=event.side, valid=event.valid, text=text))
    return marks


def _columns(signals: Signals, name: str, sides: Sequence[str], factor: float) -> dict[str, Array]:
    """Return the curves of one quantity by side, in shown units, only those with a finite value."""
    values: Array | None = signals.extra[name] if name in signals.extra else getattr(signals, name, None)
    if values is None:  # a movement's own curve, in a clip that does not show the movement
        return {}
    table: dict[str, Array] = (
        {"both": values} if values.ndim == 1 else {side: values[:, i] for i, side in enumerate(SIDES) if side in sides}
    )
    return {side: column * factor for side, column in table.items() if np.isfinite(column).any()}


def _void_frames(events: Sequence[Event], side: str, time_s: Array) -> BoolArray:
    """Return the frames within a side's repetitions or steps that do not count, (T,)."""
    void = np.zeros(len(time_s), dtype=bool)
    for event in events:
        times = event_times(event)
        if not event.valid and times is not None and side in {event.side, "both"}:
            void |= (time_s >= times[0]) & (time_s <= times[1])
    return void


def _alt(label: str, columns: dict[str, Array], unit: measures.Unit) -> str:
    """Return what the curve shows, in a sentence for people who do not see it."""
    parts = []
    for side, column in columns.items():
        low, high = (unit.text(v / unit.factor) for v in (np.nanmin(column), np.nanmax(column)))
        parts.append(f"{measures.SIDE_NAMES[side].lower()} between {low} and {high}")
    return f"{label} over time: {', '.join(parts)}"


def chart(signals: Signals, session: Session, name: str) -> Chart | None:
    """Return the drawing of one quantity over the clip, or None if it was nowhere measured, or is refused."""
    unit = measures.unit_of_name(name)
    found = _columns(signals, name, shown_sides(session), unit.factor)
    columns = {side: column for side, column in found.items() if session.shown(name, side)}
    span = _value_range(list(columns.values()), least=10.0)
    if span is None or len(signals.time_s) < 2:  # one frame makes no curve
        return None
    axes = _Axes(float(signals.time_s[0]), float(signals.time_s[-1]), *span)
    events = [e for e in session.events if e.side in {*columns, "both"} or "both" in columns]
    headline = name == chart_names(session)[0]
    return Chart(
        name=name,
        label=measures.label_of(name),
        meaning=measures.meaning_of(name),
        symbol=unit.symbol,
        decimals=unit.decimals,
        lines=tuple(
            _line(s, signals.time_s, c, axes, unit.decimals, void=_void_frames(events, s, signals.time_s))
            for s, c in columns.items()
        ),
        spans=_spans(events, axes),
        marks=tuple(_marks(session, events, name, signals.time_s, columns, axes)) if headline else (),
        x_ticks=tuple(AxisTick(at=axes.x_pct(t), text=f"{t:g}") for t in tick_values(axes.start_s, axes.end_s)),
        y_ticks=tuple(
            AxisTick(at=axes.y_px(v), text=_axis_text(v, unit.symbol)) for v in tick_values(axes.low, axes.high)
        ),
        zero_px=axes.y_px(0.0) if axes.low < 0 < axes.high else None,
        low=round(axes.low, 4),
        high=round(axes.high, 4),
        wide=sum(len(session.events) >= n for n in WIDE_FROM_EVENTS),
        alt=_alt(measures.label_of(name), columns, unit),
    )


def _axis_text(value: float, symbol: str) -> str:
    return f"{value:g}{symbol}".replace("-", MINUS)


def chart_names(session: Session) -> tuple[str, ...]:
    """Return the quantities that are drawn: those of the movement, or its own for a camera in front or behind."""
    shown = report_of(session.movement)
    from_front = session.quality.view in {"front", "rear"}
    return shown.front_curves if from_front and shown.front_curves else shown.curves


def charts(signals: Signals, session: Session) -> tuple[Chart, ...]:
    """Return the drawings that belong to the session's movement, the headline quantity first."""
    made = (chart(signals, session, name) for name in chart_names(session))
    return tuple(c for c in made if c is not None)
