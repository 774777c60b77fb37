"""Write docs/rules.md, docs/exercises.md, docs/coverage.md, examples/plan.json: `scripts/write_programme_docs.py`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from dorsi.detectable import PUBLISHED
from dorsi.errors import RuleError
from dorsi.programme import plan
from dorsi.programme.exercises.catalogue import Exercise, catalogue
from dorsi.programme.exercises.dose_words import dose_text
from dorsi.programme.exercises.how_to import ExerciseCard, card_of, how_to, needs_words, shared_words
from dorsi.programme.exercises.timing import minutes_on
from dorsi.programme.facts.bands import band_table
from dorsi.programme.language.conditions import Condition
from dorsi.programme.language.vocabulary import vocabulary
from dorsi.programme.rulebook.rule import Rule
from dorsi.programme.rulebook.rules import rules
from dorsi.programme.words.show import CATEGORY_TITLES
from dorsi.schema.intake import Intake, Quantity
from dorsi.schema.log import Course, Log
from dorsi.schema.plan import Plan

ROOT = Path(__file__).parents[1]
RULES_PAGE = ROOT / "docs" / "rules.md"
EXERCISES_PAGE = ROOT / "docs" / "exercises.md"
COVERAGE_PAGE = ROOT / "docs" / "coverage.md"
EXAMPLE_INTAKE = ROOT / "examples" / "intake.yaml"
EXAMPLE_PLAN = ROOT / "examples" / "plan.json"
COVERAGE_DATA = ROOT / "docs" / "coverage.yaml"
TESTS = ROOT / "tests" / "programme"
CASES = ROOT / "tests" / "cases"
RECORDS: dict[str, type[BaseModel]] = {"intake": Intake, "plan": Plan, "log": Log, "course": Course}
TIERS = {
    "P0": "Safety",
    "P1": "History",
    "P2": "Today and the log",
    "P3": "Validity of measurements",
    "P4": "Load and recovery",
    "P5": "Findings",
    "P6": "Goals",
    "P7": "Time, equipment and order",
    "P8": "Progress",
    "P9": "Retest and wording",
}
SIGNS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}
RULES_INTRODUCTION = """# Rules, bands and exercises

