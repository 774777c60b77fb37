"""Cadence and stride length of a filmed run, leg by leg, as a log has them."""

from typing import Final

from dorsi import measures
from dorsi.protocols import at_speed
from dorsi.schema.session import Measurement, Session
from dorsi.schema.sides import LEGS

CADENCE: Final = "cadence_spm"
STRIDE: Final = "stride_m"


def with_stride(session: Session) -> Session:
    """Return a run with the cadence of each leg, and with its stride length if its speed is known, as on a treadmill.

    Other sessions are returned as they are, and so is a run without a cadence.
    """
    cadence = session.measurement(CADENCE, "both")
    if not at_speed(session.movement) or cadence is None or cadence.value is None:
        return session
    found = [cadence] if session.speed_kmh is None else [cadence, _stride(cadence, cadence.value, session.speed_kmh)]
    legs = [one.model_copy(update={"side": leg}) for one in found for leg in LEGS]
    return session.model_copy(update={"measurements": [*session.measurements, *legs]})


def _stride(cadence: Measurement, per_minute: float, speed_kmh: float) -> Measurement:
    """Return the stride length in m, speed times stride time.

    Its interval is that of the cadence: what the speed may be off by is in the detectable change.
    """
    length_m = speed_kmh / 3.6 * 120 / per_minute  # two steps are a stride
    half = None if cadence.bound is None else length_m * cadence.bound / per_minute
    ends = {} if half is None else {"ci95_low": length_m - half, "ci95_high": length_m + half}
    return cadence.model_copy(
        update={
            "name": STRIDE,
            "value": length_m,
            "unit": measures.stored_unit(STRIDE),
            "sd": None,
            "budget": {},
            **ends,
        }
    )
