"""What a report page says about a clip, as plain records that the templates (and a web app) only have to lay out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath
from typing import Final, Protocol

from dorsi import measures
from dorsi.analysis.compare import side_differences
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.facts.clip_series import ClipSeries, Filmed, clip_series
from dorsi.protocols import PROTOCOLS, report_of
from dorsi.report.clip import advice
from dorsi.report.clip.bands import BandReading, read_band
from dorsi.report.clip.facts import ClipFact, method_facts, provenance_facts, quality_facts
from dorsi.report.clip.question import MovementQuestion, question_of
from dorsi.report.clip.scale import Goniometer, ScaleLine, goniometer, scale_line
from dorsi.report.clip.tables import EventTable, NumberRow, event_table, number_rows
from dorsi.report.drawing.curves import Chart, charts
from dorsi.report.drawing.stills import PersonStill, SeenStill, Still
from dorsi.report.text import amounts, words
from dorsi.schema.plan import UNTOLD_AGE_YEARS
from dorsi.schema.session import Difference, Measurement, Session, Warn
from dorsi.schema.sides import LEGS
from dorsi.types import Signals
from dorsi.wording.days import day_text


@dataclass(frozen=True)
class Norms:
    """What numbers are held against: bands (the programme's own; none for minors) and detectable changes."""

    banded: bool = True
    detectable: DetectableChanges = PUBLISHED
    limits: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)  #: by side and scale
    clips: Sequence[Filmed] | None = None  #: all of the person's, with their day; None where they are not known

    def over_time(self, session: Session, measurement: Measurement) -> ClipSeries | None:
        """Return the number in the person's clips up to this one; None where that is not known."""
        leg = next((leg for leg in LEGS if leg == measurement.side), None)
        if self.clips is None or session.recorded_at is None or leg is None or measurement.value is None:
            return None
        day = dt.date.fromisoformat(session.recorded_at[:10])
        until = [*(one for one in self.clips if one[0] < day), (day, session)]
        return clip_series(
            session.movement, measurement.name, leg, until, detectable=self.detectable, age_years=UNTOLD_AGE_YEARS
        )

    def reading(self, movement: str, measurement: Measurement) -> BandReading | None:
        """Return the band of a measurement, or None where none may be shown."""
        if not self.banded:
            return None
        return read_band(movement, measurement, limits=self.limits.get((measurement.side, measurement.scale), ()))


USUAL_NORMS: Final = Norms()
SUBTITLE_GAP: Final = " · "  #: between the parts of a line
SURE_OF_MOVEMENT: Final = 0.8  #: of the movement's score: what such a clip lacks is a number, not the right name


@dataclass(frozen=True, kw_only=True)
class SideCard:
    """One big number of one side, or why there is none."""

    measurement: Measurement
    side: str
    side_name: str
    label: str
    meaning: str
    number: str
    symbol: str
    bound: str
    scale: str
    reading: BandReading | None
    line: ScaleLine | None
    goniometer: Goniometer | None
    statement: str
    note: str
    also: tuple[NumberRow, ...]
    since: str  #: what changed since the clip before; empty without one
    reason: str  #: why there is no number; empty when there is one
    tips: tuple[str, ...]
    clip_name: str
    low_confidence: bool


@dataclass(frozen=True, kw_only=True)
class ClipView:
    """Everything the page shows of one clip."""

    anchor: str
    movement: str
    title: str
    tab: str  #: what tells this clip from the others of its page
    clip_name: str
    subtitle: str
    headline: tuple[SideCard, ...]  #: the number that stands for the movement, of each side
    differences: tuple[Difference, ...]  #: left minus right within the clip
    cards: tuple[SideCard, ...]
    stills: tuple[Still, ...]
    people: tuple[PersonStill, ...]  #: of a clip with several people: who is to be measured is asked
    seen: SeenStill | None  #: of a clip without a number: the picture with what is wrong
    charts: tuple[Chart, ...]
    video_uri: str
    video_size_px: tuple[int, int]
    times_s: tuple[float, ...]
    events: EventTable
    numbers: tuple[NumberRow, ...]
    quality: tuple[ClipFact, ...]
    warnings: tuple[Warn, ...]
    rather: str  #: the movement that the clip shows instead of the one named; empty where it shows that one
    rather_side: str  #: the leg that the clip shows instead of the one asked for; empty where it shows that one
    question: MovementQuestion | None  #: which of two movements it is, where both fit
    why_not: tuple[str, ...]  #: why the clip gave no number; empty when it gave one
    to_mend: tuple[str, ...]  #: what to change when filming again, where it gave none
    good: bool  #: its headline is measured, with nothing to film better
    method: tuple[ClipFact, ...]  #: what its big numbers are, on which scale, from which source
    provenance: tuple[ClipFact, ...]


