"""A real browser, closed to the network, and reports to open in it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))  # drawn.py and plans.py: the reports' material

import drawn
import plans

from dorsi import report


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """Write a report of one clip and a joint report of two; return their paths."""
    folder = tmp_path_factory.mktemp("reports")
    left, right = (drawn.analysis(folder / f"{side}.mp4") for side in ("left", "right"))
    report.write(left, plans.plan(), folder)
    report.write_joint([left, right], drawn.assessment_of([left, right]), plans.plan(), folder / "joint.html")
    return {"one": folder / "report.html", "joint": folder / "joint.html"}


def until(page, condition):
    """Wait until a condition holds in the page; asked from outside, since the page's own policy forbids eval."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {condition}")


@pytest.fixture(name="until")
def until_fixture():
    return until


@pytest.fixture(params=[(360, 740), (1280, 900)], ids=["phone", "desktop"])
def visit(request, chromium, reports):
    """Return a function that opens a report; at the end nothing may have been asked of anybody or complained about."""
    width, height = request.param
    asked, complaints = [], []
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))

    def open_report(name):
        page.goto(reports[name].as_uri())
        until(page, "[...document.querySelectorAll('video')].every((v) => v.readyState >= 2)")
        return page

    yield open_report
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert complaints == []
