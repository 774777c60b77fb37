"""Pages from templates: those of the web app, with parts of the report's."""

from functools import cache
from typing import Final

from jinja2 import ChoiceLoader, Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dorsi import measures
from dorsi.clip_request import ClipRequest
from dorsi.report.render import environment as report_environment
from dorsi.settings import abouts
from dorsi.version import __version__
from dorsi.wording import wording
from dorsi.wording.days import next_session_text, weekday_text
from dorsi.wording.plurals import minutes, plural

#: The main pages: URL, name, and the icon's path in a 24 by 24 box.
TABS: Final = (
    ("/", "Start", "M4 11 12 4l8 7v9h-5v-6H9v6H4z"),
    ("/film", "Film", "M3 7h12v10H3zM15 11l6-4v10l-6-4"),
    ("/today", "Today", "M5 5h14v15H5zM5 10h14M9 3v4M15 3v4M9 15l2 2 4-4"),
    ("/people", "People", "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20c0-4 3-6 6-6s6 2 6 6M16 5a3 3 0 0 1 0 6"),
    ("/more", "More", "M4 7h16M4 12h16M4 17h16"),
)  # fmt: skip


@cache
def environment() -> Environment:
    """Return the report's environment with the web app's templates before its own."""
    web = PackageLoader("dorsi.web", "templates")
    env = report_environment().overlay(loader=ChoiceLoader([web, PackageLoader("dorsi.report", "templates")]))
    # New mappings, since an overlay shares its own with the report's environment.
    days = {"weekday": weekday_text, "next_session": next_session_text}
    env.globals = env.globals | {
        "wording": wording().for_app,
        "OPTIONS": abouts(ClipRequest),
        "SIDE_OFFERS": measures.SIDE_OFFERS,
    }
    env.filters = env.filters | {"plural": plural, "minutes": minutes} | days
    return env


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Return a rendered page; templates also know `request`, `csrf`, `device` and `version`."""
    known = {
        "request": request,
        "csrf": getattr(request.state, "csrf", ""),
        "device": getattr(request.state, "device", None),
        "version": __version__,
        "layout": "app.html",
        "TABS": TABS,
    }
    return HTMLResponse(environment().get_template(template).render(**known, **context), status_code=status)
