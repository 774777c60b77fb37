"""A folder with one clip whose truth is exact: a stick figure's landmarks, an empty film, and the truth files."""

import csv
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dorsi import synth
from dorsi.pose.landmark_file import save_landmarks
from dorsi.settings import Settings
from dorsi.types import SIDES, Landmarks
from dorsi.video.encode import write_h264

SIZE_PX = (108, 192)
LEFT_SIDE = synth.Camera(facing=-1, px_per_m=80, size_px=SIZE_PX)  #: the camera sees the left side
ANGLES = ("ankle_df_deg", "tibia_incl_deg", "knee_flexion_deg")
NAME = "01_clip"


@dataclass(frozen=True)
class Filmed:
    """Where the clip is, and how dorsi gets its landmarks without a pose network."""

    folder: Path
    settings: Settings


def film(folder: Path, landmarks: Landmarks, meta: dict, shank_deg: np.ndarray, *, movement="auto") -> Filmed:
    """Write clip, landmarks and truth; the shank's true lean is that of both legs, (T,)."""
    rate_hz = landmarks.rate_hz
    grey = np.full((SIZE_PX[1], SIZE_PX[0], 3), 128, np.uint8)
    write_h264(folder / f"{NAME}.mp4", ((t, grey) for t in landmarks.time_s), size_px=SIZE_PX)
    landmark_folder = folder / "landmarks"
    landmark_folder.mkdir()
    save_landmarks(landmark_folder / "landmarks.npz", landmarks)
    write_truth(folder, meta | {"n_frames": len(landmarks.time_s), "fps": rate_hz}, landmarks.time_s, shank_deg)
    return Filmed(folder, Settings(movement=movement, backend=f"replay:{landmark_folder / 'landmarks.npz'}"))


def write_truth(folder: Path, meta: dict, time_s: np.ndarray, shank_deg: np.ndarray) -> None:
    (folder / f"{NAME}.truth.json").write_text(json.dumps(meta), encoding="utf-8")
    with (folder / f"{NAME}.truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["frame", "t", *(f"{side}_{angle}" for side in SIDES for angle in ANGLES)])
        for i, (t, lean) in enumerate(zip(time_s, shank_deg, strict=True)):
            writer.writerow([i, f"{t:.5f}", *([lean, lean, 2 * lean] * 2)])


def camera(**changes) -> dict:
    return {"side": "l", "yaw_deg": 0, "roll_deg": 0, "dist_m": 3.0} | changes


def rep(number: int, peak_deg: float, **changes) -> dict:
    """Return a repetition of synth.lunge: 2 s long, one every 3 s, the first at 1 s."""
    start = 1.0 + 3.0 * (number - 1)
    times = {"start_s": start, "peak_s": start + 1, "end_s": start + 2}
    return {"rep": number, **times, "left_peak_df_deg": peak_deg, "right_peak_df_deg": 20.0} | changes


def lunge_lean(time_s: np.ndarray, peak_deg: float) -> np.ndarray:
    part = (time_s - 1.0) % 3.0
    wave = np.where((time_s >= 1.0) & (part < 2.0), (1 - np.cos(np.pi * part)) / 2, 0.0)
    return 2.0 + (peak_deg - 2.0) * wave


def lunge(
    folder: Path, *, peak_deg: float = 36.0, reps: list[dict] | None = None, yaw_deg: float = 0.0, **how
) -> Filmed:
    """Film two lunges of the left leg from the left."""
    landmarks = synth.lunge(peak_deg=peak_deg, reps=2, camera=replace(LEFT_SIDE, yaw_deg=yaw_deg), **how)
    events = {"reps": [rep(1, peak_deg), rep(2, peak_deg)] if reps is None else reps, "front": "l"}
    meta = {"motion": "lunge", "body": "stick", "camera": camera(yaw_deg=yaw_deg), "events": events}
    return film(folder, landmarks, meta, lunge_lean(landmarks.time_s, peak_deg), movement="lunge")


def run(folder: Path, *, yaw_deg: float = 0.0) -> Filmed:
    """Film 8 s of running from the left."""
    true = synth.run(camera=replace(LEFT_SIDE, yaw_deg=yaw_deg))
    stance_s = 0.35 * 120.0 / true.cadence_spm
    events = []
    for side, contacts in true.contacts_s.items():
        for at in contacts:
            events.append({"type": "contact", "side": side[0], "t": float(at)})
            if at + stance_s < true.landmarks.time_s[-1] - 0.1:
                events.append({"type": "toe_off", "side": side[0], "t": float(at + stance_s)})
    meta = {
        "motion": "run", "body": "stick", "camera": camera(yaw_deg=yaw_deg),
        "events": {"gait_events": events, "cadence_spm": true.cadence_spm},
    }  # fmt: skip
    return film(folder, true.landmarks, meta, np.zeros(len(true.landmarks.time_s)), movement="run")
