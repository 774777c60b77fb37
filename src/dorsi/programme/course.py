"""Sums up a log: states, moves, adherence, time under tension, changes, trends, checks that are due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from dorsi.programme.conditions import evaluate
from dorsi.programme.course_facts import adherence, course_facts, start_of
from dorsi.programme.progress import read_log, states
from dorsi.programme.rules import rules
from dorsi.programme.trends import changes, tape_trend
from dorsi.schema.log import Change, Course, Log
from dorsi.schema.plan import Plan
from dorsi.schema.sides import LEGS

RANGE_METRICS = frozenset({"wblt_cm", "peak_shank_inclination_deg"})
WAIT_TEXT = "What gets in the way of the sessions? Three exercises or 5 minutes are enough for now."


def course(plan: Plan, log: Log, day: dt.date) -> Course:
    """Return what the log says up to a day."""
    until = log.model_copy(update={"entries": [entry for entry in log.entries if entry.date <= day]})
    read = read_log(plan, until, day)
    tension: dict[str, float] = defaultdict(float)
    for entry in until.entries:
        if entry.tut_s is not None:
            tension[entry.exercise_id] += entry.tut_s
    facts = course_facts(plan, until, read.memory, day)
    due = [
        f"{action.calendar.what} ({rule.id})"
        for rule in rules()
        for scope, case in rule.scoped()
        if scope == "course" and evaluate(case.when, facts).outcome
        for action in case.then
        if action.calendar
    ]
    series = [tape_trend(plan, until, leg, day) for leg in LEGS]
    found = changes(plan, until, day)
    advice = [*read.advice, *([WAIT_TEXT] if read.memory.low_adherence else []), *mixed_evidence(found)]
    return Course(
        moves=read.moves,
        states=states(read),
        stopped=read.stopped is not None,
        stop_text=read.stopped,
        advice=advice,
        adherence_frac=adherence(plan, until, day) if start_of(plan, until) else None,
        sessions_done=len({entry.date for entry in until.entries}),
        tension_s=dict(tension),
        changes=found,
        trends=[one for one in series if one.values],
        checks_due=due,
        not_assessed=read.not_assessed,
    )


def mixed_evidence(found: Sequence[Change]) -> list[str]:
    """Return a line for each side on which tape and film say different things (X11)."""
    lines = []
    for leg in LEGS:
        verdicts = {one.verdict for one in found if one.side == leg and one.metric in RANGE_METRICS}
        if len(verdicts) > 1:
            lines.append(
                f"{leg}: mixed evidence between tape and film, no detectable change yet; repeat both in 7 days (X11)"
            )
    return lines


def course_lines(found: Course) -> list[str]:
    """Return the summary of a log in plain lines."""
    lines = [f"sessions done: {found.sessions_done}"]
    if found.adherence_frac is not None:
        lines.append(f"done of planned in 14 days: {found.adherence_frac:.0%}")
    if found.stop_text:
        lines.append(f"The plan is stopped: {found.stop_text}.")
    lines += [change.sentence for change in found.changes]
    lines += [trend.sentence for trend in found.trends]
    lines += [f"time under tension, {name}: {seconds:.0f} s" for name, seconds in sorted(found.tension_s.items())]
    lines += [
        f"{move.date} {move.exercise or 'plan'}{f' ({move.side})' if move.side else ''}: {move.text} [{move.rule}]"
        for move in found.moves
        if move.to != "go_on"
    ]
    lines += [f"now: {one.exercise} ({one.side}) {one.state}" for one in found.states]
    lines += [f"due: {text}" for text in found.checks_due]
    lines += [f"please note: {text}" for text in found.advice]
    return [*lines, *(f"not assessed: {text}" for text in found.not_assessed)]
