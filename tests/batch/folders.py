"""Folders of small clips with landmarks of known truth to replay, so that a batch runs without a pose network."""

import csv
from dataclasses import replace

import numpy as np

from dorsi import synth
from dorsi.pose import save_landmarks
from dorsi.video.encode import write_h264

CAMERA = synth.Camera(size_px=(120, 160), px_per_m=65.0)
COLUMNS = ("clip", "person", "date", "movement", "side", "landmarks")


def film(path, *, shade=0, peak_deg=40.0, front="left"):
    """Write a clip of one grey shade, and beside it the landmarks of a lunge; return their path."""
    return write_film(path, synth.lunge(peak_deg=peak_deg, front=front, rate_hz=15.0, camera=CAMERA), shade=shade)


def film_two(path):
    """Write a clip that shows lunges and then squats, and beside it the landmarks; return their path."""
    lunges, squats = (make(rate_hz=15.0, camera=CAMERA) for make in (synth.lunge, synth.squat))
    later_s = squats.time_s + lunges.time_s[-1] + 1 / 15
    joined = {
        name: np.concatenate([getattr(lunges, name), getattr(squats, name)]) for name in ("xy_px", "score", "world_m")
    }
    return write_film(path, replace(lunges, time_s=np.concatenate([lunges.time_s, later_s]), **joined))


def write_film(path, landmarks, *, shade=0):
    """Write a clip of one grey shade, and beside it the landmarks; return their path."""
    picture = np.full((CAMERA.size_px[1], CAMERA.size_px[0], 3), 40 + shade, np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_h264(path, ((time_s, picture) for time_s in landmarks.time_s), size_px=CAMERA.size_px)
    replayed = path.with_suffix(".npz")
    save_landmarks(replayed, landmarks)
    return replayed


def squad(folder, count, *, broken=()):
    """Write `count` clips of different people, those named in `broken` cut short, and a manifest; return its path."""
    rows = []
    for i in range(count):
        clip = folder / f"athlete{i}" / "lunge.mp4"
        replayed = film(clip, shade=10 * i, peak_deg=35.0 + i)
        if i in broken:
            clip.write_bytes(clip.read_bytes()[:-800])
        names = [str(path.relative_to(folder)) for path in (clip, replayed)]
        rows.append((names[0], f"Athlete {i}", f"2026-11-{i + 1:02}", "lunge", "left", names[1]))
    return write_manifest(folder / "clips.csv", rows)


def write_manifest(path, rows, columns=COLUMNS):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path
