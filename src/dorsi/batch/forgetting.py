"""Deleting a person: rows, arrays, reports, and the landmarks that were kept to save time."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from dorsi.pose import cache
from dorsi.pose.tracking import make_backend
from dorsi.results import CLIP_FILES
from dorsi.settings import Settings
from dorsi.store import Removed, SessionRecord, Store
from dorsi.types import Clip


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was removed, and what is left for its owner to delete."""

    rows: Removed
    report_folders: tuple[Path, ...]
    cached_landmarks: int
    clips_left: tuple[Path, ...]  #: dorsi only reads clips, and deletes none


def forget(store: Store, name: str, *, cache_dir: Path | None = None) -> Forgotten:
    """Delete everything of a person that dorsi has written, and return what it was.

    Raises
    ------
    DataError
        If nobody of that name is stored.
    """
    rows = store.remove(name)
    folders = [record.folder for record in rows.records if _remove_results(record.folder)]
    kept = [_cached(record, cache_dir or cache.default_folder()) for record in rows.records]
    there = {path for path in kept if path is not None and path.is_file()}
    for path in there:
        path.unlink()
    return Forgotten(
        rows=rows,
        report_folders=tuple(folders),
        cached_landmarks=len(there),
        clips_left=tuple(record.clip for record in rows.records if record.clip.is_file()),
    )


def _remove_results(folder: Path) -> bool:
    """Remove a folder of results with the folders that it leaves empty; what dorsi did not write stays."""
    if not (folder / "session.json").is_file():
        return False
    for name in CLIP_FILES:
        (folder / name).unlink(missing_ok=True)
    if any(folder.iterdir()):
        return True
    shutil.rmtree(folder)
    if not any(folder.parent.iterdir()):
        folder.parent.rmdir()
    return True


def _cached(record: SessionRecord, folder: Path) -> Path | None:
    """Return the file of the landmarks kept for a session; None where its landmarks came from a file."""
    made = record.session.provenance
    if made.get("pose_backend") == "replay":
        return None
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
    key = make_backend(settings).key
    return None if key is None else cache.entry_path(folder, clip, key)
