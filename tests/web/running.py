"""A real `dorsi serve` in a process of its own, and a browser's way to it."""

import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx2

from dorsi.web.access.guards import COOKIE, CSRF_HEADER
from dorsi.web.access.pairing import csrf_token

PATIENCE_S = 400.0


def free_port():
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The process, and the link that it printed."""

    def __init__(self, port, *, before=(), more=(), verify=True, start_new_session=False):
        command = [*before, sys.executable, "-m", "dorsi", "serve", "--port", str(port), "--model", "lite", *more]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=start_new_session,
        )
        self.verify = verify
        first = self.process.stdout.readline()
        found = re.search(r"(https?://[^/]+)/pair\?code=(\S+)", first)
        assert found, first + self.process.stdout.read()
        self.address, self.code = found[1], found[2]
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                httpx2.get(f"{self.address}/pair", verify=self.verify)
            except httpx2.ConnectError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(self.address)

    def end(self, *, kill=False):
        """Stop it as Ctrl-C's sibling does, or without a chance to tidy up."""
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(PATIENCE_S)
        self.process.stdout.close()


@contextmanager
def server(port, **options):
    """Give a running server, ended on leaving."""
    one = Server(port, **options)
    try:
        yield one
    finally:
        one.end()


@contextmanager
def paired_client(running):
    """Give a client that paired with the printed code."""
    with httpx2.Client(base_url=running.address, timeout=PATIENCE_S, verify=running.verify) as client:
        client.pairing = client.post("/pair", data={"code": running.code})
        assert client.pairing.status_code == 303
        client.headers[CSRF_HEADER] = csrf_token(client.cookies[COOKIE])
        yield client


def wait_for(client, job_id, *states):
    """Return the job once it is in one of the states."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        job = client.get(f"/api/jobs/{job_id}").json()
        if job["state"] in states:
            return job
        time.sleep(0.1)
    raise TimeoutError(job)
