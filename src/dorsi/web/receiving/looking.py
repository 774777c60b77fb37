"""Checks photos before filming, in a separate process that stays running, since its start is slow.

Run as `python -m dorsi.web.receiving.looking`. It is sealed like `sniffing`, answers each line with one line of JSON,
and can be ended at any time: the next check starts another one.
"""

import json
import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from anyio import CapacityLimiter

from dorsi.errors import DorsiError, VideoError
from dorsi.schema.framing import Framing
from dorsi.web.receiving.sniffing import QUIET, seal

_MEMORY_BYTES: Final = 3_000_000_000  #: of addresses; 500 MB are filled
_WALL_S: Final = 120.0  #: on a busy machine; `seal` limits the processor time
_IDLE_S: Final = 300.0  #: without a check, after which the process ends and frees its memory
_REFUSED: Final = "too large to check; take a photo, or a clip of two seconds"


class Looker:
    """One process that checks pictures, one after the other.

    Parameters
    ----------
    idle_s
        How long it stays without work, seconds.
    """

    def __init__(self, *, idle_s: float = _IDLE_S) -> None:
        self.one_at_a_time = CapacityLimiter(1)  #: limits the waiting threads; further requests wait outside
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None

    def look(self, path: Path, movement: str, side: str) -> Framing:
        """Return what to change before filming, as `dorsi.framing.check_framing` does.

        Raises
        ------
        VideoError
            If the file is neither a picture nor a clip, or needs more memory or time than allowed.
        """
        order = json.dumps({"path": str(path), "movement": movement, "side": side}).encode() + b"\n"
        with self._lock:
            was_warm = self._process is not None and self._process.poll() is None
            line = self._ask(order)
            if not line and was_warm:
                line = self._ask(order)  # earlier checks had used up its processor time
        if not line:
            raise VideoError(f"{path.name}: {_REFUSED}")
        answer: dict[str, Any] = json.loads(line)
        if "problem" in answer:
            raise VideoError(answer["problem"])
        return Framing.model_validate(answer)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, order: bytes) -> bytes:
        """Return the process's answer; nothing if it ended or took too long."""
        process = self._warm()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(order)
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], _WALL_S)
            line = process.stdout.readline() if ready else b""
        except BrokenPipeError:
            line = b""
        if line:
            self._timer = threading.Timer(self._idle_s, self.close)
            self._timer.daemon = True
            self._timer.start()
        else:
            self._end()
        return line

    def _warm(self) -> subprocess.Popen[bytes]:
        if self._timer is not None:
            self._timer.cancel()
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dorsi.web.receiving.looking"],
                env=os.environ | QUIET,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def main() -> None:
    """Answer one request after the other, sealed, until the input ends."""
    seal(_MEMORY_BYTES)
    from dorsi.framing import check_framing  # noqa: PLC0415 - decoders are loaded once the process is sealed

    for line in sys.stdin:
        order = json.loads(line)
        try:
            found = check_framing(**order).model_dump(mode="json")
        except DorsiError as error:
            found = {"problem": str(error)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
