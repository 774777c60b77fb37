"""The web app, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio import to_thread
from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from dorsi.store import Store
from dorsi.version import __version__
from dorsi.web.access.guards import WAYS_IN, Guard, check_csrf
from dorsi.web.access.pairing import Devices
from dorsi.web.config import Config
from dorsi.web.latest_answers import LatestAnswers
from dorsi.web.problems import HANDLERS, REFUSALS
from dorsi.web.queue.jobs import Jobs
from dorsi.web.receiving.looking import Looker
from dorsi.web.receiving.uploads import Uploads
from dorsi.web.routers import API, PAGES
from dorsi.web.state import ServerState
from dorsi.web.static_files import PACKAGES, STATIC

#: Otherwise FastAPI would report requests to any collector that the environment names.
_TELL_NOBODY: Final = TelemetryConfig(
    tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False
)


def create_app(config: Config) -> FastAPI:
    """Return the web app of one server; its jobs run from start-up to shutdown.

    Raises
    ------
    DataError
        If the store cannot be opened.
    """
    state = _state(config)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(state.jobs.start)
        try:
            yield
        finally:
            await to_thread.run_sync(state.jobs.close)
            state.looker.close()

    app = FastAPI(
        title="dorsi",
        version=__version__,
        summary="Ankle range from phone video, on your own computer.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # pages that load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(check_csrf)],
        middleware=[Middleware(Guard, config=config, devices=state.devices)],
        exception_handlers=HANDLERS,
        responses=REFUSALS,
        telemetry=_TELL_NOBODY,
        max_body_size=config.limits.form_bytes,
    )
    app.state.dorsi = state
    for router in PAGES:
        app.include_router(router)
    for router in API:
        app.include_router(router, dependencies=WAYS_IN)
    app.mount(STATIC, StaticFiles(packages=PACKAGES), name="static")
    return app


def _state(config: Config) -> ServerState:
    store = Store(config.database_url)
    uploads = Uploads(store, config.limits)
    return ServerState(
        config=config,
        store=store,
        devices=Devices(store, config.limits),
        uploads=uploads,
        looker=Looker(),
        answers=LatestAnswers(),
        jobs=Jobs(store, uploads, model=config.model, workers=config.workers, most_waiting=config.limits.waiting_jobs),
    )
