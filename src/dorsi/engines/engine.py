"""The engine interface, and the simplest engine."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

Tell = Callable[
    [float, float], None
]  #: passed to the job to report its progress as (done, total), in the job's own unit
Job = Callable[[Item, Tell], Outcome]
Hear = Callable[[str, int, float, float], None]  #: called with (worker, index of the item, done, total)


@dataclass(frozen=True, kw_only=True)
class Lost:
    """An item without an outcome: its workers stopped each time."""

    reason: str


#: (index of the item, outcome), in any order; closing it stops the work.
Outcomes = Generator[tuple[int, Outcome | Lost], None, None]


class Engine(Protocol):
    """Runs a job on items as workers become free, and yields (index, outcome) in any order.

    A job is a module-level function that returns errors as outcomes, and can run again on the same item if a worker
    dies. Each item has exactly one outcome. Closing the iterator stops the work.
    """

    def __call__(self, job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        """Yield an outcome for every item."""


def silent(_worker: str, _index: int, _done: float, _total: float) -> None:
    """Ignore progress."""


def serial(*, hear: Hear = silent) -> Engine:
    """Return the engine that works in this process, one item at a time; it raises the job's errors."""

    def run(job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        for index, item in enumerate(items):
            yield index, job(item, lambda done, total, index=index: hear("here", index, done, total))  # type: ignore[misc]

    return run
