"""The programme on paper: one or two A4 pages with drawings, doses, limits and boxes to tick, as a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dorsi.programme import rules
from dorsi.programme.exercises.pictures import LevelPicture, picture_bytes
from dorsi.programme.words.course import IF_WELL_EACH, has_steps
from dorsi.programme.words.provisional import provisional_words
from dorsi.report.paper.exercise_words import Detail, exercise_words
from dorsi.report.paper.sheet import (
    BOTTOM_MM,
    MARGIN_MM,
    MUTED,
    SCREENS,
    STOP,
    TOP_MM,
    UNDATED,
    WARN,
    WIDTH_MM,
    PaperSheet,
    Words,
    boxes_mm,
    plain,
)
from dorsi.report.plan_page import subtitle
from dorsi.report.programme.cards import HowCard
from dorsi.report.programme.plan_view import SAID_FIRST, PlanExercise, exercises
from dorsi.report.text import words
from dorsi.schema.plan import Plan
from dorsi.vocabulary import WEEKDAY_NAMES, Weekday
from dorsi.wording import wording
from dorsi.wording.days import day_text

PAGES: Final = 2  #: that a plan may fill before its steps are shortened
DRAWING_MM: Final = 42.0  #: width of start and end beside each other; half as high
GAP_MM: Final = 4.0  #: between columns
BETWEEN_MM: Final = 1.2  #: from one exercise to the line below it, and from there to the next
CODE_MM: Final = 24.0
CODE_ABOVE_MM: Final = 3.0  #: its white border reaches into the margin
CODE_WORDS: Final = Words(text="Open on your phone", size_pt=6.5, colour=MUTED, before_mm=0)
ON_PAGE: Final = "Steps that don't fit here are on the programme's page, under “How to do it”."
ROOM: Final = ("P4", "P1")  #: those on load and history where there is room; the others are on the programme's page


@dataclass(frozen=True, kw_only=True)
class Block:
    """One exercise as it stands on the page."""

    pictures: tuple[tuple[LevelPicture, str], ...]  #: each with the leg that it is for, where the legs differ
    text: tuple[Words, ...]
    rows: tuple[tuple[str, tuple[bool, ...]], ...]  #: of boxes: name of the week, a box for each day
    short: bool  #: the steps found no room


def plan_paper(plan: Plan, link: str | None = None) -> bytes:
    """Return a programme as a PDF to print; equal plans give equal bytes.

    Parameters
    ----------
    plan
        The programme.
    link
        Address of its page, printed as a QR code; None for no code.
    """
    title = f"Programme{f' of {plan.person}' if plan.person else ''}"
    day = plan.start_date
    foot = f"{SCREENS} {'Undated plan' if day is None else f'Plan of {day_text(day)}'}"
    sheet = PaperSheet(title, day or UNDATED, foot)
    said = _said(plan)
    kept = range(len(said), sum(tier in SAID_FIRST for tier, _ in said) - 1, -1)
    heads = [_head(plan, title, said[:count]) for count in kept]
    head = next((one for one in heads if _least_pages(sheet, plan, one, link=link) <= PAGES), heads[-1])
    blocks = _fitting(sheet, plan, head, link=link)
    _write(sheet, plan, (head, blocks, _end(plan, short=any(block.short for block in blocks))), link=link)
    return bytes(sheet.output())


Parts = tuple[Sequence[Words], Sequence[Block], Sequence[Words]]  #: head, exercises, end


def _said(plan: Plan) -> list[tuple[str, str]]:
    """Return the plan's sentences with the tier of their rules, safety first."""
    tiers = {rule.id: rule.tier for rule in rules()}
    found = {words.sentence(one.text): tiers.get(one.rule, "P0") for one in plan.say}
    rank = [*SAID_FIRST, *ROOM]
    said = [(tier, text) for text, tier in found.items() if tier in rank]
    return sorted(said, key=lambda one: rank.index(one[0]))


def _least_pages(sheet: PaperSheet, plan: Plan, head: Sequence[Words], *, link: str | None) -> int:
    """Return how many pages a plan takes with the fewest words for each exercise."""
    blocks = (_block(plan, one, Detail.CUE) for one in exercises(plan.items, _no_address))
    heights_mm = [*(_height_mm(sheet, plan, block) for block in blocks)]
    end_mm = sheet.height_mm(_end(plan, short=True), WIDTH_MM)
    return _tops_mm(_head_mm(sheet, head, link=link), [*heights_mm, end_mm])[-1][0] + 1


