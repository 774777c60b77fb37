"""The state shared by all handlers, for as long as the server runs."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from dorsi.store import Store
from dorsi.web.access.pairing import Devices
from dorsi.web.config import Config
from dorsi.web.latest_answers import LatestAnswers
from dorsi.web.queue.jobs import Jobs
from dorsi.web.receiving.looking import Looker
from dorsi.web.receiving.uploads import Uploads


@dataclass(frozen=True, kw_only=True)
class ServerState:
    """The parts of a running server."""

    config: Config
    store: Store
    devices: Devices
    uploads: Uploads
    jobs: Jobs
    looker: Looker
    answers: LatestAnswers


def state_of(request: Request) -> ServerState:
    """Return the state of the server that got the request."""
    state: ServerState = request.app.state.dorsi
    return state


StateOf = Annotated[ServerState, Depends(state_of)]
