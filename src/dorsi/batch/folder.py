"""A folder of clips, measured and stored in one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from dorsi.batch.finding import find
from dorsi.batch.running import most_workers, plan, run
from dorsi.clip_request import ClipOptions
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.engines import local, serial
from dorsi.settings import Settings
from dorsi.store import Store


@dataclass(frozen=True, kw_only=True)
class FolderResult:
    """What became of each clip of a folder, by its name within the folder."""

    measured: tuple[str, ...]  #: measured and stored just now
    done_before: tuple[str, ...]  #: stored by an earlier run with the same settings
    moved: tuple[str, ...]  #: measured before under another name, person or day, and only filed again
    failed: Mapping[str, str]  #: name -> why it could not be measured
    left_out: Mapping[str, str]  #: name -> why it was not tried: who or what it shows is unknown, or it is a duplicate


def measure_folder(
    folder: Path | str,
    store: Store,
    out: Path | str,
    settings: Settings | None = None,
    *,
    manifest: Path | str | None = None,
    workers: int = 1,
    overlay: bool = False,
    detectable: DetectableChanges = PUBLISHED,
    **options: Unpack[ClipOptions],
) -> FolderResult:
    """Return what became of every clip of a folder; those not measured before are measured and stored.

    The same as `dorsi batch`. An interrupted run continues where it stopped.

    Parameters
    ----------
    folder
        Searched with all folders inside it.
    store
        Keeps the results: `store.sessions()` has them afterwards.
    out
        A folder for each clip's report and arrays; it is made if it is missing.
    settings, options
        For every clip, as in `dorsi.analyse`; what a clip's name or row says counts first.
    manifest
        A table, CSV or XLSX, with person, day and movement of each clip, instead of the names.
    workers
        Number of processes; the results are the same with any number.
    overlay
        Whether to draw overlay videos as well.
    detectable
        From which change on a number counts as changed; shown in the reports.

    Returns
    -------
    FolderResult
        Names of the clips measured, done before, moved, failed and left out.

    Raises
    ------
    OptionError
        If the folder does not exist or can't be read, or an option is not allowed.
    DataError
        If the manifest does not hold what it should, or a result can't be written.
    """
    source, place = Path(folder), Path(out)
    engine = serial() if most_workers(1, workers) == 1 else local(workers)
    table = None if manifest is None else Path(manifest)
    found = find(source, settings, manifest=table, leave_out=place, **options)
    work = plan(found, store, place, overlay=overlay)
    summary = run(work, store, engine, overlay=overlay, detectable=detectable)
    moved = tuple(order.name for order, _ in summary.moved)
    return FolderResult(
        measured=tuple(one.order.name for one in summary.measured),
        done_before=tuple(order.name for order in summary.skipped),
        moved=moved,
        failed={one.order.name: one.reason or "" for one in summary.failed},
        left_out={
            **{one.name: one.reason for one in found.untold},
            **{one.name: f"is the same clip as {one.same_as}" for one in found.twins},
            **{order.name: reason for order, reason in work.blocked},
        },
    )
