"""What the tests call in place of a fresh start says, writes and returns what a fresh start does."""

import os
import subprocess
import sys

import pytest
from forked import program

FRESH = [sys.executable, "-m", "dorsi"]


def called(command, words, folder, **env):
    done = subprocess.run([*command, *words], cwd=folder, env=os.environ | env, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "words",
    [["--version"], ["plan", "--intake", "missing.yaml"], ["show", "mo_wall_slide"]],
    ids=" ".join,
)
def test_output_and_exit_code_are_those_of_a_fresh_start(words, tmp_path):
    env = {"DORSI_DATA": str(tmp_path / "data"), "COLUMNS": "60"}
    assert called([program()], words, tmp_path, **env) == called(FRESH, words, tmp_path, **env)


def test_it_works_in_the_folder_and_with_the_data_of_its_caller(tmp_path):
    (tmp_path / "here").mkdir()
    code, _, said = called([program()], ["marker", "--out", "marker.svg"], tmp_path / "here")
    assert (code, [path.name for path in (tmp_path / "here").iterdir()]) == (0, ["marker.svg"]), said


def test_a_fault_of_dorsi_ends_it_as_it_would_end_any_program(tmp_path):
    code, _, said = called([program()], ["db", "check"], tmp_path, DORSI_DB="nothing that can be opened")
    assert (code, said) == called(FRESH, ["db", "check"], tmp_path, DORSI_DB="nothing that can be opened")[::2]
    assert code
