"""Exports everything stored about one person, as files that any program can read."""

import csv
from pathlib import Path
from typing import Final

from dorsi.errors import DataError
from dorsi.results import staged, write_json
from dorsi.schema.session import Measurement
from dorsi.store import SessionRecord, Store

_COLUMNS: Final = ("person", "recorded_on", "movement", "clip", *Measurement.model_fields)


def export(name: str, folder: Path, *, url: str | None = None) -> int:
    """Write a person's data into a new folder, completely or not at all, and return the number of files.

    sessions/KEY.json, measurements.csv (long form), arrays/KEY.landmarks.npz and the like, plans/1.json, log.json,
    intake.json.

    Raises
    ------
    DataError
        If no person of that name is stored, or the folder already exists or cannot be written.
    """
    if folder.exists():
        raise DataError(f"{folder}: already exists; choose a new folder")
    with Store(url) as store:
        person = store.person(name)
        records = store.sessions(name)
        plans, log, intake = store.plans(name), store.log(name), store.intake(name)
    with staged(folder) as staging:
        for part in ("sessions", "arrays", "plans"):
            (staging / part).mkdir()
        for record in records:
            write_json(record.session, staging / "sessions" / f"{record.key[:16]}.json")
            for file_name, path in record.arrays.items():
                (staging / "arrays" / f"{record.key[:16]}.{file_name}").write_bytes(path.read_bytes())
        _write_measurements(records, person.name, staging / "measurements.csv")
        for number, plan in enumerate(plans, 1):
            write_json(plan, staging / "plans" / f"{number}.json")
        if log is not None:
            write_json(log, staging / "log.json")
        if intake is not None:
            write_json(intake, staging / "intake.json")
        return sum(path.is_file() for path in staging.rglob("*"))


def _write_measurements(records: list[SessionRecord], person: str, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        for record in records:
            head = {
                "person": person,
                "recorded_on": record.recorded_on,
                "movement": record.session.movement,
                "clip": record.session.clip.path,
            }
            writer.writerows(head | one.model_dump() for one in record.session.measurements)
