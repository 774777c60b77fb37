"""Advice fits what was seen."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

import dorsi
from dorsi.cli.headline import print_sessions
from dorsi.report.clip import advice
from dorsi.report.clip.answer import answer_of
from dorsi.report.clip.next_step import ON_THE_PAGE
from dorsi.report.clip.page import clip_view
from dorsi.report.render import Page, render
from dorsi.schema.session import Event, Measurement, Warn

SOURCES = Path(dorsi.__file__).parent
NOTE = Warn(code="part_measured", text="Measured: 1.0 to 2.0 s of the clip.", tip="Nothing needs to be done.")
ASKED = Warn(code="slow_motion", text="A stride takes 2.0 s. Is this slow motion?", tip="Give the rate.")
OBLIQUE = Warn(code="view_oblique", text="Too far off.", tip="Put the camera square to the side.")
FACED = Warn(code="view_not_side", text="From the front.", tip="Put the camera square to the side.")
FEET = Warn(code="feet_out", text="A foot is outside.", tip="Step back.")
STRANGE = Warn(code="new_kind", text="Something new.", tip="Look.")


def number(name, value=None):
    refused = {"status": "not_measured", "reason": "not seen"} if value is None else {"status": "ok"}
    return Measurement(name=name, side="left", value=value, unit="deg", scale="camera_2d", n=1, **refused)


def clip(session, *warnings, measured=(), view="side"):
    quality = session.quality.model_copy(update={"warnings": list(warnings), "view": view})
    return session.model_copy(update={"quality": quality, "measurements": list(measured)})


def test_under_a_number_that_is_missing_something_is_to_be_done(lunge):
    missing = number("peak_shank_inclination_deg")
    assert advice.tips(clip(lunge.session, NOTE, OBLIQUE, measured=[missing]), missing) == (OBLIQUE.tip,)
    assert advice.tips(clip(lunge.session, NOTE, measured=[missing]), missing) == (advice.SIDE_TIP,)


def test_a_note_that_all_is_well_is_not_said_where_nothing_was_measured(lunge):
    nothing = clip(lunge.session, NOTE, OBLIQUE, measured=[number("peak_shank_inclination_deg")])
    something = clip(lunge.session, NOTE, OBLIQUE, measured=[number("peak_shank_inclination_deg", 30.0)])
    assert advice.warnings_of(nothing) == (OBLIQUE,)
    assert advice.warnings_of(something) == (OBLIQUE, NOTE)


@pytest.mark.parametrize("given", [(NOTE, STRANGE, FEET, OBLIQUE), (OBLIQUE, FEET, STRANGE, NOTE)])
def test_warnings_come_in_order_of_importance_whatever_order_they_were_found_in(given):
    assert advice.by_importance(given) == (OBLIQUE, FEET, STRANGE, NOTE)


def test_a_knee_from_the_front_is_never_asked_to_be_filmed_from_the_side(lunge):
    missing = number("fppa_deg")
    assert advice.tips(clip(lunge.session, FACED, measured=[missing], view="front"), missing) == (advice.FRONT_TIP,)


def test_a_front_view_that_gave_its_number_is_no_fault(lunge):
    found = clip(lunge.session, FACED, FEET, measured=[number("fppa_deg", 5.0)], view="front")
    assert advice.warnings_of(found) == (FEET,)
    assert FACED in advice.warnings_of(clip(lunge.session, FACED, measured=[number("fppa_deg")], view="front"))


def of(session, movement, *warnings, measured=(), view="side", legs=()):
    events = [Event(kind="rep", side=leg, start_s=0.0, peak_s=1.0, end_s=2.0, valid=True) for leg in legs]
    return clip(session, *warnings, measured=measured, view=view).model_copy(
        update={"movement": movement, "events": events}
    )


def test_every_code_has_a_level():
    """A remark that a module makes under a new name must be given one."""
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    named = re.findall(r'code="(\w+)"(?: if \w+ else "(\w+)")?', text)
    footage = (SOURCES / "analysis" / "quality.py").read_text(encoding="utf-8")
    faults = re.findall(r'^        \(.*?, "(\w+)", ', footage, re.MULTILINE)
    made = {code for pair in named for code in pair if code} | set(faults)
    assert made == set(advice.LEVELS)
    assert advice.level_of(STRANGE) == "warning"


def test_the_command_line_says_what_to_type(lunge):
    tip = "If it is a squat, measure it as that."
    other = Warn(code="movement_not_seen", text="We found no lunge.", tip=tip, options={"movement": "squat"})
    found = clip(lunge.session, other, measured=[number("peak_shank_inclination_deg")])
    out = io.StringIO()
    print_sessions(Console(file=out, width=200), [found])
    assert f"{tip} (--movement squat)" in out.getvalue()


def test_only_warnings_are_printed_as_warnings(lunge):
    out = io.StringIO()
    found = clip(lunge.session, NOTE, ASKED, FEET, measured=[number("peak_shank_inclination_deg", 30.0)])
    print_sessions(Console(file=out, width=200), [found])
    lines = out.getvalue().splitlines()
    marks = {line.strip()[0]: line for line in lines if any(w.text in line for w in (NOTE, ASKED, FEET))}
    assert {mark: text in marks[mark] for mark, text in (("!", FEET.text), ("?", ASKED.text), ("·", NOTE.text))} == {
        "!": True, "?": True, "·": True,
    }  # fmt: skip


def test_the_page_tells_notes_from_warnings(lunge):
    session = clip(lunge.session, NOTE, ASKED, FEET, measured=[number("peak_shank_inclination_deg", 30.0)])
    view = clip_view(type("Shown", (), {"session": session, "signals": lunge.signals})(), anchor="clip")
    page = render(Page(title=view.title, person=None, clips=(view,), cards=view.cards, differences=(), plan=None))
    page = re.sub(r'<span class="nb">(.*?)</span>', r"\1", page)
    for remark, level in ((NOTE, "note"), (ASKED, "question"), (FEET, "warning")):
        assert f'<li class="{level}"><p>{remark.text}</p>' in page
    assert page.count("<strong>Next time:</strong>") == 1


@pytest.mark.parametrize(("value", "good"), [(30.0, True), (None, False)])
def test_a_video_without_a_number_is_not_called_good(lunge, value, good):
    session = clip(lunge.session, measured=[number("peak_shank_inclination_deg", value)])
    view = clip_view(type("Shown", (), {"session": session, "signals": lunge.signals})(), anchor="clip")
    assert view.good == good


@pytest.mark.parametrize("view", ["front", "oblique", "side", "unclear"])
@pytest.mark.parametrize(("movement", "name"), [("balance", "one_leg_stance_s"), ("single_leg_squat", "fppa_deg")])
def test_what_is_filmed_from_the_front_is_never_sent_to_the_side(lunge, movement, name, view):
    missing = number(name)
    session = of(lunge.session, movement, FACED, OBLIQUE, measured=[missing], view=view)
    assert advice.warnings_of(session) == ()
    assert advice.tips(session, missing) == (advice.FRONT_TIP,)


def test_a_front_view_of_something_unknown_is_not_sent_to_the_side(lunge):
    unknown = Warn(code="movement_unknown", text="No movement was recognised.", tip="Film one movement.")
    assert advice.warnings_of(of(lunge.session, "unknown", FACED, unknown, view="front")) == (unknown,)


def test_a_movement_that_dorsi_does_not_measure_is_the_reason_and_no_better_film_is_asked_for(lunge):
    stranger = Warn(code=advice.NOT_MEASURED, text="This looks like standing up from a chair.", tip="Film a squat.")
    session = of(lunge.session, "unknown", OBLIQUE, FEET, stranger, view="oblique")
    assert advice.warnings_of(session)[0] == stranger
    assert advice.spoiling(advice.warnings_of(session)) == (stranger, FEET)
    view = clip_view(type("Shown", (), {"session": session, "signals": lunge.signals})(), anchor="clip")
    assert (view.title, view.why_not) == ("Not measured", (stranger.text,))
    found = answer_of([view], (), None, ON_THE_PAGE)
    assert found.next.verb == "Film a movement that dorsi measures"


def test_a_leg_that_was_not_filmed_is_only_to_be_filmed(lunge):
    missing = number("peak_shank_inclination_deg")
    session = of(lunge.session, "lunge", FEET, NOTE, measured=[missing], legs=["right"])
    assert advice.tips(session, missing) == (
        "For the left leg, film a clip of its own the same way, from its own side.",
    )
    both = of(lunge.session, "lunge", FEET, NOTE, measured=[missing], legs=["left", "right"])
    assert advice.tips(both, missing) == (FEET.tip,)


def test_a_leg_in_a_view_that_hides_it_is_to_be_filmed_from_another_place(lunge):
    missing = number("peak_shank_inclination_deg")
    session = of(lunge.session, "squat", OBLIQUE, measured=[missing], legs=["right"], view="oblique")
    assert advice.tips(session, missing) == (OBLIQUE.tip,)


def test_the_other_leg_s_balance_is_filmed_the_same_way(lunge):
    missing = number("one_leg_stance_s")
    session = of(lunge.session, "balance", FACED, measured=[missing], legs=["right"], view="front")
    assert advice.tips(session, missing) == ("For the left leg, film a clip of its own the same way.",)
