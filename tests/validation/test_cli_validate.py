"""`dorsi validate` as its user meets it."""

import subprocess

import pytest
from forked import program

pytestmark = pytest.mark.models
CLIP = "02_lunge_L_bea"


def run(*arguments, cwd):
    command = [program(), "validate", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def done(rendered_folder, analysed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("validate")
    (folder / "clips").mkdir()
    for ending in (".mp4", ".truth.json", ".truth.csv"):
        (folder / "clips" / f"{CLIP}{ending}").symlink_to(rendered_folder / f"{CLIP}{ending}")
    analysed(rendered_folder / f"{CLIP}.mp4")
    return folder, run("clips", "--out", "out", "--foot-model", "off", cwd=folder)


def test_targets_and_errors_are_printed(done):
    _, said = done
    assert said.returncode == 0, said.stderr
    assert all(title in said.stdout for title in ("Targets", "Clips", "Peak shank inclination of each repetition"))


def test_the_last_line_leads_to_the_page(done):
    folder, said = done
    assert said.stdout.splitlines()[-1] == "All numbers: out/accuracy.md"
    assert (folder / "out" / "accuracy.md").exists()


def test_nothing_but_the_folder_is_left(done):
    assert {path.name for path in done[0].iterdir()} == {"clips", "out"}


def test_a_folder_without_truth_is_one_line_and_exit_code_2(tmp_path):
    said = run(tmp_path, cwd=tmp_path)
    assert said.returncode == 2
    assert said.stderr.startswith("dorsi: ")
    assert len(said.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
