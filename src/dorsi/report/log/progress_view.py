"""The log as records that a page only has to lay out: trends, training, levels and moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dorsi import measures
from dorsi.programme.logbook.answering import WHAT_ANSWERS_DO
from dorsi.programme.logbook.course import equal_moves
from dorsi.report.log.figure_words import one_value, one_week, series_title
from dorsi.report.log.figures import LogFigure, draw_series, draw_sessions, draw_tension
from dorsi.report.text import words
from dorsi.schema.log import Course, CourseWeek, ItemState, Move
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural, whole_minutes

STATE_WORDS = {"held": ", held", "skip_next": ", skipped next time", "stopped": ", stopped", "upkeep": ", upkeep"}


@dataclass(frozen=True, kw_only=True)
class MoveLine:
    """One move between levels, or of the plan as a whole."""

    date: str
    what: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ProgressPage:
    """Everything on the page."""

    title: str
    subtitle: str
    person: str | None
    stop_text: str | None
    advice: tuple[str, ...]
    checks: tuple[tuple[str, str], ...]  #: that are due, each with the id of its rule
    figures: tuple[LogFigure, ...]
    singles: tuple[str, ...]  #: measurements of one day, which need no figure
    trends: tuple[str, ...]
    bands: tuple[str, ...]
    adherence: str
    training: tuple[LogFigure, ...]
    first_week: str  #: in place of figures while there is only one week, or no session at all
    tension: tuple[tuple[str, str], ...]
    tension_note: str
    levels: tuple[tuple[str, ...], ...]
    moves: tuple[MoveLine, ...]
    rules: tuple[tuple[str, str], ...]  #: behind the moves, each once
    asked: tuple[str, ...]
    asked_note: str
    open: tuple[str, ...]
    plan: None = None  #: the safety lines say what a plan left out; this page shows none


def progress_view(course: Course) -> ProgressPage:
    """Return the log as the template lays it out."""
    until = f" up to {day_text(course.until)}" if course.until else ""
    return ProgressPage(
        title="Progress",
        subtitle=f"{plural(course.sessions_done, 'session')} in the log{until}",
        person=course.person,
        stop_text=course.stop_text,
        advice=tuple(words.typeset(text) for text in course.advice),
        checks=tuple((r, words.sentence(text)) for r, text in zip(course.rules_due, course.checks_due, strict=True)),
        figures=tuple(draw_series(one) for one in course.series if len(one.values) > 1),
        singles=tuple(one_value(one) for one in course.series if len(one.values) == 1),
        trends=tuple(words.typeset(trend.sentence) for trend in course.trends),
        bands=tuple(_bands(course)),
        adherence=_adherence(course),
        training=tuple(_training(course)),
        first_week=_in_short(course.weeks),
        tension=tuple(_worked(course)),
        tension_note=_tension_note(course),
        levels=tuple(_level(course, one) for one in course.states),
        moves=tuple(
            _move(course, same) for same in equal_moves(one for one in reversed(course.moves) if one.to != "go_on")
        ),
        rules=tuple(
            dict.fromkeys((one.rule, words.sentence(one.rule_text)) for one in course.moves if one.to != "go_on")
        ),
        asked=tuple(course.asked),
        asked_note=WHAT_ANSWERS_DO,
        open=tuple(words.sentence(text) for text in course.not_assessed),
    )


def _training(course: Course) -> Iterator[LogFigure]:
    """Yield figures of the weeks, from two weeks with a session on; time under tension only where some is known."""
    if len(course.weeks) > 1 and any(week.sessions_done for week in course.weeks):
        yield draw_sessions(course.weeks)
        if any(week.tension_s for week in course.weeks):
            yield draw_tension(course.weeks)


def _in_short(weeks: Sequence[CourseWeek]) -> str:
    """Return the weeks as a sentence where a figure would show nothing; else nothing."""
    if len(weeks) == 1:
        return one_week(weeks[0])
    if weeks and not any(week.sessions_done for week in weeks):
        return f"No session in {len(weeks)} weeks; your programme asks for {weeks[-1].sessions_planned} a week."
    return ""


def _bands(course: Course) -> Iterator[str]:
    for change in course.changes:
        if change.band_before is None or change.band_now is None:
            continue
        same = (one for one in course.series if (one.metric, one.scale) == (change.metric, change.scale))
        name = series_title(next(same).model_copy(update={"side": change.side}))
        kept = change.band_now == change.band_before
        told = f"stays {change.band_now}" if kept else f"goes from {change.band_before} to {change.band_now}"
        yield f"{name}: the band {told} ({measures.scale_words(change.scale)})."


def _adherence(course: Course) -> str:
    if course.adherence_frac is None:
        return "After two weeks, this says how much of your programme you did."
    return f"In the last 14 days you did {course.adherence_frac:.0%} of the planned sessions."


def _worked(course: Course) -> Iterator[tuple[str, str]]:
    """Yield every exercise with some working time."""
    for name, seconds in sorted(course.tension_s.items()):
        if seconds >= 0.5:
            yield course.names[name], whole_minutes(seconds)


def _tension_note(course: Course) -> str:
    if not course.tension_unknown:
        return ""
    return f"{plural(course.tension_unknown, 'logged exercise')} without set details; their time is not counted."


def _level(course: Course, one: ItemState) -> tuple[str, ...]:
    now = f"level {one.level}{STATE_WORDS.get(one.state, '')}"
    clean = f"{min(one.clean_sessions, one.clean_needed)} of {one.clean_needed}"
    return course.names.get(one.exercise, one.exercise), measures.SIDE_NAMES[one.side], now, clean


def _move(course: Course, moves: Sequence[Move]) -> MoveLine:
    """Return moves that say the same in one line."""
    first, what = moves[0], "; ".join(_moved(course, one) for one in moves)
    cue = f" Cue: {words.sentence(first.cue)}" if first.cue else ""
    return MoveLine(date=day_text(first.date), what=f"{what}:", text=words.sentence(first.text) + cue)


def _moved(course: Course, one: Move) -> str:
    what = "Plan" if one.exercise is None else course.names.get(one.exercise, one.exercise)
    side = f", {one.side}" if one.side in {"left", "right"} else ""
    levels = (
        f" (level {one.level_before} to {one.level_after})"
        if one.level_before is not None and one.level_after not in {None, one.level_before}
        else ""
    )
    return f"{what}{side}{levels}"
