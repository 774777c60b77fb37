"""A result of known truth, made without video or pose network."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dorsi import synth
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


@pytest.fixture(scope="session")
def lunge():
    """Return the analysis of a left lunge to 40 degrees."""
    return made(synth.lunge(peak_deg=40.0))


@pytest.fixture(scope="session")
def uneven():
    """Return the analysis of the same lunge with a gap in one ankle and uneven times."""
    raw = synth.lunge(peak_deg=40.0)
    jitter = np.random.default_rng(0).uniform(-0.004, 0.004, len(raw.time_s))
    xy = raw.xy_px.copy()
    xy[100:130, raw.names.index("right_ankle")] = np.nan
    return made(replace(raw, xy_px=xy, time_s=raw.time_s + jitter))


@pytest.fixture(scope="session")
def no_height():
    """Return an analysis of a person whose height nobody gave."""
    return made(synth.squat(), height_cm=None)


@pytest.fixture(scope="session")
def facing_left():
    """Return the analysis of a right-leg lunge towards the left of the picture."""
    return made(synth.lunge(front="left", camera=synth.Camera(facing=-1)))
