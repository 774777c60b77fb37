"""Real clips, of which a few things are known by eye and by hand: recognised, events right, number right, refused."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from dorsi import pipeline
from dorsi.datafile import first_problem, parse_mapping
from dorsi.errors import DataError, RuleError
from dorsi.loading import read_landmarks
from dorsi.measuring import measure
from dorsi.protocols.measured import Measured
from dorsi.schema.session import Event, Measurement, Session, Strict, Warn
from dorsi.settings import Settings
from dorsi.types import Progress, Rep, Step
from dorsi.validation.study import Listener
from dorsi.validation.table import TextTable
from dorsi.validation.truth_file import CLIP_ENDINGS
from dorsi.vocabulary import Movement, SideName

FILE: Final = "truth.yaml"  #: of a folder of real clips
PEAK: Final = "peak_shank_inclination_deg"
CADENCE: Final = "cadence_spm"
KNEE: Final = "fppa_deg"
BY_HAND_DEG: Final = 3.0  #: how well an angle is read off an enlarged frame
WIDEST: Final = 8.0  #: of a bound, degrees: a wider one would hold nearly anything, and makes no number right


class RealTruth(Strict):
    """What is known of one real clip; what is left out is not asked."""

    movement: Movement | None = None
    not_movement: list[Movement] = Field(default=[], description="what it must not be called")
    side: SideName | None = Field(default=None, description="the leg whose angle was read by hand")
    events: int | None = None
    events_tol: int = 0
    min_events: int | None = None
    df: float | None = Field(default=None, description="shank inclination at the peak, by hand, degrees")
    tol: float = Field(default=BY_HAND_DEG, description="of that reading, degrees")
    cadence_spm: float | None = None
    cadence_tol_spm: float = 1.5
    no_cut: bool = False
    warn: str | None = Field(default=None, description="part of the code of a warning that must be given")
    refused: bool = Field(default=False, description="no angle may be given as ok")
    no_ok_range: bool = Field(default=False, description="no shank inclination may be given as ok")
    fppa_max_abs: float | None = Field(default=None, description="a knee angle beyond this is absurd, degrees")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What dorsi says of a clip, from a session or from landmarks alone."""

    movement: Movement
    events: tuple[Event | Rep | Step, ...]
    measurements: tuple[Measurement, ...]
    warnings: tuple[Warn, ...]

    @property
    def count(self) -> int:
        """Events that count."""
        return sum(event.valid for event in self.events)

    def number(self, name: str, side: str) -> Measurement | None:
        """Return a number that was given."""
        found = (m for m in self.measurements if (m.name, m.side) == (name, side) and m.value is not None)
        return next(found, None)


@dataclass(frozen=True, kw_only=True)
class RealScore:
    """One real clip: True where dorsi is right, False where not, None where it was not asked."""

    clip: str
    truth: RealTruth
    said: Said
    recognised: bool | None
    counted: bool | None
    number: bool | None
    refused: bool | None
    else_right: bool | None  #: cuts, warnings, absurd angles

    @property
    def right(self) -> bool:
        """Return whether all that was asked is right."""
        return False not in (self.recognised, self.counted, self.number, self.refused, self.else_right)


