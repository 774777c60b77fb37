"""Pictures of the exercises by level, with their descriptions, from figures/figures.yaml."""

from functools import cache
from importlib.resources import files
from typing import Final

from dorsi.datafile import entry, load_mapping
from dorsi.programme.language.record import Record

FOLDER: Final = "figures"
INDEX: Final = f"{FOLDER}/figures.yaml"


class Picture(Record):
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
    """Return the picture of a level; None without one, since another level's would mislead."""
    return pictures().get((exercise, level))


def picture_bytes(name: str) -> bytes:
    """Return the content of a picture's file."""
    return files("dorsi.programme").joinpath(FOLDER, name).read_bytes()
