"""A real server keeps what its description promises, whatever it is asked: status, media type, record, no failure."""

import socket
import threading
import time
from dataclasses import dataclass

import httpx2
import pytest
import schemathesis
import stored
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig

from dorsi.web.app import create_app
from dorsi.web.config import Config

EXAMPLES = 5
#: Each look at a picture starts a process; pairing and events are held back by their own limits. Other tests ask them.
NOT_ASKED = r"/api/framing|/api/pair$|/events$"
PERSON, SESSION = "person_id", "key"


@dataclass(frozen=True)
class Served:
    """A running server with somebody in it."""

    base: str
    headers: dict
    person_id: int
    key: str


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Return a server that listens on a port of its own, and how to ask it."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DORSI_DATA", str(folder))
        patch.delenv("DORSI_DB", raising=False)
        ear = socket.create_server(("127.0.0.1", 0))
        port = ear.getsockname()[1]
        base = f"http://127.0.0.1:{port}"
        app = create_app(Config(port=port, model="lite"))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ear]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            state = app.state.dorsi
            key = stored.keep(state.store, folder, person="Anna", measurements=[stored.number("left", 34.0)])
            paired = httpx2.post(f"{base}/api/pair", json={"code": state.devices.new_code()}).json()
            headers = {"Authorization": f"Bearer {paired['token']}"}
            yield Served(base, headers, state.store.person("Anna").id, key)
        finally:
            server.should_exit = True
            thread.join()
            ear.close()


@pytest.fixture(scope="module")
def described(served):
    config = SchemathesisConfig.from_dict({"seed": 1})
    address = f"{served.base}/api/openapi.json"
    found = schemathesis.openapi.from_url(address, headers=served.headers, config=config)
    return found.exclude(path_regex=NOT_ASKED)


@pytest.mark.parametrize("area", ["about", "people", "programme", "sessions", "squad", "uploads", "jobs", "pairing"])
def test_every_answer_is_one_that_the_description_promises(served, described, area):
    operations = [found.ok() for found in described.get_all_operations() if area in found.ok().tags]
    assert operations
    for operation in operations:
        _ask(operation, served)


def _ask(operation, served):
    """Send what the description allows and what it does not, and hold the answers against it."""
    known = {PERSON: served.person_id, SESSION: served.key}
    # What a schema cannot say is refused in words: an exercise outside the catalogue, an upload that is not there.
    refusals_in_words = [schemathesis.checks.positive_data_acceptance]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def asked(case):
        if case.method != "DELETE":
            case.path_parameters = {
                name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
        case.call_and_validate(headers=served.headers, excluded_checks=refusals_in_words)

    asked()