def _also(session: Session, names: Sequence[str], side: str) -> tuple[NumberRow, ...]:
    return number_rows([m for name in names if (m := session.measurement(name, side)) and m.value is not None])


def card_of(session: Session, measurement: Measurement, also: Sequence[str], *, norms: Norms = USUAL_NORMS) -> SideCard:
    """Return the card of one headline measurement."""
    unit = amounts.unit_for(measurement)
    reading = norms.reading(session.movement, measurement)
    value = measurement.value
    shown = report_of(session.movement)
    sure = measurement.name in shown.sure
    doubtful = (shown.hints and not sure) or measurement.status == "low_confidence"
    from_front = session.quality.view in {"front", "rear"}
    is_lean = measurement.name == "peak_shank_inclination_deg"
    series = norms.over_time(session, measurement)
    return SideCard(
        measurement=measurement,
        side=measurement.side,
        side_name=measures.SIDE_NAMES[measurement.side],
        label=measures.label_of(measurement.name),
        meaning=measures.meaning_of(measurement.name),
        number="" if value is None else unit.number(value),
        symbol=unit.symbol,
        bound=amounts.bound_text(measurement),
        scale=measures.scale_words(measurement.scale),
        reading=reading,
        line=scale_line(measurement, reading, value_text=amounts.with_bound(measurement)) if reading else None,
        goniometer=goniometer(measurement, facing=-1 if session.quality.facing == "left" else 1) if is_lean else None,
        statement=""
        if value is None
        else words.confidence_statement(session, measurement, series, detectable=norms.detectable),
        note="" if value is None or sure or from_front else shown.note,
        also=_also(session, also, measurement.side),
        since=series.since_words if series else "",
        reason=words.sentence(words.reason_text(measurement.reason or "")) if value is None else "",
        tips=tuple(map(words.sentence, advice.tips(session, measurement))) if value is None else (),
        clip_name=clip_name(session),
        low_confidence=value is not None and doubtful,
    )


def headline(session: Session, *, norms: Norms = USUAL_NORMS) -> tuple[SideCard, ...]:
    """Return the cards of the number that stands for the clip.

    That is the first sure one that answers its movement's question, else its movement's own, else the first it has.
    """
    if session.movement not in PROTOCOLS:
        return ()
    own, shown = PROTOCOLS[session.movement].headline, report_of(session.movement)
    by_name = {name: [m for m in session.measurements if m.name == name] for name in (own, *shown.cards)}
    sure = (name for name in shown.answers if any(m.status == "ok" for m in by_name.get(name, ())))
    there = (name for name, found in by_name.items() if any(m.value is not None for m in found))
    first = next(chain(sure, there), own)
    return tuple(card_of(session, m, (), norms=norms) for m in by_name[first])


def tab(session: Session, cards: Sequence[SideCard]) -> str:
    """Return the movement with the legs that have a number: "Lunge, left"."""
    sides = [card.side for card in cards if not card.reason and card.side != "both"]
    return ", ".join([advice.title_of(session), *([" and ".join(sides)] if sides else [])])


def clip_name(session: Session) -> str:
    """Return the file name of the clip, without its folder, and which part of it a further movement is."""
    name = PurePath(session.clip.path).name
    return name if session.part == 1 else f"{name}, part {session.part}"


def cards(session: Session, *, norms: Norms = USUAL_NORMS) -> tuple[SideCard, ...]:
    """Return the headline cards: measured ones first, left before right."""
    order = {"both": 0, "left": 1, "right": 2}
    made: list[SideCard] = []
    for name, also in report_of(session.movement).cards.items():
        of_name = [m for m in session.measurements if m.name == name]
        made += [
            card_of(session, m, also, norms=norms)
            for m in sorted(of_name, key=lambda m: (m.value is None, order[m.side]))
        ]
    return tuple(sorted(made, key=lambda card: bool(card.reason)))


