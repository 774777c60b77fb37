"""The worked cases C01-C08 and the tangled ones T01-T12 in tests/cases, each with what must and must not appear."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from casework import CASES, log_of, plan_of, read

from dorsi.programme import Morning, as_markdown, catalogue, course, today

NAMES = sorted(path.name for path in CASES.glob("[CT]*.yaml"))
FIRST_WEEKS = 3


@pytest.mark.parametrize("name", NAMES)
def test_worked_case(name):
    case = read(name)
    plan = plan_of(case)
    expect = case.get("expect", {})
    assert not set(expect) - set(CHECKS), "unknown expectation"
    for key, wanted in expect.items():
        CHECKS[key](plan, wanted)
    if "expect_log" in case:
        _check_log(plan, case)


def _scheduled(plan, weeks=FIRST_WEEKS):
    return [(day, item) for week in plan.weeks[:weeks] for day in week.days for item in (*day.morning, *day.items)]


def _used(plan, weeks=FIRST_WEEKS):
    return {item.exercise for _, item in _scheduled(plan, weeks)}


def _bands(plan, wanted):
    assert {band.side: band.band for band in plan.bands} == wanted


def _severity(plan, wanted):
    assert {band.side: band.severity for band in plan.bands} == wanted


def _include(plan, wanted):
    for entry in wanted:
        one = {"item": entry} if isinstance(entry, str) else entry
        found = [item for _, item in _scheduled(plan) if item.exercise == one["item"]]
        assert found, one
        if "side" in one:
            assert {"both", one["side"]} & {item.side for item in found}
        if "level" in one:
            assert {item.level for item in found} == {one["level"]}


def _include_one_of(plan, wanted):
    for group in wanted:
        assert set(group) & _used(plan)


def _include_category(plan, wanted):
    for week in plan.weeks[:FIRST_WEEKS]:
        found = {item.category for day in week.days for item in day.items}
        assert set(wanted) <= found


def _exclude(plan, wanted):
    assert not set(wanted) & {item.exercise for item in plan.items}


def _include_week_1(plan, wanted):
    assert set(wanted) <= _used(plan, 1)


def _only_week_1(plan, wanted):
    assert {item.exercise for _, item in _scheduled(plan, 1) if item.category != "warmup"} == set(wanted)


def _day_without(plan, wanted):
    days = [day for week in plan.weeks for day in week.days]
    for number, names in wanted.items():
        assert not {item.exercise for item in days[number - 1].items} & set(names)


def _load_classes(plan, wanted):
    assert {item.load_class for item in plan.items} == set(wanted)


def _highest_level(plan, wanted):
    assert max(item.level for item in plan.items) == wanted
    assert all(item.next_level is None or item.next_level.level <= wanted for item in plan.items)


def _provisional(plan, wanted):
    assert plan.provisional is wanted
    assert len(plan.weeks) == 1


def _exclude_week_1(plan, wanted):
    assert not set(wanted) & _used(plan, 1)


def _exclude_side(plan, wanted):
    for side, names in wanted.items():
        assert not {i.exercise for i in plan.items if i.side in {side, "both"}} & set(names)
        left_out = {e.item for e in plan.excluded if e.side in {side, "both"} and not e.levels and e.rule and e.text}
        assert set(names) <= left_out


def _exclude_levels(plan, wanted):
    for side, levels in wanted.items():
        for name, gone in levels.items():
            found = [e for e in plan.excluded if e.item == name and e.side in {side, "both"}]
            assert any(set(gone) <= set(e.levels) for e in found)


def _exclude_equipment(plan, wanted):
    used = {word for item in plan.items for need in item.equipment for word in need.split(" or ")}
    assert not used & set(wanted)


def _levels_at_most(plan, wanted):
    for name, level in wanted.items():
        assert all(item.level <= level for item in plan.items if item.exercise == name)
        assert all(i.next_level is None or i.next_level.level <= level for i in plan.items if i.exercise == name)


def _strength_days(plan, wanted):
    assert {day.weekday for day, item in _scheduled(plan, 99) if item.category == "strength"} == set(wanted)


def _no_side_dose(plan, wanted):
    assert {item.side for item in plan.items} == {"both"}
    assert wanted


def _targets(plan, wanted):
    assert set(wanted) <= {target.constraint for target in plan.targets if target.kept}


def _no_targets(plan, wanted):
    assert not set(wanted) & {target.constraint for target in plan.targets}


def _kept_targets(plan, wanted):
    assert sum(target.kept for target in plan.targets) == wanted


def _days_at_most(plan, wanted):
    for week in plan.weeks:
        for name, most in wanted.items():
            assert sum(any(i.exercise == name for i in day.items) for day in week.days) <= most


def _range_items_at_most(plan, wanted):
    known = catalogue()
    found = {i.exercise for i in plan.items if i.category == "mobility" and "dorsiflexion" in known[i.exercise].traits}
    assert len(found) <= wanted


def _uncertain(plan, wanted):
    assert {band.side: band.uncertain for band in plan.bands} == wanted


def _other_values_close(plan, wanted):
    close = {band.side for band in plan.bands if any("close to the limit" in text for text in band.other_values)}
    assert close == set(wanted)


def _tags(plan, wanted):
    for side, tags in wanted.items():
        assert set(tags) <= set(plan.tags[side])


def _no_tags(plan, wanted):
    for side, tags in wanted.items():
        assert not set(tags) & set(plan.tags[side])


def _caps(plan, wanted):
    for name, texts in wanted.items():
        found = " ".join(cap.text for item in plan.items if item.exercise == name for cap in item.caps)
        assert all(text in found for text in texts)


def _clean_sessions(plan, wanted):
    for name, count in wanted.items():
        assert {item.clean_sessions for item in plan.items if item.exercise == name} == {count}


def _doses(plan, wanted):
    for one in wanted:
        found = [i for i in plan.items if i.exercise == one["item"] and i.side == one["side"]]
        assert [(i.dose.sets, i.dose.hold_s) for i in found] == [(one["sets"], one["hold_s"])]


def _high_load_apart(plan, wanted):
    days = [day for week in plan.weeks for day in week.days]
    heavy = [number for number, day in enumerate(days) if any(item.load_class == "H" for item in day.items)]
    assert heavy
    assert all(later - earlier >= 2 for earlier, later in pairwise(heavy)) is wanted


def _log_daily(plan, wanted):
    assert set(wanted) <= set(plan.log_daily)


def _say(plan, wanted):
    text = as_markdown(plan)
    for words in wanted:
        assert words in text, words


def _never_say(plan, wanted):
    text = " ".join([plan.stop.text if plan.stop else "", *[one.text for one in plan.say], *plan.notes]).lower()
    assert not [words for words in wanted if words in text]


def _stop(plan, wanted):
    assert plan.stop is not None
    assert plan.stop.level == wanted


def _empty(plan, wanted):
    assert (plan.items == [] and plan.weeks == [] and plan.retests == []) is wanted
    ids = re.compile("|".join(catalogue().exercises))
    assert not ids.search(plan.model_dump_json())


def _measured(plan, wanted):
    for words in wanted:
        assert any(words in line for line in plan.measured)


def _warmup_min(plan, wanted):
    for week in plan.weeks:
        for day in week.days:
            if day.items:
                assert sum(item.minutes for item in day.items if item.category == "warmup") == wanted


def _off_strength_days(plan, wanted):
    strength = {day.weekday for day, item in _scheduled(plan) if item.category == "strength"}
    assert {day.weekday for day, item in _scheduled(plan) if item.exercise == wanted} - strength


def _rest_days(plan, wanted):
    assert all(sum(not day.items for day in week.days) >= wanted for week in plan.weeks)


def _day_minutes(plan, wanted):
    assert all(sum(item.minutes for item in day.items) <= wanted for week in plan.weeks for day in week.days)


def _retest_day(plan, wanted):
    assert wanted in {check.day for check in plan.retests if check.rule == "R67"}


CHECKS = {
    "bands": _bands,
    "severity": _severity,
    "include": _include,
    "include_one_of": _include_one_of,
    "include_category": _include_category,
    "exclude": _exclude,
    "exclude_week_1": _exclude_week_1,
    "include_week_1": _include_week_1,
    "only_week_1": _only_week_1,
    "day_without": _day_without,
    "load_classes": _load_classes,
    "highest_level": _highest_level,
    "provisional": _provisional,
    "exclude_side": _exclude_side,
    "exclude_levels": _exclude_levels,
    "exclude_equipment": _exclude_equipment,
    "levels_at_most": _levels_at_most,
    "strength_days": _strength_days,
    "no_side_dose": _no_side_dose,
    "targets": _targets,
    "no_targets": _no_targets,
    "kept_targets": _kept_targets,
    "days_at_most": _days_at_most,
    "range_items_at_most": _range_items_at_most,
    "uncertain": _uncertain,
    "other_values_close": _other_values_close,
    "tags": _tags,
    "no_tags": _no_tags,
    "caps": _caps,
    "clean_sessions": _clean_sessions,
    "doses": _doses,
    "high_load_apart": _high_load_apart,
    "log_daily": _log_daily,
    "say": _say,
    "never_say": _never_say,
    "stop": _stop,
    "empty": _empty,
    "measured": _measured,
    "warmup_min": _warmup_min,
    "not_on_strength_days_only": _off_strength_days,
    "rest_days_at_least": _rest_days,
    "day_minutes_at_most": _day_minutes,
    "retest_day": _retest_day,
}


def _check_log(plan, case):
    wanted, log = case["expect_log"], log_of(case)
    day = dt.date.fromisoformat(str(case["log"]["today"]))
    found = course(plan, log, day)
    moves = [move.model_dump() for move in found.moves]
    for one in wanted.get("moves", []):
        assert any(one.items() <= move.items() for move in moves), one
    assert not {move["to"] for move in moves} & set(wanted.get("no_moves", []))
    assert found.stopped is wanted.get("stopped", False)
    if "verdicts" in wanted:
        assert {change.verdict for change in found.changes} == set(wanted["verdicts"])
        assert {change.band_now for change in found.changes} == {wanted["band_now"]}
    if wanted.get("today_empty"):
        assert today(plan, log, day + dt.timedelta(days=1), Morning()).items == []
    text = " ".join(
        [move.text for move in found.moves]
        + [change.sentence for change in found.changes]
        + [trend.sentence for trend in found.trends]
        + [found.stop_text or ""]
    )
    for words in wanted.get("say", []):
        assert words in text, words
    assert not [words for words in wanted.get("never_say", []) if words in text.lower()]
