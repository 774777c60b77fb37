"""A small lunge clip drawn here, with the analysis that belongs to it: known truth, no pose network."""

import cv2
import numpy as np

from dorsi import video
from dorsi.schema.session import Assessment, ClipInfo, Difference, Event, Measurement, Quality, Session
from dorsi.types import SIDES, Analysis, Landmarks, Rep, Signals
from dorsi.video.encode import write_h264

SIZE_PX = (240, 320)
RATE_HZ = 25.0
N_FRAMES = 60
PEAKS_S = (0.6, 1.8)
PEAK_DEG = 36.0
LEG_PX = 90.0
ANKLE_PX = np.array([130.0, 280.0])
POINTS = ("hip", "knee", "ankle", "heel", "toe")


def lean_deg(time_s):
    """Two smooth lunges of 1 s each."""
    lean = np.full_like(time_s, 4.0)
    for peak_s in PEAKS_S:
        inside = np.abs(time_s - peak_s) <= 0.5
        lean[inside] += (PEAK_DEG - 4.0) * np.cos(np.pi * (time_s[inside] - peak_s)) ** 2
    return lean


def leg(lean, shift_px=0.0):
    """Return hip, knee, ankle, heel and toe of a leg that faces left."""
    a = np.radians(lean)
    ankle = ANKLE_PX + np.array([shift_px, 0])
    knee = ankle + LEG_PX * np.array([-np.sin(a), -np.cos(a)])
    hip = knee + LEG_PX * np.array([np.sin(a), -np.cos(a)])
    return np.stack([hip, knee, ankle, ankle + np.array([14, 14]), ankle + np.array([-40, 16])])


def landmarks(time_s):
    xy = np.stack([np.concatenate([leg(v), leg(v, shift_px=45)]) for v in lean_deg(time_s)])
    names = tuple(f"{side}_{point}" for side in SIDES for point in POINTS)
    return Landmarks(time_s=time_s, xy_px=xy, score=np.ones(xy.shape[:2]), names=names, size_px=SIZE_PX)


def signals(time_s):
    lean = lean_deg(time_s)
    both = np.stack([lean, np.full_like(lean, np.nan)], axis=1)
    zero = np.zeros_like(both)
    return Signals(
        time_s=time_s,
        shank_inclination_deg=both,
        foot_pitch_deg=zero,
        ankle_dorsiflexion_deg=both,
        knee_flexion_deg=2 * both,
        hip_flexion_deg=zero,
        heel_height_frac=zero,
        trunk_lean_deg=np.zeros_like(lean),
    )


def write_clip(path, points):
    """Film the stick figure."""
    pictures = []
    for index, xy in enumerate(points):
        picture = np.full((SIZE_PX[1], SIZE_PX[0], 3), 205, np.uint8)
        cv2.rectangle(picture, (0, 0), (30 + index, 20), (90, 90, 90), -1)
        cv2.polylines(picture, [np.round(xy[:3]).astype(np.int32)], False, (120, 100, 90), 16, cv2.LINE_AA)
        pictures.append((index / RATE_HZ, picture))
    write_h264(path, pictures, size_px=SIZE_PX)


def lunge_measurements():
    common = {"unit": "deg", "scale": "camera_joint_centre"}
    return [
        Measurement(
            name="peak_shank_inclination_deg",
            side="left",
            value=PEAK_DEG,
            n=1,
            sd=0.0,
            ci95_low=33.5,
            ci95_high=38.5,
            status="ok",
            confidence="medium",
            **common,
        ),
        Measurement(
            name="peak_shank_inclination_deg",
            side="right",
            value=None,
            n=0,
            status="not_measured",
            reason="the right leg is hidden behind the left",
            **common,
        ),
    ]


def events():
    return tuple(
        Rep(
            side="left",
            start_s=peak - 0.5,
            peak_s=peak,
            end_s=peak + 0.5,
            values={"peak_shank_inclination_deg": PEAK_DEG},
            void=() if number == 0 else ("the heel came up",),
        )
        for number, peak in enumerate(PEAKS_S)
    )


def stored(rep):
    return Event(
        kind="rep",
        side=rep.side,
        start_s=rep.start_s,
        peak_s=rep.peak_s,
        end_s=rep.end_s,
        valid=rep.valid,
        void_reasons=list(rep.void),
        values=rep.values,
    )


def analysis(path, **session):
    """Write the clip to `path` and return its analysis; `session` replaces fields of the session."""
    time_s = np.arange(N_FRAMES) / RATE_HZ
    marks = landmarks(time_s)
    write_clip(path, marks.xy_px)
    clip = video.probe(path)
    info = ClipInfo(
        path=str(path),
        sha256=clip.sha256,
        size_px=clip.size_px,
        duration_s=clip.duration_s,
        mean_rate_hz=clip.mean_rate_hz,
        time_scale=clip.time_scale,
        codec=clip.codec,
    )
    quality = Quality(
        view="side",
        yaw_deg=3.0,
        yaw_sd_deg=2.0,
        roll_deg=0.0,
        roll_sd_deg=0.5,
        facing="left",
        near_side="left",
        found_frac=1.0,
    )
    fields = {
        "id": path.stem,
        "person": "Bea",
        "movement": "lunge",
        "clip": info,
        "quality": quality,
        "measurements": lunge_measurements(),
        "events": [stored(rep) for rep in events()],
        "provenance": {"backend": "drawn", "cutoff_hz": 6.0},
    }
    return Analysis(
        session=Session(**(fields | session)),
        clip=clip,
        raw=marks,
        landmarks=marks,
        signals=signals(time_s),
        events=events(),
    )


def assessment_of(analyses, *, difference_deg=9.9, detectable=True):
    difference = Difference(
        name="peak_shank_inclination_deg",
        value=difference_deg,
        unit="deg",
        bound=3.7,
        detectable=detectable,
        text="",
    )
    return Assessment(person="Bea", sessions=[a.session for a in analyses], differences=[difference])
