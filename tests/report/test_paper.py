"""The plan on paper: everything that is needed is on it, on A4, and equal plans give equal files."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import plans
import pypdf
import pytest
import yaml

from dorsi.programme import catalogue
from dorsi.programme import plan as make_plan
from dorsi.programme.exercises.how_to import card_of, needs_words
from dorsi.programme.words import course as course_words
from dorsi.report.paper.plan import DRAWING_MM, plan_paper
from dorsi.report.paper.sheet import BOTTOM_MM, MARGIN_MM
from dorsi.report.text import words
from dorsi.schema.intake import Intake

EXAMPLE = Path(__file__).parents[2] / "examples" / "intake.yaml"
PT_PER_MM = 72 / 25.4
LINK = "http://192.168.1.20:8765/people/0123456789abcdef/programme"


@pytest.fixture(scope="module")
def example():
    """Return the programme of examples/intake.yaml, of somebody with accents."""
    answers = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    return make_plan(Intake.model_validate(answers | {"person": "Zoë Brüggemann-Lefèvre"}), [])


@pytest.fixture(scope="module")
def paper(example):
    return plan_paper(example)


def pages_of(made):
    return pypdf.PdfReader(io.BytesIO(made)).pages


def squeezed(text):
    """Return text without white space, since a page breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def text_of(made):
    return squeezed("".join(page.extract_text() for page in pages_of(made)))


def placed(made):
    """Return every piece of text with its place, in mm from the lower left corner, and its size in points."""
    found = []
    for page in pages_of(made):
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, size: (
                found.append((text.strip(), tm[4] / PT_PER_MM, tm[5] / PT_PER_MM, size)) if text.strip() else None
            )
        )
    return found


def test_the_example_takes_two_a4_pages(paper):
    pages = pages_of(paper)
    assert len(pages) == 2
    sizes_mm = [(float(page.mediabox.width) / PT_PER_MM, float(page.mediabox.height) / PT_PER_MM) for page in pages]
    assert sizes_mm == [pytest.approx((210, 297), abs=0.1)] * 2


def test_a_plan_of_an_hour_a_day_fits_on_two_pages_and_names_every_exercise():
    answers = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")) | {"minutes_per_day": 60, "days_per_week": 7}
    plan = make_plan(Intake.model_validate(answers), [])
    made = plan_paper(plan)
    assert len(pages_of(made)) <= 2
    assert len({item.name for item in plan.items}) > 11
    assert all(squeezed(item.name) in text_of(made) for item in plan.items)


def test_every_exercise_is_there_with_dose_level_limits_and_when_to_stop(example, paper):
    text = text_of(paper)
    assert "ZoëBrüggemann-Lefèvre" in text
    for item in example.items:
        wanted = [item.name, words.typeset(item.dose_text), words.sentence(item.level_text)]
        wanted += [words.sentence(cap.words) for cap in item.caps]
        wanted.append(card_of(item.exercise, item.level).stop)
        missing = [one for one in wanted if squeezed(one) not in text]
        assert not missing, item.exercise


def test_left_and_right_of_an_exercise_stand_under_one_name(example, paper):
    slides = [item for item in example.items if item.exercise == "mo_wall_slide"]
    assert [item.side for item in slides] == ["left", "right"]
    assert text_of(paper).count(squeezed(slides[0].name)) == 1
    for side, item in zip(("Left", "Right"), slides, strict=True):
        assert squeezed(f"{side}: {item.dose_text}") in text_of(paper)


def test_safety_date_and_what_dorsi_is_are_on_it(example, paper):
    text = text_of(paper)
    assert all(squeezed(signs) in text for signs in example.safety.stop_signs)
    assert "pain above 5 of 10".replace(" ", "") in text
    for page in pages_of(paper):
        assert "dorsiscreensandinforms;itisnotamedicaldevice.Planof5Jan2026" in squeezed(page.extract_text())


def test_there_is_a_box_for_every_day_of_every_exercise(example, paper):
    boxes = sum(len(re.findall(rb" re S\b", page.get_contents().get_data())) for page in pages_of(paper))
    days = [day for week in example.weeks for day in week.days]
    assert boxes == sum(len({item.exercise for item in day.items}) for day in days) > 100


def test_every_exercise_has_its_drawing_of_start_and_end(example, paper):
    outlines = sum(len(re.findall(rb"\bB\*", page.get_contents().get_data())) for page in pages_of(paper))
    assert outlines == 2 * len({item.exercise for item in example.items})


