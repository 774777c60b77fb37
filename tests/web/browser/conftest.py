"""The real server in a process of its own, and real browsers, each paired like a phone."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http import client

import pytest
import yaml
from screens import SAMPLES, ZONE_NAME, today

PIECE_BYTES = 1_000_000
START_S = 120  #: patience with a machine that is busy with other tests


class Server:
    """A running `dorsi serve` and a program that is paired with it."""

    def __init__(self, url, code):
        self.url = url
        self._token = None
        self._token = self.call("POST", "/api/pair", {"code": code, "name": "the tests"})["token"]

    def call(self, method, path, record=None, content=None, **headers):
        """Return the JSON answer of the API."""
        body = content if record is None else json.dumps(record).encode()
        kind = "application/json" if record is not None else "application/offset+octet-stream"
        headers |= {"Content-Type": kind} | ({"Authorization": f"Bearer {self._token}"} if self._token else {})
        line = client.HTTPConnection(self.url.removeprefix("http://"), timeout=START_S)
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        text = answer.read()
        line.close()
        assert answer.status < 300, text
        return json.loads(text) if text else None

    def link(self):
        """Return a link that pairs one browser."""
        return f"{self.url}/pair?code={self.call('POST', '/api/pairing-codes', {})['code']}"

    def over(self, person, wait_ms):
        """Wait until every clip of a person is measured."""
        deadline = time.monotonic() + wait_ms / 1000
        while any((one["person"], one["state"]) in {(person, "waiting"), (person, "running")}
                  for one in self.call("GET", "/api/jobs")):  # fmt: skip
            assert time.monotonic() < deadline
            time.sleep(0.3)

    def send(self, name, person, side):
        """Send a sample clip, and return its job."""
        content = (SAMPLES / name).read_bytes()
        upload = self.call("POST", "/api/uploads", {"name": name, "size_bytes": len(content)})
        for start in range(0, len(content), PIECE_BYTES):
            piece = content[start : start + PIECE_BYTES]
            self.call("PATCH", f"/api/uploads/{upload['id']}", content=piece, **{"Upload-Offset": str(start)})
        # A height of their own: the same clip with the same choices belongs to one person.
        wanted = {"upload_id": upload["id"], "person": person, "movement": "lunge", "side": side, "height_cm": 168}
        return self.call("POST", "/api/jobs", wanted | {"recorded_on": today().isoformat()})


@contextmanager
def running(folder, *, log):
    """Run `dorsi serve` on a data folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "dorsi",
        "serve",
        "--port",
        str(port),
        "--store",
        f"sqlite:///{folder / 'dorsi.db'}",
    ]
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | {"TZ": ZONE_NAME}
        )
        try:
            first = process.stdout.readline()
            found = re.search(r"(http://\S+)/pair\?code=(\S+)", first)
            assert found, f"{first}{log.read_text()}"
            yield Server(found[1], found[2])
        finally:
            process.terminate()
            process.wait(timeout=START_S)
            process.stdout.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory, landmark_cache):
    """Start one server for all tests of this worker; it finds landmarks that other tests have made."""
    assert landmark_cache.is_dir()
    folder = tmp_path_factory.mktemp("served")
    with running(folder, log=folder / "errors.txt") as one:
        yield one
    assert (folder / "errors.txt").read_text() == ""


@pytest.fixture
def empty_server(tmp_path, landmark_cache):
    """Start a server of which nothing is stored yet."""
    assert landmark_cache.is_dir()
    with running(tmp_path, log=tmp_path / "errors.txt") as one:
        yield one


@pytest.fixture
def browse(chromium, server):
    """Return a function that gives a paired browser; no page may complain or ask anything of anybody else."""
    contexts, asked, complaints = [], [], []

    def pair(**options):
        context = chromium.new_context(base_url=server.url, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        context.on("request", lambda r: asked.append(r.url))
        context.on("weberror", lambda e: complaints.append(str(e.error)))
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.goto(server.link())
        page.get_by_role("button", name="Pair this device").click()
        page.wait_for_url("**/")
        return page

    yield pair
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((server.url, "blob:", "data:"))] == []
    assert [text for text in complaints if "ERR_FAILED" not in text] == []  # requests that a test itself breaks


@pytest.fixture(scope="session")
def answers():
    """Return the answers of the person in the sample clips, with a session on every day."""
    kept = yaml.safe_load((SAMPLES / "intake_bea.yaml").read_text(encoding="utf-8"))
    return kept | {"days_per_week": 7}
