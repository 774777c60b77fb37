"""Worker processes on this machine, one core each."""

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Final, NoReturn, cast

from dorsi.engines.engine import Engine, Hear, Item, Job, Lost, Outcome, Outcomes, silent

_TRIES: Final = 2  #: a clip that ends its worker twice is the clip's fault, not the machine's
_PATIENCE_S: Final = 15.0  #: for a worker to clean up before it is killed
# Read by the numerical libraries when they are loaded, which is after the worker has set them.
# glibc keeps freed memory in up to eight pools for each core: with one, a worker at 1080p needs 40 MB less.
_ONE_POOL: Final = {"MALLOC_ARENA_MAX": "1"}
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def local(
    workers: int, *, hear: Hear = silent, first_core: int = 0, stop: "Connection[Any, Any] | None" = None
) -> Engine:
    """Return the engine of `workers` processes, started fresh (spawn) and each kept to one core where the system can.

    A worker that dies is replaced and its item tried once more. Memory does not grow with the number of items: one
    item and one outcome for each worker are under way.

    Parameters
    ----------
    workers
        How many processes.
    hear
        Told how far each worker is.
    first_core
        Which core the first worker is kept to; the others follow.
    stop
        Ends the work when something is sent to it, or its other end is closed: items that are not done have no outcome.
    """

    def run(job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        waiting = iter(enumerate(items))
        with ExitStack() as stack:
            crew = [_Worker(first_core + place) for place in range(workers)]
            for worker in crew:
                stack.callback(worker.end)
            for worker in crew:
                worker.take(job, next(waiting, None))
            while busy := {worker.connection: worker for worker in crew if worker.task is not None}:
                for ready in wait([*busy, *([] if stop is None else [stop])]):
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
    """A process, the item it has, and how often that item was begun."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.task: tuple[int, Any] | None = None
        self._tries = 0
        self._start()

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.connection, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, self.place), daemon=True)
        with _environment(_ONE_POOL):  # which is read before the worker could set it
            self._process.start()
        theirs.close()  # so that the end of the process is the end of the pipe

    def take(self, job: Job[Item, Outcome], task: tuple[int, Item] | None) -> None:
        """Give the worker its next item, or nothing more to do."""
        self.task, self._tries = task, 0
        if task is not None:
            self._begin(job)

    def _begin(self, job: Job[Item, Outcome]) -> None:
        assert self.task is not None
        self._tries += 1
        try:
            self.connection.send((job, self.task[1]))
        except BrokenPipeError:  # it died while idle; the end of the pipe tells so below
            return

    def hear(self, job: Job[Item, Outcome]) -> _Told | _Done | Lost | None:
        """Return what the worker says; None when it died and a new one has begun its item."""
        try:
            return cast("_Told | _Done", self.connection.recv())
        except (EOFError, ConnectionResetError):
            self._process.join()
            code = self._process.exitcode
            self.connection.close()
            self._start()
            if self._tries >= _TRIES:
                return Lost(reason=f"the worker ended in the middle, {_TRIES} times ({_how(code)})")
            self._begin(job)
            return None

    def end(self) -> None:
        """Stop the process, whatever it does; it is given time to remove its temporary files."""
        self._process.terminate()
        self._process.join(_PATIENCE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.connection.close()


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Let processes that are started meanwhile see these variables."""
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
        return f"signal {signal.Signals(-code).name}; out of memory?" if code == -signal.SIGKILL else f"signal {-code}"
    return f"exit code {code}"


def _serve(connection: "Connection[Any, Any]", place: int) -> None:
    """Do what comes through the pipe until it closes; a parent that is gone ends the work at its next word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, _leave)
    _keep_to_one_core(place)
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
    if hasattr(os, "sched_setaffinity"):  # decoders and networks start as many threads as they may use cores
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[place % len(cores)]})
