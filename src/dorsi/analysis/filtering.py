"""Cleaning of tracks over a whole clip: jumps rejected, short gaps filled, zero-lag low-pass.

A causal smoother bends angles, since fast points lag more than slow ones; all filters here run forwards and backwards.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from dorsi.analysis import robust
from dorsi.types import Array, BoolArray, Landmarks

ORDER = 4  #: of the Butterworth low-pass, run both ways
JUMP_SD = 6.0  #: a sample this many robust sd off its neighbours' line is not motion of a limb
JUMP_FLOOR_FRAC = 0.06  #: and at least this share of the shank, so that quiet tracks keep their small moves
STEADY_HALF_S = 0.25  #: a segment's length is compared with its median over this much on both sides
STEADY_FRAC = 0.15  #: of a shank: several times what a pose network's noise changes of a segment's length
SLOW_S = 0.1  #: standard deviation of the window that shows a body's slow course
QUARTILE_OF_SD = 0.3186  #: lower quartile of a normal distribution's distances from its mean, in standard deviations

#: Frames that a leap may last, looked for in this order: single leaps first would leave half of a double one.
JUMP_FRAMES = (2, 1, 1)


def low_pass(x: Array, *, rate_hz: float, cutoff_hz: float) -> Array:
    """Return a uniformly sampled track, low-passed with zero lag along its first axis.

    NaN stretches are kept and not bridged; a stretch too short to filter, or a cut-off at or above what the rate can
    carry, leaves the samples as they are.

    Parameters
    ----------
    x
        Shape (T, ...).
    rate_hz, cutoff_hz
        Sampling rate and -3 dB point of the two-way filter.
    """
    if cutoff_hz >= 0.45 * rate_hz:
        return x.copy()
    from scipy import signal  # noqa: PLC0415 - half a second to load, which a plan or a log does not need

    # Two passes square the response: a single pass's cut-off is raised so that the whole has its -3 dB at cutoff_hz
    # (the tangent is the digital filter's own warping of frequency).
    widened = np.tan(np.pi * cutoff_hz / rate_hz) / (np.sqrt(2) - 1) ** (1 / (2 * ORDER))
    single_hz = rate_hz / np.pi * np.arctan(widened)
    sos = signal.butter(ORDER, single_hz, fs=rate_hz, output="sos")
    pad = 3 * (2 * len(sos) + 1)
    out = x.copy()
    columns = out.reshape(len(x), -1)
    for column in columns.T:
        for start, stop in stretches(np.isfinite(column)):
            if stop - start > pad:
                column[start:stop] = signal.sosfiltfilt(sos, column[start:stop], padlen=pad)
    return out


def low_pass_at(x: Array, time_s: Array, *, cutoff_hz: float) -> Array:
    """Return a track low-passed at its own time stamps, which need not be evenly spaced.

    The track is resampled to its median rate, filtered, and read back at `time_s`. Shapes as in `low_pass`.
    """
    if len(time_s) < 4:
        return x.copy()
    step_s = float(np.median(np.diff(time_s)))
    grid_s = np.arange(time_s[0], time_s[-1] + step_s / 2, step_s)
    if len(grid_s) == len(time_s) and np.allclose(grid_s, time_s, atol=step_s * 0.02):
        return low_pass(x, rate_hz=1 / step_s, cutoff_hz=cutoff_hz)
    even = _resample(x, time_s, grid_s, reach_s=1.5 * step_s)
    back = _resample(low_pass(even, rate_hz=1 / step_s, cutoff_hz=cutoff_hz), grid_s, time_s, reach_s=1.5 * step_s)
    return np.where(np.isfinite(x), np.where(np.isfinite(back), back, x), np.nan)


def wavering_sd(x: Array, time_s: Array) -> float:
    """Return how far a low-passed track wavers about its own slow course: the standard deviation of what noise is left.

    Read where it moves least, by the lower quartile of what is left over, so that quick movement is no noise.

    Parameters
    ----------
    x
        Shape (T,), NaN where it is missing.
    time_s
        Shape (T,).
    """
    seen = np.isfinite(x)
    if seen.sum() < 2:
        return float("nan")
    whole = np.interp(time_s, time_s[seen], x[seen])
    slow = ndimage.gaussian_filter1d(whole, SLOW_S / float(np.median(np.diff(time_s))))
    return robust.percentile(np.abs(whole - slow)[seen], 25) / QUARTILE_OF_SD


def _resample(x: Array, at_s: Array, to_s: Array, *, reach_s: float) -> Array:
    """Interpolate each column linearly, NaN where no sample lies within reach."""
    out = np.full((len(to_s), *x.shape[1:]), np.nan)
    flat_in, flat_out = x.reshape(len(x), -1), out.reshape(len(to_s), -1)
    for i in range(flat_in.shape[1]):
        ok = np.isfinite(flat_in[:, i])
        if ok.sum() > 1:
            distance = np.abs(to_s - at_s[ok][_nearest(at_s[ok], to_s)])
            flat_out[:, i] = np.where(distance <= reach_s, np.interp(to_s, at_s[ok], flat_in[ok, i]), np.nan)
    return out


def _nearest(at_s: Array, to_s: Array) -> NDArray[np.intp]:
    right = np.clip(np.searchsorted(at_s, to_s), 1, len(at_s) - 1)
    return np.where(to_s - at_s[right - 1] <= at_s[right] - to_s, right - 1, right)


def stretches(mask: BoolArray) -> list[tuple[int, int]]:
    """Return the runs of True as (start, stop) pairs, stop exclusive."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def fill_gaps(x: Array, time_s: Array, *, longest_s: float) -> Array:
    """Return the track with inner gaps of at most `longest_s` bridged linearly; ends and longer gaps stay NaN."""
    out = x.copy()
    columns = out.reshape(len(x), -1)
    for column in columns.T:
        good = np.isfinite(column)
        for start, stop in stretches(~good):
            inner = start > 0 and stop < len(column)
            if inner and time_s[stop] - time_s[start - 1] <= longest_s:
                column[start:stop] = np.interp(time_s[start:stop], time_s[good], column[good])
    return out


