"""Analyses of landmarks of known truth, made without video or pose network."""

from pathlib import Path

from dorsi.measuring import measure
from dorsi.schema.session import ClipInfo, Session
from dorsi.types import Analysis, Clip


def made(raw, *, movement="auto", height_cm=170.0):
    found = measure(raw, movement=movement)
    clip = Clip(path=Path("made.mp4"), sha256="0" * 64, n_frames=len(raw.time_s), size_px=raw.size_px, duration_s=10.0,
                mean_rate_hz=raw.rate_hz, codec="none")  # fmt: skip
    session = Session(
        id="made",
        person="bea",
        movement=found.movement,
        clip=ClipInfo(
            path="made.mp4", sha256="0" * 64, size_px=raw.size_px, duration_s=10.0, mean_rate_hz=raw.rate_hz,
            time_scale=1.0, codec="none",
        ),
        quality=found.quality,
        measurements=found.measurements,
        events=[
            {"kind": "rep", "side": e.side, "start_s": e.start_s, "peak_s": e.peak_s, "end_s": e.end_s,
             "values": e.values, "valid": e.valid, "void_reasons": list(e.void)}
            for e in found.events
        ],
        provenance={"dorsi_version": "test", "setting_height_cm": height_cm},
    )  # fmt: skip
    return Analysis(
        session=session, clip=clip, raw=raw, landmarks=found.landmarks, signals=found.signals, events=found.events
    )
