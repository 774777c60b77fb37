"""One line of accuracy.csv, and one of curves.csv: a number of dorsi beside the truth."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

from dorsi.schema.session import Measurement, Session
from dorsi.types import Array
from dorsi.vocabulary import Side, Status

MEAN = "mean"  #: in place of a repetition's number: the clip's measurement
Outcome = Literal["ok", "low_confidence", "not_measured", "void", "not_in_truth"]


@dataclass(frozen=True, kw_only=True)
class AccuracyRow:
    """A number beside the truth; what was not measured has no error, which is not an error of 0."""

    clip: str
    person: str
    movement: str
    yaw_deg: float | None  #: of the true camera
    side: Side
    quantity: str  #: ends in its unit
    rep: str  #: number of the true repetition or step, or "mean"
    true: float | None  #: None for an event that is not in the truth
    measured: float | None
    bound: float | None  #: half of the 95 % interval that dorsi gives
    status: Outcome
    reason: str = ""

    @property
    def error(self) -> float | None:
        """Measured minus true."""
        return None if self.measured is None or self.true is None else self.measured - self.true

    @property
    def inside(self) -> bool | None:
        """Whether the truth lies in the 95 % interval; None where one of the two is not there."""
        return None if self.error is None or self.bound is None else abs(self.error) <= self.bound

    @property
    def counts(self) -> bool:
        """Whether dorsi stands by the number."""
        return self.error is not None and self.status in {"ok", "low_confidence"}

    @property
    def group(self) -> tuple[str, str]:
        """Movement and quantity."""
        return self.movement, self.quantity


@dataclass(frozen=True, kw_only=True)
class CurveScore:
    """One side's curve beside the truth, frame by frame."""

    clip: str
    person: str
    movement: str
    yaw_deg: float | None
    side: Side
    quantity: str
    frames: int  #: with both truth and landmarks
    rms_deg: float
    bias_deg: float  #: mean of measured minus true
    sd_deg: float  #: what is left once the bias is taken out
    r: float | None  #: correlation; None where the truth does not move
    status: Status  #: of the side's headline: a side that dorsi refuses has a curve, but no number
    time_s: Array
    true_deg: Array
    measured_deg: Array


COLUMNS = (
    "clip", "person", "movement", "yaw_deg", "side", "quantity", "rep", "true", "measured", "error", "bound", "inside",
    "status", "reason",
)  # fmt: skip
CURVE_COLUMNS = tuple(f.name for f in fields(CurveScore) if f.name not in {"time_s", "true_deg", "measured_deg"})


def cells(record: AccuracyRow | CurveScore, columns: Iterable[str]) -> list[str]:
    """Return a record's fields as cells of a table; what is missing is empty."""
    return [_cell(getattr(record, column)) for column in columns]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def outcome_of(measurement: Measurement | None) -> tuple[Outcome, float | None, str]:
    """Return status, bound and reason of a measurement; one that the session does not have is not measured."""
    if measurement is None:
        return "not_measured", None, "not among the numbers of this movement"
    return measurement.status, measurement.bound, measurement.reason or ""


def with_measurement(row: AccuracyRow, session: Session) -> AccuracyRow:
    """Return the row with the session's measurement of its quantity and side, beside the mean of the truth."""
    measurement = session.measurement(row.quantity, row.side)
    status, bound, reason = outcome_of(measurement)
    value = measurement.value if measurement else None
    return replace(row, rep=MEAN, measured=value, bound=bound, status=status, reason=reason)