def _head(plan: Plan, title: str, said: Sequence[tuple[str, str]]) -> tuple[Words, ...]:
    lines = [
        Words(text=f"**{plain(title)}**", size_pt=17, before_mm=0),
        Words(text=plain(subtitle(plan)), size_pt=9, colour=MUTED, before_mm=1),
    ]
    if plan.stop is not None:
        lines.append(Words(text=f"**{plain(plan.stop.text)}**", size_pt=11, colour=STOP, before_mm=3))
    if plan.provisional:
        lines.append(Words(text=plain(provisional_words(plan)), colour=WARN))
    lines += [Words(text=plain(words.sentence(one.text)), colour=WARN, before_mm=1) for one in plan.advice]
    if said:
        lines.append(Words(text=plain(" ".join(text for _, text in said)), size_pt=7.2, before_mm=1))
    stop = next(one for one in wording().safety if one.id == "stop_rule")
    return (*lines, Words(text=f"**{plain(stop.text)}**", size_pt=8, colour=STOP, before_mm=1.5))


def _end(plan: Plan, *, short: bool) -> tuple[Words, ...]:
    """Return what stands below the exercises; `short` where steps of some found no room."""
    notes = [*([IF_WELL_EACH] if has_steps(plan) else []), *([ON_PAGE] if short else [])]
    return (
        Words(text="**Signs that need help**", size_pt=9, colour=STOP, before_mm=0),
        *(Words(text=f"**{plain(one.title)}.** {plain(one.text)}", size_pt=7.2) for one in wording().stop_signs),
        *(Words(text=plain(" ".join(notes)), colour=MUTED, before_mm=1) for _ in notes[:1]),
    )


def _no_address(_name: str) -> str:
    return ""


def _block(plan: Plan, one: PlanExercise, detail: Detail) -> Block:
    days = _days(plan)
    return Block(
        pictures=_pictures(one.cards),
        text=tuple(exercise_words(plan, one, detail)),
        rows=tuple(
            (
                f"Week {week.number}",
                tuple(any(i.name == one.name for i in day.items) for day in week.days if day.weekday in days),
            )
            for week in plan.weeks
        ),
        short=detail is Detail.CUE,
    )


def _pictures(cards: Sequence[HowCard]) -> tuple[tuple[LevelPicture, str], ...]:
    """Return each picture once; the leg stands with it only where the legs have different ones."""
    legs = {card.picture: card.who for card in reversed(cards) if card.picture}
    return tuple((one, leg if len(legs) > 1 else "") for one, leg in reversed(legs.items()))


def _fitting(sheet: PaperSheet, plan: Plan, head: Sequence[Words], *, link: str | None) -> list[Block]:
    """Return the exercises with as much detail as the pages hold: steps first where they take the least room."""
    shown = exercises(plan.items, _no_address)
    made = [{detail: _block(plan, one, detail) for detail in Detail} for one in shown]
    highs_mm = [{detail: _height_mm(sheet, plan, block) for detail, block in one.items()} for one in made]
    head_mm, end_mm = _head_mm(sheet, head, link=link), sheet.height_mm(_end(plan, short=True), WIDTH_MM)
    chosen = [Detail.CUE] * len(made)
    pages = max(PAGES, _tops_mm(head_mm, [*(high[Detail.CUE] for high in highs_mm), end_mm])[-1][0] + 1)
    for detail in (Detail.STEPS, Detail.ALL, Detail.FAULTS):
        least = Detail(detail - 1)
        for number in sorted(range(len(made)), key=lambda n: highs_mm[n][detail] - highs_mm[n][least]):
            tried = [*chosen[:number], detail, *chosen[number + 1 :]]
            heights_mm = [high[one] for high, one in zip(highs_mm, tried, strict=True)]
            if chosen[number] == least and _tops_mm(head_mm, [*heights_mm, end_mm])[-1][0] < pages:
                chosen = tried
    return [blocks[detail] for blocks, detail in zip(made, chosen, strict=True)]


