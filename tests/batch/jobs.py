"""Jobs that workers can import."""

import os
import signal
import threading
import time
from pathlib import Path


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
