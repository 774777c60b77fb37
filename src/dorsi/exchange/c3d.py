"""C3D, the binary format of motion capture, through ezc3d."""

from pathlib import Path
from typing import Final

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.evenly import evenly, rate_hz
from dorsi.exchange.metres import InMetres
from dorsi.exchange.opensim import Markers
from dorsi.extras import need

_GROUP: Final = "DORSI"


def write_c3d(path: Path, points: InMetres) -> None:
    """Write body points as C3D in metres.

    C3D knows only a rate, so points of a clip with uneven times are interpolated to even ones. A missing point is
    NaN, as ezc3d marks it: its residual is negative in the file. The group DORSI tells which side of the picture the
    person faced, and which leg was nearer to the camera.
    """
    _, xyz = evenly(points.time_s, points.xyz_m)
    file = need("ezc3d").c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [rate_hz(points.time_s)]
    point["UNITS"]["value"] = ["m"]
    point["LABELS"]["value"] = list(points.names)
    file.add_parameter(_GROUP, "FACING", [points.facing])
    file.add_parameter(_GROUP, "NEAR_SIDE", [points.near_side])
    file["data"]["points"] = np.concatenate([xyz, np.ones((*xyz.shape[:2], 1))], axis=-1).transpose(2, 1, 0)
    file.write(str(path))


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
