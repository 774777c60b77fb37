"""Workers on other machines, through Dask."""

from collections.abc import Iterable
from importlib import import_module
from itertools import islice
from typing import Any, Final
from uuid import uuid4

from dorsi.engines.engine import Engine, Hear, Item, Job, Lost, Outcome, Outcomes, silent
from dorsi.errors import DataError, OptionError
from dorsi.version import __version__

_AHEAD: Final = 2  #: items per thread of the cluster: one running, one waiting


def cluster(address: str, *, hear: Hear = silent, answer_s: float = 20.0) -> Engine:
    """Return the engine of a running Dask scheduler; workers can come and go.

    If a worker dies, another one repeats its items. Every worker needs this version of dorsi.

    Parameters
    ----------
    address
        The scheduler's, such as tcp://192.168.1.10:8786.
    hear
        Called with the progress of each item.
    answer_s
        How long to wait for the scheduler, and for its first worker, seconds.

    Raises
    ------
    OptionError
        When the work begins, if `dorsi[dask]` is not installed, no scheduler answers, or a worker has another dorsi.
    DataError
        If the connection to the scheduler is lost during the work.
    """

    def run(job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        with _connect(address, answer_s) as client:
            _require_same_dorsi(client)
            topic = f"dorsi-{uuid4().hex}"
            client.subscribe_topic(topic, lambda event: hear(*event[1]))
            yield from _stream(client, job, items, topic)

    return run


def _stream(
    client: Any,  # noqa: ANN401
    job: Job[Item, Outcome],
    items: Iterable[Item],
    topic: str,
) -> Outcomes[Outcome]:
    """Keep every thread of the cluster busy, with as few items in memory as possible."""
    waiting = iter(enumerate(items))
    room = _AHEAD * max(1, sum(client.nthreads().values()))
    index_of = {}
    completed = _distributed().as_completed(raise_errors=False, loop=client.loop)

    def begin(count: int) -> None:
        for index, item in islice(waiting, count):
            future = client.submit(_work, job, item, index, topic, pure=False)
            index_of[future] = index
            completed.add(future)

    begin(room)
    try:
        for future in completed:
            index = index_of.pop(future)
            yield index, _outcome(future)
            future.release()
            begin(1)
    finally:
        client.cancel(list(index_of), force=True)


def _outcome(future: Any) -> Any:  # noqa: ANN401
    # A dying worker loses finished results it had not sent yet; fetching waits until they are computed again.
    error = future.exception()
    if error is not None:
        return Lost(reason=f"the worker stopped unexpectedly ({type(error).__name__}: {error})")
    if future.cancelled():
        raise DataError(
            "the connection to the Dask scheduler was lost; start it and run the same command again to continue"
        )
    return future.result()


def _work(job: Job[Item, Outcome], item: Item, index: int, topic: str) -> Outcome:
    """Run the job on a worker, which reports its progress to the client."""
    worker = _distributed().get_worker()
    return job(item, lambda done, total: worker.log_event(topic, (str(worker.name), index, done, total)))


def _distributed() -> Any:  # noqa: ANN401 - an optional dependency, which gives no types
    try:
        return import_module("distributed")
    except ImportError as error:
        raise OptionError("--engine dask needs more packages; install them with: pip install 'dorsi[dask]'") from error


def _connect(address: str, answer_s: float) -> Any:  # noqa: ANN401
    try:
        client = _distributed().Client(address, timeout=answer_s, set_as_default=False)
    except (OSError, ValueError) as error:
        raise OptionError(
            f"--scheduler: no scheduler at '{address}'; start `dask scheduler` and give the address it prints"
        ) from error
    try:
        client.wait_for_workers(1, timeout=answer_s)
    except TimeoutError as error:
        client.close()
        raise OptionError(f"--scheduler: '{address}' has no workers; start `dask worker {address}`") from error
    return client


def _require_same_dorsi(client: Any) -> None:  # noqa: ANN401
    try:
        found = client.run(_version)
    except ImportError as error:
        raise OptionError("--scheduler: a worker has no dorsi; install dorsi on every machine") from error
    others = {worker: version for worker, version in found.items() if version != __version__}
    for worker, version in others.items():
        raise OptionError(
            f"--scheduler: {worker} has dorsi {version}, this computer has {__version__}; install the same version"
        )


def _version() -> str:
    return __version__
