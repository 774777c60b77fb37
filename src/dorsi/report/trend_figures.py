"""Figures of the log as Plotly draws them: one measurement, side and scale each, around its first value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dorsi.report import amounts, words
from dorsi.schema.log import CourseWeek, Series

# Names of colours in report.css; the page's script puts the colours in, so that light, dark and paper fit.
SIDE_COLOURS: Final = {"left": "var(--left)", "right": "var(--right)", "both": "var(--both)"}
INK, MUTED, RULE, BAND, CLEAR = "var(--ink)", "var(--muted)", "var(--rule)", "var(--wash)", "rgba(0,0,0,0)"
DAY: Final = "%Y-%m-%d"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure with its sentence and the values behind it."""

    plotly: str  #: as JSON
    caption: str
    rule: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def series_figure(series: Series) -> Figure:
    """Return the trend of one measurement; values inside the band show no detectable change (R70)."""
    unit = amounts.unit_of(series.unit)
    values = [value * unit.factor for value in series.values]
    days = [day.strftime(DAY) for day in series.days]
    figure = go.Figure(layout=_layout(f"{words.SIDE_NAMES[series.side]} {series.name}", unit.symbol))
    if series.mdc is not None and series.comparable:
        half = series.mdc * unit.factor
        band = {"fillcolor": BAND, "line_width": 0, "layer": "below", "name": "no detectable change"}
        figure.add_hrect(y0=values[0] - half, y1=values[0] + half, **band)
        figure.add_hline(y=values[0], line={"color": MUTED, "width": 1, "dash": "dot"}, layer="below")
        figure.update_yaxes(range=_reach([*values, values[0] - half, values[0] + half]))
    else:
        figure.update_yaxes(range=_reach(values))
    colour = SIDE_COLOURS[series.side]
    figure.add_trace(
        go.Scatter(
            x=days,
            y=values,
            mode="lines+markers" if series.comparable else "markers",
            line={"color": colour, "width": 2},
            marker={"color": colour, "size": 8},
            hovertemplate=f"%{{x|%Y-%m-%d}}: %{{y:.{unit.decimals}f}} {unit.symbol}<extra></extra>",
        )
    )
    return Figure(
        plotly=figure.to_json(),
        caption=f"{words.typeset(series.sentence)} {words.sentence(words.scale_words(series.scale))}",
        rule=series.rule or "",
        heads=("Day", "Value"),
        rows=tuple((day, unit.text(value)) for day, value in zip(days, series.values, strict=True)),
    )


def sessions_figure(weeks: Sequence[CourseWeek]) -> Figure:
    """Return sessions done and planned, week by week."""
    figure = go.Figure(layout=_layout("Sessions a week", "days"))
    labels = [_week_label(week) for week in weeks]
    done = [week.sessions_done for week in weeks]
    planned = [week.sessions_planned for week in weeks]
    accent = {"color": "var(--accent)"}
    figure.add_trace(go.Bar(x=labels, y=done, marker=accent, hovertemplate="%{y} done<extra></extra>"))
    figure.add_trace(
        go.Scatter(
            x=labels,
            y=planned,
            mode="markers",
            marker={"symbol": "line-ew", "size": 26, "line": {"color": INK, "width": 2}},
            hovertemplate="%{y} planned<extra></extra>",
        )
    )
    figure.update_yaxes(range=[0, max([*done, *planned]) + 0.5], dtick=1)
    return Figure(
        plotly=figure.to_json(),
        caption="Bars: days with a session. Dashes: days the plan asks for. A week with * is not over yet.",
        rule="",
        heads=("Week", "Done", "Planned"),
        rows=tuple((label, str(a), str(b)) for label, a, b in zip(labels, done, planned, strict=True)),
    )


def tension_figure(weeks: Sequence[CourseWeek]) -> Figure:
    """Return time under tension, week by week, minutes."""
    figure = go.Figure(layout=_layout("Time under tension a week", "min"))
    labels = [_week_label(week) for week in weeks]
    minutes = [week.tension_s / 60 for week in weeks]
    figure.add_trace(
        go.Bar(x=labels, y=minutes, marker={"color": "var(--accent)"}, hovertemplate="%{y:.1f} min<extra></extra>")
    )
    figure.update_yaxes(rangemode="tozero")
    return Figure(
        plotly=figure.to_json(),
        caption="Sets times repetitions times tempo, or sets times hold, as noted in the log; all exercises together.",
        rule="",
        heads=("Week", "Time"),
        rows=tuple((label, amounts.minutes(value)) for label, value in zip(labels, minutes, strict=True)),
    )


def _week_label(week: CourseWeek) -> str:
    return f"{week.number}{'' if week.whole else '*'}"


def _reach(values: Sequence[float]) -> list[float]:
    """Return an axis that holds the values with some room."""
    low, high = min(values), max(values)
    room = 0.12 * (high - low) or 1.0
    return [low - room, high + room]


def _layout(title: str, unit: str) -> dict[str, object]:
    axis = {"gridcolor": RULE, "zeroline": False, "color": MUTED, "tickfont": {"size": 12}, "fixedrange": True}
    return {
        "template": "none",
        "title": {"text": title, "x": 0, "xanchor": "left", "font": {"size": 15, "color": INK}},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": "system-ui, sans-serif", "color": INK},
        "margin": {"l": 48, "r": 12, "t": 36, "b": 32},
        "showlegend": False,
        "dragmode": False,
        "xaxis": axis | {"showgrid": False, "nticks": 5},
        "yaxis": axis | {"title": {"text": unit, "standoff": 6}},
    }
