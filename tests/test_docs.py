"""The documents tell the truth: commands parse, links lead somewhere, and docs/cli.md is what --help says."""

import re
import runpy
import shlex
import tomllib
from pathlib import Path

import pytest
import typer

from dorsi.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
WRITTEN_FOR_USERS = [
    ROOT / "README.md",
    *(ROOT / "docs" / name for name in ("index.md", "faq.md", "citing.md")),
    *(page for folder in ("tutorials", "howto") for page in sorted((ROOT / "docs" / folder).glob("*.md"))),
]
ROOT_COMMAND = typer.main.get_command(app)
WRITER = runpy.run_path(str(ROOT / "scripts" / "write_cli_docs.py"))
NEVER_SAID = re.compile(
    r"\b(diagnos\w*|treat(s|ed|ing|ment)?|cures?|cured|rehabilitat\w*|prevents? (an )?injur\w+|"
    r"injury risk score|abnormal|dysfunction\w*|correct form|ideal cadence|guaranteed?)\b",
    re.IGNORECASE,
)
HERE_ONLY = re.compile(r"(^|[\s('\"`])/(work|root|tmp|home)/")


def blocks(page, *languages):
    pattern = rf"^```(?:{'|'.join(languages)})\n(.*?)^```"
    return re.findall(pattern, page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def dorsi_commands():
    for page in PAGES:
        for block in blocks(page, "console", "sh", "bash"):
            for line in block.replace("\\\n", " ").splitlines():
                said = line.removeprefix("$ ").split("  #")[0].strip()
                if said.startswith("dorsi "):
                    yield pytest.param(said, id=f"{page.name}: {said}")


def inline_commands():
    for page in PAGES:
        yield from re.findall(r"`dorsi ([a-z]+)[^`]*`", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", list(dorsi_commands()))
def test_every_command_in_the_docs_parses(said):
    command, words = ROOT_COMMAND, shlex.split(said)[1:]
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context(said, words)


@pytest.mark.parametrize("name", sorted(set(inline_commands())))
def test_every_command_named_in_a_sentence_exists(name):
    assert name in ROOT_COMMAND.commands


@pytest.mark.parametrize("target", ["demo", "test", "check", "docs", "site"])
def test_the_makefile_has_every_target_the_docs_speak_of(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_first_two_commands_of_the_readme_are_demo_and_test():
    first = [line.split()[1:3] for line in blocks(ROOT / "README.md", "console")[0].splitlines()]
    assert first == [["make", "demo"], ["make", "test"]]


def test_cli_page_is_what_help_says():
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == WRITER["page"](), "run: make docs"


@pytest.mark.parametrize("names", WRITER["command_names"](), ids=" ".join)
def test_every_command_has_help_with_an_example(names):
    command = ROOT_COMMAND
    for name in names:
        command = command.commands[name]
    assert command.help
    assert f"dorsi {' '.join(names)}" in command.epilog


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_path_of_one_machine(page):
    assert HERE_ONLY.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", WRITTEN_FOR_USERS, ids=lambda page: page.name)
def test_pages_for_users_keep_to_modest_words(page):
    assert NEVER_SAID.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.models
def test_the_python_of_the_readme_runs(monkeypatch, capsys, analysed):
    analysed(ROOT / "sample_videos" / "lunge_left.mp4")
    monkeypatch.chdir(ROOT)
    exec(blocks(ROOT / "README.md", "python")[0], {})  # noqa: S102
    assert re.fullmatch(r"\d+\.\d ± \d+\.\d degrees\n", capsys.readouterr().out)


def test_the_layers_of_the_architecture_page_are_the_contract_s():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Layers")[1]
    shown = re.search(r"^```\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[1].splitlines()
    assert shown == [layer.replace("dorsi.", "") for layer in contract["layers"]]


def test_every_path_the_architecture_page_names_exists():
    named = re.findall(
        r"`((?:src|models|sample_videos|docs|tests)[\w/.]*)`", (ROOT / "docs" / "architecture.md").read_text("utf-8")
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_starts_with_what_is_unreleased():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", changelog, re.MULTILINE)[0] == "[Unreleased]"
