"""Curves of repetitions and strides on a common time from 0 to 100 %: mean, spread, and arrays for spm1d."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dorsi.errors import DataError, OptionError, check_option
from dorsi.exchange.dictionary import entry_of
from dorsi.extras import need
from dorsi.gathering import Results, gather
from dorsi.schema.session import Event, Session
from dorsi.stats.curves import normalised
from dorsi.types import SIDES, Analysis, Array, Signals

if TYPE_CHECKING:
    import xarray as xr

FEWEST_POINTS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Cycles:
    """Curves of one quantity on one side, a row for each repetition or stride, without gaps."""

    name: str  #: such as "ankle_dorsiflexion_deg"
    side: str
    percent: Array  #: (P,) from 0 to 100
    curves: Array  #: (N, P), in the unit of the name: the array that spm1d takes
    sessions: tuple[str, ...]  #: of each row
    persons: tuple[str, ...]  #: of each row; the session's id where no person is named
    start_s: Array  #: (N,) when each began in its clip
    gaps: int = 0  #: repetitions that were left out because the points were lost in them

    @property
    def mean(self) -> Array:
        """Ensemble mean, shape (P,)."""
        return np.asarray(self.curves.mean(axis=0))

    @property
    def sd(self) -> Array:
        """Standard deviation between the rows, shape (P,); NaN for a single row."""
        count = len(self.curves)
        return np.asarray(self.curves.std(axis=0, ddof=1)) if count > 1 else np.full(len(self.percent), np.nan)

    def by_person(self) -> "Cycles":
        """Return one row for each person, the mean of their own: rows that tests may take as independent.

        Returns
        -------
        Cycles
            In the order of the names; `start_s` is NaN.
        """
        names = sorted(set(self.persons))
        mine = [np.array([person == name for person in self.persons]) for name in names]
        return Cycles(
            name=self.name,
            side=self.side,
            percent=self.percent,
            curves=np.stack([self.curves[own].mean(axis=0) for own in mine]),
            sessions=tuple(" ".join(sorted({s for s, k in zip(self.sessions, own, strict=True) if k})) for own in mine),
            persons=tuple(names),
            start_s=np.full(len(names), np.nan),
            gaps=self.gaps,
        )

    def to_xarray(self) -> "xr.DataArray":
        """Return the curves as a data array.

        Returns
        -------
        xarray.DataArray
            Axes cycle and percent, with the session, person and start of each row as coordinates.
        """
        meant = entry_of(self.name, "signals")
        return need("xarray").DataArray(  # type: ignore[no-any-return]
            self.curves,
            dims=("cycle", "percent"),
            name=self.name,
            coords={
                "percent": self.percent,
                "session": ("cycle", list(self.sessions)),
                "person": ("cycle", list(self.persons)),
                "start_s": ("cycle", self.start_s),
            },
            attrs={"units": meant.unit, "sign": meant.sign, "side": self.side},
        )


def time_normalise(results: Results, name: str, *, side: str, points: int = 101) -> Cycles:
    """Return the curves of one quantity in each repetition or stride that counts, on a common time from 0 to 100 %.

    Repetitions run from start to end, strides of running from a contact to the next one of the same foot. Linear
    interpolation; a repetition with a gap is left out and counted. A result that did not measure the quantity on that
    side has no rows.

    Parameters
    ----------
    results
        What `analyse`, `measure` or `load` gave, a result folder, a folder of such folders, or a list of these, all of
        one movement.
    name
        A curve of the data dictionary, such as "ankle_dorsiflexion_deg".
    side
        "left" or "right".
    points
        How many even steps from 0 to 100 %, both included.

    Returns
    -------
    Cycles
        With `curves` (N, points) as spm1d takes them, `mean`, `sd` and `by_person()`.

    Raises
    ------
    OptionError
        If the name, side or number of points is not possible.
    DataError
        If the results are of several movements, or none of them has a curve to give; says why.

    Examples
    --------
    >>> import dorsi
    >>> found = dorsi.measure(dorsi.synth.squat(peak_deg=30.0, reps=4))
    >>> cycles = dorsi.time_normalise(found, "shank_inclination_deg", side="right")
    >>> cycles.curves.shape, float(cycles.mean.max().round(0))
    ((4, 101), 30.0)
    """
    check_option("side", side, SIDES)
    if points < FEWEST_POINTS:
        raise OptionError(f"points: {points} given, at least {FEWEST_POINTS} needed")
    given = gather(results)
    movements = sorted({one.session.movement for one in given})
    if len(movements) > 1:
        raise DataError(f"results show {' and '.join(movements)}; curves of one movement can be laid over each other")
    rows = [_rows(one, name, side, points) for one in given]
    curves = np.concatenate([found for found, _ in rows])
    whole = np.isfinite(curves).all(axis=1)
    if not whole.any():
        raise DataError(f"no curve of {side} {name}: {_why(given[0].session, name, side, gaps=len(curves) > 0)}")
    owners = [one.session for one, (found, _) in zip(given, rows, strict=True) for _ in found]
    kept = [owner for owner, is_whole in zip(owners, whole, strict=True) if is_whole]
    return Cycles(
        name=name,
        side=side,
        percent=np.linspace(0.0, 100.0, points),
        curves=curves[whole],
        sessions=tuple(owner.id for owner in kept),
        persons=tuple(owner.person or owner.id for owner in kept),
        start_s=np.concatenate([starts for _, starts in rows])[whole],
        gaps=int(np.sum(~whole)),
    )


def _rows(one: Analysis, name: str, side: str, points: int) -> tuple[Array, Array]:
    """Return the curves of one result, gaps included, and when each begins."""
    values = _curve(one.signals, name, side)
    spans = [span for event in one.session.events if (span := _span(event, one.session, name, side))]
    time_s = one.signals.time_s
    inside = [(max(start, time_s[0]), min(end, time_s[-1])) for start, end in spans]
    if not inside:
        return np.empty((0, points)), np.empty(0)
    return normalised(time_s, values, inside, points=points), np.array([start for start, _ in inside])


def _curve(signals: Signals, name: str, side: str) -> Array:
    columns = signals.columns()
    found = columns.get(f"{side}_{name}", columns.get(name))
    if found is None or name == "time_s":
        named = dict.fromkeys(column.removeprefix("left_").removeprefix("right_") for column in columns)
        del named["time_s"]
        raise OptionError(f"name: '{name}' is not known; choose from {', '.join(named)}")
    return found


def _span(event: Event, session: Session, name: str, side: str) -> tuple[float, float] | None:
    """Return start and end of a repetition or stride of that side that counts, None for others."""
    is_ours = event.side in {side, "both"} and session.shown(name, side, event)
    start, end = (event.start_s, event.end_s) if event.kind == "rep" else (event.contact_s, event.next_contact_s)
    return (start, end) if is_ours and start is not None and end is not None else None


def _why(session: Session, name: str, side: str, *, gaps: bool) -> str:
    if gaps:
        return "the points were lost in every repetition; film again with the whole leg in the picture"
    if session.status_of(name, side) == "not_measured":
        reasons: Sequence[str] = [m.reason for m in session.measurements if m.side == side and m.reason]
        return reasons[0] if reasons else "it was not measured on that side"
    return "the clip has no repetition or stride of that side that counts"
