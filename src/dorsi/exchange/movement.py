"""netCDF as used by the package `movement` (0.15): position and confidence over time, space and keypoints."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from dorsi.errors import DataError
from dorsi.exchange.evenly import rate_hz
from dorsi.extras import need
from dorsi.types import Array, Landmarks

if TYPE_CHECKING:
    import xarray as xr

DIMENSIONS: Final = ("time", "space", "keypoints", "individuals")
# Until 0.14 the names were singular.
_OLD_NAMES: Final = {"keypoint": "keypoints", "individual": "individuals"}


def to_dataset(landmarks: Landmarks, *, person: str | None = None) -> "xr.Dataset":
    """Return landmarks as a poses dataset of `movement`, in pixels, each frame at its own time in seconds.

    Examples
    --------
    >>> import dorsi
    >>> dataset = to_dataset(dorsi.synth.lunge(), person="bea")
    >>> dict(dataset.sizes)
    {'time': 300, 'space': 2, 'keypoints': 12, 'individuals': 1}
    """
    coordinates = {
        "time": landmarks.time_s,
        "space": ["x", "y"],
        "keypoints": list(landmarks.names),
        "individuals": [person or "id_0"],
    }
    return need("xarray").Dataset(  # type: ignore[no-any-return]
        data_vars={
            "position": (DIMENSIONS, landmarks.xy_px.transpose(0, 2, 1)[..., None]),
            "confidence": (("time", "keypoints", "individuals"), landmarks.score[..., None]),
        },
        coords=coordinates,
        attrs={
            "source_software": "dorsi",
            "ds_type": "poses",
            "fps": rate_hz(landmarks.time_s),
            "time_unit": "seconds",
            "width_px": landmarks.size_px[0],
            "height_px": landmarks.size_px[1],
        },
    )


def write_netcdf(path: Path, landmarks: Landmarks, *, person: str | None = None) -> None:
    """Write landmarks as netCDF that `movement` and xarray open."""
    need("h5netcdf")
    to_dataset(landmarks, person=person).to_netcdf(path, engine="h5netcdf")


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
        dataset = dataset.rename({old: new for old, new in _OLD_NAMES.items() if old in dataset.dims})
        position = dataset["position"].transpose("time", "keypoints", "space", "individuals")
        score = dataset["confidence"].transpose("time", "keypoints", "individuals")
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path.name}: not a poses dataset of movement ({error}); export it again") from error
    time_s = dataset["time"].to_numpy().astype(np.float64) if dataset.attrs.get("time_unit") == "seconds" else None
    return (
        time_s,
        position.to_numpy().astype(np.float64),
        score.to_numpy().astype(np.float64),
        [str(name) for name in dataset["keypoints"].to_numpy()],
        [str(name) for name in dataset["individuals"].to_numpy()],
    )
