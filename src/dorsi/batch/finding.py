"""Which clips a folder holds, and what is to be done with each."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Unpack

from dorsi import video
from dorsi.batch.days import order_of
from dorsi.batch.manifest import Facts, Listed, read_rows
from dorsi.batch.names import NameFacts, read_clip_name
from dorsi.clip_request import ClipOptions, ClipRequest, clip_request
from dorsi.errors import DataError, OptionError
from dorsi.names import fold, problem_with_name, shown
from dorsi.pose.models import verified, verified_foot
from dorsi.pose.tracking import shipped_networks
from dorsi.settings import Settings
from dorsi.store import Key
from dorsi.video.probe import content_sha256

ENDINGS: Final = (".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".3gp", ".3g2", ".mts", ".m2ts")
RESULT_MARK: Final = "session.json"  #: a folder with this in it holds results, not clips


@dataclass(frozen=True, kw_only=True)
class Order:
    """One clip that is to be measured."""

    name: str  #: from the folder of the batch on, with "/": equal on every system
    request: ClipRequest
    key: Key
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, kw_only=True)
class Untold:
    """A skipped clip, and what is unknown about it."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A clip whose content is there under another name; that one is measured."""

    name: str
    same_as: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a folder holds, each list by name."""

    orders: tuple[Order, ...]
    untold: tuple[Untold, ...]
    twins: tuple[Twin, ...]


def find(
    folder: Path,
    settings: Settings | None = None,
    *,
    manifest: Path | None = None,
    leave_out: Path | None = None,
    **options: Unpack[ClipOptions],
) -> Found:
    """Return what is to be measured in a folder, what is not, and why.

    Parameters
    ----------
    folder
        Looked through with all folders in it; hidden ones and those that hold results are passed over.
    settings, options
        For every clip, as in `dorsi.analyse`; what a clip's names or row say counts before them.
    manifest
        A table, CSV or XLSX, that tells who and what instead of the names.
    leave_out
        A folder inside that is not looked into.

    Raises
    ------
    OptionError
        If the folder is none, or may not be read, or an option cannot be.
    DataError
        If the manifest does not hold what it should.
    """
    given = clip_request(folder, settings, **options)
    _check_readable(folder)
    clips, untold = clips_in(folder, leave_out)
    asked, without = _named(clips, folder, given) if manifest is None else _in_table(clips, folder, given, manifest)
    untold += [Untold(name=_name(clip, folder), reason=one.question or "") for clip, one in without.items()]
    orders = []
    for one in sorted(asked, key=lambda one: one.request.path.with_suffix("")):  # "lunge.mp4" before "lunge 2.mp4"
        request, name = one.request, _name(one.request.path, folder)
        try:
            orders.append(Order(name=name, request=request, key=key_of(request.path, request), facts=one.facts))
        except OSError as error:
            untold.append(Untold(name=name, reason=f"may not be read ({error.strerror})"))
    orders, twins, torn = _without_twins(orders)
    return Found(
        orders=tuple(orders),
        untold=tuple(sorted((*untold, *torn), key=lambda one: one.name)),
        twins=tuple(twins),
    )


def _check_readable(folder: Path) -> None:
    try:
        next(folder.iterdir(), None)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise OptionError(f"{folder}: is not a folder; give the folder that holds the clips") from error
    except OSError as error:
        raise OptionError(f"{folder}: cannot be read ({error.strerror}); check the folder's permissions") from error


def _named(clips: Iterable[Path], folder: Path, given: ClipRequest) -> tuple[list[Listed], dict[Path, NameFacts]]:
    """Return what the clips' names ask for, and what is read of those about which a question is left."""
    asked, without = [], {}
    for clip, reading in read_folder(clips, folder, given.person).items():
        if reading.question is None:
            facts = Facts(team=reading.team, note=reading.note)
            asked.append(Listed(request=clip_request(clip, given, **reading.options), facts=facts))
        else:
            without[clip] = reading
    return asked, without


def read_folder(clips: Iterable[Path], folder: Path, person: str | None = None) -> dict[Path, NameFacts]:
    """Return what the names of clips say; where day and month could be swapped, the other clips or the file settle it.

    Parameters
    ----------
    clips
        Files in `folder`.
    folder
        From which on their names count.
    person
        Whose clips they are where no name says so.
    """
    readings = {clip: read_clip_name(clip.relative_to(folder), person) for clip in clips}
    order = order_of(day for reading in readings.values() for day in reading.days)
    return {clip: reading.on(order, partial(_own_days, clip)) for clip, reading in readings.items()}


def _own_days(clip: Path) -> list[dt.date]:
    """Return the day that the video itself holds, or else the day on which the file was last written."""
    filmed = video.recorded_at(clip)
    if filmed is not None:
        return [dt.datetime.fromisoformat(filmed).date()]
    try:
        return [dt.datetime.fromtimestamp(clip.stat().st_mtime).astimezone().date()]
    except OSError:
        return []