def filmed(session: Session) -> list[str]:
    """Return when and how the clip was filmed, thing by thing."""
    clip, quality = session.clip, session.quality
    parts = [day_text(dt.date.fromisoformat(session.recorded_at[:10]))] if session.recorded_at else []
    parts.append(f"{clip.duration_s:.1f} s at {clip.mean_rate_hz:.0f} frames per second")
    if clip.time_scale != 1:
        parts.append(f"slow motion, {clip.time_scale:g} times slowed, undone")
    if session.speed_kmh is not None:
        parts.append(measures.unit_of("kmh").rough(session.speed_kmh))
    if session.shoes:
        parts.append(session.shoes)
    views = {"side": "filmed from the side", "oblique": "filmed at an angle", "front": "filmed from the front",
             "rear": "filmed from behind", "unclear": "camera view unclear"}  # fmt: skip
    parts.append(views[quality.view])
    if quality.near_side is not None and quality.view in {"side", "oblique"}:
        parts.append(f"{quality.near_side} leg near the camera")
    return parts


def _why_not(warnings: Sequence[Warn], big: Sequence[SideCard]) -> tuple[str, ...]:
    """Return the reason why a clip gave no number, once: what spoils most, or what its numbers say themselves."""
    spoils = [words.sentence(one.text) for one in advice.spoiling(warnings)]
    return tuple(spoils[:1] or dict.fromkeys(card.reason for card in big))


def _to_mend(warnings: Sequence[Warn], big: Sequence[SideCard]) -> tuple[str, ...]:
    """Return what to change when filming again, most important first."""
    tips = [words.sentence(one.tip) for one in advice.spoiling(warnings) if one.tip]
    return tuple(dict.fromkeys(tips or [tip for card in big for tip in card.tips]))


def _rather(session: Session) -> str:
    """Return as which other movement a clip without its number could be measured, "" where it surely shows none."""
    sure = (session.quality.movement_score or 0.0) > SURE_OF_MOVEMENT
    return "" if sure else session.quality.movement_runner_up or ""


class ShownClip(Protocol):
    """What of a clip is shown: an analysis, or what was stored of one."""

    @property
    def session(self) -> Session:
        """Its numbers, their doubt and where they come from."""

    @property
    def signals(self) -> Signals:
        """Its angles over time."""


def clip_view(
    clip: ShownClip,
    *,
    anchor: str,
    stills: Sequence[Still] = (),
    seen: SeenStill | None = None,
    people: Sequence[PersonStill] = (),
    video_uri: str = "",
    video_size_px: tuple[int, int] = (0, 0),
    norms: Norms = USUAL_NORMS,
) -> ClipView:
    """Return everything the page shows of one analysed clip."""
    session = clip.session
    question = question_of(session)
    asked = {None if question is None else question.warning.code, advice.SEVERAL if people else None}
    warnings = tuple(w for w in advice.warnings_of(session) if w.code not in asked)
    big = headline(session, norms=norms)
    found = any(not card.reason for card in big)
    return ClipView(
        anchor=anchor,
        movement=session.movement,
        title=advice.title_of(session),
        tab=tab(session, big),
        clip_name=clip_name(session),
        subtitle=SUBTITLE_GAP.join(filmed(session)),
        headline=big,
        differences=tuple(side_differences([session])),
        cards=cards(session, norms=norms),
        stills=tuple(stills),
        people=tuple(people),
        seen=seen,
        charts=charts(clip.signals, session),
        video_uri=video_uri,
        video_size_px=video_size_px,
        times_s=tuple(round(float(t), 4) for t in clip.signals.time_s),
        events=event_table(session, measured=found),
        numbers=number_rows(session.measurements),
        quality=quality_facts(session),
        warnings=warnings,
        rather=_rather(session) if question is None and not found else "",
        rather_side="" if found else advice.leg_seen_instead(session),
        question=question,
        why_not=() if found else _why_not(warnings, big),
        to_mend=() if found else _to_mend(warnings, big),
        good=found and not warnings and question is None and not people,
        method=method_facts(session, norms.detectable),
        provenance=provenance_facts(session),
    )
