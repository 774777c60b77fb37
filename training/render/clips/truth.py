"""What a clip truly shows, measured on the pose that is drawn, and written in the form that `dorsi validate` reads."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

from training.render.clips.catalogue import Clip
from training.render.clips.performance import Moment
from training.render.clips.phone import FIELD_DEG, HEIGHT_PX, WIDTH_PX, PhoneCamera, angles
from training.render.geometry import Array, unit
from training.render.legs import OTHER, SIGN, Foot, Leg, carry_point, place_hip

NAMES = {"l": "left", "r": "right"}
ANGLES = (
    "ankle_df_deg",
    "ankle_df_heeltoe_deg",
    "knee_flexion_deg",
    "tibia_incl_deg",
    "fppa_deg",
    "knee_medial_m",
    "heel_height_m",
    "foot_pitch_deg",
    "contact",
)
POINTS = ("hip", "knee", "ankle", "heel", "toe")
CONVENTIONS = (
    "world: X forward, Y left, Z up, metres, floor z=0. ankle_df: shank (ankle->knee joint centres) in the foot's own "
    "sagittal plane against the sole normal, 0 = perpendicular, + = dorsiflexion. ankle_df_heeltoe: the same with the "
    "heel->toe-tip line. tibia_incl: the shank's lean in the plane X-Z. fppa: hip-knee-ankle in the frontal plane, "
    "+ = knee medial. Pixels: origin top-left, pixel centres at +0.5. The camera moves; u and v, roll and tilt of a "
    "frame are of that frame, roll_deg and pitch_deg of the file their means."
)


def place_leg_points(leg: Leg, foot: Foot, hip: Array, knee: Array) -> dict[str, Array]:
    """Return the joint centres and ends of the foot of one leg in the world."""
    ball = carry_point(leg, foot, leg.ball)
    return {
        "hip": hip,
        "knee": knee,
        "ankle": foot.ankle,
        "heel": carry_point(leg, foot, leg.heel),
        "toe": ball + foot.toes @ (leg.toe - leg.ball),
    }


def measure_leg(leg: Leg, side: str, foot: Foot, points: dict[str, Array]) -> dict[str, float]:
    """Return the angles of one leg as `CONVENTIONS` has them."""
    forward, _, up = (foot.rearfoot @ leg.sole_axes).T
    hip, knee, ankle = points["hip"], points["knee"], points["ankle"]
    shank, thigh = unit(knee - ankle), unit(hip - knee)
    df = np.degrees(np.arctan2(shank @ forward, shank @ up))
    line = points["toe"] - points["heel"]
    tilts = [np.degrees(np.arctan2(b[1] - a[1], a[2] - b[2])) for a, b in ((hip, knee), (knee, ankle))]
    share = (knee[2] - hip[2]) / (ankle[2] - hip[2])
    medial = SIGN[side] * (hip[1] + share * (ankle[1] - hip[1]) - knee[1])
    return {
        "ankle_df_deg": float(df),
        "ankle_df_heeltoe_deg": float(df + np.degrees(np.arctan2(line @ up, line @ forward))),
        "knee_flexion_deg": float(np.degrees(np.arccos(np.clip(shank @ thigh, -1, 1)))),
        "tibia_incl_deg": float(np.degrees(np.arctan2(shank[0], shank[2]))),
        "fppa_deg": float(SIGN[side] * (tilts[1] - tilts[0])),
        "knee_medial_m": float(medial),
        "heel_height_m": float(carry_point(leg, foot, leg.heel_sole)[2]),
        "foot_pitch_deg": float(np.degrees(np.arcsin(np.clip(forward[2], -1, 1)))),
    }


Row = dict[str, float]


def frame_row(legs: dict[str, Leg], moment: Moment, camera: PhoneCamera, when: tuple[int, float]) -> Row:
    """Return one frame's row of the table."""
    row: Row = {"frame": when[0], "t": round(when[1], 5)}
    drawn = {}
    for side, leg in legs.items():
        foot = moment.pose.legs.feet[side]
        hip = place_hip(legs, side, moment.pose.legs)
        drawn[side] = place_leg_points(leg, foot, hip, moment.knees[side])
        values = measure_leg(leg, side, foot, drawn[side]) | {"contact": float(moment.stands[side])}
        row |= {f"{NAMES[side]}_{name}": round(values[name], 4 if name.endswith("_m") else 2) for name in ANGLES}
    for side in legs:
        for name in POINTS:
            u, v = camera.project(drawn[side][name])
            row |= {f"{NAMES[side]}_{name}_u": round(float(u), 1), f"{NAMES[side]}_{name}_v": round(float(v), 1)}
    roll, tilt = angles(camera)
    return row | {"camera_roll_deg": round(roll, 2), "camera_pitch_deg": round(-tilt, 2)}


