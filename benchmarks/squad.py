"""A squad's season of records, and how long it takes to ask for it: `python benchmarks/squad.py query [URL]`.

`fill FOLDER` stores 200 sessions and writes the squad page, to look at it or to load it in a browser.
"""

import argparse
import datetime as dt
import hashlib
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from dorsi.batch import write_squad_report
from dorsi.schema.session import ClipInfo, Measurement, Quality, Session, Warn
from dorsi.store import FailureRecord, Key, Made, Store
from dorsi.store.tables import Filmed, MeasuredNumber, Person

NAMES = ("peak_shank_inclination_deg", "knee_flexion_at_peak_deg", "heel_rise_frac", "rep_count", "trunk_lean_deg")
FIRST = dt.date(2026, 1, 5)
NEAR = {"left": "right", "right": "left"}


def measurement(name: str, side: str, value: float | None, *, sure: bool = True) -> Measurement:
    if value is None:
        return Measurement(
            name=name, side=side, value=None, unit="deg", scale="camera_joint_centre", n=0,
            status="not_measured", reason="the far leg was hidden; film this leg from its own side",
        )  # fmt: skip
    return Measurement(
        name=name, side=side, value=round(value, 2), unit="deg", scale="camera_joint_centre", n=3, sd=0.8,
        ci95_low=round(value - 3.1, 2), ci95_high=round(value + 3.1, 2), confidence="medium",
        status="ok" if sure else "low_confidence", reason=None if sure else "the camera stood 22 degrees off the side",
    )  # fmt: skip


def session(person: str, side: str, day: dt.date, value: float, *, sure: bool) -> Session:
    sha256 = hashlib.sha256(f"{person}{side}{day}".encode()).hexdigest()
    warnings = [] if sure else [Warn(code="view_oblique", text="The camera stood 22 degrees off the side.", tip="")]
    return Session(
        id=sha256[:16], person=person, movement="lunge", recorded_at=day.isoformat(),
        clip=ClipInfo(path=f"{person}/{day}_lunge_{side}.mp4", sha256=sha256, size_px=(1080, 1920), duration_s=9.0,
                      mean_rate_hz=30.0, time_scale=1.0, codec="h264"),
        quality=Quality(view="side", yaw_deg=3.0, roll_deg=0.5, facing="right", near_side=side, found_frac=1.0,
                        warnings=warnings),
        measurements=[measurement(NAMES[0], side, value, sure=sure), measurement(NAMES[0], NEAR[side], None)],
        events=[], provenance={"setting_model": "heavy", "setting_mirror": True},
    )  # fmt: skip


def fill(folder: Path, athletes: int = 25, months: int = 4) -> None:
    """Store athletes x months x 2 legs, and write the page."""
    chance = random.Random(7)  # noqa: S311 - the same squad every time
    with Store(f"sqlite:///{folder.absolute() / 'dorsi.db'}") as store:
        for i in range(athletes):
            person = f"Athlete {chr(65 + i % 26)}{i}"
            level = {side: chance.gauss(36, 5) for side in ("left", "right")}
            gain = chance.choice([0, 0, 0, 2.5, -2.5])
            for month in range(months):
                for side in ("left", "right"):
                    day = FIRST + dt.timedelta(days=30 * month + (2 if side == "right" and i % 9 == 0 else 0))
                    value = level[side] + gain * month + chance.gauss(0, 1.2)
                    one = session(person, side, day, value, sure=i % 7 != 3 or month < months - 1)
                    clip = folder / one.clip.path
                    store.save(Made(key=Key(clip_sha256=one.clip.sha256, settings={}, model_sha256=""), person=person,
                                    recorded_on=day, session=one, clip=clip, folder=clip.with_suffix("")))  # fmt: skip
        store.save_failure(FailureRecord(clip=folder / "Athlete B1" / "2026-05-05_lunge.mp4", clip_sha256="0" * 64,
                                         person="Athlete B1", reason="is cut short, 1 of its 150 frames are there; "
                                         "copy it again from the phone or camera"))  # fmt: skip
        for path in write_squad_report(store, folder):
            print(path)


def query(url: str | None, rows: int = 100_000) -> None:
    """Store `rows` measurements of 250 athletes, and ask for the trend of one quantity, five times."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["DORSI_DATA"] = place
        with Store(url) as store:
            per_session = len(NAMES) * 2
            sessions = rows // per_session
            with store.transaction() as at:
                at.execute(insert(Person), [{"id": i, "name": f"P{i}", "folded": f"p{i}"} for i in range(250)])
                at.execute(insert(Filmed), [
                    {"id": i, "key": f"{i:064}", "person_id": i % 250, "session_id": str(i), "schema_version": "1.0",
                     "movement": "lunge", "recorded_on": FIRST + dt.timedelta(days=i // 250), "clip": f"{i}.mp4",
                     "clip_sha256": f"{i:064}", "folder": str(i), "record": {}} for i in range(sessions)
                ])  # fmt: skip
                at.execute(insert(MeasuredNumber), [
                    {"filmed_id": i, "name": name, "side": side, "value": 30 + i % 17, "unit": "deg",
                     "scale": "camera_joint_centre", "n": 3, "sd": 1.0, "ci95_low": 28.0, "ci95_high": 48.0,
                     "status": "ok", "reason": None, "confidence": "medium"}
                    for i in range(sessions) for name in NAMES for side in ("left", "right")
                ])  # fmt: skip
            took = []
            for _ in range(5):
                began = time.perf_counter()
                found = store.trend(NAMES[0], scale="camera_joint_centre")
                took.append(time.perf_counter() - began)
            print(f"{store.url.drivername}: {len(found)} of {sessions * per_session} measurements, "
                  f"median {1000 * statistics.median(took):.0f} ms, slowest {1000 * max(took):.0f} ms")  # fmt: skip


def main() -> None:
    """Run the part that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["fill", "query"])
    parser.add_argument("where", nargs="?")
    given = parser.parse_args()
    if given.part == "fill":
        Path(given.where).mkdir(parents=True)
        fill(Path(given.where))
    else:
        query(given.where)


if __name__ == "__main__":
    main()
