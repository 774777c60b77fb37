"""Requests for analyses, and the state of jobs as browsers see them."""

import datetime as dt
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model

from dorsi.clip_request import KINDS, ClipRequest, clip_request, pixel
from dorsi.errors import DorsiError
from dorsi.schema.session import Finite
from dorsi.settings import abouts
from dorsi.store.tables import FINAL_STATES
from dorsi.store.web import JobRecord
from dorsi.wording.plurals import plural

LONGEST_PERSON_NAME: Final = 80
#: One line of text, such as a name.
Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_PERSON_NAME, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
Stage = Literal["waiting", "starting", "measuring", "drawing", "over"]


class JobError(DorsiError):
    """A job cannot be accepted."""


class QueueFullError(JobError):
    """Too many jobs are waiting."""


class UnknownJobError(JobError):
    """There is no such job."""


#: Clip options that a browser can't set: a backend names a file on this computer.
NOT_FROM_A_BROWSER: Final = frozenset({"backend"})


LEFT_TO_SERVER: Final = "model"  #: without a value, the server's own is used


def _pixel(given: object) -> object:
    """Accept a pixel as text, such as "612,840"."""
    return pixel("pick", given) if isinstance(given, str) else given


#: How a value comes in JSON, by its type in `ClipRequest`.
_JSON_KINDS: Final[dict[type, Any]] = {
    str: Line,
    float: Finite,
    tuple: Annotated[tuple[float, float], BeforeValidator(_pixel)],
}


def _as_json() -> dict[str, Any]:
    """Return the options of a clip as fields of a request in JSON: the same names, values, limits and help."""
    found = {}
    for name, about in abouts(ClipRequest).items():
        if name in NOT_FROM_A_BROWSER:
            continue
        default = None if name == LEFT_TO_SERVER else ClipRequest.__dataclass_fields__[name].default
        kind = Literal[about.among] if about.among else _JSON_KINDS.get(KINDS[name], KINDS[name])
        low, high = about.within or (None, None)
        said: Any = Field(default=default, description=about.help, ge=low, le=high)
        found[name] = (kind | None if default is None else kind, said)
    return found


_STRICT: Final = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
if TYPE_CHECKING:
    _ClipChoices = BaseModel
else:
    _ClipChoices = create_model("ClipChoices", __config__=_STRICT, **_as_json())


class JobRequest(_ClipChoices):
    """A clip to analyse: its upload, the options of `ClipRequest`, and what to draw."""

    model_config = _STRICT

    upload_id: str = Field(description="id of a finished upload", pattern=r"^[0-9a-f]{32}$")
    person: Line = Field(description="who is in the clip")
    overlay: bool = Field(default=True, description="also draw the overlay video")
    blur_faces: bool = Field(default=False, description="blur faces in all pictures")
    replaces: str | None = Field(
        default=None,
        description="key of a result of this clip that is wrong; it goes when this one is there",
        pattern=r"^[0-9a-f]{64}$",
    )

    def clip(self, path: Path, *, model: str) -> ClipRequest:
        """Return what is asked of the uploaded clip, `model` being the server's own pose network.

        Raises
        ------
        OptionError
            If an option can't be.
        """
        given = self.model_dump(exclude={"upload_id", "overlay", "blur_faces", "replaces"})
        return clip_request(path, **given | {"model": given["model"] or model})


class JobView(BaseModel):
    """The current state of a job."""

    model_config = ConfigDict(frozen=True)

    id: str
    person: str
    clip_name: str
    movement: str = Field(description="as requested; the result has the detected one")
    side: str
    state: JobState
    stage: Stage = Field(description="current step")
    place: int = Field(description="jobs ahead of it, those that run included; 0 once it runs")
    done_s: float = Field(description="seconds of the clip measured so far")
    total_s: float = Field(description="seconds of the clip; 0 until that is known")
    share: float = Field(ge=0, le=1, description="done_s / total_s")
    left_s: float | None = Field(description="estimated seconds until it is over, by this machine's speed")
    said: str = Field(description="where it stands, in words")
    reason: str | None = Field(description="why it failed, in words")
    session_key: str | None = Field(description="key of the result, once done")
    replaces: str | None = Field(default=None, description="key of the result that this one is to replace")
    created_at: dt.datetime


@dataclass(frozen=True)
class JobProgress:
    """Progress of a running job, in seconds of its clip."""

    done_s: float = 0.0
    total_s: float = 0.0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(self.done_s / self.total_s, 1.0) if self.total_s else 0.0


def view_of(record: JobRecord, progress: JobProgress, *, place: int, left_s: float | None) -> JobView:
    """Return a job as browsers see it."""
    done = record.state == "done"
    return JobView.model_validate(
        {
            "id": record.id,
            "person": record.person,
            "clip_name": record.clip_name,
            "movement": record.request["movement"],
            "side": record.request["side"],
            "state": record.state,
            "stage": _stage(record, progress),
            "place": place,
            "done_s": round(progress.done_s, 2),
            "total_s": round(progress.total_s, 2),
            "share": 1.0 if done else round(progress.share, 3),
            "left_s": None if left_s is None else round(left_s, 1),
            "said": job_words(_stage(record, progress), progress, place=place, left_s=left_s),
            "reason": record.reason,
            "session_key": record.session_key,
            "replaces": record.request.get("replaces"),
            "created_at": record.created_at,
        }
    )


def job_words(stage: Stage, progress: JobProgress, *, place: int, left_s: float | None) -> str:
    """Return where a job stands and how long it still takes.

    Examples
    --------
    >>> job_words("waiting", JobProgress(), place=2, left_s=100.0)
    '2 clips ahead of this one. Done in about 2 min.'
    >>> job_words("measuring", JobProgress(2.0, 4.5), place=0, left_s=41.0)
    '2.0 of 4.5 s measured. Done in about 50 s.'
    """
    where = {
        "waiting": f"{plural(place, 'clip')} ahead of this one." if place else "Starts in a moment.",
        "starting": "Opening the clip.",
        "measuring": f"{progress.done_s:.1f} of {progress.total_s:.1f} s measured.",
        "drawing": "Drawing the report.",
        "over": "Done.",
    }[stage]
    if stage == "over":
        return where
    if left_s is None:
        return f"{where} No estimate yet: dorsi doesn't know how fast this computer is."
    return f"{where} Done in {duration_words(left_s)}."


def duration_words(seconds: float) -> str:
    """Return a length as people say it: tens of seconds, then whole minutes.

    Examples
    --------
    >>> duration_words(4), duration_words(41), duration_words(95)
    ('less than 10 s', 'about 50 s', 'about 2 min')
    """
    if seconds < 10:
        return "less than 10 s"
    tens = 10 * math.ceil(seconds / 10)
    return f"about {tens} s" if tens < 60 else f"about {math.ceil(seconds / 60)} min"


def _stage(record: JobRecord, progress: JobProgress) -> Stage:
    if record.state in FINAL_STATES:
        return "over"
    if record.state == "waiting":
        return "waiting"
    if progress.total_s == 0:
        return "starting"
    return "measuring" if progress.share < 1 else "drawing"
