"""What the forms do at once in the browser, before anything reaches the server."""

import pytest
from screens import PHONE


@pytest.mark.parametrize("field", ["q:red_flags", "q:conditions"])
def test_none_of_these_and_a_tick_clear_each_other(browse, server, field):
    person = server.call("POST", "/api/people", {"name": f"None in {field}"})["id"]
    page = browse(**PHONE)
    page.goto(f"/people/{person}/intake")
    none = page.locator(f'[name="{field}"][data-none]')
    first, second = page.locator(f'[name="{field}"]:not([data-none])').all()[:2]
    none.check()
    first.check()
    second.check()
    assert [one.is_checked() for one in (none, first, second)] == [False, True, True]
    none.press("Space")
    assert [one.is_checked() for one in (none, first, second)] == [True, False, False]
