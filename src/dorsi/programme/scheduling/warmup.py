"""The warm-up: circles, then rocks, then more as the minutes allow; stretches when stiff (R40, R42, R43)."""

from collections.abc import Sequence
from dataclasses import replace

from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.choice import Choice, session_size
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.choosing.prepared import Prepared, prepare
from dorsi.programme.exercises.catalogue import Catalogue
from dorsi.schema.plan import Reason
from dorsi.schema.sides import LEGS


def warm_up(found: Findings, bars: Bars, known: Catalogue, *, early_min: float = 0.0) -> list[Prepared]:
    """Return the warm-up of every session, in order; with what is done in the morning it stays within the minutes."""
    params, minutes = found.parameters, found.parameters.longest_session_min(found.intake.minutes_per_day)
    least, most = params.warmup_share or (0.0, 1.0)
    wanted = max(session_size(params, minutes).warmup_min, least * minutes, params.warmup_least_min or 0)
    text = (params.warmup_text or "").format(rpe=params.warmup_rpe_max)
    why = found.why("warmup", text)
    parts = [_part(name, why, found, bars, known) for name in params.warmup or ()]
    if wanted < sum(part.minutes for part in parts):
        parts = [replace(part.times(params.warmup_short_frac or 1), sets_frac=1.0) for part in parts]
    short = wanted < (params.warmup_more_from_min or 0)
    stiff = _stiff_parts(found, bars, known, short=minutes * most < wanted + 1.5)
    room = minutes - early_min - sum(part.minutes for part in parts)
    parts += stiff if sum(part.minutes for part in stiff) <= room else []
    for name in params.warmup_more or ():
        if (
            not short
            and name not in {part.exercise.id for part in parts}
            and sum(part.minutes for part in parts) < wanted
            and bars.free(name, "left")
            and bars.free(name, "right")
        ):
            parts.append(_part(name, why, found, bars, known))
    for place in range(len(params.warmup or ())):
        if sum(part.minutes for part in parts) < wanted:
            parts[place] = _longer(parts[place], params.warmup_long_frac or 1)
    return parts


def stiff_words(found: Findings, warmup: Sequence[Prepared]) -> list[Reason]:
    """Return what the runner reads about a stiff day: only what the warm-up really has (R43)."""
    params, names = found.parameters, {part.exercise.id for part in warmup}
    if params.warmup_stiff in names and params.warmup_stiff_say:
        return [found.why("warmup_stiff", params.warmup_stiff_say)]
    if params.warmup_stiff and params.warmup_stiff_else in names and params.warmup_stiff_else_say:
        return [found.why("warmup_stiff_else", params.warmup_stiff_else_say)]
    return []


def _part(name: str, why: Reason, found: Findings, bars: Bars, known: Catalogue) -> Prepared:
    sides = tuple(leg for leg in LEGS if bars.free(name, leg))
    choice = Choice(exercise=name, sides=sides, because=[why], severity=9)
    return prepare(choice, known[name], bars, found, order=0)


def _stiff_parts(found: Findings, bars: Bars, known: Catalogue, *, short: bool) -> list[Prepared]:
    """Return the calf stretches of a stiff day; breathing instead if the history excludes them (R43)."""
    name, otherwise = found.parameters.warmup_stiff, found.parameters.warmup_stiff_else
    if name is None or otherwise is None:
        return []
    why = found.why("warmup_stiff")
    parts = []
    if any(bars.free(name, leg) for leg in LEGS) and bars.has(known[name].equipment.needs):
        stretch = _part(name, why, found, bars, known)
        parts.append(stretch.least if short else stretch)
    if not all(bars.free(name, leg) for leg in LEGS) or not parts:
        instead = found.why("warmup_stiff_else", "calf stretches are left out for safety; breathe slowly instead")
        parts.append(_part(otherwise, instead, found, bars, known))
    return parts


def _longer(part: Prepared, frac: float) -> Prepared:
    doses = {leg: dose.model_copy(update={"reps": round((dose.reps or 1) * frac)}) for leg, dose in part.doses.items()}
    return replace(part, doses=doses)
