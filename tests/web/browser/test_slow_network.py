"""The whole way of a runner on a slow network, the tab closed at each step: nothing has to be done twice."""

import pytest
from screens import ANALYSIS_MS, PHONE, SAMPLES
from test_journey import answer_no

PERSON = "Slow Sam"
#: What browsers call "slow 3G", with uploads as fast as downloads.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CLIP = SAMPLES / "squat_side.mp4"
#: Of her own: the same clip with the same choices belongs to one person, and other tests send it, too.
HEIGHT_CM = "166"


class Tabs:
    """One tab at a time of a phone on a slow network."""

    def __init__(self, page):
        self._context, self.page = page.context, page

    def again(self, address):
        """Close the tab as it is, and open an address in a new one."""
        fresh = self._context.new_page()
        network = self._context.new_cdp_session(fresh)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", SLOW)
        self.page.close()
        self.page = fresh
        fresh.goto(address)
        return fresh


@pytest.fixture
def tabs(browse):
    return Tabs(browse(**PHONE))


def offsets(page):
    """Keep from which byte on each piece of a clip is sent."""
    found = []
    page.on("request", lambda one: found.append(int(one.headers["upload-offset"])) if one.method == "PATCH" else None)
    return found


def send(page):
    """Fill the film form and send the clip; return from which bytes on it is sent."""
    sent = offsets(page)
    if page.get_by_label("Someone new").count():
        page.get_by_label("Someone new").check()
    page.get_by_label("Name").fill(PERSON)
    page.get_by_label("Choose clips").set_input_files(CLIP)
    page.get_by_text("More about this clip").click()
    page.get_by_label("Body height, cm").fill(HEIGHT_CM)
    page.get_by_role("button", name="Send and measure").click()
    return sent


def test_from_film_to_session_with_the_tab_closed_at_each_step(tabs, server):
    page = tabs.again("/film/squat")
    send(page)
    page.get_by_text("MB sent").wait_for()  # a part of the clip has arrived
    page = tabs.again("/film/squat")
    sent = send(page)
    page.wait_for_url("**/jobs/*")
    assert 0 not in sent  # what has arrived is not sent again
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('dorsi-upload'))") == []

    page = tabs.again("/")  # while it is measured; in the end Start has the next step
    server.over(PERSON, ANALYSIS_MS)
    page = tabs.again("/")
    page.get_by_role("link", name="Answer a few questions").click()
    page.get_by_role("heading", name="Safety first").wait_for()
    page.get_by_label("How old are you?").fill("34")
    answer_no(page)
    page.get_by_text("Answers saved.").wait_for()
    page = tabs.again("/")
    page.get_by_role("link", name="Answer a few questions").click()
    page.get_by_role("heading", name="Your ankles and your time").wait_for()
    page.get_by_label("How many minutes").fill("15")
    page.get_by_label("On how many days").fill("7")
    answer_no(page)
    page.get_by_text("Answers saved.").wait_for()
    page = tabs.again("/")
    page.get_by_role("link", name="Answer a few questions").click()
    page.get_by_role("button", name="Make my programme").click()
    page.wait_for_url("**/programme")

    page = tabs.again("/")
    page.get_by_role("link", name="Today's session").click()
    page.get_by_role("link", name="Start session").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Done", exact=True).click()
    page.locator("#saved").get_by_text("Saved", exact=True).wait_for()
    page = tabs.again("/")
    page.get_by_role("link", name="Today's session").click()
    page.get_by_role("link", name="Go on with the session").wait_for()
    assert page.locator("input[name^='done:']:checked").count() == 1
