"""How each unit is written, and which bound is too wide for its use."""

from functools import cache
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dorsi.datafile import entry, load_mapping

FILE: Final = "units.yaml"
MINUS: Final = "\N{MINUS SIGN}"
CLOSE_UP: Final = frozenset({"°", "%"})  #: symbols that stand right behind the number
PLAIN_DECIMALS: Final = 1  #: of a unit that has no entry

Finite = Annotated[float, Field(allow_inf_nan=False)]


class TooWide(BaseModel):
    """95 % half-widths that are too wide for a number's use, in its unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    low_confidence: Finite  #: wider: the number has low confidence
    not_measured: Finite  #: wider: it says nothing
    source: str

    @model_validator(mode="after")
    def _rises(self) -> "TooWide":
        if not 0 < self.low_confidence < self.not_measured:
            raise ValueError("low_confidence must lie between 0 and not_measured")
        return self


class Unit(BaseModel):
    """How a stored unit is shown: value times `factor`, `decimals` places, then `symbol`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str  #: as in a name: "pct"
    stored: str  #: as in a record: "%"
    symbol: str
    decimals: int
    factor: Finite = 1.0
    long: str  #: in the data dictionary
    words: str  #: in a sentence
    too_wide: TooWide | None = None

    def number(self, value: float) -> str:
        """Return the bare number, without its unit; a negative zero loses its sign."""
        text = f"{abs(value) * self.factor:.{self.decimals}f}"
        negative = value < 0 and float(text) != 0
        return f"{MINUS}{text}" if negative else text

    def text(self, value: float) -> str:
        """Return number and unit, such as "39.8°" or "240 ms"."""
        return self._with_symbol(self.number(value))

    def rough(self, value: float) -> str:
        """Return number and unit without needless zeros, for limits such as "5°"."""
        return self._with_symbol(f"{value * self.factor:g}".replace("-", MINUS))

    def brief(self, value: float) -> str:
        """Return number and unit, a whole number without its ".0", for running text: "20°", "24.5°"."""
        return self._with_symbol(f"{round(value * self.factor, self.decimals):g}".replace("-", MINUS))

    def limit(self, value: float) -> str:
        """Return number and unit to two digits, for detectable changes: "5°", "4.6°"."""
        return self.rough(float(f"{value:.2g}"))

    def _with_symbol(self, number: str) -> str:
        gap = "" if self.symbol in CLOSE_UP else " "
        return f"{number}{gap}{self.symbol}".rstrip()


@cache
def units() -> dict[str, Unit]:
    """Return every unit by the key that names end in.

    Examples
    --------
    >>> units()["deg"].text(39.84)
    '39.8°'
    """
    raw = load_mapping(FILE, "dorsi.measures")
    found = {}
    for key, facts in raw.items():
        known = {"stored": key, **facts} if isinstance(facts, dict) else {}
        found[key] = entry(Unit, {**known, "key": key}, file=FILE, kind="unit", key=key)
    return found


def unit_for(unit: str, value: float | None) -> Unit:
    """Return how a value in this unit is shown: a second or more in seconds, shorter times in milliseconds.

    Examples
    --------
    >>> unit_for("s", 12).brief(12), unit_for("s", 0.24).brief(0.24)
    ('12 s', '240 ms')
    """
    long_time = unit == "s" and value is not None and abs(value) >= 1
    return _long_time() if long_time else unit_of(unit)


@cache
def _long_time() -> Unit:
    return unit_of("s").model_copy(update={"symbol": "s", "decimals": 2, "factor": 1.0})


@cache
def unit_of(unit: str) -> Unit:
    """Return a unit by its key or as records store it; one that has no entry is shown as it is."""
    every = units()
    stored = next((one for one in every.values() if one.stored == unit), None)
    return (
        every.get(unit)
        or stored
        or Unit(key=unit, stored=unit, symbol=unit, decimals=PLAIN_DECIMALS, long=unit, words=unit)
    )


def stored_unit(name: str) -> str:
    """Return the unit of a measurement as records store it; one without an entry is the last part of the name.

    Examples
    --------
    >>> stored_unit("heel_off_pct_stance"), stored_unit("heel_raise_reps")
    ('%', 'reps')
    """
    return unit_of_name(name).stored or name.rsplit("_", 1)[-1]


def unit_of_name(name: str) -> Unit:
    """Return the unit that a name ends in, or holds, such as percent in "heel_off_pct_stance"; none without one."""
    every = units()
    return next((every[part] for part in reversed(name.split("_")) if part in every), unit_of(""))
