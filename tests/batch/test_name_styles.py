"""Names as phones, chat programs, computers and coaches give them."""

import datetime as dt
import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi import batch
from dorsi.batch.names import read_clip_name, read_names
from dorsi.batch.vocabulary import folded, vocabulary

TODAY = dt.date(2026, 11, 29)
THIRD = dt.date(2026, 11, 3)


def reading(name):
    return read_clip_name(PurePosixPath(name), today=TODAY).on(None)


def told(name):
    one = reading(name)
    assert one.question is None
    return one.options


def asked(name):
    return reading(name).question


OF_DEVICES = {
    "WhatsApp Video 2026-11-03 at 18.22.31": THIRD,
    "WhatsApp Video 2026-11-03 at 6.22.31 PM": THIRD,
    "WhatsApp Video 2026-11-03 um 18.22.31 (1)": THIRD,
    "WhatsApp Vidéo 2026-11-03 à 18.22.31": THIRD,
    "WhatsApp Video 2026-11-03 at 18.22.31_3fa2b1c4": THIRD,
    "VID-20261103-WA0007": THIRD,
    "signal-2026-11-03-18-22-31-123": THIRD,
    "signal-2026-11-03-182231": THIRD,
    "video_2026-11-03_18-22-31": THIRD,
    "PXL_20261103_174502123": THIRD,
    "PXL_20261103_174502123.TS": THIRD,
    "PXL_20261103_174502123~2": THIRD,
    "20261103_174502": THIRD,
    "20261103_174502(0)": THIRD,
    "DJI_20261103174502_0042_D": THIRD,
    "DJI_0042": None,
    "IMG_4711": None,
    "IMG_4711 2": None,
    "IMG_E4711": None,
    "IMG_120315": None,
    "trim.3F2A9C": None,
    "RPReplay_Final1700000000": None,
    "GX010123": None,
    "GOPR0123": None,
    "C0012": None,
    "MVI_0123": None,
    "3F2504E0-4F89-11D3-9A0C-0305E82C3301": None,
    "Snapchat-123456789": None,
}


@pytest.mark.parametrize(("stem", "day"), OF_DEVICES.items())
def test_what_a_device_calls_a_clip_says_no_more_than_its_day(stem, day):
    assert told(f"Anna/{stem}.mp4") == {"person": "Anna"} | ({"recorded_on": day} if day else {})


@pytest.mark.parametrize(
    "stem",
    [
        "lunge L", "lunge L side view", "left lunge", "lunge lft", "Lunge-L-2", "lunge L1", "LungeLeft2", "lungeleft",
        "knee to wall left", "knee-to-wall_left", "KTW L", "Copy of lunge left", "Copy of Copy of lunge left (2)",
        "lunge left - Kopie", "lunge left - Copy (3)", "lunge left copy 2", "lunge left pre", "post lunge left",
        "Knie zur Wand links", "genou au mur gauche", "rodilla a la pared izquierda", "ginocchio al muro sx",
        "knie naar muur links", "FENTE GAUCHE", "lunge left slomo 240fps",
    ],
)  # fmt: skip
def test_a_left_lunge_is_read_however_it_is_put(stem):
    assert told(f"Anna/{stem}.mp4") == {"person": "Anna", "movement": "lunge", "side": "left"}


@pytest.mark.parametrize(
    "folders",
    ["U23/Anna", "U18 girls/Anna", "Session 1/Anna", "Week 3/Anna", "Team Berlin/Anna", "Équipe A/Anna", "Videos/Anna",
     "Anna/Session 2", "2026/November/Anna", "KW47/Anna", "DCIM/100APPLE/Anna", "March/Anna"],
)  # fmt: skip
def test_folders_of_teams_days_and_sessions_are_nobody_s_names(folders):
    assert told(f"{folders}/lunge left.mp4") == {"person": "Anna", "movement": "lunge", "side": "left"}


def test_the_folder_of_a_team_tells_the_team():
    assert (reading("U23/Anna/lunge.mp4").team, reading("2026-11-20/Anna/lunge.mp4").team) == ("U23", None)


