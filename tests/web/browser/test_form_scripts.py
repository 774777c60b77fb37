"""What the forms do at once in the browser, before anything reaches the server."""

import pytest
from screens import PHONE, SAMPLES


@pytest.mark.parametrize("field", ["q:red_flags", "q:conditions"])
def test_none_of_these_and_a_tick_clear_each_other(browse, server, field):
    person = server.call("POST", "/api/people", {"name": f"None in {field}"})["id"]
    page = browse(**PHONE)
    page.goto(f"/people/{person}/intake")
    none = page.locator(f'[name="{field}"][data-none]')
    first, second = page.locator(f'[name="{field}"][type=checkbox]:not([data-none])').all()[:2]
    none.check()
    first.check()
    second.check()
    assert [one.is_checked() for one in (none, first, second)] == [False, True, True]
    none.press("Space")
    assert [one.is_checked() for one in (none, first, second)] == [True, False, False]


def test_a_clip_that_is_being_sent_says_so_and_holds_the_page(browse):
    page = browse(**PHONE)
    waiting = []

    def never(route):
        waiting.append(route)

    page.route("**/api/uploads", never)
    page.goto("/film/lunge")
    page.get_by_label("Name").or_(page.get_by_label("Someone new")).first.wait_for()
    if page.get_by_label("Someone new").count():
        page.get_by_label("Someone new").check()
    page.get_by_label("Name").fill("Sender")
    page.get_by_label("Choose clips").set_input_files(SAMPLES / "lunge_left.mp4")
    page.get_by_text("Ready to send").wait_for()
    page.get_by_role("button", name="Send and measure").click()
    page.get_by_text("Sending…").wait_for()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    for one in waiting:
        one.abort()


def test_today_has_one_main_button_that_stays_in_sight_only_once_something_is_ticked(browse, server, answers):
    person = server.call("POST", "/api/people", {"name": "One button"})["id"]
    server.call("PUT", f"/api/people/{person}/intake", answers | {"person": "One button"})
    server.call("POST", f"/api/people/{person}/plan", {})
    page = browse(**PHONE)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/people/{person}/today")
    start, save = (page.get_by_text(words, exact=True) for words in ("Start session", "Save session"))

    def shown():
        filled = [one.evaluate("one => !one.classList.contains('quiet')") for one in (start, save)]
        return *filled, save.evaluate("one => getComputedStyle(one.parentElement).position")

    tick = page.locator("input[name^='done:']").first
    assert shown() == (True, False, "static")
    tick.check()
    assert shown() == (False, True, "sticky")
    tick.uncheck()
    assert shown() == (True, False, "static")
