"""Tries in processes of their own: a crash or a hang is an outcome like any other."""

import contextlib
import os
import signal
import traceback

from dorsi import sealing
from dorsi.errors import DorsiError

LONGEST = 1000  #: letters of a refusal
MEMORY_BYTES = 6_000_000_000


def outcome(work, *, limit_s=60):
    """Return how a piece of work ends: "done", "refused: ...", "fault: ...", "crash: ...", or "hang".

    A refusal is an error of dorsi's own in one printable line; everything else that is raised is a fault.
    """
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        with contextlib.suppress(BaseException):
            signal.alarm(limit_s)
            sealing.limit(data_bytes=MEMORY_BYTES)
            os.write(writes, _ended(work).encode(errors="replace")[:4000])
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        told = pipe.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGALRM:
        return "hang"
    return told if code == 0 and told else f"crash: {code}"


def _ended(work):
    try:
        work()
    except DorsiError as error:
        line = str(error)
        plain = len(line) < LONGEST and not {"\n", "\r", "\x00", "\x1b", "\u202e"} & set(line)
        return f"refused: {line}" if plain else f"fault: no printable line: {line!r}"
    except Exception as error:  # noqa: BLE001 - what may not happen is what is looked for
        frames = traceback.extract_tb(error.__traceback__)
        own = [f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in frames if "/dorsi/" in one.filename]
        return f"fault: {type(error).__name__}: {error} at {' '.join(own[-3:])}"
    return "done"


def bad(outcomes):
    """Return what is neither done nor refused, of (name, outcome)."""
    return [(name, told) for name, told in outcomes if not told.startswith(("done", "refused: "))]
