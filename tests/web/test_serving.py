"""The real program: killed in the middle, fed with 100 MB, watched by strace."""

import re
import shutil
import socket
from pathlib import Path

import hostile
import pytest
import running
import segno

from dorsi.errors import OptionError
from dorsi.web.qr import qr_text
from dorsi.web.serving import check_address

MEGABYTE = 1_000_000
pytestmark = pytest.mark.models


def ask(client, upload):
    wanted = {"upload_id": upload["id"], "person": "Anna", "overlay": False}
    return client.post("/api/jobs", json=wanted).json()


def test_a_server_killed_in_the_middle_goes_on_when_it_is_started_again(data, send, glimpse):
    port = running.free_port()
    first = running.Server(port)
    with running.paired_client(first) as client:
        job = ask(client, send(client, glimpse))
        running.wait_for(client, job["id"], "running")
        first.end(kill=True)
        with running.server(port):  # the phone is still paired, and asks the same address
            done = running.wait_for(client, job["id"], "done", "failed")
            assert (done["state"], done["reason"]) == ("done", None)
            assert send(client, glimpse)["known"]
    assert not list(data.rglob("*.part"))


def resident_kb(pid, field):
    return int(re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))[1])


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the peak of memory")
def test_an_upload_of_100_megabytes_takes_less_than_50_more_of_memory(data, send, glimpse):
    with running.server(running.free_port()) as server, running.paired_client(server) as client:
        send(client, glimpse)
        pid = server.process.pid
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
        before_kb = resident_kb(pid, "VmRSS")
        view = send(client, hostile.padded(glimpse, 100 * MEGABYTE), piece_bytes=4 * MEGABYTE)
        assert view["state"] == "ready"
        more_mb = (resident_kb(pid, "VmHWM") - before_kb) / 1000
    assert more_mb < 50, f"{more_mb:.1f} MB more"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_server_listens_on_this_computer_and_calls_nobody(data, send, glimpse, tmp_path):
    """Every socket of the whole process tree: it may wait for others at 127.0.0.1, and speak first to nobody."""
    log = tmp_path / "trace.log"
    strace = (
        "strace",
        "-D",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-e",
        "trace=bind,connect,sendto,sendmsg,listen",
        "-o",
        str(log),
    )
    port = running.free_port()
    with running.server(port, before=strace) as server, running.paired_client(server) as client:
        job = ask(client, send(client, glimpse))
        assert running.wait_for(client, job["id"], "done", "failed")["state"] == "done"
        client.get("/")
    internet = [line for line in log.read_text(encoding="utf-8").splitlines() if re.search(r"\bAF_INET6?\b", line)]
    own = f'sin_port=htons({port}), sin_addr=inet_addr("127.0.0.1")'
    assert [line for line in internet if own not in line or "bind(" not in line] == []
    assert len(internet) == 1


def test_ten_gigabytes_announced_are_refused_without_being_read(data):
    with running.server(running.free_port()) as server, running.paired_client(server) as client:
        upload = client.post("/api/uploads", json={"name": "clip.mp4", "size_bytes": 1000}).json()
        host, port = server.address.removeprefix("http://").split(":")
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        with socket.create_connection((host, int(port)), timeout=60) as raw:
            head = (
                f"PATCH /api/uploads/{upload['id']} HTTP/1.1", f"Host: {host}:{port}", f"Cookie: {cookie}",
                f"X-CSRF-Token: {client.headers['X-CSRF-Token']}", "Upload-Offset: 0", "Content-Length: 10000000000",
            )  # fmt: skip
            raw.sendall("\r\n".join((*head, "", "")).encode() + bytes(1000))
            assert raw.recv(4096).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("address", ["0.0.0.0", "8.8.8.8", "example.org", "::1", "192.168.1.300"])  # noqa: S104
def test_an_address_that_may_be_reached_from_outside_is_refused(address):
    with pytest.raises(OptionError, match="--address"):
        check_address(address)


def test_the_picture_in_the_terminal_is_the_code_of_the_link():
    link = "http://192.168.1.20:8765/pair?code=abcdefghijklmnopqrstuv"
    rows = [list(row) for row in segno.make_qr(link, error="l").matrix_iter(border=2)]
    lines = qr_text(link).splitlines()
    read = []
    for line in lines:
        read += [[int(sign in " ▄") for sign in line], [int(sign in " ▀") for sign in line]]
    assert read[: len(rows)] == [[int(one) for one in row] for row in rows]
