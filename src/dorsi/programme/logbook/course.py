"""Summarises a log: levels, moves, adherence, time under tension, changes, trends and checks that are due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.facts.log import adherence, course_facts, session_dates, start_of, training_days
from dorsi.programme.facts.points import points
from dorsi.programme.facts.tape import tape_trend
from dorsi.programme.facts.trends import changes, least_change
from dorsi.programme.language.actions import CalendarAction
from dorsi.programme.language.conditions import Fact, outcome
from dorsi.programme.language.moves import MoveName
from dorsi.programme.logbook.answering import open_questions
from dorsi.programme.logbook.progress import holding, read_log, states
from dorsi.programme.rulebook.rules import rules
from dorsi.schema.log import Change, Course, CourseWeek, ItemState, Log, LogEntry, Move, Series
from dorsi.schema.plan import Plan
from dorsi.schema.sides import LEGS
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural, whole_minutes
from dorsi.wording.sentences import sentence

TOLD: Final[frozenset[MoveName]] = frozenset({"shrink", "hold_range", "report"})  #: moves told as long as they hold


def course(plan: Plan, log: Log, day: dt.date, *, detectable: DetectableChanges = PUBLISHED) -> Course:
    """Return the summary of a training log up to a day.

    Parameters
    ----------
    plan
        The programme.
    log
        What was done and measured; entries after `day` are not read.
    day
        The day up to which it is summarised.
    detectable
        From which change on a number counts as changed.

    Returns
    -------
    Course
        Levels, moves with their rules, adherence, changes, and checks that are due.
    """
    until = log.model_copy(update={"entries": [entry for entry in log.entries if entry.date <= day]})
    read = read_log(plan, until, day, detectable=detectable)
    tension: dict[str, float] = defaultdict(float)
    for entry in until.entries:
        if (work_s := worked_s(entry)) is not None:
            tension[entry.exercise_id] += work_s
    facts = course_facts(plan, until, read.memory, day, detectable=detectable)
    series = [tape_trend(plan, until, leg, day) for leg in LEGS]
    found = changes(plan, until, day, detectable=detectable)
    held = holding(read, day)
    told = [*dict.fromkeys(hit.said for hit in held if hit.move.while_it_holds)]
    told += [sentence(hit.said) for hit in held if hit.move.to in TOLD]
    due = list(_checks_due(facts))
    advice = [*read.advice, *told, *dict.fromkeys(one.advice for one in found if one.advice)]
    return Course(
        person=plan.person,
        until=day,
        names=_names(plan, until),
        moves=read.moves,
        states=states(read),
        stopped=read.stopped is not None,
        stop_text=read.stopped.said if read.stopped else None,
        advice=advice,
        adherence_frac=adherence(plan, until, day) if start_of(plan, until) else None,
        sessions_done=len(session_dates(plan, until.entries)),
        tension_s=dict(tension),
        tension_unknown=sum(entry.tut_s is None for entry in until.entries),
        weeks=course_weeks(plan, until, day),
        series=series_of(plan, until, found, day, detectable=detectable),
        changes=found,
        trends=[one for one in series if one.values],
        checks_due=[check.what for _, check in due],
        rules_due=[rule for rule, _ in due],
        asked=[f"{one.name}, {day_text(one.date)}: {one.text}" for one in open_questions(read)],
        not_assessed=read.not_assessed,
    )


def worked_s(entry: LogEntry) -> float | None:
    """Return the seconds of work of an entry: a dose is that of one leg, so legs that take turns count twice."""
    exercise = catalogue().exercises.get(entry.exercise_id)
    turns = entry.side == "both" and exercise is not None and not exercise.together(entry.level)
    return None if entry.tut_s is None else entry.tut_s * (len(LEGS) if turns else 1)


def films_of_checks() -> dict[str, tuple[str, str]]:
    """Return the movement and the view to film for each check that asks for a clip, by the id of its rule."""
    return {rule: (one.movement, one.view) for rule, one in _checks() if one.movement is not None}


def tape_checks() -> list[str]:
    """Return the ids of the rules whose checks are measured by hand, with a tape."""
    return [rule for rule, one in _checks() if one.typed is not None]


def _checks() -> list[tuple[str, CalendarAction]]:
    return [(rule.id, a.calendar) for rule in rules() for _, case in rule.scoped() for a in case.then if a.calendar]


def _checks_due(facts: Mapping[str, Fact]) -> Iterator[tuple[str, CalendarAction]]:
    """Yield the checks that rules ask for now, each with the id of its rule."""
    for rule in rules():
        for scope, case in rule.scoped():
            if scope == "course" and outcome(case.when, facts):
                yield from ((rule.id, action.calendar) for action in case.then if action.calendar)


def _names(plan: Plan, log: Log) -> dict[str, str]:
    known = catalogue().exercises
    used = {item.exercise for item in plan.items} | {entry.exercise_id for entry in log.entries}
    return {name: known[name].name for name in sorted(used)}


def series_of(
    plan: Plan, log: Log, found: Sequence[Change], day: dt.date, *, detectable: DetectableChanges = PUBLISHED
) -> list[Series]:
    """Return every measurement of the log, by side and scale, with its verdict (R70, R73)."""
    said = {(one.metric, one.side, one.scale): one for one in found}
    out = []
    for (metric, side, scale), values in sorted(points(plan, log, day).items()):
        change = said.get((metric, side, scale))
        known = detectable.of(metric, scale)
        out.append(
            Series(
                metric=metric,
                name=measures.label_of(metric),
                side=side,
                unit=measures.stored_unit(metric),
                scale=scale,
                days=[point.day for point in values],
                values=[point.value for point in values],
                mdc=change.mdc if change else least_change(values[-1], values[-1], known)[0] if known else None,
                mdc_source=change.mdc_source if change else known.source if known else None,
                sentence=change.sentence if change else why_no_change(len(values)),
                rule=change.rule if change else None,
                comparable=change is None or change.verdict != "not_comparable",
            )
        )
    return out


def why_no_change(count: int) -> str:
    """Return why nothing is said of a change."""
    if count == 1:
        return "One value so far, so nothing to compare yet."
    return "No detectable change is known for this measurement, so we can't judge a change."


def course_weeks(plan: Plan, log: Log, day: dt.date) -> list[CourseWeek]:
    """Return sessions and time under tension week by week since the first day."""
    started = start_of(plan, log)
    if started is None or day < started:
        return []
    out = []
    for number in range((day - started).days // 7 + 1):
        first = started + dt.timedelta(days=7 * number)
        entries = [entry for entry in log.entries if 0 <= (entry.date - first).days < 7]
        out.append(
            CourseWeek(
                number=number + 1,
                first_day=first,
                sessions_done=len(session_dates(plan, entries)),
                sessions_planned=training_days(plan),
                tension_s=sum(worked_s(entry) or 0 for entry in entries),
                whole=first + dt.timedelta(days=6) <= day,
            )
        )
    return out


def state_words(one: ItemState) -> str:
    """Return the state of an exercise in words."""
    words = {"held": "held", "skip_next": "skip next time", "stopped": "stopped", "upkeep": "upkeep"}
    return f"level {one.level}" + (f", {words[one.state]}" if one.state in words else "")


def _by_state(states: Sequence[ItemState], name_of: Callable[[str], str]) -> dict[str, list[str]]:
    """Return the names of exercises by their state in words; with the leg only where the legs differ."""
    legs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in states:
        legs[state_words(one), name_of(one.exercise)].append(one.side)
    out: dict[str, list[str]] = defaultdict(list)
    for (state, name), sides in legs.items():
        alone = len(sides) == 1 and sides[0] != "both"
        out[state].append(f"{name} ({sides[0]})" if alone else name)
    return out


def equal_moves(moves: Iterable[Move]) -> list[list[Move]]:
    """Return moves in order, those of one day that say the same together."""
    same: dict[tuple[dt.date, str, str | None], list[Move]] = {}
    for one in moves:
        same.setdefault((one.date, one.text, one.cue), []).append(one)
    return list(same.values())


def _move_line(moves: Sequence[Move], name_of: Callable[[str], str]) -> str:
    """Return moves that say the same in one line."""
    named = "; ".join(_moved(one, name_of) for one in moves)
    return f"{day_text(moves[0].date)} {named}: {moves[0].text}"


def _moved(move: Move, name_of: Callable[[str], str]) -> str:
    side = f" ({move.side})" if move.side else ""
    levels = (
        "" if move.level_after in {None, move.level_before} else f" (level {move.level_before} to {move.level_after})"
    )
    return f"{name_of(move.exercise) if move.exercise else 'plan'}{side}{levels}"


def course_lines(found: Course) -> list[str]:
    """Return the summary of a log in plain lines."""

    def name_of(exercise: str) -> str:
        return found.names.get(exercise, exercise)

    lines = [f"sessions done: {found.sessions_done}"]
    if found.adherence_frac is not None:
        lines.append(f"sessions done in 14 days: {found.adherence_frac:.0%} of those planned")
    if found.stop_text:
        lines.append(f"The plan is stopped: {found.stop_text}.")
    lines += [change.sentence for change in found.changes]
    lines += [trend.sentence for trend in found.trends]
    worked = [f"{name_of(name)} {whole_minutes(s)}" for name, s in sorted(found.tension_s.items()) if s >= 0.5]
    if worked:
        lines.append(f"working time without rests: {'; '.join(worked)}")
    if found.tension_unknown:
        lines.append(f"working time: {plural(found.tension_unknown, 'logged exercise')} without set details")
    lines += [_move_line(same, name_of) for same in equal_moves(one for one in found.moves if one.to != "go_on")]
    lines += [f"now at {state}: {'; '.join(names)}" for state, names in _by_state(found.states, name_of).items()]
    lines += [f"question for the next level: {text} (dorsi log answer)" for text in found.asked]
    lines += [f"due: {text}" for text in found.checks_due]
    lines += [f"please note: {text}" for text in found.advice]
    return [*lines, *(f"not assessed: {text}" for text in found.not_assessed)]
