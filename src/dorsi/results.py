"""The files of a result: a folder that appears whole or not at all.

One clip gives a folder with session.json, signals.csv, landmarks.npz, overlay.mp4 and stills/ (the key frames, with
stills.json), and report.html, which is laid out from them. Several clips of one person also give report.html,
assessment.json and plan.json beside their folders. A further movement of a clip has the same files in a folder of its
own inside the clip's, so that an earlier result goes as a whole: part-2, part-3.
"""

import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from dorsi import leftovers, report
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DataError, OptionError
from dorsi.exchange.signals_file import load_signals, write_signals
from dorsi.names import problem_with_name, shown
from dorsi.portable import file_stem
from dorsi.pose.landmark_file import save_landmarks
from dorsi.private import FOLDER_MODE
from dorsi.schema.plan import Plan
from dorsi.schema.session import Assessment, Session
from dorsi.types import Analysis

SESSION_NAME: Final = "session.json"
CLIP_FILES: Final = (SESSION_NAME, "report.html", "overlay.mp4", "signals.csv", "landmarks.npz")
JOINT_FILES: Final = ("report.html", "assessment.json", "plan.json")
_PART: Final = re.compile(r"part-\d+")


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written, or that holds anything but an earlier result."""
    check_writable(folder)
    found = stranger_in(folder)
    if found is not None:
        raise OptionError(f"--out: {found.parent} holds '{found.name}', which dorsi did not write; give another folder")


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be written."""
    odd = problem_with_name(folder.parent)
    if odd is not None:
        raise OptionError(f"--out: {shown(folder.parent)}: {odd}")
    nearest = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    if not nearest.is_dir():
        raise OptionError(f"--out: {nearest} is a file; give a folder")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OptionError(f"--out: {nearest} cannot be written; give another folder")


def stranger_in(folder: Path) -> Path | None:
    """Return a file in a result folder that dorsi did not write, None if there is none; computers leave their own."""
    parts = part_folders(folder)
    own = {*CLIP_FILES, *(part.name for part in parts)}
    if report.is_stills_folder(folder / report.STILLS_FOLDER):
        own.add(report.STILLS_FOLDER)
    inside = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    strangers = [name for name in inside if name not in own and not is_systems(name)]
    if strangers:
        return folder / strangers[0]
    return next((found for part in parts if (found := stranger_in(part)) is not None), None)


def is_systems(name: str) -> bool:
    """Return whether a file is one that a computer puts into every folder that is looked at."""
    return name.casefold() in {".ds_store", "thumbs.db", "desktop.ini"} or name.startswith("._")


def own_files(folder: Path) -> list[Path]:
    """Return the files of one movement's result that dorsi wrote into a folder."""
    stills = folder / report.STILLS_FOLDER
    pictures = sorted(stills.iterdir()) if report.is_stills_folder(stills) else []
    return [*(path for name in CLIP_FILES if (path := folder / name).is_file()), *pictures]


def part_folder(folder: Path, part: int) -> Path:
    """Return where a movement of a clip lies: the main one in the clip's folder, a further one inside it."""
    return folder if part == 1 else folder / f"part-{part}"


def part_folders(folder: Path) -> list[Path]:
    """Return the folders of further movements that a clip's folder holds, in their order."""
    found = [path for path in folder.glob("part-*") if _PART.fullmatch(path.name) and path.is_dir()]
    return sorted(found, key=lambda path: int(path.name.removeprefix("part-")))


def clip_folders(clips: Sequence[Path], out: Path) -> list[Path]:
    """Return one folder in `out` for each clip, named by its stem; a stem met before gets a number.

    Names that differ only in upper and lower case count as one, since some file systems do not tell them apart.
    """
    taken = {name.casefold() for name in JOINT_FILES}
    seen: set[str] = set()
    folders = []
    for clip in clips:
        real = os.path.realpath(clip)  # Path.resolve stops at links that lead in a circle
        if real in seen:
            raise OptionError(f"{clip}: given twice; name each clip once")
        seen.add(real)
        stem = file_stem(clip.stem if clip.stem.strip(".") else "clip")  # a folder of dots alone is another one
        name, count = stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.casefold())
        folders.append(out / name)
    return folders


