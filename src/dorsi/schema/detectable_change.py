"""How much a number must change before the change is more than measuring error: published, or measured by the user."""

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from dorsi.measures.intervals import MDC_OF_SEM
from dorsi.schema.session import Finite, Strict
from dorsi.vocabulary import Movement, Scale

Origin = Literal["published", "own"]


class OwnChange(Strict):
    """The error of one measurement in the user's own hands: the same people filmed twice."""

    movement: Movement = Field(description="what was done")
    measurement: str = Field(description="as in a session, such as 'peak_shank_inclination_deg'")
    scale: Scale = Field(description="how it was measured")
    unit: str = Field(description="unit of sem, mdc95 and bias")
    sem: Finite = Field(gt=0, description="standard error of measurement")
    mdc95: Finite = Field(gt=0, description="smallest detectable change, 95 %")
    bias: Finite = Field(description="second filming minus first, mean of all pairs; not part of sem and mdc95")
    people: int = Field(ge=2, description="people filmed twice")
    pairs: int = Field(ge=2, description="legs filmed twice")
    pairs_on_two_days: int = Field(ge=0, description="of these, filmed on two different days")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if abs(self.mdc95 - MDC_OF_SEM * self.sem) > 0.01 * self.mdc95:
            raise ValueError(f"mdc95 {self.mdc95:g} is not 1.96 x sqrt(2) x sem ({MDC_OF_SEM * self.sem:g})")
        if not max(self.people, self.pairs_on_two_days) <= self.pairs:
            raise ValueError("there are at least as many pairs as people, and as many as pairs on two days")
        return self


class OwnChanges(Strict):
    """What `dorsi reliability --save` keeps."""

    schema_version: Literal["1.0"] = "1.0"
    computed_on: dt.date = Field(description="day of the computation")
    set_up: str = Field(min_length=1, description="phone, place and who films: what the numbers hold for")
    model: str = Field(description="pose network, such as 'mediapipe heavy'")
    dorsi_version: str = Field(description="version of dorsi that measured the clips")
    clips_sha256: list[str] = Field(
        min_length=4, description="content hashes of the clips behind the numbers; no names"
    )
    changes: list[OwnChange] = Field(min_length=1, description="one for each movement and measurement")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        keys = [(one.movement, one.measurement, one.scale) for one in self.changes]
        if len(set(keys)) < len(keys):
            raise ValueError("duplicate measurement of a movement")
        return self


class DetectableChange(Strict):
    """The detectable change that was used, and where it comes from."""

    metric: str = Field(description="measurement it is for, as rules name it")
    scale: Scale = Field(description="how it was measured")
    unit: str = Field(description="unit of mdc")
    mdc: Finite = Field(description="smallest change beyond the measuring error")
    origin: Origin = Field(description="published, or own: measured in the user's set-up")
    source: str = Field(description="where it comes from, in words")
