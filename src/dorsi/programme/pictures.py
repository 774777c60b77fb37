"""The pictures of the exercises: which one shows a level, and what it shows in words, as figures/figures.yaml says."""

from functools import cache
from importlib.resources import files
from typing import Final

from dorsi.datafile import entry, load_mapping
from dorsi.programme.record import Record

FOLDER: Final = "figures"
INDEX: Final = f"{FOLDER}/figures.yaml"


class Picture(Record):
    """What shows one level, or several that look the same."""

    file: str
    alt: str

    @property
    def moving(self) -> str:
        """Name of the file that moves, in a loop."""
        return f"{self.file}.webp"

    @property
    def still(self) -> str:
        """Name of the file with start and end beside each other, for paper and for who asked for less motion."""
        return f"{self.file}.still.webp"

    @property
    def drawing(self) -> str:
        """Name of the file with the same two as lines."""
        return f"{self.file}.svg"


@cache
def pictures() -> dict[tuple[str, int], Picture]:
    """Return every picture by exercise and level."""
    index = load_mapping(INDEX)
    return {
        (exercise, int(level)): entry(Picture, one, file=INDEX, kind="picture", key=f"{exercise}, level {level}")
        for exercise, levels in index.items()
        if isinstance(levels, dict)
        for level, one in levels.items()
    }


def picture_of(exercise: str, level: int) -> Picture | None:
    """Return the picture of a level; None where there is none, since that of another level would mislead."""
    return pictures().get((exercise, level))


def picture_bytes(name: str) -> bytes:
    """Return the content of a picture's file."""
    return files("dorsi.programme").joinpath(FOLDER, name).read_bytes()
