"""How a clip was measured, as names and texts: the footage, the method, and what it takes to repeat the result."""

from dataclasses import dataclass

from dorsi import measures
from dorsi.detectable import DetectableChanges
from dorsi.measures.intervals import Z95
from dorsi.protocols import name_of, report_of
from dorsi.report.text import amounts
from dorsi.schema.session import Measurement, Session


@dataclass(frozen=True, kw_only=True)
class ClipFact:
    """A name and its text."""

    name: str
    text: str


def _with_doubt(value: float | None, sd: float | None) -> str:
    if value is None:
        return "not known"
    unit = measures.unit_of("deg")
    doubt = "bound not known" if sd is None else f"± {unit.text(Z95 * sd)}"
    return f"{unit.text(value)} ({doubt})"


def quality_facts(session: Session) -> tuple[ClipFact, ...]:
    """Return how well the footage suits its measurement, as name and text."""
    q, clip = session.quality, session.clip
    facts = [
        ClipFact(
            name="Turn from side-on", text=_with_doubt(None if q.yaw_deg is None else abs(q.yaw_deg), q.yaw_sd_deg)
        ),
        ClipFact(name="Camera tilt", text=_with_doubt(q.roll_deg, q.roll_sd_deg)),
        ClipFact(name="Camera looks up", text=_with_doubt(q.pitch_deg, q.pitch_sd_deg)),
        ClipFact(name="Person found", text=f"in {100 * q.found_frac:.0f}% of frames"),
        ClipFact(name="Longest gap", text=amounts.seconds(q.longest_gap_s)),
        ClipFact(name="Frame rate", text=f"{clip.mean_rate_hz:.1f} Hz"),
        ClipFact(name="Picture", text=f"{clip.size_px[0]} × {clip.size_px[1]} px, {clip.codec}"),
    ]
    if q.people > 1:
        facts.append(ClipFact(name="People in the clip", text=str(q.people)))
    if q.movement_score is not None and session.movement != "unknown":
        rival = f"; next best: {name_of(q.movement_runner_up).one}" if q.movement_runner_up else ""
        named = session.provenance.get("setting_movement", "auto") != "auto"
        text = "as you named it" if named else f"{100 * q.movement_score:.0f}% sure{rival}"
        facts.append(ClipFact(name="Movement", text=text))
    return tuple(facts)


def _plain(value: str | float | bool | None) -> str:
    """Return a stored setting in words."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def provenance_facts(session: Session) -> tuple[ClipFact, ...]:
    """Return what is needed to repeat the result."""
    known = {"session": session.id, "clip sha256": session.clip.sha256}
    stored = {name.replace("_", " "): _plain(value) for name, value in sorted(session.provenance.items())}
    return tuple(ClipFact(name=name, text=text) for name, text in (known | stored).items())


def method_facts(session: Session, detectable: DetectableChanges) -> tuple[ClipFact, ...]:
    """Return for each big number of a clip how it is measured, from which change on a later one counts, and the source.

    The names are the stored ones, which files and rules use too.
    """
    facts = []
    for name in report_of(session.movement).cards:
        found = [m for m in session.measurements if m.name == name and m.value is not None]
        for scale in dict.fromkeys(m.scale for m in found):
            parts = [measures.scale_method(scale)]
            known = detectable.of_clip(session.movement, name, scale)
            if known is not None:
                least = measures.unit_of(measures.unit_of_name(name).stored).limit(known.mdc)
                parts.append(
                    f"a later change counts from {least} at best, from more where bounds are wider ({known.source})"
                )
            parts.append(f"stored as {name}, scale {scale}")
            facts.append(ClipFact(name=measures.label_of(name), text="; ".join(parts)))
        facts += [_made_of(m) for m in found if m.budget and m.bound]
    return tuple(facts)


def _made_of(m: Measurement) -> ClipFact:
    """Return what the bound of a number is made of, the greatest part first."""
    unit = amounts.unit_for(m)
    parts = sorted(m.budget.items(), key=lambda part: -part[1])
    listed = ", ".join(f"{measures.doubt_words(name)} {unit.text(Z95 * sd)}" for name, sd in parts)
    side = "" if m.side == "both" else f", {measures.SIDE_NAMES[m.side].lower()}"
    return ClipFact(
        name=f"What the ± is made of{side}",
        text=f"{measures.label_of(m.name)} ± {unit.text(m.bound or 0.0)}: {listed}. The parts add as squares.",
    )
