"""What is stored, shown and exchanged of one analysed clip."""

from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dorsi import measures
from dorsi.vocabulary import Confidence, Movement, Scale, Side, SideName, Status, View

SCHEMA_VERSION = "1.0"


def _no_yes(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is needed, not yes or no")  # noqa: TRY004 - pydantic reports ValueErrors
    return value


Finite = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_no_yes)]
Whole = Annotated[int, BeforeValidator(_no_yes)]


class Strict(BaseModel):
    """A record that accepts only the fields it names and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ClipInfo(Strict):
    """The video file a session was measured from."""

    path: str
    sha256: str
    size_px: tuple[int, int] = Field(description="width, height after rotation, pixels")
    duration_s: Finite = Field(description="real time, slow motion undone")
    mean_rate_hz: Finite = Field(description="capture rate, frames per second of real time")
    time_scale: Finite = Field(description="capture rate / playback rate; 1 unless slow motion")
    codec: str


class Warn(Strict):
    """One thing about the footage that the reader should know, and how to film it better."""

    code: str = Field(description="stable name, such as 'view_oblique'")
    text: str
    tip: str
    options: dict[str, str] = Field(
        default={}, description="what to measure the clip as instead, where that may be right"
    )


class Quality(Strict):
    """How well the clip suits its measurement."""

    view: View
    yaw_deg: Finite | None = Field(description="turn of the movement's plane out of the picture; 0 is side-on")
    yaw_sd_deg: Finite | None = None
    roll_deg: Finite | None = Field(description="camera tilt, + clockwise")
    roll_sd_deg: Finite | None = None
    pitch_deg: Finite | None = Field(default=None, description="how far the camera looks up (+) or down (-)")
    pitch_sd_deg: Finite | None = None
    facing: SideName | None = Field(description="where the person faces in the picture")
    near_side: SideName | None = None
    found_frac: Finite = Field(description="frames in which the person was found")
    longest_gap_s: Finite = 0.0
    cuts_s: list[Finite] = Field(default=[], description="times at which the pictures show a new scene")
    people: int = Field(default=1, description="people tracked in the clip")
    movement_score: Finite | None = Field(default=None, description="how sure the movement is, 0 to 1")
    movement_runner_up: str | None = None
    warnings: list[Warn] = []


class Measurement(Strict):
    """One number with its doubt, or the reason why there is none."""

    name: str = Field(description="ends in its unit, such as 'peak_shank_inclination_deg'")
    side: Side
    value: Finite | None
    unit: str
    scale: Scale
    n: int = Field(ge=0, description="repetitions or steps behind the value")
    sd: Finite | None = Field(default=None, description="spread between repetitions or steps")
    ci95_low: Finite | None = None
    ci95_high: Finite | None = None
    budget: dict[str, Finite] = Field(
        default={}, description="standard deviations that the interval is made of, by source; they add as squares"
    )
    status: Status
    reason: str | None = None
    confidence: Confidence | None = None

    @model_validator(mode="after")
    def _value_and_status_agree(self) -> "Measurement":
        if (self.value is None) != (self.status == "not_measured"):
            raise ValueError(f"{self.name}: a value is given exactly when the status is not 'not_measured'")
        if self.status != "ok" and not self.reason:
            raise ValueError(f"{self.name}: status '{self.status}' needs a reason")
        return self

    @property
    def bound(self) -> float | None:
        """Half the width of the 95 % interval."""
        if self.ci95_low is None or self.ci95_high is None:
            return None
        return (self.ci95_high - self.ci95_low) / 2


class Event(Strict):
    """One repetition or one step, with its own numbers."""

    kind: Literal["rep", "step"]
    side: Side
    start_s: Finite | None = None
    peak_s: Finite | None = None
    end_s: Finite | None = None
    contact_s: Finite | None = None
    toe_off_s: Finite | None = None
    next_contact_s: Finite | None = None
    valid: bool = True
    void_reasons: list[str] = []
    values: dict[str, Finite] = {}
    refused: dict[str, str] = Field(default={}, description="numbers that this event has not, with the reason")


class Session(Strict):
    """One analysed clip."""

    schema_version: str = SCHEMA_VERSION
    id: str = Field(description="from clip, settings and version: equal input, equal id")
    person: str | None = None
    movement: Movement
    recorded_at: str | None = None
    speed_kmh: Finite | None = Field(default=None, gt=0, description="running: how fast; runs are compared only alike")
    shoes: str | None = Field(default=None, description="running: which shoes; runs are compared only alike")
    clip: ClipInfo
    quality: Quality
    measurements: list[Measurement]
    events: list[Event]
    provenance: dict[str, str | float | int | bool | None] = Field(description="what is needed to repeat the result")

    @property
    def part(self) -> int:
        """Which movement of its clip this is: 1 for the main one, from 2 on for further ones."""
        return int(self.provenance.get("part") or 1)

    def measurement(self, name: str, side: str) -> Measurement | None:
        """Return one measurement.

        Parameters
        ----------
        name
            Name of the measurement; it ends in its unit.
        side
            "left", "right", or "both" for what the body has once.

        Returns
        -------
        Measurement or None
            None if the session has none.
        """
        return next((m for m in self.measurements if m.name == name and m.side == side), None)

    def status_of(self, name: str, side: str) -> Status:
        """Return how far a number of a leg may be shown: a measurement's, a curve's, or that of one repetition.

        A curve is as sure as the surest measurement that is made from it. One that none is made from is as sure as the
        surest in the same plane: where the view refuses every side-view angle of a leg, no curve of one is shown.

        Parameters
        ----------
        name
            Of a measurement, a curve or an event's value; a side in front of it counts before `side`.
        side
            "left", "right", or "both" for what the body has once.

        Returns
        -------
        "ok", "low_confidence" or "not_measured"
        """
        deciding = deciding_for(self.measurements, name, side)
        if not deciding:
            return "not_measured" if measures.planes_of(measures.bare(name)) else "ok"
        found = {m.status for m in deciding}
        return "ok" if "ok" in found else "low_confidence" if "low_confidence" in found else "not_measured"

    def shown(self, name: str, side: str, event: Event | None = None) -> bool:
        """Return whether a number of a leg may be shown at all: it was measured, and its repetition or step counts.

        Parameters
        ----------
        name
            Of a measurement, a curve or an event's value.
        side
            "left", "right" or "both".
        event
            The repetition or step that the number is of, if it is of one.

        Returns
        -------
        bool
            False where a reader must not see the number.
        """
        if event is not None and (not event.valid or _refused(event, name, side)):
            return False
        return self.status_of(name, side) != "not_measured"


def deciding_for(numbers: Sequence[Measurement], name: str, side: str) -> list[Measurement]:
    """Return the measurements that decide whether a number of a leg may be shown.

    They are the one of that name, else those made from the curve of that name, else those in the same plane.

    Parameters
    ----------
    name, side
        As for `Session.status_of`.
    """
    leg, bare = _side_of(name) or side, measures.bare(name)
    ours = [m for m in numbers if leg == "both" or m.side in {leg, "both"}]
    own = [m for m in ours if m.name == bare] or [m for m in ours if bare in measures.made_from(m.name)]
    return own or [m for m in ours if measures.planes_of(bare) & measures.planes_of(m.name)]


def _refused(event: Event, name: str, side: str) -> bool:
    """Return whether a repetition refuses a value of a leg, or one that is read off the curve of that name."""
    if name in event.values:
        return False
    bare = measures.bare(name)
    own = [one for one in event.refused if _side_of(one) in {None, side}]
    return any(bare == measures.bare(one) or bare in measures.made_from(one) for one in own)


def _side_of(name: str) -> str | None:
    """Return the leg that the name of a value begins with, as where one repetition has both legs' values."""
    first = name.partition("_")[0]
    return first if first in get_args(SideName) else None


class Difference(Strict):
    """A side difference (left minus right) with its own bound."""

    name: str
    value: Finite
    unit: str
    bound: Finite = Field(description="half the 95 % interval of the difference")
    detectable: bool
    text: str
    warning: str | None = None


class Assessment(Strict):
    """Several sessions of one person, taken together."""

    schema_version: str = SCHEMA_VERSION
    person: str | None = None
    sessions: list[Session]
    differences: list[Difference]
