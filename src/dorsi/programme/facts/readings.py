"""All measurements of one runner, from sessions and from the intake, each with its scale and error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChange, DetectableChanges, Known, metric_of
from dorsi.errors import DataError
from dorsi.measures.intervals import MDC_OF_SEM, Z95
from dorsi.schema.intake import Intake
from dorsi.schema.session import Quality, Session
from dorsi.schema.sides import LEGS, Leg
from dorsi.vocabulary import Scale

SCALES_OF = {
    "wblt_cm": {"tape", "camera_joint_centre"},
    "peak_shank_inclination_deg": {"camera_joint_centre", "inclinometer_tuberosity"},
    "straight_knee_shank_inclination_deg": {"camera_joint_centre", "inclinometer_tuberosity"},
    "squat_shank_inclination_deg": {"camera_joint_centre", "inclinometer_tuberosity"},
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One number of one leg."""

    metric: str
    side: Leg
    value: float
    unit: str
    scale: Scale
    bound: float | None = None  #: half of the 95 % interval, if the measurement has its own
    spread: float | None = None  #: largest minus smallest trial
    step_sd: float | None = None  #: standard deviation of the steps or repetitions, if they were filmed
    yaw_deg: float | None = None
    tilt_deg: float | None = None
    faults: frozenset[str] = frozenset()
    heel_down_filmed: bool = False
    day: str | None = None
    low_because: str | None = None  #: why a filmed number has low confidence
    known: Known | None = None  #: the detectable change of this measurement

    @property
    def text(self) -> str:
        """The number with unit, error and scale, for people."""
        half = self.shown_bound
        unit = measures.unit_of(self.unit)
        plus_minus = f" ± {unit.text(half)}" if half is not None else ""
        return f"{unit.text(self.value)}{plus_minus}, {measures.scale_words(self.scale)}"

    @property
    def shown_bound(self) -> float | None:
        """Half of the 95 % interval: the measured one, or the scale's."""
        if self.bound is not None:
            return self.bound
        return None if self.known is None else self.known.mdc / 2**0.5

    @property
    def standard_error(self) -> float:
        """The larger of the detectable change's standard error and the measured one."""
        assert self.known is not None  # every scale with bands has a detectable change
        usual = self.known.mdc / MDC_OF_SEM
        return usual if self.bound is None else max(usual, self.bound / Z95)


class Readings:
    """The readings of one runner; of repeated measurements the newest counts."""

    def __init__(
        self, intake: Intake, sessions: Sequence[Session], *, detectable: DetectableChanges = PUBLISHED
    ) -> None:
        ordered = sorted(sessions, key=lambda session: session.recorded_at or "")
        told = [*(r for s in ordered for r in _from_session(s)), *_typed(intake)]
        self._all = [replace(r, known=detectable.of(r.metric, r.scale)) for r in told]
        self.missing = {key: reason for s in ordered for key, reason in _not_measured(s)}

    def get(self, metric: str, side: Leg, scale: Scale | None = None) -> Reading | None:
        """Return the newest reading of a measurement on one side and scale."""
        found = [r for r in self._all if (r.metric, r.side) == (metric, side) and scale in {None, r.scale}]
        return found[-1] if found else None

    def of_side(self, side: Leg) -> list[Reading]:
        """Return the newest reading of every measurement and scale of one side."""
        newest = {(r.metric, r.scale): r for r in self._all if r.side == side}
        return list(newest.values())

    @property
    def detectable(self) -> list[DetectableChange]:
        """The detectable changes behind the readings, each once."""
        found = {(r.metric, r.scale): r.known.record for r in self._all if r.known is not None}
        return [found[key] for key in sorted(found)]


def _from_session(session: Session) -> Iterable[Reading]:
    for one in session.measurements:
        legs: tuple[Leg, ...] = LEGS if one.side == "both" else (one.side,)
        for side in legs:
            if one.value is not None:
                yield Reading(
                    metric=metric_of(session.movement, one.name),
                    side=side,
                    value=one.value,
                    unit=one.unit,
                    scale=one.scale,
                    bound=one.bound,
                    step_sd=one.sd,
                    yaw_deg=None if session.quality.yaw_deg is None else abs(session.quality.yaw_deg),
                    tilt_deg=_tilt_deg(session.quality),
                    day=session.recorded_at,
                    low_because=one.reason if one.status == "low_confidence" else None,
                )


def _tilt_deg(quality: Quality) -> float | None:
    """Return the uncorrected camera tilt: none if it was measured, since angles are then corrected."""
    if quality.roll_deg is None or quality.roll_sd_deg is None:
        return None if quality.roll_deg is None else abs(quality.roll_deg)
    return 0.0


def _not_measured(session: Session) -> Iterable[tuple[tuple[str, str], str]]:
    for one in session.measurements:
        if one.value is None:
            yield (metric_of(session.movement, one.name), one.side), one.reason or "not measured"


def _typed(intake: Intake) -> Iterable[Reading]:
    for one in intake.measurements:
        allowed = SCALES_OF.get(one.name)
        if allowed and one.scale not in allowed:
            raise DataError(
                f"intake: {one.name}: scale '{one.scale}' is not allowed; choose from {', '.join(sorted(allowed))}"
            )
        for side in LEGS:
            value = one.side(side)
            if value is not None:
                yield Reading(
                    metric=one.name,
                    side=side,
                    value=value,
                    unit=measures.stored_unit(one.name),
                    scale=one.scale,
                    bound=one.bound(side),
                    spread=one.spread,
                    faults=frozenset(one.void),
                    heel_down_filmed=one.heel_down_filmed,
                    day=one.measured_on.isoformat() if one.measured_on else None,
                )
