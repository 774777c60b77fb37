"""The small shape that every movement has, and the cleaned clip that it works on."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from dorsi import synth
from dorsi.analysis import joints
from dorsi.analysis.joints import Reference
from dorsi.analysis.view import View
from dorsi.protocols import settling
from dorsi.protocols.evidence import Cycle, Evidence
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, BoolArray, Landmarks, Rep, Signals, Size, Step
from dorsi.vocabulary import Movement, SideName


@dataclass(frozen=True, kw_only=True)
class Take:
    """One clip, cleaned for one movement and turned into angles."""

    landmarks: Landmarks  #: cleaned and levelled
    signals: Signals
    reference: Reference
    view: View
    roll_sd_deg: float
    wanted: tuple[SideName, ...]  #: sides that the user asked for
    size: Size = field(default_factory=Size)
    leg_reasons: tuple[str | None, str | None] = (None, None)  #: why a leg can't be measured at all; sides

    @property
    def sagittal(self) -> bool:
        """Whether side-view angles can be read."""
        return self.view.kind == "side" and self.view.fault is None

    @property
    def frontal(self) -> bool:
        """Whether the camera looks from the front or from behind."""
        return self.view.kind in {"front", "rear"}

    @property
    def sides(self) -> list[tuple[int, SideName]]:
        """Index and name of the sides to be measured."""
        return [(i, side) for i, side in enumerate(SIDES) if side in self.wanted]

    def at(self, time_s: float) -> int:
        """Return the frame nearest to a time."""
        return int(np.argmin(np.abs(self.landmarks.time_s - time_s)))


@dataclass(frozen=True, kw_only=True)
class Film:
    """How to film a movement."""

    view: str
    text: str
    reps: str
    drawn: Callable[[synth.Camera], Landmarks]  #: the movement, for the guide's picture
    drawn_s: float  #: the moment of it that is drawn
    from_front: bool = False  #: whether the guide asks for a camera in front
    height: str = "knee height"
    distance: str = "2 to 4 m"
    clothing: str = "shorts, bare feet or tight socks; shoes only if you always film in them"


def nothing_more(take: Take) -> dict[str, Array]:
    """Return no further signals."""
    del take
    return {}


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """One movement: what to film, how its events are found, what it yields and what voids it."""

    name: Movement
    title: str
    film: Film
    cutoff_hz: float  #: of the zero-lag low-pass on the landmarks
    longest_gap_s: float  #: gaps up to this are bridged
    headline: str  #: the measurement that stands first in a report
    cycles: Callable[[Evidence], list[Cycle]]  #: what of a film this movement claims, and how well it fits
    find: Callable[[Take], tuple[Rep | Step, ...]]  #: its repetitions or steps; read them through `events`
    work_out: Callable[[Take, tuple[Rep | Step, ...]], list[Measurement]]  #: its numbers; read them through `measure`
    more_signals: Callable[[Take], dict[str, Array]] = (
        nothing_more  #: signals that only this movement has, (T, 2) or (T,)
    )
    flat: Callable[[Landmarks, View], BoolArray] = joints.flat_frames  #: frames in which each foot stands flat, (T, 2)

    def events(self, take: Take) -> tuple[Rep | Step, ...]:
        """Return the repetitions or steps of a clip, without values that no person can show."""
        return settling.plausible(self.find(take))

    def measure(self, take: Take, events: tuple[Rep | Step, ...]) -> list[Measurement]:
        """Return the movement's numbers, refused where view, body or their sources do not allow them."""
        return settling.settled(self.work_out(take, events), events, take.view)