@pytest.mark.parametrize(
    "name",
    ["2026-11-20/Anna/lunge.mp4", "20.11.2026/Anna/lunge.mp4", "Anna 2026-11-20/lunge.mp4", "Anna/20112026 lunge.mp4",
     "Anna/lunge 20 Nov 2026.mp4", "Anna/Nov 20, 2026 lunge.mp4", "Anna/20. November 2026 lunge.mp4",
     "Anna/lunge 11-20-2026.mp4", "Anna/lunge 20.11.26.mp4", "Anna/2026-11-20/lunge 20-11-26.mp4"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(name):
    assert told(name) == {"person": "Anna", "movement": "lunge", "recorded_on": dt.date(2026, 11, 20)}


@pytest.mark.parametrize("written", ["01-11-2026", "1.11.26", "1_11_2026", "01112026", "011126", "1 11 2026"])
def test_a_day_that_could_be_two_is_asked_about(written):
    assert asked(f"Anna/lunge left {written}.mp4").startswith(f"'{written}' could be 11 Jan 2026 or 1 Nov 2026; write")


def test_the_day_in_the_folder_settles_the_one_in_the_file():
    assert told("01.11.2026/Anna/20261101_101500.mp4")["recorded_on"] == dt.date(2026, 11, 1)


def test_a_day_in_the_future_is_not_meant():
    assert told("Anna/lunge 12-11-2026.mp4")["recorded_on"] == dt.date(2026, 11, 12)


@pytest.mark.parametrize(
    ("stem", "kmh"), [("treadmill run 12kmh", 12), ("run 10.5 km_h", 10.5), ("run 8 kph", 8), ("jog 7mph", 11.3)]
)
def test_the_speed_of_a_run_is_read(stem, kmh):
    assert told(f"anna {stem}.mp4") == {"person": "anna", "movement": "run", "speed_kmh": kmh}


@pytest.mark.parametrize(
    "stem", ["treadmill_finn_12kmh", "treadmill_12kmh_finn", "12_kmh_treadmill_finn", "finn-run-12kmh"]
)
def test_a_speed_is_no_part_of_a_name(stem):
    found = told(f"{stem}.mp4")
    assert (found["person"], found["speed_kmh"]) == ("finn", 12.0)


def test_bare_feet_and_the_time_in_a_training_are_read():
    one = reading("Anna/lunge left barefoot pre.mp4")
    assert (one.options["shoes"], one.note) == ("barefoot", "before")


@pytest.mark.parametrize(
    ("name", "person", "side"),
    [
        ("L. Berg/lunge.mp4", "L. Berg", None), ("L. Berg/lunge_right.mp4", "L. Berg", "right"),
        ("R Jones/lunge.mp4", "R Jones", None), ("R Jones/r jones lunge L.mp4", "R Jones", "left"),
        ("Wei Li/lunge.mp4", "Wei Li", None), ("R. Smith lunge left.mp4", "R. Smith", "left"),
        ("Anna L lunge right.mp4", "Anna L", "right"), ("Anna Lunge L.MOV", "Anna", "left"),
        ("Lunge left Anna Berg.mp4", "Anna Berg", "left"), ("Anna-Maria Berg lunge L.mp4", "Anna-Maria Berg", "left"),
        ("player 7 lunge left.mp4", "player 7", "left"), ("P07_lunge_left.mp4", "P07", "left"),
        ("Monday/anna lunge left.mp4", "anna", "left"), ("O'Brien lunge left.mp4", "O'Brien", "left"),
    ],
)  # fmt: skip
def test_initials_are_part_of_a_name(name, person, side):
    assert told(name) == {"person": person, "movement": "lunge"} | ({"side": side} if side else {})


@pytest.mark.parametrize(
    ("name", "person", "side"),
    [
        ("02_lunge_L_bea.mp4", "bea", "left"), ("03_lunge_R_bea.mp4", "bea", "right"),
        ("lunge L Bea.mp4", "Bea", "left"), ("KTW-R-Bea Berg.mp4", "Bea Berg", "right"),
        ("lunge.L.bea.mp4", "bea", "left"), ("L_lunge_bea.mp4", "bea", "left"), ("lunge_left_bea.mp4", "bea", "left"),
        ("lunge R. Smith.mp4", "R. Smith", None), ("lunge_R.Smith.mp4", "R.Smith", None),
        ("lunge left R Smith.mp4", "R Smith", "left"), ("lunge Li Wei.mp4", "Li Wei", None),
    ],
)  # fmt: skip
def test_a_letter_right_behind_a_movement_is_the_side(name, person, side):
    assert told(name) == {"person": person, "movement": "lunge"} | ({"side": side} if side else {})


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Anna L lunge.mp4", "'L' could be an initial or a side"),
        ("Anna March left.mp4", "'March' could be part of the person's name"),
        ("Anna/5 March.mp4", "'5 March' is a day without a year"),
        ("April/lunge left.mp4", "'April' could be a person's name"),
    ],
)
def test_a_word_that_could_be_a_name_is_asked_about(name, question):
    assert asked(name).startswith(question)


def test_one_leg_in_figures_is_no_squat_on_two():
    assert told("Anna/1-leg squat left.mp4")["movement"] == "single_leg_squat"


WORDS = sorted({" ".join(phrase) for phrase, (kind, _) in vocabulary().phrases.items() if kind in {"side", "movement"}})
LETTERS = sorted(vocabulary().side_letters)
FIRST = st.from_regex(r"[A-Z][a-zäöüéèñç]{2,9}", fullmatch=True).filter(
    lambda name: vocabulary().at([folded(name)], 0) is None and folded(name) not in LETTERS
)
MINED = st.sampled_from([*WORDS, *LETTERS]).map(str.title) | st.sampled_from(["L.", "R.", "L", "R"])


