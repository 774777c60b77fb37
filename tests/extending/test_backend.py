"""A pose backend is one file: added to a copy of dorsi, it can be asked for and gives numbers."""

import json

import pytest

FILM = """
from pathlib import Path
import numpy as np
from dorsi import synth
from dorsi.video.encode import write_h264

size = (108, 192)
grey = np.full((size[1], size[0], 3), 128, np.uint8)
write_h264(Path("clip.mp4"), ((t, grey) for t in synth.lunge().time_s), size_px=size)
"""
KEYS = """
import json
from pathlib import Path
from dorsi.batch.finding import key_of
from dorsi.settings import Settings

keys = [key_of(Path("clip.mp4"), Settings(backend=name, foot_model="off")) for name in ("stick_figure", "mediapipe")]
print(json.dumps([[key.digest, key.model_sha256] for key in keys]))
"""


@pytest.fixture(scope="module")
def filmed(copied):
    """Return a copy of dorsi with one more backend and a clip in its folder."""
    copied.add_file("stick_figure.py", "pose/backends")
    copied.run("-c", FILM)
    return copied


def test_it_is_in_the_help(filmed):
    shown = " ".join(filmed.run("-m", "dorsi", "analyse", "--help").stdout.split())
    assert "stick_figure: a made person who lunges" in " ".join(shown.replace("│", " ").split())


def test_a_clip_is_measured_by_it(filmed):
    done = filmed.run("-m", "dorsi", "analyse", "clip.mp4", "--backend", "stick_figure", "--json")
    session = json.loads(done.stdout)
    [peak] = [m for m in session["measurements"] if (m["name"], m["side"]) == ("peak_shank_inclination_deg", "left")]
    assert session["movement"] == "lunge"
    assert peak["value"] == pytest.approx(36.0, abs=0.5)
    assert session["provenance"]["setting_backend"] == "stick_figure"
    assert (filmed.folder / "dorsi-out" / "clip" / "report.html").exists()


def test_a_batch_takes_its_results_for_others_than_those_of_another_backend(filmed):
    own, usual = filmed.told(KEYS)
    assert own[0] != usual[0]
    assert own[1] == ""
    assert usual[1] != ""


def test_whoever_misspells_it_is_shown_it(filmed):
    done = filmed.run("-m", "dorsi", "analyse", "clip.mp4", "--backend", "stick_man", check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "'stick_figure'" in done.stderr


def test_a_file_without_a_description_is_named(filmed):
    stray = filmed.package / "pose" / "backends" / "stray.py"
    stray.write_text('"""Nothing."""\n', encoding="utf-8")
    done = filmed.run("-c", "from dorsi.backend_choices import backend_choices; backend_choices()", check=False)
    stray.unlink()
    assert "pose/backends/stray.py: needs OPTION, which begins with 'stray', and HELP" in done.stderr
