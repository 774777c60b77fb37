"""A session is played in a real browser with sped-up time: what was done is in the log, whatever happens on the way."""

import pytest
from screens import PHONE, TOO_WIDE

from dorsi.schema.log import LogEntry
from dorsi.web.sore_places import places_by_side

TOTAL_S = """import('/static/play_time.js').then(({ phases }) => phases(JSON.parse(
    document.getElementById('session').textContent).items[0]).reduce((sum, { s }) => sum + s, 0))"""


@pytest.fixture
def person(server, answers, request):
    """Return the number of somebody with a session today."""
    name = f"Player {request.node.name}"[:60]
    number = server.call("POST", "/api/people", {"name": name})["id"]
    server.call("PUT", f"/api/people/{number}/intake", answers | {"person": name})
    server.call("POST", f"/api/people/{number}/plan", {})
    return number


@pytest.fixture
def page(chromium, server, person):
    """Return the player on a phone, with a clock that the test moves; its scripts may not fail."""
    context = chromium.new_context(base_url=server.url, **PHONE)
    context.set_default_timeout(60_000)
    one = context.new_page()
    one.faults = []
    one.on("pageerror", lambda error: one.faults.append(str(error)))
    one.goto(server.link())
    one.get_by_role("button", name="Pair this device").click()
    one.wait_for_url("**/")
    one.clock.install()
    one.goto(f"/people/{person}/today/play")
    one.evaluate("navigator.serviceWorker.ready.then(() => true)")
    yield one
    context.close()
    assert one.faults == []


def title(page):
    return page.locator("#name").inner_text()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def logged(server, person):
    return server.call("GET", f"/api/people/{person}/log")["entries"]


def test_what_was_done_is_in_the_log_though_the_connection_was_lost_and_the_tab_closed(page, server, person):
    planned = server.call("GET", f"/api/people/{person}/today")["items"]
    assert len(planned) >= 5
    sent = []
    page.on("request", lambda one: sent.append(one.post_data_json) if one.method == "PUT" else None)
    total_s = page.evaluate(TOTAL_S)

    press(page, "Start")  # the first exercise by the guide alone
    assert title(page) == planned[0]["name"]
    press(page, "Start")
    page.clock.run_for(int(total_s * 1000) + 1500)
    page.locator("#place").get_by_text(f"2 of {len(planned)}").wait_for()
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    assert [one["dose_done_pct"] for one in logged(server, person)] == [100]

    page.context.set_offline(True)
    press(page, "Done")
    press(page, "Skip")  # the third is left out
    page.locator("#saved").get_by_text("Saved on this device").wait_for()
    assert len(logged(server, person)) == 1
    page.reload()  # as after a closed tab, still without a connection
    press(page, "Continue")
    assert title(page) == planned[3]["name"]
    press(page, "Done")

    page.context.set_offline(False)
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    for _ in planned[4:]:
        press(page, "Done")
    press(page, "Easy")
    page.get_by_text("Saved in your log.").wait_for()

    done = [one for place, one in enumerate(planned) if place != 2]
    log = logged(server, person)
    assert [(one["exercise_id"], one["side"], one["level"]) for one in log] == [
        (one["exercise"], one["side"], one["level"]) for one in done
    ]
    assert {(one["dose_done_pct"], one["pain_during"]) for one in log} == {(100, 0)}
    assert log == [LogEntry.model_validate(one).model_dump(mode="json") for one in sent[-1]["entries"]]


def test_a_locked_phone_counts_nothing_and_going_on_counts_from_there(page):
    press(page, "Start")
    press(page, "Start")
    page.clock.run_for(6_000)
    page.clock.fast_forward(600_000)  # the screen was off for ten minutes
    page.get_by_text("Paused while the screen was off.").wait_for()
    kept = page.evaluate("Object.entries(localStorage).find(([key]) => /^dorsi-play-\\d/.test(key))[1]")
    elapsed = page.evaluate("(text) => JSON.parse(text).records[0].elapsed", kept)
    assert 5 < elapsed < 12
    page.get_by_role("button", name="Continue", exact=True).wait_for()


def test_strong_pain_ends_the_session_and_is_in_the_log(page, server, person):
    press(page, "Start")
    press(page, "It hurts")
    press(page, "Save")
    page.get_by_text("Choose where it hurts.").wait_for()
    page.get_by_label("Where?", exact=True).select_option("calf")
    assert page.get_by_text("Choose where it hurts.").count() == 0
    if page.get_by_label("Left", exact=True).is_visible():
        page.get_by_label("Left", exact=True).check()
    page.get_by_label("How much, 0 to 10").fill("7")
    assert page.locator("#pain-problem").inner_text() == ""
    press(page, "Save")
    page.get_by_role("heading", name="How was it?").wait_for()
    [entry] = logged(server, person)
    assert (entry["pain_during"], entry["pain_site"], entry["dose_done_pct"]) == (7, "calf", 0)


