"""Uploads over HTTP: begin, send pieces, ask how much is there, drop."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from dorsi.web.config import Limits
from dorsi.web.state import StateOf
from dorsi.web.upload_records import UploadView

router = APIRouter(prefix="/api/uploads", tags=["uploads"])
UploadId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_LARGEST_PIECE = Limits().piece_bytes


class UploadRequest(BaseModel):
    """A file that is about to be sent."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=1000, description="the file's name, shown to people")
    size_bytes: int = Field(ge=1, le=2**53, description="of the whole file")


@router.post("", status_code=201)
def begin_upload(request: Request, state: StateOf, wanted: UploadRequest) -> UploadView:
    """Begin an upload."""
    return state.uploads.begin(wanted.name, wanted.size_bytes, device_id=request.state.device.id)


@router.get("/{upload_id}")
def show_upload(state: StateOf, upload_id: UploadId) -> UploadView:
    """Say how much of an upload is here, and what it is once it is whole."""
    return state.uploads.view(upload_id)


@router.patch("/{upload_id}", max_body_size=_LARGEST_PIECE)
async def append_piece(
    request: Request,
    state: StateOf,
    upload_id: UploadId,
    upload_offset: Annotated[int, Header(ge=0, description="where the piece starts: offset_bytes of the upload")],
) -> UploadView:
    """Take the next piece, sent as the bare body; after the last one the file is looked at."""
    try:
        return await state.uploads.append(upload_id, upload_offset, request.stream())
    except ClientDisconnect:  # nobody hears the answer; what came is kept
        return await to_thread.run_sync(state.uploads.view, upload_id)


@router.delete("/{upload_id}", status_code=204)
def drop_upload(state: StateOf, upload_id: UploadId) -> None:
    """Throw an upload away."""
    state.uploads.drop(upload_id)
