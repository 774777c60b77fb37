"""Every kind of file that dorsi loads, once as it should be, and damaged copies of it.

Each copy follows from a seed alone. What a loader returns must be usable: landmarks are measured, records written.
"""

import csv
import json
import shutil
import sys
from pathlib import Path

import openpyxl

from dorsi import exchange, loading, synth
from dorsi.batch.manifest import read_manifest
from dorsi.batch.roster import read_roster
from dorsi.cli import programme_files
from dorsi.errors import DorsiError
from dorsi.exchange.signals_file import load_signals, write_signals
from dorsi.intake.reading import read_intake
from dorsi.keypoints import HALPE_26
from dorsi.measuring import measure
from dorsi.pose import cache
from dorsi.pose.backend import People
from dorsi.pose.landmark_file import save_landmarks
from dorsi.store import Store, care

ROOT = Path(__file__).parents[2]
for place in ("exchange", "store"):
    sys.path.insert(0, str(ROOT / "tests" / place))

import analyses  # noqa: E402 - of other tests
import foreign_files  # noqa: E402
import material  # noqa: E402

LUNGE = synth.lunge(peak_deg=35.0)
TOKENS = (
    "nan", "inf", "-inf", "1e999", "-1", "0", "", "null", "~", "true", "[]", "{}", "[[]]", "99999999999999999999",
    "1e-320", "\u0000", "\ufeff", "é", "\u202e", "'", '"', "{", "}", "[", "]", ":", "- ", "\t", "\r\n", "\n\n",
    "!!python/object:os.system", "&a [*a]", "*a", "<<: *a", "0x1f", "1_000", "12:30:45", "2026-13-45", "9999-12-31",
    "0001-01-01", "[" * 3000, "{" * 3000, "- " * 3000, "a" * 100_000, "1" * 5000, "..", "../../etc/passwd", "\\", "#",
)  # fmt: skip


def seeds(folder):
    """Write one good file of each kind, and return (name, file, load) of each."""
    folder.mkdir(exist_ok=True)
    analysis = analyses.made(LUNGE, movement="lunge")
    exchange.export(analysis, folder / "exported", formats=exchange.FORMATS)
    exported = {path.name: path for path in (folder / "exported").rglob("*") if path.is_file()}
    frames = [{name: {"x": x, "y": y} for (x, y), name in zip(xy, LUNGE.names, strict=True)}
              for xy in LUNGE.xy_px.tolist()]  # fmt: skip
    (folder / "pose.json").write_text(json.dumps(frames), encoding="utf-8")
    save_landmarks(folder / "landmarks.npz", LUNGE)
    cache.save(folder / "kept.npz", People(persons=(LUNGE,), time_s=LUNGE.time_s, size_px=LUNGE.size_px))
    foreign_files.trc(folder / "walk.trc", foreign_files.metres())
    foreign_files.deeplabcut(folder / "dlc.csv")
    (folder / "session.json").write_text(analysis.session.model_dump_json(indent=1), encoding="utf-8")
    shutil.copy(ROOT / "examples" / "intake.yaml", folder)
    shutil.copy(ROOT / "examples" / "plan.json", folder)
    shutil.copy(ROOT / "src/dorsi/programme/rules.yaml", folder)
    (folder / "log.yaml").write_text(LOG, encoding="utf-8")
    (folder / "entries.csv").write_text(ENTRIES, encoding="utf-8")
    write_signals(analysis.signals, folder / "signals.csv", session=analysis.session)
    tables(folder)
    database(folder)
    shutil.copy(sorted(foreign_files.openpose(folder / "good openpose", HALPE_26).iterdir())[7], folder / "person.json")
    return [
        ("intake", folder / "intake.yaml", lambda path: read_intake(path).model_dump_json()),
        ("plan", folder / "plan.json", lambda path: programme_files.read_plan(path).model_dump_json()),
        ("rules", folder / "rules.yaml", programme_files.read_rules),
        ("log", folder / "log.yaml", lambda path: programme_files.read_log(path).model_dump_json()),
        ("entries", folder / "entries.csv", programme_files.entries_of_csv),
        ("session", folder / "session.json", lambda path: loading.load_session(path).model_dump_json()),
        ("signals", folder / "signals.csv", load_signals),
        ("manifest csv", folder / "clips.csv", lambda path: read_manifest(path, folder)),
        ("manifest xlsx", folder / "clips.xlsx", lambda path: read_manifest(path, folder)),
        ("roster csv", folder / "roster.csv", read_roster),
        ("roster xlsx", folder / "roster.xlsx", read_roster),
        ("npz", folder / "landmarks.npz", lambda path: used(loading.read_landmarks(path))),
        ("kept npz", folder / "kept.npz", cache.load),
        ("blazepose json", folder / "pose.json", lambda path: used(loading.read_landmarks(path, rate_hz=30.0))),
        ("trc", folder / "walk.trc", lambda path: used(loading.read_landmarks(path))),
        ("deeplabcut", folder / "dlc.csv", lambda path: used(loading.read_landmarks(path, rate_hz=30.0))),
        ("c3d", one(exported, ".c3d"), lambda path: used(loading.read_landmarks(path))),
        ("netcdf", one(exported, ".nc"), lambda path: used(loading.read_landmarks(path))),
        ("tidy csv", one(exported, "landmarks_tidy.csv"), lambda path: used(loading.read_landmarks(path))),
        ("analysis json", one(exported, "analysis.json"), lambda path: used(loading.read_landmarks(path))),
        ("openpose", folder / "person.json", openpose),
        ("database", folder / "data" / "dorsi.db", use_database),
    ]  # fmt: skip


