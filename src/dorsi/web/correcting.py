"""Mistakes about a stored clip put right: facts at once, movement or leg by measuring the same clip again."""

import datetime as dt
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dorsi import batch
from dorsi.clip_request import ClipRequest, not_ahead
from dorsi.errors import OptionError
from dorsi.people.clips import session_with_key
from dorsi.schema.session import Finite
from dorsi.settings import abouts, check_options
from dorsi.store import ChangeRecord, SessionRecord
from dorsi.store.undoing import last_change
from dorsi.store.web import UploadRecord, jobs, uploads
from dorsi.web.queue.job_records import JobError, JobRequest, JobView, Line
from dorsi.web.state import ServerState

LONGEST_NOTE: Final = 500
_OPTIONS: Final = abouts(ClipRequest)


class SessionChanges(BaseModel):
    """What is to be known about a clip from now on; what is left out stays, and null removes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    person: Line | None = Field(default=None, description=_OPTIONS["person"].help)
    recorded_on: dt.date | None = Field(default=None, description=_OPTIONS["recorded_on"].label)
    speed_kmh: Finite | None = Field(default=None, description=_OPTIONS["speed_kmh"].label)
    shoes: Line | None = Field(default=None, description=_OPTIONS["shoes"].label)
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NOTE)] | None = Field(
        default=None, description="a note of your own; empty removes it"
    )


def correct(state: ServerState, key: str, changes: SessionChanges) -> list[SessionRecord]:
    """Change facts about a clip and return its sessions; nothing is measured again.

    Raises
    ------
    NotStoredError
        If there is no such session.
    OptionError
        If a value is not allowed.
    """
    session_with_key(state.store, key)
    refuse_while_measured(state, key)
    if changes.recorded_on is not None:
        not_ahead("day of filming", changes.recorded_on)
    check_options(ClipRequest, {"speed_kmh": changes.speed_kmh}, called=lambda _name: "speed")
    unknown = {name for name in changes.model_fields_set & batch.REMOVABLE if getattr(changes, name) is None}
    return batch.change_session(state.store, key, batch.Changes(**changes.model_dump(), unknown=frozenset(unknown)))


def undo(state: ServerState, change_id: int) -> ChangeRecord:
    """Undo the last change by hand and return it; nothing is measured again.

    Raises
    ------
    NotStoredError
        If it isn't the last one any more.
    DataError
        If something was changed since of what it changed.
    """
    return batch.undo(state.store, change_id)


def take_back(state: ServerState, before: ChangeRecord | None) -> None:
    """Undo what a correction changed that could not be done whole; `before` is the last change before it."""
    now = last_change(state.store)
    if now is not None and (before is None or now.id != before.id):
        undo(state, now.id)


def refuse_while_measured(state: ServerState, key: str) -> None:
    """Refuse a correction of a clip that is being measured again: its result would undo it.

    Raises
    ------
    JobError
        If it is.
    """
    if any(state.jobs.correcting(one.key) for one in state.store.movements(key)):
        raise JobError("this clip is being measured again; correct it when that is done")


def measure_again(
    state: ServerState,
    key: str,
    *,
    movement: str,
    side: str,
    pick: tuple[float, float] | None = None,
    repick: bool = False,
) -> JobView:
    """Measure a clip as another movement, leg or person, with all its other choices; the result replaces the old one.

    Parameters
    ----------
    state
        The server's.
    key
        Of the session that is wrong.
    movement, side
        As in `ClipRequest`.
    pick
        A pixel on the person to measure; the choice of before if None.
    repick
        Forget the choice of before.

    Raises
    ------
    NotStoredError
        If there is no such session.
    OptionError
        If the clip did not come through the web app, or there is no such movement or side.
    QueueFullError
        If too many clips wait.
    """
    check_options(ClipRequest, {"movement": movement, "side": side})
    record = state.store.movements(session_with_key(state.store, key).key)[0]
    upload = upload_of(state, record)
    if upload is None:
        raise OptionError("this clip was measured from a folder; correct its name there and run `dorsi batch` again")
    asked: dict[str, object] = {}
    for one in jobs(state.store):
        if one.session_key == record.key:
            asked |= one.request
    known: dict[str, object] = {
        "upload_id": upload.id,
        "person": record.person,
        "recorded_on": record.recorded_on,
        "speed_kmh": record.session.speed_kmh,
        "shoes": record.session.shoes,
    }
    if pick is not None or repick:
        known["pick"] = pick
    return state.jobs.submit(
        JobRequest.model_validate(asked | known | {"movement": movement, "side": side, "replaces": record.key})
    )


def upload_of(state: ServerState, record: SessionRecord) -> UploadRecord | None:
    """Return the upload with a session's clip, None if the clip came from a folder."""
    sha256 = record.session.clip.sha256
    return next((one for one in uploads(state.store) if one.sha256 == sha256 and one.state == "ready"), None)
