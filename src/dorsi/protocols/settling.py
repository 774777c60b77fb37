"""The final check of a movement's numbers: what the view, the body and their own sources allow.

A protocol works out what it can; here every number is held against its entry in `dorsi.measures`. A number whose plane
the camera does not see, that no person can show, or whose source was refused, is refused with the reason. So a number
that is derived from others never outlives them, and no protocol repeats a gate.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from dorsi import measures
from dorsi.analysis.view import CameraView
from dorsi.schema.session import Measurement, deciding_for
from dorsi.types import Rep, Step

FILM_SIDE: Final = "film one person from the side, whole body in view"
GIVE_YAW: Final = "give the camera's turn from side-on (yaw_deg), or landmarks with depth"
FILM_FRONT: Final = "this is seen from the front; put the camera straight in front of the foot"

E = TypeVar("E", Rep, Step, Rep | Step)


def side_view_reason(view: CameraView) -> str | None:
    """Return why no side-view number can be given, or None when it can."""
    if view.kind in {"front", "rear"}:
        return f"the camera looks from the {view.kind}; film from the side, square to the foot"
    if view.kind == "oblique":
        yaw = abs(view.yaw_deg)
        return f"the camera stands about {yaw:.0f} degrees off a true side view; film from the side, square to the foot"
    if view.kind == "unclear":
        return f"{view.unclear_because}; {FILM_SIDE if view.has_depth else GIVE_YAW}"
    return None if view.fault is None else view.fault.text


def plane_reason(name: str, view: CameraView) -> str | None:
    """Return why a view does not show the plane that a number lies in, or None when it does."""
    planes = measures.planes_of(name)
    side = side_view_reason(view)
    if not planes or ("sagittal" in planes and side is None):
        return None
    if "frontal" in planes and view.kind in {"front", "rear"}:
        return None
    return side if "sagittal" in planes else FILM_FRONT


def plausible(events: Sequence[E]) -> tuple[E, ...]:
    """Return the events without the values that no person can show; one of such a value may be none at all."""
    return tuple(_plausible(event) for event in events)


def _plausible(event: E) -> E:
    refused = dict(event.refused)
    void = list(event.void)
    for name, value in event.values.items():
        own = measures.measure_of(name)
        reason = own.implausible(value)
        if reason is not None:
            refused[name] = reason
            if own.outside == "void":
                void.append(own.impossible(value))
    kept = {name: value for name, value in event.values.items() if name not in refused}
    return replace(event, values=kept, refused=refused, void=tuple(dict.fromkeys(void)))


def settled(found: Sequence[Measurement], events: Sequence[Rep | Step], view: CameraView) -> list[Measurement]:
    """Return a movement's numbers, each refused where its view, its repetitions or its sources are."""
    out = [_seen(m, events, view) for m in found]
    return [_inherited(m, out) for m in out]


def _seen(m: Measurement, events: Sequence[Rep | Step], view: CameraView) -> Measurement:
    """Return a number, refused where the view does not show its plane; one that is missing says why."""
    reason = plane_reason(m.name, view) if m.value is not None else _refused_reason(m, events)
    return refuse(m, reason) if reason else m


def _refused_reason(m: Measurement, events: Sequence[Rep | Step]) -> str | None:
    """Return why no valid event of a side has the value that a measurement is made from, or None."""
    reasons = [
        reason
        for event in events
        if event.valid
        for name, reason in event.refused.items()
        if name == f"{m.side}_{m.name}" or (name == m.name and event.side == m.side)
    ]
    return reasons[0] if reasons else None


def without_refused(events: Sequence[E], numbers: Sequence[Measurement]) -> tuple[E, ...]:
    """Return the events without the values that the movement's numbers refuse; each says why.

    Parameters
    ----------
    numbers
        The movement's numbers, settled.
    """
    return tuple(_without(event, numbers) for event in events)


def _without(event: E, numbers: Sequence[Measurement]) -> E:
    gone = {}
    for name in event.values:
        deciding = deciding_for(numbers, name, event.side)
        if deciding and all(m.value is None for m in deciding):
            gone[name] = next(m.reason for m in deciding if m.reason)
    kept = {name: value for name, value in event.values.items() if name not in gone}
    return replace(event, values=kept, refused=gone | dict(event.refused))


def _inherited(m: Measurement, every: Sequence[Measurement]) -> Measurement:
    """Return a number as sure as the least sure of its sources."""
    if m.value is None:
        return m
    names = measures.made_from(m.name) - {m.name}
    sources = [one for one in every if one.name in names and one.side == m.side]
    for one in sources:
        if one.value is None and one.reason is not None:
            return refuse(m, one.reason)
    for one in sources:
        if m.status == "ok" and one.status == "low_confidence":
            return m.model_copy(update={"status": "low_confidence", "confidence": "low", "reason": one.reason})
    return m


def refuse(m: Measurement, reason: str) -> Measurement:
    """Return a measurement as not measured."""
    return Measurement(
        name=m.name, side=m.side, value=None, unit=m.unit, scale=m.scale, n=0, status="not_measured", reason=reason
    )
