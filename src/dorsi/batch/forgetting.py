"""Deletes a person: rows, arrays, reports and cached landmarks."""

import json
import logging
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

from dorsi import report, results
from dorsi.batch.squads import refresh_squads, squad_files, squads_above, write_squads
from dorsi.errors import NotStoredError
from dorsi.leftovers import sweep, sweep_parts
from dorsi.pose import cache
from dorsi.pose.foot import foot_key
from dorsi.pose.tracking import make_backend
from dorsi.settings import Settings
from dorsi.store import Removed, SessionRecord, Store, removing
from dorsi.store.home import own_place
from dorsi.store.undoing import end_undo
from dorsi.types import Clip

_BACKEND_OF_0_1: Final = "mediapipe"
_MOST_FOLDERS: Final = 2_000  #: that are looked into for results whose folder was renamed
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was deleted, and what the owner must delete."""

    rows: Removed
    report_folders: tuple[Path, ...]
    cached_landmarks: int
    uploaded_clips: int  #: copies sent through the web app
    clips_left: tuple[Path, ...]  #: dorsi only reads the clips of a batch and never deletes them
    left: tuple[str, ...] = ()  #: one line for each other thing that could not be removed


def forget(store: Store, name: str, *, cache_dir: Path | None = None) -> Forgotten:
    """Delete everything dorsi has written about a person, and return what was deleted.

    What is to go is noted first: if this is interrupted, whatever opens the store next finishes it.

    Raises
    ------
    DataError
        If no person of that name is stored.
    """
    rows = removing.of_person(store, name)
    found = _written(store, rows.records, rows.folders)
    cached = [_kept_of(record, cache_dir) for record in rows.records]
    squads = squads_above(store, found.folders, keep_skipped=False)
    doomed = removing.Doomed(
        files=(*found.files, *chain(*cached), *squad_files(squads)),
        folders=found.emptied,
        clips_sha256=tuple(sorted(rows.clips_sha256)),
    )
    ended = removing.carry_out(store, removing.note(store, doomed, person=name))
    end_undo(store)
    _sweep(found.folders, cache_dir)
    write_squads(store, squads)
    return Forgotten(
        rows=replace(rows, array_files=ended.array_files),
        report_folders=found.folders,
        cached_landmarks=sum(map(bool, cached)),
        uploaded_clips=ended.clips,
        clips_left=tuple(record.clip for record in rows.records if record.clip.is_file()),
        left=(*found.left, *ended.left),
    )


def forget_session(store: Store, key: str, *, cache_dir: Path | None = None, refresh: bool = True) -> SessionRecord:
    """Delete everything dorsi has written about one session, and its clip if sent through the web app.

    All movements of the clip are deleted with it, since they share its pictures. Squad pages are written again, and
    changes before can no longer be undone, unless `refresh` is off: for a batch that replaces results. What can't be
    removed is logged.

    Raises
    ------
    NotStoredError
        If there is no such session.
    """
    family = store.movements(key)
    record = next((one for one in family if one.key == key), None)
    if record is None:
        raise NotStoredError(f"session {key[:16]}: not found; it may have been deleted")
    sha256, keys = record.session.clip.sha256, [one.key for one in family]
    others = [one for one in store.of_clip(sha256) if one.key not in keys]
    used = {one.folder for one in others}  # the result that replaces one may lie in its folder
    found = _written(store, family, [one.folder for one in family if one.folder not in used])
    cached = () if others else chain(*(_kept_of(one, cache_dir) for one in family))
    doomed = removing.Doomed(files=(*found.files, *cached), folders=found.emptied, clips_sha256=(sha256,))
    ended = removing.carry_out(store, removing.note(store, doomed, session_keys=keys))
    _sweep(found.folders, cache_dir)
    if refresh:
        end_undo(store)
        refresh_squads(store, [one.folder for one in family])
    for line in (*found.left, *ended.left):
        _LOG.warning("%s", line)
    return record


@dataclass(frozen=True, kw_only=True)
class _Written:
    """The results of some sessions on the disk."""

    folders: tuple[Path, ...]  #: that hold results, inner ones first
    files: tuple[Path, ...]
    emptied: tuple[Path, ...]  #: folders that may be empty without the files, inner ones first
    left: tuple[str, ...]


def _written(store: Store, records: Sequence[SessionRecord], folders: Iterable[Path]) -> _Written:
    """Return what was written of some sessions; results of the store that this one is a copy of are left."""
    found, left = dict[Path, None](), []
    record_of = {one.folder: one for one in records}
    for folder in sorted(folders, reverse=True):
        place, record = own_place(store, folder), record_of.get(folder)
        if place is None:
            left.append(f"{folder}: belongs to the store of which this one is a copy; delete it there")
        elif (place / results.SESSION_NAME).is_file():
            found[place] = None
        elif record is not None and (moved := moved_results(place, record)):
            found |= dict.fromkeys(moved)
        elif record is not None:
            left.append(f"{place}: isn't there any more; if you moved or copied it, delete it yourself")
    return _Written(
        folders=tuple(found),
        files=tuple(path for place in found for path in (*results.own_files(place), *_of_computers(place))),
        emptied=tuple(one for place in found for one in (place / report.STILLS_FOLDER, place, place.parent)),
        left=tuple(left),
    )


def _of_computers(folder: Path) -> list[Path]:
    """Return what computers put into a folder of results and the one above: no reason to keep either."""
    above = (
        folder.parent.iterdir()
        if all(one == folder or results.is_systems(one.name) for one in folder.parent.iterdir())
        else ()
    )
    return [path for path in (*folder.iterdir(), *above) if results.is_systems(path.name) and path.is_file()]


def moved_results(folder: Path, record: SessionRecord) -> list[Path]:
    """Return where the results of a session lie now if someone renamed their folder, or one above it.

    Looked for around the place where they were, as deep as they lay in what is left of it, and one folder deeper.
    """
    nearest = next(parent for parent in folder.parents if parent.is_dir())
    depth = len(folder.relative_to(nearest).parts) + 1
    found = []
    for root, folders, files in islice(os.walk(nearest), _MOST_FOLDERS):
        here = Path(root)
        if len(here.relative_to(nearest).parts) >= depth or nearest == nearest.parent:
            folders.clear()
        if results.SESSION_NAME in files and _is_of(here / results.SESSION_NAME, record):
            found.append(here)
    return found


def _is_of(path: Path, record: SessionRecord) -> bool:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return bool(told["id"] == record.session.id and told["clip"]["sha256"] == record.session.clip.sha256)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sweep(folders: Iterable[Path], cache_dir: Path | None) -> None:
    """Remove what killed runs left beside results and among the landmarks that are kept."""
    for parent in {folder.parent for folder in folders if folder.parent.is_dir()}:
        sweep(parent)
    sweep_parts([cache_dir or cache.default_folder()])


def remove_results(folder: Path) -> bool:
    """Remove a folder of results with the folders that it leaves empty; what dorsi did not write stays."""
    if not (folder / results.SESSION_NAME).is_file():
        return False
    for path in results.own_files(folder):
        path.unlink(missing_ok=True)
    if report.is_stills_folder(folder / report.STILLS_FOLDER) or not any((folder / report.STILLS_FOLDER).glob("*")):
        shutil.rmtree(folder / report.STILLS_FOLDER, ignore_errors=True)
    for place in (folder, folder.parent):
        if not all(results.is_systems(one.name) for one in place.iterdir()):
            break
        shutil.rmtree(place)
    return True


def _kept_of(record: SessionRecord, folder: Path | None) -> list[Path]:
    """Return the files of landmarks that are kept of a session's clip."""
    return [path for path in _cached(record, folder or cache.default_folder()) if path.is_file()]


def _cached(record: SessionRecord, folder: Path) -> list[Path]:
    """Return the files of the landmarks kept of a session's clip, by whichever backend."""
    made = record.session.provenance
    kept = cache.entries_of(folder, record.session.clip.sha256)
    if made.get("setting_model") is None or made.get("setting_mirror") is None:
        return kept
    settings = Settings(backend=_BACKEND_OF_0_1, model=str(made["setting_model"]), mirror=bool(made["setting_mirror"]))
    info = record.session.clip
    clip = Clip(
        path=record.clip,
        sha256=info.sha256,
        n_frames=0,
        size_px=info.size_px,
        duration_s=info.duration_s,
        mean_rate_hz=info.mean_rate_hz,
        time_scale=info.time_scale,
    )
    pick = made.get("setting_pick")
    keys = [make_backend(settings).key, foot_key(made, None if pick is None else str(pick))]
    of_0_1 = [cache.entry_path(folder, clip, key) for key in keys if key is not None]
    return [*kept, *(path for path in of_0_1 if path not in kept)]
