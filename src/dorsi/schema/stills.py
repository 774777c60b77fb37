"""The key frames of a result: what `stills/stills.json` holds of the pictures beside it."""

from typing import Literal

from pydantic import Field

from dorsi.schema.session import SCHEMA_VERSION, Finite, Strict
from dorsi.vocabulary import Side


class StillPicture(Strict):
    """One key frame: the leg at the peak of a repetition or step, with its angle drawn."""

    file: str = Field(description="name of the JPEG in the same folder", pattern=r"^[a-z0-9-]+\.jpg$")
    size_px: tuple[int, int] = Field(description="width, height")
    side: Side
    kind: Literal["rep", "step"]
    number: int = Field(ge=1, description="of the repetition or step on its side")
    time_s: Finite = Field(description="where in the clip")
    value_deg: Finite = Field(description="the angle that is drawn")


class SeenPicture(Strict):
    """What was seen of a clip without a number, with what is wrong marked on it."""

    file: str = Field(description="name of the JPEG in the same folder", pattern=r"^[a-z0-9-]+\.jpg$")
    size_px: tuple[int, int] = Field(description="width, height")
    time_s: Finite = Field(description="where in the clip")
    text: str = Field(description="what is wrong, as written on it")


class PersonPicture(Strict):
    """One of several people in a clip, framed, to choose who is measured."""

    file: str = Field(description="name of the JPEG in the same folder", pattern=r"^[a-z0-9-]+\.jpg$")
    size_px: tuple[int, int] = Field(description="width, height")
    time_s: Finite = Field(description="where in the clip")
    pick_px: tuple[int, int] = Field(description="a pixel on the person, as the setting `pick` takes it")
    measured: bool = Field(description="whether this is who was measured")


class Stills(Strict):
    """All key frames of a result, in the order of the report."""

    schema_version: str = SCHEMA_VERSION
    faces_covered: bool = Field(description="no face can be recognised in them or in the overlay video")
    stills: list[StillPicture]
    seen: SeenPicture | None = Field(default=None, description="only of a clip without a number")
    people: list[PersonPicture] = Field(default=[], description="only of a clip with several people and no choice yet")
