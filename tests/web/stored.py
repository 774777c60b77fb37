"""Sessions in the store of a test's server, without a video."""

import sys
from dataclasses import fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

import material
import numpy as np

from dorsi.exchange.signals_file import write_signals
from dorsi.types import Signals

REPORT = """<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">"""
MADE_BY = {"dorsi_version": "0", "setting_backend": "mediapipe", "setting_model": "lite", "setting_mirror": True}
INTAKE = {"age_years": 34, "red_flags": [], "history": [], "pain": []}
ENTRY = {"date": "2026-11-21", "exercise_id": "mo_wall_slide", "level": 1, "pain_during": 1, "form": 3}


def keep(store, folder, **changes):
    """Store a session with the files of its result, and return its key."""
    made = material.made(folder, provenance=MADE_BY, **changes)
    made.folder.mkdir(parents=True)
    (made.folder / "session.json").write_text(made.session.model_dump_json(), encoding="utf-8")
    (made.folder / "report.html").write_text(REPORT, encoding="utf-8")
    write_signals(signals(), made.folder / "signals.csv")
    store.save(made)
    return made.key.digest


def signals(frames=30):
    """Return the angles of someone who stands still for a second."""
    time_s = np.arange(frames) / frames
    angles = {one.name: np.zeros((frames, 2)) for one in fields(Signals) if one.name not in {"time_s", "extra"}}
    return Signals(**angles | {"time_s": time_s, "trunk_lean_deg": np.zeros(frames)})


def number(side, value, **changes):
    """Return a lunge's headline number."""
    return material.measurement(side=side, value=value, **changes)
