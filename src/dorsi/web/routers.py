"""All routers of the web app."""

from typing import Final

from dorsi.web import (
    api,
    pages_about,
    pages_clips,
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
