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
