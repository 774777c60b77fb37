"""The exercise for a slot and leg: preferred ones first, missing equipment replaced, finished ladders continued."""

from dorsi.programme.choosing.bars import Bars
from dorsi.programme.choosing.findings import Findings
from dorsi.programme.exercises.catalogue import Catalogue
from dorsi.programme.exercises.how_to import tell_us, things_words
from dorsi.programme.rulebook.rule import slot_choices
from dorsi.schema.plan import Reason
from dorsi.schema.plan_remarks import Excluded
from dorsi.schema.sides import Leg


class Slots:
    """Resolves slots such as "a or b" for one leg, and records passed-over exercises with reasons."""

    def __init__(self, found: Findings, bars: Bars, known: Catalogue) -> None:
        self.found, self.bars, self.known = found, bars, known
        self.passed: list[Excluded] = []

    def resolve(self, slot: str, leg: Leg) -> tuple[str | None, list[Reason]]:
        """Return the exercise for one leg, and why it differs from the slot's."""
        preferred = [name for ask in self.found.prefers if ask.concerns(leg) for name in ask.action]
        for wanted in sorted(slot_choices(slot), key=lambda name: name not in preferred):
            at_hand = self._at_hand(wanted)
            if at_hand is None:
                needs = self.known[wanted].equipment.needs
                you_have = "you have" if self.bars.told else "you tell us that you have"
                text, until = f"needs {' and '.join(needs)}", f"{you_have} {things_words(needs)}"
                self.pass_over(wanted, leg, self.found.why("use_fallbacks").rule, text, until)
                continue
            name = self._outgrown(at_hand, leg)
            lock = self.bars.locked_by(name, leg)
            if lock is not None:
                before = self.known[lock.exercise].name
                text, until = f"opens after {before} level {lock.level}", f"{before} has reached level {lock.level}"
                self.pass_over(name, leg, self.found.why("new_items_per_week").rule, text, until)
            elif self.bars.free(name, leg):
                return name, list(self._why_another(wanted, at_hand, name, leg))
            else:
                self._pass_partner(name, leg)
        return None, []

    def rank(self, slot: str, name: str | None) -> tuple[bool, int]:
        """Return the rank of an exercise among those of both legs in a slot; preferred ones come first."""
        names = slot_choices(slot)
        preferred = any(name in ask.action for ask in self.found.prefers)
        return not preferred, names.index(name) if name in names else len(names)

    def pass_over(self, name: str, side: Leg, rule: str, text: str, until: str | None) -> None:
        """Record an exercise that is not taken, once, and what would bring it in."""
        entry = Excluded(item=name, name=self.known[name].name, side=side, rule=rule, text=text, until=until)
        if entry not in self.passed:
            self.passed.append(entry)

    def _why_another(self, wanted: str, at_hand: str, name: str, leg: Leg) -> list[Reason]:
        out = []
        if at_hand != wanted:
            first = self.known[wanted]
            lacking = f"which needs {things_words(first.equipment.needs)}{tell_us(told=False)}"
            why = "because you don't have the equipment" if self.bars.told else lacking
            text = f"replaces {first.name}, {why}"
            out.append(self.found.why("use_fallbacks", text, leg))
        if name != at_hand:
            text = f"follows {self.known[at_hand].name}, whose last level you have done"
            able = self.bars.started.get((at_hand, leg))
            out += able.because if able else [self.found.why("follow_up", text, leg)]
        return out

    def _at_hand(self, wanted: str) -> str | None:
        """Return the exercise, or the catalogue's alternative for the available equipment."""
        name: str | None = wanted
        seen: set[str] = set()
        while name is not None and name not in seen:
            if self.bars.has(self.known[name].equipment.needs):
                return name
            seen.add(name)
            name = self.known[name].equipment.without if self.found.parameters.use_fallbacks else None
        return None

    def _outgrown(self, name: str, leg: Leg) -> str:
        """Return the allowed exercise that follows one at its last level."""
        seen: set[str] = set()
        while self.found.parameters.follow_up and name not in seen and self._is_done(name, leg):
            seen.add(name)
            name = next((later for later in self.known[name].then if self._opens(later, leg)), name)
        return name

    def _is_done(self, name: str, leg: Leg) -> bool:
        return self.bars.levels.get((name, leg), 0) >= len(self.known[name].levels)

    def _opens(self, name: str, leg: Leg) -> bool:
        free = self.bars.free(name, leg) and self.bars.locked_by(name, leg) is None
        return free and self.bars.has(self.known[name].equipment.needs)

    def _pass_partner(self, name: str, leg: Leg) -> None:
        """Record an exercise that is out because both legs do it at once and the other one is not allowed to."""
        other: Leg = "right" if leg == "left" else "left"
        for entry in self.bars[name, other].out if self.bars[name, leg].free else ():
            self.pass_over(name, leg, entry.rule, f"{entry.text} ({other}; both legs work at once)", entry.until)
