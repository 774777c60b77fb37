"""Converts pixels of one plane to metres by the person's height, for formats that only use metres."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dorsi.analysis.view import shank_px
from dorsi.errors import DataError
from dorsi.measures.bands import wall_geometry
from dorsi.types import Analysis, Array

Told = Literal["left", "right", "unknown"]


@dataclass(frozen=True, kw_only=True)
class InMetres:
    """Body points in metres: X forward (where the person faces), Y up from the lowest point, Z to the right, 0 here.

    X of someone who faced the left of the picture was turned round; `facing` tells it to whoever reads the file.
    """

    time_s: Array  #: (T,)
    xyz_m: Array  #: (T, K, 3)
    names: tuple[str, ...]
    metres_per_px: float
    facing: Told  #: the side of the picture that the person faced
    near_side: Told  #: the leg nearer to the camera


def in_metres(analysis: Analysis, *, height_cm: float | None = None) -> InMetres:
    """Return an analysis' landmarks in metres, in the plane of the picture.

    Parameters
    ----------
    height_cm
        The person's height; from the session's settings if None.

    Raises
    ------
    DataError
        If no height is known, or no shank was visible to compare it with.
    """
    stored = analysis.session.provenance.get("setting_height_cm")
    height = height_cm if height_cm is not None else stored
    if not isinstance(height, int | float):
        raise DataError(
            f"{analysis.clip.path.name}: metres need the person's height; give it with --height-cm, or choose a format "
            "in pixels (csv, parquet, json, movement)"
        )
    shank = shank_px(analysis.landmarks)
    if not np.isfinite(shank) or shank == 0:
        raise DataError(f"{analysis.clip.path.name}: no leg was visible, so pixels cannot be converted to metres")
    scale = wall_geometry().shank_of_height * height / 100 / shank
    x, y = np.moveaxis(analysis.landmarks.xy_px, -1, 0)
    forward = -1.0 if analysis.session.quality.facing == "left" else 1.0
    floor, start = np.nanmax(y), np.nanmin(forward * x)
    xyz = np.stack([(forward * x - start) * scale, (floor - y) * scale, np.where(np.isfinite(x), 0.0, np.nan)], axis=-1)
    return InMetres(
        time_s=analysis.landmarks.time_s,
        xyz_m=xyz,
        names=analysis.landmarks.names,
        metres_per_px=float(scale),
        facing=analysis.session.quality.facing or "unknown",
        near_side=analysis.session.quality.near_side or "unknown",
    )