def jumps(xy_px: Array, time_s: Array, *, scale_px: float, frames: int = 1) -> BoolArray:
    """Return which samples jump off their track, shape (T, ...).

    Samples jump when they lie far from the line between the sample before and the one after: a landmark that leaps to
    another limb and back. Limbs accelerate too, so the measure is robust (`JUMP_SD`) and has a floor in shank lengths.

    Parameters
    ----------
    xy_px
        Shape (T, ..., 2).
    scale_px
        Shank length.
    frames
        How many samples the leap lasts; each of them must lie far off.
    """
    out = np.zeros(xy_px.shape[:-1], dtype=bool)
    if len(xy_px) < frames + 4 or not xy_px.size:
        return out
    n = len(xy_px) - frames - 1
    before, after = xy_px[:n], xy_px[-n:]
    off = np.full(before.shape[:-1], np.inf)
    for k in range(1, frames + 1):
        w = (time_s[k : n + k] - time_s[:n]) / (time_s[-n:] - time_s[:n])
        w = w.reshape(-1, *[1] * (xy_px.ndim - 1))
        off = np.minimum(off, np.linalg.norm(xy_px[k : n + k] - (before * (1 - w) + after * w), axis=-1))
    spread = robust.MAD_TO_SD * robust.percentiles(off, 50)
    # Over a longer leap, a limb that only accelerates comes off the line by as many times more.
    worst = off > np.fmax(JUMP_SD * spread, frames * JUMP_FLOOR_FRAC * scale_px)
    # A leap also throws off the lines of its neighbours: keep only the local maximum.
    near = ndimage.maximum_filter1d(np.nan_to_num(off), size=2 * frames + 1, axis=0, mode="constant")
    worst &= off >= near
    if frames > 1:
        # In several frames a quick limb bends its track too, but it does not come back.
        worst &= off > np.linalg.norm(after - before, axis=-1)
    for k in range(1, frames + 1):
        out[k : n + k] |= worst
    return out


def unsteady(length_px: Array, time_s: Array, *, scale_px: float) -> BoolArray:
    """Return in which frames a rigid segment's length leaves its smooth course, shape (T, ...).

    A shank does not change its length. In a picture it may foreshorten, but only smoothly: a frame in which it is far
    longer or shorter than around it has one of its ends on something else.

    Parameters
    ----------
    length_px
        Shape (T, ...), NaN where missing.
    scale_px
        Shank length.
    """
    first = np.searchsorted(time_s, time_s - STEADY_HALF_S, side="left")
    stop = np.searchsorted(time_s, time_s + STEADY_HALF_S, side="right")
    return np.asarray(np.abs(length_px - robust.medians_around(length_px, first, stop)) > STEADY_FRAC * scale_px)


def clean(landmarks: Landmarks, *, cutoff_hz: float, longest_gap_s: float, scale_px: float) -> Landmarks:
    """Return the landmarks with jumps dropped, short gaps bridged and a zero-lag low-pass at `cutoff_hz`."""
    xy = landmarks.xy_px.copy()
    for frames in JUMP_FRAMES:
        xy[jumps(xy, landmarks.time_s, scale_px=scale_px, frames=frames)] = np.nan
    xy = fill_gaps(xy, landmarks.time_s, longest_s=longest_gap_s)
    return replace(landmarks, xy_px=low_pass_at(xy, landmarks.time_s, cutoff_hz=cutoff_hz))