def delete_the_day(page, person):
    """Delete today's entries on the page of the log."""
    page.on("dialog", lambda one: one.accept())
    page.goto(f"/people/{person}/log")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.get_by_role("button", name="Delete").first.click()
    page.get_by_text("Deleted").first.wait_for()


def hurt(page, score, *, name):
    """Say that it hurts, in the place with the longest name."""
    site = max(places_by_side()["left"].items(), key=lambda place: len(place[1]))[0]
    press(page, name)
    page.get_by_label("Where?", exact=True).select_option(site)
    if page.get_by_label("Left", exact=True).is_visible():
        page.get_by_label("Left", exact=True).check()
    page.get_by_label("How much, 0 to 10").fill(str(score))
    press(page, "Save")


def test_a_session_that_was_deleted_from_the_log_is_begun_afresh(page, server, person):
    count = len(server.call("GET", f"/api/people/{person}/today")["items"])
    press(page, "Start")
    for _ in range(count):
        press(page, "Done")
    hurt(page, 4, name="It hurt")
    page.get_by_text("Saved in your log.").wait_for()
    assert page.evaluate(TOO_WIDE) == 0
    assert len(logged(server, person)) >= count
    delete_the_day(page, person)
    page.goto(f"/people/{person}/today/play")
    page.get_by_role("button", name="Start", exact=True).wait_for()
    press(page, "Start")
    press(page, "Done")
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    assert len(logged(server, person)) == 1


def test_a_second_tab_that_changed_nothing_keeps_what_the_first_one_noted(page, server, person):
    count = len(server.call("GET", f"/api/people/{person}/today")["items"])
    press(page, "Start")
    press(page, "Done")
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    other = page.context.new_page()
    other.goto(f"/people/{person}/today/play")
    other.get_by_role("button", name="Continue", exact=True).wait_for()
    for _ in range(count - 1):
        press(page, "Done")
    hurt(page, 4, name="It hurt")
    page.get_by_text("Saved in your log.").wait_for()
    before = logged(server, person)
    other.get_by_text("This session went on in another tab").wait_for()
    other.goto(f"/people/{person}/log")
    other.goto(f"/people/{person}/today/play")
    other.get_by_role("heading", name="Session finished").wait_for()
    assert other.get_by_text("pain 4 of 10").count() == 1
    assert logged(server, person) == before
    assert 4 in [one["pain_during"] for one in before]


def test_a_day_that_was_deleted_while_the_player_was_open_stays_deleted(page, server, person):
    press(page, "Start")
    press(page, "Done")
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    other = page.context.new_page()
    delete_the_day(other, person)
    press(page, "Done")
    page.get_by_text("This session was deleted from your log, so it starts afresh.").first.wait_for()
    page.get_by_role("button", name="Start", exact=True).wait_for()
    assert logged(server, person) == []
    press(page, "Start")
    press(page, "Done")
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    assert len(logged(server, person)) == 1


def test_a_session_of_which_everything_was_skipped_says_that_nothing_is_noted(page, server, person):
    count = len(server.call("GET", f"/api/people/{person}/today")["items"])
    press(page, "Start")
    for _ in range(count):
        press(page, "Skip")
    page.get_by_role("heading", name="You skipped everything").wait_for()
    assert page.get_by_role("button", name="Just right").is_hidden()
    assert page.get_by_role("button", name="It hurt", exact=True).is_visible()
    page.reload()
    page.get_by_role("button", name="Start", exact=True).wait_for()
    assert logged(server, person) == []


def test_before_an_exercise_is_begun_it_shows_its_steps_and_no_numbers_of_a_clock(page):
    press(page, "Start")
    assert page.locator("#seconds").inner_text() == page.locator("#count").inner_text() == ""
    assert page.locator("#how-steps li").first.is_visible()
    press(page, "Start")
    page.clock.run_for(1_500)
    assert page.locator("#seconds").inner_text() != ""


def test_after_pain_that_ends_the_session_nothing_offers_to_continue(page):
    press(page, "Start")
    hurt(page, 7, name="It hurts")
    page.get_by_role("heading", name="How was it?").wait_for()
    page.reload()
    page.get_by_role("button", name="Finish", exact=True).wait_for()
    assert page.get_by_role("button", name="Continue", exact=True).count() == 0
    assert page.get_by_text("the session ends here").count() == 1


def test_pain_without_a_connection_ends_the_exercise_and_reaches_the_log_later(page, server, person):
    press(page, "Start")
    page.context.set_offline(True)
    press(page, "It hurts")
    page.get_by_label("Where?", exact=True).select_option("knee")
    if page.get_by_label("Left", exact=True).is_visible():
        page.get_by_label("Left", exact=True).check()
    page.get_by_label("How much, 0 to 10").fill("4")
    press(page, "Save")
    page.locator("#notice").get_by_text("can't adjust the rest").wait_for()
    page.context.set_offline(False)
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    assert 4 in [one["pain_during"] for one in logged(server, person)]
