"""What cannot be a clip is told in one line, ends with 2 and leaves nothing behind."""

import subprocess

from forked import program


def analyse(*arguments, cwd):
    command = [program(), "analyse", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_it_ends_with_2(run):
    assert run.done.returncode == 2


def test_it_is_told_in_one_line_that_names_the_file(run):
    assert len(run.done.stderr.splitlines()) == 1
    assert run.done.stderr.startswith("dorsi: clip.mp4: ")


def test_nothing_is_printed_as_a_result(run):
    assert run.done.stdout == ""


def test_nothing_is_left_behind(run):
    assert run.after == run.before


def test_an_earlier_result_is_kept(tmp_path):
    (tmp_path / "clip.mp4").touch()
    earlier = tmp_path / "dorsi-out" / "clip" / "session.json"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("{}", encoding="utf-8")
    analyse("clip.mp4", cwd=tmp_path)
    assert earlier.read_text(encoding="utf-8") == "{}"
