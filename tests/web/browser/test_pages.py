"""Every page, looked at by a browser: nothing sticks out, complains or weighs too much, and all can use it."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from screens import ANALYSIS_MS, DESKTOP, PAGES, PHONE, TOO_WIDE, today

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 300_000
PERSON = "Bea"
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-" * 2  #: one word, nearly as long as names may be
LOOKS = {
    "phone light": PHONE | {"color_scheme": "light"},
    "phone dark": PHONE | {"color_scheme": "dark"},
    "desktop light": DESKTOP | {"color_scheme": "light"},
}
#: The main buttons that lie, in part or whole, behind the bar of tabs of a page as it opens.
UNDER_BAR = """() => {
    const bar = document.querySelector(".tabs")?.getBoundingClientRect();
    if (!bar?.height || bar.top <= 0) return [];
    return [...document.querySelectorAll("main .button:not(.quiet), main button:not(.quiet, .plain)")].filter((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return one.checkVisibility() && top < innerHeight && bottom > bar.top;
    }).map((one) => one.textContent.trim());
}"""
WEIGHED = "phone light"
ENLARGED = "desktop light"
#: What a window of 1280 by 800 is for a page that its reader has enlarged to 200 %.
ZOOM_200 = {"width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": False}


@pytest.fixture(scope="session")
def places(server, answers):
    """Fill the server's store, and return what stands in the addresses of pages."""
    jobs = [server.send(f"lunge_{side}.mp4", PERSON, side) for side in ("left", "right")]
    stopped = server.send("squat_side.mp4", PERSON, "auto")
    server.call("DELETE", f"/api/jobs/{stopped['id']}")
    deadline = time.monotonic() + 2 * ANALYSIS_MS / 1000
    while not all(one["session_key"] for one in jobs):
        assert time.monotonic() < deadline, jobs
        time.sleep(0.5)
        jobs = [server.call("GET", f"/api/jobs/{one['id']}") for one in jobs]
    person = next(one["id"] for one in server.call("GET", "/api/people") if one["name"] == PERSON)
    other = server.call("POST", "/api/people", {"name": LONG_NAME})["id"]
    server.call("PUT", f"/api/people/{person}/intake", answers)
    plan = server.call("POST", f"/api/people/{person}/plan", {})
    entries = [
        {"date": today().isoformat(), "exercise_id": one["exercise"], "side": one["side"], "level": one["level"],
         "pain_during": 1, "sets": 2, "hold_s": 30, "form": 2}
        for one in plan["items"]
    ]  # fmt: skip
    server.call("POST", f"/api/people/{person}/log/entries", entries)
    for weeks, value in ((2, 9.0), (0, 9.5)):
        day = today() - dt.timedelta(weeks=weeks)
        check = {"name": "wblt_cm", "scale": "tape", "left": value, "right": value + 1, "measured_on": day.isoformat()}
        server.call("POST", f"/api/people/{person}/log/measurements", check)
    key, key_too = (one["session_key"] for one in jobs)
    return {"key": key, "key_too": key_too, "failed": stopped["id"], "person": person, "other": other}


@pytest.fixture(scope="session")
def paired_state(chromium, server):
    """Return the cookies of a paired browser."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(server.link())
    page.get_by_role("button", name="Pair this device").click()
    page.wait_for_url("**/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def loaded():
    """Keep what each page loaded when a phone opened it, so that no page is opened again to be weighed."""
    return {}


@pytest.fixture
def opened(chromium, server, places, paired_state, loaded):
    """Return a function that opens one page in one look, with nothing in the browser's cache."""
    contexts = []

    def note(answered):  # Playwright takes no built-in function
        answered.frame.page.answers.append(answered)

    def visit(name, look):
        context = chromium.new_context(base_url=server.url, storage_state=paired_state, **LOOKS[look])
        contexts.append(context)
        page = context.new_page()
        page.answers, page.complaints = [], []
        page.on("requestfinished", note)
        page.on("console", lambda m: page.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.goto(PAGES[name].format(**places), wait_until="load")
        page.wait_for_timeout(100)
        if look == WEIGHED:
            loaded[name] = {one.url: one.sizes() for one in page.answers}
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_by_all_and_fits(opened, name, look):
    """axe-core finds no serious fault, nothing is wider than the screen, and the page's own policy is kept."""
    page = opened(name, look)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [faults(page)]
    if look == ENLARGED:  # the page is not opened again for it
        page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", ZOOM_200)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found.append(faults(page))
    complaints = [text for text in page.complaints if "404" not in text]
    assert all(one == ([], 0) for one in found), json.dumps(found, indent=1)
    assert complaints == []
    if name.startswith("film "):  # a list of people may reach below it, the button of a guide may not
        assert page.evaluate(UNDER_BAR) == []


def faults(page):
    """Return what axe-core finds gravely wrong, and by how many pixels the page is too wide."""
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", AXE_RULES)
    grave = [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    return grave, page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_little_without_its_video(opened, name, loaded):
    if name not in loaded:
        opened(name, WEIGHED)
    sizes = {url: one for url, one in loaded[name].items() if not url.endswith("overlay.mp4")}
    weight = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes.values())
    assert 0 < weight < MOST_BYTES, sizes


def test_the_main_ways_are_reached_by_thumb_and_by_key(chromium, server, paired_state):
    """The bar at the bottom has targets of 44 px and more, and the first tab stop skips to the content."""
    context = chromium.new_context(base_url=server.url, storage_state=paired_state, **PHONE)
    page = context.new_page()
    page.goto("/film")
    boxes = [one.bounding_box() for one in page.locator("nav.tabs a").all()]
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    context.close()
    assert len(boxes) == 5
    assert all(box["height"] >= 44 and box["width"] >= 44 and box["y"] > 600 for box in boxes)
    assert first == "#main"


def test_the_app_can_be_installed_and_says_so_when_the_server_is_gone(chromium, server, paired_state):
    """On localhost, where browsers allow it: the offline page stands in for any page."""
    context = chromium.new_context(base_url=server.url, storage_state=paired_state)
    page = context.new_page()
    page.goto("/")
    manifest = page.evaluate("fetch('/manifest.webmanifest').then((answer) => answer.json())")
    icons = {one["src"]: page.request.get(one["src"]).status for one in manifest["icons"]}
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto("/people")
    told = page.get_by_role("heading", level=1).inner_text()
    context.close()
    assert set(icons.values()) == {200}
    assert told == "Can't reach dorsi"
