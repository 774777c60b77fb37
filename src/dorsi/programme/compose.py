"""Joins findings, exercises and schedule into the plan."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DataError
from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.engine import ask_all, observe
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.choosing.left_out import everything_left_out
from dorsi.programme.choosing.prepared import Prepared, prepare
from dorsi.programme.choosing.roster import Roster
from dorsi.programme.exercises.catalogue import catalogue, level_problem
from dorsi.programme.facts.bands import limits_at
from dorsi.programme.facts.log import most_days
from dorsi.programme.facts.measured import Range
from dorsi.programme.facts.readings import Reading
from dorsi.programme.facts.trends import RANGE_METRICS
from dorsi.programme.language.actions import CalendarAction
from dorsi.programme.logbook.ahead import with_course
from dorsi.programme.rulebook.rule import Rule
from dorsi.programme.rulebook.rules import UNANSWERED, rules
from dorsi.programme.scheduling.balance import categories_of_empty_days
from dorsi.programme.scheduling.goal_waits import goal_words
from dorsi.programme.scheduling.patterns import hard_days
from dorsi.programme.scheduling.plan_items import plan_items
from dorsi.programme.scheduling.schedule import Planner, Schedule
from dorsi.programme.scheduling.unused import unused_words
from dorsi.programme.scheduling.warmup import stiff_words, warm_up
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Plan, Reason, Week
from dorsi.schema.plan_remarks import Baseline, Retest, SideBand, Stop
from dorsi.schema.session import Session
from dorsi.schema.sides import LEGS, Leg
from dorsi.wording import wording

URGENCY = ("emergency", "prompt", "clinician_first", "soon", "adults_only")


def plan(
    intake: Intake | None,
    sessions: Sequence[Session],
    *,
    detectable: DetectableChanges = PUBLISHED,
    ahead: bool = True,
) -> Plan:
    """Return the programme of one runner.

    Without an intake the safety questions are unanswered, so there is no programme (P0 is not assessed, which never
    counts as no).

    Parameters
    ----------
    intake
        The runner's answers, with measurements typed by hand.
    sessions
        Analysed clips; the newest of each measurement counts.
    detectable
        What counts as more than measuring error: the published values, or `dorsi.detectable.detectable_changes()`
        for those of this user.
    ahead
        Whether to work out what comes next if all goes well (`weeks[].steps`, `stays`), which takes most of the time.

    Returns
    -------
    Plan
        Weeks, cards and doses, each with its reasons.
    """
    if intake is None:
        first = next(rule for rule in rules() if "red_flag" in rule.requires)
        stop = Stop(level="unanswered", rule=first.id, text=wording().stops[UNANSWERED])
        return Plan(minutes_per_day=0, days_per_week=0, stop=stop, safety=wording().safety_lines)
    for place, one in enumerate(intake.levels):
        if problem := level_problem(one.exercise, one.level):
            raise DataError(f"levels.{place}: {problem}")
    found = ask_all(observe(intake, sessions, detectable=detectable), rules())
    if found.stops:
        return _stopped(found)
    known = catalogue()
    bars = Bars(found, known)
    made, laid_out = _arranged(found, bars, Roster(found, bars, known))
    if empty := categories_of_empty_days(laid_out.weeks, found.parameters):
        filled, fuller = _arranged(found, bars, Roster(found, bars, known, also=empty))
        if len(categories_of_empty_days(fuller.weeks, found.parameters)) < len(empty):
            made = filled
    return with_course(made, detectable=detectable) if ahead else made


def _arranged(found: Findings, bars: Bars, roster: Roster) -> tuple[Plan, Schedule]:
    """Return the plan of a roster, with its schedule."""
    known = bars.known
    ready = [
        prepare(choice, known[choice.exercise], bars, found, order)
        for order, choice in enumerate(roster.choices.values())
    ]
    weeks = found.provisional[0].action.weeks if found.provisional else found.parameters.block_weeks or 6
    daily = {name: ask.action.text for ask in found.mornings for name in ask.action.items}
    ready = [replace(one, when=daily.get(one.exercise.id)) for one in ready]
    early = sum(item.minutes for one in ready if one.when for item in one.session_items())
    warmup = warm_up(found, bars, known, early_min=early)
    laid_out = Planner(found, ready, warmup).build(weeks)
    return _composed(found, bars, roster, [*warmup, *ready], laid_out), laid_out


def stop_of(
    intake: Intake, sessions: Sequence[Session] = (), *, detectable: DetectableChanges = PUBLISHED
) -> Stop | None:
    """Return why these answers rule out a plan, or None; much quicker than the plan itself."""
    return _first_stop(ask_all(observe(intake, sessions, detectable=detectable), rules()))


def _first_stop(found: Findings) -> Stop | None:
    """Return the most urgent stop, or None."""
    return min(found.stops, key=lambda one: URGENCY.index(one.level), default=None)


def _stopped(found: Findings) -> Plan:
    intake = found.intake
    stop = _first_stop(found)
    minor = any(one.level == "adults_only" for one in found.stops)  # applies beside a more urgent stop
    return Plan(
        person=intake.person,
        start_date=intake.start_date,
        age_years=intake.age_years,
        stop=stop,
        minutes_per_day=intake.minutes_per_day,
        days_per_week=intake.days_per_week,
        bands=[] if minor else [_band(found, leg) for leg in LEGS],
        differences=[] if minor else found.differences,
        measured=_measured(found),
        detectable_changes=found.readings.detectable,
        trace=found.trace,
        safety=wording().safety_lines,
    )


def _composed(found: Findings, bars: Bars, roster: Roster, ready: Sequence[Prepared], laid_out: Schedule) -> Plan:
    used = [one for one in ready if one.exercise.id in laid_out.starts]
    left_out = everything_left_out(found, bars, roster, ready, used)
    waits = goal_words(found, bars.known, laid_out.starts, left_out)
    return Plan(
        person=found.intake.person,
        start_date=found.intake.start_date,
        age_years=found.intake.age_years,
        provisional=bool(found.provisional),
        provisional_because=next((Reason(rule=ask.rule, text=ask.text) for ask in found.provisional), None),
        minutes_per_day=found.intake.minutes_per_day,
        session_max_min=found.parameters.longest_session_min(found.intake.minutes_per_day),
        days_per_week=most_days(laid_out.weeks) or found.intake.days_per_week,  # one day stays free, whatever is asked
        equipment=list(bars.things),
        equipment_told=bars.told,
        bands=[_band(found, leg) for leg in LEGS],
        differences=found.differences,
        tags={leg: list(found.tags[leg]) for leg in LEGS},
        tendon_history=[leg for leg in LEGS if any(a.concerns(leg) and a.action.tendon_ladder for a in found.paces)],
        step_frac={leg: found.step_frac(leg) for leg in LEGS},
        clean_sessions=min(ask.action.clean_sessions for ask in found.paces),
        levels_held_days=(found.parameters.spike_days or 0) if found.parameters.freeze_levels else 0,
        longest_run_km=found.intake.load.longest_km,
        first_step_pain=found.intake.first_step_pain,
        first_step_pain_days=found.intake.first_step_pain_days,
        strength_gap_days=found.parameters.strength_gap_days or 1,
        targets=roster.targets,
        items=[item for one in used for item in plan_items(one, found, bars, laid_out)],
        weeks=laid_out.weeks,
        excluded=left_out,
        not_assessed=list(found.not_assessed.values()),
        advice=found.advice,
        say=[*_said(found, roster), *stiff_words(found, used), *waits, *unused_words(found, laid_out.weeks, ready)],
        retests=_retests(rules(), laid_out.weeks, found.intake),
        log_daily=found.log_daily,
        trace=found.trace,
        measured=_measured(found),
        baseline=[one for leg in LEGS for one in _baseline(found, leg)],
        detectable_changes=found.readings.detectable,
        safety=wording().safety_lines,
    )


def _said(found: Findings, roster: Roster) -> list[Reason]:
    """Return the sentences, without those about work on a finding that waits."""
    kept = {target.constraint for target in roster.targets if target.kept}
    return [one for one in found.say if one.text not in found.said_of or found.said_of[one.text] in kept]


def _band(found: Findings, leg: Leg) -> SideBand:
    one: Range = found.ranges[leg]
    deciding = one.deciding
    weights = [found.severity(leg, code) for code in ("df_restricted", "df_borderline")]
    if deciding is None:
        return SideBand(side=leg, band=None, reason=one.reason)
    return SideBand(
        side=leg,
        band=one.band,
        metric=deciding.metric,
        value=deciding.value,
        unit=deciding.unit,
        scale=deciding.scale,
        measured_on=None if deciding.day is None else dt.date.fromisoformat(deciding.day[:10]),
        limits=list(limits_at(deciding.scale, found.intake.age_years)),
        bound=_rounded(deciding),
        low_confidence=deciding.low_because is not None,
        uncertain=one.uncertain,
        disagree=one.disagree,
        dose_band=one.dose_band,
        severity=max(weights),
        other_values=[f"{reading.text}{_nearness(reading, found)}" for reading in one.readings[1:]],
        reason=one.reason,
    )


def _baseline(found: Findings, leg: Leg) -> list[Baseline]:
    """Return what retests of one leg are compared with, besides the lunge that sets its band.

    Running numbers need the speed and shoes of both clips, so they are compared clip by clip.
    """
    lunges = found.ranges[leg].readings[1:]
    others = [one for one in found.readings.of_side(leg) if one.metric not in RANGE_METRICS]
    return [
        Baseline(
            metric=one.metric,
            side=leg,
            value=one.value,
            scale=one.scale,
            bound=_rounded(one),
            low_confidence=one.low_because is not None,
            measured_on=None if one.day is None else dt.date.fromisoformat(one.day[:10]),
        )
        for one in (*lunges, *(one for one in others if one.known is None or not one.known.running))
    ]


def _nearness(reading: Reading, found: Findings) -> str:
    """Return a remark on a value close to a limit of its scale (R15)."""
    limits = limits_at(reading.scale, found.intake.age_years)
    nearest = min(limits, key=lambda limit: abs(limit - reading.value))
    close = abs(nearest - reading.value) <= reading.standard_error
    return f", close to the limit at {measures.unit_of(reading.unit).rough(nearest)}" if close else ""


def _rounded(reading: Reading) -> float | None:
    # As finely as a measurement's own: rounded coarsely and once more where it is shown, 5.053 reads 5.0 and not 5.1.
    return None if reading.shown_bound is None else round(reading.shown_bound, 4)


def _measured(found: Findings) -> list[str]:
    return [
        f"{leg} {measures.noun_of(reading.metric)}: {reading.text}" + (f", {reading.day}" if reading.day else "")
        for leg in LEGS
        for reading in found.readings.of_side(leg)
    ]


def _retest(rule: str, check: CalendarAction, day: int, date: dt.date | None) -> Retest:
    title, condition = check.title or None, check.condition
    return Retest(rule=rule, what=check.what, title=title, day=day, date=date, condition=condition)


def _retests(known: Sequence[Rule], weeks: Sequence[Week], intake: Intake) -> list[Retest]:
    """Return the checks of the calendar (R66-R68); the video retest moves off heavy calf work, hard runs and races."""
    days = [day for week in weeks for day in week.days]
    hard, race = hard_days(intake), intake.load.race_date
    heavy = {
        number
        for number, day in enumerate(days, start=1)
        if any(item.load_class == "H" for item in day.items) or day.weekday in hard or (race and day.date == race)
    }
    out = []
    for rule in known:
        for case in rule.cases:
            for action in case.then:
                check = action.calendar
                if check is None or check.every_days == 0:
                    continue
                for due in range(check.first_day, len(days) + 1, check.every_days):
                    free = (day for day in range(due, due + 7) if check.condition is None or not heavy & {day, day - 1})
                    number = next(free, due)
                    date = intake.start_date + dt.timedelta(days=number - 1) if intake.start_date else None
                    out.append(_retest(rule.id, check, number, date))
    return sorted(out, key=lambda one: (one.day, one.rule))
