"""The weekly tape trend of one side: its slope with the 95 % interval, and the rules' verdict."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from dorsi import measures
from dorsi.programme.facts.points import points
from dorsi.programme.facts.trends import verdicts
from dorsi.programme.language.conditions import Fact
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.schema.log import Log, Trend
from dorsi.schema.plan import Plan
from dorsi.schema.sides import Leg
from dorsi.wording.plurals import plural


def tape_trend(plan: Plan, log: Log, side: Leg, until: dt.date) -> Trend:
    """Return the weekly tape trend of one side with the slope and its 95 % interval (R72)."""
    series = points(plan, log, until).get(("wblt_cm", side, "tape"), [])
    weeks = [(point.day - series[0].day).days / 7 for point in series]
    values = [point.value for point in series]
    slope, low, high = slope_of(weeks, values)
    facts = {name: Fact(missing="not asked") for name, kind in vocabulary().items() if kind.scope == "change"}
    facts |= {
        "trend_points": Fact(value=len(values)),
        "trend_holds_zero": Fact(missing="too few points")
        if low is None or high is None
        else Fact(value=low <= 0 <= high),
    }
    said = verdicts(facts)
    sentence = next((action.sentence for to, (_, action) in said.items() if to in {"trend", "no_trend"}), "{what}")
    words = {
        "side": side,
        "what": f"{side.capitalize()} {measures.noun_of('wblt_cm')} ({measures.scales()['tape'].short})",
        "count": plural(len(values), "point"),
        "slope": signed(slope),
        "low": signed(low),
        "high": signed(high),
    }
    return Trend(
        side=side,
        weeks=[float(np.round(week, 2)) for week in weeks],
        values=values,
        slope_cm_per_week=slope,
        ci95_low=low,
        ci95_high=high,
        claimed="trend" in said,
        sentence=sentence.format(**words),
    )


def slope_of(weeks: Sequence[float], values: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Return the slope a week and the ends of its 95 % interval; None with fewer than three days."""
    if len(set(weeks)) < 3:
        return None, None, None
    from scipy.stats import linregress, t  # noqa: PLC0415 - takes a second to load, and few logs have a tape's trend

    fit = linregress(weeks, values)
    # Equal values have no spread to estimate an error from; their slope is certainly zero.
    error = 0.0 if len(set(values)) == 1 else float(fit.stderr)
    half = float(t.ppf(0.975, len(values) - 2)) * error
    return float(fit.slope), float(fit.slope) - half, float(fit.slope) + half


def signed(value: float | None) -> str:
    """Return a change with its sign and two decimals, or that it is not known."""
    # Adding zero removes the sign of a rounded -0.00.
    return "not known" if value is None else f"{round(value, 2) + 0.0:+.2f}".replace("-", measures.MINUS)
