"""Pain that is logged stays, and every open player learns that a session is over, in real browsers."""

import pytest
from screens import PHONE

from dorsi.web.stop_limits import stop_limits

ENDS = "the session ends here"


@pytest.fixture
def person(server, answers, request):
    """Return the number of somebody with a session today."""
    name = f"Sore {request.node.name[-50:]}"
    number = server.call("POST", "/api/people", {"name": name})["id"]
    server.call("PUT", f"/api/people/{number}/intake", answers | {"person": name})
    server.call("POST", f"/api/people/{number}/plan", {})
    return number


@pytest.fixture
def phone(chromium, server, person):
    """Return a function that opens the player on one more phone."""
    contexts, faults = [], []

    def open_player(*, start=True):
        context = chromium.new_context(base_url=server.url, **PHONE)
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda one: one.accept())
        page.goto(server.link())
        page.get_by_role("button", name="Pair this device").click()
        page.wait_for_url("**/")
        page.goto(f"/people/{person}/today/play")
        if start:
            press(page, "Start")
        return page

    yield open_player
    for context in contexts:
        context.close()
    assert faults == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def saved(page):
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()


def done(page, times):
    for _ in range(times):
        press(page, "Done")
        saved(page)


def hurts(page, score, *, site="ankle_front", sharp=False, name="It hurts"):
    press(page, name)
    page.get_by_label("Where?", exact=True).select_option(site)
    if page.get_by_label("Left", exact=True).is_visible():
        page.get_by_label("Left", exact=True).check()
    page.locator("#score").fill(str(score))
    if sharp:
        page.get_by_label("Sharp pain, or limping").check()
    press(page, "Save")


def pains(server, person):
    """Return the pain in the log, by exercise and leg."""
    entries = server.call("GET", f"/api/people/{person}/log")["entries"]
    return {(one["exercise_id"], one["side"]): one["pain_during"] for one in entries if one["pain_during"]}


def in_log(page, server, person):
    """Wait until the log has a pain, and return all of it."""
    for _ in range(80):
        if found := list(pains(server, person).values()):
            return found
        page.wait_for_timeout(100)
    return []


def count(server, person):
    return len(server.call("GET", f"/api/people/{person}/today")["items"])


def delete_the_day(page, person):
    """Delete today's entries on the page of the log, in another tab."""
    other = page.context.new_page()
    other.goto(f"/people/{person}/log")
    other.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    other.get_by_role("button", name="Delete").first.click()
    other.get_by_text("Deleted").first.wait_for()
    other.close()


def test_a_second_phone_removes_no_pain_and_stops_with_the_first(phone, server, person):
    one, two = phone(), phone()
    done(one, 3)
    hurts(one, 7)
    one.get_by_role("heading", name="How was it?").wait_for()
    kept = pains(server, person)
    assert list(kept.values()) == [7]
    press(two, "Done")
    two.locator("#notice").get_by_text(ENDS).wait_for()
    assert two.locator("#screen-exercise").is_hidden()
    for page in (one, two):
        press(page, "Just right")
        page.get_by_text("Saved in your log.").wait_for()
        assert page.get_by_role("button", name="Reopen the session").is_hidden()
    assert pains(server, person) == kept


def test_a_phone_that_passed_the_sore_exercise_raises_it_and_never_lowers_it(phone, server, person):
    one, two = phone(), phone()
    done(one, 3)
    hurts(one, 4)
    in_log(one, server, person)
    for _ in range(6):
        if two.locator("#screen-exercise").is_visible():
            press(two, "Done")
    press(two, "Just right")
    two.get_by_text("Saved in your log.").wait_for()
    assert list(pains(server, person).values()) == [4]
    two.get_by_text("pain 4 of 10").wait_for()
    press(one, "Done")
    saved(one)
    assert one.get_by_text("was deleted").count() == 0
    assert list(pains(server, person).values()) == [4]


def test_a_phone_opened_later_is_not_offered_what_is_done_or_sore(phone, server, person):
    one = phone()
    done(one, 3)
    hurts(one, 4)
    in_log(one, server, person)
    two = phone(start=False)
    assert two.locator("#plan-list .past").count() >= 4
    press(two, "Start")
    while two.locator("#screen-exercise").is_visible():
        press(two, "Done")
    press(two, "Just right")
    two.get_by_text("Saved in your log.").wait_for()
    assert list(pains(server, person).values()) == [4]


def test_pain_after_the_day_was_deleted_elsewhere_is_kept_alone(phone, server, person):
    page = phone()
    done(page, 3)
    delete_the_day(page, person)
    hurts(page, 7)
    page.locator("#notice").get_by_text(ENDS).wait_for()
    assert in_log(page, server, person) == [7]
    assert len(server.call("GET", f"/api/people/{person}/log")["entries"]) <= 2


def test_pain_told_at_the_end_after_the_day_was_deleted_is_kept_alone(phone, server, person):
    page = phone()
    done(page, count(server, person) - 1)
    press(page, "Done")
    delete_the_day(page, person)
    hurts(page, 4, name="It hurt")
    page.get_by_text("Saved in your log.").wait_for()
    page.locator("#notice").get_by_text("is kept").wait_for()
    assert list(pains(server, person).values()) == [4]


@pytest.mark.parametrize(("score", "sharp"), [(7, True), (1, False)])
def test_an_edit_in_the_log_stays_whatever_the_open_player_sends_next(phone, server, person, score, sharp):
    page = phone()
    done(page, 3)
    hurts(page, 3)
    in_log(page, server, person)
    other = page.context.new_page()
    other.goto(f"/people/{person}/log")
    other.get_by_text("Edit the pain").first.click()
    form = other.locator("form[action*='/pain']").filter(has=other.locator("input[type=range][value='3']")).first
    form.locator("input[type=range]").fill(str(score))
    form.get_by_label("Sharp pain, or limping").set_checked(sharp)
    form.get_by_role("button").click()
    other.wait_for_load_state()
    press(page, "Done")
    page.locator("#notice").get_by_text("edited in your log" if score < 6 else ENDS).wait_for()
    assert list(pains(server, person).values()) == [score]
    page.reload()
    assert list(pains(server, person).values()) == [score]


@pytest.mark.parametrize(("score", "sharp"), [(7, False), (2, True)])
def test_offline_the_player_ends_the_session_by_itself_where_the_rules_do(phone, server, person, score, sharp):
    page = phone()
    done(page, 3)
    page.context.set_offline(True)
    hurts(page, score, sharp=sharp)
    page.locator("#notice").get_by_text(ENDS).wait_for()
    assert page.locator("#screen-exercise").is_hidden()
    assert page.get_by_role("button", name="Back to the exercises").is_hidden()
    page.context.set_offline(False)
    assert in_log(page, server, person) == [score]


def test_a_form_opened_before_the_pain_lowers_nothing_and_says_so(phone, server, person):
    page = phone()
    form = page.context.new_page()
    form.goto(f"/people/{person}/today")
    done(page, 3)
    hurts(page, 4)
    in_log(page, server, person)
    for box in form.locator("input[name^='done:']").all():
        box.check()
    form.get_by_label("Just right").last.check()
    form.get_by_role("button", name="Save session").click()
    form.get_by_text("pain 4 of 10").first.wait_for()
    assert list(pains(server, person).values()) == [4]


def test_the_limits_are_the_rules():
    found = stop_limits()
    assert (found.above, found.sharp) == (5, True)
    assert {one.site for one in found.texts} == {"calf", None}
