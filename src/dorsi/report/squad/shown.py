"""What a squad's page was asked to show, as data beside it, so that it can be written again."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from dorsi.private import make_file
from dorsi.report.squad.table import SquadPage

DATA_NAME: Final = "squad.json"


class SquadPageFacts(BaseModel):
    """What a squad's page shows beside the store. Where that is not known, no one is named."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    pseudonyms: bool = True
    skipped: tuple[tuple[str, str], ...] = ()  #: clips that the last batch skipped, and why

    @classmethod
    def of(cls, page: SquadPage) -> "SquadPageFacts":
        """Return what a page shows."""
        return cls(pseudonyms=page.pseudonyms, skipped=tuple((one.name, one.reason) for one in page.skipped))


def read_shown(folder: Path) -> SquadPageFacts:
    """Return what the squad's page in a folder shows; no names where its data are missing or cannot be read."""
    try:
        return SquadPageFacts.model_validate_json((folder / DATA_NAME).read_bytes())
    except (OSError, ValidationError):  # a folder of an earlier version, or a damaged one
        return SquadPageFacts()


def write_shown(shown: SquadPageFacts, folder: Path) -> Path:
    """Write the data into an existing folder, open to its user alone, and return their file."""
    path = folder / DATA_NAME
    make_file(path)
    path.write_text(f"{shown.model_dump_json(indent=1)}\n", encoding="utf-8")
    return path
