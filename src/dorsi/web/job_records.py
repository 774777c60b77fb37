"""What a browser asks for when a clip is to be analysed, and what it is told of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dorsi.errors import DorsiError
from dorsi.settings import CAPTURE_FPS_RANGE, HEIGHT_CM_RANGE, Settings
from dorsi.store.web import FINAL_STATES, JobRecord
from dorsi.vocabulary import FilmedMovement

LONGEST_PERSON_NAME: Final = 80
PersonName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_PERSON_NAME, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
Stage = Literal["waiting", "starting", "measuring", "drawing", "over"]


class JobError(DorsiError):
    """A job can not be taken."""


class QueueFullError(JobError):
    """Too many jobs wait."""


class UnknownJobError(JobError):
    """There is no such job."""


class JobRequest(BaseModel):
    """A clip that is to be analysed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    upload_id: str = Field(description="of an upload that is ready", pattern=r"^[0-9a-f]{32}$")
    person: PersonName = Field(description="who is filmed")
    movement: Literal["auto"] | FilmedMovement = "auto"
    side: Literal["auto", "left", "right"] = "auto"
    recorded_on: dt.date | None = Field(default=None, description="the day in the clip, if None")
    height_cm: float | None = Field(default=None, ge=HEIGHT_CM_RANGE[0], le=HEIGHT_CM_RANGE[1])
    capture_fps: float | None = Field(default=None, ge=CAPTURE_FPS_RANGE[0], le=CAPTURE_FPS_RANGE[1])
    overlay: bool = Field(default=True, description="also draw the overlay video")
    blur_faces: bool = Field(default=False, description="make faces unrecognisable in all pictures")

    def settings(self, model: str) -> Settings:
        """Return the choices of the analysis.

        Raises
        ------
        OptionError
            If one can not be.
        """
        return Settings(
            movement=self.movement,
            side=self.side,
            model=model,
            height_cm=self.height_cm,
            capture_fps=self.capture_fps,
        )


class JobView(BaseModel):
    """A job as it stands."""

    model_config = ConfigDict(frozen=True)

    id: str
    person: str
    clip_name: str
    movement: str = Field(description="as asked for; the result names the one that was seen")
    side: str
    state: JobState
    stage: Stage = Field(description="what is being done")
    place: int = Field(description="how many jobs come before it")
    done_s: float = Field(description="seconds of the clip that are measured")
    total_s: float = Field(description="seconds of the clip; 0 until that is known")
    share: float = Field(ge=0, le=1, description="done_s / total_s")
    reason: str | None = Field(description="why it failed, in words")
    session_key: str | None = Field(description="of the result, when it is done")
    created_at: dt.datetime


@dataclass(frozen=True)
class Pace:
    """How far a running job is, in seconds of its clip."""

    done_s: float = 0.0
    total_s: float = 0.0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(self.done_s / self.total_s, 1.0) if self.total_s else 0.0


def view_of(record: JobRecord, pace: Pace, *, place: int) -> JobView:
    """Return what is told of a job."""
    done = record.state == "done"
    return JobView.model_validate(
        {
            "id": record.id,
            "person": record.person,
            "clip_name": record.clip_name,
            "movement": record.request["movement"],
            "side": record.request["side"],
            "state": record.state,
            "stage": _stage(record, pace),
            "place": place,
            "done_s": round(pace.done_s, 2),
            "total_s": round(pace.total_s, 2),
            "share": 1.0 if done else round(pace.share, 3),
            "reason": record.reason,
            "session_key": record.session_key,
            "created_at": record.created_at,
        }
    )


def _stage(record: JobRecord, pace: Pace) -> Stage:
    if record.state in FINAL_STATES:
        return "over"
    if record.state == "waiting":
        return "waiting"
    if pace.total_s == 0:
        return "starting"
    return "measuring" if pace.share < 1 else "drawing"
