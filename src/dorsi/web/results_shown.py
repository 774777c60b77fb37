"""Stored results as the pages show them: one line of a list, or the whole report with its pictures served."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from dorsi import measures
from dorsi.errors import DataError
from dorsi.loading import load_signals
from dorsi.protocols import PROTOCOLS, name_of
from dorsi.report import amounts, words
from dorsi.report.advice import warnings_of
from dorsi.report.keyframes import Still
from dorsi.report.overlay import angle_shown, fitted_size
from dorsi.report.page import ClipView, clip_view
from dorsi.report.plan_view import plan_view
from dorsi.report.render import Page, common_title, faces_are_covered
from dorsi.report.writing import OVERLAY_NAME, REPORT_NAME, joint_cards, norms_of
from dorsi.schema.plan import Plan
from dorsi.schema.session import Difference, Session
from dorsi.store import SessionRecord
from dorsi.types import Signals


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One side's headline number."""

    side: str
    side_name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A clip in one line."""

    key: str
    person: str
    title: str
    day: str
    label: str
    readings: tuple[Reading, ...]
    reason: str  #: why nothing was measured


@dataclass(frozen=True, kw_only=True)
class StoredClip:
    """What is stored of a clip's analysis and shown of it."""

    session: Session
    signals: Signals


@dataclass(frozen=True, kw_only=True)
class StoredReport:
    """What only the report's file holds: the pictures, and whether they show faces."""

    stills: tuple[Still, ...]
    jpegs: tuple[bytes, ...]
    faces_covered: bool


def headlines(record: SessionRecord) -> Headline:
    """Return a clip in one line."""
    session = record.session
    protocol = PROTOCOLS.get(session.movement)
    quantity = protocol.headline if protocol else ""
    found = [one for one in session.measurements if one.name == quantity]
    measured = [one for one in found if one.value is not None]
    reasons = [one.reason for one in found if one.reason] or [warn.text for warn in warnings_of(session)]
    return Headline(
        key=record.key,
        person=record.person,
        title=name_of(session.movement).title,
        day=record.recorded_on.isoformat() if record.recorded_on else "day not known",
        label=measures.label_of(quantity) if quantity else "",
        readings=tuple(
            Reading(side=one.side, side_name=measures.SIDE_NAMES[one.side], text=amounts.with_bound(one))
            for one in measured
        ),
        reason="" if measured or not reasons else words.sentence(words.reason_text(reasons[0])),
    )


def shown_report(
    records: Sequence[SessionRecord],
    *,
    plan: Plan | None,
    differences: Sequence[Difference] = (),
    with_plan: bool = True,
) -> Page:
    """Return the report of one clip, or of several of one person, from what is stored.

    Parameters
    ----------
    records
        The clips.
    plan
        The person's programme; its bands stand beside the numbers.
    differences
        Left minus right, for several clips.
    with_plan
        Whether the programme itself is on the page, too.

    Raises
    ------
    DataError
        If the files of a result are gone.
    """
    views = tuple(_view(one, anchor=f"clip{i}", plan=plan) for i, one in enumerate(records, 1))
    return Page(
        title=common_title(views),
        person=records[0].person,
        clips=views,
        cards=joint_cards(views) if len(views) > 1 else views[0].cards,
        differences=tuple(differences),
        plan=plan_view(plan) if plan is not None and with_plan else None,
        faces_covered=all(stored_report(one.folder).faces_covered for one in records),
    )


def stored_report(folder: Path) -> StoredReport:
    """Return what the report's file of a result holds.

    Raises
    ------
    DataError
        If the file is gone, or is no report of dorsi.
    """
    path = folder / REPORT_NAME
    try:
        changed_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise DataError(f"the report of this clip can not be read ({error.strerror}); film or send it again") from error
    return _read_report(path, changed_ns)


@lru_cache(maxsize=16)
def _read_report(path: Path, _changed_ns: int) -> StoredReport:
    text = path.read_text(encoding="utf-8")
    reader = _StillReader()
    reader.feed(text)
    try:
        jpegs = tuple(base64.b64decode(one["src"].partition("base64,")[2], validate=True) for one in reader.found)
        stills = tuple(_still(one) for one in reader.found)
    except (KeyError, ValueError, binascii.Error) as error:
        raise DataError(f"{path.name} of this clip is no report of this version; analyse the clip again") from error
    return StoredReport(stills=stills, jpegs=jpegs, faces_covered=faces_are_covered(text))


def _still(found: dict[str, str]) -> Still:
    return Still(
        src="",
        width_px=int(found["width"]),
        height_px=int(found["height"]),
        side=found["side"],
        time_s=float(found["seek"]),
        title=found["title"],
        value_text=found["value"],
        alt=found["alt"],
    )


class _StillReader(HTMLParser):
    """Collects the key frames of a report: `figure.side-*` in `section.stills`, as stills.html writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self._inside = False
        self._text = ""  #: which text comes next

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says of a still."""
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag == "section":
            self._inside = "stills" in classes
        if not self._inside:
            return
        if tag == "figure":
            self.found.append({"side": classes[0].removeprefix("side-") if classes else ""})
        elif self.found and tag == "img":
            self.found[-1] |= {name: given.get(name, "") for name in ("src", "width", "height", "alt")}
        elif self.found and tag == "strong":
            self._text = "title"
        elif self.found and "value" in classes:
            self._text = "value"
        elif self.found and "data-seek" in given:
            self.found[-1]["seek"] = given["data-seek"]

    def handle_endtag(self, tag: str) -> None:
        """Leave a part of the page."""
        self._text = ""
        if tag == "section":
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Note a title or a value."""
        if self._text:
            self.found[-1][self._text] = data


def _view(record: SessionRecord, *, anchor: str, plan: Plan | None) -> ClipView:
    report = stored_report(record.folder)
    overlay = record.folder / OVERLAY_NAME
    has_video = overlay.is_file()
    return clip_view(
        StoredClip(session=record.session, signals=load_signals(record.folder / "signals.csv")),
        anchor=anchor,
        stills=[
            replace(one, src=f"/clips/{record.key}/stills/{i}.jpg")
            for i, one in enumerate(report.stills)
            if angle_shown(record.session, one.side)
        ],
        video_uri=f"/clips/{record.key}/overlay.mp4" if has_video else "",
        video_size_px=fitted_size(record.session.clip.size_px) if has_video else (0, 0),
        norms=norms_of(plan),
    )
