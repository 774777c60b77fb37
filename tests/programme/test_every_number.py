"""The numbers that rules act with change what happens: edited in a copy, a plan, a day or a course is different."""

import copy
import datetime as dt
import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from casework import CASES, log_of, merged, read
from casework import plan_of as plan_of_case

from dorsi.datafile import load_mapping
from dorsi.errors import RuleError
from dorsi.programme import Morning, catalogue, course, today
from dorsi.programme.rulebook.rules import parse_rules, rules, using_rules
from dorsi.schema.log import Log

STARTED = dt.date(2026, 1, 5)
DATA, EXTRA = read("rules.yaml"), read("numbers.yaml")
RAW = load_mapping("rules.yaml")
USUAL = {"exercise_id": "mo_wall_slide", "side": "both", "level": 1, "pain_during": 0, "pain_next_morning": 0,
         "dose_done_pct": 100, "form": 3}  # fmt: skip
MORNINGS = [
    Morning(pain=pain, stiffness=stiff, calf_soreness=calf, swelling=swollen)
    for pain, stiff, calf, swollen in [(None, None, None, None), (5, 0, 0, False), (3, 0, 0, False), (2, 0, 0, False),
                                       (1, 0, 0, False),
                                       (0, 4, 0, False), (0, 3, 0, False), (0, 0, 6, False), (0, 0, 5, False),
                                       (0, 0, 3, False), (0, 0, 2, False), (0, 0, 0, True)]
]  # fmt: skip
MORNINGS += [Morning(pain=pain, usual_pain=0) for pain in (1, 2)]


def numbers(value, place=()):
    """Yield the place of every number within a rule; the numbers of the evidence and of texts are not meant."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from numbers(inner, (*place, index))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield place


#: What is done with a number (`then`) is what the executor reads; in `when` it decides whether a rule holds at all.
EVERY = [(number, place) for number, rule in enumerate(RAW["rules"]) for place in numbers(rule)]
PLACES = [(number, place) for number, place in EVERY if "then" in place]
LIMITS = [(number, place) for number, place in EVERY if "when" in place]


#: Ways to change a number: by a factor, and by one more or less.
CHANGES = ((0, 0), (10, 1), (1, 1), (1, -1), (2, 0), (0.5, 0), (1.9, 0))


@cache
def edited(number, place, change):
    """Return the rules with one number changed in one way; None where the file's own check refuses it."""
    factor, more = change
    rule = copy.deepcopy(RAW["rules"][number])
    inner = rule
    for part in place[:-1]:
        inner = inner[part]
    old = inner[place[-1]]
    inner[place[-1]] = type(old)(old * factor + more * (1 if isinstance(old, int) or old >= 1 else 0.1))
    if inner[place[-1]] == old:
        return None
    try:
        [changed] = parse_rules({"rules": [rule]}, catalogue())
    except RuleError:
        return None
    return (*rules()[:number], changed, *rules()[number + 1 :])


def log_made(case, kind):
    entries = case[kind]
    days = case.get(f"{kind}_days", list(range(0, 2 * len(entries), 2)))
    usual = USUAL | ({"exercise_id": case["exercise"]} if "exercise" in case else {})
    noted = [usual | one | {"date": STARTED + dt.timedelta(days=day)} for one, day in zip(entries, days, strict=True)]
    return Log.model_validate(
        {
            "started": STARTED,
            "entries": noted,
            "measurements": case.get(f"{kind}_measurements", []),
            "mornings": case.get(f"{kind}_mornings", []),
        }
    )


def plan_of(case):
    """Return the plan of a case; what lies ahead follows the same rules, which `log_case` asks."""
    return plan_of_case(case, ahead=False)


def plan_case(case):
    return plan_of(case | {"measure": DATA["measure"] | (case.get("measure") or {})})


def log_case(case, kind):
    base = {"measure": DATA["measure"], "intake": {"start_date": STARTED, "goals": ["speed"]}}
    made, log = plan_of(merged(base, case.get("plan", {}))), log_made(case, kind)
    last = max([one.date for one in log.entries], default=dt.date(2026, 2, 28))
    days = [last + dt.timedelta(days=n) for n in case.get("later", (0, 2))]
    return "".join(
        [course(made, log, day).model_dump_json() for day in days]
        + [today(made, log, day, Morning()).model_dump_json() for day in days]
    )


