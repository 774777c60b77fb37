"""What each measurement is: what it is made of, which views show it, and what values a person can show.

The facts stand in measures.yaml, one entry for each name; a unit is what the name ends in, as everywhere.
"""

from functools import cache
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dorsi.datafile import entry, load_mapping
from dorsi.errors import RuleError

FILE: Final = "measures.yaml"
SIDE_PREFIXES: Final = ("left_", "right_")
#: By what a name ends in, or holds, such as "heel_off_pct_stance".
UNITS: Final = {"deg": "deg", "s": "s", "spm": "spm", "frac": "frac", "pct": "%", "cm": "cm", "m": "m", "count": "1"}
UNIT_WORDS: Final = {"deg": " degrees", "s": " s", "spm": " steps per minute", "pct": " %", "cm": " cm", "count": ""}

Plane = Literal["sagittal", "frontal"]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TooWide(_Record):
    """95 % half-widths that are too wide for a number's use, in its unit."""

    low_confidence: Finite  #: wider: the number has low confidence
    not_measured: Finite  #: wider: it says nothing
    source: str

    @model_validator(mode="after")
    def _rises(self) -> "TooWide":
        if not 0 < self.low_confidence < self.not_measured:
            raise ValueError("low_confidence must lie between 0 and not_measured")
        return self


class Measure(_Record):
    """One measurement, or one number of a single repetition or step."""

    name: str  #: ends in its unit
    called: str  #: in the sentence that refuses a value
    plausible: tuple[Finite, Finite]  #: lowest and highest value that a person can show
    planes: frozenset[Plane] = frozenset()  #: empty where any view will do
    derived_from: tuple[str, ...] = ()  #: curves or measurements it is worked out from
    too_wide: TooWide
    outside: Literal["void", "drop"] = "drop"  #: what a single value out of range does to its repetition or step
    source: str

    @model_validator(mode="after")
    def _range_rises(self) -> "Measure":
        if not self.plausible[0] < self.plausible[1]:
            raise ValueError("plausible must be [lowest, highest]")
        return self

    def implausible(self, value: float) -> str | None:
        """Return why a value can't be a person's, in words, or None where it can."""
        low, high = self.plausible
        if low <= value <= high:
            return None
        return f"{_amount(self.name, value)} is not possible for {self.called}; film again as the guide shows"

    def wide(self, value: float, bound: float) -> tuple[Literal["low_confidence", "not_measured"], str] | None:
        """Return the status that a bound is too wide for more than, and why; None where it is narrow enough.

        Parameters
        ----------
        bound
            Half the 95 % interval, in the measure's unit.
        """
        error = f"the measuring error (±{_amount(self.name, bound)})"
        if bound > self.too_wide.not_measured:
            return "not_measured", f"{error} is too large to say anything; film again, closer and in better light"
        if self.plausible[0] > 0 and bound >= value:
            return "not_measured", f"{error} is as large as the number itself; film again"
        if bound > self.too_wide.low_confidence:
            return "low_confidence", f"{error} is larger than the changes that matter"
        return None


def unit_key(name: str) -> str:
    """Return the unit's key that a name ends in, or holds, such as "pct" of "heel_off_pct_stance"."""
    return next(part for part in reversed(name.split("_")) if part in UNITS)


@cache
def measures() -> dict[str, Measure]:
    """Return every measurement by its name.

    Raises
    ------
    RuleError
        If an entry of measures.yaml does not fit.

    Examples
    --------
    >>> measures()["fppa_deg"].plausible
    (-45.0, 45.0)
    """
    content = load_mapping(FILE, "dorsi.measures")
    usual, raw = content.get("too_wide"), content.get("measurements")
    if not isinstance(usual, dict) or not isinstance(raw, dict):
        raise RuleError(f"{FILE}: needs 'too_wide' and 'measurements'")
    return {
        name: entry(
            Measure,
            {"too_wide": usual.get(unit_key(name)), **facts, "name": name},
            file=FILE,
            kind="measurement",
            key=name,
        )
        for name, facts in raw.items()
    }


@cache
def _curves() -> dict[str, frozenset[str]]:
    raw = load_mapping(FILE, "dorsi.measures").get("curves")
    assert isinstance(raw, dict)
    return {name: frozenset(planes) for name, planes in raw.items()}


def bare(name: str) -> str:
    """Return a name without the side in front of it: "left_fppa_deg" is "fppa_deg"."""
    return next((name.removeprefix(prefix) for prefix in SIDE_PREFIXES if name.startswith(prefix)), name)


def measure_of(name: str) -> Measure:
    """Return the entry of a measurement; a side in front of the name plays no part.

    Raises
    ------
    RuleError
        If it has none.
    """
    found = measures().get(bare(name))
    if found is None:
        raise RuleError(f"{FILE}: measurement '{bare(name)}' has no entry; add its plausible range")
    return found


def known(name: str) -> bool:
    """Return whether a name has an entry, as a measurement or as a curve."""
    return bare(name) in measures() or bare(name) in _curves()


def planes_of(name: str) -> frozenset[str]:
    """Return the planes that a measurement or curve is seen in; empty where any view will do."""
    found = measures().get(bare(name))
    if found is not None:
        return found.planes
    # An unlisted curve is shown as carefully as an angle of the side view.
    return _curves().get(bare(name), frozenset({"sagittal"}))


def made_from(name: str) -> frozenset[str]:
    """Return the curves and measurements that a measurement is worked out from, and those they are worked out from."""
    found: set[str] = set()
    waiting = [bare(name)]
    while waiting:
        own = measures().get(waiting.pop())
        new = set(own.derived_from if own else ()) - found
        found |= new
        waiting += new
    return frozenset(found)


def _amount(name: str, value: float) -> str:
    unit = unit_key(name)
    if unit == "frac":
        return f"{100 * value:.0f} %"
    return f"{value:.2f} s" if unit == "s" else f"{value:.0f}{UNIT_WORDS[unit]}"


def markdown() -> str:
    """Return the table of plausible ranges for docs/measures.md."""
    lines = ["| number | plausible | low confidence above | not measured above | worked out from | why |"]
    lines += ["|---|---|---|---|---|---|"]
    for m in measures().values():
        low, high = m.plausible
        sources = ", ".join(f"`{one}`" for one in m.derived_from if one != m.name) or "–"
        lines.append(
            f"| `{m.name}` | {low:g} to {high:g} | ± {m.too_wide.low_confidence:g} | ± {m.too_wide.not_measured:g} "
            f"| {sources} | {m.source} |"
        )
    return "\n".join(lines) + "\n"