@given(FIRST, MINED, st.booleans(), st.sampled_from([" ", "_"]))
def test_the_folder_of_a_person_is_never_mined(first, other, swapped, between):
    """Whatever stands beside a name in a person's folder is part of the name: L. Berg, Anna March, R Jones."""
    folder = between.join((other, first) if swapped else (first, other))
    assert read_names(PurePosixPath(folder, "IMG_4711.MOV")) == {"person": folder}


@given(FIRST, st.sampled_from("LR"), st.sampled_from([". ", " ", "_"]))
def test_an_initial_never_becomes_the_side(surname, initial, between):
    name = f"{initial}{between}{surname}"
    other = {"L": "right", "R": "left"}[initial]
    assert read_names(PurePosixPath(name, f"{name} lunge {other}.mp4"))["side"] == other


@given(st.dates(dt.date(2010, 1, 1), TODAY), st.sampled_from("-._"), st.booleans())
def test_a_day_is_read_right_or_asked_about_never_dropped(day, between, day_first):
    parts = (f"{day:%d}", f"{day:%m}") if day_first else (f"{day:%m}", f"{day:%d}")
    one = reading(f"Anna/lunge {between.join((*parts, str(day.year)))}.mp4")
    assert one.question if "recorded_on" not in one.options else one.options["recorded_on"] == day


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def days(found):
    return {order.name: order.request.recorded_on for order in found.orders}


@pytest.mark.parametrize(
    ("sure", "day"),
    [("Bea/lunge 20-10-2026.mp4", dt.date(2026, 11, 1)), ("Bea/lunge 10-20-2026.mp4", dt.date(2026, 1, 11))],
)
def test_other_clips_of_the_batch_settle_a_day(tmp_path, sure, day):
    put(tmp_path, sure, "Anna/lunge 01-11-2026.mp4")
    assert days(batch.find(tmp_path))["Anna/lunge 01-11-2026.mp4"] == day


def test_clips_that_disagree_settle_nothing(tmp_path):
    put(tmp_path, "Bea/lunge 20-10-2026.mp4", "Cleo/lunge 10-20-2026.mp4", "Anna/lunge 01-11-2026.mp4")
    assert [one.name for one in batch.find(tmp_path).untold] == ["Anna/lunge 01-11-2026.mp4"]


def test_the_day_of_the_file_settles_a_day(tmp_path):
    put(tmp_path, "Anna/lunge 01-11-2026.mp4", "Anna/lunge 02-11-2026.mp4")
    moment = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC).timestamp()
    os.utime(tmp_path / "Anna/lunge 01-11-2026.mp4", (moment, moment))
    found = batch.find(tmp_path)
    assert days(found) == {"Anna/lunge 01-11-2026.mp4": dt.date(2026, 11, 1)}
    assert [one.name for one in found.untold] == ["Anna/lunge 02-11-2026.mp4"]


@pytest.mark.parametrize(
    "name", ["2026-12-24 lunge left", "lunge left 24.12.2026", "VID_20261224_101010", "24 Dec 2026"]
)
def test_a_day_that_is_still_to_come_is_asked_about(name):
    assert "is after today; write the day of filming" in asked(f"Anna/{name}.mp4")


@pytest.mark.parametrize(
    ("name", "said"),
    {
        "Wandtest links 2026-11-03": {"movement": "lunge", "side": "left", "recorded_on": THIRD},
        "KTWT_R_1": {"movement": "lunge", "side": "right"},
        "lunge-LEFT-week4": {"movement": "lunge", "side": "left"},
        "lunge left 3-Nov-26": {"movement": "lunge", "side": "left", "recorded_on": THIRD},
        "lunge left 20261103T182231Z": {"movement": "lunge", "side": "left", "recorded_on": THIRD},
        "course tapis 10kmh": {"movement": "run", "speed_kmh": 10.0},
        "lopen 11 km_u": {"movement": "run", "speed_kmh": 11.0},
        "balance eyes closed left": {"movement": "balance", "side": "left"},
        "march in place": {"movement": "march"},
        "Video von WhatsApp 2026-11-03 um 18.22.31": {"recorded_on": THIRD},
        "20261103_182231_HDR": {"recorded_on": THIRD},
        "telegram-cloud-document-2-5420123": {},
    }.items(),
)
def test_further_styles_are_read(name, said):
    assert told(f"Anna/{name}.mp4") == {"person": "Anna"} | said


def test_two_digits_behind_a_day_are_a_year_only_where_it_is_a_recent_one():
    assert "is a day without a year" in asked("Anna/lunge 3 Nov 12.mp4")
