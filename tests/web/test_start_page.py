"""Start shows the one next step of the person: the other leg, the questions, then today's session."""

import re

import pytest
import stored


@pytest.fixture
def hero(client, state, tmp_path):
    """Return a function that stores a lunge with these sides measured, and gives the first button of Start."""

    def show(*sides):
        if sides:
            stored.keep(state.store, tmp_path / "kept", measurements=[stored.number(side, 40.0) for side in sides])
        page = client.get("/").text
        (button,) = re.findall(r'<div class="hero">.*?<a class="button" href="([^"]+)">(.*?)</a>', page, re.DOTALL)
        return re.sub(r"<svg.*?</svg>", "", button[1], flags=re.DOTALL), button[0].replace("&amp;", "&")

    return show


def test_nobody_has_filmed_yet(hero):
    assert hero() == ("Film a lunge", "/film/lunge")


def test_after_one_leg_the_other_is_next_and_is_chosen_there(hero, client):
    verb, href = hero("left")
    assert (verb, href.split("?")[0], href.split("&")[-1]) == ("Film the right leg", "/film/lunge", "side=right")
    assert re.search(r'value="right" checked', client.get(href).text)
    assert re.search(r'value="auto" checked', client.get("/film/lunge?side=sideways").text)


def test_after_both_legs_the_questions_are_next(hero):
    verb, href = hero("left", "right")
    assert re.fullmatch(r"Answer \d+ questions", verb)
    assert href.endswith("/intake")
