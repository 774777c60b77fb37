"""The truth files of a folder: NAME.truth.json with NAME.truth.csv, or NAME.mocap-*.csv of motion capture."""

import csv
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dorsi.datafile import first_problem
from dorsi.errors import DataError
from dorsi.types import SIDES
from dorsi.validation.reference_files import READERS
from dorsi.validation.truth import TrueCamera, TrueCurve, TrueRep, TrueStance, Truth
from dorsi.validation.truth_table import angle_curves, read_table, shank_curve
from dorsi.vocabulary import SideName

META, TABLE = ".truth.json", ".truth.csv"
MOCAP_ANGLES, MOCAP_JOINTS = ".mocap-ankle.csv", ".mocap-jointcentres.csv"
PEOPLE: Final = "people.csv"  #: whose clip each is, for intervals by person
CLIP_ENDINGS: Final = frozenset({".mp4", ".mov", ".avi", ".mkv", ".webm"})
MOVEMENT_OF: Final = {"lunge_both": "lunge"}  #: a motion of the renderer that dorsi calls otherwise
FRONT_YAW_DEG: Final = 90.0
BY_ONE_LEG: Final = frozenset({"lunge", "single_leg_squat"})  #: scored on the leg that the file calls front
WITHOUT_PEAK: Final = frozenset({"march", "balance"})  #: their repetitions are no bend of an ankle

Number = Annotated[float, Field(allow_inf_nan=False)]
Letter = Literal["l", "r"]
M = TypeVar("M")
SIDE_OF: Final[dict[str, SideName]] = {"l": "left", "r": "right"}


class _TruthPart(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Camera(_TruthPart):
    side: Literal["l", "r", "f"]
    yaw_deg: Number
    roll_deg: Number = 0.0
    dist_m: Number


class _Rep(_TruthPart):
    rep: int
    start_s: Number
    peak_s: Number
    end_s: Number
    left_peak_df_deg: Number
    right_peak_df_deg: Number
    front: Letter | None = None


class _GaitEvent(_TruthPart):
    type: str
    side: Letter
    t: Number


class _Events(_TruthPart):
    reps: list[_Rep] = []
    gait_events: list[_GaitEvent] = []
    cadence_spm: Number | None = None
    front: str | None = None
    stance: Letter | None = None


class _Meta(_TruthPart):
    motion: str
    body: str
    n_frames: int
    camera: _Camera
    events: _Events


def has_truths(folder: Path) -> bool:
    """Return whether a folder holds truth files beside clips."""
    return any(any(folder.glob(f"*{ending}")) for ending in (META, MOCAP_ANGLES, *READERS))


def find_truths(folder: Path) -> list[Truth]:
    """Return what is known of every clip of a folder that has a truth file beside it, in order of name.

    Raises
    ------
    DataError
        If there is none, a clip is missing, or a truth file does not hold what it should; the message names the file.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: is no folder; give the folder that holds clips with their truth files")
    endings = (META, TABLE, MOCAP_ANGLES, MOCAP_JOINTS, *READERS)
    names = {p.name.removesuffix(e) for e in endings for p in folder.glob(f"*{e}")}
    if not names:
        raise DataError(
            f"{folder}: holds no truth file; beside NAME.mp4 there must be NAME{META}, NAME{MOCAP_ANGLES} or one of "
            f"{', '.join(f'NAME{ending}' for ending in READERS)}"
        )
    return [read_truth(folder, name) for name in sorted(names)]


def read_truth(folder: Path, name: str) -> Truth:
    """Return what is known of the clip `name` (without its ending) of a folder; errors as `find_truths`."""
    clips = sorted(p for p in folder.glob("*") if p.stem == name and p.suffix.lower() in CLIP_ENDINGS)
    if not clips:
        raise DataError(f"{folder / name}: there is a truth file, but no clip {name}.mp4 beside it")
    if (folder / f"{name}{META}").exists():
        return _rendered(clips[0], folder / f"{name}{META}", folder / f"{name}{TABLE}")
    references = [ending for ending in READERS if (folder / f"{name}{ending}").exists()]
    if references:
        return _of_motion_capture(clips[0], folder, references)
    return _measured_over_time(clips[0], folder)


def _of_motion_capture(clip: Path, folder: Path, endings: list[str]) -> Truth:
    """Return a clip's truth from files with a clock of their own; of a quantity in several, the first one's."""
    curves: dict[str, TrueCurve] = {}
    for ending in endings:
        curves = READERS[ending](folder / f"{clip.stem}{ending}") | curves
    person = people_of(folder).get(clip.stem, clip.stem)
    return Truth(clip=clip, person=person, movement=None, camera=None, curves=curves, own_clock=True)


def people_of(folder: Path) -> dict[str, str]:
    """Return whose clip each is, by its name without ending: what people.csv of the folder says, if there is one.

    Raises
    ------
    DataError
        If people.csv has other columns than clip and person.
    """
    path = folder / PEOPLE
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {Path(row["clip"]).stem: row["person"] for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError) as error:
        raise DataError(f"{PEOPLE}: can't be read ({error}); give the columns clip and person") from error


def _measured_over_time(clip: Path, folder: Path) -> Truth:
    """Return a clip's truth where there are tables only."""
    curves: dict[str, TrueCurve] = {}
    for path in (folder / f"{clip.stem}{ending}" for ending in (TABLE, MOCAP_ANGLES, MOCAP_JOINTS)):
        if path.exists():
            table = read_table(path)
            joints = path.name.endswith(MOCAP_JOINTS)
            curves |= {"shank_inclination_deg": shank_curve(path, table)} if joints else _angles(path)
    return Truth(clip=clip, person=clip.stem, movement=None, camera=None, curves=curves)


def _angles(path: Path) -> dict[str, TrueCurve]:
    curves = angle_curves(read_table(path))
    if not curves:
        raise DataError(f"{path.name}: no angle that is known; name columns such as 'ankle_dorsiflexion_l_deg'")
    return curves


def _rendered(clip: Path, meta_path: Path, table_path: Path) -> Truth:
    meta = _read_meta(meta_path)
    curves = _angles(table_path)
    rows = len(next(iter(curves.values())).time_s)
    if rows != meta.n_frames:
        raise DataError(f"{table_path.name}: {rows} rows, but {meta_path.name} tells of {meta.n_frames} frames")
    missing = {"ankle_dorsiflexion_deg", "shank_inclination_deg", "knee_flexion_deg"} - curves.keys()
    if missing:
        raise DataError(f"{table_path.name}: no column for {min(missing)}; write the table again")
    movement = MOVEMENT_OF.get(meta.motion, meta.motion)
    return Truth(
        clip=clip,
        person=meta.body,
        movement=movement,
        camera=_camera(meta.camera),
        curves=curves,
        reps=tuple(_rep(rep, movement, meta.events, curves["ankle_dorsiflexion_deg"]) for rep in meta.events.reps),
        stances=tuple(s for side in SIDES for s in _stances(meta.events.gait_events, side)),
        cadence_spm=meta.events.cadence_spm,
    )


def _read_meta(path: Path) -> _Meta:
    try:
        return _Meta.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path.name}: the truth cannot be read ({error.strerror})") from error
    except ValidationError as error:
        raise DataError(f"{path.name}: {first_problem(error)}; write the truth again") from error


