"""The movements that dorsi knows, one file each.

A new movement is one new file with a `Protocol` in it, and its line here.
"""

from typing import Final

from dorsi.protocols.balance import BALANCE
from dorsi.protocols.heel_raise import HEEL_RAISE
from dorsi.protocols.lunge import LUNGE
from dorsi.protocols.march import MARCH
from dorsi.protocols.protocol import Protocol, Take
from dorsi.protocols.recognise import Shown, recognise
from dorsi.protocols.run import RUN
from dorsi.protocols.single_leg_squat import SINGLE_LEG_SQUAT
from dorsi.protocols.squat import SQUAT
from dorsi.protocols.strangers import STRANGERS

PROTOCOLS: Final[dict[str, Protocol]] = {
    protocol.name: protocol for protocol in (LUNGE, SQUAT, RUN, SINGLE_LEG_SQUAT, HEEL_RAISE, MARCH, BALANCE)
}

TITLES: Final = {p.name: p.title for p in PROTOCOLS.values()} | {s.name: s.title for s in STRANGERS}

__all__ = ["PROTOCOLS", "TITLES", "Protocol", "Shown", "Take", "movements", "recognise"]


def movements() -> tuple[Protocol, ...]:
    """Return every movement that dorsi measures: how to film it, and what stands first in its report.

    Examples
    --------
    >>> [movement.name for movement in movements()][:3]
    ['lunge', 'squat', 'run']
    """
    return tuple(PROTOCOLS.values())
