"""Advice fits what was seen."""

import pytest

from dorsi.report import advice
from dorsi.schema.session import Measurement, Warn

NOTE = Warn(code="part_measured", text="Measured from 1.0 to 2.0 s.", tip="Nothing needs to be done.")
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