def read_real_truths(path: Path) -> dict[str, RealTruth]:
    """Return what is known of real clips, by name.

    Raises
    ------
    DataError
        If the file is not what it should be; the message names the clip and the field.
    """
    try:
        raw = parse_mapping(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    except RuleError as error:
        raise DataError(str(error)) from error
    found = {}
    for name, entry in raw.items():
        try:
            found[name] = RealTruth.model_validate(entry)
        except ValidationError as error:
            raise DataError(f"{path.name}: {name}: {first_problem(error)}") from error
    return found


def real_scores(
    folder: Path | str,
    truth_file: Path | None = None,
    settings: Settings | None = None,
    *,
    cache_dir: Path | None = None,
    progress: Listener | None = None,
) -> list[RealScore]:
    """Return dorsi's results for each real clip of a folder, with default settings, beside the known values.

    Parameters
    ----------
    folder
        Holds NAME.npz (landmarks as dorsi keeps them) or NAME with a film's ending for each NAME of the truth file.
    truth_file
        What is known; `truth.yaml` of the folder if None.
    settings
        For films; the defaults if None.
    cache_dir
        Where landmarks of films are kept from run to run; the user's cache folder if None.
    progress
        Entered with the name of each clip; gives a callback for the seconds of the clip that are done.

    Raises
    ------
    DataError
        If the truth file does not hold what it should, or a clip is missing.
    """
    folder = Path(folder)
    truths = read_real_truths(truth_file or folder / FILE)
    paths = {name: _clip(folder, name) for name in truths}  # all are looked for before the first is measured
    scores = []
    for name, truth in truths.items():
        with progress(paths[name].name) if progress else nullcontext() as told:
            said = _said(paths[name], settings, cache_dir, told)
        scores.append(score(name, truth, said))
    return scores


def _clip(folder: Path, name: str) -> Path:
    endings = (".npz", *sorted(CLIP_ENDINGS))
    found = next((folder / f"{name}{e}" for e in endings if (folder / f"{name}{e}").exists()), None)
    if found is None:
        raise DataError(f"{folder}: no landmarks and no film of {name}; looked for {', '.join(endings)}")
    return found


def _said(path: Path, settings: Settings | None, cache_dir: Path | None, progress: Progress | None) -> Said:
    if path.suffix == ".npz":
        return said_of(measure(read_landmarks(path)))
    return said_of(pipeline.analyse(path, settings, cache_dir=cache_dir, progress=progress).session)


def said_of(found: Measured | Session) -> Said:
    """Return what dorsi says."""
    return Said(
        movement=found.movement,
        events=tuple(found.events),
        measurements=tuple(found.measurements),
        warnings=tuple(found.quality.warnings),
    )


def score(clip: str, truth: RealTruth, said: Said) -> RealScore:
    """Return one clip's word beside what is known of it."""
    ok = [m for m in said.measurements if m.value is not None and m.status == "ok"]
    refused = None
    if truth.refused or truth.no_ok_range:
        wrong = [m for m in ok if m.name == PEAK or (truth.refused and m.name.endswith("_deg"))]
        refused = not wrong
    return RealScore(
        clip=clip,
        truth=truth,
        said=said,
        recognised=_recognised(truth, said),
        counted=_counted(truth, said),
        number=_number(truth, said),
        refused=refused,
        else_right=_else(truth, said),
    )


def _recognised(truth: RealTruth, said: Said) -> bool | None:
    if truth.movement is not None:
        return said.movement == truth.movement
    return said.movement not in truth.not_movement if truth.not_movement else None


def _counted(truth: RealTruth, said: Said) -> bool | None:
    if truth.events is not None:
        return abs(said.count - truth.events) <= truth.events_tol
    return None if truth.min_events is None else said.count >= truth.min_events


def _number(truth: RealTruth, said: Said) -> bool | None:
    """Return whether each number that is known was given and lies within its reading's tolerance or its bound."""
    asked: list[bool] = []
    if truth.df is not None and truth.side is not None:
        found = said.number(PEAK, truth.side)
        asked.append(found is not None and _near(found, truth.df, truth.tol))
    if truth.cadence_spm is not None:
        found = said.number(CADENCE, "both")
        asked.append(found is not None and _near(found, truth.cadence_spm, truth.cadence_tol_spm))
    return all(asked) if asked else None


def _near(found: Measurement, true: float, tolerance: float) -> bool:
    bound = found.bound or 0.0
    allowed = max(tolerance, bound if bound <= WIDEST else 0.0)
    return found.value is not None and abs(found.value - true) <= allowed


def _else(truth: RealTruth, said: Said) -> bool | None:
    codes = [w.code for w in said.warnings]
    asked: list[bool] = []
    if truth.no_cut:
        asked.append("clip_cut" not in codes)
    if truth.warn:
        asked.append(any(truth.warn in code for code in codes))
    if truth.fppa_max_abs is not None:
        knees = [abs(m.value) for m in said.measurements if m.name == KNEE and m.value is not None]
        asked.append(max(knees, default=0.0) <= truth.fppa_max_abs)
    return all(asked) if asked else None


def real_table(scores: Sequence[RealScore]) -> TextTable:
    """Return the real clips, one a row, and the shares of what is right."""
    rows = [_row(s) for s in scores]
    if scores:
        shares = (
            _share(s.recognised for s in scores),
            _share(s.counted for s in scores),
            _share(s.number for s in scores),
            _share(s.refused for s in scores),
            _share(s.else_right for s in scores),
            _share(s.right for s in scores),
        )
        rows.append(("all", "", *shares))
    headings = ("clip", "is", "dorsi says", "events", "number", "refused rightly", "else", "right")
    return TextTable(title="Real clips", headings=headings, rows=tuple(rows))


def _row(s: RealScore) -> tuple[str, ...]:
    truth = s.truth
    true = str(truth.events) if truth.events is not None else f"{truth.min_events} or more" if truth.min_events else ""
    return (
        s.clip,
        truth.movement or (f"not {', '.join(truth.not_movement)}" if truth.not_movement else "anything"),
        _marked(s.said.movement, s.recognised),
        _marked(f"{s.said.count} of {true}", s.counted),
        _marked(_numbers(s), s.number),
        _word(s.refused),
        _word(s.else_right),
        _word(s.right),
    )


def _marked(said: str, right: bool | None) -> str:
    """Return what was said, and that it is wrong where it is; nothing where it was not asked."""
    return "" if right is None else said if right else f"{said} (wrong)"


def _numbers(s: RealScore) -> str:
    """Return what was given beside what was read by hand."""
    truth, said = s.truth, []
    for true, name, side in ((truth.df, PEAK, truth.side), (truth.cadence_spm, CADENCE, "both")):
        if true is not None and side is not None:
            found = s.said.number(name, side)
            given = "none" if found is None else f"{found.value:.1f}"
            bound = "" if found is None or found.bound is None else f" +/- {found.bound:.1f}"
            said.append(f"{given}{bound} for {true:g}")
    return "; ".join(said)


def _word(right: bool | None) -> str:
    return "" if right is None else "yes" if right else "no"


def _share(parts: Iterable[bool | None]) -> str:
    asked = [part for part in parts if part is not None]
    return f"{sum(asked)} of {len(asked)}" if asked else ""
