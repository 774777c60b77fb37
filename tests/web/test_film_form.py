"""The page on which a clip is filmed asks what matters for the movement; the app's words fit what the app does."""

import pytest


@pytest.mark.parametrize(("movement", "asked"), [("lunge", False), ("squat", False), ("run", True), ("auto", True)])
def test_only_a_run_is_asked_for_speed_and_shoes(client, movement, asked):
    page = client.get(f"/film/{movement}").text
    assert [f'name="{name}"' in page for name in ("speed_kmh", "shoes")] == [asked, asked]
    assert 'name="height_cm"' in page


def test_the_app_says_that_it_keeps_the_clip(client):
    page = client.get("/safety").text
    assert "It keeps the clip you sent" in page
    assert "stays where you keep it" not in page


def test_how_a_lunge_is_done_stands_on_the_form_itself(client):
    page = client.get("/film/lunge").text
    first = page[: page.index("More on filming it")]
    assert "Face a wall" in first
    assert "heel down" in first


def test_fields_speak_plainly(client):
    page = client.get("/film/lunge").text
    assert "Pose network" not in page
    assert ">a4<" not in page
    assert '<option value="a4">A4</option>' in page
