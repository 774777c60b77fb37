"""Clients of an app in this process, and the clips that they send."""

from pathlib import Path

from dorsi.web.access.guards import COOKIE, CSRF_HEADER
from dorsi.web.access.pairing import csrf_token

SAMPLES = Path(__file__).parents[2] / "sample_videos"
ADDRESS = "http://127.0.0.1:8765"


def paired(app, client):
    """Pair a client as a browser is paired, and let it send what our pages send."""
    answer = client.post("/pair", data={"code": app.state.dorsi.devices.new_code()})
    assert answer.status_code == 303, answer.text
    client.headers[CSRF_HEADER] = csrf_token(client.cookies[COOKIE])
    return client
