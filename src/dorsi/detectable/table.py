"""The detectable change of a measurement: the published one, or the user's own if it is based on enough people.

Own values need 15 people, all filmed on two days (rules, section 2.2). A value larger than the published one needs 6,
since being too cautious does less harm than being too bold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from dorsi import measures
from dorsi.datafile import entry, load_mapping
from dorsi.schema.detectable_change import DetectableChange, Origin, OwnChange, OwnChanges
from dorsi.vocabulary import Scale

FILE: Final = "published.yaml"
LEAST_PEOPLE: Final = 15
LEAST_PEOPLE_LARGER: Final = 6


class Published(BaseModel):
    """One line of published.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    scale: Scale
    mdc: float
    better: Literal["up", "down", "neither"]
    running: bool = False
    few_frames_mdc: float | None = None
    source: str = "published values"


class PublishedTable(BaseModel):
    """All of published.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    changes: tuple[Published, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """The detectable change of one measurement, and its source."""

    metric: str
    scale: Scale
    unit: str
    mdc: float
    better: Literal["up", "down", "neither"]
    running: bool
    origin: Origin
    source: str

    @property
    def record(self) -> DetectableChange:
        """Stored with each result that used it."""
        names = ("metric", "scale", "unit", "mdc", "origin", "source")
        return DetectableChange.model_validate({name: getattr(self, name) for name in names})


@dataclass(frozen=True)
class DetectableChanges:
    """All detectable changes: the published ones and the user's own."""

    own: OwnChanges | None = None

    def of(self, metric: str, scale: str) -> Known | None:
        """Return the detectable change of a measurement; if two movements give it, the larger own value counts.

        Parameters
        ----------
        metric
            Name of the measurement in the rules.
        scale
            How it was measured.

        Returns
        -------
        Known or None
            `mdc` in the unit of the name; None if unknown.
        """
        found = _published(metric, scale)
        return None if found is None else self._weighed(found, found.mdc, self._own_of(metric, scale))

    def of_clip(self, movement: str, name: str, scale: str) -> Known | None:
        """Return the detectable change of a movement's measurement; of published ones, the cautious one.

        (For running, that of general body points and few frames.)

        Parameters
        ----------
        movement
            Such as "lunge".
        name
            Name of the measurement in a session.
        scale
            How it was measured.

        Returns
        -------
        Known or None
            `mdc` in the unit of the name; None if unknown.
        """
        metric = metric_of(movement, name)
        found = _published(metric, scale)
        if found is None:
            return None
        own = [one for one in self._own_of(metric, scale) if one.movement == movement]
        return self._weighed(found, found.few_frames_mdc or found.mdc, own)

    def _own_of(self, metric: str, scale: str) -> list[OwnChange]:
        changes = self.own.changes if self.own is not None else []
        return [one for one in changes if metric_of(one.movement, one.measurement) == metric and one.scale == scale]

    def _weighed(self, found: Published, mdc: float, own: Iterable[OwnChange]) -> Known:
        unit = measures.stored_unit(found.metric)
        known = Known(
            metric=found.metric, scale=found.scale, unit=unit, mdc=mdc, better=found.better, running=found.running,
            origin="published", source=found.source,
        )  # fmt: skip
        one = max(own, key=lambda one: one.mdc95, default=None)
        if one is None or self.own is None:
            return known
        if (missing := why_not(one, published=mdc)) is not None:
            return replace(known, source=f"{found.source}; your own {one.mdc95:.2g} {unit} {missing}")
        counted = f"{one.people} people, {one.pairs} pairs, {self.own.computed_on}"
        return replace(known, mdc=one.mdc95, origin="own", source=f"your own set-up: {self.own.set_up}, {counted}")


PUBLISHED: Final = DetectableChanges()


def why_not(own: OwnChange, *, published: float) -> str | None:
    """Return why the published value applies, or None if the own one does.

    Parameters
    ----------
    own
        The user's own value.
    published
        The published smallest change, in the same unit.

    Returns
    -------
    str or None
        The end of a sentence that begins with the own value.
    """
    if own.mdc95 > published:
        if own.people >= LEAST_PEOPLE_LARGER:
            return None
        return f"is larger and needs {LEAST_PEOPLE_LARGER} people; you have {own.people}"
    if own.people < LEAST_PEOPLE:
        return f"is smaller and needs {LEAST_PEOPLE} people; you have {own.people}"
    if own.pairs_on_two_days < own.pairs:
        same_day = own.pairs - own.pairs_on_two_days
        return f"is smaller and needs everyone filmed on two days; pairs on the same day or without a date: {same_day}"
    return None


def metric_of(movement: str, name: str) -> str:
    """Return the rules' name of a session's measurement.

    Parameters
    ----------
    movement, name
        Of the session and of its measurement.

    Returns
    -------
    str
        As the table of detectable changes calls it.
    """
    return measures.filmed_as().get((movement, name), name)


def published_table() -> tuple[Published, ...]:
    """Return the published detectable changes.

    Returns
    -------
    tuple of Published
        Each with its source.
    """
    return _table().changes


@cache
def _table() -> PublishedTable:
    return entry(PublishedTable, load_mapping(FILE, package="dorsi.detectable"), file=FILE, kind="table", key="")


def _published(metric: str, scale: str) -> Published | None:
    return next((one for one in published_table() if (one.metric, one.scale) == (metric, scale)), None)
