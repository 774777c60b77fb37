"""Key frames as a page shows them: the picture that was drawn, in the words of today."""

from dataclasses import dataclass

from dorsi import measures
from dorsi.protocols import report_of
from dorsi.report.text import amounts
from dorsi.schema.session import Session
from dorsi.schema.stills import SeenPicture, StillPicture


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
