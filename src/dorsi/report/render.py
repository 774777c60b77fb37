"""From plain records to one HTML file that needs nothing else and loads nothing."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dorsi import measures
from dorsi.measures.bands import BANDS
from dorsi.programme.rulebook.rules import same_speed_text
from dorsi.protocols import report_of
from dorsi.report.clip import advice
from dorsi.report.clip.answer import AnswerView, answer_of
from dorsi.report.clip.guides import FilmingGuide, guides_for
from dorsi.report.clip.next_step import ON_THE_PAGE, Ways, on_this_page
from dorsi.report.clip.page import ClipView, SideCard
from dorsi.report.drawing.curves import Chart
from dorsi.report.programme.plan_view import PlanView
from dorsi.report.text import amounts, words
from dorsi.schema.plan import Plan
from dorsi.schema.session import Difference
from dorsi.version import __version__
from dorsi.wording import wording
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural

LAYOUT: Final = "base.html"  #: what a page is laid out in, unless it is rendered with another


@dataclass(frozen=True, kw_only=True)
class Page:
    """A whole report: one clip or several clips of one person."""

    title: str
    person: str | None
    clips: tuple[ClipView, ...]
    cards: tuple[SideCard, ...]
    differences: tuple[Difference, ...]
    plan: PlanView | None
    faces_covered: bool = False  #: said on the page
    ways: Ways = ON_THE_PAGE  #: where its button leads
    known_plan: Plan | None = None  #: the person's programme, also where it is not on the page

    when: str = ""  #: on which day the clips were filmed; empty where that is not known

    @property
    def stands_alone(self) -> bool:
        """Whether the page is a file, from which nothing can be measured again."""
        return self.ways.film is on_this_page

    @property
    def guides(self) -> tuple[FilmingGuide, ...]:
        """How to film what the page asks for; nothing where the button leads to another page."""
        return guides_for(self.answer) if self.stands_alone else ()

    @property
    def answer(self) -> AnswerView:
        """The first screen."""
        plan = self.known_plan if self.plan is None else self.plan.plan
        return answer_of(self.clips, self.differences, plan, self.ways)


def static_text(name: str) -> str:
    """Return a style or script that goes into the page."""
    return files("dorsi.report").joinpath("static", name).read_text(encoding="utf-8").strip()


def _source_hash(text: str) -> str:
    """Return the CSP source that allows exactly this inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def content_policy(style: str, script: str) -> str:
    """Return a policy that allows this style and script, embedded pictures and video, and no connection at all."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source_hash(style)}",
            f"script-src {_source_hash(script)}",
            "img-src data:",
            "media-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def curve_track(chart: Chart) -> dict[str, object]:
    """Return what the page's script needs to run a cursor along a chart."""
    return {
        "symbol": chart.symbol,
        "decimals": chart.decimals,
        "low": chart.low,
        "high": chart.high,
        "top": chart.top_px,
        "bottom": chart.bottom_px,
        "lines": [{"side": measures.SIDE_NAMES[line.side], "values": line.values} for line in chart.lines],
    }


#: A number with its sign and what belongs to it: "± 3.0°", "168.8 steps/min", "0.10 to 1.10 s".
@cache
def _amounts() -> re.Pattern[str]:
    symbols = {written for one in measures.units().values() for written in (one.symbol, one.words)} - {""}
    behind = "|".join(map(re.escape, sorted(symbols - measures.CLOSE_UP, key=len, reverse=True)))
    close_up = "".join(sorted(measures.CLOSE_UP))
    signs, number = f"±{measures.MINUS}+<>", r"\d[\d.,]*"
    return re.compile(rf"(?:[{signs}] ?)?{number}(?: to {number})?(?:[{close_up}]| ?(?:{behind})\b)?")


def amount(text: str) -> Markup:
    """Return text as HTML in which no number is parted from its sign and its unit at the end of a line."""
    parts, end = [], 0
    for found in _amounts().finditer(text):
        parts += [escape(text[end : found.start()]), Markup('<span class="nb">{}</span>').format(found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


@cache
def environment() -> Environment:
    """Return the template environment; every value is escaped, and a missing one is an error."""
    env = Environment(
        loader=PackageLoader("dorsi.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "amount": amount,
        "sentence": words.sentence,
        "typeset": words.typeset,
        "seconds": amounts.seconds,
        "minutes": amounts.minutes,
        "difference": words.difference_text,
        "label": measures.label_of,
        "day": day_text,
        "level": advice.level_of,
        "plural": plural,
        "tracks": curve_track,
    }
    env.globals |= {"SIDE_NAMES": measures.SIDE_NAMES, "wording": wording(), "layout": LAYOUT, "report_of": report_of}
    env.globals |= {"BANDS": BANDS, "same_speed": same_speed_text}
    return env


def render(page: Page) -> str:
    """Return the page as HTML."""
    style, script = static_text("report.css"), static_text("report.js")
    return (
        environment()
        .get_template("report.html")
        .render(
            page=page,
            style=style,
            script=script,
            policy=content_policy(style, script),
            version=__version__,
            several=len(page.clips) > 1,
        )
    )


def common_title(clips: Sequence[ClipView]) -> str:
    """Return the title of the page: the movements of its clips, each once."""
    return ", ".join(dict.fromkeys(clip.title for clip in clips))
