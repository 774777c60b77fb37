"""The movements that dorsi knows: those it measures, found by their files, and those it only names."""

from collections.abc import Iterable
from importlib import import_module
from typing import Final

from dorsi.errors import DataError
from dorsi.protocols import filmed
from dorsi.protocols.protocol import Name, Protocol, Report
from dorsi.protocols.strangers import STRANGERS
from dorsi.types import Rep, Step
from dorsi.vocabulary import MOVEMENT_NAMES


def _protocol(name: str) -> Protocol:
    """Return the movement of one file.

    Raises
    ------
    DataError
        If the file has none, or one of another name.
    """
    found = getattr(import_module(f"{filmed.__name__}.{name}"), "MOVEMENT", None)
    if not isinstance(found, Protocol) or found.name != name:
        raise DataError(f"protocols/filmed/{name}.py: needs MOVEMENT, a Protocol with name='{name}'")
    return found


#: Every movement that dorsi measures, in the order of lists.
PROTOCOLS: Final[dict[str, Protocol]] = {
    one.name: one for one in sorted(map(_protocol, MOVEMENT_NAMES), key=lambda one: (one.rank, one.name))
}
NAMES: Final = (
    {one.name: one.called for one in PROTOCOLS.values()}
    | {one.name: one.called for one in STRANGERS}
    | {"unknown": Name(title="Movement not recognised", noun="known movement")}
)
_NOTHING: Final = Report()


def movements() -> tuple[Protocol, ...]:
    """Return every movement that dorsi measures: how to film it, and what stands first in its report.

    Returns
    -------
    tuple of Protocol
        In the order of the command line.

    Examples
    --------
    >>> [movement.name for movement in movements()][:3]
    ['lunge', 'squat', 'run']
    """
    return tuple(PROTOCOLS.values())


def name_of(movement: str) -> Name:
    """Return a movement's name; an unknown one from an older result is its own name.

    Examples
    --------
    >>> name_of("heel_raise").one, name_of("run").one
    ('a heel raise', 'running')
    """
    words = movement.replace("_", " ")
    return NAMES.get(movement) or Name(title=words.capitalize(), noun=words, counted=False)


def report_of(movement: str) -> Report:
    """Return what a report shows of a movement; nothing of one that was not recognised."""
    return PROTOCOLS[movement].report if movement in PROTOCOLS else _NOTHING


def usual_movement() -> str:
    """Return what to film where no movement is known: the test that the bands of ankle range belong to.

    Examples
    --------
    >>> usual_movement()
    'lunge'
    """
    return next(name for name, one in PROTOCOLS.items() if one.report.banded)


def at_speed(movement: str) -> bool:
    """Return whether clips of a movement are compared only at the same speed and in the same shoes.

    Examples
    --------
    >>> at_speed("run"), at_speed("lunge"), at_speed("unknown")
    (True, False, False)
    """
    return movement in PROTOCOLS and PROTOCOLS[movement].at_speed


def wants_foot_network(movement: str, *, far_leg: bool) -> bool:
    """Return whether a movement is measured better with the foot network.

    Parameters
    ----------
    movement
        Its name; one that is not known is not.
    far_leg
        Whether all that was measured is of the leg away from the camera (`of_far_leg`).
    """
    use = PROTOCOLS[movement].foot_network if movement in PROTOCOLS else "never"
    return use == "always" or (use == "far_leg" and far_leg)


def of_far_leg(events: Iterable[Rep | Step], near_side: str | None) -> bool:
    """Return whether the events that count are all of the leg away from the camera; False where there are none."""
    sides = {event.side for event in events if event.valid}
    return near_side is not None and bool(sides) and near_side not in sides
