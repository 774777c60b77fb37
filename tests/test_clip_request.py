"""One request for a clip: every option that one entrance has, all have, and each leads to the same request."""

import datetime as dt
import re
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent / "batch"))  # folders.py: clips with landmarks to replay

import folders

import dorsi
from dorsi.batch.manifest import read_manifest
from dorsi.cli import app as commands
from dorsi.cli import clip_options
from dorsi.clip_request import KINDS, ClipOptions, ClipRequest, clip_request
from dorsi.errors import OptionError
from dorsi.settings import Settings, abouts
from dorsi.web.app import create_app
from dorsi.web.config import Config
from dorsi.web.queue.job_records import JobRequest

OPTIONS = {field.name for field in fields(ClipRequest)} - {"path"}
#: One value of each option as text, and as it is meant; none of them is what counts without it.
TYPED = {
    "movement": "run", "side": "right", "model": "lite", "backend": "replay:a.npz", "foot_model": "off", "mirror": "no",
    "capture_fps": "240", "height_cm": "171.5", "sheet": "letter", "pick": "612,84.5", "person": "Anna Berg",
    "recorded_on": "2026-11-20", "speed_kmh": "10", "shoes": "racing flats",
}  # fmt: skip
MEANT = TYPED | {
    "mirror": False, "capture_fps": 240.0, "height_cm": 171.5, "pick": (612.0, 84.5),
    "recorded_on": dt.date(2026, 11, 20), "speed_kmh": 10.0,
}  # fmt: skip
IN_JSON = MEANT | {"pick": [612.0, 84.5], "recorded_on": "2026-11-20"}
#: A backend is named with a file of the server's computer: a paired phone must not have it read one.
NOT_BY_WEB = {"backend"}


@pytest.fixture
def clip(tmp_path):
    (tmp_path / "a.mp4").touch()
    return tmp_path / "a.mp4"


def test_these_tests_know_every_option():
    assert set(TYPED) == OPTIONS, "an option was added or removed: give it a value above"
    usual = ClipRequest(path="a.mp4")
    assert [name for name in OPTIONS if MEANT[name] == getattr(usual, name)] == []


def test_every_option_says_what_it_is():
    said = abouts(ClipRequest)
    assert set(said) == OPTIONS
    assert [name for name, about in said.items() if not (about.label and about.help.endswith("."))] == []


def test_python_takes_every_option_as_a_keyword(clip):
    assert set(ClipOptions.__annotations__) == OPTIONS
    types = {field.name: field.type for field in fields(ClipRequest) if field.name != "path"}
    assert types == ClipOptions.__annotations__
    assert vars(clip_request(clip, **MEANT)) == MEANT | {"path": clip}


def option_names(command):
    found = typer.main.get_command(commands).commands[command].params
    return {name for one in found for name in one.opts}


@pytest.mark.parametrize(
    ("command", "decides_itself"),
    [("analyse", set()), ("batch", set()), ("compare", {"model", "foot_model", "backend"})],
)
def test_every_command_that_measures_clips_takes_every_option(command, decides_itself):
    assert {clip_options.flag(name) for name in OPTIONS - decides_itself} <= option_names(command)


def test_options_typed_on_the_command_line_are_read(clip):
    heard = {}
    shell = typer.Typer()

    @shell.command()
    @clip_options.takes_clip_options
    def hear(*, options: ClipOptions) -> None:
        heard.update(options)

    typed = [word for name, text in TYPED.items() if name != "mirror" for word in (clip_options.flag(name), text)]
    shell([*typed, "--no-mirror"], standalone_mode=False)
    assert heard == MEANT


def test_every_option_is_a_column_of_the_manifest(clip):
    columns = {"date" if name == "recorded_on" else name: text for name, text in TYPED.items()}
    table = clip.with_name("clips.csv")
    cells = [f'"{text}"' for text in columns.values()]
    table.write_text(f"clip,{','.join(columns)}\na.mp4,{','.join(cells)}\n", encoding="utf-8")
    assert read_manifest(table, clip.parent) == [clip_request(clip, **MEANT)]


def test_an_empty_cell_leaves_what_counts_for_all_clips(clip):
    table = clip.with_name("clips.csv")
    table.write_text("clip,shoes,side\na.mp4,,left\n", encoding="utf-8")
    every = clip_request(clip.parent, person="Bea", shoes="racing flats", side="right")
    assert read_manifest(table, clip.parent, every) == [
        clip_request(clip, person="Bea", shoes="racing flats", side="left")
    ]


