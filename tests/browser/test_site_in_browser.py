"""The docs' site in a real browser, opened from a folder: silent, no wider than the screen, and its search finds."""

import pytest

pytestmark = pytest.mark.browser
PATIENCE_MS = 120_000  # a busy machine takes its time to start a page


@pytest.mark.parametrize("width_px", [390, 1280])
@pytest.mark.parametrize("name", ["index.html", "tutorials/runner.html", "reference/dorsi.html"])
def test_a_page_opened_from_a_folder_is_quiet_and_fits(chromium, site, name, width_px):
    window = chromium.new_page(viewport={"width": width_px, "height": 900})
    window.set_default_timeout(PATIENCE_MS)
    asked, wrong = [], []
    window.on("request", lambda request: asked.append(request.url))
    window.on("pageerror", lambda error: wrong.append(str(error)))
    window.goto((site / name).as_uri())
    window.wait_for_load_state("load")
    assert window.evaluate("document.documentElement.scrollWidth") <= width_px
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert wrong == []
    window.close()


def test_the_search_works_without_a_server(chromium, site):
    window = chromium.new_page(viewport={"width": 1280, "height": 900})
    window.set_default_timeout(PATIENCE_MS)
    window.goto((site / "index.html").as_uri())
    window.keyboard.press("Control+k")
    window.keyboard.type("inclinometer")
    window.get_by_text("shows a different number").first.wait_for()  # a heading of another page
    window.close()
