"""One exercise that a plan uses, how much it is needed, and how many fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from dorsi.programme.language.parameters import Parameters, SessionSize
from dorsi.schema.plan import Reason
from dorsi.schema.sides import Leg

T = TypeVar("T")
LOADS: Final = ("strength", "neuromotor")  #: a plan with range work has one of them
SAFETY, FIRST, HISTORY, BALANCE, GOAL, OPTIONAL = range(
    6
)  #: how much a plan needs an exercise; a lower number stays longer
#: FIRST is what a history asks for before all else: it keeps its full dose.


@dataclass(kw_only=True)
class Choice:
    """One exercise that the plan uses."""

    exercise: str
    sides: tuple[Leg, ...]
    because: list[Reason]
    severity: int
    from_week: int = 1
    main: frozenset[Leg] = frozenset()  #: legs with one of the main findings, which get most of the time
    goal: bool = False  #: whether a goal asks for it, so that range limits do not drop it
    days_max: int = 7
    need: int = OPTIONAL
    notes: list[str] = field(default_factory=list)

    def take_over(self, other: "Choice") -> None:
        """Stand for another choice too: its reasons, and how much it is needed."""
        self.because += [reason for reason in other.because if reason not in self.because]
        self.severity, self.need = max(self.severity, other.severity), min(self.need, other.need)
        self.goal |= other.goal


def with_a_load(entries: Sequence[T], room: int, category: Callable[[T], str]) -> list[T]:
    """Return the first so many; where none of them carries load, the last gives way to the first that does (R41)."""
    kept = list(entries[:room])
    load = next((one for one in entries if category(one) in LOADS), None)
    if kept and load is not None and load not in kept:
        kept[-1] = load
    return kept


def session_size(params: Parameters, minutes: float) -> SessionSize:
    """Return the number of exercises for a session's minutes (R40)."""
    sizes = params.sessions or ()
    return next((size for size in sizes if minutes <= size.up_to_min), sizes[-1])
