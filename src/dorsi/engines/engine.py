"""What an engine is, and the simplest one."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

Tell = Callable[[float, float], None]  #: given to the job: how far it is, (done, total) in the job's own measure
Job = Callable[[Item, Tell], Outcome]
Hear = Callable[[str, int, float, float], None]  #: told (worker, index of the item, done, total)


@dataclass(frozen=True, kw_only=True)
class Lost:
    """An item without an outcome: what worked on it ended, again and again."""

    reason: str


#: (index of the item, outcome), in any order; closing it stops the work.
Outcomes = Generator[tuple[int, Outcome | Lost], None, None]


class Engine(Protocol):
    """Runs a job on items, which are taken as places to work get free, and yields (index, outcome) in any order.

    A job is a function of a module, returns what went wrong with its item as an outcome, and may be run again on the
    same item when a worker dies; there is exactly one outcome for each item. Closing the iterator stops the work.
    """

    def __call__(self, job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        """Yield an outcome for every item."""


def silent(_worker: str, _index: int, _done: float, _total: float) -> None:
    """Hear nothing."""


def serial(*, hear: Hear = silent) -> Engine:
    """Return the engine that works in this process, one item after the other; an error in the job is raised here."""

    def run(job: Job[Item, Outcome], items: Iterable[Item]) -> Outcomes[Outcome]:
        for index, item in enumerate(items):
            yield index, job(item, lambda done, total, index=index: hear("here", index, done, total))  # type: ignore[misc]

    return run
