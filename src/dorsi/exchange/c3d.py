"""C3D, the binary format of motion capture, through ezc3d."""

from pathlib import Path

import numpy as np

from dorsi.exchange.evenly import evenly, rate_hz
from dorsi.exchange.metres import InMetres
from dorsi.extras import need


def write_c3d(path: Path, points: InMetres) -> None:
    """Write body points as C3D in metres.

    C3D stores only a rate, so points of a clip with uneven times are interpolated to even ones. A missing point is
    NaN, as ezc3d marks it: its residual is negative in the file.
    """
    _, xyz = evenly(points.time_s, points.xyz_m)
    file = need("ezc3d").c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [rate_hz(points.time_s)]
    point["UNITS"]["value"] = ["m"]
    point["LABELS"]["value"] = list(points.names)
    file["data"]["points"] = np.concatenate([xyz, np.ones((*xyz.shape[:2], 1))], axis=-1).transpose(2, 1, 0)
    file.write(str(path))
