"""The files for a squad's server fit dorsi and each other; no container engine is needed to see that.

What only an engine can show (that the image builds and starts) is not tested here.
"""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
import yaml

from dorsi.cli import app
from dorsi.data_folder import DATA_NAME
from dorsi.doctor import SYSTEM_LIBRARIES
from dorsi.store.place import DATABASE_NAME, parsed_url
from dorsi.web.config import DEFAULT_PORT

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "deploy"
IMAGE = (FOLDER / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVER, DATABASE = COMPOSE["services"]["dorsi"], COMPOSE["services"]["db"]
COPIED = {
    word
    for words in re.findall(r"^COPY (?!--)(.+) \S+$", IMAGE, re.MULTILINE)
    for word in words.split()
}  # fmt: skip


def test_what_the_image_copies_is_there_and_no_more_is_sent_to_the_engine():
    assert [name for name in COPIED if not (ROOT / name).exists()] == []
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[0] == "!"}
    assert let_through == COPIED


def test_the_image_has_all_that_the_wheel_is_built_from():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = {project["project"]["readme"], *project["project"]["license-files"], *wheel["force-include"]}
    assert named | {path.split("/")[0] for path in wheel["packages"]} <= COPIED


def test_the_python_of_the_image_is_one_that_dorsi_supports():
    versions = re.findall(r"^FROM \S+/python:(\d+\.\d+)", IMAGE, re.MULTILINE)
    assert len(versions) == 2
    assert set(versions) <= {"3.11", "3.12", "3.13"}


def test_the_image_installs_every_library_that_the_doctor_asks_for():
    assert set(SYSTEM_LIBRARIES.values()) <= set(re.search(r"apt-get install (.+?)&&", IMAGE)[1].split())


def test_the_image_starts_commands_that_parse():
    started = re.search(r'^CMD \["sh", "-c", "(.+)"\]$', IMAGE, re.MULTILINE)[1].replace('\\"', '"')
    root = typer.main.get_command(app)
    for part in started.replace("exec ", "").replace('"$DORSI_ADDRESS"', "192.168.1.20").split(" && "):
        command, words = root, shlex.split(part)[1:]
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        command.make_context(part, words)


def test_the_image_runs_as_a_user_without_rights_and_keeps_its_data_in_the_volume():
    last = IMAGE.rpartition("FROM ")[2]
    assert re.search(r"^USER dorsi$", last, re.MULTILINE)
    assert f"{DATA_NAME}=/data" in last
    assert SERVER["volumes"] == ["files:/data"]


def test_the_port_is_the_one_that_dorsi_listens_on():
    assert f"EXPOSE {DEFAULT_PORT}" in IMAGE
    assert f"('127.0.0.1', {DEFAULT_PORT})" in IMAGE


def test_the_server_finds_its_database_and_waits_for_it():
    url = parsed_url(SERVER["environment"][DATABASE_NAME])
    assert f"{url.host}:{url.port}:5432" in DATABASE["ports"]
    assert (url.username, url.database) == (
        DATABASE["environment"]["POSTGRES_USER"],
        DATABASE["environment"]["POSTGRES_DB"],
    )
    assert SERVER["depends_on"] == {"db": {"condition": "service_healthy"}}


@pytest.mark.parametrize("service", [SERVER, DATABASE], ids=["dorsi", "db"])
def test_no_password_has_a_value_before_one_is_chosen(service):
    secrets = [value for name, value in service["environment"].items() if "PASSWORD" in name]
    assert secrets
    assert all(value.startswith("${DORSI_DB_PASSWORD:?") for value in secrets)


def test_the_database_listens_on_this_computer_alone():
    assert all(port.startswith("127.0.0.1:") for port in DATABASE["ports"])


def test_the_example_names_every_value_that_has_to_be_chosen():
    asked = set(re.findall(r"\$\{(\w+):\?", (FOLDER / "compose.yaml").read_text(encoding="utf-8")))
    example = (FOLDER / "example.env").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
