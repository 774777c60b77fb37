"""The meaning of every column of an exported table: unit, sign, definition, source."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from dorsi import measures
from dorsi.errors import DataError
from dorsi.measures import Curve, Measure

Table = Literal["measurements", "signals"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One quantity."""

    name: str
    unit: str
    sign: str
    definition: str
    source: str
    table: Table


@cache
def entries() -> tuple[Entry, ...]:
    """Return every quantity that dorsi exports, in the order of the data dictionary."""
    numbers = [_entry(one, "measurements") for one in measures.measures().values()]
    return (*numbers, *(_entry(one, "signals") for one in measures.curves().values()))


def _entry(one: Measure | Curve, table: Table) -> Entry:
    unit = measures.unit_of_name(one.name).long
    return Entry(name=one.name, unit=unit, sign=one.sign, definition=one.definition, source=one.source, table=table)


def entry_of(column: str, table: str) -> Entry:
    """Return the entry of a table's column, ignoring its side prefix.

    Raises
    ------
    DataError
        If the dictionary has no such quantity.
    """
    name = measures.bare(column)
    found = next((entry for entry in entries() if (entry.name, entry.table) == (name, table)), None)
    if found is None:
        raise DataError(f"data dictionary: '{name}' has no entry in {table}; add it to measures/measures.yaml")
    return found


def markdown() -> str:
    """Return docs/data_dictionary.md."""
    lines = [
        "# Data dictionary",
        "",
        "Written by `make docs` from `src/dorsi/measures/measures.yaml`; do not edit by hand.",
        "",
        "A name ends in its unit. Left and right are the person's own; in tables with one column for each, the name",
        "starts with `left_` or `right_`. A missing value is an empty cell (NaN), never 0. Every measurement also has",
        "`ci95_low` and `ci95_high`, its 95 % interval, `n`, the repetitions or steps behind it, `sd`, the spread",
        "between those, `scale`, the measuring method, and `status` with `reason`. Numbered sources (M, R, P) are",
        "those of [rules.md](rules.md), `measures` is the project's definition of its measures.",
        "",
        "Every refused number has a flag in every table. `signals.csv` ends in three columns:",
        "`not_measured` lists the columns without measurements, `void` the legs whose repetition or step does",
        "not count at that moment, `heel_up` the legs whose heel is off the floor: there the shank's lean says nothing",
        "of the ankle. `signals_tidy.csv` has a `status`, as has each column of `signals.parquet`;",
        "`angles.mot` lists them in its header. In `events.csv` a refused number is empty and listed in",
        "`not_measured`, and an event that does not count has `valid` False. Of a step, `contact_s` is the moment of",
        "contact, `contact_time_s` how long the foot was on the ground.",
        "",
        "csv and parquet hold the same four tidy tables under the same names (measurements, events, signals_tidy,",
        "landmarks_tidy), with every digit; parquet also has `signals`, one column for each curve. Every exported file",
        "tells where it comes from: `dorsi_version`, `session`, `person`, `movement`, `clip_sha256` and `settings`, in",
        "the metadata of parquet and netCDF, the header of TRC and MOT, the group DORSI of C3D, the field `Dorsi` of",
        "BIDS-motion, the session of JSON, and in `provenance.json` beside csv tables, whose rows name the session.",
    ]
    for table, title in (
        ("measurements", "Measurements: one number for each session and side"),
        ("signals", "Signals: one value for each frame"),
    ):
        lines += ["", f"## {title}", "", "| name | unit | sign | definition | source |", "|---|---|---|---|---|"]
        lines += [
            f"| `{e.name}` | {e.unit} | {e.sign} | {e.definition} | {e.source} |" for e in entries() if e.table == table
        ]
    return "\n".join(lines) + "\n"
