"""What the rules allow of each exercise on each side: left out, capped or free. An exclusion is never undone."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dorsi.programme.choosing.filling import filled
from dorsi.programme.choosing.findings import Ask, Findings
from dorsi.programme.exercises.catalogue import Catalogue, Contra, DoseChange, Exercise
from dorsi.programme.facts.measured import FILMED, range_cap_text
from dorsi.programme.language.actions import ExcludeAction, Reached, Selector, StartAction
from dorsi.programme.language.conditions import outcome
from dorsi.schema.plan import Cap
from dorsi.schema.plan_remarks import Excluded
from dorsi.schema.sides import LEGS, Leg

OTHER: dict[Leg, Leg] = {"left": "right", "right": "left"}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The limits of one exercise on one side."""

    out: tuple[Excluded, ...]  #: rules that leave out the whole exercise
    levels_out: tuple[Excluded, ...]  #: single levels left out
    later: tuple[Excluded, ...]  #: rules that leave it out for some days only
    from_week: int  #: the first week without such a rule
    caps: tuple[Cap, ...]
    max_level: int  #: 0 if no level is allowed
    dose: DoseChange | None  #: a dose that a cap sets
    cue: str | None = None  #: a cue that a cap sets

    @property
    def free(self) -> bool:
        """Whether the exercise may be used at all on this side."""
        return not self.out and self.max_level >= 1


