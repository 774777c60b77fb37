"""The body of a runner from the side: vertical oscillation, trunk lean, step length."""

from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.analysis.uncertainty import ROLL_UNKNOWN_SD_DEG, Doubt
from dorsi.errors import OptionError
from dorsi.exchange.metres import in_metres
from dorsi.gathering import One
from dorsi.measures.intervals import Z95
from dorsi.protocols import numbers
from dorsi.protocols.instruments import STATURE_SD_SHARE
from dorsi.running.one_run import Span, inside, run_of, strides_of
from dorsi.schema.session import Measurement
from dorsi.settings import HEIGHT_CM_RANGE, SPEED_KMH_RANGE
from dorsi.types import Analysis, Array
from dorsi.vocabulary import Scale

FEWEST_STRIDES: Final = 6  #: for more than low confidence, as for cadence
SEEN_FRAC: Final = 0.8  #: of a stride's frames with hips, for a number of it
BOBS: Final = (2, 4)  #: bobs in a stride: one for each step, and its first overtone
#: Share of the bob as it is measured, root mean square: of twelve rendered runs of nine people from the side it was
#: 43 % too small to 7 % too large, mostly too small: a pose network follows quick hips too little, and 15 looks a
#: second cost 8 % of it. Of the five that were drawn by number it is about 0.16; the wider one stands, though it saw
#: clips of the accuracy page.
BOB_SD_SHARE: Final = 0.28
TRUNK_SD_DEG: Final = 6.0  #: shoulders above hips as a pose network sees them from the side (M28)
SPEED_SD_SHARE: Final = 0.02  #: of a belt's display or a watch. Assumed, not measured

OSCILLATION: Final = "vertical_oscillation_frac"
OSCILLATION_CM: Final = "vertical_oscillation_cm"
LEAN: Final = "running_trunk_lean_deg"
STEP_LENGTH: Final = "step_length_m"


def body_measures(result: One, *, speed_kmh: float | None = None, height_cm: float | None = None) -> list[Measurement]:
    """Return vertical oscillation, trunk lean and step length of a run, each with its 95 % interval.

    The oscillation is that of the middle of the hips within a step: what swings at the pace of the steps and of its
    first overtone, fitted in each stride by least squares, so that noise and a slow drift do not add to it. The step
    length is speed divided by cadence.

    Parameters
    ----------
    result
        A run filmed from the side: what `analyse`, `measure` or `load` gave, or a result folder.
    speed_kmh
        The runner's or the belt's speed, km/h; the session's if None. Without it there is no step length.
    height_cm
        The person's height, cm; the session's if None. Without it there is no oscillation in cm.

    Returns
    -------
    list of Measurement
        `vertical_oscillation_frac` (in leg lengths), `vertical_oscillation_cm`, `running_trunk_lean_deg` (forward +,
        mean over whole strides) and `step_length_m` (from one foot's contact to the other's); what can't be measured
        has its reason.

    Raises
    ------
    DataError
        If the result shows no run.
    OptionError
        If speed or height is not possible.

    Examples
    --------
    >>> import dorsi
    >>> found = dorsi.measure(dorsi.synth.run(cadence_spm=168.0))
    >>> steps = dorsi.running.body_measures(found, speed_kmh=10.08)[-1]
    >>> steps.name, round(steps.value, 2)
    ('step_length_m', 1.0)
    """
    run = run_of(result)
    speed = run.session.speed_kmh if speed_kmh is None else _within("speed_kmh", speed_kmh, SPEED_KMH_RANGE)
    stored = run.session.provenance.get("setting_height_cm")
    height = stored if height_cm is None else _within("height_cm", height_cm, HEIGHT_CM_RANGE)
    whole = [span for span in strides_of(run) if _hips_seen(run, span)]
    side_on = run.session.quality.view in {"side", "oblique"}
    return [
        *_oscillation(run, whole, height if isinstance(height, int | float) else None),
        _trunk_lean(run, whole, side_on=side_on),
        _step_length(run, speed),
    ]


def _within(name: str, value: float, allowed: tuple[int, int]) -> float:
    if not allowed[0] <= value <= allowed[1]:
        raise OptionError(f"{name}: {value:g} given, {allowed[0]} to {allowed[1]} allowed")
    return value


def _hip_px(run: Analysis) -> Array:
    return np.asarray(run.landmarks.side("hip").mean(axis=1)[:, 1])


def _hips_seen(run: Analysis, span: Span) -> bool:
    rows = inside(run.landmarks.time_s, span)
    return bool(rows.any()) and float(np.isfinite(_hip_px(run)[rows]).mean()) >= SEEN_FRAC


