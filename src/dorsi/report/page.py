"""What a report page says about a clip, as plain records that the templates (and a web app) only have to lay out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final, Protocol

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.protocols import name_of, report_of
from dorsi.report import advice, amounts, words
from dorsi.report.bands import Reading, read_band
from dorsi.report.curves import Chart, charts
from dorsi.report.question import Question, question_of
from dorsi.report.scale import Goniometer, ScaleLine, goniometer, scale_line
from dorsi.report.stills import Still
from dorsi.report.tables import EventTable, NumberRow, event_table, number_rows
from dorsi.schema.session import Measurement, Session, Warn
from dorsi.types import Signals


@dataclass(frozen=True)
class Norms:
    """What numbers are held against: bands (the programme's own; none for minors) and detectable changes."""

    banded: bool = True
    detectable: DetectableChanges = PUBLISHED
    limits: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)  #: by side and scale

    def reading(self, movement: str, measurement: Measurement) -> Reading | None:
        """Return the band of a measurement, or None where none may be shown."""
        if not self.banded:
            return None
        return read_band(movement, measurement, limits=self.limits.get((measurement.side, measurement.scale), ()))


USUAL_NORMS: Final = Norms()


@dataclass(frozen=True, kw_only=True)
class Card:
    """One big number of one side, or why there is none."""

    side: str
    side_name: str
    label: str
    meaning: str
    number: str
    symbol: str
    bound: str
    scale: str
    reading: Reading | None
    line: ScaleLine | None
    goniometer: Goniometer | None
    statement: str
    note: str
    also: tuple[NumberRow, ...]
    reason: str  #: why there is no number; empty when there is one
    tips: tuple[str, ...]
    clip_name: str
    low_confidence: bool


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A name and its value."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ClipView:
    """Everything the page shows of one clip."""

    anchor: str
    movement: str
    title: str
    clip_name: str
    subtitle: str
    cards: tuple[Card, ...]
    stills: tuple[Still, ...]
    charts: tuple[Chart, ...]
    video_uri: str
    video_size_px: tuple[int, int]
    times_s: tuple[float, ...]
    events: EventTable
    numbers: tuple[NumberRow, ...]
    quality: tuple[Fact, ...]
    warnings: tuple[Warn, ...]
    question: Question | None  #: which of two movements it is, where both fit
    good: bool  #: measured, with nothing to film better
    provenance: tuple[Fact, ...]


def _facing(session: Session) -> int:
    return -1 if session.quality.facing == "left" else 1


def _also(session: Session, names: Sequence[str], side: str) -> tuple[NumberRow, ...]:
    found = (session.measurement(name, side) for name in names)
    return number_rows([m for m in found if m is not None and m.value is not None])


def card_of(session: Session, measurement: Measurement, also: Sequence[str], *, norms: Norms = USUAL_NORMS) -> Card:
    """Return the card of one headline measurement."""
    unit = amounts.unit_for(measurement)
    reading = norms.reading(session.movement, measurement)
    value = measurement.value
    shown = report_of(session.movement)
    sure = measurement.name in shown.sure
    doubtful = (shown.hints and not sure) or measurement.status == "low_confidence"
    from_front = session.quality.view in {"front", "rear"}
    is_lean = measurement.name == "peak_shank_inclination_deg"
    return Card(
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
        goniometer=goniometer(measurement, facing=_facing(session)) if is_lean else None,
        statement=""
        if value is None
        else words.confidence_statement(session, measurement, detectable=norms.detectable),
        note="" if value is None or sure or from_front else shown.note,
        also=_also(session, also, measurement.side),
        reason=words.sentence(words.reason_text(measurement.reason or "")) if value is None else "",
        tips=tuple(map(words.sentence, advice.tips(session, measurement))) if value is None else (),
        clip_name=clip_name(session),
        low_confidence=value is not None and doubtful,
    )


def clip_name(session: Session) -> str:
    """Return the file name of the clip, without its folder, and which part of it a further movement is."""
    name = PurePath(session.clip.path).name
    return name if session.part == 1 else f"{name}, part {session.part}"


def cards(session: Session, *, norms: Norms = USUAL_NORMS) -> tuple[Card, ...]:
    """Return the headline cards: measured ones first, left before right."""
    order = {"both": 0, "left": 1, "right": 2}
    made: list[Card] = []
    for name, also in report_of(session.movement).cards.items():
        of_name = [m for m in session.measurements if m.name == name]
        made += [
            card_of(session, m, also, norms=norms)
            for m in sorted(of_name, key=lambda m: (m.value is None, order[m.side]))
        ]
    return tuple(sorted(made, key=lambda card: bool(card.reason)))


