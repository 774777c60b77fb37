"""Tries in processes of their own: a crash or a hang is an outcome like any other."""

import contextlib
import multiprocessing
import os
import signal
import traceback

import cloudpickle

from dorsi import sealing
from dorsi.errors import DorsiError

LONGEST = 1000  #: letters of a refusal
MEMORY_BYTES = 6_000_000_000
#: Forks of a process without threads: one that has decoded or drawn leaves locks that no thread of its fork opens.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([
    "cloudpickle", "dorsi.batch", "dorsi.cli.programme_files", "dorsi.exchange", "dorsi.framing.preview",
    "dorsi.measuring", "dorsi.store", "dorsi.synth", "openpyxl", "pandas", "scipy.signal", "xarray",
])  # fmt: skip


def outcome(work, *, limit_s=60):
    """Return how a piece of work ends: "done", "refused: ...", "fault: ...", "crash: ...", or "hang".

    A refusal is an error of dorsi's own in one printable line; everything else that is raised is a fault.
    """
    here, there = FORKS.Pipe(duplex=False)
    child = FORKS.Process(target=_try, args=(there, cloudpickle.dumps(work), dict(os.environ), limit_s))
    child.start()
    there.close()
    with here, contextlib.suppress(EOFError):
        told = here.recv()
        child.join()
        return told
    child.join()
    return "hang" if child.exitcode == -signal.SIGALRM else f"crash: {child.exitcode}"


def _try(there, work, environment, limit_s):
    os.environ.clear()
    os.environ.update(environment)
    signal.alarm(limit_s)
    sealing.limit(data_bytes=MEMORY_BYTES)
    there.send(_ended(cloudpickle.loads(work)))


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
