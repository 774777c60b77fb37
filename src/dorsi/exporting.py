"""Results in the files of other tools, whatever they are handed over as."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dorsi import exchange
from dorsi.gathering import Results, gather
from dorsi.types import Analysis

_JOINT: Final = frozenset({"bids"})  #: formats that hold any number of recordings in one folder


def export(
    results: Results, folder: Path | str, *, formats: Iterable[str] | str, height_cm: float | None = None
) -> list[Path]:
    """Write results in each of `formats` into `folder`, created if missing, and return the files.

    Parameters
    ----------
    results
        What `analyse`, `measure` or `load` gave, a result folder, a folder of such folders, or a list of these. One
        movement is written into `folder` itself, several into one folder each, named by session id; bids is one
        dataset of all.
    folder
        Folder for the files; existing files are replaced.
    formats
        One or more of csv, parquet, json, trc, mot, c3d, movement, bids.
    height_cm
        The person's height; sets the scale of trc and c3d, whose unit is the metre. From the settings if None.

    Returns
    -------
    list of Path
        Every file that was written.

    Raises
    ------
    OptionError
        If a format is not known.
    DataError
        If there is no result, a format needs metres and no height is known, or the folder cannot be written.
    DorsiError
        If a format needs a package that is not installed.
    """
    formats = [formats] if isinstance(formats, str) else list(formats)
    # One result is written without its further movements, as it always was: each has a folder of its own.
    found = [results] if isinstance(results, Analysis) else gather(results)
    if len(found) == 1:
        return exchange.export(found[0], folder, formats=formats, height_cm=height_cm)
    written: list[Path] = []
    for one in found:
        own = Path(folder) / one.session.id
        written += exchange.export(
            one, own, formats=[name for name in formats if name not in _JOINT], height_cm=height_cm
        )
        written += exchange.export(one, folder, formats=[name for name in formats if name in _JOINT])
    return list(dict.fromkeys(written))
