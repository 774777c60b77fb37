"""Facts about the last check: what fell behind, when to check again, and whether the sides differ now."""

import datetime as dt
from collections.abc import Mapping, Sequence

from dorsi import measures
from dorsi.detectable import DetectableChanges
from dorsi.programme.facts.bands import band_table
from dorsi.programme.facts.history import told
from dorsi.programme.facts.measured import difference_of
from dorsi.programme.facts.points import Key, Point
from dorsi.programme.facts.readings import Reading
from dorsi.programme.facts.trends import RANGE_METRICS
from dorsi.programme.language.conditions import Fact
from dorsi.programme.language.parameters import LogNumbers
from dorsi.schema.log import Change
from dorsi.schema.plan_remarks import SideDifference
from dorsi.schema.sides import LEGS
from dorsi.vocabulary import Scale
from dorsi.wording.days import day_text
from dorsi.wording.plurals import listed, plural

JOINTS = {"fppa_deg": "knee", "pelvis_drop_deg": "hips"}  #: compensation -> where it is seen
COMPENSATIONS = frozenset(JOINTS)
LOSS, GAIN, NONE = "likely_real_loss", "likely_real_gain", "no_detectable_change"

Points = Mapping[Key, Sequence[Point]]


def retest_facts(
    every: Points, found: Sequence[Change], day: dt.date, numbers: LogNumbers, detectable: DetectableChanges
) -> dict[str, Fact]:
    """Return the facts of the checks up to a day.

    Parameters
    ----------
    every
        All dated values.
    found
        Their changes from the first to the last value.
    day
        The day.
    numbers
        When to check again, and how far apart the checks of both legs may be.
    detectable
        From which difference on the sides differ.
    """
    ranges = [one for one in found if one.metric in RANGE_METRICS and not one.low_confidence]
    less = [one for one in ranges if one.verdict == LOSS]
    worse = [one for one in found if one.metric in COMPENSATIONS and one.verdict == LOSS]
    return {
        "primary_change": told(_range_verdict(ranges), "a check to compare with the baseline"),
        "range_behind": _behind(less),
        "range_recheck": _recheck(less, every, day, numbers),
        "compensation_worse": Fact(value=bool(worse)),
        "compensation_behind": _behind(worse),
        "compensation_recheck": _recheck(worse, every, day, numbers),
        **_counted(found),
        **_difference_facts(every, day, numbers, detectable),
    }


def _range_verdict(ranges: Sequence[Change]) -> str | None:
    """Return one verdict over both legs: a loss of one leg counts first, then a gain of one leg.

    On one leg a change counts only if no other measurement contradicts it (X11).
    """
    sides = [{one.verdict for one in ranges if one.side == leg} for leg in LEGS]
    each = [found.pop() if len(found) == 1 else NONE for found in sides if found]
    if not each:
        return None
    return next((verdict for verdict in (LOSS, GAIN, NONE) if verdict in each), each[0])


def _behind(lost: Sequence[Change]) -> Fact:
    """Return what has to catch up, such as "the right knee to wall (tape) is above 5 cm again"."""
    return Fact(value=listed([_back(one) for one in lost])) if lost else Fact(missing="no loss")


def _back(one: Change) -> str:
    """Return the value at which a change is no longer more than the measuring error, in words."""
    fell = one.change < 0
    limit = measures.unit_of(one.unit).text(one.before + (-one.mdc if fell else one.mdc))
    what = f"the {one.side} {measures.noun_of(one.metric)} ({measures.scales()[one.scale].short})"
    return f"{what} is {'above' if fell else 'below'} {limit} again"


