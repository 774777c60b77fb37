"""The whole way of a new user on a phone, and two people at once, in a real browser against a real server."""

import datetime as dt

from screens import ANALYSIS_MS, DESKTOP, PHONE, SAMPLES, today

VIDEO_IS_THERE = "v => v.readyState > 0 || new Promise((done) => v.addEventListener('loadedmetadata', done))"


def send_clip(page, name, person, *, movement="lunge", side="left"):
    """Film a movement by picking a clip, and wait for the page that follows its analysis."""
    page.goto(f"/film/{movement}")
    page.locator(f"label:has(input[name=side][value={side}])").click()
    known = page.get_by_label(person, exact=True)
    if known.count():
        known.check()
    else:
        if page.get_by_label("Someone new").count():
            page.get_by_label("Someone new").check()
        page.get_by_label("Name").fill(person)
    page.get_by_label("Choose clips").set_input_files(SAMPLES / name)
    page.get_by_role("button", name="Send and measure").click()
    page.wait_for_url("**/jobs/*")


def answer_everything(page):
    """Answer the questions that are needed: nothing hurts, 15 minutes on every day."""
    page.get_by_role("heading", name="Safety first").wait_for()
    page.get_by_label("How old are you?").fill("34")
    answer_no(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("heading", name="Your ankles and your time").wait_for()
    page.get_by_label("How many minutes").fill("15")
    page.get_by_label("On how many days").fill("7")
    answer_no(page)
    page.get_by_role("button", name="Make my programme").click()
    page.wait_for_url("**/programme")


def answer_no(page):
    """Answer everything on a page with no or none."""
    for name in ("None of these", "No"):
        for field in page.get_by_label(name, exact=True).all():
            field.check()


def test_a_new_user_comes_from_pairing_to_progress_on_a_phone(browse):
    """Pair, film, watch, read, answer, get a programme, log a session, see progress."""
    page = browse(**PHONE)
    page.get_by_role("link", name="Film a lunge").click()
    page.wait_for_url("**/film/lunge")
    send_clip(page, "lunge_left.mp4", "Nora")
    page.wait_for_url("**/clips/*", timeout=ANALYSIS_MS)
    assert page.locator(".card.side-left .big").first.inner_text().strip().endswith("°")
    assert "95" in page.locator(".answer").inner_text()
    assert page.get_by_role("link", name="Film the right leg").is_visible()
    page.locator("video").evaluate(VIDEO_IS_THERE)

    page.get_by_role("link", name="Answer questions for a programme").click()
    page.wait_for_url("**/intake?part=0")
    answer_everything(page)
    assert page.url.endswith("/programme")
    assert page.locator("article.exercise").count() >= 3

    page.get_by_role("link", name="Today's session").click()
    page.wait_for_url("**/today")
    ticks = page.locator("input[name^='done:']")
    assert ticks.count() >= 3
    for tick in ticks.all():
        tick.check()
    page.get_by_label("Pain during").first.fill("2")
    page.get_by_role("button", name="Save session").click()
    page.get_by_text("Saved.").wait_for()
    assert page.locator("input[name^='done:']:checked").count() == ticks.count()

    page.get_by_role("link", name="Log", exact=True).click()
    page.wait_for_url("**/log")
    assert "pain 2 of 10" in page.locator("main").inner_text()
    page.goto("/people")
    page.get_by_role("link", name="Nora").click()
    page.get_by_role("link", name="Progress").click()
    page.get_by_role("heading", name="Trends").wait_for()
    assert "1 session in the log" in page.locator("header").inner_text()
    assert "Week 1: 1 session done" in page.locator("main").inner_text()
    assert page.locator("svg.drawn").count() == 0  # one value and one week are sentences


def test_two_phones_send_and_read_at_the_same_time(browse):
    one, two = browse(**PHONE), browse(**DESKTOP)
    send_clip(one, "lunge_right.mp4", "Ada", side="right")
    send_clip(two, "squat_side.mp4", "Ben", movement="squat", side="auto")
    for page, person in ((one, "Ada"), (two, "Ben")):
        page.wait_for_url("**/clips/*", timeout=ANALYSIS_MS)
        assert person in page.get_by_role("heading", level=1).inner_text()


def test_a_clip_is_sent_on_after_the_connection_was_lost(browse):
    """The second piece and the two tries after it find no server; then the Wi-Fi is back."""
    page = browse(**PHONE)
    tries = []

    def lose(route):
        tries.append(route.request.method)
        if 2 <= len(tries) <= 4:
            route.abort()
        else:
            route.continue_()

    page.route("**/api/uploads/*", lose)
    page.goto("/film/auto")
    page.get_by_label("Name").or_(page.get_by_label("Someone new")).first.click()
    page.get_by_label("Name").fill("Iris")
    page.get_by_label("Choose clips").set_input_files(SAMPLES / "squat_side.mp4")
    page.get_by_role("button", name="Send and measure").click()
    page.get_by_text("Connection lost").wait_for()
    page.wait_for_url("**/jobs/*")
    assert page.get_by_text("squat_side.mp4").count()
    page.get_by_role("button", name="Stop this analysis").click()
    page.wait_for_url("**/jobs")


def test_a_file_that_is_no_video_is_refused_in_words(browse, tmp_path):
    page = browse(**PHONE)
    fake = tmp_path / "<b>clip.mp4"
    fake.write_bytes(b"no video at all" * 5000)
    page.goto("/film/lunge")
    if page.get_by_label("Someone new").count():
        page.get_by_label("Someone new").check()
    page.get_by_label("Name").fill("Mia")
    page.get_by_label("Choose clips").set_input_files(fake)
    page.get_by_role("button", name="Send and measure").click()
    page.get_by_role("alert").get_by_text("<b>clip.mp4:").wait_for()


def test_what_is_typed_while_further_questions_come_stays(browse, server):
    """A slow answer of the server must not wipe what was typed after it was asked."""
    person = server.call("POST", "/api/people", {"name": "Slow"})
    page = browse(**PHONE)

    def late(route):
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/intake/questions", late)
    page.goto(f"/people/{person['id']}/intake")
    with page.expect_response("**/intake/questions"):
        page.get_by_label("Both", exact=True).first.check()
        page.get_by_label("How old are you?").fill("41")
    page.get_by_text("Do you know from a clinician why it is swollen?").wait_for()
    assert page.get_by_label("How old are you?").input_value() == "41"
    page.unroute_all(behavior="wait")


def test_an_answer_that_the_network_delivers_late_takes_no_newer_ones_place(browse, server):
    """Each answer is saved as it is given; the first saving may come after the page was sent on."""
    person = server.call("POST", "/api/people", {"name": "Delayed"})["id"]
    page, held = browse(**PHONE), []
    page.route("**/intake/draft", lambda route: held.append(route.request))
    page.goto(f"/people/{person}/intake")
    page.get_by_label("How old are you?").fill("41")
    for name in ("None of these", "No"):
        for field in page.get_by_label(name, exact=True).all():
            field.check()
    page.unroute_all()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/intake?part=1")
    late = page.request.post(held[0].url, data=held[0].post_data, headers=held[0].headers)
    assert late.status == 204
    page.goto(f"/people/{person}/intake?part=0")
    assert page.get_by_label("No", exact=True).last.is_checked()


def test_a_page_that_is_closed_while_answering_loses_nothing(browse, server):
    person = server.call("POST", "/api/people", {"name": "Interrupted"})["id"]
    page = browse(**PHONE)
    page.goto(f"/people/{person}/intake")
    page.get_by_label("How old are you?").fill("41")
    page.get_by_label("Yes", exact=True).first.check()
    page.get_by_text("Answers saved.").wait_for()
    again = page.context.new_page()
    page.close()
    again.goto(f"/people/{person}/intake")
    assert again.get_by_label("How old are you?").input_value() == "41"
    assert again.get_by_label("Yes", exact=True).first.is_checked()


def test_back_in_the_questions_leads_to_the_page_before(browse, server):
    """By the browser's Back and by the page's own, both of which are one step; then to where one came from."""
    person = server.call("POST", "/api/people", {"name": "Backwards"})["id"]
    page = browse(**PHONE)
    page.goto(f"/people/{person}")
    page.get_by_role("link", name="Questions").click()
    for back in (page.go_back, page.get_by_role("button", name="Back").click):
        page.get_by_role("heading", name="Safety first").wait_for()
        page.get_by_label("How old are you?").fill("34")
        answer_no(page)
        page.get_by_role("button", name="Next").click()
        page.get_by_role("heading", name="Your ankles and your time").wait_for()
        page.get_by_label("How many minutes").fill("15")
        back()
    page.get_by_role("heading", name="Safety first").wait_for()
    assert page.get_by_label("How old are you?").input_value() == "34"
    page.go_forward()
    page.get_by_role("heading", name="Your ankles and your time").wait_for()
    assert page.get_by_label("How many minutes").input_value() == "15"
    page.go_back()
    page.go_back()
    page.get_by_role("heading", name="Backwards").wait_for()


def test_an_answer_without_connection_is_saved_when_it_is_back(browse, server):
    person = server.call("POST", "/api/people", {"name": "Offline"})["id"]
    page = browse(**PHONE)
    page.goto(f"/people/{person}/intake")
    page.route("**/intake/draft", lambda route: route.abort())
    page.get_by_label("How old are you?").fill("41")
    page.get_by_label("Yes", exact=True).first.check()
    page.get_by_text("No connection.").wait_for()
    page.unroute_all(behavior="wait")
    page.get_by_text("Answers saved.").wait_for()
    page.reload()
    assert page.get_by_label("How old are you?").input_value() == "41"


def test_deleting_a_person_asks_first_and_then_leaves_nothing(browse, server):
    person = server.call("POST", "/api/people", {"name": "Gone"})
    page = browse(**PHONE)
    page.goto(f"/people/{person['id']}")
    page.get_by_role("link", name="Delete Gone").click()
    page.get_by_role("link", name="Keep").click()
    page.get_by_role("link", name="Delete Gone").click()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/people?deleted=true")
    assert "Deleted" in page.locator("main").inner_text()
    assert "Gone" not in page.locator("main").inner_text()


def test_the_morning_reaches_yesterdays_log_and_todays_session(browse, server, answers):
    """Pain of 5 or more in the morning ends the session of that day (R03)."""
    person = server.call("POST", "/api/people", {"name": "Morning"})["id"]
    server.call("PUT", f"/api/people/{person}/intake", answers | {"person": "Morning"})
    plan = server.call("POST", f"/api/people/{person}/plan", {})
    yesterday = today() - dt.timedelta(days=1)
    entry = {"date": yesterday.isoformat(), "exercise_id": plan["items"][0]["exercise"], "level": 1}
    server.call("POST", f"/api/people/{person}/log/entries", [entry])
    page = browse(**PHONE)
    page.goto(f"/people/{person}/today")
    page.get_by_role("link", name="Stiff, or something hurts").click()
    page.get_by_label("Pain", exact=True).fill("6")
    page.get_by_role("button", name="Adjust today's session").click()
    page.get_by_text("needs a look first").wait_for()
    assert page.locator("input[name^='done:']").count() == 0
    page.goto(f"/people/{person}/log")
    assert "pain 6 of 10" in page.locator("main").inner_text()
    page.get_by_text("1 exercise", exact=True).click()
    assert "next morning 6 of 10" in page.locator("main").inner_text()


def test_the_person_is_tapped_on_before_the_clip_is_sent(browse):
    """The tap becomes a pixel of the clip, whatever the size of the screen; another moment asks again."""
    page = browse(**PHONE)
    asked = []
    page.route("**/api/jobs", lambda route: (asked.append(route.request.post_data_json), route.abort())[1])
    page.goto("/film/squat")
    if page.get_by_label("Someone new").count():
        page.get_by_label("Someone new").check()
    page.get_by_label("Name").fill("Picked")
    page.get_by_label("Choose clips").set_input_files(SAMPLES / "squat_side.mp4")
    page.get_by_text("Several people in the clip?").click()
    video = page.locator(".picking video")
    size = video.evaluate("v => [v.videoWidth, v.videoHeight]")
    box = video.bounding_box()
    place = page.get_by_role("button", name="Choose the person at this place")
    place.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    page.get_by_text("Chosen. This person is measured.").wait_for()
    page.get_by_label("Moment of the clip").fill("0.5")
    assert page.locator("input[name=pick]").input_value() == ""
    place.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    page.get_by_role("button", name="Send and measure").click()
    page.get_by_text("Connection lost").wait_for()
    page.close()
    picked = [int(one) for one in asked[0]["pick"].split(",")]
    finest_px = size[0] / box["width"]  # of the clip, under one of the screen
    assert all(abs(pixel - side / 2) <= 2 * finest_px for pixel, side in zip(picked, size, strict=True)), (picked, size)
