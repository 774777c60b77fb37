"""The pictures of a result folder: key frames and overlay video, drawn into it and found in it again."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from dorsi.errors import DataError
from dorsi.report.clip.company import PersonPlace, collect_people, people_of
from dorsi.report.clip.seen import SeenMoment, collect_seen, seen_of
from dorsi.report.drawing.canvas import Image
from dorsi.report.drawing.earlier import pictures_in_page
from dorsi.report.drawing.faces import without_faces
from dorsi.report.drawing.keyframes import Moment, collect_stills, jpeg, key_moments
from dorsi.report.drawing.overlay import OverlayScene, drawn_frames, fitted_size, frame_index, scene_of
from dorsi.schema.stills import PersonPicture, SeenPicture, StillPicture, Stills
from dorsi.types import Analysis
from dorsi.video.ahead import ahead
from dorsi.video.decode import Frame, frames
from dorsi.video.encode import write_h264

OVERLAY_NAME: Final = "overlay.mp4"
REPORT_NAME: Final = "report.html"
STILLS_FOLDER: Final = "stills"
STILLS_NAME: Final = "stills.json"
SEEN_NAME: Final = "seen.jpg"


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """What a result folder holds of pictures."""

    stills: tuple[StillPicture, ...]
    faces_covered: bool  #: False also where an earlier version did not say
    folder: Path
    seen: SeenPicture | None = None  #: of a clip without a number
    people: tuple[PersonPicture, ...] = ()  #: of a clip with several people, to choose from
    embedded: tuple[bytes, ...] = ()  #: the JPEGs of a result that keeps them in its page only

    def jpeg(self, number: int) -> bytes:
        """Return a key frame, the first being 0."""
        if self.embedded:
            return self.embedded[number]
        return (self.folder / STILLS_FOLDER / self.stills[number].file).read_bytes()

    def seen_jpeg(self) -> bytes:
        """Return the picture of what was seen of a clip without a number."""
        assert self.seen is not None
        return (self.folder / STILLS_FOLDER / self.seen.file).read_bytes()

    def person_jpeg(self, number: int) -> bytes:
        """Return the picture of one of several people, the first being 0."""
        return (self.folder / STILLS_FOLDER / self.people[number].file).read_bytes()

    @property
    def video(self) -> Path | None:
        """The overlay video, if there is one."""
        path = self.folder / OVERLAY_NAME
        return path if path.is_file() else None


def draw_pictures(analysis: Analysis, folder: Path, *, overlay: bool = True, blur_faces: bool = False) -> None:
    """Write the key frames, and overlay.mp4 unless `overlay` is off, into an existing folder: one pass over the clip.

    With `blur_faces` no one can be recognised by the face in either.

    Raises
    ------
    VideoError
        If the clip can no longer be read.
    """
    scene = scene_of(analysis)
    stills: dict[Moment, Image] = {}
    seen: dict[SeenMoment, Image] = {}
    people: dict[PersonPlace, Image] = {}
    with closing(ahead(_decoded(scene, overlay=overlay, blur_faces=blur_faces))) as decoded:
        passing = collect_stills(scene, without_faces(analysis, decoded) if blur_faces else decoded, stills)
        passing = collect_people(scene, collect_seen(scene, passing, seen), people)
        if overlay:
            write_h264(folder / OVERLAY_NAME, drawn_frames(scene, passing), size_px=fitted_size(analysis.clip.size_px))
        else:
            _until_all(scene, passing, stills, seen, people)
    place = folder / STILLS_FOLDER
    place.mkdir(exist_ok=True)
    kept = [(_picture(moment, stills[moment]), stills[moment]) for moment in key_moments(scene) if moment in stills]
    for one, rgb in kept:
        (place / one.file).write_bytes(jpeg(rgb))
    for rgb in seen.values():
        (place / SEEN_NAME).write_bytes(jpeg(rgb))
    for person, rgb in people.items():
        (place / _person_file(person)).write_bytes(jpeg(rgb))
    record = Stills(
        faces_covered=blur_faces,
        stills=[one for one, _ in kept],
        seen=next((_seen_picture(moment, rgb) for moment, rgb in seen.items()), None),
        people=[_person_picture(one, people[one]) for one in people_of(scene) if one in people],
    )
    (place / STILLS_NAME).write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _decoded(scene: OverlayScene, *, overlay: bool, blur_faces: bool) -> Iterator[Frame]:
    """Yield the clip's frames: large for the pictures, as small as they are drawn for the overlay."""
    clip, moments, seen = scene.analysis.clip, key_moments(scene), seen_of(scene)
    rows = {moment.index for moment in moments} | ({seen.index} if seen is not None else set())
    rows |= {one.index for one in people_of(scene)}
    size_px = fitted_size(clip.size_px)

    def is_large(time_s: float) -> bool:
        return frame_index(scene, time_s) in rows

    if blur_faces:  # faces are found over the frames before, in the clip's size
        return frames(clip)
    if not overlay:
        return frames(clip, wanted=is_large)
    return frames(clip, small_px=lambda time_s: None if is_large(time_s) else size_px)