def test_every_option_is_a_field_of_the_api(clip):
    own = {"upload_id", "overlay", "blur_faces", "replaces"}
    assert set(JobRequest.model_fields) - own == OPTIONS - NOT_BY_WEB
    sent = {"upload_id": "0" * 32} | {name: value for name, value in IN_JSON.items() if name not in NOT_BY_WEB}
    asked = JobRequest.model_validate(sent).clip(clip, model="heavy")
    assert asked == clip_request(clip, **{name: MEANT[name] for name in OPTIONS - NOT_BY_WEB})


def test_a_request_is_stored_and_read_again_as_it_is(clip):
    sent = {"upload_id": "0" * 32} | {name: value for name, value in IN_JSON.items() if name not in NOT_BY_WEB}
    asked = JobRequest.model_validate(sent)
    assert JobRequest.model_validate(asked.model_dump(mode="json")) == asked


def test_a_request_that_an_earlier_version_stored_is_read(clip):
    stored = {
        "upload_id": "0" * 32, "person": "Anna", "movement": "lunge", "side": "left", "recorded_on": "2026-11-20",
        "height_cm": 170.0, "capture_fps": None, "overlay": False, "blur_faces": True,
    }  # fmt: skip
    asked = JobRequest.model_validate(stored).clip(clip, model="full")
    assert asked == clip_request(
        clip, person="Anna", movement="lunge", side="left", recorded_on=dt.date(2026, 11, 20), height_cm=170.0,
        model="full",
    )  # fmt: skip


def test_a_phone_cannot_name_a_file_of_this_computer(clip):
    with pytest.raises(ValueError, match="backend"):
        JobRequest.model_validate({"upload_id": "0" * 32, "person": "Anna", "backend": "replay:secret.npz"})


def test_every_option_is_in_the_form_of_the_page_for_filming(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DORSI_DB", raising=False)
    app = create_app(Config())
    with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        client.post("/pair", data={"code": app.state.dorsi.devices.new_code()})
        pages = [client.get(f"/film/{movement}").text for movement in ("lunge", "run")]
    forms = "".join(page[page.index("<form data-film") :] for page in pages)
    named = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', forms))
    assert named - {"new_person"} | {"person"} == (OPTIONS - NOT_BY_WEB) | {"blur_faces"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("movement", "7 hops", "movement: '7 hops' is not known; choose from 'auto', 'balance'"),
        ("sheet", "a5", "sheet: 'a5' is not known; choose from 'a4', 'letter'"),
        ("speed_kmh", 90, "speed_kmh: 90 given, 1 to 45 allowed"),
        ("height_cm", float("nan"), "height_cm: nan given, 80 to 250 allowed"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(name, value, message):
    with pytest.raises(OptionError, match=re.escape(message)):
        clip_request("a.mp4", **{name: value})


def test_a_misspelt_option_is_a_mistake_of_the_program():
    with pytest.raises(TypeError, match="'heigth_cm' is not a clip option; choose from movement, side"):
        dorsi.analyse("a.mp4", heigth_cm=170)


def test_an_option_counts_before_the_settings_and_these_before_the_request():
    first = clip_request("a.mp4", Settings(movement="lunge", model="full"), model="lite", shoes="racing flats")
    assert (first.movement, first.model, first.shoes) == ("lunge", "lite", "racing flats")
    again = clip_request(first, Settings(movement="squat"), side="left")
    assert (again.movement, again.side, again.shoes) == ("squat", "left", "racing flats")


def test_the_numbers_depend_on_the_settings_alone():
    told = clip_request("a.mp4", person="Anna", speed_kmh=10, shoes="racing flats", movement="run")
    assert told.choices == Settings(movement="run").choices
    assert set(KINDS) - set(told.choices) == {"person", "recorded_on", "speed_kmh", "shoes"}


def test_what_is_told_of_a_clip_is_in_its_session(tmp_path, replayed_lunge):
    session = dorsi.analyse(
        replayed_lunge.with_suffix(".mp4"), movement="lunge", side="left", backend=f"replay:{replayed_lunge}",
        person="Anna", speed_kmh=10, shoes="racing flats", recorded_on=dt.date(2026, 11, 20), cache_dir=tmp_path,
    ).session  # fmt: skip
    assert (session.person, session.speed_kmh, session.shoes) == ("Anna", 10, "racing flats")
    assert session.recorded_at == "2026-11-20"
    assert session.movement == "lunge"
    again = dorsi.analyse(ClipRequest(path=replayed_lunge.with_suffix(".mp4"), movement="lunge", side="left",
                                      backend=f"replay:{replayed_lunge}"), cache_dir=tmp_path).session  # fmt: skip
    assert (again.id, again.measurements, again.shoes) == (session.id, session.measurements, None)


@pytest.fixture
def replayed_lunge(tmp_path):
    """Write a grey clip and the landmarks of a lunge beside it; return the landmarks' path."""
    return folders.film(tmp_path / "lunge.mp4")
