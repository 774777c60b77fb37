"""What a look through the camera before filming says: each check, and what to move."""

from typing import Literal

from pydantic import Field

from dorsi.schema.session import Strict

SCHEMA_VERSION = "1.0"

CheckName = Literal["person", "legs", "feet", "body", "view", "side", "light", "level", "size", "rate"]
State = Literal["ok", "improve", "move", "unknown"]


class Check(Strict):
    """One thing about the set-up."""

    name: CheckName = Field(description="what was looked at")
    state: State = Field(
        description="ok; improve: can be measured, better when moved; move: move it first; unknown: can't tell"
    )
    text: str = Field(description="what was seen, in plain words")
    advice: str | None = Field(default=None, description="what to move; None where nothing needs to be moved")


class Framing(Strict):
    """Whether a movement can be filmed as the phone stands now, and what to move first."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="version of this record")
    movement: str = Field(description="the movement that is to be filmed, or 'auto'")
    pictures: int = Field(ge=1, description="how many pictures were looked at")
    size_px: tuple[int, int] = Field(description="width, height of the pictures as they were looked at, pixels")
    ready: bool = Field(description="nothing has to be moved first")
    checks: list[Check] = Field(description="what has to be moved first, then what can be better, then what is well")
