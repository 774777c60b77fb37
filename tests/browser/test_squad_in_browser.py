"""The squad page in a real browser: sorted by a click, narrowed by the form, and asking nobody for anything."""

import datetime as dt
import sys
from pathlib import Path

import pytest

from dorsi.batch.squad import write_squad_report
from dorsi.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep

import material

pytestmark = pytest.mark.browser
FIRST = dt.date(2026, 9, 1)
VALUES = {"Anna": (30.0, 36.0), "Bea": (40.0, 41.0), "Carla": (35.0, 28.0)}


@pytest.fixture(scope="module")
def squad_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("squad")
    with Store(f"sqlite:///{folder / 'dorsi.db'}") as store:
        for person, values in VALUES.items():
            for number, value in enumerate(values):
                on = FIRST + dt.timedelta(weeks=4 * number)
                store.save(material.made(folder, clip=f"{person}{number}.mp4", person=person, on=on,
                                         measurements=[material.measurement(value)]))  # fmt: skip
        return write_squad_report(store, folder)[0]


@pytest.fixture
def page(chromium, squad_page):
    """Open the page; at the end nothing may have been asked of anybody or complained about."""
    asked, complaints = [], []
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.on("request", lambda r: asked.append(r.url))
    opened.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda e: complaints.append(str(e)))
    opened.goto(squad_page.as_uri())
    yield opened
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 1000, 700, 360])
def test_the_table_fits_the_screen_and_a_long_reason_stands_once(chromium, tmp_path, width):
    long = "the points were lost in every repetition; film again in good light"
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        for number, value in enumerate((30.0, 36.0)):
            on = FIRST + dt.timedelta(weeks=4 * number)
            both = [material.measurement(value), material.measurement(value - 9.0, side="right")]
            store.save(material.made(tmp_path, clip=f"{number}.mp4", person="Anna-Lena", on=on, measurements=both))
        none = material.UNMEASURED.model_copy(
            update={"name": "peak_shank_inclination_deg", "unit": "deg", "side": "left", "reason": long}
        )
        store.save(material.made(tmp_path, clip="bea.mp4", person="Bea", on=FIRST, measurements=[none]))
        path = write_squad_report(store, tmp_path)[0]
    opened = chromium.new_page(viewport={"width": width, "height": 900})
    opened.goto(path.as_uri())
    cells = "[...document.querySelectorAll('.squad-table *')].map((one) => one.getBoundingClientRect().right)"
    right = opened.evaluate(f"Math.max(...{cells})")
    tall = opened.locator(".squad-table tbody tr", has_text="Bea").bounding_box()["height"]
    assert opened.get_by_text("in good light").count() == 1
    assert opened.get_by_role("link", name="film again", exact=True).get_attribute("href") == "#first"
    opened.close()
    assert right <= width
    assert tall < (120 if width > 1088 else 320)


def shown(page):
    return page.locator(".squad-table tbody tr:visible th").all_inner_texts()


def test_a_click_on_a_heading_sorts_and_a_second_one_turns_it_round(page):
    orders = []
    for _ in range(2):
        page.locator("[data-sort=left]").click()
        orders.append(shown(page))
    assert orders == [["Carla", "Anna", "Bea"], ["Bea", "Anna", "Carla"]]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Left")


def test_typing_a_name_narrows_the_table(page):
    page.get_by_label("Athlete").fill("ann")
    assert shown(page) == ["Anna"]
    assert page.locator("[data-count]").inner_text() == "Shown: 1 of 3"


@pytest.mark.parametrize(
    ("label", "option", "left"),
    [
        ("Change", "likely real loss", ["Carla"]),
        ("Change", "likely real gain", ["Anna"]),
        ("Band", "adequate", ["Anna", "Bea"]),
    ],
)
def test_choosing_narrows_the_table(page, label, option, left):
    page.locator(f"[data-sieve={label.lower()}]").select_option(label=option)
    assert shown(page) == left


def test_the_value_leads_to_the_report(page):
    assert (
        page.locator("tbody tr", has_text="Anna").locator("a").first.get_attribute("href")
        == "out/Anna1.mp4/report.html"
    )


def test_the_page_does_not_scroll_sideways(page):
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width_px", [360, 640])
def test_on_a_phone_every_row_is_a_card_with_each_value_on_the_screen(page, width_px):
    page.set_viewport_size({"width": width_px, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    cut = "[...document.querySelectorAll('.scroller')].filter((one) => one.scrollWidth > one.clientWidth).length"
    assert page.evaluate(cut) == 0
    named = page.locator(".squad-table tbody tr").first.locator("td:visible")
    assert [one.get_attribute("data-name") for one in named.all()] == [
        "Movement", "Last day", "Left", "Right", "Left minus right", "Since last time", "Programme",
    ]  # fmt: skip
    assert all(one.bounding_box()["x"] + one.bounding_box()["width"] <= width_px for one in named.all())
    page.locator("[data-sort=left]").click()
    assert shown(page) == ["Carla", "Anna", "Bea"]
