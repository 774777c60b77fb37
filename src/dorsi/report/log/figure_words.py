"""What stands around a figure of the log, whoever draws it: title, sentence, and the values as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from dorsi import measures
from dorsi.programme.facts.trends import INTERVALS
from dorsi.report.text import words
from dorsi.schema.log import Change, CourseWeek, Series
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural, whole_minutes


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
        title=series_title(series),
        caption=f"{series.sentence} {words.sentence(measures.scale_words(series.scale))}{_least(series)}",
        heads=("Day", "Value"),
        rows=tuple((day_text(day), unit.text(value)) for day, value in zip(series.days, series.values, strict=True)),
    )


def series_title(series: Series) -> str:
    """Return what is measured, and on which leg."""
    name = f"{series.name[0].upper()}{series.name[1:]}"
    return name if series.side == "both" else f"{name}, {measures.SIDE_NAMES[series.side].lower()}"


def one_value(series: Series) -> str:
    """Return a measurement of one day as a sentence, in place of a figure."""
    [day], [value] = series.days, series.values
    text = measures.unit_of(series.unit).text(value)
    scale = words.sentence(measures.scale_words(series.scale))
    return f"{series_title(series)}: {text} on {day_text(day)}. {scale}{_least(series)}"


def one_week(week: CourseWeek) -> str:
    """Return the sessions of the only week as a sentence, in place of a figure."""
    return f"Week {week.number}: {plural(week.sessions_done, 'session')} done, {week.sessions_planned} planned."


def _least(series: Series) -> str:
    if series.mdc is None or series.mdc_source is None:
        return ""
    least = measures.unit_of(series.unit).limit(series.mdc)
    plain = {Change.model_fields["mdc_source"].default, INTERVALS}  # statistics are no words for a runner
    own = "" if series.mdc_source in plain else f" ({series.mdc_source})"
    return f" A change counts from {least}{own}."


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
        title="Working time a week",
        caption="How long the muscles worked, without rests: less than a session's minutes. All exercises together.",
        heads=("Week", "Time"),
        rows=tuple((week_label(week), whole_minutes(week.tension_s)) for week in weeks),
    )


def week_label(week: CourseWeek) -> str:
    """Return the number of a week, with a star while it is not over."""
    return f"{week.number}{'' if week.whole else '*'}"


def reach(values: Sequence[float]) -> list[float]:
    """Return an axis that holds the values with some room."""
    low, high = min(values), max(values)
    room = 0.12 * (high - low) or 1.0
    return [low - room, high + room]
