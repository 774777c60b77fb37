"""Pictures of the exercises by level, and of their faults, with their descriptions, from figures/*.yaml."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.errors import RuleError
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.exercises.how_to import how_to
from dorsi.programme.language.record import Record

FOLDER: Final = "figures"
INDEX: Final = f"{FOLDER}/figures.yaml"
FAULTS: Final = f"{FOLDER}/faults.yaml"


class LevelPicture(Record):
    """The picture of one level, or of several that look the same."""

    file: str
    alt: str

    @property
    def moving(self) -> str:
        """File name of the looped animation."""
        return f"{self.file}.webp"

    @property
    def still(self) -> str:
        """File name of the picture with start and end side by side, for paper and reduced motion."""
        return f"{self.file}.still.webp"

    @property
    def drawing(self) -> str:
        """File name of the same picture as lines."""
        return f"{self.file}.svg"


class FaultPicture(Record):
    """The right way on the left with a tick, a fault on the right with a cross."""

    file: str
    alt: str

    @property
    def still(self) -> str:
        """File name of the picture."""
        return f"{self.file}.webp"


P = TypeVar("P", bound=Record)


@cache
def pictures() -> dict[tuple[str, int], LevelPicture]:
    """Return every picture by exercise and level."""
    return _indexed(INDEX, LevelPicture, "level", lambda exercise: catalogue()[exercise].levels)


@cache
def fault_pictures() -> dict[tuple[str, int], FaultPicture]:
    """Return every picture of a fault by exercise and number of the fault, from 0."""
    return _indexed(FAULTS, FaultPicture, "fault", lambda exercise: range(len(how_to()[exercise].faults)))


def _indexed(
    index: str, kind: type[P], what: str, numbers_of: Callable[[str], Iterable[int]]
) -> dict[tuple[str, int], P]:
    """Return the entries of an index by exercise and number."""
    found = {}
    for exercise, numbers in with_only(load_mapping(index), catalogue().exercises, file=index).items():
        if not isinstance(numbers, dict):
            raise RuleError(f"{index}: {exercise}: expected the number of each {what} with its picture")
        for number, one in with_only(numbers, numbers_of(exercise), file=index, within=exercise).items():
            key = f"{exercise}, {what} {number}"
            found[exercise, int(number)] = entry(kind, one, file=index, kind="picture", key=key)
    return found


def picture_of(exercise: str, level: int) -> LevelPicture | None:
    """Return the picture of a level; None without one, since another level's would mislead."""
    return pictures().get((exercise, level))


def picture_bytes(name: str) -> bytes:
    """Return the content of a picture's file."""
    return files("dorsi.programme").joinpath(FOLDER, name).read_bytes()
