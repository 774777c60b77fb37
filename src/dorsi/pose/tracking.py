"""The people of a clip, by the backend that the settings name, from the cache where they are kept."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import cast

from dorsi.backend_choices import BackendChoice, chosen
from dorsi.pose import cache
from dorsi.pose.backend import People, PoseBackend
from dorsi.schema.session import Warn
from dorsi.settings import Settings
from dorsi.types import Clip, Progress
from dorsi.video.scenes import clip_cuts_s


def track(
    clip: Clip,
    settings: Settings | None = None,
    *,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> People:
    """Return everybody in the clip, each with landmarks in pixels and a row for every decoded frame.

    Parameters
    ----------
    clip
        A probed clip.
    settings
        Backend, model and mirror average; the defaults if None.
    cache_dir
        Where landmarks are kept from run to run; $DORSI_CACHE or the user's cache folder if None.
    progress
        Told how many of the clip's seconds are done.

    Raises
    ------
    VideoError, ModelError, DataError, OptionError
        If the clip is damaged, the model not the shipped one, a replay file not of this clip, or the backend unknown.
    """
    backend = make_backend(settings or Settings())
    path = None if backend.key is None else cache.entry_path(cache_dir or cache.default_folder(), clip, backend.key)
    kept = None if path is None else cache.load(path)
    people = _with_cuts(kept or backend.people(clip, progress=progress), clip)
    if path is not None and people is not kept:
        cache.save(path, people)
    if kept is not None and progress is not None:
        progress(clip.duration_s, clip.duration_s)
    n_lost = clip.n_frames - len(people.time_s)
    return people if n_lost <= 0 else replace(people, warnings=(*people.warnings, _lost(n_lost, clip.n_frames)))


def _with_cuts(people: People, clip: Clip) -> People:
    """Return the people with the scene cuts of the clip's pictures, looked for only where the backend did not."""
    return people if people.cuts_s is not None else replace(people, cuts_s=clip_cuts_s(clip))


def make_backend(settings: Settings) -> PoseBackend:
    """Return the backend that `settings.backend` names, such as "mediapipe" or "replay:FILE".

    Raises
    ------
    OptionError
        If there is none of that name.
    """
    choice, file = chosen(settings.backend)
    return cast("PoseBackend", _module(choice).make(settings, file))


def shipped_networks(settings: Settings) -> tuple[str, ...]:
    """Return the names of the shipped networks that the backend's points depend on."""
    return tuple(_module(chosen(settings.backend)[0]).networks(settings))


def _module(choice: BackendChoice) -> ModuleType:
    return import_module(f"dorsi.pose.backends.{choice.key}")


def _lost(n_lost: int, n_frames: int) -> Warn:
    return Warn(
        code="frames_damaged",
        text=f"{n_lost} of {n_frames} frames are damaged and were left out.",
        tip="Copy the clip again from the phone or camera.",
    )
