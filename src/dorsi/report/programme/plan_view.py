"""What the page says about a programme: items with their reasons, the week, what was left out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dorsi import measures
from dorsi.measures.bands import band_words
from dorsi.programme import rules
from dorsi.programme.exercises.catalogue import catalogue
from dorsi.programme.words.provisional import provisional_words
from dorsi.report.programme.cards import Address, HowCard, how_cards, inside
from dorsi.report.programme.open_questions import open_lines
from dorsi.report.programme.weeks import Ahead, EqualWeeks, WeekNow, ahead, equal_weeks, week_now
from dorsi.report.text import words
from dorsi.schema.plan import Cap, Plan, PlanItem, Reason
from dorsi.schema.plan_remarks import Retest, SideBand
from dorsi.wording.days import day_text
from dorsi.wording.plurals import days_a_week, minutes

CATEGORY_NAMES: Final = {
    "warmup": "Warm-up",
    "mobility": "Mobility",
    "neuromotor": "Balance and control",
    "strength": "Strength",
    "proximal": "Hip and trunk",
}
GAP: Final = " · "  #: between the parts of a line
#: Sentences of the safety rules stand first on a page and are always printed.
SAID_FIRST: Final = ("P0", "P2")


@dataclass(frozen=True, kw_only=True)
class Because:
    """One rule's sentence with the measured facts that made it apply."""

    facts: tuple[str, ...]
    rule: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SideDose:
    """What one leg does, or both when they do the same."""

    side: str
    side_name: str
    dose: str
    minutes: str
    meta: str  #: days a week, the first week, what to have ready
    caps: tuple[Cap, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LegText:
    """A text for the legs it holds for; no leg is named when it holds for all."""

    who: str
    text: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanExercise:
    """One exercise with the doses of its sides and its reasons."""

    name: str
    category: str
    cue: str
    breath: str
    doses: tuple[SideDose, ...]
    levels: tuple[LegText, ...]
    next_steps: tuple[LegText, ...]  #: detail: what opens it
    because: tuple[Because, ...]
    rules: tuple[str, ...]  #: behind its reasons and limits, for professionals
    cards: tuple[HowCard, ...]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Exercises that one rule left out for one reason."""

    items: tuple[str, ...]
    rule: str
    text: str
    until: str


@dataclass(frozen=True, kw_only=True)
class Start:
    """What the programme takes the range of one side to be."""

    side: str
    side_name: str
    band: str
    measured: str
    others: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class RepeatedTest:
    """A test that comes back on several days."""

    when: str
    rule: str
    what: str
    condition: str


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """The programme, laid out."""

    plan: Plan
    provisional: str  #: what a first, careful week waits for; empty for any other programme
    exercises: tuple[PlanExercise, ...]  #: in the order of a session
    weeks: tuple[EqualWeeks, ...]
    ahead: Ahead
    left_out: tuple[LeftOut, ...]
    not_assessed: tuple[str, ...]
    retests: tuple[RepeatedTest, ...]
    now: WeekNow | None
    say_first: tuple[str, ...]  #: of the safety rules; never folded away
    say: tuple[str, ...]
    starts: tuple[Start, ...]
    counted: tuple[str, ...]  #: from which change on each measurement counts, and the source
    works_on: tuple[str, ...]
    waiting: tuple[str, ...]  #: findings that the minutes a day leave for later


def fact_text(reason: Reason) -> str:
    """Return the fact behind a reason, such as "left knee to wall 7.0 cm (tape)"; empty where it is only a text."""
    return words.typeset(reason.fact or "")


def _because(reasons: Iterable[Reason]) -> tuple[Because, ...]:
    """Return each rule's sentence once, with all facts that stand behind it."""
    facts: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        facts.setdefault((reason.rule, words.sentence(reason.text)), []).append(fact_text(reason))
    return tuple(
        Because(facts=tuple(dict.fromkeys(f for f in found if f)), rule=rule, text=text)
        for (rule, text), found in facts.items()
    )


def _days(item: PlanItem) -> str:
    return days_a_week(*item.days_per_week, to="–")


def _side_dose(item: PlanItem) -> SideDose:
    meta = [_days(item)]
    if item.from_week > 1:
        meta.append(f"from week {item.from_week}")
    meta += [thing for thing in item.equipment if thing != "none"]
    return SideDose(
        side=item.side,
        side_name=_side_name(item),
        dose=words.typeset(item.dose_text),
        minutes=minutes(item.minutes),
        meta=GAP.join(meta),
        caps=tuple(item.caps),
        notes=_distinct(item.notes),
    )


def _side_name(item: PlanItem) -> str:
    """Return the side or sides; nothing where both legs work at once, or no leg does."""
    if item.side != "both":
        return measures.SIDE_NAMES[item.side]
    known = catalogue().exercises.get(item.exercise)
    level = known.levels.get(item.level) if known else None
    return "" if known and level and known.together(item.level) else "Both sides"


def _lines(texts: Iterable[tuple[PlanItem, str, str]]) -> tuple[LegText, ...]:
    """Return each distinct text once, with the side named where the sides differ."""
    sides: dict[tuple[str, str], list[str]] = {}
    for item, text, detail in texts:
        sides.setdefault((text, detail), []).append(item.side)
    return tuple(
        LegText(who=" and ".join(who) if len(sides) > 1 else "", text=text, detail=detail)
        for (text, detail), who in sides.items()
    )


def exercises(items: Sequence[PlanItem], address: Address = inside) -> tuple[PlanExercise, ...]:
    """Return the exercises in the order of a session, left and right of one exercise together."""
    order = list(CATEGORY_NAMES)
    together: dict[str, list[PlanItem]] = {}
    for item in sorted(items, key=lambda item: order.index(item.category)):
        together.setdefault(item.exercise, []).append(item)
    return tuple(
        PlanExercise(
            name=same[0].name,
            category=CATEGORY_NAMES[same[0].category],
            cue=words.sentence(same[0].cue),
            breath=words.sentence(same[0].breath),
            doses=tuple(_side_dose(item) for item in same),
            levels=_lines((i, f"Level {i.level}: {words.sentence(i.level_text)}", "") for i in same),
            next_steps=_lines(
                (i, words.sentence(i.next_level.text), words.typeset(i.next_level.criterion))
                for i in same
                if i.next_level
            ),
            because=_because(reason for item in same for reason in item.because),
            rules=tuple(dict.fromkeys(rule for item in same for rule in _rules_of(item))),
            cards=how_cards(same, address),
        )
        for same in together.values()
    )


def _rules_of(item: PlanItem) -> list[str]:
    return [reason.rule for reason in item.because] + [cap.rule for cap in item.caps]


def _left_out(plan: Plan) -> tuple[LeftOut, ...]:
    """Return what was left out, one entry for each reason, so that a rule that bars ten items speaks once."""
    by_reason: dict[tuple[str, str, str], list[str]] = {}
    for entry in plan.excluded:
        side = "" if entry.side == "both" else f" ({entry.side})"
        levels = f", level {', '.join(map(str, entry.levels))}" if entry.levels else ""
        by_reason.setdefault((entry.rule, entry.text, entry.until or ""), []).append(f"{entry.name}{side}{levels}")
    return tuple(
        LeftOut(items=tuple(dict.fromkeys(items)), rule=rule, text=words.sentence(text), until=until)
        for (rule, text, until), items in by_reason.items()
    )


def _start(one: SideBand) -> Start:
    """Return one side's band with the value that decided it."""
    measured = ""
    if one.value is not None and one.unit is not None:
        unit = measures.unit_of(one.unit)
        bound = "± not known" if one.bound is None else f"± {unit.text(one.bound)}"
        measured = f"{unit.text(one.value)} {bound}, {measures.scale_words(one.scale or '')}"
    band = "not known yet" if one.band is None else band_words(one.band)
    return Start(
        side=one.side,
        side_name=measures.SIDE_NAMES[one.side],
        band=f"{band}, close to the limit" if one.uncertain else str(band),
        measured=measured,
        others=tuple(one.other_values),
        reason=words.sentence(one.reason or ""),
    )


def _retests(retests: Sequence[Retest]) -> tuple[RepeatedTest, ...]:
    """Return each test once with all its days, the first to come first."""
    days: dict[tuple[str, str, str], list[str]] = {}
    for one in retests:
        day = f"{one.day} ({day_text(one.date)})" if one.date else str(one.day)
        days.setdefault((one.rule, words.sentence(one.what), words.sentence(one.condition or "")), []).append(day)
    return tuple(
        RepeatedTest(when=f"{'Days' if found[1:] else 'Day'} {', '.join(found)}", rule=rule, what=what, condition=more)
        for (rule, what, more), found in days.items()
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.sentence(t) for t in texts if t))


