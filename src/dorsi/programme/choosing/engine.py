"""Evaluates every rule in order of its tier and writes the results into the findings; knows no rule by name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.choosing.filling import filled
from dorsi.programme.choosing.findings import Ask, Findings, Weighed
from dorsi.programme.choosing.unanswered import (
    OPEN_FACTS,
    careful_asks,
    is_safety_question,
    left_open,
    opened_by,
    question,
    questions_in_words,
)
from dorsi.programme.facts.active import active_facts
from dorsi.programme.facts.heel_off import heel_off_facts
from dorsi.programme.facts.history import person_facts, side_facts
from dorsi.programme.facts.measured import (
    Range,
    difference_facts,
    film_facts,
    lunge_range,
    range_facts,
    self_test_facts,
    side_differences,
    with_milder_dose,
)
from dorsi.programme.facts.readings import Readings
from dorsi.programme.facts.words import fact_words, metric_name
from dorsi.programme.language.actions import Action
from dorsi.programme.language.conditions import ConditionAnswer, Fact, UsedFact, evaluate, partly
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rule import Case, Rule
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Reason
from dorsi.schema.plan_remarks import Advice, Stop, Trace
from dorsi.schema.session import Session
from dorsi.schema.sides import LEGS, Leg
from dorsi.wording import wording

OUTCOMES = {True: "yes", False: "no", None: "not_assessed"}


def observe(intake: Intake, sessions: Sequence[Session], *, detectable: DetectableChanges = PUBLISHED) -> Findings:
    """Return the findings before any rule: facts only."""
    readings = Readings(intake, sessions, detectable=detectable)
    ranges = {leg: lunge_range(intake, readings, leg, film_void=False) for leg in LEGS}
    sides = {
        leg: side_facts(intake, leg)
        | film_facts(readings, leg)
        | self_test_facts(intake, readings, leg)
        | heel_off_facts(readings, leg)
        | active_facts(readings, leg)
        for leg in LEGS
    }
    found = Findings(
        intake=intake, readings=readings, person=person_facts(intake), sides=sides, ranges=ranges, differences=[]
    )
    race = race_day(intake)
    found.person["race_planned"] = Fact(value=race is not None)
    first = intake.phase == "race_week" if race is None else race <= 7
    found.person["race_first"] = Fact(value=first and not intake.levels)
    found.person |= dict.fromkeys(OPEN_FACTS, Fact(value=False))
    for leg in LEGS:
        _take_range(found, ranges[leg])
    return found


def race_day(intake: Intake) -> int | None:
    """Return the plan day of the race (1 is the first), or None without a coming race."""
    if intake.start_date is None or intake.load.race_date is None:
        return None
    day = (intake.load.race_date - intake.start_date).days + 1
    return day if 1 <= day <= 42 else None


def ask_all(found: Findings, rules: Sequence[Rule]) -> Findings:
    """Evaluate every rule of persons and sides, tier by tier, and return the findings."""
    for tier in sorted({rule.tier for rule in rules}):
        for rule in rules:
            if rule.tier == tier:
                _ask(found, rule)
        if found.stops:
            break  # no later tier can undo a stop
    return found


def _ask(found: Findings, rule: Rule) -> None:
    scopes = {scope for scope, _ in rule.scoped()}
    places: list[Leg | None] = [*([None] if "person" in scopes else []), *(LEGS if "side" in scopes else [])]
    for side in places:
        for case in _cases(rule, side):
            answer = evaluate(case.when, found.facts(side))
            found.trace.append(_trace(rule, case, side, answer))
            if answer.outcome is None:
                for one in left_open(rule, side, answer):
                    found.not_assessed.setdefault((one.metric, one.side), one)
                _take_unanswered(found, rule, case, side, answer)
            if answer.outcome:
                because = tuple(_reasons(found, rule, case, side, answer))
                for action in case.then:
                    kept = Ask(
                        action=action,
                        side=side,
                        rule=rule.id,
                        text=case.text,
                        because=because,
                        until=case.until,
                        tier=rule.tier,
                    )
                    _apply(found, action, kept)
                if rule.match == "first":
                    break


def _take_unanswered(found: Findings, rule: Rule, case: Case, side: Leg | None, answer: ConditionAnswer) -> None:
    """Carry out what a safety rule limits while its question is open: what is not known is never taken for no.

    The limits of a case hold where something that is known speaks for it: of the case, or an injury, pain or medicine.
    """
    if not is_safety_question(rule, case, answer):
        return
    for seen in answer.seen:
        of_leg = side if vocabulary()[seen.name].scope == "side" else None
        found.open_questions.setdefault(question(seen), set()).add(of_leg)
    found.person |= dict.fromkeys(opened_by(case), Fact(value=True))
    told_of_trouble = bool(found.intake.history or found.intake.pain or found.intake.medicines)
    if not told_of_trouble and not partly(case.when, found.facts(side)):
        return  # nothing known speaks for it: the rule on open questions is careful enough
    for kept in careful_asks(rule, case, side, answer):
        _apply(found, kept.action, kept)


def _cases(rule: Rule, side: Leg | None) -> Iterator[Case]:
    wanted = "person" if side is None else "side"
    return (case for scope, case in rule.scoped() if scope == wanted)


def _trace(rule: Rule, case: Case, side: Leg | None, answer: ConditionAnswer) -> Trace:
    reason = (
        "; ".join(dict.fromkeys(seen.fact.missing or "" for seen in answer.seen)) if answer.outcome is None else None
    )
    return Trace.model_validate(
        {"rule": rule.id, "case": case.case, "side": side, "outcome": OUTCOMES[answer.outcome], "reason": reason}
    )


def _reasons(found: Findings, rule: Rule, case: Case, side: Leg | None, answer: ConditionAnswer) -> Iterator[Reason]:
    """Yield the chain behind a yes: the origin of a finding or tag, then this rule with its own facts."""
    own = False
    numbers = any(_is_number(seen.fact) for seen in answer.seen)
    of_leg = [seen for seen in answer.seen if vocabulary()[seen.name].scope == "side" and _is_number(seen.fact)]
    # A number of the leg is the reason; one of the person beside it only says whom the rule concerns.
    told = of_leg or answer.seen
    for seen in answer.seen:
        if side is not None and seen.name in {"constraints", "tags"}:
            words = [leaf.includes for leaf in case.when.leaves() if leaf.fact == seen.name]
            for word in dict.fromkeys(words):
                weighed = found.weighed[side].get(word or "")
                yield from weighed.because if weighed else found.tags[side].get(word or "", ())
        elif seen in told and seen.fact.value is not None and (_is_number(seen.fact) or not numbers):
            own = True
            yield reason_of(rule.id, case.text, side, seen)
    if not own:
        yield Reason(rule=rule.id, text=case.text, side=side)


def _is_number(fact: Fact) -> bool:
    """Whether a fact has a number: the chain then shows the number instead of the ticks beside it."""
    return fact.measured is not None or (isinstance(fact.value, int | float) and not isinstance(fact.value, bool))


def reason_of(rule: str, text: str, side: Leg | None, seen: UsedFact) -> Reason:
    """Return one link of the chain: the fact, and its measurement if there is one."""
    fact = seen.fact
    value = ", ".join(sorted(fact.value)) if isinstance(fact.value, frozenset) else fact.value
    measured = fact.metric is not None
    return Reason(
        rule=rule,
        text=text,
        fact=fact_words(seen.name, fact, side),
        metric=metric_name(seen.name, fact),
        side=side,
        value=fact.measured if measured else value,
        unit=fact.unit if measured else vocabulary()[seen.name].unit,
        scale=fact.scale,
    )


def _apply(found: Findings, action: Action, ask: Ask[Action]) -> None:
    """Write one action into the findings."""
    side, rule, text, because = ask.side, ask.rule, ask.text, ask.because
    legs: tuple[Leg, ...] = LEGS if side is None else (side,)
    if action.stop:
        found.stops.append(Stop(level=action.stop.level, rule=rule, text=wording().stops[action.stop.wording]))
    if action.refer:
        advice = Advice(rule=rule, level=action.refer.level, text=action.refer.text)
        found.advice += [] if advice in found.advice else [advice]
    if action.set:
        found.parameters = found.parameters.with_set(action.set)
        found.set_by |= {name: Reason(rule=rule, text=text) for name in action.set.model_fields_set}
        found.until_of |= dict.fromkeys(action.set.model_fields_set, ask.until)
    _speak(found, action, ask)
    found.log_daily += [name for name in action.log_daily or () if name not in found.log_daily]
    for leg in legs:
        if action.tag:
            _tag(found, leg, action.tag, ask)
        if action.constraint and action.constraint.code not in found.weighed[leg]:
            found.weighed[leg][action.constraint.code] = Weighed(severity=action.constraint.severity, because=because)
        for code in action.raised.codes if action.raised else ():
            found.raised[leg].setdefault(code, rule)
        if action.mark:
            found.sides[leg][action.mark.fact] = Fact(value=action.mark.value)
        _apply_to_range(found, action, leg, text)
    _note(found, action, ask)


def _speak(found: Findings, action: Action, ask: Ask[Action]) -> None:
    """Write down a sentence, once; one about the work on a finding is said only if the plan works on it."""
    text = action.say or (action.say_if_kept.text if action.say_if_kept else None)
    if text is None:
        return
    words = {"open": questions_in_words(found.open_questions)}
    spoken = Reason(rule=ask.rule, text=filled(text, found, ask.side, words), side=ask.side)
    if action.say_if_kept:
        found.said_of[spoken.text] = action.say_if_kept.finding
    found.say += [] if spoken.text in {one.text for one in found.say} else [spoken]


def _tag(found: Findings, leg: Leg, tag: str, ask: Ask[Action]) -> None:
    """Tag a leg; a tag from an answer replaces one that only an open question had set."""
    before = found.tag_asks[leg].get(tag)
    if before is None or (before.unanswered and not ask.unanswered):
        found.tags[leg][tag] = ask.because or (Reason(rule=ask.rule, text=ask.text, side=ask.side),)
        found.tag_asks[leg][tag] = Ask(
            action=tag, side=ask.side, rule=ask.rule, text=ask.text, unanswered=ask.unanswered, until=ask.until
        )


def _note(found: Findings, action: Action, ask: Ask[Action]) -> None:
    """Store what selection and schedule need later."""
    lists = {
        "exclude": found.excludes,
        "cap": found.caps,
        "add": found.adds,
        "must": found.musts,
        "morning": found.mornings,
        "limit": found.limits,
        "extra_set": found.extra_sets,
        "start": found.starts,
        "pace": found.paces,
        "prefer": found.prefers,
        "provisional": found.provisional,
    }
    if action.name in lists:
        kept = replace(ask, action=getattr(action, action.name))
        lists[action.name].append(kept)  # type: ignore[attr-defined]


def _apply_to_range(found: Findings, action: Action, leg: Leg, text: str) -> None:
    one = found.ranges[leg]
    if action.void_film:
        _take_range(found, lunge_range(found.intake, found.readings, leg, film_void=True))
    elif action.unclassify:
        _take_range(found, replace(one, band=None, dose_band=None, disagree=True, reason=text, of_either=None))
    elif action.disagree:
        _take_range(found, replace(one, disagree=True))
    elif action.milder_dose:
        _take_range(found, with_milder_dose(one, found.intake.age_years))


def _take_range(found: Findings, one: Range) -> None:
    """Store one side's range and everything that follows from it."""
    found.ranges[one.side] = one
    found.sides[one.side] |= range_facts(one, found.intake)
    classified = {leg: r for leg, r in found.ranges.items() if r.band is not None}
    found.differences = side_differences(classified) if len(classified) == len(LEGS) else []
    found.person |= difference_facts(found.differences)
    limited = found.differences[0].limited_side if found.differences else None
    injured = {leg for leg in LEGS for past in found.intake.history if past.side in {leg, "both"}}
    found.person["difference_explained"] = Fact(value=limited in injured)
    for leg in LEGS:
        found.sides[leg]["limited_side"] = Fact(value=leg == limited)
