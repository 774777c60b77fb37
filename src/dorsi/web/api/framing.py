"""Help before filming: check a photo or a short clip, and keep it no longer than that takes."""

from typing import Annotated, Final, Literal

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.requests import Request

from dorsi import leftovers
from dorsi.schema.framing import Framing
from dorsi.vocabulary import Movement
from dorsi.web.config import MEGABYTE
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api/framing", tags=["framing"])

LARGEST_BYTES: Final = 40 * MEGABYTE  #: two seconds of 4K at 60 frames per second have 25
KINDS: Final = ("image/jpeg", "image/png", "image/webp", "video/mp4", "video/quicktime", "application/octet-stream")


@router.post(
    "",
    max_body_size=LARGEST_BYTES,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
        }
    },
)
async def look_before_filming(
    request: Request,
    state: StateOf,
    movement: Annotated[Literal["auto"] | Movement, Query(description="the movement to film")] = "auto",
    side: Annotated[Literal["auto", "left", "right"], Query(description="the leg to be measured")] = "auto",
) -> Framing:
    """Check a photo (JPEG, PNG, WebP) or the first two seconds of a clip, sent as the request body.

    Says what to move before filming. Nothing is stored.
    """
    with leftovers.workshop() as folder:
        path = folder / "the picture"
        with path.open("wb") as file:
            async for chunk in request.stream():
                await to_thread.run_sync(file.write, chunk)
        looker = state.looker
        return await to_thread.run_sync(looker.look, path, movement, side, limiter=looker.one_at_a_time)
