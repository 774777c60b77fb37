"""All routers of the web app."""

from copy import copy
from typing import Final

from fastapi import APIRouter
from fastapi.routing import APIRoute
from fastapi.sse import EventSourceResponse

from dorsi.web import (
    api,
    pages_about,
    pages_clips,
    pages_correct,
    pages_film,
    pages_intake,
    pages_play,
    pages_programme,
    pages_start,
    pages_today,
    routes_jobs,
    routes_pairing,
    routes_uploads,
)

PAGES: Final = (
    routes_pairing.router,
    pages_start.router,
    pages_film.router,
    pages_clips.router,
    pages_correct.router,
    pages_intake.router,
    pages_programme.router,
    pages_today.router,
    pages_play.router,
    pages_about.router,
)
API: Final = (
    routes_pairing.api,
    routes_uploads.router,
    routes_jobs.router,
    *api.ROUTERS,
)


def _answer_head(routers: tuple[APIRouter, ...]) -> None:
    """Let HEAD be asked of whatever GET gives, as download managers and link checkers do; but of no endless stream."""
    for router in routers:
        for route in [one for one in router.routes if isinstance(one, APIRoute)]:
            if route.methods == {"GET"} and route.response_class is not EventSourceResponse:
                head = copy(route)
                head.methods, head.include_in_schema = {"HEAD"}, False
                router.routes.append(head)


_answer_head((*PAGES, *API))
