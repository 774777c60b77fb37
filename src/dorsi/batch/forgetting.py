"""Deletes a person: rows, arrays, reports and cached landmarks."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from dorsi import report
from dorsi.batch.squads import refresh_squads
from dorsi.pose import cache
from dorsi.pose.foot import foot_key
from dorsi.pose.tracking import make_backend
from dorsi.results import CLIP_FILES, is_systems
from dorsi.settings import Settings
from dorsi.store import Removed, SessionRecord, Store
from dorsi.store.undoing import end_undo
from dorsi.store.web import remove_clip, remove_jobs_of
from dorsi.types import Clip


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was deleted, and what the owner must delete."""

    rows: Removed
    report_folders: tuple[Path, ...]
    cached_landmarks: int
    uploaded_clips: int  #: copies sent through the web app
    clips_left: tuple[Path, ...]  #: dorsi only reads the clips of a batch and never deletes them


def forget(store: Store, name: str, *, cache_dir: Path | None = None) -> Forgotten:
    """Delete everything dorsi has written about a person, and return what was deleted.

    Raises
    ------
    DataError
        If no person of that name is stored.
    """
    rows = store.remove(name)
    end_undo(store)
    folders = [folder for folder in sorted(rows.folders, reverse=True) if remove_results(folder)]  # inner ones first
    refresh_squads(store, rows.folders, keep_skipped=False)
    cached = sum(_remove_cached(record, cache_dir) for record in rows.records)
    uploaded = sum(remove_clip(store, sha256) for sha256 in sorted(rows.clips_sha256))
    return Forgotten(
        rows=rows,
        report_folders=tuple(folders),
        cached_landmarks=cached,
        uploaded_clips=uploaded,
        clips_left=tuple(record.clip for record in rows.records if record.clip.is_file()),
    )


def forget_session(store: Store, key: str, *, cache_dir: Path | None = None, refresh: bool = True) -> SessionRecord:
    """Delete everything dorsi has written about one session, and its clip if sent through the web app.

    All movements of the clip are deleted with it, since they share its pictures. Squad pages are written again, and
    changes before can no longer be undone, unless `refresh` is off: for a batch that replaces results.

    Raises
    ------
    NotStoredError
        If there is no such session.
    """
    keys = [one.key for one in store.movements(key)] or [key]
    gone = {one: _forget_one(store, one, cache_dir) for one in reversed(keys)}
    remove_clip(store, gone[key].session.clip.sha256)
    if refresh:
        end_undo(store)
        refresh_squads(store, [one.folder for one in gone.values()])
    return gone[key]


def _forget_one(store: Store, key: str, cache_dir: Path | None) -> SessionRecord:
    record = store.remove_session(key)
    remove_jobs_of(store, record.key, record.session.clip.sha256, record.person)
    left = store.of_clip(record.session.clip.sha256)
    if record.folder not in {one.folder for one in left}:  # the result that replaces one may lie in its folder
        remove_results(record.folder)
    if not left:
        _remove_cached(record, cache_dir)
    return record


def remove_results(folder: Path) -> bool:
    """Remove a folder of results with the folders that it leaves empty; what dorsi did not write stays."""
    if not (folder / "session.json").is_file():
        return False
    for name in CLIP_FILES:
        (folder / name).unlink(missing_ok=True)
    if report.is_stills_folder(folder / report.STILLS_FOLDER):
        shutil.rmtree(folder / report.STILLS_FOLDER)
    for place in (folder, folder.parent):
        if not all(is_systems(one.name) for one in place.iterdir()):
            break
        shutil.rmtree(place)
    return True


def _remove_cached(record: SessionRecord, folder: Path | None) -> bool:
    there = [path for path in _cached(record, folder or cache.default_folder()) if path.is_file()]
    for path in there:
        path.unlink()
    return bool(there)


def _cached(record: SessionRecord, folder: Path) -> list[Path]:
    """Return the files of the landmarks kept of a session's clip, by whichever backend."""
    made = record.session.provenance
    kept = cache.entries_of(folder, record.session.clip.sha256)
    if made.get("setting_model") is None or made.get("setting_mirror") is None:
        return kept
    settings = Settings(model=str(made["setting_model"]), mirror=bool(made["setting_mirror"]))
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
