"""The bands of the knee-to-wall lunge on each scale (docs/measures.md, M13), and which one an interval lies in."""

from collections.abc import Sequence
from dataclasses import dataclass

from dorsi.measures.bands import BANDS, band_table, band_words, classify
from dorsi.protocols import report_of
from dorsi.schema.session import Measurement
from dorsi.wording.plurals import either


@dataclass(frozen=True, kw_only=True)
class Band:
    """One stretch of a scale; the outer two are open."""

    name: str
    low: float | None
    high: float | None

    @property
    def range_text(self) -> str:
        """Return the stretch in numbers: "31 to 34.5"."""
        if self.low is None:
            return f"under {self.high:g}"
        if self.high is None:
            return f"over {self.low:g}"
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, kw_only=True)
class BandReading:
    """Which band a value lies in, and whether its interval reaches into a neighbour."""

    band: Band
    bands: tuple[Band, ...]
    close_to: tuple[str, ...]  #: names of the other bands that the interval touches

    @property
    def text(self) -> str:
        """Return the band in words, with its doubt."""
        if not self.close_to:
            return self.band.name
        return f"{self.band.name}, close to the limit"

    @property
    def doubt(self) -> str:
        """Return which other bands the measuring error leaves open, in a sentence; empty where there is none."""
        if not self.close_to:
            return ""
        return f"Within the measuring error, it could also be {either(self.close_to)}."


def bands_of(limits: Sequence[float]) -> tuple[Band, ...]:
    """Return the five bands between four limits, lowest first; empty without limits."""
    if not limits:
        return ()
    edges = (None, *limits, None)
    return tuple(Band(name=name, low=edges[i], high=edges[i + 1]) for i, name in enumerate(map(band_words, BANDS)))


def _touched(band: Band, low: float, high: float) -> bool:
    return (band.low is None or high >= band.low) and (band.high is None or low < band.high)


def read_band(movement: str, measurement: Measurement, *, limits: Sequence[float] = ()) -> BandReading | None:
    """Return the band of a lunge measurement on its own scale, or None where no band applies.

    Parameters
    ----------
    limits
        Limits that the programme used instead of the usual ones, such as those for age 60 and over.
    """
    usual = band_table().dorsiflexion.scales.get(measurement.scale)
    value = measurement.value
    if not report_of(movement).banded or usual is None or usual.metric != measurement.name or value is None:
        return None
    bands = bands_of(limits or usual.limits)
    band = bands[BANDS.index(classify(value, limits or usual.limits))]
    low = value if measurement.ci95_low is None else measurement.ci95_low
    high = value if measurement.ci95_high is None else measurement.ci95_high
    close_to = tuple(b.name for b in bands if b is not band and _touched(b, low, high))
    return BandReading(band=band, bands=bands, close_to=close_to)
