"""The page of a log in a real browser: figures are drawn, nothing is asked of the network, and it fits a phone."""

import datetime as dt

import pytest

from dorsi.report.progress_page import render_progress
from dorsi.schema.log import Course, CourseWeek, Series

pytestmark = pytest.mark.browser
DAYS = [dt.date(2026, 1, 5), dt.date(2026, 2, 2)]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    done = {"sessions_done": 3, "sessions_planned": 4, "tension_s": 400}
    weeks = [CourseWeek(number=n, first_day=DAYS[0] + dt.timedelta(weeks=n - 1), **done) for n in (1, 2)]
    values = {"days": DAYS, "values": [6.6, 7.8], "mdc": 2, "sentence": "No detectable change."}
    series = Series(metric="wblt_cm", name="knee to wall", side="left", unit="cm", scale="tape", **values)
    path = tmp_path_factory.mktemp("progress") / "progress.html"
    path.write_text(render_progress(Course(series=[series], weeks=weeks)), encoding="utf-8")
    return path


@pytest.mark.parametrize("width_px", [390, 1200])
def test_the_figures_are_drawn_offline_and_fit_the_screen(chromium, file, until, width_px):
    page = chromium.new_page(viewport={"width": width_px, "height": 900})
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    until(page, "document.querySelectorAll('svg.drawn').length === 3")
    assert asked == [file.as_uri()]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    page.close()
