"""Left and right of one answer, written as a pair or as one value for both legs."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dorsi.schema.session import Finite, Strict
from dorsi.vocabulary import SIDES, SideName

Leg = SideName
LEGS = SIDES


class Numbers(Strict):
    """A number for each leg; None where it was not asked or not measured."""

    left: Finite | None = None
    right: Finite | None = None

    def side(self, side: Leg) -> float | None:
        """Return the number of one leg."""
        return self.left if side == "left" else self.right


class Scores(Strict):
    """A score from 0 to 10 for each leg; None where it was not asked."""

    left: Annotated[Finite, Field(ge=0, le=10)] | None = None
    right: Annotated[Finite, Field(ge=0, le=10)] | None = None

    def side(self, side: Leg) -> float | None:
        """Return the score of one leg."""
        return self.left if side == "left" else self.right


class Ticks(Strict):
    """Yes or no for each leg; None where it was not asked."""

    left: bool | None = None
    right: bool | None = None

    def side(self, side: Leg) -> bool | None:
        """Return the answer for one leg."""
        return self.left if side == "left" else self.right


class Feelings(Strict):
    """Where a stretch is felt, for each leg."""

    left: Literal["high_calf", "low_calf", "front_blocked", "none"] | None = None
    right: Literal["high_calf", "low_calf", "front_blocked", "none"] | None = None

    def side(self, side: Leg) -> str | None:
        """Return the answer for one leg."""
        return self.left if side == "left" else self.right


def _pair(value: object) -> object:
    return {"left": value, "right": value} if isinstance(value, bool | int | float | str) else value


def _schema(kind: str, **limits: float) -> WithJsonSchema:
    one = {"type": kind, **limits}
    pair = {
        "type": "object",
        "additionalProperties": False,
        "properties": {leg: {"anyOf": [one, {"type": "null"}], "default": None} for leg in LEGS},
    }
    return WithJsonSchema({"anyOf": [one | {"description": "the same for both legs"}, pair]}, mode="validation")


PairOfNumbers = Annotated[Numbers, BeforeValidator(_pair), _schema("number")]
PairOfScores = Annotated[Scores, BeforeValidator(_pair), _schema("number", minimum=0, maximum=10)]
PairOfTicks = Annotated[Ticks, BeforeValidator(_pair), _schema("boolean")]
PairOfFeelings = Annotated[Feelings, BeforeValidator(_pair), _schema("string")]
