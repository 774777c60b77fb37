"""One A4 page for a clinician: numbers with bounds, curves, pictures, method and limits, as a PDF."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from dorsi import measures
from dorsi.analysis.compare import side_differences
from dorsi.protocols import report_of
from dorsi.report.clip import advice
from dorsi.report.clip.facts import quality_facts
from dorsi.report.clip.page import USUAL_NORMS, Norms, clip_name
from dorsi.report.drawing.curves import Chart, charts
from dorsi.report.folder_page import Filed
from dorsi.report.paper.curve_print import draw_curve
from dorsi.report.paper.sheet import (
    BOTTOM_MM,
    MARGIN_MM,
    MUTED,
    SCREENS,
    TOP_MM,
    UNDATED,
    WARN,
    WIDTH_MM,
    PaperSheet,
    Words,
    plain,
)
from dorsi.report.pictures import Pictures, read_pictures
from dorsi.report.text import amounts, words
from dorsi.schema.session import Measurement, Session
from dorsi.types import SIDES
from dorsi.wording import wording
from dorsi.wording.days import day_text
from dorsi.wording.plurals import either, plural

GAP_MM: Final = 4.0
CHART_MM: Final = ((WIDTH_MM - GAP_MM) / 2, 42.0)
STILL_MM: Final = (30.0, 37.5)  #: width and height of a picture
STILLS_MM: Final = STILL_MM[1] + 6.0  #: with the words beneath
BESIDE: Final = 2  #: curves beside each other
MOST_CHARTS: Final = 4
MOST_STILLS: Final = 6  #: that fit beside each other
ROW_MM: Final = 4.3
LONGEST_REASON: Final = 92  #: letters that fit on the line of a number that was not measured
#: Where the columns of the table start, from the left margin in mm, and what stands above them.
COLUMNS: Final = (
    (0.0, "Quantity"),
    (60.0, "Side"),
    (77.0, "Value, 95 % interval"),
    (128.0, "From"),
    (150.0, "Spread"),
    (166.0, "Confidence"),
)
LIMITS: Final = ("purpose", "limits", "doubt", "bands")  #: of the safety wording


@dataclass(frozen=True, kw_only=True)
class ClinicClip:
    """One clip with what the page shows of it."""

    session: Session
    norms: Norms
    charts: tuple[Chart, ...]
    pictures: Pictures

    @property
    def shown(self) -> list[Measurement]:
        """Its big numbers, also those that were not measured, and what was measured of those beneath."""
        cards = report_of(self.session.movement).cards
        beneath = {name for also in cards.values() for name in also}
        return [m for m in self.session.measurements if m.name in cards or (m.name in beneath and m.value is not None)]


def clinician_page(filed: Sequence[Filed], norms: Norms = USUAL_NORMS) -> bytes:
    """Return one A4 page on clips of one person as a PDF; equal results give equal bytes.

    Parameters
    ----------
    filed
        The clips, with the folders of their pictures.
    norms
        The bands that the numbers lie in; none for minors.

    Raises
    ------
    DataError
        If the pictures of a clip are gone.
    """
    clips = [_clip(one, norms) for one in filed]
    person = clips[0].session.person
    title = f"Movement screening{f' of {person}' if person else ''}"
    days = sorted(dt.date.fromisoformat(c.session.recorded_at[:10]) for c in clips if c.session.recorded_at)
    sheet = PaperSheet(title, days[-1] if days else UNDATED, SCREENS)
    head = (
        Words(text=f"**{plain(title)}**", size_pt=15, before_mm=0),
        Words(text=plain(_what(clips, days)), size_pt=8.5, colour=MUTED, before_mm=1),
    )
    y_mm = sheet.column(head, MARGIN_MM, TOP_MM, WIDTH_MM) + 2
    end = list(_end(clips))
    end_mm = BOTTOM_MM - sheet.height_mm(end, WIDTH_MM)
    curves, stills = _curves(clips), _stills(clips)
    least_mm = (CHART_MM[1] + GAP_MM if curves else 0) + (STILLS_MM if stills else 0)
    y_mm = _numbers(sheet, clips, y_mm, end_mm - GAP_MM - least_mm) + GAP_MM
    y_mm = _draw_curves(sheet, curves, y_mm, end_mm - GAP_MM - (STILLS_MM if stills else 0))
    _draw_stills(sheet, stills, y_mm)
    sheet.rule(end_mm - 1.5)
    sheet.column(end, MARGIN_MM, end_mm, WIDTH_MM)
    return bytes(sheet.output())


def _clip(filed: Filed, norms: Norms) -> ClinicClip:
    session = filed.clip.session
    return ClinicClip(
        session=session,
        norms=norms,
        charts=charts(filed.clip.signals, session),
        pictures=read_pictures(filed.folder),
    )


def _what(clips: Sequence[ClinicClip], days: Sequence[dt.date]) -> str:
    titles = ", ".join(dict.fromkeys(advice.title_of(clip.session) for clip in clips))
    when = ", ".join(map(day_text, dict.fromkeys(days)))
    return f"{titles} · {f'filmed {when}' if when else 'day of filming not known'} · from phone video"


def _rows(clips: Sequence[ClinicClip]) -> list[tuple[Measurement, str]]:
    """Return the numbers, each with what was counted for it: by quantity, left before right.

    One that was not measured only where no clip measured it.
    """
    every = [(m, report_of(clip.session.movement).event_noun) for clip in clips for m in clip.shown]
    measured = {(m.name, m.side) for m, _ in every if m.value is not None}
    names = list(dict.fromkeys(m.name for m, _ in every))
    rows: dict[object, tuple[Measurement, str]] = {}
    for number, (m, noun) in enumerate(every):
        if m.value is not None or (m.name, m.side) not in measured:
            rows.setdefault((m.name, m.side) if m.value is None else number, (m, noun))
    return sorted(rows.values(), key=lambda row: (names.index(row[0].name), row[0].side == "right"))


def _numbers(sheet: PaperSheet, clips: Sequence[ClinicClip], y_mm: float, end_mm: float) -> float:
    """Write the numbers, as many rows as there is room for, and what they say; return where that ends, in mm."""
    below = list(_said(clips))
    rows = _rows(clips)
    fit = max(int((end_mm - sheet.height_mm(below, WIDTH_MM) - y_mm) // ROW_MM) - 2, 1)
    for x_mm, name in COLUMNS if rows else ():
        sheet.column([Words(text=name, size_pt=7, colour=MUTED, before_mm=0)], MARGIN_MM + x_mm, y_mm, WIDTH_MM - x_mm)
    for m, noun in rows[:fit]:
        y_mm += ROW_MM
        sheet.rule(y_mm - 0.6)
        for (x_mm, _), text in zip(COLUMNS, _cells(m, noun), strict=False):
            sheet.column([Words(text=text, before_mm=0)], MARGIN_MM + x_mm, y_mm, WIDTH_MM - x_mm)
    if len(rows) > fit:
        below.insert(0, Words(text=f"{len(rows) - fit} more in the report.", size_pt=7, colour=MUTED))
    return sheet.column(below, MARGIN_MM, y_mm + (ROW_MM if rows else 0), WIDTH_MM)


def _cells(m: Measurement, noun: str) -> tuple[str, ...]:
    """Return the cells of a row; of a number that was not measured, the reason in place of it."""
    name, side = plain(measures.label_of(m.name)), measures.SIDE_NAMES[m.side]
    if m.value is None:
        return name, side, plain(_short(f"not measured: {words.reason_text(m.reason or '')}"))
    spread = "" if m.sd is None else amounts.unit_for(m).text(m.sd)
    counted = plural(m.n, noun) if m.n else ""
    return name, side, f"**{plain(amounts.with_bound(m))}**", counted, plain(spread), m.confidence or "not rated"


def _short(text: str) -> str:
    """Return text that fits on a line, cut at a word."""
    return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON].rsplit(' ', 1)[0]} …"


def _said(clips: Sequence[ClinicClip]) -> Iterator[Words]:
    """Yield bands, side differences, what lowers the confidence, and why a clip gave nothing."""
    for clip in clips:
        for m in clip.shown:
            if reading := clip.norms.reading(clip.session.movement, m):
                near = f"; within the measuring error also {either(reading.close_to)}" if reading.close_to else ""
                where = f"{reading.band.name} ({reading.band.range_text}{near})"
                yield Words(text=f"**{measures.SIDE_NAMES[m.side]}, {plain(measures.label_of(m.name))}:** {where}.")
    found = side_differences([clip.session for clip in clips])
    for one in found:
        text = f"**{plain(measures.label_of(one.name))}, left and right:** {plain(words.difference_text(one))}"
        yield Words(text=text)
    for warning in dict.fromkeys(one.warning for one in found if one.warning):
        yield Words(text=plain(warning), colour=WARN)
    low = [m.reason or "" for clip in clips for m in clip.shown if m.status == "low_confidence"]
    for reason in dict.fromkeys(words.sentence(words.reason_text(one)) for one in low):
        yield Words(text=f"**Lower confidence.** {plain(reason)}", colour=WARN)
    for clip in clips:
        if all(m.value is None for m in clip.shown):
            spoils = [words.sentence(w.text) for w in advice.spoiling(advice.warnings_of(clip.session))[:2]]
            yield Words(
                text=f"**Not measured: {plain(clip_name(clip.session))}.** {plain(' '.join(spoils))}", size_pt=9
            )


def _curves(clips: Sequence[ClinicClip]) -> list[Chart]:
    """Return the curves to draw: the first of each clip, then the second of each."""
    longest = max((len(clip.charts) for clip in clips), default=0)
    return [clip.charts[turn] for turn in range(longest) for clip in clips if turn < len(clip.charts)][:MOST_CHARTS]


def _draw_curves(sheet: PaperSheet, found: Sequence[Chart], y_mm: float, end_mm: float) -> float:
    """Draw as many rows of curves as there is room for; return where they end, in mm."""
    for start in range(0, len(found), BESIDE):
        if y_mm + CHART_MM[1] > end_mm:
            break
        for number, chart in enumerate(found[start : start + BESIDE]):
            draw_curve(sheet, chart, (MARGIN_MM + number * (CHART_MM[0] + GAP_MM), y_mm), CHART_MM)
        y_mm += CHART_MM[1] + GAP_MM
    return y_mm


@dataclass(frozen=True, kw_only=True)
class ClinicPicture:
    """A key frame, or what was seen of a clip without a number."""

    jpeg: bytes
    text: str
    size_px: tuple[int, int]


def _stills(clips: Sequence[ClinicClip]) -> list[ClinicPicture]:
    """Return pictures of all clips: the first of each leg, then the second."""
    found = []
    for clip in clips:
        for number, one in enumerate(clip.pictures.stills):
            text = f"{measures.SIDE_NAMES[one.side]} {one.number}: {measures.unit_of('deg').text(one.value_deg)}"
            order = (one.number, SIDES.index(one.side) if one.side in SIDES else len(SIDES))
            found.append((order, ClinicPicture(jpeg=clip.pictures.jpeg(number), text=text, size_px=one.size_px)))
        if seen := clip.pictures.seen:
            found.append(((0, 0), ClinicPicture(jpeg=clip.pictures.seen_jpeg(), text=seen.text, size_px=seen.size_px)))
    return [picture for _, picture in sorted(found, key=lambda one: one[0])][:MOST_STILLS]


def _draw_stills(sheet: PaperSheet, found: Sequence[ClinicPicture], y_mm: float) -> None:
    for number, one in enumerate(found):
        x_mm = MARGIN_MM + number * (STILL_MM[0] + 1.2)
        shape = one.size_px[0] / one.size_px[1]
        wide_mm = min(STILL_MM[0], STILL_MM[1] * shape)
        sheet.image(BytesIO(one.jpeg), x=x_mm, y=y_mm, w=wide_mm, alt_text=one.text)
        words_mm = y_mm + wide_mm / shape + 0.3
        sheet.column([Words(text=plain(one.text), size_pt=6.8, before_mm=0)], x_mm, words_mm, STILL_MM[0])


def _end(clips: Sequence[ClinicClip]) -> Iterator[Words]:
    """Yield method and limits."""
    scales: dict[str, list[str]] = {}
    for clip in clips:
        for m in clip.shown:
            if m.name in report_of(clip.session.movement).cards:
                scales.setdefault(m.name, []).append(measures.scale_method(m.scale))
    for name, used in scales.items():
        how = f"{words.sentence(measures.measure_of(name).definition)} {words.sentence('; '.join(dict.fromkeys(used)))}"
        yield Words(text=f"**{plain(measures.label_of(name))}:** {plain(how)}", size_pt=7.2)
    for clip in clips:
        facts = "; ".join(f"{fact.name.lower()} {fact.text}" for fact in quality_facts(clip.session))
        made = clip.session.provenance
        by = [str(made[key]) for key in ("pose_backend", "dorsi_version") if made.get(key)]
        text = f"**{plain(clip_name(clip.session))}:** {plain('; '.join([facts, *by]))}."
        yield Words(text=text, size_pt=6.8, colour=MUTED)
    told = {line.id: line for line in wording().safety}
    limits = " ".join(told[one].text for one in LIMITS)
    yield Words(text=f"**Limits:** {plain(limits)}", size_pt=7.2, before_mm=1)
