"""The JSON API: the records of files and command line over HTTP, described at /api/openapi.json."""

from typing import Final

from dorsi.web.api import about, changes, devices, framing, jobs, people, played, programme, sessions, squad, uploads

ROUTERS: Final = (
    uploads.router,
    jobs.router,
    about.router,
    people.router,
    programme.router,
    played.router,
    sessions.router,
    changes.router,
    squad.router,
    framing.router,
    devices.router,
)
