"""Analyses whose landmarks are the true joint centres of rendered clips: what a flawless pose network would give."""

import csv
import json
from hashlib import sha256
from pathlib import Path

import numpy as np

from dorsi import video
from dorsi.schema.session import ClipInfo, Event, Measurement, Quality, Session, Warn
from dorsi.types import SIDES, Analysis, Landmarks, Rep, Signals, Step

RENDERED = Path(__file__).parents[2] / "../shared/rendered"
POINTS = ("hip", "knee", "ankle", "heel", "toe")


def columns(name):
    with (RENDERED / f"{name}.truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def landmarks(table, size_px):
    names = tuple(f"{side}_{point}" for side in SIDES for point in POINTS)
    xy = np.stack([np.stack([table[f"{n}_u"], table[f"{n}_v"]], axis=1) for n in names], axis=1)
    return Landmarks(time_s=table["t"], xy_px=xy, score=np.ones(xy.shape[:2]), names=names, size_px=size_px)


def signals(table):
    def pair(name):
        return np.stack([table[f"{side}_{name}"] for side in SIDES], axis=1)

    return Signals(
        time_s=table["t"],
        shank_inclination_deg=pair("tibia_incl_deg"),
        foot_pitch_deg=pair("foot_pitch_deg"),
        ankle_dorsiflexion_deg=pair("ankle_df_deg"),
        knee_flexion_deg=pair("knee_flexion_deg"),
        hip_flexion_deg=np.full((len(table["t"]), 2), np.nan),
        heel_height_frac=pair("heel_height_m") / 0.42,
        trunk_lean_deg=np.full(len(table["t"]), np.nan),
    )


def reps(truth, side, column, time_s, *, void_last):
    made = []
    for number, rep in enumerate(truth["events"]["reps"], start=1):
        peak = float(column[np.argmin(np.abs(time_s - rep["peak_s"]))])
        void = ("the heel came up",) if void_last and number == len(truth["events"]["reps"]) else ()
        values = {"peak_shank_inclination_deg": peak, "heel_rise_frac": 0.004}
        made.append(
            Rep(
                side=side,
                start_s=rep["start_s"],
                peak_s=rep["peak_s"],
                end_s=min(rep["end_s"], float(time_s[-1])),
                values=values,
                void=void,
            )
        )
    return tuple(made)


def steps(truth, table):
    gait, made = truth["events"]["gait_events"], []
    for contact in (e for e in gait if e["type"] == "contact"):
        off = next(
            (e for e in gait if e["type"] == "toe_off" and e["side"] == contact["side"] and e["t"] > contact["t"]), None
        )
        if off is None:
            continue
        side = {"l": "left", "r": "right"}[contact["side"]]
        inside = (table["t"] >= contact["t"]) & (table["t"] <= off["t"])
        values = {
            "peak_stance_dorsiflexion_deg": float(table[f"{side}_ankle_df_deg"][inside].max()),
            "contact_s": off["t"] - contact["t"],
        }
        made.append(Step(side=side, contact_s=contact["t"], toe_off_s=off["t"], values=values))
    return tuple(made)


def stored(event):
    if isinstance(event, Step):
        times = {"kind": "step", "contact_s": event.contact_s, "toe_off_s": event.toe_off_s}
    else:
        times = {"kind": "rep", "start_s": event.start_s, "peak_s": event.peak_s, "end_s": event.end_s}
    return Event(side=event.side, valid=event.valid, void_reasons=list(event.void), values=event.values, **times)


def mean_measurement(name, side, events, *, unit, scale, half, **more):
    values = [e.values[name] for e in events if e.side == side and e.valid]
    mean = float(np.mean(values))
    return Measurement(
        name=name,
        side=side,
        value=mean,
        unit=unit,
        scale=scale,
        n=len(values),
        sd=float(np.std(values)),
        ci95_low=mean - half,
        ci95_high=mean + half,
        status=more.get("status", "ok"),
        reason=more.get("reason"),
        confidence=more.get("confidence", "medium"),
    )


def not_measured(name, side, scale):
    reason = f"the {side} leg stands behind; film it from its own side"
    return Measurement(
        name=name, side=side, value=None, unit="deg", scale=scale, n=0, status="not_measured", reason=reason
    )


def assemble(name, table, events, measurements, *, movement, facing, warnings=(), person="Bea"):
    path = RENDERED / f"{name}.mp4"
    clip = video.probe(path)
    session = Session(
        id=sha256(name.encode()).hexdigest()[:12],
        person=person,
        movement=movement,
        recorded_at="2026-05-04T09:12:00+00:00",
        clip=ClipInfo(
            path=str(path),
            sha256=clip.sha256,
            size_px=clip.size_px,
            duration_s=clip.duration_s,
            mean_rate_hz=clip.mean_rate_hz,
            time_scale=clip.time_scale,
            codec=clip.codec,
        ),
        quality=Quality(
            view="side",
            yaw_deg=3.2,
            yaw_sd_deg=2.1,
            roll_deg=0.0,
            roll_sd_deg=0.4,
            facing=facing,
            near_side=facing,
            found_frac=1.0,
            movement_score=0.97,
            warnings=list(warnings),
        ),
        measurements=measurements,
        events=[stored(e) for e in events],
        provenance={"dorsi": "0.1.0", "backend": "true landmarks of a rendered clip", "cutoff_hz": 6.0, "mirror": True},
    )
    return Analysis(
        session=session,
        clip=clip,
        raw=landmarks(table, clip.size_px),
        landmarks=landmarks(table, clip.size_px),
        signals=signals(table),
        events=events,
    )


def lunge(name, side, *, void_last=False, warnings=(), person="Bea"):
    table = columns(name)
    truth = json.loads((RENDERED / f"{name}.truth.json").read_text(encoding="utf-8"))
    found = reps(truth, side, table[f"{side}_tibia_incl_deg"], table["t"], void_last=void_last)
    other = "right" if side == "left" else "left"
    scale = "camera_joint_centre"
    numbers = [
        mean_measurement("peak_shank_inclination_deg", side, found, unit="deg", scale=scale, half=2.6),
        mean_measurement("heel_rise_frac", side, found, unit="frac", scale="camera_2d", half=0.06),
        not_measured("peak_shank_inclination_deg", other, scale),
    ]
    return assemble(
        name,
        table,
        found,
        numbers,
        movement="lunge",
        facing=side,
        warnings=warnings,
        person=person,
    )


def run(name="05_run_amir"):
    table = columns(name)
    truth = json.loads((RENDERED / f"{name}.truth.json").read_text(encoding="utf-8"))
    found = steps(truth, table)
    low = {"status": "low_confidence", "reason": "fewer than 7 steps on this side", "confidence": "low"}
    numbers = [
        Measurement(
            name="cadence_spm",
            side="both",
            value=170.2,
            unit="spm",
            scale="camera_time",
            n=10,
            sd=0.8,
            ci95_low=168.4,
            ci95_high=172.0,
            status="ok",
            confidence="medium",
        )
    ]
    for side in SIDES:
        numbers.append(
            mean_measurement(
                "peak_stance_dorsiflexion_deg", side, found, unit="deg", scale="camera_2d", half=7.5, **low
            )
        )
        numbers.append(mean_measurement("contact_s", side, found, unit="s", scale="camera_time", half=0.017, **low))
    warning = Warn(code="few_steps", text="only 5 steps on each side", tip="film at least 10 s at an even speed")
    return assemble(
        name,
        table,
        found,
        numbers,
        movement="run",
        facing="left",
        warnings=[warning],
        person="Amir",
    )