def plan_view(plan: Plan, address: Address = inside, *, day: dt.date | None = None) -> PlanView:
    """Return the programme as the templates lay it out.

    Parameters
    ----------
    plan
        The programme.
    address
        Where the templates find the exercises' pictures.
    day
        Today, for a page that is made when it is opened; None for one that is kept.
    """
    first = {rule.id for rule in rules() if rule.tier in SAID_FIRST}
    return PlanView(
        plan=plan,
        provisional=provisional_words(plan),
        exercises=exercises(plan.items, address),
        weeks=equal_weeks(plan.weeks),
        ahead=ahead(plan),
        left_out=_left_out(plan),
        not_assessed=open_lines(plan.not_assessed),
        retests=_retests(plan.retests),
        now=week_now(plan, day),
        say_first=_distinct(one.text for one in plan.say if one.rule in first),
        say=_distinct(one.text for one in plan.say if one.rule not in first),
        starts=tuple(_start(band) for band in plan.bands),
        counted=tuple(
            f"{measures.label_of(one.metric)} from {measures.unit_of(one.unit).limit(one.mdc)} ({one.source})"
            for one in plan.detectable_changes
        ),
        works_on=_distinct(target.text for target in plan.targets if target.kept),
        waiting=_distinct(target.text for target in plan.targets if not target.kept),
    )
