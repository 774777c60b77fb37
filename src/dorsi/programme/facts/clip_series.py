"""One leg's number of one movement over a person's clips, and what changed: the same for every page that says it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dorsi.detectable import PUBLISHED, DetectableChanges, Known, metric_of
from dorsi.programme.facts.points import Point, point_of
from dorsi.programme.facts.trends import change_of, least_change
from dorsi.schema.log import Change
from dorsi.schema.session import Measurement, Session
from dorsi.schema.sides import LEGS, Leg
from dorsi.wording.days import day_text

Filmed = tuple[dt.date, Session]


@dataclass(frozen=True, kw_only=True)
class ClipSeries:
    """The best clip of each day, on the scale of the last day."""

    metric: str  #: name of the measurement in the rules
    side: Leg
    days: tuple[tuple[dt.date, Session, Measurement], ...]  #: earliest first, at least one
    known: Known | None  #: the method's detectable change
    age_years: int  #: for the limits between the bands

    @property
    def last(self) -> Measurement:
        """The number of the last day."""
        return self.days[-1][2]

    @property
    def points(self) -> tuple[Point, ...]:
        """The numbers as the rules read them."""
        return tuple(point_of(day, session, found) for day, session, found in self.days)

    @property
    def since_last(self) -> Change | None:
        """What changed since the clip before; None without one, or where nothing can be said."""
        return self._change(self.points[-2:])

    @property
    def since_first(self) -> Change | None:
        """What changed since the first clip; None without one, or where nothing can be said."""
        return self._change(self.points)

    @property
    def since_words(self) -> str:
        """What changed since the clip before, in words; empty without one.

        A sure number is held against the last sure one before it: an unsure clip between the two hides no change.
        """
        at = self._before
        change = self._change([*self.points[at : at + 1], self.points[-1]]) if at is not None else None
        if change is None or at is None:
            return ""
        said = f"Since {day_text(self.days[at][0])}: {change.sentence}"
        passed = [day_text(day) for day, _, _ in self.days[at + 1 : -1]]
        if not passed:
            return said
        return f"{said} Clips that aren't sure enough to compare with: {', '.join(passed)}."

    @property
    def _before(self) -> int | None:
        """Index of the clip that the last one is compared with; None without one."""
        earlier = range(len(self.days) - 1)
        sure = [at for at in earlier if self.days[at][2].status == "ok"]
        if self.last.status == "ok" and sure:
            return sure[-1]
        return earlier[-1] if earlier else None

    @property
    def least(self) -> float | None:
        """The smallest change that a next clip as sure as the last one could show; None if not known."""
        return None if self.known is None else least_change(self.points[-1], self.points[-1], self.known)[0]

    def _change(self, points: Sequence[Point]) -> Change | None:
        return None if self.known is None else change_of(self.side, points, self.known, age_years=self.age_years)

    def until(self, day: dt.date) -> "ClipSeries | None":
        """Return the series up to a day, or None if it begins later."""
        kept = tuple(one for one in self.days if one[0] <= day)
        return replace(self, days=kept) if kept else None


def clip_series(
    movement: str,
    name: str,
    side: Leg,
    filmed: Iterable[Filmed],
    *,
    detectable: DetectableChanges = PUBLISHED,
    age_years: int,
) -> ClipSeries | None:
    """Return a leg's number over a person's clips of one movement; None if no clip has it.

    Of a day the surest number counts, then the one with the narrowest bound.

    Parameters
    ----------
    movement
        Such as "lunge".
    name
        Name of the measurement in a session.
    side
        The leg.
    filmed
        The person's clips with their day, in any order; those of other movements are left out.
    detectable
        From which change on a number counts as changed.
    age_years
        For the limits between the bands.
    """
    by_day: dict[dt.date, tuple[Session, Measurement]] = {}
    for day, session in filmed:
        found = session.measurement(name, side) if session.movement == movement else None
        if found is not None and found.value is not None:
            best = by_day.get(day)
            by_day[day] = (session, found) if best is None or _doubt(found) < _doubt(best[1]) else best
    if not by_day:
        return None
    scale = by_day[max(by_day)][1].scale
    return ClipSeries(
        metric=metric_of(movement, name),
        side=side,
        days=tuple((day, *pair) for day, pair in sorted(by_day.items()) if pair[1].scale == scale),
        known=detectable.of_clip(movement, name, scale),
        age_years=age_years,
    )


def every_series(
    filmed: Sequence[Filmed], *, detectable: DetectableChanges = PUBLISHED, age_years: int
) -> list[ClipSeries]:
    """Return the series of every measurement and leg in a person's clips."""
    keys = dict.fromkeys((session.movement, one.name) for _, session in filmed for one in session.measurements)
    found = (
        clip_series(movement, name, leg, filmed, detectable=detectable, age_years=age_years)
        for movement, name in keys
        for leg in LEGS
    )
    return [one for one in found if one is not None]


def _doubt(one: Measurement) -> tuple[bool, float]:
    return one.status != "ok", one.bound or float("inf")