def _camera(camera: _Camera) -> TrueCamera:
    front = camera.side == "f"
    return TrueCamera(
        view="front" if front else "side",
        near_side=None if front else SIDE_OF[camera.side],
        yaw_deg=FRONT_YAW_DEG - camera.yaw_deg if front else camera.yaw_deg,
        roll_deg=camera.roll_deg,
        distance_m=camera.dist_m,
    )


def _rep(rep: _Rep, movement: str, events: _Events, ankle: TrueCurve) -> TrueRep:
    """Return a repetition with the peaks of the legs that are scored: the leg that works, else both."""
    front = rep.front or events.front
    scored = (SIDE_OF[front],) if movement in BY_ONE_LEG and front in SIDE_OF else SIDES
    peaks = {"left": rep.left_peak_df_deg, "right": rep.right_peak_df_deg}
    inside = (ankle.time_s >= rep.start_s) & (ankle.time_s <= rep.end_s)
    raised = _raised(movement, events.stance)
    return TrueRep(
        number=rep.rep,
        start_s=rep.start_s,
        peak_s=rep.peak_s,
        end_s=rep.end_s,
        peak_deg={} if raised or movement in WITHOUT_PEAK else {side: peaks[side] for side in scored},
        plantar_deg={
            side: -float(np.min(ankle.value_deg[inside, SIDES.index(side)])) for side in raised if inside.any()
        },
    )


def _raised(movement: str, stance: Letter | None) -> tuple[SideName, ...]:
    """Return the legs whose heel rises: the one that stands, both in a heel raise where the file names none."""
    if stance is not None:
        return (SIDE_OF[stance],)
    return SIDES if movement == "heel_raise" else ()


def _stances(events: list[_GaitEvent], side: SideName) -> list[TrueStance]:
    """Return one foot's stances from its contacts and toe-offs in order of time."""
    own = sorted((e for e in events if SIDE_OF[e.side] == side and e.type in {"contact", "toe_off"}), key=lambda e: e.t)
    stances = []
    for i, event in enumerate(own):
        after = own[i + 1] if i + 1 < len(own) else None
        if event.type == "contact":
            leaves = after.t if after and after.type == "toe_off" else None
            stances.append(TrueStance(side=side, contact_s=event.t, toe_off_s=leaves))
        elif i == 0:
            stances.append(TrueStance(side=side, contact_s=None, toe_off_s=event.t))
    return stances