def read_pictures(folder: Path) -> Pictures:
    """Return what a result folder holds of pictures; one of version 0.1 holds its key frames in its page.

    Raises
    ------
    DataError
        If there are none, or they are not what dorsi wrote.
    """
    path = folder / STILLS_FOLDER / STILLS_NAME
    try:
        if not path.exists():
            stills, jpegs, covered = pictures_in_page(folder / REPORT_NAME)
            return Pictures(stills=stills, faces_covered=covered, folder=folder, embedded=jpegs)
        found = Stills.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"the pictures of this clip can't be read ({error.strerror}); film or send it again") from error
    except ValidationError as error:
        raise DataError(f"{path}: is not what dorsi wrote; analyse the clip again") from error
    return Pictures(
        stills=tuple(found.stills),
        faces_covered=found.faces_covered,
        folder=folder,
        seen=found.seen,
        people=tuple(found.people),
    )


def faces_are_covered(folder: Path) -> bool:
    """Return whether a result folder says that no one can be recognised by the face in its pictures."""
    return read_pictures(folder).faces_covered


def is_stills_folder(folder: Path) -> bool:
    """Return whether dorsi wrote a folder of key frames: its record, and pictures beside it."""
    inside = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return STILLS_NAME in inside and all(name.endswith(".jpg") for name in inside - {STILLS_NAME})


def _picture(moment: Moment, rgb: Image) -> StillPicture:
    height, width = rgb.shape[:2]
    return StillPicture.model_validate(
        {
            "file": f"{moment.side}-{moment.number}.jpg",
            "size_px": (width, height),
            "side": moment.side,
            "kind": moment.kind,
            "number": moment.number,
            "time_s": round(moment.time_s, 4),
            "value_deg": round(moment.value_deg, 4),
        }
    )


def _seen_picture(moment: SeenMoment, rgb: Image) -> SeenPicture:
    height, width = rgb.shape[:2]
    return SeenPicture(file=SEEN_NAME, size_px=(width, height), time_s=round(moment.time_s, 4), text=moment.text)


def _person_file(one: PersonPlace) -> str:
    return f"person-{one.number}.jpg"


def _person_picture(one: PersonPlace, rgb: Image) -> PersonPicture:
    height, width = rgb.shape[:2]
    return PersonPicture(
        file=_person_file(one),
        size_px=(width, height),
        time_s=round(one.time_s, 4),
        pick_px=one.pick_px,
        measured=one.measured,
    )


def _until_all(
    scene: OverlayScene,
    passing: Iterator[tuple[float, Image]],
    stills: dict[Moment, Image],
    seen: dict[SeenMoment, Image],
    people: dict[PersonPlace, Image],
) -> None:
    """Run through the frames until every picture is taken."""
    wanted = len(key_moments(scene)) + (seen_of(scene) is not None) + len(people_of(scene))
    if wanted == 0:
        return
    for _ in passing:
        if len(stills) + len(seen) + len(people) == wanted:
            return