LOG = """person: bea
started: 2026-11-01
entries:
  - {date: 2026-11-02, exercise_id: st_tib_raise, level: 1, sets: 3, pain_during: 1}
mornings:
  - {date: 2026-11-02, pain: 0}
"""
ENTRIES = "date,exercise_id,level,pain_during\n2026-11-02,st_tib_raise,1,0\n2026-11-03,st_tib_raise,1,2\n"


def one(exported, end):
    return next(path for name, path in sorted(exported.items()) if name.endswith(end))


def tables(folder):
    """Write a manifest and a roster, each as CSV and as XLSX."""
    for clip in ("a.mp4", "b.mp4"):
        (folder / clip).touch()
    clips = [["clip", "person", "date", "movement", "side", "height_cm", "speed_kmh"],
             ["a.mp4", "Anna", "2026-11-20", "lunge", "left", "170", ""],
             ["b.mp4", "Bea", "21.11.2026", "run", "", "", "12.5"]]  # fmt: skip
    people = [["name", "aliases", "team", "group", "birth_year", "injured"],
              ["Anna", "Ann; Änni", "U23", "A", "1999", "no"], ["Bea", "", "", "", "", "yes"]]  # fmt: skip
    for name, rows in (("clips", clips), ("roster", people)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(folder / f"{name}.xlsx")


def database(folder):
    with Store(f"sqlite:///{folder / 'data' / 'dorsi.db'}") as store:
        store.save(material.made(folder))
        store.save(material.made(folder, clip="b.mp4", person="Bea"))


def use_database(path):
    """Do what the commands do with a store: list, check, save."""
    url = f"sqlite:///{path}"
    care.check(url)
    with Store(url, busy_s=0.1) as store:
        store.sessions()
        store.people()
        store.trend("peak_shank_inclination_deg", scale="camera_joint_centre")
        store.save(material.made(path.parent, clip="c.mp4"))
        store.remove("Anna")


def openpose(path):
    """Read a folder of OpenPose in which one file is the damaged one; the good one is its neighbour."""
    folder = path.parent / f"openpose of {path.stem}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(path.parent / "good openpose", folder)
    victim = sorted(folder.iterdir())[7]
    shutil.copy(path, victim)
    used(loading.read_landmarks(folder, rate_hz=30.0))


def used(landmarks):
    """Measure landmarks: what a loader lets through must not break what comes next."""
    found = measure(landmarks, movement="lunge", yaw_deg=0.0, near_side="left")
    for one_number in found.measurements:
        one_number.model_dump_json()


def mutant(data, rng, *, is_text):
    """Return a damaged copy of a file's content: one to three faults."""
    out = bytes(data)
    kinds = (*BYTES, *TEXT * 2) if is_text else BYTES
    for _ in range(int(rng.integers(1, 4))):
        out = kinds[int(rng.integers(len(kinds)))](out or b" ", rng)
    return out


def _flip(data, rng):
    out = bytearray(data)
    for at in rng.integers(0, len(out), int(rng.integers(1, 12))):
        out[at] ^= 1 << int(rng.integers(8))
    return bytes(out)


def _cut(data, rng):
    return data[: int(rng.integers(0, len(data) + 1))]


def _remove(data, rng):
    start = int(rng.integers(len(data)))
    return data[:start] + data[start + int(rng.integers(1, 500)) :]


def _lie(data, rng):
    at, value = int(rng.integers(len(data))), (0, 0xFF, 0x7F, 0x80)[int(rng.integers(4))]
    return data[:at] + bytes([value]) * 4 + data[at + 4 :]


def _token(data, rng):
    """Put a token in the place of a word."""
    words = _words(data)
    if not words:
        return data
    start, end = words[int(rng.integers(len(words)))]
    return data[:start] + TOKENS[int(rng.integers(len(TOKENS)))].encode() + data[end:]


def _words(data):
    out, start = [], None
    for at, sign in enumerate(data[:20_000]):
        inside = sign not in b" \t\n\r,:;{}[]\"'"
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            out.append((start, at))
            start = None
    return out


def _lines(data, rng):
    lines = data.split(b"\n")
    at = int(rng.integers(len(lines)))
    kind = int(rng.integers(4))
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[int(rng.integers(len(lines)))])
    elif kind == 2:
        lines[at] = lines[at][: int(rng.integers(len(lines[at]) + 1))]
    else:
        lines[at] = b"  " + lines[at]
    return b"\n".join(lines)


def _insert(data, rng):
    at = int(rng.integers(len(data) + 1))
    return data[:at] + TOKENS[int(rng.integers(len(TOKENS)))].encode() + data[at:]


def _recode(data, rng):
    code = ("utf-16", "utf-8-sig", "latin-1", "utf-32")[int(rng.integers(4))]
    return data.decode("utf-8", "replace").encode(code, "replace")


BYTES = (_flip, _cut, _remove, _lie)
TEXT = (_token, _token, _lines, _lines, _insert, _recode)
BINARY = frozenset({".npz", ".xlsx", ".c3d", ".nc", ".db"})


def load_again(name, load, path, content):
    """Load a damaged copy that lies where the good file does, under another name."""
    path.write_bytes(content)
    try:
        load(path)
    except DorsiError as error:
        if name not in ONE_LINE_EACH or not str(error).strip():
            raise
        raise DorsiError(str(error).partition("\n")[0]) from error


ONE_LINE_EACH = {"manifest csv", "manifest xlsx", "roster csv", "roster xlsx"}  #: a line for each row that is wrong