class Bars:
    """The bars of every exercise on both sides."""

    def __init__(self, found: Findings, known: Catalogue) -> None:
        self.found, self.known = found, known
        self.told = found.intake.equipment is not None  #: whether the person has said what there is
        self.things = tuple((found.intake.equipment if self.told else found.parameters.at_home) or ())
        self.levels = {
            (one.exercise, leg): one.level for one in found.intake.levels for leg in LEGS if one.side in {leg, "both"}
        }
        self._table = {(name, leg): self._bar(one, leg) for name, one in known.exercises.items() for leg in LEGS}
        self.started = dict(self._started())
        self.levels |= {key: ask.action.level for key, ask in self.started.items()}

    def _started(self) -> Iterator[tuple[tuple[str, Leg], Ask[StartAction]]]:
        """Yield what lets the legs begin above the first level, where no one has said which level they have reached.

        Both legs do the same (X5), so the weaker or more limited one sets the level.
        """
        for name in dict.fromkeys(ask.action.exercise for ask in self.found.starts):
            asked = {
                leg: [ask for ask in self.found.starts if ask.action.exercise == name and ask.concerns(leg)]
                for leg in LEGS
            }
            if not all(asked.values()) or any((name, leg) in self.levels for leg in LEGS):
                continue
            best = {leg: max(ask.action.level for ask in asked[leg]) for leg in LEGS}
            level = min(self._allowed((name, leg), best[leg]) for leg in LEGS)
            for leg in LEGS if level > 1 else ():
                fits = min((a for a in asked[leg] if a.action.level >= level), key=lambda ask: ask.action.level)
                yield (name, leg), replace(fits, action=StartAction(exercise=name, level=level))

    def _allowed(self, key: tuple[str, Leg], level: int) -> int:
        return min(level, max(1, self._table[key].max_level))

    def __getitem__(self, key: tuple[str, Leg]) -> Bar:
        return self._table[key]

    def free(self, name: str, side: Leg) -> bool:
        """Whether the exercise may be used on this side; an exercise on both legs at once needs both sides free."""
        if not self._table[name, side].free:
            return False
        return not self.known[name].together(self.level(name, side)) or all(self._table[name, leg].free for leg in LEGS)

    def level(self, name: str, side: Leg) -> int:
        """Return the starting level: the one reached or within reach, if allowed; else the first."""
        return self._allowed((name, side), self.levels.get((name, side), 1))

    def locked_by(self, name: str, side: Leg) -> Reached | None:
        """Return the step that must be reached before the exercise opens, or None when it is open."""
        if (name, side) in self.levels:
            return None
        return next((step for step in self.known[name].unlock if not self.reached(step, side)), None)

    def reached(self, step: Reached, side: Leg) -> bool:
        """Whether a level of another exercise has been reached on this side."""
        names = [step.exercise, *([step.alternative] if step.alternative else [])]
        return any(self.levels.get((name, side), 0) >= step.level for name in names)

    def has(self, needs: Iterable[str]) -> bool:
        """Whether the person has all the equipment; "band or strap" needs one of the two."""
        return all(any(one in {"none", *self.things} for one in need.split(" or ")) for need in needs)

    def caps_of(self, name: str, legs: Sequence[Leg]) -> list[Cap]:
        """Return the limits of an exercise on these legs, each once; a limit of one leg names it."""
        out: list[Cap] = []
        for leg in legs:
            for cap in self._table[name, leg].caps:
                alone = any(cap not in self._table[name, other].caps for other in LEGS)
                shown = cap.model_copy(update={"side": leg}) if alone and len(legs) > 1 else cap
                out += [] if shown in out else [shown]
        return out

    def cue_of(self, name: str, legs: Sequence[Leg]) -> str:
        """Return the cue; both legs get the cue of the limited leg, which asks for less."""
        return next((bar.cue for leg in legs if (bar := self._table[name, leg]).cue), self.known[name].cue)

    def highest(self, name: str, legs: Sequence[Leg]) -> int:
        """Return the highest level that every one of these legs may do, at least the first."""
        return max(1, min(self._table[name, leg].max_level for leg in legs))

    def leads_to(self, name: str, legs: Sequence[Leg]) -> list[str]:
        """Return the exercises after the last level that every one of these legs may do."""
        return [later for later in self.known[name].then if all(self.free(later, leg) for leg in legs)]

    def excluded(self) -> list[Excluded]:
        """Return everything left out, with equal entries of both sides joined."""
        entries = [entry for bar in self._table.values() for entry in (*bar.out, *bar.levels_out, *bar.later)]
        return joined(dict.fromkeys(entry.model_dump_json() for entry in entries))

    def _bar(self, one: Exercise, side: Leg) -> Bar:
        out: list[Excluded] = []
        levels_out: list[Excluded] = []
        seen = set()
        for entry, is_open in sorted([*self._by_rules(one, side), *self._by_tags(one, side)], key=lambda pair: pair[1]):
            whole = not entry.levels or min(entry.levels) == 1
            mine = (None if is_open else entry.rule, tuple(entry.levels))
            # An open question is named once, and not at all beside a known reason for the same.
            if mine in seen or (is_open and (out or (not whole and levels_out))):
                continue
            seen.add(mine)
            (out if whole else levels_out).append(entry)
        later = [(entry, days) for entry, _, days in self._excluded_by_rules(one, side) if days]
        caps = list(self._caps(one, side))
        limits = [cap.max_level for cap in caps if cap.max_level] + [min(entry.levels) - 1 for entry in levels_out]
        no_tool = [level - 1 for level, step in one.levels.items() if not self.has(step.needs)]
        capping = [rule for rule in one.contra if rule.do == "cap" and self._applies(rule, side)]
        doses = [rule.dose for rule in capping if rule.dose]
        cues = [rule.cue for rule in capping if rule.cue]
        return Bar(
            out=tuple(out),
            levels_out=tuple(levels_out),
            later=tuple(entry for entry, _ in later),
            from_week=1 + max((math.ceil(days / 7) for _, days in later), default=0),
            caps=tuple(caps),
            max_level=0 if out else min([len(one.levels), *limits, *no_tool]),
            dose=doses[0] if doses else None,
            cue=cues[0] if cues else None,
        )

    def _by_rules(self, one: Exercise, side: Leg) -> Iterator[tuple[Excluded, bool]]:
        """Yield what rules leave out for the whole plan, and whether only an open question is behind it."""
        return ((entry, is_open) for entry, is_open, days in self._excluded_by_rules(one, side) if not days)

    def _excluded_by_rules(self, one: Exercise, side: Leg) -> Iterator[tuple[Excluded, bool, int | None]]:
        """Yield what rules leave out, whether only an open question is behind it, and for how many days it holds."""
        for ask in self.found.excludes:
            action = ask.action
            if action.unless and self.reached(action.unless, side):
                continue
            levels = _levels_of(ask, one, side)
            if levels is not None:
                entry = Excluded(
                    item=one.id,
                    name=one.name,
                    side=side,
                    rule=ask.rule,
                    text=ask.text,
                    levels=levels,
                    until=action.until or ask.until,
                )
                yield entry, bool(ask.unanswered), action.days

    def _by_tags(self, one: Exercise, side: Leg) -> Iterator[tuple[Excluded, bool]]:
        for rule in one.contra:
            if rule.do == "cap" or not self._applies(rule, side):
                continue
            if rule.unlock is not None and self.reached(rule.unlock, side):
                continue
            ask = self.found.tag_asks[side][rule.tag]
            opens = rule.unlock and f"{self.known[rule.unlock.exercise].name} has reached level {rule.unlock.level}"
            entry = Excluded(
                item=one.id,
                name=one.name,
                side=side,
                rule=self.found.tags[side][rule.tag][-1].rule,
                text=ask.text if ask.unanswered else rule.text,
                levels=list(rule.levels),
                from_tag=rule.tag,
                until=ask.until if ask.unanswered else opens or rule.until or ask.until,
            )
            yield entry, bool(ask.unanswered)

    def _caps(self, one: Exercise, side: Leg) -> Iterator[Cap]:
        for ask in self.found.caps:
            if ask.concerns(side) and selected_levels(ask.action, one) == []:
                frac = ask.action.own_range_frac or 1.0
                in_cm = range_cap_text(self.found.ranges[side], frac)
                own = {"own_range_frac": f"{100 * frac:.0f} %", "range_cap_text": in_cm}
                text = filled(ask.action.text, self.found, side, own) or ask.text
                range_deg, scale = self._own_range(side, ask.action.own_range_frac)
                yield Cap(
                    rule=ask.rule,
                    tag="",
                    text=text,
                    max_level=ask.action.max_level,
                    range_deg=range_deg,
                    range_scale=scale,
                )
        for rule in one.contra:
            if rule.do == "cap" and self._applies(rule, side):
                origin = self.found.tags[side][rule.tag]
                yield Cap(rule=origin[-1].rule, tag=rule.tag, text=rule.text, max_level=rule.max_level)

    def _applies(self, rule: Contra, side: Leg) -> bool:
        """Whether a contraindication applies; if that is unknown, it applies."""
        if rule.tag not in self.found.tags[side]:
            return False
        return rule.when is None or outcome(rule.when, self.found.facts(side)) is not False

    def _own_range(self, side: Leg, frac: float | None) -> tuple[float | None, str | None]:
        angle = next((r for r in self.found.ranges[side].readings if r.scale in FILMED), None)
        if frac is None or angle is None:
            return None, None
        return round(frac * angle.value, 1), angle.scale


