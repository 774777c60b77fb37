"""The interface of every movement, and the cleaned clip it works on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

from dorsi import synth
from dorsi.analysis import joints, quality
from dorsi.analysis.joints import Reference
from dorsi.analysis.view import CameraView
from dorsi.protocols import settling
from dorsi.protocols.evidence import Cycle, Evidence
from dorsi.schema.session import Measurement
from dorsi.types import SIDES, Array, BoolArray, Landmarks, Rep, Signals, Size, Step
from dorsi.vocabulary import Movement, SideName

NEAR_LEG: Final = "The leg next to the phone."
STANDING_LEG: Final = "The leg you stand on."
USUAL_RATE_HZ: Final = 30.0
ANGLE_AT_SOLE: Final = "ankle_dorsiflexion_deg"  #: the curve of the shank against the sole
COUNTED: Final = ("rep_count", "rep_time_s")  #: said of a leg even where its angle can't be measured


CameraHeight = Literal["knee height", "hip height"]
FootUse = Literal["never", "far_leg", "always"]  #: far_leg: where all that counts is of the leg away from the camera


@dataclass(frozen=True, kw_only=True)
class Take:
    """One clip, cleaned for one movement and turned into angles."""

    landmarks: Landmarks  #: cleaned and levelled
    signals: Signals
    reference: Reference
    view: CameraView
    roll_sd_deg: float
    pitch_sd_deg: float
    wanted: tuple[SideName, ...]  #: sides that the user asked for
    size: Size = field(default_factory=Size)
    leg_reasons: tuple[str | None, str | None] = (None, None)  #: why a leg can't be measured at all; sides
    legs_mixed_up: bool = False  #: whether left and right had to be exchanged in much of the clip

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
class Name:
    """What a movement is called, in the forms that headings and sentences need."""

    title: str  #: a heading
    noun: str  #: behind "no": "no heel raise", "no running"
    counted: bool = True  #: whether one of them is "a heel raise", and several are "heel raises"

    @property
    def one(self) -> str:
        """Behind "looks like": "a heel raise", "running"."""
        return f"a {self.noun}" if self.counted else self.noun

    @property
    def many(self) -> str:
        """Behind "the clip shows": "heel raises", "running"."""
        return f"{self.noun}s" if self.counted else self.noun


@dataclass(frozen=True, kw_only=True)
class Film:
    """How to film a movement."""

    view: str
    text: str  #: where the phone goes, and what else to know
    reps: str
    drawn: Callable[[synth.Camera], Landmarks]  #: the movement, for the guide's picture
    drawn_s: float  #: the moment of it that is drawn
    how: str = ""  #: how the movement is done, where its name doesn't say it
    from_front: bool = False  #: whether the guide asks for a camera in front
    height: CameraHeight = "knee height"
    distance: str = "2 to 4 m"
    clothing: str = "shorts, bare feet or tight socks; shoes only if you always film in them"
    leg: str = NEAR_LEG  #: which leg counts, for choosing left or right
    rate_hz: float = USUAL_RATE_HZ  #: to choose in the camera's settings
    rate_min_hz: float = quality.RATE_MIN_HZ  #: what a clip needs at least

    @property
    def do(self) -> str:
        """What the person does: how often, and how."""
        return f"{self.reps}. {self.how}" if self.how else self.reps

    @property
    def whole_text(self) -> str:
        """Where the phone goes, and how the movement is done."""
        return f"{self.text} {self.how}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a report shows of a movement; the names are those of measurements and curves."""

    cards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: big numbers, each with those beneath it
    #: Numbers that answer the movement's question, the best first: a report opens with the first sure one. Empty: only
    #: the movement's headline does.
    answers: tuple[str, ...] = ()
    curves: tuple[str, ...] = ()  #: drawn over time, the most important first
    front_curves: tuple[str, ...] = ()  #: instead of those where the camera is in front or behind; empty: the same
    #: The angle drawn as an arc: the shank against the vertical, or against the sole where the foot leaves the floor.
    #: Empty where none is drawn; the report has no key frames then.
    arc: str = ""
    arc_in_events: bool = False  #: whether a leg's arc is drawn in its own steps only
    event_noun: str = "repetition"  #: what is counted
    note: str = ""  #: beneath each big number of a side view
    hints: bool = False  #: whether its numbers are a hint, and always shown with low confidence
    sure: frozenset[str] = frozenset()  #: numbers that need no note and are no mere hint
    banded: bool = False  #: whether it is the test that the bands of ankle range belong to

    @property
    def arc_on_sole(self) -> bool:
        """Whether the arc is drawn against the sole, not against the vertical."""
        return self.arc == ANGLE_AT_SOLE


def nothing_more(take: Take) -> dict[str, Array]:
    """Return no further signals."""
    del take
    return {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Protocol:
    """One movement: what to film, how its events are found, what it yields, what voids it, and what a report shows."""

    name: Movement  #: as its file
    called: Name
    rank: int  #: its place in lists of movements, the lowest first
    film: Film
    report: Report
    film_front: Film | None = None  #: how to film what only a camera in front shows, where `film` asks for the side
    cutoff_hz: float  #: of the zero-lag low-pass on the landmarks
    longest_gap_s: float  #: gaps up to this are bridged
    headline: str  #: the measurement that stands for it in a line, a list or a squad's table
    cycles: Callable[[Evidence], list[Cycle]]  #: what of a film this movement claims, and how well it fits
    find: Callable[[Take], tuple[Rep | Step, ...]]  #: its repetitions or steps; read them through `events`
    work_out: Callable[[Take, tuple[Rep | Step, ...]], list[Measurement]]  #: its numbers; read them through `measure`
    more_signals: Callable[[Take], dict[str, Array]] = (
        nothing_more  #: signals that only this movement has, (T, 2) or (T,)
    )
    #: Frames in which each foot stands flat, (T, 2).
    flat: Callable[[Landmarks, CameraView], BoolArray] = joints.flat_frames
    foot_network: FootUse = "never"  #: where the foot network measures it better: there it looks unless told otherwise
    at_speed: bool = False  #: whether clips of it are compared only at the same speed and in the same shoes
    longest_rep_s: float = 10.0  #: without its hold: a longer one asks whether the film is slow motion
    falls_freely: bool = False  #: whether the body is in the air each time, so that its fall tells the film's speed

    @property
    def title(self) -> str:
        """The movement as a heading."""
        return self.called.title

    def filmed_from(self, view: str) -> "Protocol":
        """Return the movement with the guide for a view, where it has one.

        Parameters
        ----------
        view
            "front" for the guide of the view from the front; any other keeps the usual one.

        Returns
        -------
        Protocol
            Itself, or a copy whose `film` is `film_front`.
        """
        return replace(self, film=self.film_front) if view == "front" and self.film_front else self

    def events(self, take: Take) -> tuple[Rep | Step, ...]:
        """Return the repetitions or steps of a clip, without values that no person can show.

        Parameters
        ----------
        take
            The clip as this movement sees it.

        Returns
        -------
        tuple of Rep or Step
            In order of time, times in seconds.
        """
        return settling.plausible(self.find(take))

    def measure(self, take: Take, events: tuple[Rep | Step, ...]) -> list[Measurement]:
        """Return the movement's numbers, refused where view, body or their sources do not allow them.

        Parameters
        ----------
        take
            The clip as this movement sees it.
        events
            From `events`.

        Returns
        -------
        list of Measurement
            Each with its 95 % interval, or the reason why there is none.
        """
        return settling.settled(self.work_out(take, events), events, take.view)
