"""What can be wrong with a rule: facts, words, exercises and traits that nothing knows."""

from dorsi.programme.exercises.catalogue import Catalogue
from dorsi.programme.language.actions import Action
from dorsi.programme.language.moves import FILLED, KEYS
from dorsi.programme.language.parameters import LogNumbers, Parameters
from dorsi.programme.language.vocabulary import FactKind, Scope, vocabulary
from dorsi.programme.rulebook.rule import Case, Rule, slot_choices
from dorsi.programme.rulebook.texts import braces_problem
from dorsi.wording import wording

#: Fields allowed in the sentences of changes and trends.
CHANGE_WORDS = {"side", "what", "before", "after", "change", "mdc", "speed"}
TREND_WORDS = {"side", "what", "count", "slope", "low", "high"}


def case_problem(scope: Scope, rule: Rule, case: Case, known: Catalogue) -> str | None:
    """Return what is wrong with a case of a rule, after the name of the field that has it, or None."""
    kinds = vocabulary()
    for leaf in case.when.leaves():
        problem = leaf.problem(kinds) or _out_of_scope(leaf.fact or "", scope, kinds)
        if problem:
            return f"when: {problem}"
    for name in (*rule.requires, *case.requires):
        if name not in kinds:
            return f"requires: fact '{name}' is not in facts.yaml"
    if problem := _text_problem(scope, case, kinds):
        return f"text: {problem}"
    for action in case.then:
        if problem := _action_problem(action, known, kinds):
            return f"then.{action.name}: {problem}"
    return None


def _text_problem(scope: Scope, case: Case, kinds: dict[str, FactKind]) -> str | None:
    """Return a word in braces without a value, or None.

    A plan's reasons may name facts; a move's text its keys, the scope's facts in words, and the numbers of the log.
    """
    moves = [action.move for action in case.then if action.move]
    if not moves:
        return braces_problem(case.text, {"side", *kinds})
    spoken = {name for name, kind in kinds.items() if kind.scope == scope and kind.kind == "text"}
    keys = {name for move in moves for name in KEYS[move.to]}
    return braces_problem(case.text, {*FILLED, *spoken, *LogNumbers.model_fields, *keys})


def _out_of_scope(name: str, scope: Scope, kinds: dict[str, FactKind]) -> str | None:
    allowed = {scope, "person"} if scope == "side" else {scope}
    if kinds[name].scope in allowed:
        return None
    return f"{name} belongs to {kinds[name].scope}, but the rule asks per {scope}"


def _action_problem(action: Action, known: Catalogue, kinds: dict[str, FactKind]) -> str | None:
    own = {
        "side",
        *kinds,
        *(("own_range_frac", "range_cap_text") if action.cap else ()),
        *(("open",) if action.say else ()),
    }
    for text in _texts(action):
        if problem := braces_problem(text, own):
            return problem
    if action.verdict:
        words = TREND_WORDS if action.verdict.to in {"trend", "no_trend"} else CHANGE_WORDS
        if problem := braces_problem(action.verdict.sentence, words) or braces_problem(action.verdict.advice, words):
            return problem
    if action.set and (problem := _set_problem(action.set)):
        return problem
    for name in _exercises(action):
        if name not in known.exercises:
            return f"exercise '{name}' is not in the catalogue"
    chosen = [part for part in (action.exclude, action.cap, action.move, action.limit, action.extra_set) if part]
    for trait in [trait for part in chosen for trait in part.traits]:
        if trait not in known.traits:
            return f"no exercise has the trait '{trait}'"
    return _word_problem(action, kinds) or _start_problem(action, known)


def _set_problem(given: Parameters) -> str | None:
    """Return a word in braces that a text of the schedule has no value for, or None."""
    known = {
        "warmup_text": {"rpe"},
        "goal_waits_say": {"what"},
        "minutes_left_say": {"minutes", "least", "most"},
        "minutes_uneven_say": {"minutes", "least", "most"},
        "warmup_only_say": {"minutes", "more"},
    }
    problems = (braces_problem(getattr(given, name) or "", words) for name, words in known.items())
    return next((problem for problem in problems if problem), None)


def _start_problem(action: Action, known: Catalogue) -> str | None:
    """Return why an exercise cannot begin at a level, or None."""
    if action.start is None or action.start.level in known[action.start.exercise].levels:
        return None
    return f"exercise '{action.start.exercise}' has no level {action.start.level}"


def _word_problem(action: Action, kinds: dict[str, FactKind]) -> str | None:
    """Return an unknown tag, finding or stop text, or None."""
    if action.tag is not None and action.tag not in kinds["tags"].choices:
        return f"tag '{action.tag}' is not in facts.yaml"
    named = [action.constraint.code] if action.constraint else [*(action.raised.codes if action.raised else ())]
    concerned = [part.finding for part in (action.add, action.say_if_kept) if part]
    for code in [*named, *concerned]:
        if code not in kinds["constraints"].choices:
            return f"finding '{code}' is not in facts.yaml"
    spoken = action.spoken
    if spoken is not None and spoken not in wording().stops:
        return f"'{spoken}' is not a text of wording.yaml"
    return None


def _texts(action: Action) -> list[str]:
    kept = action.say_if_kept.text if action.say_if_kept else None
    return [text for text in (action.say, kept, action.cap.text if action.cap else None) if text]


def _exercises(action: Action) -> list[str]:
    names: list[str] = []
    for selector in (action.exclude, action.cap):
        names += [*selector.items, *selector.but] if selector else []
    for part in (action.add, action.must, action.provisional):
        names += [name for slot in (part.slots if part else ()) for name in slot_choices(slot)]
    names += action.prefer or ()
    names += action.morning.items if action.morning else ()
    names += [action.start.exercise] if action.start else []
    names += [action.move.item] if action.move and action.move.item else []
    if action.set is not None:
        settings = action.set
        names += [*(settings.warmup or ()), *(settings.warmup_more or ())]
        names += [name for name in (settings.warmup_stiff, settings.warmup_stiff_else) if name]
        names += [name for slot in settings.fill or () for name in slot_choices(slot)]
        names += [name for slots in (settings.coverage or {}).values() for s in slots for name in slot_choices(s)]
    return names
