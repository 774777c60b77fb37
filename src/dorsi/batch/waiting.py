"""Waits until a folder holds other clips than before, all of them completely copied."""

import time
from pathlib import Path
from typing import Final

from dorsi.batch.finding import clips_in

LOOK_EVERY_S: Final = 4.0  #: a copy over a network may pause for a few seconds
Seen = dict[Path, tuple[int, int]]  #: size in bytes and time of change, ns, of each file


def until_new(
    folder: Path, before: Seen, *, leave_out: Path, manifest: Path | None, every_s: float = LOOK_EVERY_S
) -> Seen:
    """Return the files of a folder as soon as they differ from those before and two looks in a row find them equal.

    Parameters
    ----------
    folder
        With the clips.
    before
        What was there at the last call; empty at the first. A folder without clips is waited for.
    leave_out
        The folder of results.
    manifest
        Counts as one of the files.
    every_s
        Time from one look to the next; a file that is still being copied grows meanwhile.
    """
    last = Seen()
    while True:
        now = _files(folder, leave_out, manifest)
        if now and now == last != before:
            return now
        last = now
        time.sleep(every_s)


def _files(folder: Path, leave_out: Path, manifest: Path | None) -> Seen:
    clips, _ = clips_in(folder, leave_out)
    if not clips:
        return {}
    found = {}
    for path in (*clips, *((manifest,) if manifest else ())):
        try:
            about = path.stat()
        except FileNotFoundError:  # moved away between the list and the look
            continue
        found[path] = about.st_size, about.st_mtime_ns
    return found
