"""Writes a result in formats of other tools, one or more files for each format."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dorsi.errors import DataError, check_option
from dorsi.exchange import tables
from dorsi.exchange.bids import write_bids
from dorsi.exchange.c3d import write_c3d
from dorsi.exchange.dictionary import entries, entry_of
from dorsi.exchange.facts import facts_of
from dorsi.exchange.flags import column_status, not_measured
from dorsi.exchange.metres import in_metres
from dorsi.exchange.movement import with_noise, write_netcdf
from dorsi.exchange.opensim import write_mot, write_trc
from dorsi.extras import need
from dorsi.schema.session import Session
from dorsi.types import Analysis, Array

if TYPE_CHECKING:
    import pandas as pd

_Writer = Callable[[Analysis, Path, float | None], list[Path]]


def export(
    analysis: Analysis, folder: Path | str, *, formats: Iterable[str], height_cm: float | None = None
) -> list[Path]:
    """Write a result in each of `formats` into `folder`, created if missing, and return the files.

    Parameters
    ----------
    analysis
        From `analyse`, or from `load` for an earlier result.
    folder
        Folder for the files; existing files are replaced.
    formats
        Any of csv, parquet, json, trc, mot, c3d, movement, bids.
    height_cm
        The person's height; sets the scale of trc and c3d, whose unit is the metre. From the settings if None.

    Returns
    -------
    list of Path
        Every file that was written.

    Raises
    ------
    OptionError
        If a format is not known.
    DataError
        If a format needs metres and no height is known, or the folder cannot be written.
    DorsiError
        If a format needs a package that is not installed.
    """
    chosen = [check_option("formats", name, FORMATS) for name in formats]
    if not _IN_METRES.isdisjoint(chosen):
        in_metres(analysis, height_cm=height_cm)  # refuses before anything is written
    writers = [_WRITERS[name] for name in chosen]
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [path for write in writers for path in write(analysis, folder, height_cm)]
    except OSError as error:
        raise DataError(f"{folder}: cannot be written ({error.strerror or error}); give another folder") from error


def _tidy(analysis: Analysis) -> dict[str, "pd.DataFrame"]:
    """Return the four tidy tables by the names of their files; each row names its session."""
    session = analysis.session
    landmarks = tables.landmarks_table(analysis.landmarks)
    signals = tables.signals_table(analysis.signals, session)
    return {
        "measurements": tables.measurements_table([session]),
        "events": tables.events_table(session),
        "signals_tidy": signals.assign(session=session.id),
        "landmarks_tidy": landmarks.assign(session=session.id),
    }


def _csv(analysis: Analysis, folder: Path, _height_cm: float | None) -> list[Path]:
    """Write the tidy tables with every digit, and beside them where they come from."""
    written = {f"{name}.csv": table for name, table in _tidy(analysis).items()}
    for name, table in written.items():
        table.to_csv(folder / name, index=False)
    facts = folder / "provenance.json"
    facts.write_text(json.dumps(facts_of(analysis.session), indent=2) + "\n", encoding="utf-8")
    return [*(folder / name for name in written), facts, _dictionary(folder)]


def _parquet(analysis: Analysis, folder: Path, _height_cm: float | None) -> list[Path]:
    """Write the tidy tables, and signals with one column each, its unit and meaning in the file."""
    pa, parquet = need("pyarrow"), need("pyarrow.parquet")
    about = facts_of(analysis.session)
    columns = analysis.signals.columns()
    fields = [pa.field(name, pa.float64(), metadata=_about(name, analysis.session)) for name in columns]
    written = {"signals": pa.table(list(columns.values()), schema=pa.schema(fields, metadata=about))}
    for name, table in _tidy(analysis).items():
        rows = pa.Table.from_pandas(table, preserve_index=False)
        written[name] = rows.replace_schema_metadata((rows.schema.metadata or {}) | about)
    for name, rows in written.items():
        parquet.write_table(rows, folder / f"{name}.parquet")
    return [*(folder / f"{name}.parquet" for name in written), _dictionary(folder)]


def _about(column: str, session: Session) -> dict[str, str]:
    """Return the metadata of a column of signals.parquet: unit, sign, definition, source, status."""
    facts = asdict(entry_of(column, "signals"))
    del facts["name"], facts["table"]
    return facts if column == "time_s" else facts | {"status": column_status(column, session)}


def _json(analysis: Analysis, folder: Path, _height_cm: float | None) -> list[Path]:
    path = folder / "analysis.json"
    landmarks = analysis.landmarks
    whole: dict[str, Any] = {
        "session": json.loads(analysis.session.model_dump_json()),
        "signals": {name: _plain(values) for name, values in analysis.signals.columns().items()}
        | {"time_s": analysis.signals.time_s.tolist()},
        "not_measured": not_measured(analysis.signals, analysis.session),
        "landmarks": {
            "names": list(landmarks.names),
            "xy_px": _plain(landmarks.xy_px),
            "score": _plain(landmarks.score),
        },
    }
    path.write_text(json.dumps(whole, allow_nan=False) + "\n", encoding="utf-8")
    return [path]


def _trc(analysis: Analysis, folder: Path, height_cm: float | None) -> list[Path]:
    points = in_metres(analysis, height_cm=height_cm)
    write_trc(folder / "landmarks.trc", points, facts=facts_of(analysis.session))
    return [folder / "landmarks.trc"]


def _mot(analysis: Analysis, folder: Path, _height_cm: float | None) -> list[Path]:
    refused = not_measured(analysis.signals, analysis.session)
    write_mot(folder / "angles.mot", analysis.signals, refused=refused, facts=facts_of(analysis.session))
    return [folder / "angles.mot"]


def _c3d(analysis: Analysis, folder: Path, height_cm: float | None) -> list[Path]:
    write_c3d(folder / "landmarks.c3d", in_metres(analysis, height_cm=height_cm), session=analysis.session)
    return [folder / "landmarks.c3d"]


def _movement(analysis: Analysis, folder: Path, _height_cm: float | None) -> list[Path]:
    seen = analysis.session.quality
    side = {"facing": seen.facing or "unknown", "near_side": seen.near_side or "unknown"}
    facts = {**side, **facts_of(analysis.session)}
    write_netcdf(folder / "landmarks.nc", with_noise(analysis), person=analysis.session.person, facts=facts)
    return [folder / "landmarks.nc"]


_WRITERS: Final[dict[str, _Writer]] = {
    "csv": _csv,
    "parquet": _parquet,
    "json": _json,
    "trc": _trc,
    "mot": _mot,
    "c3d": _c3d,
    "movement": _movement,
    "bids": write_bids,
}
FORMATS: Final = tuple(_WRITERS)
_IN_METRES: Final = frozenset({"trc", "c3d"})


def _dictionary(folder: Path) -> Path:
    path = folder / "data_dictionary.csv"
    need("pandas").DataFrame([asdict(entry) for entry in entries()]).to_csv(path, index=False)
    return path


def _plain(values: Array) -> object:
    """Return an array as nested lists, missing values as None: JSON has no NaN."""
    plain = np.round(values, 4).astype(object)
    plain[~np.isfinite(values)] = None
    return plain.tolist()
