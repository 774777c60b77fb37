"""Checks before every handler: who asks, from where, and what a page may do.

The Host header stops a site whose name points at this server (DNS rebinding). Origin, Sec-Fetch-Site, the cookie's
SameSite and the token in each form stop pages of other sites. Unpaired devices see only the pairing page.
"""

import re
from typing import Final, Literal

from fastapi import Depends
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dorsi.errors import DorsiError
from dorsi.web.access.pairing import Devices, csrf_token
from dorsi.web.config import Config
from dorsi.web.static_files import STATIC

COOKIE: Final = "dorsi_device"
CSRF_HEADER: Final = "X-CSRF-Token"
CSRF_FIELD: Final = "csrf"
PUBLIC_PATHS: Final = frozenset(
    {"/pair", "/api/pair", "/manifest.webmanifest", "/sw.js", "/offline", "/play", "/favicon.ico"}
)
PUBLIC_FOLDER: Final = f"{STATIC}/"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data: blob:; "
    "media-src 'self' data: blob:; "
    "connect-src 'self'; "
    "font-src 'self'; "
    "manifest-src 'self'; "
    "worker-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'"
)
#: For the API description; the guard itself checks before these are asked.
WAYS_IN: Final = (
    Depends(HTTPBearer(auto_error=False, description="the token from POST /api/pair, for a program")),
    Depends(APIKeyCookie(name=COOKIE, auto_error=False, description="a paired browser's; writing needs X-CSRF-Token")),
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers send "Origin: null" with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
_META_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
_HEAD_CHARS: Final = 4_000  #: in a report, with its content policy
_OWN_SOURCE: Final = re.compile(r"'sha256-[A-Za-z0-9+/=]{44}'|'none'|data:|blob:")


class ForgedRequestError(DorsiError):
    """A writing request does not come from one of our own pages."""


class Guard:
    """ASGI middleware: refuses foreign requests, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, *, config: Config, devices: Devices) -> None:
        self._app = app
        self._config = config
        self._devices = devices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here: the server closes connections that are not accepted
        answer = self._refusal(scope) or self._app
        await answer(scope, receive, _with_headers(send, public=_is_static(scope["path"])))

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a refused request; otherwise note the device for the handlers."""
        headers = Headers(scope=scope)
        if headers.get("host") not in self._config.hosts or len(headers.getlist("host")) != 1:
            return PlainTextResponse("This address is not one of dorsi's.", status_code=421)
        if scope["method"] not in SAFE_METHODS and not self._is_own(headers):
            return PlainTextResponse("This request comes from another site.", status_code=403)
        token, kind = _credentials(HTTPConnection(scope), headers)
        device = self._devices.known(token) if token else None
        state = scope.setdefault("state", {})
        state |= {"device": device, "by": kind, "csrf": csrf_token(token) if token and device else ""}
        path = scope["path"]
        if device is not None or path in PUBLIC_PATHS or _is_static(path):
            return None
        if path.startswith("/api/") or scope["method"] not in SAFE_METHODS:
            return JSONResponse({"detail": "this device is not paired; open the link shown in the terminal"}, 401)
        return RedirectResponse("/pair", status_code=303)

    def _is_own(self, headers: Headers) -> bool:
        """Return whether a writing request comes from our own page, or from no page at all (a program)."""
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        return origin is None or origin == f"{self._config.scheme}://{headers['host']}"


async def check_csrf(request: Request) -> None:
    """Refuse a request that writes with a cookie but without the token of its device.

    Raises
    ------
    ForgedRequestError
        If the token is missing or wrong.
    """
    state = request.state
    if request.method in SAFE_METHODS or state.device is None or state.by == "bearer":
        return
    given = request.headers.get(CSRF_HEADER)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if given is None and kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        given = str((await request.form()).get(CSRF_FIELD, ""))
    if given != state.csrf:
        raise ForgedRequestError("this form is out of date; reload the page and try again")


def own_policy(html: str) -> str:
    """Return a report's own content policy, for its header.

    Raises
    ------
    ValueError
        If it has none, or one that allows more than its own content.
    """
    found = _META_POLICY.search(html, 0, _HEAD_CHARS)
    if found is None:
        raise ValueError("the report carries no policy of its own")
    policy = found[1].replace("&#39;", "'")
    sources = [source for part in policy.split(";") for source in part.split()[1:]]
    if not sources or not all(_OWN_SOURCE.fullmatch(source) for source in sources):
        raise ValueError(f"the report's own policy is too wide: {policy}")
    return f"{policy}; frame-ancestors 'none'"


def _is_static(path: str) -> bool:
    return path.startswith(PUBLIC_FOLDER)


def _credentials(connection: HTTPConnection, headers: Headers) -> tuple[str | None, Literal["bearer", "cookie"]]:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return token.strip(), "bearer"
    return connection.cookies.get(COOKIE), "cookie"


def _with_headers(send: Send, *, public: bool) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", POLICY)
            headers.setdefault("Cache-Control", "no-cache" if public else "no-store")
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return send_with_headers
