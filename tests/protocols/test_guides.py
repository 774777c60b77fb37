"""Filming guides: every movement has one, with a drawing that a browser reads."""

import re
from xml.etree import ElementTree as ET

import pytest

from dorsi import synth
from dorsi.measuring import measure
from dorsi.protocols import PROTOCOLS
from dorsi.protocols.guides import FRAME, HEIGHT, NEAR, WIDTH, picture, right_and_wrong

SVG = "{http://www.w3.org/2000/svg}"
EACH = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))


@EACH
def test_the_drawing_is_whole_svg_that_names_view_and_height(protocol):
    root = ET.fromstring(picture(protocol))  # noqa: S314 - written by dorsi itself
    assert root.tag.endswith("svg")
    title = root.find("{http://www.w3.org/2000/svg}title").text
    assert protocol.film.height in title
    assert ("front" if protocol.film.from_front else "side") in title


@EACH
def test_the_drawn_person_stays_inside_the_picture(protocol):
    root = ET.fromstring(picture(protocol))  # noqa: S314
    for circle in root.iter("{http://www.w3.org/2000/svg}circle"):
        x, y, r = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        assert r < x < WIDTH - r
        assert r < y < HEIGHT - r


@EACH
def test_what_the_guide_draws_is_what_dorsi_recognises(protocol):
    camera = synth.Camera(yaw_deg=90.0, distance_m=3.0) if protocol.film.from_front else synth.SIDE_ON
    assert measure(protocol.film.drawn(camera)).movement == protocol.name


@EACH
def test_the_guide_says_where_how_far_and_what_to_wear(protocol):
    film = protocol.film
    assert all((film.view, film.text, film.reps, film.height, film.distance, film.clothing))


@EACH
def test_the_drawing_moves_through_one_cycle_and_stands_still_until_it_is_started(protocol):
    moves = list(ET.fromstring(picture(protocol)).iter(f"{SVG}animate"))  # noqa: S314
    assert bool(moves) == (protocol.name != "balance")  # who balances stands still
    for one in moves:
        values = one.get("values").split(";")
        assert (one.get("begin"), values[0]) == ("indefinite", values[-1])
        assert 5 < len(values) < 80


@EACH
def test_right_and_wrong_frames_differ_and_only_the_last_hides_the_feet(protocol):
    root = ET.fromstring(right_and_wrong(protocol))  # noqa: S314
    assert [one.text for one in root.iter(f"{SVG}text")] == [
        "Like this",
        "Phone tilted",
        "Not square on",
        "Feet cut off",
    ]
    legs = [one.get("d") for one in root.iter(f"{SVG}path") if one.get("stroke") == NEAR]
    assert len(legs) == 4
    feet = [max(float(y) for y in re.findall(r" ([\d.]+)", leg)) for leg in legs]
    assert [y > FRAME[1] for y in feet] == [False, False, False, True]
    assert legs[0] != legs[2]
