"""What an entry of measures.yaml holds: a measurement, a typed number or a curve."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dorsi.measures.units import TooWide, unit_of_name
from dorsi.vocabulary import FilmedMovement

Plane = Literal["sagittal", "frontal"]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Named(BaseModel):
    """Anything with a name for people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str  #: ends in its unit
    label: str
    in_words: str = ""  #: in running text, where that is not the label
    meaning: str = ""  #: one line for people

    @property
    def noun(self) -> str:
        """Its name in running text, such as "ankle bend in the lunge"."""
        return self.in_words or self.label[:1].lower() + self.label[1:]


class Typed(Named):
    """A number that only people type in."""

    plausible: tuple[Finite, Finite]  #: lowest and highest value that a person can show
    filmed: dict[
        FilmedMovement, str
    ] = {}  #: movements in which a measurement is this number, with the measurement's own name
    followed: bool = False  #: whether an intake and a log take it, and progress shows how it changes


class Curve(Named):
    """One value for each frame."""

    definition: str
    sign: str
    source: str
    planes: frozenset[Plane] = frozenset()  #: it is seen in; empty where any view will do


class Measure(Named):
    """One measurement, or one number of a single repetition or step."""

    definition: str
    sign: str  #: what + means
    more: str = ""  #: that one side has more of it, with {more}, {less} and {amount}
    source: str
    called: str  #: in the sentence that refuses a value
    plausible: tuple[Finite, Finite]  #: lowest and highest value that a person can show
    plausible_source: str
    planes: frozenset[Plane] = frozenset()
    derived_from: tuple[str, ...] = ()  #: curves or measurements it is worked out from
    too_wide: TooWide
    followed: bool = False  #: whether an intake and a log take it, and progress shows how it changes
    outside: Literal["void", "drop"] = "drop"  #: what a single value out of range does to its repetition or step

    @model_validator(mode="after")
    def _range_rises(self) -> "Measure":
        if not self.plausible[0] < self.plausible[1]:
            raise ValueError("plausible must be [lowest, highest]")
        return self

    def implausible(self, value: float) -> str | None:
        """Return why a value can't be a person's, in words, or None where it can."""
        low, high = self.plausible
        if low <= value <= high:
            return None
        return f"{self.impossible(value)}; film again as the guide shows"

    def impossible(self, value: float) -> str:
        """Return in words that a value can't be a person's."""
        return f"{_amount(self.name, value)} is not possible for {self.called}"

    def wide(
        self, value: float, bound: float, *, better: str = "closer and in better light"
    ) -> tuple[Literal["low_confidence", "not_measured"], str] | None:
        """Return the status that a bound is too wide for more than, and why; None where it is narrow enough.

        Parameters
        ----------
        bound
            Half the 95 % interval, in the measure's unit.
        better
            How to film again, after the word "again".
        """
        error = f"the measuring error (±{_amount(self.name, bound)})"
        if bound > self.too_wide.not_measured:
            return "not_measured", f"{error} is too large to say anything; film again, {better}"
        if self.plausible[0] > 0 and bound >= value:
            return "not_measured", f"{error} is as large as the number itself; film again"
        if bound > self.too_wide.low_confidence:
            return "low_confidence", f"{error} is larger than the changes that matter"
        return None


def _amount(name: str, value: float) -> str:
    unit = unit_of_name(name)
    if unit.key == "s":
        return f"{value:.2f} s"
    gap = "" if unit.words == "%" else " "
    return f"{value * unit.factor:.0f}{gap}{unit.words}".rstrip()
