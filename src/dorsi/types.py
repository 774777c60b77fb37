"""The arrays that flow through dorsi: Clip -> Landmarks -> Signals -> Rep and Step.

T frames, K landmarks; the side axis is always (left, right); missing is NaN. Image x points right, y down, in
pixels after rotation metadata is applied. Time is the presentation timestamp in seconds, divided by `time_scale` where
the clip is slow motion, so that `time_s` is always real time.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dorsi.errors import DataError
from dorsi.schema.session import Event, Session
from dorsi.vocabulary import SIDES as SIDES  # noqa: PLC0414 - arrays have this axis, so it is read here, too
from dorsi.vocabulary import SideName

if TYPE_CHECKING:
    from dorsi.analysis.level import Cue

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Progress = Callable[[float, float], None]  #: told (done_s, total_s) of clip time while work goes on

LEFT: Final = 0
RIGHT: Final = 1
FARTHEST_PX: Final = 1_000_000  #: from the corner of a picture: no camera has a tenth of that


@dataclass(frozen=True, kw_only=True)
class Clip:
    """What is known of a video file before its frames are looked at."""

    path: Path
    sha256: str
    n_frames: int  #: frames that decode, after edit lists
    size_px: tuple[int, int]  #: (width, height) after rotation
    duration_s: float  #: real time from the first to the last frame plus one frame, slow motion undone
    mean_rate_hz: float  #: capture rate: frames per second of real time
    time_scale: float = 1.0  #: capture rate / playback rate; 8.0 for 240 fps played at 30
    codec: str = ""
    rotation_deg: int = 0  #: clockwise turn that the file asks of a player: 0, 90, 180 or 270
    recorded_at: str | None = None  #: ISO 8601 in local time, from the container
    interlaced: bool = False  #: each picture holds two half pictures of different times, as of older camcorders
    reshaped_s: tuple[float, ...] = ()  #: real times at which the file's picture changes its shape; frames keep theirs


@dataclass(frozen=True, kw_only=True)
class Landmarks:
    """Body points of one person over one clip.

    Every decoded frame has a row; a frame in which the person was not found holds NaN.
    """

    time_s: Array  #: (T,) strictly increasing
    xy_px: Array  #: (T, K, 2)
    score: Array  #: (T, K) in 0..1, as the pose backend gives it; not a quality signal (docs/measures.md)
    names: tuple[str, ...]  #: (K,) such as "left_ankle"
    size_px: tuple[int, int]
    sigma_px: Array | None = None  #: (T, K) one-sigma position noise per axis, where the backend can tell
    world_m: Array | None = None  #: (T, K, 3) about the hips as the network guesses it; for telling the view only
    #: Whether left and right of the picture are those of the camera; a file in metres may show the person turned round,
    #: so that it tells nothing of which leg was nearer.
    as_filmed: bool = True

    def __post_init__(self) -> None:
        """Check shapes and time once, so that no later step has to."""
        n, k = len(self.time_s), len(self.names)
        expected = {"xy_px": (n, k, 2), "score": (n, k), "sigma_px": (n, k), "world_m": (n, k, 3)}
        for name, shape in expected.items():
            value = getattr(self, name)
            if value is not None and value.shape != shape:
                raise DataError(f"landmarks: {name} has shape {value.shape}, expected {shape}")
        if not np.all(np.isfinite(self.time_s)) or (n > 1 and not np.all(np.diff(self.time_s) > 0)):
            raise DataError("landmarks: time_s must rise from frame to frame")

    def point(self, name: str) -> Array:
        """Return one landmark over time.

        Parameters
        ----------
        name
            Such as "left_ankle".

        Returns
        -------
        Array
            (T, 2) x to the right and y down, pixels; NaN throughout if the backend does not give it.
        """
        if name not in self.names:
            return np.full((len(self.time_s), 2), np.nan)
        return self.xy_px[:, self.names.index(name)]

    def side(self, name: str) -> Array:
        """Return a paired landmark over time.

        Parameters
        ----------
        name
            Without its side, such as "ankle".

        Returns
        -------
        Array
            (T, 2 sides, 2) left first; x to the right and y down, pixels.
        """
        return np.stack([self.point(f"{side}_{name}") for side in SIDES], axis=1)

    def sigma_of(self, name: str) -> Array:
        """Return the noise of a paired landmark.

        Parameters
        ----------
        name
            Without its side, such as "ankle".

        Returns
        -------
        Array
            (T, 2 sides) one standard deviation on each axis, pixels; NaN where unknown.
        """
        out = np.full((len(self.time_s), 2), np.nan)
        if self.sigma_px is not None:
            for i, side in enumerate(SIDES):
                if f"{side}_{name}" in self.names:
                    out[:, i] = self.sigma_px[:, self.names.index(f"{side}_{name}")]
        return out

    @property
    def rate_hz(self) -> float:
        """Frames per second from the median frame interval; 0 for fewer than two frames."""
        return float(1.0 / np.median(np.diff(self.time_s))) if len(self.time_s) > 1 else 0.0


@dataclass(frozen=True, kw_only=True)
class Signals:
    """Angles over time, each (T, 2 sides) in degrees unless its name says otherwise; signs in docs/measures.md."""

    time_s: Array  #: (T,)
    shank_inclination_deg: Array  #: 0 vertical, + knee forward of the ankle
    foot_pitch_deg: Array  #: heel to toe against the floor, sole zero removed; + toes up
    ankle_dorsiflexion_deg: Array  #: shank against the sole; + dorsiflexion
    knee_flexion_deg: Array  #: 0 straight
    hip_flexion_deg: Array  #: trunk against thigh, 0 straight
    heel_height_frac: Array  #: heel above its floor level, in shank lengths
    trunk_lean_deg: Array  #: (T,) + forward
    extra: dict[str, Array] = field(default_factory=dict)  #: what a single protocol adds, (T, 2) or (T,)

    def columns(self) -> dict[str, Array]:
        """Return the table of signals.csv: time_s, then one (T,) column per side and quantity.

        Returns
        -------
        dict of str to Array
            Column -> (T,), in the unit that its name ends in.
        """
        out: dict[str, Array] = {"time_s": self.time_s}
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"time_s", "extra"}}
        for name, values in (named | self.extra).items():
            if values.ndim == 1:
                out[name] = values
            else:
                out.update({f"{side}_{name}": values[:, i] for i, side in enumerate(SIDES)})
        return out


@dataclass(frozen=True, kw_only=True)
class Size:
    """What is known of real lengths; nothing by default."""

    height_cm: float | None = None  #: the person's stature, where it was typed
    cm_per_px: float | None = None  #: at the person, from a printed marker in the picture
    cm_per_px_sd_share: float = 0.03  #: a marker that stands 10 cm nearer or farther than the foot, at 3 m


@dataclass(frozen=True, kw_only=True)
class Rep:
    """One repetition of a slow movement."""

    side: SideName  #: the leg it is scored on
    start_s: float
    peak_s: float
    end_s: float
    values: dict[str, float] = field(default_factory=dict)  #: this repetition's own numbers
    void: tuple[str, ...] = ()  #: why it does not count; empty when it does
    refused: dict[str, str] = field(default_factory=dict)  #: numbers it has not, with the reason

    @property
    def valid(self) -> bool:
        """Whether the repetition counts."""
        return not self.void

    @property
    def first_s(self) -> float:
        """When it begins."""
        return self.start_s

    @property
    def last_s(self) -> float:
        """When it is over."""
        return self.end_s


@dataclass(frozen=True, kw_only=True)
class Step:
    """One ground contact of one foot."""

    side: SideName
    contact_s: float
    toe_off_s: float | None = None  #: None when the clip ends before it
    next_contact_s: float | None = None  #: of the same foot
    values: dict[str, float] = field(default_factory=dict)
    void: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether the step counts."""
        return not self.void

    @property
    def first_s(self) -> float:
        """When it begins."""
        return self.contact_s

    @property
    def last_s(self) -> float:
        """When it is over, as far as that was seen."""
        return self.contact_s if self.toe_off_s is None else self.toe_off_s


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One clip, analysed: the session that is stored, with the arrays behind it."""

    session: Session
    clip: Clip
    raw: Landmarks  #: as the pose backend gave them: what a replay starts from
    landmarks: Landmarks  #: cleaned, in the picture's pixels: what the overlay draws
    signals: Signals
    events: tuple[Rep | Step, ...]
    also: tuple["Analysis", ...] = ()  #: further movements of the same clip, one session each
    others: tuple[Landmarks, ...] = ()  #: everybody else who was tracked, as the pose backend gave them
    level_cues: "tuple[Cue, ...]" = ()  #: what told the camera's tilt: a replay takes it from them again

    @property
    def parts(self) -> tuple["Analysis", ...]:
        """Itself, then the further movements of its clip."""
        return (self, *self.also)


def event_record(event: Rep | Step) -> Event:
    """Return an event as it is stored, times to a tenth of a millisecond."""
    kind = "rep" if isinstance(event, Rep) else "step"
    times = {n: round(t, 4) for n, t in asdict(event).items() if n.endswith("_s") and t is not None}
    values = {name: round(value, 4) for name, value in event.values.items()}
    return Event.model_validate(
        {
            "kind": kind,
            "side": event.side,
            **times,
            "valid": event.valid,
            "void_reasons": list(event.void),
            "values": values,
            "refused": dict(event.refused),
        }
    )