def test_equal_plans_give_equal_files_in_another_run_too(example, paper, tmp_path):
    assert plan_paper(example) == paper
    kept = tmp_path / "plan.json"
    kept.write_text(example.model_dump_json(), encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from dorsi.report.paper.plan import plan_paper; "
        "from dorsi.schema.plan import Plan; "
        "sys.stdout.buffer.write(plan_paper(Plan.model_validate_json(Path(sys.argv[1]).read_text('utf-8'))))"
    )
    other = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", program, kept], capture_output=True, check=True, env=other)
    assert done.stdout == paper


def test_nothing_is_cut_off_and_nothing_too_small(example):
    many = list(catalogue().exercises.values())[:24]
    items = [plans.item(one.id, one.name, one.category, caps=example.items[3].caps) for one in many]
    made = plan_paper(example.model_copy(update={"items": items}))
    assert len(pages_of(made)) > 2
    whole = text_of(made)
    assert all(squeezed(one.name) in whole for one in many)
    for text, x_mm, y_mm, size_pt in placed(made):
        assert MARGIN_MM - 0.1 <= x_mm <= 210 - MARGIN_MM, text
        assert 297 - BOTTOM_MM - 8 <= y_mm <= 297 - 8, text
        assert size_pt >= 6, text


def test_legs_at_different_levels_have_a_drawing_each():
    items = [plans.item(side="left"), plans.item(side="right").model_copy(update={"level": 4})]
    found = placed(plan_paper(plans.plan(items=items)))
    beside = [text for text, x_mm, _, _ in found if x_mm < MARGIN_MM + DRAWING_MM / 2]
    assert {"Left", "Right"} <= set(beside)


def test_signs_of_markup_in_a_name_stay_signs():
    assert "**Bea**__x__" in text_of(plan_paper(plans.plan(person="**Bea** __x__")))


def test_a_plan_that_stops_says_so_on_one_page():
    made = plan_paper(plans.stopped())
    assert len(pages_of(made)) == 1
    assert "Ahot,swollencalfneedsanexaminationfirst." in text_of(made)


def test_the_code_leads_to_the_page(example, paper):
    made = plan_paper(example, LINK)
    picture, *_ = _codes(made)
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == LINK
    assert not _codes(paper)


def _codes(made, px_per_pt=6):
    """Return the filled rectangles of the first page as one picture; nothing where there are none."""
    content = pages_of(made)[0].get_contents().get_data().decode("latin-1")
    found = [tuple(map(float, one)) for one in re.findall(r"(\S+) (\S+) (\S+) (\S+) re f\b", content)]
    if not found:
        return []
    picture = np.full((round(842 * px_per_pt), round(596 * px_per_pt)), 255, np.uint8)
    for left, top, wide, high in found:
        rows = sorted(round((842 - y) * px_per_pt) for y in (top, top + high))
        columns = sorted(round(x * px_per_pt) for x in (left, left + wide))
        picture[slice(*rows), slice(*columns)] = 0
    rows, columns = np.nonzero(picture == 0)
    edge = 60
    return [picture[rows.min() - edge : rows.max() + edge, columns.min() - edge : columns.max() + edge]]


def test_what_comes_next_is_printed_with_the_remark_that_the_log_decides(example, paper):
    text = text_of(paper)
    assert text.count(squeezed(course_words.IF_WELL_EACH)) == 1
    steps = [step for week in example.weeks for step in week.steps]
    assert {(step.day - 1) // 7 for step in steps} - {0}
    wanted = [
        line
        for name in dict.fromkeys(step.exercise for step in steps)
        for line in course_words.item_steps(example, [item for item in example.items if item.exercise == name])
    ]
    assert sum(squeezed(line) in text for line in wanted) > len(wanted) / 2


def test_what_you_need_and_the_faults_are_printed_where_there_is_room():
    answers = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")) | {"minutes_per_day": 5, "days_per_week": 3}
    plan = make_plan(Intake.model_validate(answers), [])
    text = text_of(plan_paper(plan))
    told = 0
    for item in plan.items:
        card = card_of(item.exercise, item.level)
        assert squeezed(f"You need: {needs_words(card)}") in text
        told += all(squeezed(f"{one.fault} {one.mend}") in text for one in card.faults)
    assert told
