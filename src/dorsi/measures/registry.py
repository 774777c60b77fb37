"""What each measurement, typed number and curve is: the entries of measures.yaml."""

from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

from dorsi.datafile import entry, load_mapping, with_only
from dorsi.errors import RuleError
from dorsi.measures.entries import Curve, Measure, Named, Plane, Typed
from dorsi.measures.units import MINUS, unit_of, unit_of_name

FILE: Final = "measures.yaml"
SECTIONS: Final = ("measurements", "typed", "curves")
SIDE_NAMES: Final = {"left": "Left", "right": "Right", "both": "Both sides"}
#: The leg of a clip as a form offers it, the one to be found in the middle.
SIDE_OFFERS: Final = {"left": SIDE_NAMES["left"], "auto": "Detect", "right": SIDE_NAMES["right"]}

N = TypeVar("N", bound=Named)


def _section(kind: str, model: type[N]) -> dict[str, N]:
    raw = with_only(load_mapping(FILE, "dorsi.measures"), SECTIONS, file=FILE).get(kind)
    if not isinstance(raw, dict):
        raise RuleError(f"{FILE}: needs '{kind}', names with their entries")
    return {
        name: entry(model, _usual(name, facts, model), file=FILE, kind=kind, key=name) for name, facts in raw.items()
    }


def _usual(name: str, facts: object, model: type[Named]) -> object:
    """Return an entry with its name, and with the limits of its unit where it has none of its own."""
    if not isinstance(facts, Mapping):
        return facts
    limits = {"too_wide": unit_of_name(name).too_wide} if model is Measure else {}
    return {**limits, **facts, "name": name}


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
    return _section("measurements", Measure)


@cache
def curves() -> dict[str, Curve]:
    """Return every curve by its name."""
    return _section("curves", Curve)


@cache
def typed() -> dict[str, Typed]:
    """Return every number that is measured without a camera, by its name."""
    found = _section("typed", Typed)
    for name, one in found.items():
        for own in one.filmed.values():
            if own not in measures():
                raise RuleError(f"{FILE}: typed: {name}: filmed: there is no measurement '{own}'")
    return found


@cache
def filmed_as() -> dict[tuple[str, str], str]:
    """Return the rules' name for a movement and a measurement whose number means something else there.

    Examples
    --------
    >>> filmed_as()["squat", "peak_shank_inclination_deg"]
    'squat_shank_inclination_deg'
    """
    return {(movement, own): name for name, one in typed().items() for movement, own in one.filmed.items()}


@cache
def followed() -> tuple[str, ...]:
    """Return the numbers that an intake and a log take, and whose changes progress shows.

    Examples
    --------
    >>> "wblt_cm" in followed(), "rep_count" in followed()
    (True, False)
    """
    return tuple(name for section in (measures(), typed()) for name, one in section.items() if one.followed)


def problem_typed(name: str, value: float) -> str | None:
    """Return why a number typed by hand can't be a person's, in words, or None where it can."""
    low, high = (typed().get(name) or measures()[name]).plausible
    low = min(low, 0.0)  # what a film can't show, such as a stance of no seconds, a person can count
    if low <= value <= high:
        return None
    unit = unit_of_name(name)
    # In the unit that is typed: a time in seconds and a share of 1, which pages show in other units.
    most = unit.rough(high) if unit.factor == 1 else f"{high:g}{' s' if unit.key == 's' else ''}"
    return f"{value:g} is not possible; type a number from {low:g} to {most}".replace("-", MINUS)


def bare(name: str) -> str:
    """Return a name without the side in front of it: "left_fppa_deg" is "fppa_deg"."""
    return split(name)[1]


def split(name: str) -> tuple[str, str]:
    """Return the side in front of a name, or nothing, and the rest: "left_fppa_deg" is ("left", "fppa_deg")."""
    side, _, rest = name.partition("_")
    return (side, rest) if side in SIDE_NAMES else ("", name)