Written by `make docs` from src/dorsi/programme/*.yaml; do not edit by hand. A lower tier wins: what it leaves out,
nothing brings back. A fact that is not known makes a rule "not assessed", which is never taken for yes or no.

Evidence: M01-M88 reference values, S01-S107 lines of the article (docs/coverage.md), X1-X14 settled conflicts.

Choices of this project where the sources leave room:

- A value close to a limit keeps its own band and takes the milder one's days and number of range exercises (R15).
- Surgery, fracture, injection, an inflammatory flare and reduced feeling in the foot give no plan until cleared (R04);
  a fluoroquinolone antibiotic without tendon pain gives a plan without middle and high load.
- Without answers to the safety questions there is no plan: "not asked" is not "no" (R01).
- In a race week only exercises from earlier weeks or from the intake are done, with 40 % fewer sets (R47).
- Two exercises of high load are never done within 48 hours, so there is at most one a day (R45).
- Sessions use 30 minutes at most, however long the day (R40).
- A level step is a place to go to, not one leap: one variable changes at a time, a hold by 5 s or a time by 20 % a
  session at most, range by 1 cm or 2 deg, tempo by one part, load by 10 %, half of these with a history on that side
  (R57). Every move forward in the log says its step in these sizes.
- Another method (R62) is put into the day itself: a held calf stretch becomes contract-relax, or a range exercise
  slower with fewer repetitions, in the same minutes.
- A calf sore from running (`dorsi today --calf`): above 2 and up to 5 of 10 swaps an A day with the next B day of the
  week where 48 hours still hold and no hard run follows, else leaves out high load; above 5 nothing loads the calf
  (X12, R51).
- What is not known takes the careful branch: open safety questions keep hops and heavy work out (R03), an Achilles
  history without a site has the limits of both sites (R05, R06), a clot question left open bars calf rolling (R04).
- Pain above 5 when running leaves light work at the first level, from 3 on it takes hops out; shin pain of 4 or more
  when running counts as bone pain until it has been looked at (R03). The limits follow the colours of R51.
- At the first level a step back is less of the dose (R51, R55); the whole dose returns after a comfortable session.
- Unsteady on one leg, soft ground, quick steps and hops wait with the pushes until the floor is level 2 (R28).
"""
EXERCISES_INTRODUCTION = """# How each exercise is done

Written by `make docs` from src/dorsi/programme/how_to and catalogue.yaml; do not edit by hand. `dorsi show EXERCISE`
prints one of them, report and programme show those of your plan. What your own plan limits comes before these steps.

![Start and end of the exercises, as their moving pictures show them](images/exercises.webp)

![Common faults, each beside the right way](images/faults.webp)

Facts were checked against the public pages named with an exercise; the words are dorsi's own.
"""
COVERAGE_INTRODUCTION = """# Where the article lives

Written by `make docs` from docs/coverage.yaml, the data files and the tests; do not edit by hand. Every recommendation
of the source article (S01-S107) has a line; what is not there yet says so.

| id | recommendation | status | lives in | shown by | not there yet |
|---|---|---|---|---|---|
"""


def rules_page() -> str:
    """Return docs/rules.md."""
    return "\n".join([RULES_INTRODUCTION, *_bands(), *_rules(), *_exercises(), ""])


def _bands() -> Iterator[str]:
    yield "## Bands of ankle range\n"
    yield "| scale | marked | restricted | borderline | adequate | ample | detectable change | sources |"
    yield "|---|---|---|---|---|---|---|---|"
    table = band_table().dorsiflexion
    for scale in table.order:
        one = table.scales[scale]
        known = PUBLISHED.of(one.metric, scale)
        if known is None:
            raise RuleError(f"bands.yaml: {scale} has no detectable change in published.yaml")
        a, b, c, d = (f"{limit:g}" for limit in one.limits)
        cells = [
            scale,
            f"< {a} {one.unit}",
            f"{a} to < {b}",
            f"{b} to < {c}",
            f"{c} to {d}",
            f"> {d}",
            f"{known.mdc:g} {one.unit}",
        ]
        yield f"| {' | '.join(cells)} | {', '.join(one.sources)} |"
    yield f"\nFrom {table.older_from_years} years on each limit is lowered (2 cm, 3.3 deg).\n"


def _rules() -> Iterator[str]:
    for tier, title in TIERS.items():
        yield f"## {tier} {title}\n"
        for rule in rules():
            if rule.tier == tier:
                yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id} {rule.title}\n"
    for scope, case in rule.scoped():
        name = f"*{case.case}* " if case.case else ""
        per = {"side": ", each leg", "log": ", each logged exercise", "course": ", the log as a whole"}.get(scope, "")
        does = ", ".join(dict.fromkeys("raise" if action.raised else action.name for action in case.then))
        yield f"- {name}if {condition_words(case.when)}{per}: {case.text}. Does: {does}."
    yield f"\nEvidence: {', '.join(rule.evidence)}\n"


def condition_words(condition: Condition) -> str:
    """Return a condition in words."""
    if condition.always:
        return "always"
    if condition.not_this is not None:
        return f"not ({condition_words(condition.not_this)})"
    for joint, parts in ((" and ", condition.all_of), (" or ", condition.any_of)):
        if parts:
            return joint.join(f"({condition_words(p)})" if p.all_of or p.any_of else condition_words(p) for p in parts)
    return leaf_words(condition)


def leaf_words(condition: Condition) -> str:
    """Return the comparison of one fact in words."""
    label = vocabulary()[condition.fact or ""].label
    for name, sign in SIGNS.items():
        limit = getattr(condition, name)
        if limit is not None:
            return f"{label} {sign} {limit:g} {condition.unit}"
    if condition.unknown is not None:
        return f"{label}: {'not known' if condition.unknown else 'known'}"
    if condition.any_given is not None:
        return f"any of {label}"
    if isinstance(condition.equals, bool):
        return f"{label}: {'yes' if condition.equals else 'no'}"
    return f"{label}: {condition.includes or condition.equals}"


def _exercises() -> Iterator[str]:
    yield "## Exercises\n"
    yield "| id | name | answers | load | minutes | days | left out or limited for | sources |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in catalogue().exercises.values():
        yield _exercise(one)


def _exercise(one: Exercise) -> str:
    contra = "; ".join(dict.fromkeys(f"{rule.tag} ({rule.do})" for rule in one.contra)) or "-"
    cells = [
        f"`{one.id}`",
        one.name,
        ", ".join(one.answers),
        one.load_class,
        f"{minutes_on(one, 1, one.dose_at(1), 'both'):g}",
    ]
    cells += [f"{one.days[0]} to {one.days[1]}", contra, ", ".join(one.sources)]
    return f"| {' | '.join(cells)} |"


def exercises_page() -> str:
    """Return docs/exercises.md: every exercise with all its levels."""
    lines = [EXERCISES_INTRODUCTION]
    for category, title in CATEGORY_TITLES.items():
        lines.append(f"## {title}\n")
        for one in catalogue().exercises.values():
            lines += _instructions(one) if one.category == category else []
    return "\n".join(lines)


def _instructions(one: Exercise) -> Iterator[str]:
    how = how_to()[one.id]
    yield f"### {one.name}\n"
    yield f"`{one.id}`. {how.why}\n"
    before: ExerciseCard | None = None
    for level in one.levels:
        card = card_of(one.id, level)
        if card is None:
            raise RuleError(f"catalogue.yaml: {one.id}: level {level} has no card")
        dose = dose_text(one, level, one.dose_at(level), together=one.together(level))
        yield f"**Level {level}.** {card.words} *{dose}*\n"
        if before is None or before.needs != card.needs:
            yield f"You need: {needs_words(card)}\n"
        if before is None or before.start != card.start:
            yield f"Start: {card.start}\n"
        if before is None or before.steps != card.steps:
            yield "\n".join(f"{number}. {step}" for number, step in enumerate(card.steps, start=1)) + "\n"
        before = card
    yield f"How it feels: {how.feel}\n"
    yield "\n".join(f"- {fault.fault} {fault.mend}" for fault in how.faults)
    yield f"- When to stop: {how.stop}"
    yield f"- Easier than level 1: {how.easier}\n"
    found = [shared_words().sources[name] for name in how.sources]
    if found:
        yield f"Checked against: {', '.join(f'[{source.name}]({source.address})' for source in found)}\n"


def example_plan() -> str:
    """Return examples/plan.json: the plan of examples/intake.yaml, without what is empty."""
    intake = Intake.model_validate(yaml.safe_load(EXAMPLE_INTAKE.read_text(encoding="utf-8")))
    return plan(intake, []).model_dump_json(indent=1, exclude_none=True, exclude_defaults=True) + "\n"


def coverage_page() -> str:
    """Return docs/coverage.md; raises RuleError when a line names something that is not there."""
    entries: dict[str, dict[str, Any]] = yaml.safe_load(COVERAGE_DATA.read_text(encoding="utf-8"))
    return COVERAGE_INTRODUCTION + "".join(f"{_coverage_line(sid, entry)}\n" for sid, entry in entries.items())


def _coverage_line(sid: str, entry: dict[str, Any]) -> str:
    of_rules = [rule.id for rule in rules() if sid in rule.evidence]
    items = [one.id for one in catalogue().exercises.values() if sid in one.sources]
    named = entry.get("lives", [])
    for thing in named:
        _check_thing(sid, thing)
    lives = [*(f"rule {one}" for one in of_rules), *(f"`{one}`" for one in items)]
    lives += [thing for thing in named if thing not in lives]
    shown = [*entry.get("tests", []), *_shown_by(of_rules, items)]
    if not lives:
        raise RuleError(f"coverage.yaml: {sid}: name where it lives")
    if problem := _status_problem(entry):
        raise RuleError(f"coverage.yaml: {sid}: status: {problem}")
    for test in entry.get("tests", []):
        _check_test(sid, test)
    cells = [sid, entry["what"], entry["status"], "; ".join(lives), "; ".join(shown), entry.get("missing", "")]
    return f"| {' | '.join(cells)} |"


def _status_problem(entry: dict[str, Any]) -> str | None:
    """Return why a line's status does not hold: done needs a named test of its own, everything else a reason."""
    status, missing = entry.get("status"), entry.get("missing")
    if status == "done":
        return None if entry.get("tests") and not missing else "done needs a named test, and nothing missing"
    if status not in {"partly", "open"}:
        return "write done, partly or open"
    return None if missing else f"{status} needs a reason in 'missing'"


def _shown_by(of_rules: list[str], items: list[str]) -> Iterator[str]:
    """Yield the cases that show a rule or an exercise."""
    if of_rules:
        yield f"cases/rules.yaml: {', '.join(of_rules)}"
    for path in sorted(CASES.glob("[CT]*.yaml")):
        text = path.read_text(encoding="utf-8")
        if any(re.search(rf"\b{item}\b", text) for item in items):
            yield f"cases/{path.name}"
    if items and not of_rules:
        yield "test_data_files.py::test_the_catalogue_agrees_with_the_research_pack"


def _check_thing(sid: str, thing: str) -> None:
    kind, _, name = thing.partition(" ")
    known = {
        "metric": lambda: name in get_args(Quantity),
        "rule": lambda: name in {rule.id for rule in rules()},
        "item": lambda: name in catalogue().exercises,
        "field": lambda: _has_field(name),
    }
    if kind not in known or not known[kind]():
        raise RuleError(f"coverage.yaml: {sid}: lives: '{thing}' is not there")


def _has_field(path: str) -> bool:
    record, *names = path.split(".")
    model: Any = RECORDS.get(record)
    for name in names:
        field = getattr(model, "model_fields", {}).get(name)
        if field is None:
            return False
        inner = [field.annotation, *get_args(field.annotation)]
        model = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return True


def _check_test(sid: str, test: str) -> None:
    file, _, name = test.partition("::")
    path = ROOT / "tests" / file if "/" in file else TESTS / file
    if not path.exists() or f"def {name}(" not in path.read_text(encoding="utf-8"):
        raise RuleError(f"coverage.yaml: {sid}: tests: '{test}' is not there")


if __name__ == "__main__":
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
    EXERCISES_PAGE.write_text(exercises_page(), encoding="utf-8")
    COVERAGE_PAGE.write_text(coverage_page(), encoding="utf-8")
    EXAMPLE_PLAN.write_text(example_plan(), encoding="utf-8")
