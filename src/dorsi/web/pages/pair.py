"""Pairing: a device sends the code from its link and gets a cookie."""

from typing import Annotated, Final

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dorsi.web.access.guards import COOKIE
from dorsi.web.state import StateOf
from dorsi.web.templating import page

_COOKIE_LIFE_S: Final = 400 * 24 * 3600  #: the longest that browsers keep one

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api", tags=["pairing"])


class PairingRequest(BaseModel):
    """A code from the terminal or from Settings."""

    code: str = Field(max_length=64)
    name: str = Field(default="a program", max_length=120, description="shown in Settings")


class Paired(BaseModel):
    """A paired device."""

    device_id: str
    token: str = Field(description="for the header of each request, Authorization: Bearer TOKEN")


@router.get("/pair")
def show_pairing(request: Request, code: str = "") -> Response:
    """Show the pairing button; the link alone does nothing, so that a messenger's preview does not use up the code.

    A browser that is paired goes on to Start.
    """
    if code and request.state.device is not None:
        return RedirectResponse("/", status_code=303)
    return page(request, "pair.html", code=code)


@router.post("/pair")
def pair_browser(
    request: Request,
    state: StateOf,
    code: Annotated[str, Form(max_length=64)],
    name: Annotated[str, Form(max_length=120)] = "",
) -> Response:
    """Pair a browser with a cookie that no script can read."""
    _, token = state.devices.pair(code, name=name or _browser(request), address=_address(request))
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=_COOKIE_LIFE_S,
        httponly=True,
        samesite="strict",
        secure=state.config.scheme == "https",
        path="/",
    )
    return answer


@api.post("/pair", openapi_extra={"security": []})
def pair_program(request: Request, state: StateOf, wanted: PairingRequest) -> Paired:
    """Pair a program."""
    device, token = state.devices.pair(wanted.code, name=wanted.name, address=_address(request))
    return Paired(device_id=device.id, token=token)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _browser(request: Request) -> str:
    """Return the kind of device, from its own name."""
    agent = request.headers.get("user-agent", "")
    known = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
    return next((name for name in known if name in agent), "a browser")
