"""Analysed clips: the record, its files, its deletion."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import FileResponse, HTMLResponse, Response

from dorsi.errors import NotStoredError
from dorsi.people.clips import session_with_key
from dorsi.web.access.guards import own_policy
from dorsi.web.api.people import SessionKey
from dorsi.web.api.views import StoredSession
from dorsi.web.correcting import SessionChanges, correct
from dorsi.web.deleting import delete_session
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/sessions/{key}", tags=["sessions"])
Key = Annotated[SessionKey, Path(description="of the session")]


class ResultFile(StrEnum):
    """The files of a result: a closed set, so that no part of a URL ever becomes a path."""

    SESSION = "session.json"
    REPORT = "report.html"
    OVERLAY = "overlay.mp4"
    SIGNALS = "signals.csv"
    LANDMARKS = "landmarks.npz"


_MEDIA_TYPES = {".json": "application/json", ".csv": "text/csv", ".mp4": "video/mp4", ".npz": "application/zip"}


@router.get("")
def show_session(state: StateOf, key: Key) -> StoredSession:
    """Show one analysed clip."""
    record = session_with_key(state.store, key)
    return StoredSession(
        key=record.key,
        person=record.person,
        recorded_on=record.recorded_on,
        session=record.session,
        files=[name.value for name in ResultFile if (record.folder / name).is_file()],
    )


@router.patch("")
def change_session(state: StateOf, key: Key, changes: SessionChanges) -> StoredSession:
    """Change who, when or how of a clip; the numbers stay. A job with `replaces` measures another movement or leg."""
    correct(state, key, changes)
    return show_session(state, key)


@router.get(
    "/files/{name}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in (*_MEDIA_TYPES.values(), "text/html")}}},
)
def send_file(state: StateOf, key: Key, name: ResultFile) -> Response:
    """Send a file of a result: session, report, overlay video, angles over time, landmarks."""
    path = session_with_key(state.store, key).folder / name.value
    if not path.is_file():
        raise NotStoredError(f"session {key[:16]} has no {name.value}; it may have been deleted")
    if path.suffix == ".html":
        html = path.read_text(encoding="utf-8")
        return HTMLResponse(html, headers={"Content-Security-Policy": own_policy(html)})
    return FileResponse(path, media_type=_MEDIA_TYPES[path.suffix])


@router.delete("", status_code=204)
def remove_session(state: StateOf, key: Key) -> None:
    """Delete one analysed clip with its numbers, its files, and the clip itself if no other session needs it."""
    delete_session(state, key)
