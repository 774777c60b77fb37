"""Uploads over HTTP: start, send pieces, ask for progress, delete."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from dorsi.web.config import Limits
from dorsi.web.receiving.upload_records import UploadView
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/uploads", tags=["uploads"])
UploadId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_LARGEST_PIECE = Limits().piece_bytes


class UploadRequest(BaseModel):
    """A file to send."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=1000, description="the file's name, shown to people")
    size_bytes: int = Field(ge=1, le=2**53, description="of the whole file")


@router.post("", status_code=201)
def begin_upload(request: Request, state: StateOf, wanted: UploadRequest) -> UploadView:
    """Start an upload."""
    return state.uploads.begin(wanted.name, wanted.size_bytes, device_id=request.state.device.id)


@router.get("/{upload_id}")
def show_upload(state: StateOf, upload_id: UploadId) -> UploadView:
    """Show how much of an upload has arrived, and its result once complete."""
    return state.uploads.view(upload_id)


@router.patch("/{upload_id}", max_body_size=_LARGEST_PIECE)
async def append_piece(
    request: Request,
    state: StateOf,
    upload_id: UploadId,
    upload_offset: Annotated[int, Header(ge=0, description="where the piece starts: offset_bytes of the upload")],
) -> UploadView:
    """Receive the next piece as the request body; the last one starts the check of the file."""
    try:
        return await state.uploads.append(upload_id, upload_offset, request.stream())
    except ClientDisconnect:  # the browser is gone; the received bytes are kept
        return await to_thread.run_sync(state.uploads.view, upload_id)


@router.delete("/{upload_id}", status_code=204)
def drop_upload(state: StateOf, upload_id: UploadId) -> None:
    """Delete an upload."""
    state.uploads.drop(upload_id)
