"""Key frames as a page shows them: the picture that was drawn, in the words of today."""

from dataclasses import dataclass

from dorsi import measures
from dorsi.protocols import report_of
from dorsi.report.text import amounts
from dorsi.schema.session import Session
from dorsi.schema.stills import PersonPicture, SeenPicture, StillPicture


@dataclass(frozen=True, kw_only=True)
class Still:
    """A moment as a picture."""

    src: str  #: its address, or a data URI
    width_px: int
    height_px: int
    side: str
    time_s: float
    title: str
    value_text: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class SeenStill:
    """What was seen of a clip without a number, as a picture."""

    src: str  #: its address, or a data URI
    width_px: int
    height_px: int
    when: str
    text: str  #: what is wrong in it


@dataclass(frozen=True, kw_only=True)
class PersonStill:
    """One of several people in a clip, as a picture."""

    src: str  #: its address, or a data URI
    width_px: int
    height_px: int
    number: int
    pick: str  #: a pixel on them, as `pick` takes it
    measured: bool


def person_still(picture: PersonPicture, number: int, src: str) -> PersonStill:
    """Return the picture of one of several people with their words; the first is number 1."""
    width_px, height_px = picture.size_px
    pick = f"{picture.pick_px[0]},{picture.pick_px[1]}"
    return PersonStill(
        src=src, width_px=width_px, height_px=height_px, number=number, pick=pick, measured=picture.measured
    )


def seen_still(picture: SeenPicture, src: str) -> SeenStill:
    """Return the picture of what was seen with its words."""
    width_px, height_px = picture.size_px
    when = amounts.seconds(picture.time_s)
    return SeenStill(src=src, width_px=width_px, height_px=height_px, when=when, text=picture.text)


def still_of(picture: StillPicture, session: Session, src: str) -> Still:
    """Return a key frame with its words."""
    value = measures.unit_of("deg").text(picture.value_deg)
    what = "repetition" if picture.kind == "rep" else "step"
    side = measures.SIDE_NAMES[picture.side]
    label = measures.label_of(report_of(session.movement).arc).lower()
    return Still(
        src=src,
        width_px=picture.size_px[0],
        height_px=picture.size_px[1],
        side=picture.side,
        time_s=picture.time_s,
        title=f"{side} {what} {picture.number}",
        value_text=value,
        alt=f"{side} leg at {amounts.seconds(picture.time_s)}: {label} {value}",
    )
