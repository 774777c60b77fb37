"""The ways through the app that a runner goes most often, with every tap counted: for a test and for the docs."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from screens import ANALYSIS_MS, SAMPLES

PERSON: Final = "Tappy"


@dataclass(frozen=True)
class Walked:
    """One way: what it is for, taps, pages that were opened, and seconds of the app."""

    name: str
    taps: int
    pages: int
    seconds: float
    before: str


class Thumb:
    """A thumb on a page; nothing else may move it on, so that the count is true."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = 0
        self.pages = 0

    def tap(self, name: str, role: str = "link") -> None:
        """Press what has this name."""
        self.press(self.page.get_by_role(role, name=name, exact=True).first)

    def press(self, what: Any) -> None:
        """Press a place of the page."""
        what.click()
        self.taps += 1

    def type(self, label: str, text: str) -> None:
        """Write into a field, which takes a tap to open the keyboard."""
        self.page.get_by_label(label).first.fill(text)
        self.taps += 1

    def arrive(self, place: str, wait_ms: int = 60_000) -> None:
        """Wait for a page."""
        self.page.wait_for_url(place, timeout=wait_ms)
        self.pages += 1

    def answer(self, *names: str) -> None:
        """Answer everything on a page with one of these, a tap each."""
        for name in names:
            for field in self.page.get_by_label(name, exact=True).all():
                self.press(field)


def first_report(thumb: Thumb) -> None:
    """Film the first leg and read its report."""
    thumb.tap("Film a lunge")
    thumb.arrive("**/film/lunge")
    thumb.press(thumb.page.locator("label:has(input[name=side][value=left])"))
    thumb.type("Name", PERSON)
    send(thumb, "lunge_left.mp4")


def second_leg(thumb: Thumb) -> None:
    """Film the other leg, from the report of the first, and read both together."""
    thumb.tap("Film the right leg")
    thumb.arrive("**/film/lunge?*")
    send(thumb, "lunge_right.mp4", to="**/assessment?*")


def send(thumb: Thumb, clip: str, to: str = "**/clips/*") -> None:
    """Choose a clip and wait for the page of its result."""
    thumb.page.get_by_label("Choose clips").set_input_files(SAMPLES / clip)
    thumb.taps += 1
    thumb.tap("Send and measure", "button")
    thumb.arrive(to, ANALYSIS_MS)


def programme(thumb: Thumb) -> None:
    """Answer the questions; nothing hurts."""
    thumb.tap("Answer 14 questions")
    thumb.arrive("**/intake?part=0")
    thumb.type("How old are you?", "34")
    thumb.answer("None of these", "No")
    thumb.tap("Next", "button")
    thumb.arrive("**/intake?part=1")
    thumb.answer("None of these", "No")
    thumb.type("How many minutes", "15")
    thumb.type("On how many days", "7")
    thumb.tap("Make my programme", "button")
    thumb.arrive("**/programme")


def morning(thumb: Thumb) -> None:
    """Note a morning without pain, from Start."""
    thumb.tap("Start")
    thumb.arrive("**/")
    thumb.tap("All good: no pain, not stiff", "button")
    thumb.arrive("**/today?fine=true")


def session(thumb: Thumb) -> None:
    """Note a session that was done without the player, from Today."""
    thumb.tap("Just right", "button")
    thumb.arrive("**/today?saved=true")


def progress(thumb: Thumb) -> None:
    """See the progress, from Today."""
    thumb.tap("Progress")
    thumb.arrive("**/progress")


#: Each way, the next beginning where the last ended; and how many taps or pages it took before.
WAYS: Final[tuple[tuple[str, Callable[[Thumb], None], str], ...]] = (
    ("Start, to the report of the first leg", first_report, "5 taps, without a name or a leg"),
    ("That report, to the result of both legs", second_leg, "the whole way again"),
    ("Report, to the programme (14 questions)", programme, "9 pages"),
    ("Any page, to a morning without pain noted", morning, "three sliders, and not on a day of rest"),
    ("Today, to a whole session noted", session, "a tick for each exercise"),
    ("Today, to the progress", progress, "1 tap"),
)


def walk(page: Any) -> list[Walked]:
    """Go all ways on a page that is at Start and belongs to nobody yet; return what each took."""
    found = []
    for name, way, before in WAYS:
        thumb, begun = Thumb(page), time.monotonic()
        way(thumb)
        found.append(Walked(name, thumb.taps, thumb.pages, time.monotonic() - begun, before))
    return found


def table(walked: list[Walked]) -> str:
    """Return the table of the docs."""
    lines = ["| From, to | Taps | Pages | Seconds | Before |", "|---|---:|---:|---:|---|"]
    lines += [f"| {one.name} | {one.taps} | {one.pages} | {one.seconds:.0f} | {one.before} |" for one in walked]
    return "\n".join(lines)
