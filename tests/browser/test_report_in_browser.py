"""Reports as people use them: phone and desktop, mouse, keys and paper."""

import re

import drawn
import pytest

pytestmark = pytest.mark.browser

FRAME_S = 1 / drawn.RATE_HZ


def video_time(page, nth=0):
    return page.locator("video").nth(nth).evaluate("(v) => v.currentTime")


def cursor_pct(page, nth=0):
    return float(page.locator(".cursor").nth(nth).get_attribute("x1").rstrip("%"))


def unfold(page):
    """Open everything that is folded away, as a reader does who wants to see it all."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    return page


def click_at(page, fraction, nth=0):
    plot = page.locator("[data-chart]").nth(nth)
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    plot.click(position={"x": box["width"] * fraction, "y": box["height"] / 2})


def last_frame_s():
    return (drawn.N_FRAMES - 1) * FRAME_S


@pytest.mark.parametrize("name", ["one", "joint"])
def test_nothing_is_wider_than_the_screen(visit, name):
    page = visit(name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["one", "joint"])
def test_no_table_is_cut_off(visit, name):
    page = unfold(visit(name))
    cut = "[...document.querySelectorAll('.scroller')].filter((s) => s.scrollWidth > s.clientWidth).length"
    assert page.evaluate("document.querySelectorAll('.scroller table').length") > 0
    assert page.evaluate(cut) == 0


@pytest.mark.parametrize("fraction", [0.25, 0.75])
def test_a_click_on_a_curve_takes_the_video_there(visit, fraction):
    page = unfold(visit("one"))
    click_at(page, fraction)
    assert video_time(page) == pytest.approx(fraction * last_frame_s(), abs=1.1 * FRAME_S)
    assert cursor_pct(page) == pytest.approx(100 * fraction, abs=2)


def test_the_frame_that_is_shown_is_the_frame_that_was_clicked(visit, until):
    page = unfold(visit("one"))
    click_at(page, 0.5)
    until(page, "!document.querySelector('video').seeking")
    # The stick figure's clip has a bar that grows by one pixel with every frame.
    bar_px = page.locator("video").evaluate(
        """(v) => { const c = document.createElement('canvas'); c.width = v.videoWidth; c.height = v.videoHeight;
        const g = c.getContext('2d'); g.drawImage(v, 0, 0); const row = g.getImageData(0, 8, c.width, 1).data;
        let x = c.width - 1; while (x > 0 && row[4 * x] > 150) x--; return x; }"""
    )
    shown = int(page.locator("[data-chart]").first.get_attribute("aria-valuenow"))
    assert bar_px - 30 == pytest.approx(shown, abs=1)


def test_every_curve_follows_a_click_on_one(visit):
    page = unfold(visit("one"))
    click_at(page, 0.6, nth=1)
    places = [cursor_pct(page, nth) for nth in range(page.locator(".cursor").count())]
    assert len(places) == 3
    assert places == pytest.approx([60.0] * 3, abs=2)


def test_playing_runs_the_cursor_along(visit, until):
    page = unfold(visit("one"))
    page.get_by_role("button", name="Play").click()
    until(page, "parseFloat(document.querySelector('.cursor').getAttribute('x1')) > 15")
    assert page.get_by_role("button", name="Pause").is_visible()
    page.get_by_role("button", name="Pause").click()
    until(page, "document.querySelector('video').paused")
    assert cursor_pct(page) == pytest.approx(100 * video_time(page) / last_frame_s(), abs=8)


@pytest.mark.parametrize(("key", "step"), [("ArrowRight", 1), ("ArrowLeft", -1), (".", 1), (",", -1), ("PageUp", 10)])
def test_keys_step_by_frames(visit, key, step):
    page = unfold(visit("one"))
    click_at(page, 0.5)
    plot = page.locator("[data-chart]").first
    before = int(plot.get_attribute("aria-valuenow"))
    plot.press(key)
    assert int(plot.get_attribute("aria-valuenow")) == before + step
    assert video_time(page) == pytest.approx((before + step) * FRAME_S, abs=FRAME_S)


def test_the_chart_tells_a_screen_reader_time_and_value(visit):
    page = unfold(visit("one"))
    click_at(page, drawn.PEAKS_S[0] / last_frame_s())
    spoken = page.locator("[data-chart]").first.get_attribute("aria-valuetext")
    assert spoken == "0.60 s, 36.0°"


def test_a_still_takes_the_video_to_its_moment(visit):
    page = unfold(visit("one"))
    page.locator(".stills .seek").first.click()
    assert video_time(page) == pytest.approx(drawn.PEAKS_S[0], abs=FRAME_S)


def test_on_a_joint_page_each_clip_has_its_own_cursor(visit):
    page = unfold(visit("joint"))
    page.get_by_text("2 Lunge, left").click()
    click_at(page, 0.5, nth=3)
    assert video_time(page, 1) == pytest.approx(0.5 * last_frame_s(), abs=1.1 * FRAME_S)
    assert video_time(page, 0) == 0


def test_text_is_readable_against_its_ground(visit):
    page = unfold(visit("one"))
    page.emulate_media(color_scheme="dark")
    worst = {scheme: contrast(page, scheme) for scheme in ("light", "dark")}
    assert {scheme: found for scheme, found in worst.items() if found[0] < 4.5} == {}


def contrast(page, scheme):
    """Return the lowest contrast of text with what lies behind it, and the text."""
    page.emulate_media(color_scheme=scheme)
    return page.evaluate(
        """() => {
        const parse = (c) => c.match(/[\\d.]+/g).map(Number);
        const linear = (v) => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
        const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
        const ground = (e) => {
            for (; e; e = e.parentElement) {
                const c = parse(getComputedStyle(e).backgroundColor);
                if (c.length < 4 || c[3] > 0) return c;
            }
            return [255, 255, 255];
        };
        let worst = [99, ''];
        for (const e of document.querySelectorAll('main *:not(svg, svg *, script), header *, footer *')) {
            const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (!own || !e.getClientRects().length) continue;
            const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < worst[0]) worst = [ratio, e.textContent.trim().slice(0, 60)];
        }
        return worst; }"""
    )


@pytest.mark.parametrize("name", ["one", "joint"])
def test_the_answer_and_its_one_button_are_on_the_first_screen(visit, name):
    page = visit(name)
    button = page.locator(".next-step .button")
    assert button.count() == 1
    box = button.bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]
    for part in (".big .number", ".bound", ".what-it-means"):
        assert page.locator(part).first.bounding_box()["y"] < box["y"]


def test_the_button_opens_what_it_leads_to(visit, until):
    page = visit("joint")
    assert not page.locator("#film-again svg").first.is_visible()
    page.get_by_role("link", name="Film the right leg").click()
    until(page, "document.querySelector('#film-again').open")
    assert page.locator("#film-again svg").first.is_visible()


def test_tabs_show_one_clip_at_a_time_by_key_and_paper_shows_all(visit):
    page = visit("joint")
    panels = page.locator(".panel")
    assert [panels.nth(n).is_visible() for n in (0, 1)] == [True, False]
    page.locator(".clip-tabs > input").first.focus()
    page.keyboard.press("ArrowRight")
    assert [panels.nth(n).is_visible() for n in (0, 1)] == [False, True]
    page.emulate_media(media="print")
    assert [panels.nth(n).is_visible() for n in (0, 1)] == [True, True]


def test_no_number_is_parted_from_its_unit(visit):
    page = unfold(visit("one"))
    broken = "[...document.querySelectorAll('.nb')].filter((one) => one.getClientRects().length > 1).length"
    assert page.locator(".nb").count() > 5
    assert page.evaluate(broken) == 0


def test_tables_on_a_phone_are_cards_without_gaps_and_with_every_value_on_the_screen(visit):
    page = unfold(visit("one"))
    phone = page.viewport_size["width"] < 640
    cells = page.locator(".cards-on-phone tbody td")
    shown = [cells.nth(n) for n in range(cells.count()) if cells.nth(n).is_visible()]
    assert len(shown) > 6
    for cell in shown if phone else ():
        box = cell.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]
        assert cell.inner_text().strip() not in {"", "–"}
    assert page.locator(".cards-on-phone thead").first.evaluate("(one) => getComputedStyle(one).position") == (
        "absolute" if phone else "static"
    )


def test_it_prints_to_paper(visit, tmp_path):
    page = visit("joint")
    paper = tmp_path / "report.pdf"
    page.pdf(path=paper, format="A4", prefer_css_page_size=True)
    assert paper.read_bytes().startswith(b"%PDF")


def test_paper_shows_curves_and_of_the_long_parts_only_those_opened_but_no_player(visit, tmp_path):
    page = visit("one")
    page.emulate_media(media="print")
    assert page.locator(".chart").first.is_visible()
    assert not page.locator(".exercise").last.is_visible()
    printed = page.pdf(path=tmp_path / "report.pdf", format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4
    page.evaluate("document.querySelectorAll('#programme, #programme details').forEach((one) => { one.open = true; })")
    assert page.locator(".exercise").last.is_visible()
    assert not page.locator("video").is_visible()
    assert not page.locator("nav").is_visible()


def test_without_scripts_the_numbers_curves_and_video_are_there(chromium, reports):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(reports["one"].as_uri())
    assert page.locator(".big .number").first.inner_text() == "36.0"
    assert page.locator("path.curve").count() == 3
    assert page.locator("video[controls]").count() == 1
    context.close()
