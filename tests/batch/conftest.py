"""A squad of small clips, a data folder for each test, and the command line as its user starts it."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import folders
import pytest
from forked import program


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Keep the database in this test's own folder."""
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DORSI_DB", raising=False)
    return tmp_path / "data"


@pytest.fixture(scope="session")
def squad(tmp_path_factory):
    """Six clips of six people, the last one cut short."""
    folder = tmp_path_factory.mktemp("squad")
    return folder, folders.squad(folder, 6, broken={5})


@pytest.fixture
def start(tmp_path):
    """Return a function that starts the command line in a process group of its own."""
    running = []

    def begin(*arguments, **env):
        command = [sys.executable, "-m", "dorsi", *map(str, arguments)]
        process = subprocess.Popen(
            command, env=os.environ | env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def dorsi():
    """Return a function that runs the command line and returns (exit code, stdout, stderr)."""

    def run(*arguments, answers="", **env):
        command = [program(), *map(str, arguments)]
        done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True, check=False, input=answers)
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="session")
def dask(tmp_path_factory):
    """Start a real scheduler and two workers on loopback; return the scheduler's address and the workers."""
    pytest.importorskip("distributed", reason="Dask is an extra: pip install 'dorsi[dask]'")
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    places = (str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")]))  # the same dorsi as here
    env = os.environ | {"PYTHONPATH": os.pathsep.join(places), "TMPDIR": str(folder)}
    program = [sys.executable, "-m", "dask"]
    common = ["--host", "127.0.0.1", "--no-dashboard"]
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((folder / "log").open("w"))

        def begin(*command):
            process = subprocess.Popen([*program, *command], env=env, cwd=folder, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        begin("scheduler", *common, "--port", "0", "--scheduler-file", str(file))
        for _ in range(600):
            if file.exists() and file.read_text():
                break
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]

        def worker(name):
            options = ["--no-nanny", "--nthreads", "1", "--name", name, "--local-directory", str(folder)]
            return begin("worker", address, *common, *options)

        yield address, worker, [worker("one"), worker("two")]
