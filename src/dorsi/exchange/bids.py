"""BIDS-motion, the community's layout for motion data: points and angles with a description of each column.

Jeung et al. 2024, Scientific Data 11, 716; BIDS specification 1.10, motion.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from dorsi.exchange.dictionary import entry_of
from dorsi.exchange.evenly import rate_hz
from dorsi.exchange.facts import facts_of
from dorsi.exchange.flags import column_status
from dorsi.measures import bare
from dorsi.schema.session import Event, Session
from dorsi.types import SIDES, Analysis, Array

BIDS_VERSION: Final = "1.10.0"
_MISSING: Final = "n/a"
_SYSTEM: Final = "dorsi"
_JOINTS: Final = frozenset({"ankle_dorsiflexion_deg", "knee_flexion_deg", "hip_flexion_deg"})
_HEAD: Final = (
    "name", "component", "type", "tracked_point", "units", "reference_frame", "description", "sampling_frequency",
    "status", "status_description",
)  # fmt: skip
_PICTURE: Final = (
    "Pixels of the picture, rotation undone: x to the right of the picture, y down, origin at the top left."
)
_Channel = tuple[tuple[str, ...], Array]


def write_bids(analysis: Analysis, folder: Path, _height_cm: float | None = None) -> list[Path]:
    """Write one recording into a BIDS dataset, which is begun where the folder has none, and return its files.

    A row for each frame: first its own time as a LATENCY channel, then the points in pixels (POS), joint angles
    (JNTANG) and all else over time (MISC) in degrees or the unit of its name. An angle that was not measured has the
    status "bad". Labels are the person's name in letters and digits, "unnamed" without one, and the session's id.
    """
    session = analysis.session
    person = _label(session.person or "")
    place = folder / f"sub-{person}" / f"ses-{_label(session.id)}" / "motion"
    place.mkdir(parents=True, exist_ok=True)
    stem = f"sub-{person}_ses-{_label(session.id)}_task-{_label(session.movement)}"
    recording = f"{stem}_tracksys-{_SYSTEM}"
    channels = _channels(analysis)
    rate = rate_hz(analysis.landmarks.time_s)
    written = {
        f"{recording}_motion.tsv": _rows(np.column_stack([values for _, values in channels]).tolist()),
        f"{recording}_motion.json": _json(_about(analysis, channels, rate)),
        f"{recording}_channels.tsv": _rows([_HEAD, *((*told[:7], f"{rate:.6f}", *told[7:]) for told, _ in channels)]),
        f"{recording}_channels.json": _json({"reference_frame": {"Levels": {"picture": {"Description": _PICTURE}}}}),
        f"{stem}_events.tsv": _rows(
            [
                ("onset", "duration", "trial_type", "side", "valid"),
                *_events(session, first_s=float(analysis.landmarks.time_s[0])),
            ]
        ),
    }
    for name, text in written.items():
        (place / name).write_text(text, encoding="utf-8")
    return [*(place / name for name in written), *_dataset(folder, f"sub-{person}")]


def _channels(analysis: Analysis) -> list[_Channel]:
    """Return the description and values of each column: name to description, status and its reason."""
    points = analysis.landmarks
    first_s = points.time_s[0]
    found: list[_Channel] = [
        (("time", _MISSING, "LATENCY", _MISSING, "s", _MISSING, "since the recording began", "good", _MISSING),
         points.time_s - first_s)
    ]  # fmt: skip
    for k, name in enumerate(points.names):
        for axis, component in enumerate("xy"):
            told = (f"{name}_{component}", component, "POS", name, "pixel", "picture", "cleaned", "good", _MISSING)
            found.append((told, points.xy_px[:, k, axis]))
    for column, values in analysis.signals.columns().items():
        if column == "time_s":
            continue
        meant, status = entry_of(column, "signals"), column_status(column, analysis.session)
        kind = "JNTANG" if bare(column) in _JOINTS else "MISC"
        units = {"degrees": "deg"}.get(meant.unit, meant.unit) or _MISSING
        state = ("bad", "not measured") if status == "not_measured" else ("good", status)
        about = " ".join(f"{meant.definition}; {meant.sign}".split())
        found.append(((column, _MISSING, kind, _point(column), units, _MISSING, about, *state), values))
    return found


def _point(column: str) -> str:
    """Return what an angle is tracked at: "left_ankle", or the body's part that the column names."""
    side = next((one for one in SIDES if column.startswith(f"{one}_")), "")
    return "_".join(filter(None, (side, bare(column).split("_")[0])))


def _about(analysis: Analysis, channels: Sequence[_Channel], rate: float) -> dict[str, object]:
    """Return what _motion.json says of the recording."""
    counts = Counter(told[2] for told, _ in channels)
    points = {told[3] for told, _ in channels if told[2] == "POS"}
    facts = facts_of(analysis.session)
    return {
        "TaskName": analysis.session.movement,
        "SamplingFrequency": round(rate, 6),
        "SamplingFrequencyEffective": round(rate, 6),
        "TrackingSystemName": _SYSTEM,
        "RecordingType": "continuous",
        "RecordingDuration": round(float(np.ptp(analysis.landmarks.time_s)), 6),
        "MissingValues": _MISSING,
        "SoftwareVersions": f"dorsi {facts['dorsi_version']}",
        "MotionChannelCount": len(channels),
        "TrackedPointsCount": len(points),
        **{f"{kind}ChannelCount": counts[kind] for kind in ("POS", "JNTANG", "LATENCY", "MISC")},
        "Dorsi": facts,
    }


def _events(session: Session, *, first_s: float) -> list[tuple[str, ...]]:
    """Return onset and duration of each repetition or step, from the start of the recording."""
    found = []
    for event in session.events:
        start, end = _span(event)
        if start is not None:
            lasted = _MISSING if end is None else f"{end - start:.4f}"
            found.append((f"{start - first_s:.4f}", lasted, event.kind, event.side, str(event.valid).lower()))
    return sorted(found, key=lambda row: float(row[0]))


def _span(event: Event) -> tuple[float | None, float | None]:
    return (event.start_s, event.end_s) if event.kind == "rep" else (event.contact_s, event.toe_off_s)


def _dataset(folder: Path, person: str) -> list[Path]:
    """Write what a dataset needs besides its recordings; people who are in it already stay."""
    about, people = folder / "dataset_description.json", folder / "participants.tsv"
    told = {
        "Name": "Motion from phone video",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": "dorsi"}],
    }
    about.write_text(_json(told), encoding="utf-8")
    known = people.read_text(encoding="utf-8").split()[1:] if people.is_file() else []
    people.write_text(_rows([("participant_id",), *((one,) for one in sorted({*known, person}))]), encoding="utf-8")
    return [about, people]


def _label(text: str) -> str:
    """Return a text in the letters and digits that a label may have."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub("[^A-Za-z0-9]", "", plain) or "unnamed"


def _rows(rows: Sequence[Sequence[object]]) -> str:
    """Return tab-separated lines; a missing number is n/a."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}" if np.isfinite(value) else _MISSING
    return " ".join(str(value).split())


def _json(told: object) -> str:
    return json.dumps(told, indent=2) + "\n"