def bob(time_s: Array, height: Array, span: Span) -> float:
    """Return how far a height swings within a step: highest minus lowest of what swings at the steps' pace.

    Parameters
    ----------
    time_s, height
        (T,) a height in any unit; NaN where it was not seen.
    span
        One stride, seconds; it has two steps.

    Returns
    -------
    float
        In the unit of the height.
    """
    rows = inside(time_s, span) & np.isfinite(height)
    stride_s = span[1] - span[0]

    def waves(at_s: Array) -> Array:
        turns = [2 * np.pi * k * at_s / stride_s for k in BOBS]
        return np.column_stack([wave(turn) for turn in turns for wave in (np.cos, np.sin)])

    at_s = time_s[rows] - span[0]
    straight = np.column_stack([np.ones(len(at_s)), at_s])
    found, *_ = np.linalg.lstsq(np.hstack([straight, waves(at_s)]), height[rows], rcond=None)
    step = waves(np.linspace(0.0, stride_s / 2, 200)) @ found[2:]
    return float(np.ptp(step))


def _leg_px(run: Analysis) -> float:
    """Return the length of the leg, from the middle of the hips to an ankle, when it is longest."""
    hip, ankle = run.landmarks.side("hip").mean(axis=1)[:, None], run.landmarks.side("ankle")
    return float(robust.percentile(np.linalg.norm(ankle - hip, axis=-1), 95))


def _few(count: int) -> str | None:
    return None if count >= FEWEST_STRIDES else f"only {count} whole strides, {FEWEST_STRIDES} needed"


def _oscillation(run: Analysis, whole: list[Span], height_cm: float | None) -> list[Measurement]:
    scale: Scale = "camera_2d"
    low = _few(len(whole))
    if not whole:
        why = "no whole stride with the hips in the picture was found"
        return [numbers.not_measured(name, "both", why, scale=scale) for name in (OSCILLATION, OSCILLATION_CM)]
    swings_px = np.array([bob(run.landmarks.time_s, _hip_px(run), span) for span in whole])
    share = swings_px / _leg_px(run)
    doubt = Doubt(instrument=BOB_SD_SHARE * float(share.mean()))
    out = [numbers.measured(OSCILLATION, "both", share, doubt, scale=scale, low_because=low, running=True)]
    if height_cm is None:
        why = "it needs the person's height (height_cm)"
        return [*out, numbers.not_measured(OSCILLATION_CM, "both", why, scale=scale)]
    swings_cm = swings_px * in_metres(run, height_cm=height_cm).metres_per_px * 100
    doubt = Doubt(instrument=float(np.hypot(BOB_SD_SHARE, STATURE_SD_SHARE)) * float(swings_cm.mean()))
    in_cm = numbers.measured(OSCILLATION_CM, "both", swings_cm, doubt, scale=scale, low_because=low, running=True)
    return [*out, in_cm]


def _trunk_lean(run: Analysis, whole: list[Span], *, side_on: bool) -> Measurement:
    scale: Scale = "camera_joint_centre"
    means = [float(np.nanmean(lean)) for span in whole if np.isfinite(lean := _lean_in(run, span)).any()]
    if not side_on or not means:
        why = "the run was not filmed from the side" if not side_on else "no whole stride with the trunk was found"
        return numbers.not_measured(LEAN, "both", why, scale=scale)
    roll_sd = run.session.quality.roll_sd_deg
    doubt = Doubt(instrument=TRUNK_SD_DEG, roll=ROLL_UNKNOWN_SD_DEG if roll_sd is None else roll_sd)
    low = _few(len(means))
    return numbers.measured(LEAN, "both", np.array(means), doubt, scale=scale, low_because=low, running=True)


def _lean_in(run: Analysis, span: Span) -> Array:
    return np.asarray(run.signals.trunk_lean_deg[inside(run.signals.time_s, span)])


def _step_length(run: Analysis, speed_kmh: float | None) -> Measurement:
    cadence = run.session.measurement("cadence_spm", "both")
    if speed_kmh is None or cadence is None or cadence.value is None or cadence.bound is None:
        why = "it needs the speed (speed_kmh)" if speed_kmh is None else "the cadence was not measured"
        return numbers.not_measured(STEP_LENGTH, "both", why, scale="camera_time")
    length_m = speed_kmh / 3.6 * 60 / cadence.value
    share = np.hypot(cadence.bound / Z95 / cadence.value, SPEED_SD_SHARE)
    found = numbers.measured(
        STEP_LENGTH, "both", np.array([length_m]), Doubt(instrument=float(share * length_m)),
        scale="camera_time", low_because=cadence.reason, running=True,
    )  # fmt: skip
    return found if found.value is None else found.model_copy(update={"n": cadence.n})
