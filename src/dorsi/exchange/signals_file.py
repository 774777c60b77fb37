"""Write and read signals.csv, the angles of a result over time."""

import csv
from dataclasses import fields
from pathlib import Path

import numpy as np

from dorsi.errors import DAMAGE, DataError
from dorsi.exchange.flags import FLAGS, flag_columns
from dorsi.schema.session import Session
from dorsi.types import SIDES, Array, Signals


def write_signals(signals: Signals, path: Path, *, session: Session | None = None) -> None:
    """Write `time_s` and one column per side and quantity at the clip's own frames; missing is an empty cell.

    Parameters
    ----------
    session
        If given, the last three columns list in every row the columns without measurements (`not_measured`, separated
        by spaces), the legs whose repetition or step does not count (`void`) and those whose heel is off the floor
        (`heel_up`), where the shank's lean says nothing of the ankle.
    """
    columns = signals.columns()
    flags = {} if session is None else flag_columns(signals, session)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, *flags])
        writer.writerows(
            [*("" if np.isnan(value) else f"{value:.4f}" for value in row), *told]
            for row, *told in zip(np.column_stack(list(columns.values())), *flags.values(), strict=True)
        )


def load_signals(path: Path) -> Signals:
    """Return the angles of a signals.csv; an empty cell is NaN."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            names, *rows = csv.reader(file)
        kept = [i for i, name in enumerate(names) if name not in FLAGS]
        table = np.array([[float(row[i] or "nan") for i in kept] for row in rows]).reshape(len(rows), len(kept))
        return signals_of({names[i]: values for i, values in zip(kept, table.T, strict=True)})
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); give the folder of one clip's result") from error
    except DAMAGE as error:
        raise DataError(f"{path}: not a signals.csv from dorsi; analyse the clip again") from error


def signals_of(columns: dict[str, Array]) -> Signals:
    """Return signals from the columns made by `Signals.columns`.

    Raises
    ------
    KeyError
        If a column is missing.
    """
    singles = {"time_s", "trunk_lean_deg"}
    known = {f.name for f in fields(Signals)} - {"extra"}
    paired = {name.removeprefix("left_") for name in columns if name.startswith("left_")}
    values = {name: columns[name] for name in columns if not name.startswith(tuple(f"{side}_" for side in SIDES))}
    values |= {name: np.stack([columns[f"{side}_{name}"] for side in SIDES], axis=1) for name in paired}
    required = {name: values[name] for name in known | singles}
    return Signals(**required, extra={name: array for name, array in values.items() if name not in known})
