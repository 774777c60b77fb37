"""What a plan has laid out so far, day by day: what the next session is filled by."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dorsi.programme.choosing.prepared import Prepared


@dataclass(kw_only=True)
class Diary:
    """What has been laid out so far: the days of the plan of each exercise, and uses in the current week."""

    done: dict[str, set[int]] = field(default_factory=dict)  #: exercise -> days
    strength: set[int] = field(default_factory=set)
    high: set[int] = field(default_factory=set)
    impact: set[int] = field(default_factory=set)
    uses: dict[str, int] = field(default_factory=dict)  #: of this week
    strength_days: set[int] = field(default_factory=set)  #: of this week
    impact_traits: frozenset[str] = frozenset()
    fullest: dict[str, Prepared] = field(default_factory=dict)  #: exercise -> as it is done with the most sets

    def copy(self) -> "Diary":
        """Return a diary that can be written on without changing this one."""
        return replace(
            self,
            done={name: set(days) for name, days in self.done.items()},
            strength=set(self.strength),
            high=set(self.high),
            impact=set(self.impact),
            uses=dict(self.uses),
            strength_days=set(self.strength_days),
            fullest=dict(self.fullest),
        )

    def new_week(self) -> None:
        """Forget the counts of the week, keep the days."""
        self.uses, self.strength_days = {}, set()

    def note(self, one: Prepared, days: Sequence[int]) -> None:
        """Write down the days on which an exercise is done."""
        self.done.setdefault(one.exercise.id, set()).update(days)
        self.uses[one.exercise.id] = self.uses.get(one.exercise.id, 0) + len(days)
        if one.exercise.load_class == "H":
            self.high.update(days)
        if self.impact_traits & set(one.exercise.traits):
            self.impact.update(days)
        if one.exercise.category == "strength":
            self.strength.update(days)
            self.strength_days.update(days)
