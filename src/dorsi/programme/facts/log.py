"""Facts about the whole log: fatigue, adherence, gaps, changes and checks that are due."""

import datetime as dt
from collections.abc import Sequence
from statistics import mean, median

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.facts.calf import calf_facts
from dorsi.programme.facts.entry import Memory
from dorsi.programme.facts.history import told
from dorsi.programme.facts.points import points
from dorsi.programme.facts.retested import retest_facts
from dorsi.programme.facts.running_load import run_rise
from dorsi.programme.facts.trends import changes_of, retest_bands
from dorsi.programme.language.conditions import NOT_THERE, Fact
from dorsi.programme.language.parameters import LogNumbers
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rules import log_numbers
from dorsi.schema.log import Log, LogEntry
from dorsi.schema.plan import Plan, Week
from dorsi.schema.sides import LEGS


def gap_facts(days: int) -> dict[str, Fact]:
    """Return the facts of a gap between two sessions, and no others."""
    quiet = {name: NOT_THERE for name, kind in vocabulary().items() if kind.scope == "course"}
    return quiet | {"gap_days": Fact(value=days)}


def course_facts(
    plan: Plan, log: Log, memory: Memory, day: dt.date, *, detectable: DetectableChanges = PUBLISHED
) -> dict[str, Fact]:
    """Return the facts of the log up to and including a day."""
    entries = [entry for entry in log.entries if entry.date <= day]
    started = start_of(plan, log)
    sessions = session_dates(plan, entries)
    numbers = memory.numbers
    swollen = [entry.date for entry in entries if entry.swelling]
    swollen += [morning.date for morning in log.mornings if morning.swelling and morning.date <= day]
    every = points(plan, log, day)
    confident = [entry.confidence for entry in entries if entry.confidence is not None]
    weeks = (day - started).days / 7 if started else None
    return {
        **gap_facts(0),
        "swelling_today": Fact(value=day in swollen),
        "swelling_hours": Fact(value=_swollen_hours(swollen, day)),
        **_last_sessions(entries, sessions, day, numbers),
        **calf_facts(entries),
        "run_rise": run_rise(plan, entries, day, started, days=numbers.run_days),
        "first_step_lowest": told(
            _first_step_lowest(plan, entries, day, started, numbers), "first-step pain day by day"
        ),
        "weeks_trained": told(weeks, "first day"),
        "adherence": told(adherence(plan, log, day), "first day of the plan two weeks ago"),
        "pain_free": Fact(
            value=all(
                (e.pain_during or 0) <= numbers.pain_free_most
                for e in entries
                if (day - e.date).days <= numbers.pain_free_days
            )
        ),
        **retest_facts(every, changes_of(plan, every, detectable=detectable), day, numbers, detectable),
        "adequate_retests": told(_adequate(plan, log, day), "retests"),
        "open_targets": Fact(
            value=len([t for t in plan.targets if t.constraint not in {"df_restricted", "df_borderline"}])
        ),
        "course_confidence": told(confident[-1] if confident else None, "confidence"),
        "sessions_done": Fact(value=len(sessions)),
        **_check_facts(log, entries, memory, day, started),
    }


def _last_sessions(
    entries: list[LogEntry], sessions: Sequence[dt.date], day: dt.date, numbers: LogNumbers
) -> dict[str, Fact]:
    """Return what the last sessions say, once there are enough of them."""
    last = [entry for entry in entries if entry.date in set(sessions[-numbers.last_sessions :])]
    enough = len(sessions) >= numbers.last_sessions
    return {
        "fatigue_mean": told(_mean([e.fatigue for e in last]) if enough else None, "fatigue of 3 sessions"),
        "tightness_over_median": told(
            _tightness(entries, last, day, numbers.window_days) if enough else None, "tightness of 3 sessions"
        ),
        "dose_done_frac": told(_mean([_frac(e) for e in last]) if enough else None, "dose of 3 sessions"),
    }


def start_of(plan: Plan, log: Log) -> dt.date | None:
    """Return the first day: the log's, the plan's, or that of the first entry."""
    first = min((entry.date for entry in log.entries), default=None)
    return log.started or plan.start_date or first


def first_day(plan: Plan, log: Log, day: dt.date) -> dt.date:
    """Return the day that the first day of a plan is.

    A plan without a start date names weekdays, from Monday on: its first day is the Monday of the week in which the log
    starts, or of `day`, so that what the plan says of a Sunday is what that Sunday gets.
    """
    if plan.start_date is not None:
        return plan.start_date
    begun = start_of(plan, log) or day
    return begun - dt.timedelta(days=begun.weekday())


def adherence(plan: Plan, log: Log, day: dt.date) -> float | None:
    """Return sessions done of sessions planned in the last two weeks; None before two weeks have passed.

    Today counts only once something has been done, since it is not over yet.
    """
    window = log_numbers().window_days
    started = start_of(plan, log)
    days = set(session_dates(plan, log.entries))
    last = day if day in days else day - dt.timedelta(days=1)
    if started is None or (last - started).days + 1 < window:
        return None
    done = {one for one in days if 0 <= (last - one).days < window}
    planned = training_days(plan) * window / 7
    return min(1.0, len(done) / planned)


