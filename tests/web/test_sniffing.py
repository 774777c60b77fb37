"""The process that looks at files from outside: little memory, nothing written, no network."""

import os
import re
import resource
import shutil
import subprocess
import sys

import pytest
from clients import SAMPLES

from dorsi.errors import VideoError
from dorsi.web.receiving import sniffing

CLIP = SAMPLES / "lunge_left.mp4"


def sealed(code):
    """Run code in a sealed process."""
    seal = "from dorsi.web.receiving import sniffing; sniffing.seal(1_500_000_000)"
    return subprocess.run([sys.executable, "-c", f"{seal}\n{code}"], capture_output=True, text=True, check=False)


def test_a_clip_is_described():
    assert sniffing.run_apart("clip", CLIP)["n_frames"] == 135


def test_a_sealed_process_can_not_take_much_memory():
    assert "MemoryError" in sealed("bytearray(2_000_000_000)").stderr


def test_a_sealed_process_can_not_write(tmp_path):
    done = sealed(f"from pathlib import Path; Path({str(tmp_path / 'a')!r}).write_text('x')")
    assert "Permission denied" in done.stderr or "File too large" in done.stderr
    assert not (tmp_path / "a").exists() or not (tmp_path / "a").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process leave the network")
def test_a_sealed_process_reaches_no_network():
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system lets nobody leave the network; FFmpeg's own wall is tested below")
    code = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)"
    assert re.search(r"Network is unreachable|Errno 101|Permission denied", sealed(code).stderr)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("content", [None, b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n"], ids=["clip", "playlist"])
def test_looking_at_a_file_opens_no_internet_socket(tmp_path, content):
    path = CLIP
    if content is not None:
        path = tmp_path / "clip.mp4"
        path.write_bytes(content)
    log = tmp_path / "trace.log"
    command = [sys.executable, "-m", "dorsi.web.receiving.sniffing", "clip", str(path)]
    traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(log), *command]
    done = subprocess.run(traced, capture_output=True, text=True, check=False)
    assert '"problem"' in done.stdout or '"n_frames"' in done.stdout, done.stderr
    assert not re.search(r"\bAF_INET6?\b", log.read_text(encoding="utf-8"))


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(sniffing, "_WALL_S", 0.01)
    with pytest.raises(VideoError, match="read as a clip"):
        sniffing.run_apart("clip", CLIP)


def test_the_limits_hold_for_that_process_only():
    sniffing.run_apart("clip", CLIP)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
    assert os.access(CLIP, os.R_OK)
