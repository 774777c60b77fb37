"""One clip through several pose backends: the same analysis on each one's landmarks, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar, Unpack

import numpy as np

from dorsi import pipeline
from dorsi.clip_request import ClipOptions, clip_request
from dorsi.errors import OptionError
from dorsi.schema.session import Measurement
from dorsi.settings import BACKEND, FOOT, MODELS, Settings
from dorsi.types import Analysis, Progress

_Chosen = TypeVar("_Chosen", bound=Settings)
#: Points whose place is compared: those that every backend gives and angles are made from.
POINTS: Final = ("hip", "knee", "ankle", "heel", "toe")


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """One quantity of one side, as each backend gives it; None where it gives no number."""

    name: str
    side: str
    unit: str
    measured: tuple[Measurement | None, ...]  #: by backend

    def difference(self, backend: int) -> float | None:
        """Return that backend's value minus the first one's, or None where one of the two is missing."""
        first, other = self.measured[0], self.measured[backend]
        if first is None or other is None or first.value is None or other.value is None:
            return None
        return other.value - first.value


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A clip's analyses, one for each backend, and their numbers side by side."""

    backends: tuple[str, ...]
    analyses: tuple[Analysis, ...]

    @property
    def rows(self) -> tuple[ComparisonRow, ...]:
        """Every quantity and side that any backend was asked for, in the order of the first."""
        keys = dict.fromkeys((m.name, m.side, m.unit) for a in self.analyses for m in a.session.measurements)
        return tuple(
            ComparisonRow(
                name=name,
                side=side,
                unit=unit,
                measured=tuple(a.session.measurement(name, side) for a in self.analyses),
            )
            for name, side, unit in keys
        )

    def apart_px(self, backend: int, point: str) -> tuple[float | None, float | None]:
        """Return how far a left and a right point lie from the first backend's, median over the frames, pixels.

        None where the two never see the point in the same frame.
        """
        one, other = (self.analyses[i].landmarks.side(point) for i in (0, backend))
        apart = np.linalg.norm(one - other, axis=-1)
        left, right = (float(np.nanmedian(a)) if np.isfinite(a).any() else None for a in apart.T)
        return left, right


def compare(
    path: Path | str,
    backends: Sequence[str],
    settings: Settings | None = None,
    *,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
    **options: Unpack[ClipOptions],
) -> Comparison:
    """Return the same clip's analysis on the landmarks of each backend.

    Parameters
    ----------
    backends
        At least two: heavy, full, lite (the shipped networks), each also as heavy+foot, or another backend with its
        file, as `--backend` takes it.
    settings, options
        All other choices, the same for each, as in `analyse`.
    cache_dir, progress
        As in `analyse`.

    Raises
    ------
    OptionError
        If fewer than two backends are named, one is named twice, or one is not known.
    VideoError, ModelError, DataError
        As `analyse` does.
    """
    if len(set(backends)) < 2 or len(set(backends)) < len(backends):
        raise OptionError("--backends: name two or more different ones, such as heavy,lite")
    request = clip_request(path, settings, **options)
    chosen = [settings_for(name, request) for name in backends]
    analyses = tuple(pipeline.analyse(one, cache_dir=cache_dir, progress=progress) for one in chosen)
    return Comparison(backends=tuple(backends), analyses=analyses)


def settings_for(backend: str, settings: _Chosen) -> _Chosen:
    """Return the settings that make an analysis use that backend.

    heavy, full and lite are the shipped networks; "+foot" after any of them adds the foot network.
    """
    network, foot, _ = backend.partition(FOOT)
    if network in MODELS:
        return replace(settings, backend=BACKEND, model=network, foot_model="on" if foot else "off")
    return replace(settings, backend=backend)
