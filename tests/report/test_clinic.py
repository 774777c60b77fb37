"""The page for a clinician: one A4 page with numbers, bounds, curves, pictures, method and limits."""

import io
import re
from dataclasses import replace
from typing import get_args

import drawn
import plans
import pypdf
import pytest
from typer.testing import CliRunner

from dorsi import report, results
from dorsi.cli import app
from dorsi.report import Filed
from dorsi.report.folder_page import norms_of
from dorsi.report.paper.clinic import clinician_page
from dorsi.report.paper.sheet import BOTTOM_MM, MARGIN_MM
from dorsi.schema.plan_remarks import Stop, StopLevel
from dorsi.schema.session import Measurement
from dorsi.wording import wording

PT_PER_MM = 72 / 25.4


def filed(tmp_path, name, **session):
    clip = drawn.analysis(tmp_path / f"{name}.mp4", **session)
    folder = tmp_path / name
    folder.mkdir()
    report.draw_pictures(clip, folder, overlay=False)
    return Filed(clip=clip, folder=folder)


def right_of(tmp_path, value=30.0, **more):
    shown = drawn.lunge_measurements()[0].model_dump() | {"side": "right", "value": value}
    ends = {"ci95_low": value - 2.5, "ci95_high": value + 2.5}
    return filed(tmp_path, "right", measurements=[Measurement(**(shown | ends))], **more)


@pytest.fixture
def pair(tmp_path):
    return [filed(tmp_path, "left"), right_of(tmp_path)]


def pages_of(made):
    return pypdf.PdfReader(io.BytesIO(made)).pages


def text_of(made):
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages_of(made)))


def says(made, text):
    return re.sub(r"\s", "", text) in text_of(made)


def test_it_is_one_a4_page(pair):
    [page] = pages_of(clinician_page(pair))
    size_mm = (float(page.mediabox.width) / PT_PER_MM, float(page.mediabox.height) / PT_PER_MM)
    assert size_mm == pytest.approx((210, 297), abs=0.1)


def test_numbers_stand_with_bound_count_and_confidence_and_the_legs_are_compared(pair):
    made = clinician_page(pair)
    assert says(made, "36.0° ± 2.5°")
    assert says(made, "30.0° ± 2.5°")
    assert says(made, "1 repetition")
    assert says(made, "medium")
    assert says(made, "The left ankle bends 6.0°")
    assert says(made, "restricted (27 to 31")


def test_method_and_limits_are_on_it(pair):
    made = clinician_page(pair)
    assert says(made, "Largest lean of the line from ankle to knee against the vertical")
    assert says(made, "left.mp4: turn from side-on 3.0°")
    for line in wording().safety:
        if line.id in {"purpose", "limits", "doubt", "bands"}:
            assert says(made, line.text)


def test_curves_and_pictures_are_drawn(pair):
    [page] = pages_of(clinician_page(pair))
    content = page.get_contents().get_data()
    assert content.count(b" Do") == 1  # of the one repetition that counts
    assert content.count(b" l S") > 2 * drawn.N_FRAMES


def test_a_number_that_was_not_measured_gives_its_reason(tmp_path):
    made = clinician_page([filed(tmp_path, "left")])
    assert says(made, "not measured: the right leg is hidden behind the left")


def test_a_clip_without_a_number_says_why_and_shows_what_was_seen(tmp_path):
    one = filed(tmp_path, "hand", movement="unknown", measurements=[], events=[])
    made = clinician_page([one])
    assert says(made, "Not measured: hand.mp4")
    assert len(pages_of(made)[0].images) == 1


def test_a_minor_s_numbers_lie_in_no_band(pair):
    made = clinician_page(pair, norms_of(plans.stopped("adults_only")))
    assert not says(made, "restricted (27 to 31")
    assert says(made, "30.0° ± 2.5°")


def test_equal_results_give_equal_bytes(pair):
    assert clinician_page(pair) == clinician_page(pair)


def test_many_clips_and_numbers_stay_on_one_page_with_nothing_outside_it(tmp_path, pair):
    numbers = [
        Measurement(**(drawn.lunge_measurements()[0].model_dump() | {"side": side, "value": 30.0 + n, "sd": 1.0}))
        for n in range(20)
        for side in ("left", "right")
    ]
    many = replace(pair[0].clip, session=pair[0].clip.session.model_copy(update={"measurements": numbers}))
    made = clinician_page([replace(pair[0], clip=many), *pair, *pair])
    [page] = pages_of(made)
    assert says(made, "more in the report.")
    assert page.get_contents().get_data().count(b" Do") == 3  # one of each clip of the left leg
    found = []
    page.extract_text(
        visitor_text=lambda text, _cm, tm, _font, size: (
            found.append((text, tm[4] / PT_PER_MM, tm[5] / PT_PER_MM, size)) if text.strip() else None
        )
    )
    for text, x_mm, y_mm, size_pt in found:
        assert MARGIN_MM - 0.1 <= x_mm <= 210 - MARGIN_MM, text
        assert 297 - BOTTOM_MM - 8 <= y_mm <= 297 - 8, text
        assert size_pt >= 6, text


def test_the_command_reads_the_folders_of_one_person(tmp_path):
    for name, person in (("a", "Bea"), ("b", "Carl")):
        results.save(
            drawn.analysis(tmp_path / f"{name}.mp4", person=person), None, tmp_path / "out" / name, overlay=False
        )
    pdf = tmp_path / "bea.pdf"
    done = CliRunner().invoke(app, ["report", str(tmp_path / "out" / "a"), "--pdf", str(pdf)])
    assert done.exit_code == 0, done.output
    assert says(pdf.read_bytes(), "Movement screening of Bea")
    refused = CliRunner().invoke(app, ["report", str(tmp_path / "out"), "--pdf", str(pdf)])
    assert "one page is about one person" in str(refused.exception)
    empty = CliRunner().invoke(app, ["report", str(tmp_path / "nothing"), "--pdf", str(pdf)])
    assert "no result here" in str(empty.exception)


def test_bands_go_with_a_plan_that_other_rules_made_for_someone_of_16():
    made = plans.plan().model_copy(update={"age_years": 16})
    refused = {
        level: made.model_copy(update={"stop": Stop(level=level, text="", rule="R01")}) for level in get_args(StopLevel)
    }
    assert norms_of(made).banded
    assert not any(norms_of(plan).banded for plan in refused.values())
    older = {level: plan.model_copy(update={"age_years": 18}) for level, plan in refused.items()}
    assert [level for level, plan in older.items() if not norms_of(plan).banded] == ["adults_only"]
