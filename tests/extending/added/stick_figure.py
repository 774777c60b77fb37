"""A made person in every clip, for tests: a lunge whose shank leans by 36 degrees."""

from pathlib import Path
from typing import Final

from dorsi import synth
from dorsi.pose.backend import People
from dorsi.settings import Settings
from dorsi.types import Clip, Progress

OPTION: Final = "stick_figure"
HELP: Final = "a made person who lunges"


class StickFigure:
    """A backend that sees the same person in every clip."""

    key = None  #: what the landmarks depend on besides the clip; None: not to be cached

    def people(self, clip: Clip, *, progress: Progress | None = None) -> People:
        """Return everyone in the clip, one row per frame."""
        camera = synth.Camera(facing=-1, px_per_m=80.0, size_px=clip.size_px)
        one = synth.lunge(peak_deg=36.0, rate_hz=round(clip.mean_rate_hz), camera=camera)
        if progress is not None:
            progress(clip.duration_s, clip.duration_s)
        return People(persons=(one,), time_s=one.time_s, size_px=one.size_px, cuts_s=())


def make(settings: Settings, file: Path | None) -> StickFigure:
    """Return the backend."""
    return StickFigure()


def networks(settings: Settings) -> tuple[str, ...]:
    """Return the shipped networks that the points depend on: none."""
    return ()
