"""What a number was measured with, in words."""

from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.vocabulary import Scale

FILE: Final = "scales.yaml"


class ScaleWords(BaseModel):
    """How one scale is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    short: str  #: in brackets behind a number
    words: str  #: in a sentence for everyone: "from video"
    exact: str  #: where the method is described


@cache
def scales() -> dict[str, ScaleWords]:
    """Return every scale by its tag.

    Examples
    --------
    >>> scales()["tape"].short
    'tape'
    """
    raw = with_only(load_mapping(FILE, "dorsi.measures"), get_args(Scale), file=FILE)
    return {tag: entry(ScaleWords, facts, file=FILE, kind="scale", key=tag) for tag, facts in raw.items()}


def scale_words(scale: str) -> str:
    """Return a scale tag in plain words; one of another version's records without its underscores.

    Examples
    --------
    >>> scale_words("camera_joint_centre")
    'from video'
    """
    known = scales().get(scale)
    return known.words if known else scale.replace("_", " ")


def scale_method(scale: str) -> str:
    """Return exactly what a scale measures, for those who want to repeat it.

    Examples
    --------
    >>> scale_method("camera_joint_centre")
    'camera, line from ankle to knee against the vertical'
    """
    known = scales().get(scale)
    return known.exact if known else scale.replace("_", " ")
