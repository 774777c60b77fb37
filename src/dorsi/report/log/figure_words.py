"""What stands around a figure of the log, whoever draws it: title, sentence, and the values as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dorsi import measures
from dorsi.report.text import amounts, words
from dorsi.schema.log import CourseWeek, Series

DAY: Final = "%Y-%m-%d"


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    """A figure in words."""

    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def series_words(series: Series) -> FigureWords:
    """Return the words of one measurement's trend (R70)."""
    unit = measures.unit_of(series.unit)
    return FigureWords(
        title=f"{measures.SIDE_NAMES[series.side]} {series.name}",
        caption=f"{series.sentence} {words.sentence(measures.scale_words(series.scale))}{_least(series)}",
        heads=("Day", "Value"),
        rows=tuple(
            (day.strftime(DAY), unit.text(value)) for day, value in zip(series.days, series.values, strict=True)
        ),
    )


def _least(series: Series) -> str:
    if series.mdc is None or series.mdc_source is None:
        return ""
    return f" A change counts from {measures.unit_of(series.unit).limit(series.mdc)} ({series.mdc_source})."


def sessions_words(weeks: Sequence[CourseWeek]) -> FigureWords:
    """Return the words of sessions done and planned."""
    return FigureWords(
        title="Sessions a week",
        caption="Bars: days with a session. Dashes: days the plan asks for. A week with * is not over yet.",
        heads=("Week", "Done", "Planned"),
        rows=tuple((week_label(week), str(week.sessions_done), str(week.sessions_planned)) for week in weeks),
    )


def tension_words(weeks: Sequence[CourseWeek]) -> FigureWords:
    """Return the words of time under tension."""
    return FigureWords(
        title="Time under tension a week",
        caption="Sets times repetitions times tempo, or sets times hold, as noted in the log; all exercises together.",
        heads=("Week", "Time"),
        rows=tuple((week_label(week), amounts.minutes(week.tension_s / 60)) for week in weeks),
    )


def week_label(week: CourseWeek) -> str:
    """Return the number of a week, with a star while it is not over."""
    return f"{week.number}{'' if week.whole else '*'}"


def reach(values: Sequence[float]) -> list[float]:
    """Return an axis that holds the values with some room."""
    low, high = min(values), max(values)
    room = 0.12 * (high - low) or 1.0
    return [low - room, high + room]
