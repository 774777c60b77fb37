"""One clip that is being analysed, and how it is stopped."""

import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any


@dataclass
class JobRun:
    """A job with its running process."""

    thread: threading.Thread
    stop: "Connection[Any, Any]"
    core: int
    cancelled: bool = False


def send_stop(run: JobRun) -> None:
    """Ask the process of a clip to stop; one that has ended already needs nothing."""
    try:
        run.stop.send("stop")
    except OSError:
        return  # it has just ended
