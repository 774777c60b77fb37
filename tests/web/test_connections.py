"""Half-open, slow and too many connections shut no one else out; HTTPS where a certificate is given."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
import running
import uvicorn

from dorsi.errors import OptionError
from dorsi.web import connections, serving
from dorsi.web.connections import PatientProtocol

PATIENCE_S = 60.0
HEAD = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n"


async def app(scope, receive, send):
    """Answer with the number of bytes that came."""
    count, more = 0, scope["type"] == "http"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        count, more = count + len(message.get("body", b"")), message.get("more_body", False)
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        await send({"type": "http.response.body", "body": b"1" if count else b"0"})


@pytest.fixture
def port(monkeypatch):
    """Serve with short patience."""
    for name, value in (("HEAD_S", 0.5), ("BODY_QUIET_S", 0.5), ("BODY_S", 2.0), ("MOST", 20), ("MOST_OF_ONE", 12)):
        monkeypatch.setattr(connections, name, value)
    number = running.free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, http=PatientProtocol, ws="none", port=number, log_level="error", lifespan="off",
                       limit_concurrency=25, timeout_keep_alive=5)
    )  # fmt: skip
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield number
    server.should_exit = True
    thread.join(PATIENCE_S)


@contextmanager
def raw(port, source="127.0.0.1"):
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S, source_address=(source, 0)) as one:
        yield one


def answers(port, source="127.0.0.1"):
    with raw(port, source) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: one.recv(4096), b"")).startswith(b"HTTP/1.1 200")


def ended(one, *, drip=b"", every_s=0.05):
    """Return once the other side has ended a connection into which single bytes drip."""
    one.settimeout(every_s)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if drip:
                one.sendall(drip)
            if one.recv(4096) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.mark.parametrize(
    ("begun", "drip"),
    [(b"", b""), (b"GET / HT", b""), (b"GET / HTTP/1.1\r\nX: ", b"a"), (HEAD, b""), (HEAD + b"abc", b""), (HEAD, b"x")],
    ids=["nothing", "half a line", "a slow head", "no body", "a part of a body", "a slow body"],
)
def test_a_connection_that_waits_too_long_is_ended(port, begun, drip):
    with raw(port) as one:
        one.sendall(begun)
        assert ended(one, drip=drip)
    assert answers(port)


def test_the_second_request_of_a_connection_is_given_no_more_time(port):
    with raw(port) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        assert one.recv(4096).startswith(b"HTTP/1.1 200")
        one.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert ended(one, drip=b"a")


def test_a_whole_request_in_many_pieces_is_answered(port):
    with raw(port) as one:
        for piece in (HEAD[:20], HEAD[20:], b"x" * 400, b"x" * 600):
            one.sendall(piece)
            time.sleep(0.1)
        assert one.recv(4096).startswith(b"HTTP/1.1 200")


def test_many_half_open_requests_of_one_address_shut_no_other_out(port, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_S", PATIENCE_S)
    with ExitStack() as stack:
        many = [stack.enter_context(raw(port, "127.0.0.2")) for _ in range(30)]
        for one in many:
            try:
                one.sendall(b"GET / HT")
            except OSError:  # refused already
                continue
        assert answers(port)


def test_half_open_requests_of_many_addresses_make_room(port, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_S", PATIENCE_S)
    with ExitStack() as stack:
        for number in range(40):
            stack.enter_context(raw(port, f"127.0.1.{number % 4 + 1}"))
        assert all(answers(port) for _ in range(5))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return a certificate for this computer and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
               "-days", "2", "-subj", "/CN=dorsi", "-addext", "subjectAltName=IP:127.0.0.1",
               "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


def test_with_a_certificate_it_speaks_https_and_its_cookie_is_secure(data, certificate):
    cert, key = certificate
    number = running.free_port()
    context = ssl.create_default_context(cafile=str(cert))
    command = ["--tls-cert", str(cert), "--tls-key", str(key)]
    with running.server(number, more=command, verify=context) as server:
        assert server.address == f"https://127.0.0.1:{number}"
        with running.paired_client(server) as client:
            assert client.get("/api/jobs").json() == []
            assert re.search(r"; secure", client.pairing.headers["set-cookie"], re.IGNORECASE)
            begun = client.post("/api/uploads", json={"name": "a.mp4", "size_bytes": 10},
                                headers={"Origin": server.address})  # fmt: skip
            assert begun.status_code == 201
            foreign = {"Origin": server.address.replace("https", "http")}
            refused = client.post("/api/uploads", json={"name": "a.mp4", "size_bytes": 10}, headers=foreign)
            assert refused.status_code == 403


def test_a_certificate_that_is_none_is_told(certificate, tmp_path):
    cert, key = certificate
    (tmp_path / "none.pem").write_text("no certificate", encoding="utf-8")
    for pair, said in (
        ((cert, None), "go together"),
        ((tmp_path / "none.pem", key), "are no certificate with its key"),
        ((tmp_path / "missing.pem", key), "can't be read"),
    ):
        with pytest.raises(OptionError, match=said):
            serving.check_certificate(*pair)
