"""Every clip of a folder that has a truth file, measured and scored."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from dorsi import pipeline
from dorsi.settings import Settings
from dorsi.types import SIDES, Analysis, Progress
from dorsi.validation.rows import MEAN, AccuracyRow, CurveScore, Outcome
from dorsi.validation.score import PEAK, ClipScore, blank_row, score
from dorsi.validation.syncing import synchronised
from dorsi.validation.truth import Truth
from dorsi.validation.truth_file import find_truths

DIFFERENCE: Final = "peak_shank_inclination_left_minus_right_deg"


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What dorsi measured of clips whose truth is known."""

    clips: tuple[ClipScore, ...]
    differences: tuple[AccuracyRow, ...]  #: left minus right of each person's lunges

    @property
    def rows(self) -> tuple[AccuracyRow, ...]:
        """All numbers beside the truth."""
        return (*(row for clip in self.clips for row in clip.rows), *self.differences)

    @property
    def curves(self) -> tuple[CurveScore, ...]:
        """All curves beside the truth."""
        return tuple(curve for clip in self.clips for curve in clip.curves)


Listener = Callable[[str], AbstractContextManager[Progress | None]]  #: given a clip's name, hears how far it has come


def validate(
    folder: Path | str,
    settings: Settings | None = None,
    *,
    cache_dir: Path | str | None = None,
    progress: Listener | None = None,
) -> Validation:
    """Return what dorsi measures of every clip of a folder that has a truth file beside it.

    Truth files are NAME.truth.json with NAME.truth.csv (the renderer's), or NAME.mocap-ankle.csv and
    NAME.mocap-jointcentres.csv (time and values of motion capture), or NAME.mocap.mot, NAME.mocap.trc or
    NAME.mocap.c3d, whose clock is laid over the clip's by cross-correlation: docs/accuracy.md.

    Parameters
    ----------
    folder
        Holds the clips and their truth.
    settings
        What to measure with; the defaults if None. The movement is recognised, as a user's clip would be.
    cache_dir
        Where landmarks are kept from run to run; the user's cache folder if None.
    progress
        Entered with the name of each clip; gives a callback for the seconds of the clip that are done.

    Returns
    -------
    Validation
        Each measurement beside its truth, with bias and limits of agreement.

    Raises
    ------
    DataError
        If a truth file is missing or does not hold what it should. All are read before the first clip is measured.
    VideoError, ModelError
        When a clip or a model cannot be read.
    """
    truths = find_truths(Path(folder))
    scored = []
    for truth in truths:
        with progress(truth.clip.name) if progress else nullcontext() as told:
            analysis = pipeline.analyse(truth.clip, settings, cache_dir=cache_dir, progress=told)
        scored.append(beside(analysis, truth))
    return collect(scored)


def beside(analysis: Analysis, truth: Truth) -> ClipScore:
    """Return a clip's numbers and curves beside its truth, which is laid over the clip first where that is needed."""
    if not truth.own_clock:
        return score(analysis, truth)
    laid, lag = synchronised(truth, analysis.signals)
    return replace(score(analysis, laid), lag=lag)


def collect(clips: Iterable[ClipScore]) -> Validation:
    """Return scored clips as one, with the side differences that they give together."""
    clips = tuple(clips)
    return Validation(clips=clips, differences=tuple(_differences(clips)))


def _differences(clips: tuple[ClipScore, ...]) -> Iterator[AccuracyRow]:
    """Yield left minus right of each person whose two legs lunged, each in one clip."""
    for person in dict.fromkeys(c.truth.person for c in clips if c.truth.movement == "lunge"):
        for own in _pairings([c for c in clips if c.truth.person == person and c.truth.movement == "lunge"]):
            true = [_mean_peak(own, side) for side in SIDES]
            found = pipeline.assess([c.analysis.session for c in own]).differences
            difference = next((d for d in found if d.name == PEAK), None)
            row = replace(
                blank_row(own[0].truth),
                clip="+".join(c.truth.name for c in own),
                quantity=DIFFERENCE,
                rep=MEAN,
                true=true[0] - true[1],
            )
            if difference is None:
                yield replace(row, reason="one of the two legs was not measured")
            else:
                said = "detectable" if difference.detectable else "no detectable difference"
                doubted = f"{said}; one clip of both legs" if difference.warning else said
                status: Outcome = "low_confidence" if difference.warning else "ok"
                yield replace(
                    row, measured=difference.value, bound=difference.bound, status=status, reason=doubted
                )  # fmt: skip


def _pairings(clips: list[ClipScore]) -> Iterator[list[ClipScore]]:
    """Yield the clips that give one value for each leg: one clip of both, or one of each where there is just one."""
    legs = {c.truth.name: {side for rep in c.truth.reps for side in rep.peak_deg} for c in clips}
    yield from ([c] for c in clips if len(legs[c.truth.name]) == len(SIDES))
    single = [[c for c in clips if legs[c.truth.name] == {side}] for side in SIDES]
    if all(len(own) == 1 for own in single):
        yield [own[0] for own in single]


def _mean_peak(clips: list[ClipScore], side: str) -> float:
    return float(np.mean([p for c in clips for rep in c.truth.reps for s, p in rep.peak_deg.items() if s == side]))