def subtitle(session: Session) -> str:
    """Return when and how the clip was filmed, in one line."""
    clip, quality = session.clip, session.quality
    parts = [session.recorded_at[:10]] if session.recorded_at else []
    parts.append(f"{clip.duration_s:.1f} s at {clip.mean_rate_hz:.0f} frames per second")
    if clip.time_scale != 1:
        parts.append(f"slow motion, {clip.time_scale:g} times slowed, undone")
    if session.speed_kmh is not None:
        parts.append(f"{session.speed_kmh:g} km/h")
    if session.shoes:
        parts.append(session.shoes)
    views = {"side": "filmed from the side", "oblique": "filmed at an angle", "front": "filmed from the front",
             "rear": "filmed from behind", "unclear": "camera view unclear"}  # fmt: skip
    parts.append(views[quality.view])
    if quality.near_side is not None and quality.view in {"side", "oblique"}:
        parts.append(f"{quality.near_side} leg near the camera")
    return " · ".join(parts)


def _with_doubt(value: float | None, sd: float | None) -> str:
    if value is None:
        return "not known"
    unit = measures.unit_of("deg")
    doubt = "bound not known" if sd is None else f"± {unit.text(1.96 * sd)}"
    return f"{unit.text(value)} ({doubt})"


def quality_facts(session: Session) -> tuple[Fact, ...]:
    """Return how well the footage suits its measurement, as name and text."""
    q, clip = session.quality, session.clip
    facts = [
        Fact(name="Turn from side-on", text=_with_doubt(None if q.yaw_deg is None else abs(q.yaw_deg), q.yaw_sd_deg)),
        Fact(name="Camera tilt", text=_with_doubt(q.roll_deg, q.roll_sd_deg)),
        Fact(name="Person found", text=f"in {100 * q.found_frac:.0f}% of frames"),
        Fact(name="Longest gap", text=amounts.seconds(q.longest_gap_s)),
        Fact(name="Frame rate", text=f"{clip.mean_rate_hz:.1f} Hz"),
        Fact(name="Picture", text=f"{clip.size_px[0]} × {clip.size_px[1]} px, {clip.codec}"),
    ]
    if q.people > 1:
        facts.append(Fact(name="People in the clip", text=str(q.people)))
    if q.movement_score is not None and session.movement != "unknown":
        rival = f"; next best: {name_of(q.movement_runner_up).one}" if q.movement_runner_up else ""
        named = session.provenance.get("setting_movement", "auto") != "auto"
        text = "as you named it" if named else f"{100 * q.movement_score:.0f}% sure{rival}"
        facts.append(Fact(name="Movement", text=text))
    return tuple(facts)


def _plain(value: str | float | bool | None) -> str:
    """Return a stored setting in words."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def provenance_facts(session: Session) -> tuple[Fact, ...]:
    """Return what is needed to repeat the result."""
    known = {"session": session.id, "clip sha256": session.clip.sha256}
    stored = {name.replace("_", " "): _plain(value) for name, value in sorted(session.provenance.items())}
    return tuple(Fact(name=name, text=text) for name, text in (known | stored).items())


class Shown(Protocol):
    """What of a clip is shown: an analysis, or what was stored of one."""

    @property
    def session(self) -> Session:
        """Its numbers, their doubt and where they come from."""

    @property
    def signals(self) -> Signals:
        """Its angles over time."""


def clip_view(
    clip: Shown,
    *,
    anchor: str,
    stills: Sequence[Still] = (),
    video_uri: str = "",
    video_size_px: tuple[int, int] = (0, 0),
    norms: Norms = USUAL_NORMS,
) -> ClipView:
    """Return everything the page shows of one analysed clip."""
    session = clip.session
    question = question_of(session)
    warnings = tuple(w for w in advice.warnings_of(session) if question is None or w is not question.warning)
    measured = any(m.value is not None for m in session.measurements)
    return ClipView(
        anchor=anchor,
        movement=session.movement,
        title=name_of(session.movement).title,
        clip_name=clip_name(session),
        subtitle=subtitle(session),
        cards=cards(session, norms=norms),
        stills=tuple(stills),
        charts=charts(clip.signals, session),
        video_uri=video_uri,
        video_size_px=video_size_px,
        times_s=tuple(round(float(t), 4) for t in clip.signals.time_s),
        events=event_table(session),
        numbers=number_rows(session.measurements),
        quality=quality_facts(session),
        warnings=warnings,
        question=question,
        good=measured and not warnings and question is None,
        provenance=provenance_facts(session),
    )