def measure_of(name: str) -> Measure:
    """Return the entry of a measurement; a side in front of the name plays no part.

    Raises
    ------
    RuleError
        If it has none.
    """
    found = measures().get(bare(name))
    if found is None:
        raise RuleError(f"{FILE}: measurement '{bare(name)}' has no entry; add it")
    return found


def known(name: str) -> bool:
    """Return whether a name has an entry, as a measurement or as a curve."""
    return bare(name) in measures() or bare(name) in curves()


def is_named(name: str) -> bool:
    """Return whether a name has an entry of whatever kind: also as a number that is typed by hand."""
    return named(name) is not None


def named(name: str) -> Named | None:
    """Return what stands behind a name, of whatever kind; None for a name of another version's records."""
    plain = bare(name)
    return measures().get(plain) or curves().get(plain) or typed().get(plain)


def label_of(name: str) -> str:
    """Return a number's name for people, with the side where one stands in front.

    Examples
    --------
    >>> label_of("peak_shank_inclination_deg"), label_of("left_fppa_deg")
    ('Ankle bend (shin angle)', 'Left knee angle from the front')
    """
    side, plain = split(name)
    found = named(plain)
    label = found.label if found else _spelt_out(plain).capitalize()
    return f"{SIDE_NAMES[side]} {label[:1].lower()}{label[1:]}" if side else label


def noun_of(name: str) -> str:
    """Return a number's name in running text, such as "ankle bend in the lunge"."""
    found = named(name)
    return found.noun if found else _spelt_out(bare(name))


def more_of(name: str, more: str, less: str, amount: str) -> str:
    """Return that one side has more of a number than the other, in a sentence.

    Parameters
    ----------
    name
        Of the number.
    more, less
        The sides, such as "left".
    amount
        By how much, with its bound.
    """
    found = named(name)
    said = found.more if isinstance(found, Measure) else ""
    return (said or "{amount} more on the {more} than on the {less}.").format(more=more, less=less, amount=amount)


def difference_words(name: str, unit: str, value: float, bound: float, *, detectable: bool) -> str:
    """Return a difference of the legs in a sentence: which has more and by how much, or that none is detectable.

    Parameters
    ----------
    name
        Of the number.
    unit
        It is stored in.
    value, bound
        Left minus right, and half of its 95 % interval.
    detectable
        Whether it is more than the measuring error.
    """
    in_unit = unit_of(unit)
    amount = f"± {in_unit.text(bound)}"
    if not detectable:
        return f"No detectable difference: {in_unit.text(value)} {amount}, left minus right."
    more, less = ("left", "right") if value > 0 else ("right", "left")
    return more_of(name, more, less, f"{in_unit.text(abs(value))} {amount}")


def meaning_of(name: str) -> str:
    """Return in one line what a number is, or nothing if it has no entry."""
    found = named(name)
    return found.meaning if found else ""


def _spelt_out(name: str) -> str:
    unit = unit_of_name(name).key
    return (name.removesuffix(f"_{unit}") if unit else name).replace("_", " ")


def planes_of(name: str) -> frozenset[Plane]:
    """Return the planes that a measurement or curve is seen in; empty where any view will do."""
    plain = bare(name)
    found = measures().get(plain) or curves().get(plain)
    # An unlisted curve is shown as carefully as an angle of the side view.
    return found.planes if found else frozenset({"sagittal"})


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


def markdown() -> str:
    """Return the table of plausible ranges for docs/measures.md."""
    lines = ["| number | plausible | low confidence above | not measured above | worked out from | why |"]
    lines += ["|---|---|---|---|---|---|"]
    for m in measures().values():
        low, high = m.plausible
        sources = ", ".join(f"`{one}`" for one in m.derived_from if one != m.name) or "–"
        lines.append(
            f"| `{m.name}` | {low:g} to {high:g} | ± {m.too_wide.low_confidence:g} | ± {m.too_wide.not_measured:g} "
            f"| {sources} | {m.plausible_source} |"
        )
    return "\n".join(lines) + "\n"
