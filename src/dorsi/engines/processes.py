"""Worker processes on this machine, one core each."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, NoReturn, cast

from dorsi import sealing
from dorsi.engines.engine import Engine, Hear, Item, Job, Lost, Outcome, Outcomes, silent

_TRIES: Final = 2  #: a clip that ends its worker twice is the clip's fault, not the machine's
_PATIENCE_S: Final = 15.0  #: for a worker to clean up before it is killed
#: How long a worker may tell nothing, seconds: at all, and for each second of its clip. Drawing a long one is silent.
_SILENT_S: Final = 1800.0
_SILENT_FOR_EACH_S: Final = 20.0
_LOOK_UP_S: Final = 5.0  #: how often silent workers are looked for
# The numerical libraries read these when loaded, after the worker has set them.
# glibc keeps freed memory in up to eight pools per core; with one, a worker at 1080p needs 40 MB less.
_ONE_POOL: Final = {"MALLOC_ARENA_MAX": "1"}
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def local(
    workers: int,
    *,
    hear: Hear = silent,
    first_core: int = 0,
    stop: "Connection[Any, Any] | None" = None,
    writes_in: Sequence[Path] | None = None,
) -> Engine:
    """Return the engine of `workers` processes, started fresh (spawn) and each bound to one core if possible.

    A worker that dies is replaced and its item tried once more; so is one that tells nothing for half an hour. Memory
    does not grow with the number of items: each worker has one item and one outcome at a time. Memory and files of a
    worker are limited, and it has no network where the system allows that.

    Parameters
    ----------
    workers
        Number of processes.
    hear
        Called with the progress of each worker.
    first_core
        Core of the first worker; the others follow.
    stop
        Ends the work when something is sent to it or its other end is closed; unfinished items have no outcome.
    writes_in
        The only folders that a worker may write in, where the system allows to say so; None for no such limit.
    """

    def run(job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        waiting = iter(enumerate(items))
        with ExitStack() as stack:
            crew = [_Worker(first_core + place, writes_in) for place in range(workers)]
            for worker in crew:
                stack.callback(worker.end)
            for worker in crew:
                worker.take(job, next(waiting, None))
            while busy := {worker.connection: worker for worker in crew if worker.task is not None}:
                for worker in busy.values():
                    worker.end_if_silent()
                for ready in wait([*busy, *([] if stop is None else [stop])], _LOOK_UP_S):
                    if ready is stop:
                        return
                    worker = busy[cast("Connection[Any, Any]", ready)]
                    assert worker.task is not None
                    index = worker.task[0]
                    message = worker.hear(job)
                    if isinstance(message, _Told):
                        hear(f"worker {worker.place + 1}", index, message.done, message.total)
                    elif message is not None:
                        worker.take(job, next(waiting, None))
                        yield index, message.outcome if isinstance(message, _Done) else message

    return run


@dataclass(frozen=True)
class _Told:
    done: float
    total: float


@dataclass(frozen=True)
class _Done:
    outcome: Any


class _Worker:
    """A process, its item, and how often that item was started."""

    def __init__(self, place: int, writes_in: Sequence[Path] | None) -> None:
        self.place = place
        self.task: tuple[int, Any] | None = None
        self._writes_in = writes_in
        self._tries = 0
        self._heard_at, self._may_be_silent_s = time.monotonic(), _SILENT_S
        self._start()

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.connection, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, self.place, self._writes_in), daemon=True)
        with _environment(_ONE_POOL):  # which is read before the worker could set it
            self._process.start()
        theirs.close()  # so that the end of the process is the end of the pipe

    def take(self, job: Job[Item, Outcome], task: tuple[int, Item] | None) -> None:
        """Give the worker its next item, or end it."""
        self.task, self._tries = task, 0
        if task is not None:
            self._begin(job)

    def _begin(self, job: Job[Item, Outcome]) -> None:
        assert self.task is not None
        self._tries += 1
        self._heard_at, self._may_be_silent_s = time.monotonic(), _SILENT_S
        try:
            self.connection.send((job, self.task[1]))
        except BrokenPipeError:  # it died while idle; the closed pipe shows it below
            return

    def hear(self, job: Job[Item, Outcome]) -> _Told | _Done | Lost | None:
        """Return the worker's message; None if it died and a new one has started its item."""
        try:
            message = cast("_Told | _Done", self.connection.recv())
        except (EOFError, ConnectionResetError):
            self._process.join()
            code = self._process.exitcode
            self.connection.close()
            self._start()
            if self._tries >= _TRIES:
                return Lost(reason=f"the worker stopped unexpectedly, {_TRIES} times ({_how(code)})")
            self._begin(job)
            return None
        self._heard_at = time.monotonic()
        if isinstance(message, _Told):
            self._may_be_silent_s = _SILENT_S + _SILENT_FOR_EACH_S * message.total
        return message

    def end_if_silent(self) -> None:
        """Kill the process if it has told nothing for too long: no clip may hold up all others."""
        if time.monotonic() - self._heard_at > self._may_be_silent_s:
            self._process.kill()

    def end(self) -> None:
        """Stop the process, giving it time to remove its temporary files."""
        self._process.terminate()
        self._process.join(_PATIENCE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.connection.close()


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for processes started within the block."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        return f"signal {name}; out of memory?" if name in {"SIGKILL", "SIGABRT"} else f"signal {name}"
    return f"exit code {code}"


def _serve(connection: "Connection[Any, Any]", place: int, writes_in: Sequence[Path] | None) -> None:
    """Do the jobs from the pipe until it closes; without its parent, the worker ends at its next message."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent handles it
    signal.signal(signal.SIGTERM, _leave)
    _keep_to_one_core(place)
    sealing.for_clips()
    if writes_in is not None:
        sealing.write_only_in(writes_in)
    try:
        while True:
            job, item = connection.recv()
            connection.send(_Done(job(item, lambda done, total: connection.send(_Told(done, total)))))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


def _keep_to_one_core(place: int) -> None:
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    if hasattr(os, "sched_setaffinity"):  # decoders and networks start one thread per allowed core
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[place % len(cores)]})
