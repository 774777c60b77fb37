"""The web app under its own numbers: `python benchmarks/serve.py`.

A real `dorsi serve` on a filled store of its own, asked over HTTP by a paired client. Prints one line for each figure;
docs/serve.md holds what was measured.

- first page: from the first request after the start to the last byte of the page with its styles and scripts
- weights: every page with everything it needs but video, and what is new on a page once styles and scripts are there
- cost: processor time of the server for each page, which other work on the machine does not change much
- memory: how much the server grows while a clip of 100 MB comes in
- browsing: 20 clients that read a page each second while one clip is analysed
"""

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import psutil
from squad import fill

ROOT = Path(__file__).parents[1]
CLIP = ROOT / "sample_videos" / "squat_side.mp4"
INTAKE = {"age_years": 34, "red_flags": [], "history": [], "pain": []}
PIECE_BYTES = 4_000_000
UPLOAD_BYTES = 100_000_000
CLIENTS = 20
READS = 10
PAUSE_S = 1.0
ASSET = re.compile(r'(?:src|href)="(/(?:static|clips)/[^"]+\.(?:css|js|svg|png|jpg|woff2)[^"]*)"')
LINK = re.compile(r"http://127\.0\.0\.1:\d+/pair\?code=([\w-]+)")


@dataclass
class Visitor:
    """A paired client with the cache of a browser."""

    client: httpx2.Client
    csrf: str = ""
    cached: set[str] = field(default_factory=set)

    def page(self, path: str) -> tuple[float, int]:
        """Return how long a page took with everything it needs, and how many bytes came over the wire."""
        began = time.perf_counter()
        answer = self.client.get(path)
        answer.raise_for_status()
        size = answer.num_bytes_downloaded
        for asset in dict.fromkeys(ASSET.findall(answer.text)):
            if asset not in self.cached:
                self.cached.add(asset)
                size += self.client.get(asset).num_bytes_downloaded
        return time.perf_counter() - began, size


@dataclass
class Server:
    """A running `dorsi serve`."""

    process: subprocess.Popen[str]
    address: str
    code: str

    def stranger(self) -> Visitor:
        """Return a client that is not paired."""
        return Visitor(httpx2.Client(base_url=self.address, timeout=60, follow_redirects=True))

    def paired(self) -> Visitor:
        """Return a client that brought the terminal's code."""
        visitor = self.stranger()
        visitor.client.post("/pair", data={"code": self.code}).raise_for_status()
        start = visitor.client.get("/")
        visitor.csrf = re.findall(r'name="csrf" (?:content|value)="([0-9a-f]+)"', start.text)[0]
        visitor.client.headers["X-CSRF-Token"] = visitor.csrf
        return visitor

    def like(self, other: Visitor) -> Visitor:
        """Return a further client of a paired device, with an empty cache."""
        visitor = self.stranger()
        visitor.client.cookies = other.client.cookies
        visitor.client.headers["X-CSRF-Token"] = other.csrf
        return visitor

    def resident_mb(self) -> float:
        """Return the memory of the server without its workers."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6


@contextmanager
def serving(model: str) -> Iterator[Server]:
    """Run a server on a filled store in a folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fill(folder, athletes=20, months=4)
        command = [sys.executable, "-u", "-m", "dorsi", "serve", "--port", str(port), "--model", model]
        environment = os.environ | {"DORSI_DATA": place, "DORSI_CACHE": str(folder / "cache")}
        environment.pop("DORSI_DB", None)
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                yield Server(process, f"http://127.0.0.1:{port}", code_of(process))
            finally:
                process.terminate()


