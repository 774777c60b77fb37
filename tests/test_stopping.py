"""A stop by Ctrl-C or SIGTERM is quiet and certain, wherever in the work it comes."""

import signal
import subprocess
import sys

import pytest

WORK = """
import os
import time
from dorsi.cli.stopping import stop_quietly

class Landmarker:
    def __init__(self):
        {making}
        self.handle = 1

    def __del__(self):
        {dropping}
        self.handle

stop_quietly()
made = Landmarker()
del made
time.sleep(20)
print("went on")
"""
STOP = "os.kill(os.getpid(), {})"


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 128 + signal.SIGTERM)])
@pytest.mark.parametrize("place", ["making", "dropping"])
def test_a_half_made_object_says_nothing_and_nothing_swallows_the_stop(place, sent, code):
    parts = {"making": "pass", "dropping": "pass"} | {place: STOP.format(int(sent))}
    work = [sys.executable, "-c", WORK.format(**parts)]
    done = subprocess.run(work, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, "Exception ignored" in done.stderr) == (code, "", False), done.stderr


def test_ctrl_c_stays_ignored_where_it_was():
    ignored = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    asked = "from dorsi.cli.stopping import stop_quietly; stop_quietly(); signal.raise_signal(signal.SIGINT)"
    assert subprocess.run([sys.executable, "-c", ignored + asked], check=False).returncode == 0
