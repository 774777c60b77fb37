"""The commands that need no clip."""

import json
import os
import subprocess
import sys

import pytest

import dorsi
from dorsi.protocols import PROTOCOLS


def run(*arguments, **env):
    command = [sys.executable, "-m", "dorsi", *arguments]
    return subprocess.run(command, env=os.environ | env, capture_output=True, text=True, check=False)


def test_version_is_the_package_s():
    assert run("--version").stdout == f"dorsi {dorsi.__version__}\n"


def test_without_a_command_the_help_is_shown_and_says_where_to_start():
    done = run()
    assert "analyse" in done.stdout + done.stderr
    assert "Start with: dorsi serve" in " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("record", ["session", "intake", "plan", "assessment"])
def test_schema_prints_the_json_schema_of_a_record(record):
    schema = json.loads(run("schema", record).stdout)
    assert (schema["title"].lower(), schema["type"], schema["additionalProperties"]) == (record, "object", False)


def test_schema_of_the_session_has_the_fields_of_the_contract():
    fields = json.loads(run("schema", "session").stdout)["properties"]
    contract = {"schema_version", "id", "person", "movement", "clip", "quality", "measurements", "events", "provenance"}
    assert contract <= fields.keys()


@pytest.mark.parametrize("movement", PROTOCOLS)
def test_movements_says_how_to_film_each(movement):
    assert f"{movement}: {PROTOCOLS[movement].title}" in run("movements").stdout


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--movement", "7 hops", "--movement: '7 hops' is not known; choose from 'auto', 'balance'"),
        ("--side", "both", "--side: 'both' is not known"),
        ("--model", "huge", "--model: 'huge' is not known"),
        ("--height-cm", "17", "--height-cm: 17 given, 80 to 250 allowed"),
        ("--capture-fps", "1", "--capture-fps: 1 given, 5 to 1000 allowed"),
        ("--speed-kmh", "90", "--speed-kmh: 90 given, 1 to 45 allowed"),
        ("--pick", "middle", "--pick: 'middle' given; write two numbers"),
        ("--intake", "nowhere.yaml", "nowhere.yaml"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(option, value, told):
    done = run("analyse", "clip.mp4", option, value)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert told in done.stderr


def test_an_unknown_command_ends_with_2():
    assert run("analyze").returncode == 2


def test_colours_are_off_when_asked():
    assert "\x1b" not in run("doctor", NO_COLOR="1", FORCE_COLOR="").stdout
