"""All routers of the web app."""

from copy import copy
from typing import Final

from fastapi import APIRouter
from fastapi.routing import APIRoute
from fastapi.sse import EventSourceResponse

from dorsi.web import api
from dorsi.web.pages import about, clips, correct, film, intake, pair, person_name, play, programme, start, tape, today

PAGES: Final = (
    pair.router,
    start.router,
    film.router,
    clips.router,
    correct.router,
    person_name.router,
    intake.router,
    programme.router,
    tape.router,
    today.router,
    play.router,
    about.router,
)
API: Final = (pair.api, *api.ROUTERS)


def _answer_head(routers: tuple[APIRouter, ...]) -> None:
    """Let HEAD be asked of whatever GET gives, as download managers and link checkers do; but of no endless stream."""
    for router in routers:
        for route in [one for one in router.routes if isinstance(one, APIRoute)]:
            if route.methods == {"GET"} and route.response_class is not EventSourceResponse:
                head = copy(route)
                head.methods, head.include_in_schema = {"HEAD"}, False
                router.routes.append(head)


_answer_head((*PAGES, *API))
