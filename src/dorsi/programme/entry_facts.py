"""Facts of one logged exercise, in the light of the entries before it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median_low

from dorsi.programme.catalogue import Exercise
from dorsi.programme.conditions import NOT_THERE, Condition, Fact, evaluate
from dorsi.programme.history_facts import told
from dorsi.schema.log import LogEntry
from dorsi.vocabulary import Side

WINDOW_DAYS = 14
RED_DAYS = 7
FULL_DOSE_PCT = 99.0
LOW_DOSE_PCT = 60.0
GOOD_FORM = 2
STIFFER_MIN = 15.0


@dataclass(kw_only=True)
class Standing:
    """Where one exercise stands on one side while the log is read."""

    exercise: Exercise
    side: Side
    level: int
    max_level: int
    clean_needed: int
    tendon_history: bool
    clean: int = 0
    held: int = 0
    skip: bool = False
    poor_form: int = 0
    low_dose: int = 0


@dataclass(kw_only=True)
class Red:
    """One red event."""

    date: dt.date
    exercise: str


@dataclass(kw_only=True)
class Memory:
    """What the log has shown so far, over all exercises."""

    entries: list[LogEntry] = field(default_factory=list)
    reds: list[Red] = field(default_factory=list)
    frozen_until: dt.date | None = None
    range_held: bool = False
    low_adherence: bool = False

    def usual(self, name: str, before: dt.date) -> float:
        """Return the usual morning value of the last two weeks (lower median), 0 when nothing was noted."""
        first = before - dt.timedelta(days=WINDOW_DAYS)
        noted = [getattr(e, name) for e in self.entries if first <= e.date < before and getattr(e, name) is not None]
        return float(median_low(noted)) if noted else 0.0


def entry_facts(entry: LogEntry, one: Standing, memory: Memory) -> dict[str, Fact]:
    """Return the facts of one entry; what was not noted is missing, never zero."""
    rise = _rise(entry.pain_next_morning, memory.usual("pain_next_morning", entry.date))
    first_step = _rise(entry.first_step_pain, memory.usual("first_step_pain", entry.date))
    ladder = one.tendon_history and "tendon_ladder" in one.exercise.traits
    facts = {
        "log_pain_during": told(entry.pain_during, "pain during"),
        "log_sharp_or_limping": Fact(value=entry.sharp_or_limping),
        "log_tendon_ladder": Fact(value=ladder),
        "log_morning_rise": told(rise, "pain next morning"),
        "log_first_step_pain": NOT_THERE if entry.first_step_pain is None else Fact(value=entry.first_step_pain),
        "log_first_step_rise": NOT_THERE if first_step is None else Fact(value=first_step),
        "log_form": told(entry.form, "form"),
        "log_form_breaks": NOT_THERE if entry.form_breaks is None else Fact(value=entry.form_breaks),
        "log_knee_inward": told(entry.knee_inward, "times the knee turned inward"),
        "log_heel_lift": told(entry.heel_lift, "whether the heel lifted"),
        "log_touches": told(entry.touches, "touches"),
        "log_recovery_ok_pct": told(entry.recovery_ok_pct, "pushes caught"),
        "log_fppa_deg": told(entry.fppa_deg, "technique clip from the front"),
        "log_morning_stiff_min": NOT_THERE if entry.morning_stiff_min is None else Fact(value=entry.morning_stiff_min),
        "log_stiff_mornings": Fact(value=_stiff_mornings(entry, memory)),
        **_red_facts(entry, memory),
    }
    facts |= _run_facts(entry, one, ladder=ladder, rise=rise)
    held = one.held > 0 or (memory.frozen_until is not None and entry.date <= memory.frozen_until)
    ranged = memory.range_held and "range_item" in one.exercise.traits
    facts["log_frozen"] = Fact(value=held or ranged or memory.low_adherence or one.level >= one.max_level)
    facts["log_advance_met"] = _own(one.exercise.advance.also, facts, default=True)
    facts["log_regress_met"] = _own(one.exercise.regress.also, facts, default=False)
    return facts


def _rise(now: float | None, usual: float) -> float | None:
    return None if now is None else now - usual


def _own(condition: Condition | None, facts: dict[str, Fact], *, default: bool) -> Fact:
    if condition is None:
        return Fact(value=default)
    answer = evaluate(condition, facts)
    missing = "; ".join(dict.fromkeys(seen.fact.missing or "" for seen in answer.seen))
    return Fact(missing=missing) if answer.outcome is None else Fact(value=answer.outcome)


def _run_facts(entry: LogEntry, one: Standing, *, ladder: bool, rise: float | None) -> dict[str, Fact]:
    """Return the counts of sessions in a row, this one included."""
    poor = entry.form is not None and entry.form < GOOD_FORM
    low = entry.dose_done_pct is not None and entry.dose_done_pct < LOW_DOSE_PCT
    clean = one.clean + 1 if is_clean(entry, ladder=ladder, rise=rise) else 0
    return {
        "log_poor_form_sessions": Fact(value=one.poor_form + 1 if poor else 0),
        "log_low_dose_sessions": Fact(value=one.low_dose + 1 if low else 0),
        "log_clean_sessions": Fact(value=clean),
        "log_clean_needed": Fact(value=one.clean_needed - clean),
    }


def is_clean(entry: LogEntry, *, ladder: bool, rise: float | None) -> bool:
    """Whether a session was comfortable: full dose, good form, hardly any pain, quiet next morning, no swelling.

    What was not noted does not count as comfortable. On the tendon ladder pain up to 3 that has settled next morning
    counts as green (R52).
    """
    if entry.dose_done_pct is None or entry.form is None or entry.pain_during is None or rise is None:
        return False
    calm = entry.pain_during <= (3 if ladder else 1) and rise <= 0
    return calm and entry.dose_done_pct >= FULL_DOSE_PCT and entry.form >= GOOD_FORM and not entry.swelling


def _stiff_mornings(entry: LogEntry, memory: Memory) -> int:
    usual = memory.usual("morning_stiff_min", entry.date)
    recent: Sequence[LogEntry] = [*memory.entries[-20:], entry]
    days = {
        e.date
        for e in recent
        if e.morning_stiff_min is not None
        and e.morning_stiff_min - usual >= STIFFER_MIN
        and (entry.date - e.date).days <= RED_DAYS
    }
    return len(days) if entry.date in days else 0


def _red_facts(entry: LogEntry, memory: Memory) -> dict[str, Fact]:
    recent = [red for red in memory.reds if (entry.date - red.date).days <= RED_DAYS]
    today = any(red.date == entry.date and red.exercise == entry.exercise_id for red in recent)
    return {
        "log_red_events_7d": Fact(value=len(recent) if today else 0),
        "log_red_items_7d": Fact(value=len({red.exercise for red in recent}) if today else 0),
    }
