"""Figures of the log as geometry: a template draws them, in the app and in a file, with a few hundred bytes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dorsi import measures
from dorsi.report.log.figure_words import FigureWords, reach, series_words, sessions_words, tension_words, week_label
from dorsi.schema.log import CourseWeek, Series
from dorsi.wording.days import day_text

WIDTH: Final = 340
HEIGHT: Final = 190
LEFT, RIGHT, TOP, BOTTOM = 46.0, 330.0, 12.0, 160.0
BAND_FRAC: Final = 0.75  #: of the axis without its room that the area of no change takes at most, to be seen as one
BAR_FRAC: Final = 0.6  #: of the place of a bar
MOST_WEEK_LABELS: Final = 9


class FigureTick(NamedTuple):
    """A place on an axis and its label."""

    at: float
    text: str


class FigureBar(NamedTuple):
    """A bar, in the pixels of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class LogFigure(FigureWords):
    """One figure as geometry, with its words."""

    side: str
    symbol: str
    y_ticks: tuple[FigureTick, ...]
    x_ticks: tuple[FigureTick, ...]
    dots: tuple[tuple[float, float], ...] = ()
    joined: bool = False  #: whether a line goes through the dots
    band: FigureBar | None = None  #: of no detectable change
    first_y: float | None = None  #: height of the first value
    bars: tuple[FigureBar, ...] = ()
    dashes: tuple[FigureBar, ...] = ()
    size_px: tuple[int, int] = (WIDTH, HEIGHT)
    plot_px: tuple[float, float, float, float] = (LEFT, RIGHT, TOP, BOTTOM)

    @property
    def points(self) -> str:
        """The dots for an SVG polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.dots)


def draw_series(series: Series) -> LogFigure:
    """Return the trend of one measurement; values inside the band show no detectable change (R70)."""
    unit = measures.unit_of(series.unit)
    values = [value * unit.factor for value in series.values]
    half = series.mdc * unit.factor if series.mdc is not None and series.comparable else None
    around = 0.0 if half is None else half / BAND_FRAC
    low, high = reach([*values, values[0] - around, values[0] + around])
    days = [day.toordinal() for day in series.days]
    span = days[-1] - days[0]
    xs = [round(LEFT + 14 + (RIGHT - LEFT - 28) * ((day - days[0]) / span if span else 0.5), 1) for day in days]
    band = None
    if half is not None:
        top, bottom = _y(values[0] + half, low, high), _y(values[0] - half, low, high)
        band = FigureBar(LEFT, top, RIGHT - LEFT, round(bottom - top, 1))
    ends = sorted({0, len(days) - 1} if span else {0})
    return LogFigure(
        **vars(series_words(series)),
        side=series.side,
        symbol=unit.symbol,
        y_ticks=_y_ticks(low, high),
        x_ticks=tuple(FigureTick(xs[i], day_text(series.days[i])) for i in ends),
        dots=tuple((x, _y(value, low, high)) for x, value in zip(xs, values, strict=True)),
        joined=series.comparable,
        band=band,
        first_y=None if band is None else _y(values[0], low, high),
    )


def draw_sessions(weeks: Sequence[CourseWeek]) -> LogFigure:
    """Return sessions done and planned, week by week."""
    done = [float(week.sessions_done) for week in weeks]
    planned = [float(week.sessions_planned) for week in weeks]
    high = max([*done, *planned]) + 0.5
    dashes = tuple(FigureBar(bar.x, bar.y, bar.width, 0) for bar in _bars(planned, high))
    return _weekly(weeks, sessions_words(weeks), done, high=high, symbol="days", dashes=dashes)


def draw_tension(weeks: Sequence[CourseWeek]) -> LogFigure:
    """Return time under tension, week by week, minutes."""
    minutes = [week.tension_s / 60 for week in weeks]
    return _weekly(weeks, tension_words(weeks), minutes, high=max(minutes) * 1.12 or 1.0, symbol="min")


def _weekly(
    weeks: Sequence[CourseWeek],
    told: FigureWords,
    values: Sequence[float],
    *,
    high: float,
    symbol: str,
    dashes: tuple[FigureBar, ...] = (),
) -> LogFigure:
    bars = _bars(values, high)
    every = math.ceil(len(weeks) / MOST_WEEK_LABELS)
    shown = list(zip(bars, weeks, strict=True))[::every]
    return LogFigure(
        **vars(told),
        side="both",
        symbol=symbol,
        y_ticks=_y_ticks(0.0, high),
        x_ticks=tuple(FigureTick(round(bar.x + bar.width / 2, 1), week_label(week)) for bar, week in shown),
        bars=bars,
        dashes=dashes,
    )


def _bars(values: Sequence[float], high: float) -> tuple[FigureBar, ...]:
    place = (RIGHT - LEFT) / len(values)
    width = min(place * BAR_FRAC, 40.0)
    tops = [_y(value, 0.0, high) for value in values]
    return tuple(
        FigureBar(round(LEFT + place * (i + 0.5) - width / 2, 1), y, round(width, 1), round(BOTTOM - y, 1))
        for i, y in enumerate(tops)
    )


def _y(value: float, low: float, high: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)


def _y_ticks(low: float, high: float) -> tuple[FigureTick, ...]:
    """Return three to six round values within the axis."""
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(k * power for k in (1, 2, 2.5, 5, 10) if k * power >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    return tuple(FigureTick(_y(k * step, low, high), f"{k * step:.6g}") for k in range(first, last + 1))