def _counted(found: Sequence[Change]) -> dict[str, Fact]:
    """Return how many compensations can be compared with the first check, and how many of them changed, by joint."""
    followed = [one for one in found if one.metric in COMPENSATIONS and one.verdict in {LOSS, GAIN, NONE}]
    counts = {verdict: sum(one.verdict == verdict for one in followed) for verdict in (GAIN, LOSS)}
    parts = [
        f"{joint} {sum(one.verdict == GAIN for one in own)} of {len(own)}"
        for metric, joint in JOINTS.items()
        if (own := [one for one in followed if one.metric == metric])
    ]
    many = plural(len(followed), "compensation")
    smaller = f"{counts[GAIN]} of {many} {'is' if counts[GAIN] == 1 else 'are'} smaller than at the first check"
    return {
        "compensations_followed": Fact(value=len(followed)),
        "compensations_text": Fact(value=f"{smaller} ({', '.join(parts)}); {counts[LOSS] or 'none'} larger"),
    }


def _recheck(lost: Sequence[Change], every: Points, day: dt.date, numbers: LogNumbers) -> Fact:
    """Return when to check again, so many days after the last check."""
    days = [
        series[-1].day for key, series in every.items() if key in {(one.metric, one.side, one.scale) for one in lost}
    ]
    return Fact(value=_again(max(days), day, numbers)) if days else Fact(missing="no loss")


def _again(checked: dt.date, day: dt.date, numbers: LogNumbers) -> str:
    due = checked + dt.timedelta(days=numbers.recheck_days)
    return f"on {day_text(due)}" if due > day else "now"


def _difference_facts(
    every: Points, day: dt.date, numbers: LogNumbers, detectable: DetectableChanges
) -> dict[str, Fact]:
    """Return the side difference at the last check of both legs and at the first, on the leading scale."""
    for scale in band_table().dorsiflexion.order:
        metric = band_table().dorsiflexion.scales[scale].metric
        left, right = (every.get((metric, leg, scale), ()) for leg in LEGS)
        if not left or not right or len(left) + len(right) < 3:
            continue
        pair = (left[-1], right[-1])
        if abs((pair[0].day - pair[1].day).days) > numbers.event_days:
            continue
        now = _size(metric, scale, pair, detectable)
        before = _size(metric, scale, (left[0], right[0]), detectable) if left[0].day == right[0].day else None
        return {
            "retest_difference": told(now.size if now else None, "numbers of both sides that are sure"),
            "baseline_difference": told(before.size if before else None, "the sides at the start"),
            "difference_changed_sides": Fact(value=_changed_sides(now, before)),
            "retest_difference_text": Fact(value=_difference_words(metric, pair, before)),
            "difference_recheck": Fact(value=_again(max(one.day for one in pair), day, numbers)),
        }
    open_ = Fact(missing="a check of both sides")
    names = ("retest_difference", "baseline_difference", "retest_difference_text", "difference_recheck")
    return dict.fromkeys((*names, "difference_changed_sides"), open_)


def _changed_sides(now: SideDifference | None, before: SideDifference | None) -> bool:
    """Whether both checks show a difference, each on another leg."""
    if now is None or before is None or "none" in {now.size, before.size}:
        return False
    return now.limited_side != before.limited_side


def _size(metric: str, scale: Scale, pair: tuple[Point, Point], detectable: DetectableChanges) -> SideDifference | None:
    """Return left minus right; None if one of the numbers has low confidence."""
    if any(one.low_confidence for one in pair):
        return None
    known, unit = detectable.of(metric, scale), measures.stored_unit(metric)
    left, right = (
        Reading(metric=metric, side=leg, value=one.value, unit=unit, scale=scale, bound=one.bound, known=known)
        for leg, one in zip(LEGS, pair, strict=True)
    )
    return difference_of(left, right, scale)


def _difference_words(metric: str, pair: tuple[Point, Point], before: SideDifference | None) -> str:
    unit = measures.unit_of_name(metric)
    legs = ", ".join(f"{leg} {unit.text(one.value)}" for leg, one in zip(LEGS, pair, strict=True))
    at_first = "" if before is None else f"; {unit.text(abs(before.value))} apart at first"
    return f"{measures.noun_of(metric)} {legs}, {unit.text(abs(pair[0].value - pair[1].value))} apart{at_first}"
