"""Nothing leaves the machine: `dorsi analyse` opens no internet socket (docs/privacy.md)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.models

CLIP = Path(__file__).parents[1] / "sample_videos" / "lunge_left.mp4"
TALKS = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
INTERNET = re.compile(r"\bAF_INET6?\b")

# Loaded by every Python process of the run: notes each internet socket in a file, and refuses it.
GUARD = """
import os, socket
_socket = socket.socket
class Refusing(_socket):
    def __init__(self, family=-1, *rest, **options):
        if family in (-1, socket.AF_INET, socket.AF_INET6):
            with open(os.environ["SOCKETS_SEEN"], "a") as seen:
                seen.write(f"AF_INET {os.getpid()}\\n")
            raise OSError("no internet in this test")
        super().__init__(family, *rest, **options)
socket.socket = Refusing
"""


def internet_calls_traced(command, folder):
    log = folder / "trace.log"
    options = ["-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(log)]
    traced = ["strace", *options, *command]
    done = subprocess.run(traced, cwd=folder, capture_output=True, text=True, check=False)
    return done, [line for line in log.read_text(encoding="utf-8").splitlines() if INTERNET.search(line)]


def internet_calls_guarded(command, folder):
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = folder / "sockets.log"
    log.touch()
    env = os.environ | {"PYTHONPATH": str(folder), "SOCKETS_SEEN": str(log)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return done, log.read_text(encoding="utf-8").splitlines()


WATCHES = [
    pytest.param(
        internet_calls_traced,
        marks=pytest.mark.skipif(
            shutil.which("strace") is None, reason="strace is not installed: sockets are watched in Python"
        ),
        id="strace",
    ),
    pytest.param(internet_calls_guarded, id="python"),
]


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("watch", WATCHES)
def test_the_watch_sees_a_program_that_talks(watch, tmp_path):
    _, seen = watch([sys.executable, "-c", TALKS], tmp_path)
    assert seen


@pytest.mark.parametrize("watch", WATCHES)
def test_analysing_a_clip_opens_no_internet_socket(watch, tmp_path, empty_cache):
    command = [sys.executable, "-m", "dorsi", "analyse", str(CLIP), "--model", "lite", "--out", str(tmp_path / "out")]
    done, seen = watch(command, tmp_path)
    assert (tmp_path / "out" / "lunge_left" / "report.html").exists(), done.stderr
    assert seen == []


LOOKS = """
import sys, time
from pathlib import Path
import dorsi
analysis = dorsi.analyse(sys.argv[1], model="lite", foot_model="on", cache_dir=Path("cache"))
time.sleep(3)
print(analysis.session.provenance["foot_model"])
"""


@pytest.mark.parametrize("watch", WATCHES)
def test_the_networks_open_no_internet_socket_in_a_process_that_has_the_network(watch, tmp_path):
    """In a notebook nothing is sealed off, and a library has time to send what it has gathered."""
    done, seen = watch([sys.executable, "-c", LOOKS, str(CLIP)], tmp_path)
    assert done.stdout.startswith("dorsi-foot"), done.stderr
    assert seen == []


def test_usage_data_of_onnxruntime_is_off_whatever_the_environment_says():
    code = "import dorsi, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    env = os.environ | {"ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