def save(
    analysis: Analysis,
    plan: Plan | None,
    folder: Path | str,
    *,
    overlay: bool = True,
    blur_faces: bool = False,
    detectable: DetectableChanges = PUBLISHED,
    ways: report.Ways = report.ON_THE_PAGE,
) -> None:
    """Write everything that one clip gives into `folder`, replacing an earlier result as a whole.

    Parameters
    ----------
    analysis
        From `analyse`; its clip must still be there, for the pictures.
    plan
        The person's programme, shown in the report; None for none.
    folder
        Where the result goes.
    overlay, blur_faces
        Whether to draw the video with the points, and to make faces unrecognisable in all pictures.
    detectable
        From which change on a number counts as changed.
    ways
        Where the report's button for the next step leads.
    """
    with staged(Path(folder)) as staging:
        for one in analysis.parts:
            place = part_folder(staging, one.session.part)
            place.mkdir(exist_ok=True)
            write_json(one.session, place / "session.json")
            write_signals(one.signals, place / "signals.csv", session=one.session)
            save_landmarks(place / "landmarks.npz", one.raw, one.level_cues)
            report.draw_pictures(one, place, overlay=overlay, blur_faces=blur_faces)
            stored = report.Stored(session=one.session, signals=load_signals(place / "signals.csv"))
            report.write_page(stored, plan, place, detectable=detectable, ways=ways)


def save_joint(
    analyses: Sequence[Analysis],
    assessment: Assessment,
    plan: Plan,
    folder: Path | str,
    *,
    clip_folders: Sequence[Path] | None = None,
    blur_faces: bool = False,
    detectable: DetectableChanges = PUBLISHED,
    ways: report.Ways = report.ON_THE_PAGE,
) -> None:
    """Write what several clips of one person, or the movements of one clip, give together into `folder`.

    Parameters
    ----------
    analyses
        One for each movement: the `parts` of each clip's analysis.
    clip_folders
        Where `save` put each of them: its pictures are taken from there. None draws them again.
    blur_faces
        Whether to make faces unrecognisable in pictures that are drawn here.
    detectable
        From which change on a number counts as changed: published values, or `dorsi.detectable.detectable_changes()`.
    ways
        Where the report's button for the next step leads.
    assessment
        The clips taken together, from `assess`.
    plan
        The person's programme, from `plan`.
    folder
        Where the report goes, beside the clips' folders.
    """
    folder = Path(folder)
    with _workshop(folder) as staging:
        write_json(assessment, staging / "assessment.json")
        write_json(plan, staging / "plan.json")
        page = staging / "report.html"
        report.write_joint(
            analyses,
            assessment,
            plan,
            page,
            written=clip_folders,
            blur_faces=blur_faces,
            detectable=detectable,
            ways=ways,
        )
        for name in JOINT_FILES:
            (staging / name).replace(folder / name)


def read_clips(folder: Path) -> list[report.Filed]:
    """Return what a result folder holds: one clip with its further movements, or the folders of several clips.

    Raises
    ------
    DataError
        If there is no result in it, or it is not what dorsi wrote.
    """
    found = [folder] if (folder / "session.json").is_file() else sorted(p.parent for p in folder.glob("*/session.json"))
    if not found:
        raise DataError(f"{folder}: no result here; give the folder that dorsi analyse wrote")
    return [_filed(place) for clip in found for place in (clip, *part_folders(clip))]


def _filed(folder: Path) -> report.Filed:
    path = folder / "session.json"
    try:
        session = Session.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise DataError(f"{path}: not a result that dorsi can read; analyse the clip again") from error
    return report.Filed(
        clip=report.Stored(session=session, signals=load_signals(folder / "signals.csv")), folder=folder
    )


def write_json(record: BaseModel, path: Path) -> None:
    """Write a record as indented JSON, whole or not at all: another program may be reading it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    draft.write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder to write into, which takes the place of `target` as a whole if all goes well.

    If it does not, `target` is what it was, and nothing else is left.
    """
    with _workshop(target.parent) as workshop:
        new, old = workshop / "new", workshop / leftovers.KEPT_ASIDE / target.name
        new.mkdir(mode=FOLDER_MODE)  # whose pictures they are decides who may see them
        old.parent.mkdir()
        yield new
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        finally:
            if old.exists() and not target.exists():
                old.rename(target)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """Give a temporary folder inside `folder`; on leaving, nothing of it remains, nor of folders made only for it."""
    made = [missing for missing in (folder, *folder.parents) if not missing.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with leftovers.workshop(folder) as workshop:
                yield workshop
        finally:
            for new in made:
                if not any(new.iterdir()):
                    new.rmdir()
    except OSError as error:
        raise DataError(f"{folder}: cannot be written ({error.strerror}); free space or give another --out") from error
