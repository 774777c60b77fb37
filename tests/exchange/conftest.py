"""A result of known truth, made without video or pose network."""

from dataclasses import replace

import numpy as np
import pytest
from analyses import made

from dorsi import synth


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
