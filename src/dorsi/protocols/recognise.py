"""Which movements a stretch of film shows: each claims its cycles, and what is seen of a cycle decides between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dorsi.analysis import robust
from dorsi.protocols.evidence import CLAIM_MIN, Cycle, Evidence
from dorsi.protocols.features import Features
from dorsi.protocols.protocol import Protocol
from dorsi.protocols.strangers import STRANGERS, Stranger
from dorsi.types import Array

SURE_MIN: Final = 0.5  #: cycles that fit less on average are no recognition
CLOSE: Final = 0.2  #: two movements that fit the same motion this alike are both measured, and the user is asked
HOLD_WEIGHT: Final = 0.1  #: shank lengths a second: what a moment counts in which a cycle is held still
BY_SIGHT: Final = frozenset(stranger.name for stranger in STRANGERS)  #: known, but not measured
#: Shank lengths, about 0.4 mm: a living person sways more. Points that stay within it come from a still picture.
FROZEN_FRAC: Final = 0.001
#: Shank lengths a second beyond constant jitter, about 10 cm/s in all: faster than a person sways on one leg.
JITTER_SHANKS_PER_S: Final = 0.1
JITTER_LAG_S: Final = 0.1
#: Correlation of the points' speeds over that lag. Noise alone, low-passed at 6 Hz, has -0.74 in theory and -0.57 to
#: -0.73 in made clips of a still body; movements have more than 0.3 (16 real clips in real time, 2026-11).
JITTER_MAX_CORRELATION: Final = -0.5
OWN_MIN_FRAC: Final = 0.5  #: of a cycle's frames in which nothing fits better, for the cycle to count


@dataclass(frozen=True, kw_only=True)
class RecognisedMovement:
    """One movement that a stretch of film shows."""

    name: str
    cycles: tuple[Cycle, ...]  #: in order of time
    weight: float  #: how much of the body's motion these cycles explain, shank lengths
    fit: float  #: 0 to 1, over their frames
    rival: str  #: the measured movement that fits the same frames second best; empty if none does
    rival_fit: float


def recognise(evidence: Evidence, protocols: Iterable[Protocol]) -> list[RecognisedMovement]:
    """Return every movement that is shown, the one that explains most of the motion first.

    Every movement claims its cycles, those that dorsi only knows by sight as well. A frame goes to the claim that fits
    it best, a little in favour of what the rest of the film shows; a cycle counts where most of its frames are its own.
    """
    candidates: list[Protocol | Stranger] = [*protocols, *STRANGERS]
    claims = {one.name: [c for c in one.cycles(evidence) if _lives(evidence.f, c)] for one in candidates}
    weight = evidence.f.motion + HOLD_WEIGHT
    weight = weight * np.gradient(evidence.f.time_s) if len(weight) > 1 else weight
    fits = {name: _fit_of(cycles, len(weight)) for name, cycles in claims.items()}
    support = {name: float((fit * weight).sum()) for name, fit in fits.items()}
    most = max(support.values(), default=0.0) or 1.0
    biased = {name: fit * (0.75 + 0.25 * support[name] / most) for name, fit in fits.items()}
    shown = []
    for name, cycles in claims.items():
        others = np.max([fit for other, fit in biased.items() if other != name], axis=0)
        own = biased[name] >= np.maximum(others, CLAIM_MIN)
        kept = [c for c in cycles if c.fit >= CLAIM_MIN and own[c.frames].mean() >= OWN_MIN_FRAC]
        if kept:
            shown.append(_shown(name, kept, fits, weight))
    return sorted(shown, key=lambda one: (-one.weight, one.name))


def _lives(f: Features, cycle: Cycle) -> bool:
    """Return whether what is seen of a cycle is a body that moves: not a still picture, and not points that jitter."""
    frames = cycle.frames
    body = np.concatenate([f.hip[:, None], f.shoulder[:, None], f.knee, f.ankle], axis=1)[frames]
    points = body.reshape(len(body), -1)
    spread = robust.percentiles(points, 95) - robust.percentiles(points, 5)
    if not np.fmax.reduce(spread) > FROZEN_FRAC:
        return False
    if cycle.held:
        return True
    lag = max(1, round(JITTER_LAG_S / float(np.median(np.diff(f.time_s)))))
    speed = np.diff(points, axis=0)
    if float(f.motion[frames].mean()) <= JITTER_SHANKS_PER_S or len(speed) <= 2 * lag:
        return True
    first, later = speed[:-lag], speed[lag:]
    both = np.isfinite(first) & np.isfinite(later)
    power = float(((first**2 + later**2) / 2)[both].sum())
    return float((first * later)[both].sum()) >= JITTER_MAX_CORRELATION * power


def _fit_of(cycles: list[Cycle], count: int) -> Array:
    """Return the best fit of the cycles that cover each frame, (T,)."""
    out = np.zeros(count)
    for cycle in cycles:
        out[cycle.frames] = np.maximum(out[cycle.frames], cycle.fit)
    return out


def _shown(name: str, cycles: list[Cycle], fits: dict[str, Array], weight: Array) -> RecognisedMovement:
    inside = np.zeros(len(weight), dtype=bool)
    for cycle in cycles:
        inside[cycle.frames] = True
    part = weight[inside]
    total = float(part.sum()) or 1.0
    means = {
        other: float((fit[inside] * part).sum()) / total
        for other, fit in fits.items()
        if other != name and other not in BY_SIGHT
    }
    best = max(means, key=lambda other: (means[other], other), default="")
    rival = best if means.get(best, 0.0) > 0 else ""
    own = float((fits[name][inside] * part).sum())
    return RecognisedMovement(
        name=name,
        cycles=tuple(sorted(cycles, key=lambda cycle: cycle.hump.peak)),
        weight=own,
        fit=own / total,
        rival=rival,
        rival_fit=means.get(rival, 0.0),
    )
