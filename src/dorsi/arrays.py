"""A result as one xarray dataset: angles, points, events and quality with named axes."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dorsi.errors import OptionError
from dorsi.exchange.dictionary import entry_of
from dorsi.exchange.facts import facts_of
from dorsi.exchange.movement import with_noise
from dorsi.exchange.tables import own_column
from dorsi.extras import need
from dorsi.gathering import Results, gather
from dorsi.schema.session import Event, Session
from dorsi.types import SIDES, Analysis, Landmarks, Signals

if TYPE_CHECKING:
    import xarray as xr

_TIMES: Final = ("start_s", "peak_s", "end_s", "contact_s", "toe_off_s", "next_contact_s")
_Variables = dict[str, tuple[tuple[str, ...], Any] | tuple[tuple[str, ...], Any, dict[str, Any]]]


def to_xarray(results: Results) -> "xr.Dataset":
    """Return one result as a dataset with named axes.

    Parameters
    ----------
    results
        What `analyse`, `measure` or `load` gave, or a result folder: of one movement. Of a clip with several, take one
        of `gather(...)`.

    Returns
    -------
    xarray.Dataset
        Axes: time (seconds), side (left, right), keypoint, space (x, y), and event. Each angle over time (and side)
        with its unit, sign, definition and how far it was measured on each side (`status`) as attributes; position_px,
        score and, where the network tells them, sigma_px and depth_m of each body point; side, times, validity and
        own numbers of each event, NaN where it has none or they were not measured. The attributes hold where it comes
        from (version, settings, clip hash, session id, person) and the quality of the footage.

    Raises
    ------
    OptionError
        If there are several results.
    DataError
        If a folder holds no result.
    DorsiError
        If xarray is not installed.

    Examples
    --------
    >>> import dorsi
    >>> data = dorsi.to_xarray(dorsi.measure(dorsi.synth.lunge(peak_deg=40.0)))
    >>> float(data.shank_inclination_deg.sel(side="left").max().round(1))
    40.0
    >>> data.shank_inclination_deg.dims, data.shank_inclination_deg.attrs["units"]
    (('time', 'side'), 'degrees')
    """
    one = _one(results)
    xarray = need("xarray")
    return xarray.Dataset(  # type: ignore[no-any-return]
        _angles(one.signals, one.session) | _points(with_noise(one)) | _events(one.session),
        coords={
            "time": ("time", one.signals.time_s, {"units": "s"}),
            "side": list(SIDES),
            "keypoint": list(one.landmarks.names),
            "space": ["x", "y"],
        },
        attrs=facts_of(one.session) | _quality(one.session),
    )


def _one(results: Results) -> Analysis:
    found = [results] if isinstance(results, Analysis) else gather(results)
    if len(found) != 1:
        raise OptionError(f"results: {len(found)} given, a dataset holds one; take them one by one from dorsi.gather")
    return found[0]


def _angles(signals: Signals, session: Session) -> _Variables:
    named = {one.name: getattr(signals, one.name) for one in fields(signals) if one.name not in {"time_s", "extra"}}
    found: _Variables = {}
    for name, values in (named | signals.extra).items():
        meant = entry_of(name, "signals")
        sides = SIDES if values.ndim == 2 else ("both",)
        status = " ".join(session.status_of(name, side) for side in sides)
        about = {"units": meant.unit, "sign": meant.sign, "long_name": meant.definition, "status": status}
        found[name] = (("time", "side")[: values.ndim], values, about)
    return found


def _points(landmarks: Landmarks) -> _Variables:
    found: _Variables = {
        "position_px": (("time", "space", "keypoint"), landmarks.xy_px.transpose(0, 2, 1), {"units": "px"}),
        "score": (("time", "keypoint"), landmarks.score),
    }
    if landmarks.sigma_px is not None:
        about = {"units": "px", "long_name": "one-sigma noise of each axis"}
        found["sigma_px"] = (("time", "keypoint"), landmarks.sigma_px, about)
    if landmarks.world_m is not None:
        about = {"units": "m", "long_name": "away from the camera +, from the hips, as the network guesses it"}
        found["depth_m"] = (("time", "keypoint"), landmarks.world_m[..., 2], about)
    return found


def _events(session: Session) -> _Variables:
    events = session.events
    numbers = sorted({name for event in events for name in event.values})
    found: _Variables = {
        "event_kind": (("event",), [event.kind for event in events]),
        "event_side": (("event",), [event.side for event in events]),
        "event_valid": (("event",), np.array([event.valid for event in events], dtype=bool)),
    }
    for name in _TIMES:
        times = [getattr(event, name) for event in events]
        if any(when is not None for when in times):
            found[f"event_{name}"] = (("event",), np.array(times, dtype=np.float64), {"units": "s"})
    for name in numbers:
        found[f"event_{own_column(name)}"] = (("event",), np.array([_number(session, event, name) for event in events]))
    return found


def _number(session: Session, event: Event, name: str) -> float:
    """Return an event's own number, NaN where it has none that may be shown."""
    shown = session.shown(name, event.side)
    return event.values.get(name, np.nan) if shown else np.nan


def _quality(session: Session) -> dict[str, Any]:
    """Return the quality of the footage as attributes: numbers and words only, so that netCDF can hold them."""
    told = session.quality.model_dump(exclude={"warnings", "cuts_s"})
    found = {f"quality_{name}": value for name, value in told.items() if value is not None}
    return found | {"quality_warnings": " ".join(one.code for one in session.quality.warnings)}
