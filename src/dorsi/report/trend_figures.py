"""Figures of the log as Plotly draws them: one measurement, side and scale each, around its first value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dorsi import measures
from dorsi.report.figure_words import (
    DAY,
    FigureWords,
    reach,
    series_words,
    sessions_words,
    tension_words,
    week_label,
)
from dorsi.schema.log import CourseWeek, Series

# Names of colours in report.css; the page's script puts the colours in, so that light, dark and paper fit.
SIDE_COLOURS: Final = {"left": "var(--left)", "right": "var(--right)", "both": "var(--both)"}
INK, MUTED, RULE, BAND, CLEAR = "var(--ink)", "var(--muted)", "var(--rule)", "var(--wash)", "rgba(0,0,0,0)"


@dataclass(frozen=True, kw_only=True)
class Figure(FigureWords):
    """One figure for Plotly, with its words."""

    plotly: str  #: as JSON


def series_figure(series: Series) -> Figure:
    """Return the trend of one measurement; values inside the band show no detectable change (R70)."""
    unit = measures.unit_of(series.unit)
    values = [value * unit.factor for value in series.values]
    days = [day.strftime(DAY) for day in series.days]
    figure = go.Figure(layout=_layout(series_words(series).title, unit.symbol))
    if series.mdc is not None and series.comparable:
        half = series.mdc * unit.factor
        band = {"fillcolor": BAND, "line_width": 0, "layer": "below", "name": "no detectable change"}
        figure.add_hrect(y0=values[0] - half, y1=values[0] + half, **band)
        figure.add_hline(y=values[0], line={"color": MUTED, "width": 1, "dash": "dot"}, layer="below")
        figure.update_yaxes(range=reach([*values, values[0] - half, values[0] + half]))
    else:
        figure.update_yaxes(range=reach(values))
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
    return Figure(plotly=figure.to_json(), **vars(series_words(series)))


def sessions_figure(weeks: Sequence[CourseWeek]) -> Figure:
    """Return sessions done and planned, week by week."""
    figure = go.Figure(layout=_layout(sessions_words(weeks).title, "days"))
    labels = [week_label(week) for week in weeks]
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
    return Figure(plotly=figure.to_json(), **vars(sessions_words(weeks)))


def tension_figure(weeks: Sequence[CourseWeek]) -> Figure:
    """Return time under tension, week by week, minutes."""
    figure = go.Figure(layout=_layout(tension_words(weeks).title, "min"))
    labels = [week_label(week) for week in weeks]
    minutes = [week.tension_s / 60 for week in weeks]
    figure.add_trace(
        go.Bar(x=labels, y=minutes, marker={"color": "var(--accent)"}, hovertemplate="%{y:.1f} min<extra></extra>")
    )
    figure.update_yaxes(rangemode="tozero")
    return Figure(plotly=figure.to_json(), **vars(tension_words(weeks)))


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
