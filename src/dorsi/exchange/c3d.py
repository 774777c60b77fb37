"""C3D, the binary format of motion capture, through ezc3d."""

from pathlib import Path
from typing import Any, Final

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.evenly import evenly, rate_hz
from dorsi.exchange.facts import facts_of
from dorsi.exchange.metres import InMetres
from dorsi.exchange.opensim import Markers
from dorsi.extras import need
from dorsi.schema.session import Session

_GROUP: Final = "DORSI"
#: A time of an event, as motion capture software calls it.
_LABELS: Final = {
    "contact_s": "Foot Strike", "toe_off_s": "Foot Off", "start_s": "Start", "peak_s": "Peak", "end_s": "End",
}  # fmt: skip


def write_c3d(path: Path, points: InMetres, *, session: Session | None = None) -> None:
    """Write body points as C3D in metres.

    C3D knows only a rate, so points of a clip with uneven times are interpolated to even ones. A missing point is
    NaN, as ezc3d marks it: its residual is negative in the file. The group DORSI tells which side of the picture the
    person faced, and which leg was nearer to the camera.

    Parameters
    ----------
    session
        Adds where the file comes from to the group DORSI, and the repetitions or steps as events: Foot Strike and Foot
        Off, or Start, Peak and End, each with its side as context. Times count from the first frame.
    """
    _, xyz = evenly(points.time_s, points.xyz_m)
    file = need("ezc3d").c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [rate_hz(points.time_s)]
    point["UNITS"]["value"] = ["m"]
    point["LABELS"]["value"] = list(points.names)
    file.add_parameter(_GROUP, "FACING", [points.facing])
    file.add_parameter(_GROUP, "NEAR_SIDE", [points.near_side])
    if session is not None:
        for name, value in facts_of(session).items():
            file.add_parameter(_GROUP, name.upper(), [value])
        _add_events(file, session, first_s=float(points.time_s[0]))
    file["data"]["points"] = np.concatenate([xyz, np.ones((*xyz.shape[:2], 1))], axis=-1).transpose(2, 1, 0)
    file.write(str(path))


def _add_events(file: Any, session: Session, *, first_s: float) -> None:  # noqa: ANN401 - ezc3d has no types
    """Add what counts of a session's events, in the order of time."""
    moments = sorted(
        (when - first_s, label, event.side.capitalize())
        for event in session.events
        if event.valid
        for field, label in _LABELS.items()
        if (when := getattr(event, field)) is not None and when >= first_s
    )
    if not moments:
        return
    seconds, labels, contexts = zip(*moments, strict=True)
    file.add_parameter("EVENT", "USED", [len(moments)])
    file.add_parameter("EVENT", "CONTEXTS", list(contexts))
    file.add_parameter("EVENT", "LABELS", list(labels))
    # Each time is a pair of whole minutes and seconds.
    file.add_parameter("EVENT", "TIMES", np.array([np.floor_divide(seconds, 60.0), np.mod(seconds, 60.0)]))


def read_c3d(path: Path) -> Markers:
    """Return the markers of a C3D; a point with a negative residual is missing.

    Raises
    ------
    DataError
        If the file is not a C3D file.
    """
    ezc3d = need("ezc3d")
    try:
        file = ezc3d.c3d(str(path))
        point = file["parameters"]["POINT"]
        count = file["data"]["points"].shape[1]
        labels, hz, unit = point["LABELS"]["value"], float(point["RATE"]["value"][0]), point["UNITS"]["value"]
        xyz = np.asarray(file["data"]["points"][:3], dtype=np.float64).transpose(2, 1, 0)
        told = file["parameters"].get(_GROUP, {}).get("FACING", {}).get("value")
    except DAMAGE as error:
        raise DataError(f"{path.name}: not a readable C3D file; export it again") from error
    if not hz > 0:
        raise DataError(f"{path.name}: states {hz:g} frames a second; export it again")
    return Markers(
        time_s=np.arange(len(xyz)) / hz,
        xyz=xyz,
        names=[str(name).strip() for name in labels[:count]],
        unit=str(unit[0]).strip().lower() if unit else "mm",  # what the format's description presumes
        facing=told[0] if told else None,
    )
