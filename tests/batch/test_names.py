"""What names tell, and what they do not."""

import datetime as dt
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.batch.names import read_names
from dorsi.clip_request import ClipOptions
from dorsi.protocols import PROTOCOLS
from dorsi.settings import MOVEMENTS

DAY = dt.date(2026, 11, 20)
ANNA = ClipOptions(person="anna", recorded_on=DAY, movement="lunge", side="left")


def told(name):
    return read_names(PurePosixPath(name))


@pytest.mark.parametrize(
    "name",
    [
        "anna/2026-11-20_lunge_left.mp4",
        "anna/20261120_lunge_left.mp4",
        "anna/2026-11-20/lunge_left.mp4",
        "2026-11-20/anna/lunge-l.mov",
        "lunge/anna/2026.11.20 Left.mp4",
        "anna/2026-11-20_lunge_left_2.mp4",
        "anna/2026-11-20_lunge_left (3).mp4",
        "anna/2026-11-20_lunge_left_take2.mp4",
        "anna/VID_20261120_101502_lunge_left.mp4",
        "anna/PXL_20261120_101502123_Lunges_L.mp4",
        "anna/2026-11-20T10-15 lunge left.mp4",
        "anna/anna_2026-11-20_lunge_left.mp4",
        "anna_2026-11-20_lunge_left.mp4",
        "2026-11-20_anna_lunge_left.MP4",
        "lunge_left_anna_2026-11-20.mp4",
    ],
)
def test_the_usual_ways_to_name_a_clip_are_understood(name):
    assert told(name) == ANNA


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Anna-Maria Berg/2026-11-20_lunge_left.mp4", "Anna-Maria Berg"),
        ("2026-11-20_anna_berg_lunge_left.mp4", "anna berg"),
        ("Zoë/lunge.mp4", "Zoë"),
        ("player 7/lunge.mp4", "player 7"),
    ],
)
def test_a_person_s_name_may_have_several_words(name, person):
    assert told(name)["person"] == person


@pytest.mark.parametrize("movement", [name for name in MOVEMENTS if name != "auto"])
def test_every_movement_can_be_named(movement):
    assert told(f"anna/2026-11-20_{movement}_left.mp4")["movement"] == movement


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))
def test_a_movement_may_be_written_as_people_say_it(protocol):
    for words in (protocol.called.noun, protocol.called.many.replace(" ", "-").upper()):
        assert told(f"anna/{words} left.mp4")["movement"] == protocol.name


@pytest.mark.parametrize("name", ["anna/IMG_2034.MOV", "anna/clip.mp4", "anna/1.mp4"])
def test_what_is_not_named_is_left_open(name):
    assert told(name) == {"person": "anna"}


WHOSE = [("IMG_2034.MOV", "bea"), ("lunge_left.mp4", "bea"), ("anna/1.mp4", "anna")]


@pytest.mark.parametrize(("name", "person"), WHOSE)
def test_a_person_named_for_all_clips_counts_where_no_name_says_more(name, person):
    assert read_names(PurePosixPath(name), "bea")["person"] == person


MANIFEST = "say who in a manifest"
OWN_FOLDER = f"put the clip in a folder with the person's name, or {MANIFEST}"
BOTH = "'{}' and '{}' could both be the person's name"
IF_SO = f" if that is the person, or {MANIFEST}"
ONE_OF = "keep one in the name, or say which in a manifest"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("2026-11-20_lunge_left.mp4", f"no person in the name; {OWN_FOLDER}"),
        ("IMG_2034.MOV", f"no person in the name; {OWN_FOLDER}"),
        ("berlin/anna/lunge.mp4", f"{BOTH.format('berlin', 'anna')}; move anna/ out of berlin/, or {MANIFEST}"),
        ("anna/bob_lunge.mp4", f"the folder says 'anna' and the clip 'bob'; move it to bob/{IF_SO}"),
        ("anna_lunge_berg.mp4", f"{BOTH.format('anna', 'berg')}; {OWN_FOLDER}"),
        ("anna/lunge_squat.mp4", f"two movements are named: lunge and squat; {ONE_OF}"),
        ("anna/lunge_left_right.mp4", f"two sides are named: left and right; {ONE_OF}"),
        ("anna/2026-11-20/2026-11-21_lunge.mp4", f"two days are named: 2026-11-20 and 2026-11-21; {ONE_OF}"),
        ("anna/2026-02-31_x_lunge.mp4", f"the folder says 'anna' and the clip 'x'; move it to x/{IF_SO}"),
    ],
)
def test_what_can_not_be_told_is_said_and_not_guessed(name, reason):
    assert told(name) == reason


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_any_name_gives_an_answer_or_a_reason(stem):
    answer = read_names(PurePosixPath("anna") / f"{stem}.mp4")
    assert answer["person"] == "anna" if isinstance(answer, dict) else answer


@given(st.permutations(["anna", "2026-11-20", "lunge", "left"]), st.sampled_from("_- "))
def test_the_order_of_the_parts_does_not_matter(parts, between):
    assert told(f"{between.join(parts)}.mp4") == ANNA
