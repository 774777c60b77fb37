"""netCDF in the layout of the package `movement`: position and confidence over time, space, keypoint and individual."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from packaging.version import Version

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.evenly import rate_hz
from dorsi.extras import need
from dorsi.types import Analysis, Array, Landmarks

if TYPE_CHECKING:
    import xarray as xr

#: The names of 0.17 and later; what was written before has plural ones. Both are read.
SINGULAR_FROM: Final = (0, 17)
SINGULAR: Final = ("time", "space", "keypoint", "individual")
PLURAL: Final = ("time", "space", "keypoints", "individuals")


def dimensions(version: str | None = None) -> tuple[str, str, str, str]:
    """Return the names of the dimensions in a version of `movement`.

    Parameters
    ----------
    version
        Such as "0.15.0"; the one that is installed if None, and the newest where none is.
    """
    if version is None:
        try:
            version = metadata.version("movement")
        except metadata.PackageNotFoundError:
            return SINGULAR
    return SINGULAR if Version(version).release >= SINGULAR_FROM else PLURAL


def to_dataset(
    landmarks: Landmarks,
    *,
    person: str | None = None,
    facts: Mapping[str, str] | None = None,
    version: str | None = None,
) -> "xr.Dataset":
    """Return landmarks as a poses dataset of `movement`, in pixels, each frame at its own time in seconds.

    Where the network tells them, `sigma_px` is the noise of each point, and `depth_m` its depth from the hips, as the
    network guesses it, away from the camera +.

    Parameters
    ----------
    landmarks
        As measured or read.
    person
        Name of the individual.
    facts
        Further attributes, such as facing, near side and where the landmarks come from.
    version
        Of `movement`, for the names of the dimensions: the installed or else the newest if None.

    Returns
    -------
    xarray.Dataset
        `position` in pixels, x to the right and y down, and `confidence` from 0 to 1.

    Raises
    ------
    DorsiError
        If xarray is not installed.

    Examples
    --------
    >>> import dorsi
    >>> dict(to_dataset(dorsi.synth.lunge(), version="0.17.0").sizes)
    {'time': 300, 'space': 2, 'keypoint': 12, 'individual': 1}
    """
    names = dimensions(version)
    coordinates = {
        names[0]: landmarks.time_s,
        names[1]: ["x", "y"],
        names[2]: list(landmarks.names),
        names[3]: [person or "id_0"],
    }
    by_point = (names[0], *names[2:])
    found = {
        "position": (names, landmarks.xy_px.transpose(0, 2, 1)[..., None]),
        "confidence": (by_point, landmarks.score[..., None]),
    }
    if landmarks.sigma_px is not None:
        found["sigma_px"] = (by_point, landmarks.sigma_px[..., None])
    if landmarks.world_m is not None:  # "space" has no third place: movement takes what it holds as the dimension
        found["depth_m"] = (by_point, landmarks.world_m[..., 2, None])
    return need("xarray").Dataset(  # type: ignore[no-any-return]
        data_vars=found,
        coords=coordinates,
        attrs={
            "source_software": "dorsi",
            "ds_type": "poses",
            "fps": rate_hz(landmarks.time_s),
            "time_unit": "seconds",
            "width_px": landmarks.size_px[0],
            "height_px": landmarks.size_px[1],
            **(facts or {}),
        },
    )


def with_noise(analysis: Analysis) -> Landmarks:
    """Return the cleaned landmarks with the noise and depth of the raw ones, where they have none of their own."""
    clean, raw = analysis.landmarks, analysis.raw
    if clean.score.shape != raw.score.shape:
        return clean
    return replace(
        clean,
        sigma_px=clean.sigma_px if clean.sigma_px is not None else raw.sigma_px,
        world_m=clean.world_m if clean.world_m is not None else raw.world_m,
    )


def write_netcdf(
    path: Path | str,
    landmarks: Landmarks,
    *,
    person: str | None = None,
    facts: Mapping[str, str] | None = None,
    version: str | None = None,
) -> None:
    """Write landmarks as netCDF that `movement` and xarray open.

    Parameters
    ----------
    path
        The file to write, ending in .nc.
    landmarks, person, facts, version
        As for `to_dataset`.

    Raises
    ------
    DorsiError
        If xarray or h5netcdf is not installed.
    """
    need("h5netcdf")
    to_dataset(landmarks, person=person, facts=facts, version=version).to_netcdf(path, engine="h5netcdf")


def read_netcdf(path: Path) -> tuple[Array | None, Array, Array, list[str], list[str]]:
    """Return times in seconds or None, positions (T, K, space, people), scores (T, K, people), names and people.

    Raises
    ------
    DataError
        If the file is not a poses dataset of `movement`.
    """
    need("h5netcdf")
    try:
        dataset = need("xarray").load_dataset(path, engine="h5netcdf")
        named = dict(zip(PLURAL, SINGULAR, strict=True))
        dataset = dataset.rename({old: new for old, new in named.items() if old != new and old in dataset.dims})
        position = dataset["position"].transpose("time", "keypoint", "space", "individual")
        score = dataset["confidence"].transpose("time", "keypoint", "individual")
    except DAMAGE as error:
        raise DataError(f"{path.name}: not a poses dataset of movement ({error}); export it again") from error
    time_s = dataset["time"].to_numpy().astype(np.float64) if dataset.attrs.get("time_unit") == "seconds" else None
    return (
        time_s,
        position.to_numpy().astype(np.float64),
        score.to_numpy().astype(np.float64),
        [str(name) for name in dataset["keypoint"].to_numpy()],
        [str(name) for name in dataset["individual"].to_numpy()],
    )