def selected_levels(selector: Selector, one: Exercise) -> list[int] | None:
    """Return which levels a selector means: [] all of them, a list of single levels, or None for not this exercise."""
    if one.id in selector.but:
        return None
    whole = selector.all or one.id in selector.items or one.load_class in selector.load_class
    if whole or set(selector.traits) & set(one.traits):
        return []
    return [level for level, step in one.levels.items() if set(step.traits) & set(selector.traits)] or None


def _levels_of(ask: Ask[ExcludeAction], one: Exercise, side: Leg) -> list[int] | None:
    """Return which levels a rule leaves out on a side; a level that stands on the other leg is left out with that."""
    levels = selected_levels(ask.action, one)
    if not levels:
        return levels if ask.concerns(side) else None
    bearing = {level: OTHER[side] if one.levels[level].stands_on == "other" else side for level in levels}
    return [level for level in levels if ask.concerns(bearing[level])] or None


def joined(entries: Iterable[str]) -> list[Excluded]:
    """Return exclusions (as JSON), with left and right joined to both if the reason is the same."""
    out: dict[tuple[object, ...], Excluded] = {}
    for text in entries:
        entry = Excluded.model_validate_json(text)
        key = (entry.item, entry.rule, entry.text, tuple(entry.levels), entry.from_tag, entry.until)
        before = out.get(key)
        out[key] = entry if before is None or before.side == entry.side else entry.model_copy(update={"side": "both"})
    return list(out.values())
