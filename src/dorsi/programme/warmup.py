"""The warm-up: circles, then rocks, then more as the minutes allow; stretches when stiff (R40, R42, R43)."""

from dataclasses import replace

from dorsi.programme.bars import Bars
from dorsi.programme.catalogue import Catalogue
from dorsi.programme.findings import Findings
from dorsi.programme.prepared import Prepared, prepare
from dorsi.programme.roster import Choice, session_size
from dorsi.schema.plan import Reason
from dorsi.schema.sides import LEGS

SHORT = 0.75  #: part of the dose on the shortest days (R40: circles and rocks at 3/4 dose)
LONGER = 1.5


def warm_up(found: Findings, bars: Bars, known: Catalogue) -> list[Prepared]:
    """Return the warm-up of every session, in order."""
    params, minutes = found.parameters, min(found.intake.minutes_per_day, found.parameters.session_max_min or 30)
    least, most = params.warmup_share or (0.0, 1.0)
    wanted = max(session_size(params, minutes).warmup_min, least * minutes, params.warmup_least_min or 0)
    text = "every session begins with circles, then rocks, effort 3 of 10 at most"
    parts = [_part(name, "R42", text, found, bars, known) for name in params.warmup or ()]
    if wanted < sum(part.minutes for part in parts):
        parts = [replace(part.times(SHORT), sets_frac=1.0) for part in parts]
    short = wanted < 2
    parts += _stiff_parts(found, bars, known, short=minutes * most < wanted + 1.5)
    for name in params.warmup_more or ():
        if (
            not short
            and sum(part.minutes for part in parts) < wanted
            and bars.free(name, "left")
            and bars.free(name, "right")
        ):
            parts.append(_part(name, "R42", text, found, bars, known))
    for place in range(len(params.warmup or ())):
        if sum(part.minutes for part in parts) < wanted:
            parts[place] = _longer(parts[place])
    return parts


def _part(name: str, rule: str, text: str, found: Findings, bars: Bars, known: Catalogue) -> Prepared:
    sides = tuple(leg for leg in LEGS if bars.free(name, leg))
    choice = Choice(exercise=name, sides=sides, because=[Reason(rule=rule, text=text)], severity=9)
    return prepare(choice, known[name], bars, found, order=0)


def _stiff_parts(found: Findings, bars: Bars, known: Catalogue, *, short: bool) -> list[Prepared]:
    """Return the calf stretches of a stiff day; breathing instead where history bars them (R43)."""
    name, otherwise = found.parameters.warmup_stiff, found.parameters.warmup_stiff_else
    if name is None or otherwise is None:
        return []
    text = "stiff before the session: short gentle calf stretches"
    parts = []
    if any(bars.free(name, leg) for leg in LEGS) and bars.has(known[name].equipment.needs):
        stretch = _part(name, "R43", text, found, bars, known)
        parts.append(stretch.times(0.5) if short else stretch)
    if not all(bars.free(name, leg) for leg in LEGS) or not parts:
        parts.append(
            _part(otherwise, "R43", f"{text} are left out for safety, so slow breathing instead", found, bars, known)
        )
    return parts


def _longer(part: Prepared) -> Prepared:
    doses = {
        leg: dose.model_copy(update={"reps": round((dose.reps or 1) * LONGER)}) for leg, dose in part.doses.items()
    }
    return replace(part, doses=doses)
