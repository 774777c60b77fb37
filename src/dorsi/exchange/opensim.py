"""TRC and MOT, the text formats of OpenSim: written, and TRC read.

A missing point is `nan` in each cell: OpenSim reads that, but refuses rows that end in empty cells.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.errors import DataError
from dorsi.exchange.evenly import rate_hz
from dorsi.exchange.metres import InMetres
from dorsi.types import SIDES, Array, Signals

#: dorsi's angle -> OpenSim's coordinate with the same zero and sign (Rajagopal 2016: + is dorsiflexion, flexion).
COORDINATES: Final = {"ankle_dorsiflexion_deg": "ankle_angle", "knee_flexion_deg": "knee_angle"}
_HEADER_ROWS: Final = 5


def write_trc(path: Path, points: InMetres) -> None:
    """Write body points as TRC in metres; the Time column holds each frame's own time."""
    rate, n, k = rate_hz(points.time_s), len(points.time_s), len(points.names)
    heads = (
        ("PathFileType", "4", "(X/Y/Z)", path.name),
        ("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate", "OrigDataStartFrame",
         "OrigNumFrames"),
        (f"{rate:.6f}", f"{rate:.6f}", str(n), str(k), "m", f"{rate:.6f}", "1", str(n)),
        ("Frame#", "Time", *(cell for name in points.names for cell in (name, "", ""))),
        ("", "", *(f"{axis}{i}" for i in range(1, k + 1) for axis in "XYZ")),
        (),
    )  # fmt: skip
    rows = (
        (str(i), f"{t:.6f}", *(f"{value:.6f}" for value in frame))
        for i, (t, frame) in enumerate(zip(points.time_s, points.xyz_m.reshape(n, -1), strict=True), start=1)
    )
    path.write_text("".join("\t".join(row) + "\n" for row in (*heads, *rows)), encoding="utf-8")


def write_mot(path: Path, signals: Signals, *, refused: Collection[str] = ()) -> None:
    """Write the angles as MOT in degrees: ankle and knee under OpenSim's names, all others under dorsi's.

    Columns of `refused` contain no measurement and are listed in the header under `not_measured`. The hip keeps dorsi's
    name: dorsi measures the thigh against the trunk, OpenSim against the pelvis.
    """
    columns = {
        _coordinate(name): values
        for name, values in signals.columns().items()
        if name == "time_s" or name.endswith("_deg")
    }
    named = " ".join(_coordinate(name) for name in refused if _coordinate(name) in columns)
    head = (
        path.stem, "version=1", f"nRows={len(signals.time_s)}", f"nColumns={len(columns)}", "inDegrees=yes",
        *([f"not_measured={named}"] if named else []), "endheader", "\t".join(columns),
    )  # fmt: skip
    rows = ("\t".join(f"{value:.6f}" for value in row) for row in np.column_stack(list(columns.values())))
    path.write_text("".join(f"{line}\n" for line in (*head, *rows)), encoding="utf-8")


def _coordinate(column: str) -> str:
    """Return OpenSim's name of a column: "left_knee_flexion_deg" is "knee_angle_l"; "time_s" is "time"."""
    if column == "time_s":
        return "time"
    for side in SIDES:
        name = column.removeprefix(f"{side}_")
        if name != column and name in COORDINATES:
            return f"{COORDINATES[name]}_{side[0]}"
    return column


def read_trc(path: Path) -> tuple[Array, Array, list[str], str]:
    """Return times (T,), points (T, K, 3), their names and the file's unit.

    Raises
    ------
    DataError
        If the file is not a TRC file, or its header and rows disagree.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        facts = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
        names = [name for name in lines[3].rstrip().split("\t")[2:] if name]
        rows = [line.split("\t") for line in lines[_HEADER_ROWS:] if line.strip()]
        width = 2 + 3 * len(names)
        cells = [[float(cell or "nan") for cell in (row + [""] * width)[:width]] for row in rows]
        table = np.array(cells).reshape(len(rows), width)
        stated, unit = int(facts["NumMarkers"]), facts["Units"].strip().lower()
        stated_hz = float(facts["DataRate"])
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise DataError(
            f"{path.name}: not a TRC file ({error}); give one from Sports2D, Pose2Sim or OpenSim"
        ) from error
    if stated != len(names):
        raise DataError(f"{path.name}: the header states {stated} markers, {len(names)} are named; export it again")
    _check_rate(path, table[:, 1], stated_hz)
    return table[:, 1], table[:, 2:].reshape(len(rows), len(names), 3), names, unit


def _check_rate(path: Path, time_s: Array, stated_hz: float) -> None:
    """Refuse a file whose times and rate differ by more than 5 %."""
    if len(time_s) < 2 or not np.all(np.diff(time_s) > 0):
        raise DataError(f"{path.name}: times do not rise from frame to frame; export it again")
    found_hz = rate_hz(time_s)
    if abs(found_hz - stated_hz) > 0.05 * found_hz:
        raise DataError(
            f"{path.name}: the header states {stated_hz:g} frames a second, the times {found_hz:.1f}; "
            "correct one of them"
        )
