"""The error of a set-up, from sessions of people who were filmed twice: what `dorsi reliability` computes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from dorsi.detectable import OwnChange, OwnChanges, metric_of, published_table
from dorsi.errors import DataError
from dorsi.schema.session import Measurement, Session
from dorsi.stats.agreement import bland_altman
from dorsi.stats.reliability import mdc95, sem
from dorsi.vocabulary import Scale

_LEAST_PEOPLE: Final = 2
WITHIN_DAYS: Final = 14  #: further apart, a person may have changed
_Kind = tuple[str, str, Scale]  # movement, measurement, scale
_Leg = tuple[str, str]  # person, side
_Value = tuple[Session, Measurement]


@dataclass(frozen=True, kw_only=True)
class Retest:
    """The test-retest table of one measurement: a row for each leg, its first two clips in columns."""

    movement: str
    measurement: str
    scale: Scale
    unit: str
    people: tuple[str, ...]  #: of each row
    sides: tuple[str, ...]
    values: tuple[tuple[float, float], ...]
    days: tuple[tuple[dt.date | None, dt.date | None], ...]

    @property
    def pairs_on_two_days(self) -> int:
        """How many rows were filmed on two different days."""
        return sum(None not in pair and pair[0] != pair[1] for pair in self.days)

    @property
    def change(self) -> OwnChange:
        """The error of the measurement, rounded to three decimals."""
        error = round(sem(self.values), 3)
        first, second = np.transpose(self.values)
        return OwnChange.model_validate(
            {
                "movement": self.movement,
                "measurement": self.measurement,
                "scale": self.scale,
                "unit": self.unit,
                "sem": error,
                "mdc95": round(mdc95(error), 3),
                "bias": round(float(np.mean(second - first)), 3),
                "people": len(set(self.people)),
                "pairs": len(self.values),
                "pairs_on_two_days": self.pairs_on_two_days,
            }
        )

    @property
    def is_biased(self) -> bool:
        """Whether the second filming differs from the first by more than chance; no, where two pairs cannot tell."""
        if len(self.values) < 3:
            return False
        first, second = np.transpose(self.values)
        bias = bland_altman(second, first).bias
        return not bias.ci95_low <= 0 <= bias.ci95_high


def retests(sessions: Iterable[Session], *, within_days: int = WITHIN_DAYS) -> list[Retest]:
    """Return the test-retest table of every measurement that dorsi compares over time.

    Two clips of a leg, one after the other by day and then by name, are its test and retest: the first two that lie
    near enough. Further ones are left out, as are legs without such a pair. A duplicate clip counts once, and
    so does a leg that one clip shows from both sides.

    Parameters
    ----------
    within_days
        How far apart test and retest may be; an unknown day is taken as near enough.
    sessions
        Of several people, each with a name.

    Returns
    -------
    list of Retest
        One for each movement, measurement and scale, in the order of their names.

    Raises
    ------
    DataError
        If a session names no person, the clips were measured with different networks, or no one was filmed twice.

    Examples
    --------
    >>> [one.change.mdc95 for one in retests(sessions)]  # doctest: +SKIP
    [4.6]
    """
    distinct = list({(one.clip.sha256, one.part): one for one in sessions}.values())
    _require_people(distinct)
    network_of(distinct)
    found = [
        table
        for kind, legs in sorted(_by_kind(distinct).items())
        if (table := _table(kind, legs, within_days)) is not None
    ]
    if not found:
        raise DataError(
            f"{len(distinct)} clips, but no two people whose same leg was filmed twice within {within_days} days with "
            "the same movement; film several people again, and name the same person alike"
        )
    return found


def own_changes(tables: Sequence[Retest], sessions: Sequence[Session], *, set_up: str, on: dt.date) -> OwnChanges:
    """Return what is kept of test-retest tables, with where it comes from.

    Parameters
    ----------
    sessions
        Those that the tables were made from.
    set_up
        Phone, place, who films: what the numbers hold for.
    on
        Day of the computation.
    tables
        From `retests`.

    Returns
    -------
    OwnChanges
        As `dorsi.detectable.save_own` keeps it.
    """
    return OwnChanges(
        computed_on=on,
        set_up=set_up,
        model=network_of(sessions),
        dorsi_version=", ".join(sorted({str(one.provenance.get("dorsi_version")) for one in sessions})),
        clips_sha256=sorted({one.clip.sha256 for one in sessions}),  # names of clips tell names of people
        changes=[table.change for table in tables],
    )


def network_of(sessions: Iterable[Session]) -> str:
    """Return which pose network measured the sessions.

    Raises
    ------
    DataError
        If there were several: their errors are not one.
    """
    settings = ("setting_backend", "setting_model", "setting_foot_model")
    names = {" ".join(str(one.provenance[name]) for name in settings if name in one.provenance) for one in sessions}
    if len(names) > 1:
        raise DataError(f"measured with different networks ({', '.join(sorted(names))}); measure all clips with one")
    return names.pop() if names else "none"


def _require_people(sessions: Iterable[Session]) -> None:
    nameless = next((one for one in sessions if not one.person), None)
    if nameless is not None:
        raise DataError(
            f"{nameless.clip.path}: its session names no person; measure it with --person, "
            "or a folder of clips with `dorsi batch`"
        )


def _by_kind(sessions: Iterable[Session]) -> Mapping[_Kind, Mapping[_Leg, list[_Value]]]:
    """Return all values that dorsi compares over time: by movement, measurement and scale, then by person and side."""
    compared = {(one.metric, one.scale) for one in published_table()}
    out: dict[_Kind, dict[_Leg, list[_Value]]] = defaultdict(lambda: defaultdict(list))
    for session in sorted(sessions, key=lambda one: (one.recorded_at or "", one.clip.path)):
        for one in session.measurements:
            if one.value is not None and (metric_of(session.movement, one.name), one.scale) in compared:
                kind = (session.movement, one.name, one.scale)
                values = out[kind][(session.person or "").casefold(), one.side]
                if all(other.clip.sha256 != session.clip.sha256 for other, _ in values):
                    values.append((session, one))
    return out


def _table(kind: _Kind, legs: Mapping[_Leg, list[_Value]], within_days: int) -> Retest | None:
    rows = {leg: pair for leg, values in sorted(legs.items()) if (pair := _pair(values, within_days)) is not None}
    if len({person for person, _ in rows}) < _LEAST_PEOPLE:
        return None
    movement, measurement, scale = kind
    pairs = list(rows.values())
    table = Retest(
        movement=movement,
        measurement=measurement,
        scale=scale,
        unit=pairs[0][0][1].unit,
        people=tuple(person for person, _ in rows),
        sides=tuple(side for _, side in rows),
        values=tuple((_number(first), _number(second)) for first, second in pairs),
        days=tuple((_day(first), _day(second)) for first, second in pairs),
    )
    # Numbers that never differ were not measured again, so their error is unknown.
    return table if sem(table.values) > 0 else None


def _pair(values: Sequence[_Value], within_days: int) -> tuple[_Value, _Value] | None:
    """Return the first two neighbours that are near enough."""
    for first, second in pairwise(values):
        days = _day(first), _day(second)
        if days[0] is None or days[1] is None or (days[1] - days[0]).days <= within_days:
            return first, second
    return None


def _number(value: _Value) -> float:
    assert value[1].value is not None
    return value[1].value


def _day(value: _Value) -> dt.date | None:
    recorded_at = value[0].recorded_at
    return None if recorded_at is None else dt.datetime.fromisoformat(recorded_at).date()
