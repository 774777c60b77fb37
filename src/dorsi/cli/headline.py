"""Prints the summary of a run: headline numbers, warnings and a short programme."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dorsi import measures
from dorsi.cli.clip_options import flag
from dorsi.cli.progress import say
from dorsi.programme.exercises.dose_words import item_amount
from dorsi.protocols import report_of
from dorsi.report.clip.advice import MARKS, level_of, title_of, warnings_of
from dorsi.report.clip.page import clip_name
from dorsi.report.programme.plan_view import fact_text
from dorsi.report.text import amounts, words
from dorsi.schema.plan import Plan, PlanItem
from dorsi.schema.session import Assessment, Measurement, Session, Warn
from dorsi.wording.plurals import plural


def print_sessions(console: Console, sessions: Sequence[Session]) -> None:
    """Print each movement's headline numbers, and warnings about the clip."""
    for session in sessions:
        shown = headline(session)
        say(console, f"{clip_name(session)}: {title_of(session)}")
        console.print(Padding(_table(shown) if shown else "not measured", (0, 0, 0, 2)))
        for warning in warnings_of(session):
            told = f"{words.sentence(warning.text)} {words.sentence(warning.tip)}{_flags(warning)}"
            say(console, f"  {MARKS[level_of(warning)]} {told}".rstrip())


def headline(session: Session) -> list[Measurement]:
    """Return a movement's headline measurements; sides without a value only if no side has one.

    In that case the repetitions and their durations follow.
    """
    told = report_of(session.movement).cards
    listed = [m for name in told for m in session.measurements if m.name == name]
    below = dict.fromkeys(name for also in told.values() for name in also)
    still = [m for name in below for m in session.measurements if m.name == name and m.value is not None]
    return [m for m in listed if m.value is not None] or [*listed, *still]


def has_number(session: Session) -> bool:
    """Return whether a clip has one of its movement's headline numbers."""
    return any(one.value is not None for one in headline(session))


def result_line(session: Session) -> str:
    """Return a clip's result in one line: "measured, left 38.1° ± 4.2°", or "no number" with the reason."""
    shown = headline(session)
    found = [f"{one.side} {amounts.with_bound(one)}" for one in shown if one.value is not None]
    if found:
        return f"measured, {', '.join(found)}"
    reasons = [words.reason_text(one.reason) for one in shown if one.reason]
    return f"measured, no number: {reasons[0]}" if reasons else "measured, no number"


def print_differences(console: Console, assessment: Assessment) -> None:
    """Print the side differences between several clips."""
    for difference in assessment.differences:
        told = f"{measures.label_of(difference.name)}, left and right: {words.difference_text(difference)}"
        say(console, f"{told} {words.sentence(difference.warning or '')}".rstrip())


def print_programme(console: Console, plan: Plan) -> None:
    """Print a short programme: exercise, leg, dose and reason."""
    if plan.stop is not None:
        say(console, f"\n{'' if plan.stop.level == 'unanswered' else 'No programme: '}{plan.stop.text}")
        return
    say(console, f"\nProgramme: {plan.minutes_per_day:g} minutes, {plural(plan.days_per_week, 'day')} a week")
    for item in plan.items:
        say(console, f"  {item.name}, {_legs(item)}: {item_amount(item)}")
        say(console, f"      because: {_because(item)}")
    for line in _remarks(plan):
        say(console, line)


def _table(measurements: Iterable[Measurement]) -> Table:
    """Return measurements as columns without lines; the remark gets the remaining width."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for name in ("label", "side", "value", "remark"):
        table.add_column(name, no_wrap=name != "remark", overflow="fold")
    for measurement in measurements:
        cells = (
            measures.label_of(measurement.name),
            measurement.side,
            amounts.with_bound(measurement),
            _remark(measurement),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _flags(warning: Warn) -> str:
    """Return what to type where a clip may have to be measured as something else: " (--movement squat)"."""
    typed = " ".join(f"{flag(name)} {value}" for name, value in warning.options.items())
    return f" ({typed})" if typed else ""


def _remark(measurement: Measurement) -> str:
    reason = words.reason_text(measurement.reason or "")
    return f"low confidence: {reason}" if measurement.status == "low_confidence" else reason


def _legs(item: PlanItem) -> str:
    return "both sides" if item.side == "both" else f"{item.side} side"


def _because(item: PlanItem) -> str:
    facts = dict.fromkeys(fact_text(reason) or reason.text.rstrip(".") for reason in item.because)
    facts |= dict.fromkeys([item.because[-1].text.rstrip(".")])  # what the last rule makes of them
    return "; ".join(facts)


def _remarks(plan: Plan) -> Iterable[str]:
    yield from (words.sentence(advice.text) for advice in plan.advice)
    if plan.excluded:
        yield f"Left out: {plural(len(plan.excluded), 'exercise')}. The report says which and why."
    if plan.not_assessed:
        yield f"{plural(len(plan.not_assessed), 'thing')} we couldn't check. The report says how to answer them."