def _peaks(rows: list[Row], rep: dict[str, Any]) -> dict[str, Any]:
    """Return a repetition with the highest dorsiflexion of both ankles, and rounded times."""
    inside = [r for r in rows if rep["start_s"] <= r["t"] <= rep["end_s"]]
    peaks = {f"{n}_peak_df_deg": max(r[f"{n}_ankle_df_deg"] for r in inside) for n in NAMES.values()}
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in rep.items()} | peaks


def summary(rows: list[Row], side: str) -> dict[str, float]:
    """Return the extremes of one leg over the whole clip."""
    name = NAMES[side]
    df = np.array([r[f"{name}_ankle_df_deg"] for r in rows])
    stands = np.array([r[f"{name}_contact"] for r in rows]) > 0
    return {
        "peak_df_deg": float(df.max()),
        "peak_df_stance_deg": float(df[stands].max()),
        "min_df_deg": float(df.min()),
        "peak_knee_flexion_deg": max(r[f"{name}_knee_flexion_deg"] for r in rows),
        "max_heel_height_m": max(r[f"{name}_heel_height_m"] for r in rows),
    }


def document(clip: Clip, height_m: float, rows: list[Row], events: dict[str, Any]) -> dict[str, Any]:
    """Return the truth file of a clip."""
    stand, plan = clip.stand, clip.plan
    events = dict(events)
    if "reps" in events:
        events["reps"] = [_peaks(rows, rep) for rep in events["reps"]]
    if "gait_events" in events:
        events["gait_events"] = [e | {"t": round(e["t"], 4)} for e in events["gait_events"]]
    return {
        "schema": "synth-ankle-truth/1",
        "clip": clip.name,
        "motion": clip.movement,
        "body": f"phone-{clip.look.number}",
        "body_height_m": height_m,
        "fps": clip.fps,
        "n_frames": len(rows),
        "seed": clip.seed,
        "params": {"working_side": plan.side if plan else None, "noise": clip.noise, "brightness": clip.brightness},
        "camera": {
            "width": WIDTH_PX,
            "height_px": HEIGHT_PX,
            "side": stand.side,
            "yaw_deg": stand.yaw_deg,
            "roll_deg": round(float(np.mean([r["camera_roll_deg"] for r in rows])), 2),
            "pitch_deg": round(float(np.mean([r["camera_pitch_deg"] for r in rows])), 2),
            "dist_m": stand.distance_m,
            "height_m": stand.height_m,
            "vfov_deg": FIELD_DEG,
            "shake": stand.shake,
        },
        "conventions": CONVENTIONS,
        "summary": {NAMES[s]: summary(rows, s) for s in OTHER},
        "events": events,
    }


def write(folder: Path, clip: Clip, truth: dict[str, Any], rows: list[Row]) -> None:
    """Write NAME.truth.json and NAME.truth.csv."""
    text = json.dumps(truth, indent=1, allow_nan=False)
    (folder / f"{clip.name}.truth.json").write_text(text + "\n", encoding="utf-8")
    with (folder / f"{clip.name}.truth.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(rows[0])
        table.writerows([f"{v:g}" for v in row.values()] for row in rows)
