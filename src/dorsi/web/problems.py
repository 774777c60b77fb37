"""Errors in words: a page for people, JSON for programs."""

from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from dorsi.errors import DorsiError, NotStoredError
from dorsi.faults import keep_fault
from dorsi.people.clips import NoSessionError
from dorsi.web.access.guards import ForgedRequestError
from dorsi.web.access.pairing import PairingError, TooManyTriesError
from dorsi.web.gone import lead_on
from dorsi.web.played_log import DeletedPlayError, OlderPlayError
from dorsi.web.queue.job_records import QueueFullError, UnknownJobError
from dorsi.web.receiving.upload_records import OffsetError, TooBigError, TooManyUploadsError, UnknownUploadError
from dorsi.web.templating import page

_STATUS: Final[dict[type[DorsiError], int]] = {
    ForgedRequestError: 403,
    PairingError: 403,
    NotStoredError: 404,
    UnknownJobError: 404,
    UnknownUploadError: 404,
    OffsetError: 409,
    OlderPlayError: 409,
    DeletedPlayError: 410,
    TooBigError: 413,
    TooManyTriesError: 429,
    TooManyUploadsError: 429,
    QueueFullError: 503,
}
_OTHERWISE: Final = 422
#: Over a page, in place of the words of HTTP, which are for programs.
_HEADINGS: Final[dict[int, str]] = {
    403: "Not allowed here",
    404: "Page not found",
    410: "Deleted",
    413: "Too big",
    429: "Too many tries",
    503: "Too busy just now",
}
_HEADING: Final = "That didn't work"
FAULT_TITLE: Final = "Something went wrong in dorsi"
FAULT: Final = (
    "This page couldn't be shown. Nothing that you saved is lost. What helps to mend it is kept, without personal "
    "data. On the computer that runs dorsi, dorsi doctor --report report.json writes it to a file"
)
PROBLEM_TYPE: Final = "application/problem+json"  # RFC 9457


class Problem(BaseModel):
    """Why a program's request was refused."""

    type: str = "about:blank"
    title: str = Field(description="the status in words")
    status: int = Field(description="of HTTP")
    detail: str = Field(description="what is wrong and what to do, in one line")


#: Describes every refusal in the API.
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    kind: {"description": what, "content": {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}}
    for kind, what in (("4XX", "The request failed."), ("5XX", "The server cannot answer now."))
}


async def tell_of_error(request: Request, error: Exception) -> Response:
    """Answer with the one-line message of an error; a page of a result that is gone leads on."""
    if isinstance(error, NoSessionError) and not _is_api(request):
        return await lead_on(request, error)
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), _OTHERWISE)
    return _answer(request, status, str(error), _facts_of(error))


def _facts_of(error: Exception) -> dict[str, object]:
    """Return what a program needs to go on after an error."""
    if isinstance(error, OffsetError):
        return {"offset_bytes": error.offset_bytes}
    if isinstance(error, OlderPlayError):
        entries = [one.model_dump(mode="json") for one in error.entries]
        return {"revision": error.revision, "edits": error.edits, "entries": entries}
    return {}


async def tell_of_status(request: Request, error: Exception) -> Response:
    """Answer a request refused by HTTP: not found, too large."""
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, _words(request, error), {}, error.headers)


async def tell_of_input(request: Request, error: Exception) -> Response:
    """Answer a request with invalid fields, in one line about the first."""
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    place = ".".join(str(part) for part in problems[0]["loc"][1:]) or "the request"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    text = f"{place}: {problems[0]['msg'].removeprefix('Value error, ')}{more}"
    return _answer(request, _OTHERWISE, text, {})


async def tell_of_fault(request: Request, error: Exception) -> Response:
    """Answer where dorsi itself went wrong, in one sentence of what happened; what helps to mend it is kept."""
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, f"{FAULT} ({keep_fault(error)})", {}, title=FAULT_TITLE)


async def tell_nobody(_request: Request, _error: Exception) -> Response:
    """End a request whose sender left before it was whole: a phone lost its connection, a page was closed."""
    return Response(status_code=400)


def _answer(
    request: Request,
    status: int,
    text: str,
    more: dict[str, object],
    headers: Mapping[str, str] | None = None,
    *,
    title: str = "",
) -> Response:
    if _is_api(request):
        content = Problem(title=title or HTTPStatus(status).phrase, status=status, detail=text).model_dump() | more
        return JSONResponse(content, status, headers=headers, media_type=PROBLEM_TYPE)
    return page(
        request, "error.html", status=status, code=status, title=title or _HEADINGS.get(status, _HEADING), text=text
    )


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _words(request: Request, error: HTTPException) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND:
        kind = "address" if _is_api(request) else "page"
        return f"We couldn't find this {kind}. It may have been deleted."
    return str(error.detail)


HANDLERS: Final[dict[Any, Callable[[Request, Exception], Coroutine[Any, Any, Response]]]] = {
    DorsiError: tell_of_error,
    Exception: tell_of_fault,
    HTTPException: tell_of_status,
    RequestValidationError: tell_of_input,
    ClientDisconnect: tell_nobody,
}
