"""TRC and MOT, the text formats of OpenSim: written, and TRC read.

A missing point is `nan` in each cell: OpenSim reads that, but refuses rows that end in empty cells.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.evenly import rate_hz
from dorsi.exchange.metres import InMetres
from dorsi.types import SIDES, Array, Signals

#: dorsi's angle -> OpenSim's coordinate with the same zero and sign (Rajagopal 2016: + is dorsiflexion, flexion).
COORDINATES: Final = {"ankle_dorsiflexion_deg": "ankle_angle", "knee_flexion_deg": "knee_angle"}
_HEADER_ROWS: Final = 5
_FACING: Final = re.compile(r"\bfacing=(left|right|unknown)\b")


def write_trc(path: Path, points: InMetres, *, facts: Mapping[str, str] | None = None) -> None:
    """Write body points as TRC in metres; the Time column holds each frame's own time.

    The first line also tells which side of the picture the person faced, and which leg was nearer to the camera.

    Parameters
    ----------
    facts
        Where the file comes from, told in the first line, too.
    """
    rate, n, k = rate_hz(points.time_s), len(points.time_s), len(points.names)
    heads = (
        # OpenSim takes the first line as it is, and refuses further fields in the second.
        ("PathFileType", "4", "(X/Y/Z)", path.name, f"facing={points.facing} near_side={points.near_side}",
         *_told(facts or {})),
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


def write_mot(
    path: Path, signals: Signals, *, refused: Collection[str] = (), facts: Mapping[str, str] | None = None
) -> None:
    """Write the angles as MOT in degrees: ankle and knee under OpenSim's names, all others under dorsi's.

    Columns of `refused` contain no measurement and are listed in the header under `not_measured`. The hip keeps dorsi's
    name: dorsi measures the thigh against the trunk, OpenSim against the pelvis.

    Parameters
    ----------
    facts
        Where the file comes from, a line of the header each.
    """
    columns = {
        _coordinate(name): values
        for name, values in signals.columns().items()
        if name == "time_s" or name.endswith("_deg")
    }
    named = " ".join(_coordinate(name) for name in refused if _coordinate(name) in columns)
    head = (
        path.stem, "version=1", f"nRows={len(signals.time_s)}", f"nColumns={len(columns)}", "inDegrees=yes",
        *([f"not_measured={named}"] if named else []), *_told(facts or {}), "endheader", "\t".join(columns),
    )  # fmt: skip
    rows = ("\t".join(f"{value:.6f}" for value in row) for row in np.column_stack(list(columns.values())))
    path.write_text("".join(f"{line}\n" for line in (*head, *rows)), encoding="utf-8")


def _told(facts: Mapping[str, str]) -> list[str]:
    """Return facts as `name=value`, each in one line; an empty one is left out."""
    return [f"{name}={' '.join(value.split())}" for name, value in facts.items() if value]


def _coordinate(column: str) -> str:
    """Return OpenSim's name of a column: "left_knee_flexion_deg" is "knee_angle_l"; "time_s" is "time"."""
    if column == "time_s":
        return "time"
    for side in SIDES:
        name = column.removeprefix(f"{side}_")
        if name != column and name in COORDINATES:
            return f"{COORDINATES[name]}_{side[0]}"
    return column


@dataclass(frozen=True, kw_only=True)
class Markers:
    """What a file of markers in space holds."""

    time_s: Array  #: (T,)
    xyz: Array  #: (T, K, 3), in `unit`
    names: list[str]
    unit: str  #: as the file states it
    facing: str | None  #: "left", "right", "unknown": what dorsi wrote of the picture; None in files of other tools


def read_trc(path: Path) -> Markers:
    """Return what a TRC holds, read as OpenSim reads it.

    Fields of the header may be padded, and have further tabs between them; in a row each tab counts, since an empty or
    blank cell is a missing value. Further tabs at a line's end, empty lines and rows without a number mean nothing.

    Raises
    ------
    DataError
        If the file is not a TRC file, or its header and rows disagree.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        facts = dict(zip(lines[1].split(), lines[2].split(), strict=True))
        names = [name.strip() for name in lines[3].split("\t")[2:] if name.strip()]
        rows = [line.rstrip().split("\t") for line in lines[_HEADER_ROWS:]]
        table = _table([row for row in rows if row[0].strip()], width=2 + 3 * len(names))
        stated, unit = int(float(facts["NumMarkers"])), facts["Units"].lower()
        stated_hz = float(facts["DataRate"])
    except DAMAGE as error:
        raise DataError(
            f"{path.name}: not a TRC file ({error}); give one from Sports2D, Pose2Sim or OpenSim"
        ) from error
    if stated != len(names):
        raise DataError(f"{path.name}: the header states {stated} markers, {len(names)} are named; export it again")
    _check_rate(path, table[:, 1], stated_hz)
    told = _FACING.search(lines[0])
    return Markers(
        time_s=table[:, 1],
        xyz=table[:, 2:].reshape(len(table), len(names), 3),
        names=names,
        unit=unit,
        facing=told[1] if told else None,
    )


def _table(rows: list[list[str]], *, width: int) -> Array:
    """Return the numbers of the rows, (T, width); a blank cell is NaN, as is one that a short row lacks."""
    out = np.full((len(rows), width), np.nan)
    for line, row in enumerate(rows):
        if len(row) > width:
            raise ValueError(f"{len(row)} columns in a row, {width} expected")
        out[line, : len(row)] = [float(cell) if cell.strip() else np.nan for cell in row]
    return out


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
