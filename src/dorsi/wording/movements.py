"""What each movement is called: in a heading, and inside a sentence."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Name:
    """A movement's name in the forms that headings and sentences need."""

    title: str  #: a heading
    noun: str  #: behind "no": "no heel raise", "no running"
    counted: bool = True  #: whether one of them is "a heel raise", and several are "heel raises"
    from_front: bool = False  #: whether its guide asks for a camera in front, as `Film.from_front` says

    @property
    def one(self) -> str:
        """Behind "looks like": "a heel raise", "running"."""
        return f"a {self.noun}" if self.counted else self.noun

    @property
    def many(self) -> str:
        """Behind "the clip shows": "heel raises", "running"."""
        return f"{self.noun}s" if self.counted else self.noun


#: Every movement that dorsi measures, then those it only knows by sight.
NAMES: Final = {
    "lunge": Name(title="Lunge", noun="lunge"),
    "squat": Name(title="Squat", noun="squat"),
    "run": Name(title="Run", noun="running", counted=False),
    "single_leg_squat": Name(title="Squat on one leg", noun="one-leg squat", from_front=True),
    "heel_raise": Name(title="Heel raise", noun="heel raise"),
    "march": Name(title="March on the spot", noun="marching on the spot", counted=False),
    "balance": Name(title="Balance on one leg", noun="balancing on one leg", counted=False, from_front=True),
    "unknown": Name(title="Movement not recognised", noun="known movement"),
    "sit_to_stand": Name(title="Standing up from a chair", noun="standing up from a chair", counted=False),
    "walk": Name(title="Walking", noun="walking", counted=False),
    "jump": Name(title="Jumping", noun="jumping", counted=False),
    "hinge": Name(title="Bending forward from the hips", noun="bending forward from the hips", counted=False),
    "lying": Name(title="Lying or push-ups", noun="lying down or push-ups", counted=False),
}


def name_of(movement: str) -> Name:
    """Return what a movement is called; one that an older result names and no one knows today is its own name.

    Examples
    --------
    >>> name_of("heel_raise").one, name_of("run").one
    ('a heel raise', 'running')
    """
    words = movement.replace("_", " ")
    return NAMES.get(movement) or Name(title=words.capitalize(), noun=words, counted=False)
