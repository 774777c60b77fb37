"""The report's sentences: how sure a number is, how the camera stood, and the safety wording."""

import datetime as dt
import re
from typing import Final

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.facts.clip_series import ClipSeries
from dorsi.programme.facts.points import point_of
from dorsi.programme.facts.trends import least_change
from dorsi.protocols import report_of
from dorsi.report.text import amounts
from dorsi.schema.session import Difference, Measurement, Quality, Session
from dorsi.wording import sentences
from dorsi.wording.plurals import plural

YAW_OK_DEG: Final = 15.0


def reason_text(reason: str) -> str:
    """Return a stored reason as a readable phrase; codes such as "heel_up" lose their underscores."""
    text = reason.strip().rstrip(".")
    return text.replace("_", " ") if " " not in text else text


def typeset(text: str) -> str:
    """Return the text with real signs: "2 x 8", "24 deg" and "-3" become "2 × 8", "24°" and "−3"."""
    signed = re.sub(r"(?<![\w.,:/-])-(?=\d)", measures.MINUS, text)
    return re.sub(r"(\d) deg\b", r"\1°", re.sub(r"(\d) x (\d)", r"\1 × \2", signed))


def sentence(text: str) -> str:
    """Return the text with a capital in front and a full stop behind."""
    return sentences.sentence(typeset(text))


def camera_words(quality: Quality) -> str:
    """Return what the camera's angle means for the number: "camera side-on (3° off)"."""
    if quality.yaw_deg is None:
        return "camera angle unknown"
    if quality.view in {"front", "rear"}:
        return f"camera {'in front' if quality.view == 'front' else 'behind'}"
    off = f"{measures.unit_of('deg').number(abs(quality.yaw_deg))}° from side-on"
    return f"camera angle good ({off})" if abs(quality.yaw_deg) <= YAW_OK_DEG else f"camera angle off ({off})"


def confidence_statement(
    session: Session,
    measurement: Measurement,
    series: ClipSeries | None = None,
    *,
    detectable: DetectableChanges = PUBLISHED,
) -> str:
    """Return how sure a headline number is and why, and what a change would have to be to count (6.2).

    `series` is the number over time, up to this clip; None where the person's other clips are not known.
    """
    noun = report_of(session.movement).event_noun
    because = [plural(measurement.n, f"valid {noun}"), camera_words(session.quality)]
    if measurement.sd is not None:
        because.append(f"spread {amounts.unit_for(measurement).text(measurement.sd)}")
    rated = f"Confidence: {measurement.confidence}" if measurement.confidence else "Confidence: not rated"
    parts = [f"{rated}, from {', '.join(because)}."]
    if measurement.status == "low_confidence" and measurement.reason:
        parts.append(sentence(reason_text(measurement.reason)))
    if said := series.since_words if series else "":
        parts.append(said)
    elif (needed := least_of(session, measurement, detectable)) is not None:
        least = measures.unit_of(measurement.unit).limit(needed)
        alone = "Nothing to compare with yet; a later" if series is not None and len(series.days) == 1 else "A"
        parts.append(f"{alone} change under {least} could be measuring error.")
    return " ".join(parts)


def least_of(session: Session, measurement: Measurement, detectable: DetectableChanges) -> float | None:
    """Return the smallest change that another number as sure as this one could show; None if not known."""
    known = detectable.of_clip(session.movement, measurement.name, measurement.scale)
    if known is None or measurement.value is None:
        return None
    point = point_of(dt.date.min, session, measurement)
    return least_change(point, point, known)[0]


def difference_text(difference: Difference) -> str:
    """Return a side difference in words: who leads by how much, or that none is detectable."""
    one = difference
    return measures.difference_words(one.name, one.unit, one.value, one.bound, detectable=one.detectable)
