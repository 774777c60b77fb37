"""How well dorsi tells what a clip shows: its word beside the truth of made clips, and the confusion table."""

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.measuring import measure
from dorsi.protocols.measured import Measured
from dorsi.synth.phone import STRANGER, PhoneClip, phone_clip
from dorsi.types import Landmarks
from dorsi.validation.table import TextTable

PEAK: Final = "peak_shank_inclination_deg"
SLOW: Final = frozenset({"lunge", "squat", "single_leg_squat"})  #: whose headline is the shank's peak
EVENTS_TOL: Final = 1  #: the first or the last repetition of a clip may be cut by the walk in or out
Measure = Callable[[Landmarks], Measured]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One clip: what is true of it and what dorsi said."""

    shown: str  #: what was filmed, such as "lunge_kneeling"
    view: str  #: side, oblique, front or rear, as the camera stood
    true: frozenset[str]  #: movements that it shows; {"unknown"} for what dorsi does not measure
    said: str  #: what explains most of the clip
    events_true: int  #: of the movement said, in the picture; of all where dorsi said none
    events_found: int
    error_deg: float | None  #: of the worse side's peak, where one was given; measured minus true
    bound_deg: float | None  #: half its 95 % interval
    ok: bool  #: whether that number was given without a reservation
    also: frozenset[str] = frozenset()  #: further movements that dorsi found

    @property
    def truth(self) -> str:
        """Return the movement as the table heads it."""
        return " + ".join(sorted(self.true))

    @property
    def right(self) -> bool:
        """Return whether the movement is right."""
        return self.said in self.true

    @property
    def complete(self) -> bool:
        """Return whether every movement of the clip was found, and none besides."""
        return self.true == {self.said} | self.also

    @property
    def counted(self) -> bool:
        """Return whether the events are right too."""
        return self.right and abs(self.events_found - self.events_true) <= EVENTS_TOL


def view_of(clip: PhoneClip) -> str:
    """Return where the camera stood, in a word."""
    yaw = clip.camera.yaw_deg
    if abs(yaw) <= 30:
        return "side"
    return "oblique" if abs(yaw) <= 70 else "front" if yaw > 0 else "rear"


def judge(clips: Iterable[PhoneClip], measured: Measure = measure) -> list[Judged]:
    """Return the detected movement of each clip beside the true one; `measured` detects it with default settings."""
    return [_judged(clip, measured(clip.landmarks)) for clip in clips]


def judge_seeds(seeds: Iterable[int], *, jobs: int = 1) -> list[Judged]:
    """Return what dorsi says of drawn clips, one for each seed, on several cores if asked."""
    seeds = list(seeds)
    if jobs == 1:
        return [_judge_seed(seed) for seed in seeds]
    # Fresh processes: a fork of one that has worked in threads may wait for ever.
    with ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(_judge_seed, seeds, chunksize=5))


def _judge_seed(seed: int) -> Judged:
    clip = phone_clip(seed=seed)
    return _judged(clip, measure(clip.landmarks))


def _judged(clip: PhoneClip, found: Measured) -> Judged:
    true = frozenset(event.movement for event in clip.events) or frozenset({clip.movement})
    seen = [e for e in clip.events if e.seen and (found.movement not in true or e.movement == found.movement)]
    # The same movement of the other side may be an analysis of its own.
    own = [part for part in (found, *found.also) if part.movement == found.movement]
    error, bound, ok = _peak_error(clip, own)
    return Judged(
        shown=clip.shown[0],
        view=view_of(clip),
        true=true,
        said=found.movement,
        events_true=len(seen),
        events_found=sum(_events(part) for part in own),
        error_deg=error,
        bound_deg=bound,
        ok=ok,
        also=frozenset(part.movement for part in found.also),
    )


def _events(found: Measured) -> int:
    """Return how many events count; a repetition of both legs is one."""
    good = [e for e in found.events if e.valid]
    if found.movement in {"squat", "heel_raise"}:
        return len({round(getattr(e, "peak_s", 0.0), 2) for e in good})
    return len(good)


def _peak_error(clip: PhoneClip, own: Sequence[Measured]) -> tuple[float | None, float | None, bool]:
    """Return the worse side's error, its bound and whether it stands without a reservation."""
    movement = own[0].movement
    numbers = [m for part in own for m in part.measurements if m.name == PEAK and m.value is not None]
    worst: tuple[float | None, float | None, bool] = (None, None, False)
    for number in numbers if movement in SLOW else ():
        peaks = [e.peak_deg[s] for e in clip.events if e.movement == movement for s in e.peak_deg if s == number.side]
        if peaks and number.value is not None:
            error = number.value - float(np.mean(peaks))
            if worst[0] is None or abs(error) > abs(worst[0]):
                worst = (error, number.bound, number.status == "ok")
    return worst


def confusion_table(judged: Sequence[Judged]) -> TextTable:
    """Return how often each true movement was said to be which."""
    truths = sorted({j.truth for j in judged}, key=lambda t: (t == STRANGER, " + " in t, t))
    said = sorted({j.said for j in judged} | {t for t in truths if " + " not in t}, key=lambda s: (s == STRANGER, s))
    rows = []
    for truth in truths:
        own = [j for j in judged if j.truth == truth]
        counts = (sum(j.said == s for j in own) for s in said)
        rows.append((truth, str(len(own)), *(str(n) if n else "" for n in counts), _share(own)))
    whole = ("all", str(len(judged)), *(str(sum(j.said == s for j in judged)) for s in said), _share(judged))
    return TextTable(
        title="What was filmed (rows), and what dorsi said (columns)",
        headings=("filmed", "clips", *said, "right"),
        rows=(*rows, whole),
    )


def kinds_table(judged: Sequence[Judged]) -> TextTable:
    """Return, by what was filmed and from where: recognised, events right, and how far peaks were off."""
    rows = []
    for shown, view in sorted({(j.shown, j.view) for j in judged}):
        own = [j for j in judged if (j.shown, j.view) == (shown, view)]
        off = [j for j in own if j.right and j.error_deg is not None]
        inside = [abs(j.error_deg or 0.0) <= (j.bound_deg or 0.0) for j in off]
        rows.append(
            (
                shown.replace("_", " "),
                view,
                str(len(own)),
                str(sum(j.right for j in own)),
                str(sum(j.complete for j in own)),
                "" if own[0].true == {STRANGER} else str(sum(j.counted for j in own)),
                str(len(off)) if off else "",
                f"{np.median([abs(j.error_deg or 0.0) for j in off]):.1f}" if off else "",
                f"{sum(inside)} of {len(inside)}" if off else "",
            )
        )
    headings = (
        "filmed", "from", "clips", "recognised", "nothing else", "events right", "peaks given", "median error, deg",
        "inside",
    )  # fmt: skip
    return TextTable(title="By what was filmed", headings=headings, rows=tuple(rows))


def _share(judged: Sequence[Judged]) -> str:
    return f"{100 * sum(j.right for j in judged) / len(judged):.0f} %" if judged else ""
