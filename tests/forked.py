"""The command line as a process of its own, without the seconds that each start takes.

A process that has loaded dorsi waits; each call of `program()` is a fork of it, with the arguments, the folder, the
environment and the files of whoever calls. What a test can see is that of a fresh start, except for the time that the
imports take. Tests whose subject is the process itself (signals, terminals, loading) start `python -m dorsi` instead.
"""

import atexit
import functools
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: What the commands import when they run, loaded once.
LOADED = (
    "dorsi.batch",
    "dorsi.cli.analysing",
    "dorsi.cli.batching",
    "dorsi.cli.programme_files",
    "dorsi.exchange",
    "dorsi.report",
    "dorsi.store",
    "scipy.signal",
)
CALL = """#!{python} -IS
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
socket.send_fds(line, [b"."], [0, 1, 2])
line.sendall(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode())
line.shutdown(socket.SHUT_WR)
sys.exit(int(line.recv(16) or 1))
"""


@functools.cache
def program():
    """Return the path of a `dorsi` that starts quickly; it works until this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="dorsi-forked-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    address = str(folder / "line")
    command = [sys.executable, __file__, address]
    waiting = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(waiting.communicate)  # closes its input, which ends it
    assert waiting.stdout.readline() == "ready\n"
    path = folder / "dorsi"
    path.write_text(CALL.format(python=sys.executable, address=address), encoding="utf-8")
    path.chmod(0o755)
    return path


def next_call(address):
    """Wait for calls until whoever started this process is gone; return in a fork of it for each call."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)  # noqa: T201 - to whoever started this
        signal.signal(signal.SIGCHLD, lambda *_: os.wait())
        while True:
            ready, _, _ = select.select([listening, sys.stdin], [], [])
            if sys.stdin in ready:
                sys.exit()
            line, _ = listening.accept()
            if not os.fork():
                break
            line.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, files, _, _ = socket.recv_fds(line, 1, 3)
    asked = b"".join(iter(lambda: line.recv(65536), b""))
    os.setsid()
    if child := os.fork():
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        line.sendall(str(status if status >= 0 else 128 - status).encode())
        os._exit(0)
    line.close()
    return json.loads(asked), files


def become(arguments, folder, environment, files):
    """Make this process the one that was asked for."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["dorsi", *arguments]
    sys.stdin = open(0)  # noqa: SIM115 - the three files that every program has open
    sys.stdout = open(1, "w")  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace")  # noqa: SIM115


if __name__ == "__main__":
    for name in LOADED:
        importlib.import_module(name)
    from dorsi.cli import main

    gc.freeze()  # a fork need not look through, and thereby copy, what was there before it
    call, standard = next_call(sys.argv[1])
    become(*call, standard)
    main()