def worked_case(name):
    case = read(name)
    made = plan_of(case)
    told = made.model_dump_json(exclude={"trace"})
    if "log" not in case:
        return told
    day = dt.date.fromisoformat(str(case["log"]["today"]))
    return told + course(made, log_of(case), day).model_dump_json()


def morning_case(weekday):
    made = plan_of({"measure": {"wblt_cm": [6.5, 6.5]}, "intake": {"start_date": STARTED, "days_per_week": 3}})
    day = STARTED + dt.timedelta(days=weekday)
    return "".join(today(made, Log(started=STARTED), day, one).model_dump_json() for one in MORNINGS)


def questions(rule):
    """Yield what is asked of a rule: its own cases first, then mornings and the worked cases."""
    for kind in ("fires", "silent"):
        if rule in DATA["rules"]:
            yield "plan", rule, kind
        if rule in DATA["log_rules"]:
            yield "log", rule, kind
    yield from (("extra", rule, str(place)) for place in range(len(EXTRA["plans"].get(rule, []))))
    yield from (("extra_log", rule, str(place)) for place in range(len(EXTRA["logs"].get(rule, []))))
    yield from (("morning", str(day), "") for day in (0, 2))
    yield from (("worked", path.name, "") for path in sorted(CASES.glob("[CT]*.yaml")))


def ask(kind, name, which):
    if kind == "plan":
        return plan_case(DATA["rules"][name][which]).model_dump_json(exclude={"trace"})
    if kind == "extra":
        return plan_case(EXTRA["plans"][name][int(which)]).model_dump_json(exclude={"trace"})
    if kind == "log":
        return log_case(DATA["log_rules"][name], which)
    if kind == "extra_log":
        return log_case(EXTRA["logs"][name][int(which)], "fires")
    return morning_case(int(name)) if kind == "morning" else worked_case(name)


@cache
def as_it_is(question):
    return ask(*question)


def answered(found, question):
    try:
        with using_rules(found):
            return ask(*question)
    except RuleError:
        return "refused"


def label(entry):
    return f"{RAW['rules'][entry[0]]['id']}-{'.'.join(map(str, entry[1]))}"


NOT_SEEN, LIMITS_NOT_SEEN = set(EXTRA["not_seen"]), set(EXTRA["limits_not_seen"])


def shows(entry, question, change):
    """Whether a change of the number changes the answer to a question."""
    found = edited(*entry, change)
    return found is not None and answered(found, question) != as_it_is(question)


def asked_of(entry):
    """Return what is asked of a number: of a limit only its own rule's cases, and mornings where they concern it."""
    rule = RAW["rules"][entry[0]]
    every = list(questions(rule["id"]))
    if "then" in entry[1]:
        return every
    own = [one for one in every if one[0] != "worked"]
    return [one for one in own if one[0] != "morning" or "scope: morning" in f"{yaml.safe_dump(rule)}"]


def shown_by(entry):
    """Return the first question and change that show the number, or None."""
    return next(((*one, *change) for one in asked_of(entry) for change in CHANGES if shows(entry, one, change)), None)


#: What showed each number when scripts/find_what_shows_numbers.py looked: tried first, since trying all takes minutes.
FIRST = json.loads((Path(__file__).parents[1] / "data" / "what_shows_numbers.json").read_text(encoding="utf-8"))


def seen(entry):
    """Whether a change of the number changes an answer."""
    *one, factor, more = FIRST.get(label(entry), ("", "", "", 0, 0))
    known = tuple(one) in asked_of(entry) and (factor, more) in CHANGES
    return (known and shows(entry, tuple(one), (factor, more))) or shown_by(entry) is not None


def test_numbers_without_an_input_that_shows_them_are_named_and_few():
    assert {label(entry) for entry in PLACES} >= NOT_SEEN
    assert len(NOT_SEEN) < len(PLACES) / 4
    assert {label(entry) for entry in LIMITS} >= LIMITS_NOT_SEEN
    assert len(LIMITS_NOT_SEEN) < len(LIMITS) / 4


@pytest.mark.parametrize("entry", [one for one in PLACES if label(one) not in NOT_SEEN], ids=label)
def test_an_edited_number_changes_what_happens(entry):
    assert seen(entry)


@pytest.mark.parametrize("entry", [one for one in LIMITS if label(one) not in LIMITS_NOT_SEEN], ids=label)
def test_an_edited_limit_of_a_condition_changes_what_happens(entry):
    assert seen(entry)
