"""Reads the worked cases of tests/cases and makes intakes, logs and plans of them."""

import datetime as dt
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from dorsi.programme import plan
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan

CASES = Path(__file__).parents[1] / "cases"
#: Short names, and what is not an angle of a flat picture.
ALIASES = {
    "lunge_deg": ("peak_shank_inclination_deg", "camera_joint_centre"),
    "straight_lunge_deg": ("straight_knee_shank_inclination_deg", "camera_joint_centre"),
    "wblt_cm": ("wblt_cm", "tape"),
    "heel_off_pct_stance": ("heel_off_pct_stance", "camera_time"),
    "squat_deg": ("squat_shank_inclination_deg", "camera_joint_centre"),
    "active_plantarflexion_deg": ("active_plantarflexion_deg", "self_test"),
}
USUAL = {"fppa_deg": [5, 5], "knee_over_foot_frac": [0.02, 0.02], "active_plantarflexion_deg": [55, 55]}


def read(name: str) -> dict[str, Any]:
    """Return one case file."""
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with `changes`; mappings are joined, everything else is replaced."""
    out = deepcopy(base)
    for key, value in changes.items():
        out[key] = merged(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def intake_of(case: dict[str, Any]) -> Intake:
    """Return the intake of a case: the base, its changes, its measurements."""
    measure = USUAL | (case.get("measure") or {})
    typed = []
    for key, pair in measure.items():
        name, scale = ALIASES.get(key, (key, "camera_2d"))
        if pair is not None:
            extra = (case.get("measure_with") or {}).get(key, {})
            entry = {"name": name, "scale": scale, "left": pair[0], "right": pair[1], **extra}
            typed.append(entry | ({"measured_on": case["measured_on"]} if "measured_on" in case else {}))
    return Intake.model_validate(merged(read("base.yaml"), case.get("intake") or {}) | {"measurements": typed})


def plan_of(case: dict[str, Any], *, ahead: bool = True) -> Plan:
    """Return the plan of a case, with or without the course ahead."""
    return plan(intake_of(case), [], ahead=ahead)


def log_of(case: dict[str, Any]) -> Log:
    """Return the log of a case; `sessions` is short for a row of sessions of one exercise."""
    raw = dict(case["log"])
    short, entries = raw.get("sessions"), list(raw.get("entries", []))
    if short:
        started = dt.date.fromisoformat(str(raw["started"]))
        count = len(short["days"])
        for place, day in enumerate(short["days"]):
            good = place >= count - short.get("good_last", count)
            entries.append(
                {
                    "date": started + dt.timedelta(days=day),
                    "exercise_id": short["exercise"],
                    "side": short["side"],
                    "level": short["level"],
                    "pain_during": 0,
                    "pain_next_morning": 0,
                    "dose_done_pct": 100 if good else 90,
                    "form": 3 if good else 2,
                    **short.get("noted", {}),
                }
            )
    return Log.model_validate(
        {"started": raw["started"], "entries": entries, "measurements": raw.get("measurements", [])}
    )
