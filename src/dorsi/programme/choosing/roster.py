"""Chooses the exercises: targets by weight, slots in order, sides done equally, the week in balance (R20, R40, R41)."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Final

from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.choice import (
    BALANCE,
    FIRST,
    GOAL,
    HISTORY,
    LOADS,
    OPTIONAL,
    SAFETY,
    Choice,
    session_size,
    with_a_load,
)
from dorsi.programme.choosing.findings import Ask, Findings
from dorsi.programme.choosing.ladders import easier_ones, without_easier_ones
from dorsi.programme.choosing.slots import Slots
from dorsi.programme.choosing.targets import targets
from dorsi.programme.choosing.unanswered import SAFETY_TIERS
from dorsi.programme.exercises.catalogue import Catalogue
from dorsi.programme.language.actions import AddAction, LimitAction, MustAction
from dorsi.programme.rulebook.rule import slot_choices
from dorsi.schema.plan import Reason
from dorsi.schema.plan_remarks import Target
from dorsi.schema.sides import LEGS, Leg

AddAsk = Ask[AddAction]
MustAsk = Ask[MustAction]

LEAST_ROSTER: Final = 3  #: of range, strength and balance one each, which take turns in short sessions


class Roster:
    """The chosen exercises in order of use, and those passed over with reasons."""

    def __init__(self, found: Findings, bars: Bars, known: Catalogue, *, also: AbstractSet[str] = frozenset()) -> None:
        """Choose; `also` names categories without which a day of the week would be empty."""
        self.found, self.bars, self.known, self.also = found, bars, known, also
        self.daily = {name for ask in found.mornings for name in ask.action.items}  # outside the sessions
        self.params = found.parameters
        self.choices: dict[str, Choice] = {}
        self.slots = Slots(found, bars, known)
        self.targets = targets(found)
        if found.provisional:
            self._take_provisional()
        else:
            self._take_all()
            self._limit()
            self._partner_for_hops()
            self._fill()
            self._climb()
        self._need_each_category()
        self._trim()
        self._mark_main()

    def _mark_main(self) -> None:
        """Mark the exercises for the main findings: the heaviest ones, or those behind the same exercise."""
        kept = [target for target in self.targets if target.kept][: self.params.main_findings or 0]
        main = {ask.rule for target in kept for ask in self.found.adds if ask.action.finding == target.constraint}
        for choice in self.choices.values():
            sides = {reason.side for reason in choice.because if reason.rule in main}
            choice.main = frozenset(leg for leg in LEGS if leg in sides or sides - set(LEGS))

    # ---- choosing

    def _take_provisional(self) -> None:
        for ask in self.found.provisional:
            for slot in ask.action.slots:
                self._take(slot, dict.fromkeys(LEGS, ask.because), severity=1)

    def _take_all(self) -> None:
        kept = [target for target in self.targets if target.kept]
        slots = [(target, ask, slot) for target in kept for ask, slot in self._slots_of(target.constraint)]
        first = [entry for entry in slots if self._category(entry[2]) == "mobility"][:1]
        for target, ask, slot in first:
            self._take(slot, self._needing(target, ask), severity=target.severity)
        # Exercises for a history (P1) come before those for a goal (P6), so that they start in the first week.
        for target, ask, slot in slots:
            if target.constraint in (self.params.first_findings or ()):
                need = FIRST if slot == ask.action.slots[0] else HISTORY
                self._take(slot, self._needing(target, ask), severity=target.severity, need=need)
        self._take_musts(now=True)
        seen: set[str] = set()
        for target, ask, slot in slots:
            if target.constraint not in seen:
                seen.add(target.constraint)
                self._take(slot, self._needing(target, ask), severity=target.severity)
        self._take_heads(slots)
        for (severity, _, slot), alike in groupby(slots, key=lambda e: (e[0].severity, e[1].rule, e[2])):
            self._take(slot, self._asking([ask for _, ask, _ in alike]), severity=severity)
        self._take_musts(now=False)

    def _slots_of(self, code: str) -> Iterator[tuple[AddAsk, str]]:
        """Yield the slots for a finding, the first slots of both sides before the second ones."""
        asks = [ask for ask in self.found.adds if ask.action.finding == code]
        longest = max((len(ask.action.slots) for ask in asks), default=0)
        for place in range(longest):
            here = [(ask, ask.action.slots[place]) for ask in asks if place < len(ask.action.slots)]
            # By rule, not by leg, so that a mirrored runner gets the mirrored plan.
            yield from sorted(here, key=lambda entry: (entry[0].rule, entry[1], self._place(*entry)))

    def _take_musts(self, *, now: bool) -> None:
        rules = list(dict.fromkeys(ask.rule for ask in self.found.musts))
        asks = sorted(self.found.musts, key=lambda ask: (rules.index(ask.rule), ask.action.slots))
        for (_, action), same in groupby(asks, key=lambda ask: (ask.rule, ask.action)):
            alike = list(same)
            legs = self._asking(alike)
            # A rule of safety or history (P0 to P2) comes before any balance of the week or goal (R41, R35-R38).
            need = SAFETY if alike[0].tier in SAFETY_TIERS else GOAL if action.role == "goal" else OPTIONAL
            for slot in action.slots if (action.from_week == 1) is now else ():
                self._take(
                    slot,
                    legs,
                    severity=2 if action.role == "goal" else 1,
                    from_week=action.from_week,
                    goal=action.role == "goal",
                    need=need if action.from_week == 1 else OPTIONAL,
                )

    def _take_heads(self, slots: list[tuple[Target, AddAsk, str]]) -> None:
        """Take one exercise of every category of a balanced week; range and strength even on short days (R41)."""
        wide = self.found.intake.minutes_per_day >= (self.params.coverage_from_min or 0)
        waiting = [(t, ask, slot) for t in self.targets if not t.kept for ask, slot in self._slots_of(t.constraint)]
        for category, defaults in (self.params.coverage or {}).items():
            if self._has(category) or not (wide or category in {"mobility", "strength", *self.also}):
                continue
            if category == "strength" and not wide and self._has("neuromotor"):
                continue
            for target, ask, slot in [entry for entry in [*slots, *waiting] if self._category(entry[2]) == category]:
                if not self._has(category):
                    self._take(slot, self._needing(target, ask), severity=target.severity)
            for slot in defaults if not self._has(category) else ():
                self._take(slot, self._of_both(self.found.why("coverage")), severity=0)

    def _has(self, category: str) -> bool:
        return any(self.known[name].category == category for name in self.choices if name not in self.daily)

    def _category(self, slot: str) -> str:
        return self.known[slot_choices(slot)[0]].category

    @staticmethod
    def _of_both(reason: Reason) -> dict[Leg, Sequence[Reason]]:
        return {leg: [reason] for leg in LEGS}

    @staticmethod
    def _needing(target: Target, ask: AddAsk) -> dict[Leg, Sequence[Reason]]:
        return dict.fromkeys(target.sides, ask.because)

    def _asking(self, asks: Iterable[AddAsk] | Iterable[MustAsk]) -> dict[Leg, Sequence[Reason]]:
        """Return the legs with the same request from one rule, each with its reasons, in no order."""
        return {leg: ask.because for ask in asks for leg in self._legs_of(ask.side)}

    @staticmethod
    def _legs_of(side: Leg | None) -> tuple[Leg, ...]:
        return LEGS if side is None else (side,)

    def _take(
        self,
        slot: str,
        needing: Mapping[Leg, Sequence[Reason]],
        *,
        severity: int,
        from_week: int = 1,
        goal: bool = False,
        need: int = OPTIONAL,
    ) -> None:
        """Take the first free exercise of a slot for each leg that needs it, with the given reasons."""
        found = [(leg, *self.slots.resolve(slot, leg)) for leg in needing]
        # By exercise, not by leg, if two rank equally, so that a mirrored runner gets the mirrored plan.
        for leg, name, another in sorted(found, key=lambda entry: (self.slots.rank(slot, entry[1]), entry[1] or "")):
            if name is None:
                continue
            why = [*needing[leg], *another]
            from_week = max(from_week, *(self.bars[name, one].from_week for one in LEGS))
            before = self.choices.get(name)
            if before is not None:
                before.because += [reason for reason in why if reason not in before.because]
                before.severity = max(before.severity, severity)
                before.from_week = min(before.from_week, from_week)
                before.goal |= goal
                before.need = min(before.need, need)
                before.sides = self._equal_sides(name, {*before.sides, leg})
                continue
            self.choices[name] = Choice(
                exercise=name,
                sides=self._equal_sides(name, {leg}),
                because=list(why),
                severity=severity,
                from_week=from_week,
                goal=goal,
                need=need,
            )

    def _place(self, ask: AddAsk, slot: str) -> tuple[tuple[bool, int], str]:
        """Return the rank of a slot among others of the same rule, by its exercise and never by its leg."""
        names = [self.slots.resolve(slot, leg)[0] for leg in self._legs_of(ask.side)]
        return min((self.slots.rank(slot, name), name or "") for name in names)

    def _equal_sides(self, name: str, needing: set[Leg]) -> tuple[Leg, ...]:
        """Return the legs that do it: both, if the other one is allowed to (R31 adds sets, not exercises)."""
        return tuple(
            leg
            for leg in LEGS
            if leg in needing
            or (self.params.other_leg and self.bars.free(name, leg) and not self.bars.locked_by(name, leg))
        )

    # ---- limits

    def _limit(self) -> None:
        """Apply the limits for both sides (R21, R23, R24), as the more limited leg needs."""
        traits = dict.fromkeys(ask.action.traits for ask in self.found.limits)
        for group in traits:
            asked = {
                leg: [a for a in self.found.limits if a.concerns(leg) and a.action.traits == group] for leg in LEGS
            }
            legs = [leg for leg in LEGS if self.found.ranges[leg].band is not None]
            if not legs or not all(asked[leg] for leg in legs):
                continue
            days = [min((a.action.days for a in asked[leg] if a.action.days), default=7) for leg in legs]
            items = [min((a.action.items for a in asked[leg] if a.action.items), default=99) for leg in legs]
            own = {leg: (asked[leg] or asked[legs[0]])[-1] for leg in LEGS}
            self._limit_group(set(group), max(days), max(items), own)

    def _limit_group(self, traits: set[str], days: int, items: int, own: Mapping[Leg, Ask[LimitAction]]) -> None:
        group = [c for c in self.choices.values() if traits & set(self.known[c.exercise].traits) and not c.goal]
        for choice in group:
            choice.days_max = min(choice.days_max, days)
        for choice in group[items:]:
            del self.choices[choice.exercise]
            for leg in choice.sides:
                self.slots.pass_over(choice.exercise, leg, own[leg].rule, own[leg].text, own[leg].until)

    def _partner_for_hops(self) -> None:
        """Take lighter strength beside hops if all other strength is heavy: never two heavy ones a day (R41, R45)."""
        hops = [one for one in self.choices.values() if self._has_trait(one, self.params.impact_traits or ())]
        strength = [one for one in self.choices.values() if self.known[one.exercise].category == "strength"]
        if not hops or any(self.known[one.exercise].load_class != "H" for one in strength):
            return
        for slot in (self.params.coverage or {}).get("strength", ()):
            light = [name for name in slot_choices(slot) if self.known[name].load_class != "H"]
            names = without_easier_ones(self.known, light, self.choices)
            first = min(one.from_week for one in hops)
            if names:
                self._take(" or ".join(names), self._of_both(self.found.why("coverage")), severity=0, from_week=first)

    def _climb(self) -> None:
        """Leave the harder of two exercises where one leads to the other."""
        for easier, harder in easier_ones(self.known, self.choices).items():
            if easier in self.choices and harder in self.choices:
                self.choices[harder].take_over(self.choices.pop(easier))

    def _has_trait(self, one: Choice, traits: Iterable[str]) -> bool:
        return bool(set(traits) & set(self.known[one.exercise].traits))

    def _fill(self) -> None:
        """Fill up a plan with few findings, so that a session has as many exercises as fit (R40, R41)."""
        minutes = self.found.intake.minutes_per_day
        wide = minutes >= (self.params.coverage_from_min or 0)
        wanted = session_size(self.params, minutes).items + (self.params.fill_beyond_session or 0)
        for slot in self.params.fill or ():
            if wide and len(self.choices) < wanted:
                self._take(slot, self._of_both(self.found.why("fill")), severity=0)

    def _need_each_category(self) -> None:
        """Note which exercises a balanced week needs: the first of each category without one that is needed more."""
        wide = self.found.intake.minutes_per_day >= (self.params.coverage_from_min or 0)
        groups = [(name,) for name in self.params.coverage or {}] if wide else [("mobility",), LOADS]
        for group in groups:
            sessions = [one for one in self.choices.values() if one.exercise not in self.daily]
            alike = [one for one in sessions if self.known[one.exercise].category in group]
            started = [one for one in alike if one.from_week == 1]
            if started and all(one.need > BALANCE for one in started):
                first = min(started, key=lambda one: one.need)
                first.need = BALANCE

    def _trim(self) -> None:
        """Keep as many exercises as fit into a week."""
        days = min(self.found.intake.days_per_week, self.params.days_max or 7)
        size = session_size(self.params, self.found.intake.minutes_per_day)
        # As many as one session holds, at least: on a single day there are no other days to share with.
        room = max(LEAST_ROSTER, size.items, math.ceil(days * size.items * (self.params.roster_share or 1)))
        why = self.found.why("roster_share")
        choices = [one for one in self.choices.values() if one.exercise not in self.daily]
        needed = sorted(choices, key=lambda one: one.need)
        kept = with_a_load(needed, room, lambda one: self.known[one.exercise].category)
        for choice in [one for one in choices if one not in kept]:
            del self.choices[choice.exercise]
            for leg in choice.sides:
                self.slots.pass_over(choice.exercise, leg, why.rule, why.text, self.found.until_of.get("roster_share"))
