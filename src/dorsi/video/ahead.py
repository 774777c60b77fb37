"""Work done in threads: ahead of its use, such as decoding, or side by side, such as looks at several frames."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: One item is in use, one waits and one is being made: more would only fill the memory, since a 4K frame takes 25 MB.
_MOST_WAITING: Final = 1
THREADS: Final = 2  #: networks compute one look on one thread; more of them share the memory bus
_LOOK_UP_S: Final = 0.1  #: how often a full queue is left to see whether anyone still wants what comes next


class _End:
    """The last thing in the queue, with the error that ended the work, if any."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[T]) -> Generator[T]:
    """Yield the items in their order; the next ones are made in a thread meanwhile.

    An error in that thread is raised here, after the items before it. Whoever stops early closes the generator: then
    the thread has ended, and so has `items`.
    """
    made: queue.Queue[T | _End] = queue.Queue(_MOST_WAITING)
    unwanted = threading.Event()
    maker = threading.Thread(target=_make, args=(items, made, unwanted), name="ahead", daemon=True)
    maker.start()
    try:
        while not isinstance(item := made.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        unwanted.set()
        maker.join()


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield what the work makes of each item, in their order; no more of them are under way than there are threads."""
    under_way: deque[Future[R]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        for item in items:
            under_way.append(pool.submit(work, item))
            if len(under_way) == THREADS:
                yield under_way.popleft().result()
        yield from (one.result() for one in under_way)


def _make(items: Iterable[T], made: "queue.Queue[T | _End]", unwanted: threading.Event) -> None:
    """Put every item into the queue, then the end, until no one wants them."""
    end = _End()
    try:
        for item in items:
            if not _put(item, made, unwanted):
                break
    except BaseException as error:  # noqa: BLE001 - raised again where the items are used
        end = _End(error)
    finally:
        if isinstance(items, Generator):
            items.close()
    _put(end, made, unwanted)


def _put(item: T | _End, made: "queue.Queue[T | _End]", unwanted: threading.Event) -> bool:
    """Return whether the item is in the queue; it is not once no one wants it."""
    while not unwanted.is_set():
        try:
            made.put(item, timeout=_LOOK_UP_S)
        except queue.Full:
            continue
        return True
    return False