def _in_table(
    clips: Iterable[Path], folder: Path, given: ClipRequest, manifest: Path
) -> tuple[list[Listed], dict[Path, NameFacts]]:
    """Return what a manifest asks for, and which clips it leaves out."""
    asked = read_rows(manifest, folder, given, filmed_on=_own_days)
    named = {one.request.path for one in asked}
    missing = NameFacts(options=ClipOptions(), question=f"is not in {manifest.name}")
    return asked, dict.fromkeys((clip for clip in clips if clip not in named), missing)


def clips_in(folder: Path, leave_out: Path | None) -> tuple[list[Path], list[Untold]]:
    """Return the clips of a folder, and the folders in it that may not be read."""
    closed: list[Untold] = []

    def refused(error: OSError) -> None:
        closed.append(Untold(name=_name(Path(error.filename), folder), reason=f"may not be read ({error.strerror})"))

    clips, leave_out_real = [], _real(leave_out)
    for root, folders, files in os.walk(folder, onerror=refused):
        here = Path(root)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and _real(here / name) != leave_out_real
        )
        if RESULT_MARK in files:
            folders.clear()
            continue
        for name in sorted(files):
            if not name.casefold().endswith(ENDINGS) or name.startswith("."):
                continue
            odd = problem_with_name(here / name)
            if odd is None:
                clips.append(here / name)
            else:
                closed.append(Untold(name=shown(here / name), reason=odd))
    return clips, closed


def _real(path: Path | None) -> str | None:
    """Return the place without links; Path.resolve stops at links that lead in a circle."""
    return None if path is None else os.path.realpath(path)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def key_of(clip: Path, settings: Settings, *, clip_sha256: str | None = None) -> Key:
    """Return what the numbers of a clip depend on; a backend's file counts by its content.

    The clip's hash is made here unless it is known.
    """
    file = settings.backend_file
    by_content = settings if file is None else settings.with_backend_file(content_sha256(file))
    return Key(
        clip_sha256=clip_sha256 or content_sha256(clip),
        settings=by_content.choices,
        model_sha256="" if file else _models_sha256(settings),
    )


def _models_sha256(settings: Settings) -> str:
    """Return the checksums of the pose networks, and of the foot network where it is asked for."""
    own = [verified(name).sha256 for name in shipped_networks(settings)]
    return "+".join(own if settings.foot_model == "off" else [*own, verified_foot().sha256])


def _without_twins(orders: Iterable[Order]) -> tuple[list[Order], list[Twin], list[Untold]]:
    """Keep the name of each content that says most; where names tell different things, none can be believed."""
    same: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        same[order.key.clip_sha256].append(order)
    kept, twins, torn = [], [], []
    for alike in same.values():
        first, *others = sorted(alike, key=lambda one: -len(_saying(one)))
        if any(_saying(other).items() - _saying(first).items() for other in others):
            names = [order.name for order in alike]
            torn += [
                Untold(name=name, reason=f"is the same clip as {', '.join(n for n in names if n != name)}, "
                       "but their names don't say the same; delete the wrong one")
                for name in names
            ]  # fmt: skip
        else:
            kept.append(first)
            twins += [Twin(name=other.name, same_as=first.name) for other in others]
    return kept, twins, torn


def _saying(order: Order) -> dict[str, object]:
    """Return what the names or the manifest say of a clip; a copy of it may say less, but nothing else."""
    asked = order.request
    said = {
        "person": fold(asked.person or ""),
        "day": asked.recorded_on,
        "movement": None if asked.movement == "auto" else asked.movement,
        "side": None if asked.side == "auto" else asked.side,
        "speed": asked.speed_kmh,
        "shoes": asked.shoes,
    }
    return {name: value for name, value in said.items() if value is not None}


def result_folders(orders: Iterable[Order], out: Path) -> dict[str, Path]:
    """Return where each clip's results go: `out`/anna/2026-11-20_lunge_left, the ending kept where stems collide.

    Names that differ only in upper and lower case count as one, since some file systems do not tell them apart.

    Raises
    ------
    DataError
        If even whole names collide.
    """
    by_stem: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_stem[str(Path(order.name).with_suffix("")).casefold()].append(order)
    out_of, taken = {}, set[str]()
    for group in by_stem.values():
        for order in group:
            path = Path(order.name)
            own = path.with_suffix("") if len(group) == 1 else path.with_name(path.name.replace(".", "-"))
            if str(own).casefold() in taken:
                raise DataError(f"{order.name}: another clip has the same name but for upper and lower case; rename it")
            taken.add(str(own).casefold())
            out_of[order.name] = out / own
    return out_of