def _columns(plan: Plan, block: Block) -> tuple[float, float]:
    """Return where the text of an exercise starts and how wide it is, in mm."""
    left_mm = MARGIN_MM + DRAWING_MM + GAP_MM
    boxes = boxes_mm(block.rows, len(_days(plan)))[0] if block.rows else -GAP_MM
    return left_mm, MARGIN_MM + WIDTH_MM - boxes - GAP_MM - left_mm


def _days(plan: Plan) -> tuple[Weekday, ...]:
    """Return the days of the week on which there is ever something to do, from the plan's first weekday on."""
    busy = {day.weekday for week in plan.weeks for day in week.days if day.items}
    return tuple(day.weekday for day in plan.weeks[0].days if day.weekday in busy) if plan.weeks else ()


def _height_mm(sheet: PaperSheet, plan: Plan, block: Block) -> float:
    text_mm = sheet.height_mm(block.text, _columns(plan, block)[1])
    boxes = boxes_mm(block.rows, len(_days(plan)))[1] if block.rows else 0.0
    return max(text_mm, boxes, len(block.pictures) * DRAWING_MM / 2)


def _head_mm(sheet: PaperSheet, head: Sequence[Words], *, link: str | None) -> float:
    width_mm = WIDTH_MM - (CODE_MM + GAP_MM if link else 0)
    code_mm = CODE_MM - CODE_ABOVE_MM + CODE_WORDS.line_mm
    return max(sheet.height_mm(head, width_mm), code_mm if link else 0)


def _tops_mm(head_mm: float, heights_mm: Sequence[float]) -> list[tuple[int, float]]:
    """Return for each part below the head on which page it stands, from 0, and how far from its top, in mm."""
    page, y_mm = 0, TOP_MM + head_mm + BETWEEN_MM
    tops: list[tuple[int, float]] = []
    for high_mm in heights_mm:
        if y_mm + BETWEEN_MM + high_mm > BOTTOM_MM:
            page, y_mm = page + 1, TOP_MM - BETWEEN_MM
        tops.append((page, y_mm + BETWEEN_MM))
        y_mm += high_mm + 2 * BETWEEN_MM
    return tops


def _write(sheet: PaperSheet, plan: Plan, parts: Parts, *, link: str | None) -> None:
    """Fill the pages."""
    head, blocks, end = parts
    heights_mm = [*(_height_mm(sheet, plan, block) for block in blocks), sheet.height_mm(end, WIDTH_MM)]
    tops = _tops_mm(_head_mm(sheet, head, link=link), heights_mm)
    if link:
        left_mm, top_mm = MARGIN_MM + WIDTH_MM - CODE_MM, TOP_MM - CODE_ABOVE_MM
        sheet.code(link, left_mm, top_mm, CODE_MM)
        sheet.column([CODE_WORDS], left_mm, top_mm + CODE_MM - 1, CODE_MM)
    sheet.column(head, MARGIN_MM, TOP_MM, WIDTH_MM - (CODE_MM + GAP_MM if link else 0))
    parts_shown: list[Block | Sequence[Words]] = [*blocks, end]
    for (page, y_mm), part in zip(tops, parts_shown, strict=True):
        if page + 1 > sheet.page_no():
            sheet.add_page()
        else:
            sheet.rule(y_mm - BETWEEN_MM)
        if isinstance(part, Block):
            _write_block(sheet, plan, part, y_mm)
        else:
            sheet.column(part, MARGIN_MM, y_mm, WIDTH_MM)


def _write_block(sheet: PaperSheet, plan: Plan, block: Block, y_mm: float) -> None:
    for number, (picture, leg) in enumerate(block.pictures):
        top_mm = y_mm + number * DRAWING_MM / 2
        sheet.drawing(picture_bytes(picture.drawing), MARGIN_MM, top_mm, DRAWING_MM, alt=picture.alt)
        if leg:
            sheet.column([Words(text=leg.capitalize(), size_pt=7, colour=MUTED)], MARGIN_MM, top_mm, DRAWING_MM)
    left_mm, wide_mm = _columns(plan, block)
    sheet.column(block.text, left_mm, y_mm, wide_mm)
    if block.rows:
        days = _days(plan)
        names = [WEEKDAY_NAMES[day][:2] for day in days]
        sheet.boxes(block.rows, names, MARGIN_MM + WIDTH_MM - boxes_mm(block.rows, len(days))[0], y_mm)
