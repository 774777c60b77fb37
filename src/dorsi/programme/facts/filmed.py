"""Clips filmed since the plan began, as checks in the log."""

import datetime as dt
from collections.abc import Iterator, Sequence

from dorsi import measures
from dorsi.detectable import metric_of
from dorsi.schema.intake import TypedMeasurement
from dorsi.schema.log import Log
from dorsi.schema.session import Measurement, Session
from dorsi.schema.sides import LEGS


def with_filmed(log: Log, filmed: Sequence[tuple[dt.date, Session]]) -> Log:
    """Return the log with the clips' numbers as checks on the day of filming.

    Leaves out numbers with low confidence, and measurements that a log has no name for.

    Parameters
    ----------
    log
        Exercises done and values measured by hand.
    filmed
        Sessions and their days.
    """
    checks = [check for day, session in filmed for check in _checks(day, session)]
    return log.model_copy(update={"measurements": [*log.measurements, *checks]})


def _checks(day: dt.date, session: Session) -> Iterator[TypedMeasurement]:
    for one in session.measurements:
        name = metric_of(session.movement, one.name)
        if name in measures.followed() and one.value is not None and one.status == "ok":
            yield _check(name, day, one)


def _check(name: str, day: dt.date, one: Measurement) -> TypedMeasurement:
    legs: tuple[str, ...] = LEGS if one.side == "both" else (one.side,)
    told = {"name": name, "scale": one.scale, "trials": max(one.n, 1), "measured_on": day}
    numbers = dict.fromkeys(legs, one.value) | {f"bound_{leg}": one.bound for leg in legs}
    return TypedMeasurement.model_validate(told | numbers)