def session_dates(plan: Plan, entries: Sequence[LogEntry]) -> list[dt.date]:
    """Return the days with a session; daily morning exercises don't count as one."""
    early = {item.exercise for week in plan.weeks for day in week.days for item in day.morning}
    return sorted({entry.date for entry in entries if entry.exercise_id not in early})


def training_days(plan: Plan) -> int:
    """Return the scheduled session days of a week, or the days asked for if there is no schedule."""
    return most_days(plan.weeks) or plan.days_per_week


def most_days(weeks: Sequence[Week]) -> int:
    """Return the most session days of a week, 0 without a schedule."""
    return max((sum(bool(day.items) for day in week.days) for week in weeks), default=0)


def _check_facts(
    log: Log, entries: Sequence[LogEntry], memory: Memory, day: dt.date, started: dt.date | None
) -> dict[str, Fact]:
    """Return the facts that the calendar of checks needs (R66-R69)."""
    known = catalogue()
    taped = [m.measured_on for m in log.measurements if m.name == "wblt_cm" and m.measured_on and m.measured_on <= day]
    taped += [e.date for e in entries if e.wblt_cm is not None]
    clips = [e.date for e in entries if e.fppa_deg is not None]
    filmed = [m.measured_on for m in log.measurements if m.scale != "tape" and m.measured_on and m.measured_on <= day]
    heavy = [e.date for e in entries if known[e.exercise_id].load_class == "H"]
    reds = [red.date for red in memory.reds]
    open_red = bool(reds) and not any(d > max(reds) for d in filmed)
    above = memory.numbers.sore_above
    sore = [e.date for e in entries if max(e.pain_during or 0, e.pain_next_morning or 0) > above]
    return {
        "days_since_start": told((day - started).days if started else None, "first day"),
        "days_since_self_test": told(_days_since(taped, day, started), "first day"),
        "days_since_technique": told(_days_since(clips, day, started), "first day"),
        "hours_since_hard": NOT_THERE if not heavy else Fact(value=24 * (day - max(heavy)).days),
        "red_event_open": Fact(value=open_red),
        "quiet_days": told(_days_since(sore, day, started), "first day"),
    }


def _days_since(dates: Sequence[dt.date | None], day: dt.date, started: dt.date | None) -> int | None:
    last = max((d for d in dates if d is not None), default=started)
    return None if last is None else (day - last).days


def _swollen_hours(swollen: Sequence[dt.date], day: dt.date) -> int:
    """Return the hours of uninterrupted swelling up to a day."""
    if day not in swollen:
        return 0
    return 24 * (day - min(d for d in swollen if (day - d).days <= 7)).days


def _first_step_lowest(
    plan: Plan, entries: Sequence[LogEntry], day: dt.date, started: dt.date | None, numbers: LogNumbers
) -> float | None:
    """Return the lowest first-step pain of so many days up to the last note, of the leg with the higher one.

    A note counts until the next one, and what the questions say of the days before the first one counts as a note of
    their first day. None without a note as old as that, or without one lately.
    """
    before = dt.timedelta(days=numbers.first_step_days - 1)
    found = []
    for leg in LEGS:
        own = [one for one in entries if one.first_step_pain is not None and one.side in {leg, "both"}]
        noted = [(one.date, one.first_step_pain or 0.0) for one in own]
        last = max((date for date, _ in noted), default=None)
        pain, for_days = plan.first_step_pain.side(leg), plan.first_step_pain_days.side(leg)
        if pain is not None and for_days is not None and started is not None:
            noted.append((started - dt.timedelta(days=for_days), pain))
        if last is None or day - last > before:
            continue
        if begun := max((date for date, _ in noted if date <= last - before), default=None):
            found.append(min(pain for date, pain in noted if date >= begun))
    return max(found, default=None)


def _mean(values: Sequence[float | None]) -> float | None:
    noted = [value for value in values if value is not None]
    return mean(noted) if noted else None


def _frac(entry: LogEntry) -> float | None:
    return None if entry.dose_done_pct is None else entry.dose_done_pct / 100


def _tightness(entries: Sequence[LogEntry], last: Sequence[LogEntry], day: dt.date, days: int) -> float | None:
    window = [e.tightness for e in entries if e.tightness is not None and (day - e.date).days < days]
    now = _mean([e.tightness for e in last])
    return None if now is None or not window else now - median(window)


def _adequate(plan: Plan, log: Log, day: dt.date) -> int | None:
    """Return how many of the latest retests in a row were adequate on both sides."""
    bands = retest_bands(plan, log, day)
    if not bands:
        return None
    count = 0
    for found in reversed(bands):
        if not found <= {"adequate", "ample"}:
            break
        count += 1
    return count
