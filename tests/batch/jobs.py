"""Jobs that workers can import."""

import os
import signal
import socket
import threading
import time
from pathlib import Path

from dorsi import sealing


def doubled(item, tell):
    tell(1.0, 2.0)
    return 2 * item


def where(_item, _tell):
    return os.getpid()


def cores_and_threads(_item, _tell):
    return len(os.sched_getaffinity(0)), os.environ["OMP_NUM_THREADS"]


def fatal(item, _tell):
    """End the worker at odd items."""
    if item % 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def fatal_once(marker, _tell):
    """End the worker at the first try."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "at the second try"


def wrong(item, _tell):
    return 1 / item


def slow(folder, _tell):
    """Note who works on it, and wait to be killed or let go."""
    (Path(folder) / f"{os.getpid()}.{threading.get_ident()}").touch()
    while not (Path(folder) / "go").exists():
        time.sleep(0.02)
    return folder


def beyond(folder, _tell):
    """Try what a clip has no need of, and return what the system said to each."""
    said = {}
    for name, attempt in (
        ("network", lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)),
        ("write", lambda: Path(folder, "closed", "new").write_text("x")),
        ("remove", lambda: Path(folder, "closed", "old").unlink()),
        ("empty", lambda: os.truncate(Path(folder, "closed", "old"), 0)),
        ("memory", lambda: bytearray(sealing.CLIP_DATA_BYTES + 10**9)),
        ("write where it may", lambda: Path(folder, "open", "new").write_text("x")),
        ("read", lambda: Path(folder, "closed", "old").read_text()),
    ):
        try:
            attempt()
        except (OSError, MemoryError) as error:
            said[name] = type(error).__name__
        else:
            said[name] = "done"
    return said


def silent_for_ever(item, tell):
    if item:
        time.sleep(1000)
    tell(1.0, 1.0)
    return item
