"""Texts that every report carries, and the texts of a stop."""

from functools import cache

from dorsi.programme.actions import Record
from dorsi.programme.datafile import entry, load_mapping
from dorsi.schema.plan import Safety

FILE = "wording.yaml"


class Wording(Record):
    """All of wording.yaml."""

    safety: tuple[str, ...]
    stop_signs: tuple[str, ...]
    stops: dict[str, str]

    @property
    def safety_lines(self) -> Safety:
        """The lines that stand on every plan and report."""
        return Safety(lines=list(self.safety), stop_signs=list(self.stop_signs))


@cache
def wording() -> Wording:
    """Return the checked texts."""
    return entry(Wording, load_mapping(FILE), file=FILE, kind="texts", key="")
