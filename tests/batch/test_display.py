"""What a terminal shows while a batch runs."""

import os
import pty
import re
import subprocess
import sys

import pytest


def shown_on_a_terminal(*arguments):
    """Run the command line with stderr on a terminal of its own; return (exit code, everything it wrote there)."""
    ours, theirs = pty.openpty()
    env = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"}
    command = [sys.executable, "-m", "dorsi", *map(str, arguments)]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the terminal's other end is closed
                break
            if not part:
                break
            seen += part
        code = process.wait()
    os.close(ours)
    return code, re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode("utf-8", "replace"))


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_shows_a_bar_for_all_clips_with_the_time_left_and_one_for_each_worker(squad, data, tmp_path):
    folder, manifest = squad
    code, seen = shown_on_a_terminal(
        "batch", folder, "--manifest", manifest, "--out", tmp_path / "out", "--workers", "2"
    )
    assert code == 2
    assert re.search(r"all clips .*[1-5] of 6 .*\d\d:\d\d", seen)
    assert {f"athlete{i}/lunge.mp4" for i in range(5)} <= set(re.findall(r"athlete\d/lunge.mp4", seen))
    assert "athlete5/lunge.mp4: the file is cut short" in seen
    # each result as it comes, above the bars
    assert sorted(re.findall(r"athlete(\d)/lunge\.mp4: measured, left \d+\.\d° ± \d+\.\d°", seen)) == list("01234")
