"""Sessions to keep: plain records, no video."""

import datetime as dt
import hashlib

from dorsi.schema.session import ClipInfo, Measurement, Quality, Session
from dorsi.store import Key, Made


def measurement(value=38.25, side="left", name="peak_shank_inclination_deg", scale="camera_joint_centre"):
    return Measurement(
        name=name, side=side, value=value, unit="deg", scale=scale, n=3, sd=0.5,
        ci95_low=value - 2.5, ci95_high=value + 2.5, status="ok", confidence="medium",
    )  # fmt: skip


UNMEASURED = Measurement(
    name="heel_rise_frac", side="left", value=None, unit="frac", scale="camera_2d", n=0,
    status="not_measured", reason="the heel is hidden",
)  # fmt: skip


def session(clip="lunge.mp4", measurements=None, **changes):
    fields = {
        "id": hashlib.sha256(clip.encode()).hexdigest()[:16],
        "person": "Anna",
        "movement": "lunge",
        "recorded_at": "2026-11-20",
        "clip": ClipInfo(path=clip, sha256=hashlib.sha256(clip.encode()).hexdigest(), size_px=(640, 480),
                         duration_s=3.0, mean_rate_hz=30.0, time_scale=1.0, codec="h264"),
        "quality": Quality(view="side", yaw_deg=2.0, roll_deg=0.0, facing="right", near_side="left", found_frac=1.0),
        "measurements": [measurement(), UNMEASURED] if measurements is None else measurements,
        "events": [],
        "provenance": {"dorsi_version": "0", "setting_backend": "mediapipe"},
    }  # fmt: skip
    return Session(**fields | changes)


def made(folder, *, clip="lunge.mp4", person="Anna", on=dt.date(2026, 11, 20), arrays=None, **changes):
    recorded = session(clip, person=person, **changes)
    return Made(
        key=Key(clip_sha256=recorded.clip.sha256, settings={"model": "lite"}, model_sha256="0" * 64),
        person=person, recorded_on=on, session=recorded, clip=folder / clip, folder=folder / "out" / clip,
        arrays={"landmarks.npz": b"points of " + clip.encode()} if arrays is None else arrays,
    )  # fmt: skip