def code_of(process: subprocess.Popen[str]) -> str:
    """Return the pairing code that the server prints; end with what it says if it prints none."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := LINK.search(line):
            return found[1]
    raise SystemExit("".join(said))


def person_with_programme(visitor: Visitor) -> str:
    """Give the first person answers and a programme, and return their address."""
    person = f"/people/{visitor.client.get('/api/people').json()[0]['id']}"
    visitor.client.put(f"/api{person}/intake", json=INTAKE).raise_for_status()
    visitor.client.post(f"/api{person}/plan").raise_for_status()
    return person


def pages_of(person: str) -> list[str]:
    """Return the pages that people read."""
    own = [f"{person}/{part}" for part in ("intake", "programme", "today", "log", "progress")]
    return ["/", "/film", "/film/lunge", person, *own, "/squad", "/people", "/jobs", "/settings", "/privacy", "/safety"]


def measure_first_page(server: Server) -> Visitor:
    visitor = server.paired()
    fresh = server.like(visitor)
    took, size = fresh.page("/")
    print(f"first page: {1000 * took:.0f} ms with everything it needs, {size / 1000:.0f} kB")
    return visitor


def measure_weights(server: Server, visitor: Visitor, pages: list[str]) -> None:
    print("weights:    page, with everything it needs, what is new after the first page")
    known = server.like(visitor)
    known.page("/")
    for path in pages:
        _, whole = server.like(visitor).page(path)
        _, new = known.page(path)
        shown = re.sub(r"[0-9a-f]{64}", "KEY", path)
        print(f"            {shown:28} {whole / 1000:6.0f} kB {new / 1000:6.0f} kB")


def measure_cost(server: Server, visitor: Visitor, pages: list[str]) -> None:
    process = psutil.Process(server.process.pid)
    spent = []
    for path in pages:
        began = sum(process.cpu_times()[:2])
        for _ in range(READS):
            visitor.client.get(path).raise_for_status()
        spent.append((sum(process.cpu_times()[:2]) - began) / READS)
    dearest = pages[spent.index(max(spent))]
    print(f"cost:       {1000 * statistics.mean(spent):.0f} ms of one core for a page in the mean, "
          f"{1000 * max(spent):.0f} ms for {dearest}")  # fmt: skip


def upload(visitor: Visitor, content: bytes, name: str) -> dict[str, Any]:
    begun = visitor.client.post("/api/uploads", json={"name": name, "size_bytes": len(content)})
    begun.raise_for_status()
    address = f"/api/uploads/{begun.json()['id']}"
    view: dict[str, Any] = {}
    for start in range(0, len(content), PIECE_BYTES):
        piece = content[start : start + PIECE_BYTES]
        answer = visitor.client.patch(address, content=piece, headers={"Upload-Offset": str(start)})
        answer.raise_for_status()
        view = answer.json()
    return view


def measure_memory(server: Server, visitor: Visitor) -> None:
    padding = UPLOAD_BYTES - CLIP.stat().st_size
    content = CLIP.read_bytes() + padding.to_bytes(4, "big") + b"free" + os.urandom(padding - 8)
    before, highest, over = server.resident_mb(), 0.0, threading.Event()

    def watch() -> None:
        nonlocal highest
        while not over.wait(0.01):
            highest = max(highest, server.resident_mb())

    thread = threading.Thread(target=watch)
    thread.start()
    began = time.perf_counter()
    view = upload(visitor, content, "large.mp4")
    took = time.perf_counter() - began
    over.set()
    thread.join()
    assert view["state"] == "ready", view
    print(f"memory:     {before:.0f} MB before, {highest:.0f} MB at most while {len(content) / 1e6:.0f} MB came in "
          f"({highest - before:+.0f} MB) in {took:.1f} s")  # fmt: skip


def measure_browsing(server: Server, visitor: Visitor, pages: list[str]) -> str:
    """Print how long pages take, and return the page of the clip that was analysed meanwhile."""
    view = upload(visitor, CLIP.read_bytes(), "squat.mp4")
    wanted = {"upload_id": view["id"], "person": "Bea", "movement": "squat"}
    job = visitor.client.post("/api/jobs", json=wanted).json()
    over = threading.Event()

    def browse(number: int) -> list[float]:
        client, took = server.like(visitor).client, []
        time.sleep(number * PAUSE_S / CLIENTS)
        while not over.is_set():
            path = pages[(number + len(took)) % len(pages)]
            began = time.perf_counter()
            client.get(path).raise_for_status()
            took.append(time.perf_counter() - began)
            over.wait(PAUSE_S)
        return took

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        browsing = [pool.submit(browse, number) for number in range(CLIENTS)]
        while (found := visitor.client.get(f"/api/jobs/{job['id']}").json())["state"] in {"waiting", "running"}:
            time.sleep(0.5)
        over.set()
        took = sorted(one for future in browsing for one in future.result())
    assert found["state"] == "done", found
    print(f"browsing:   {len(took)} pages read by {CLIENTS} clients while a clip of {view['clip']['duration_s']:.1f} s "
          f"was analysed in {time.perf_counter() - began:.0f} s: median {1000 * statistics.median(took):.0f} ms, "
          f"95th percentile {1000 * took[int(0.95 * len(took))]:.0f} ms, slowest {1000 * took[-1]:.0f} ms")  # fmt: skip
    return f"/clips/{found['session_key']}"


def main() -> None:
    """Measure everything, one server for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="heavy", help="pose network of the analysis")
    given = parser.parse_args()
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with serving(given.model) as server:
        visitor = measure_first_page(server)
        pages = pages_of(person_with_programme(visitor))
        measure_weights(server, visitor, pages)
        measure_cost(server, visitor, pages)
        measure_memory(server, visitor)
        clip = measure_browsing(server, visitor, pages)
        measure_weights(server, visitor, [clip])
    print(f"load of the machine after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
