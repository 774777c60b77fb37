"""The shipped networks: the right files, refused when damaged, with the landmarks of the originals."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from dorsi.errors import ModelError, OptionError
from dorsi.pose.landmarker import Landmarker
from dorsi.pose.models import Model, manifest, models_folder, verified
from dorsi.video import frames, probe
from dorsi.video.picture import Picture

ROOT = Path(__file__).parents[2]
ORIGINALS = ROOT / "../shared/models"
RENDERED = ROOT / "../shared/rendered"
NAMES = ["heavy", "full", "lite"]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_model_has_the_checksum_of_the_manifest(name):
    assert verified(name).sha256 == manifest(models_folder())[name]["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_says_where_a_model_comes_from_and_its_licence(name):
    entry = manifest(models_folder())[name]
    assert entry["licence"] == "Apache-2.0"
    assert "@mediapipe/pose" in entry["source"]
    assert len(entry["original_sha256"]) == 64


def test_licence_and_notice_lie_beside_the_models():
    assert "Apache License" in (models_folder() / "LICENSE").read_text()
    assert "MediaPipe Authors" in (models_folder() / "NOTICE").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_is_stored_uncompressed_so_that_it_can_be_mapped(name):
    with zipfile.ZipFile(verified(name).path) as bundle:
        assert {info.compress_type for info in bundle.infolist()} == {zipfile.ZIP_STORED}


@pytest.fixture
def own_folder(tmp_path):
    """Return a folder with the manifest and the lite model."""
    for file in ("manifest.yaml", "pose_landmarker_lite.task"):
        shutil.copy(models_folder() / file, tmp_path)
    return tmp_path


def test_a_changed_model_is_refused(own_folder):
    path = own_folder / "pose_landmarker_lite.task"
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"lite\.task: is not the pose model it should be .*; install dorsi again"):
        verified("lite", folder=own_folder)


def test_a_missing_model_is_refused(own_folder):
    with pytest.raises(ModelError, match=r"heavy\.task: the pose model is missing; install dorsi again"):
        verified("heavy", folder=own_folder)


def test_an_unreadable_manifest_is_refused(own_folder):
    (own_folder / "manifest.yaml").write_text("models: [")
    with pytest.raises(ModelError, match="list of pose models cannot be read"):
        verified("lite", folder=own_folder)


def test_an_unknown_model_is_refused_with_the_known_ones():
    with pytest.raises(OptionError, match="'heavy', 'full', 'lite'"):
        verified("huge")


@pytest.mark.skipif(not ORIGINALS.exists(), reason="the original models are not at hand")
def test_the_script_rebuilds_the_shipped_models_byte_for_byte(tmp_path):
    script = ROOT / "scripts/build_models.py"
    subprocess.run([sys.executable, script, ORIGINALS, tmp_path], check=True, capture_output=True)
    for file in ("manifest.yaml", *(entry["file"] for entry in manifest(models_folder()).values())):
        assert (tmp_path / file).read_bytes() == (models_folder() / file).read_bytes()


def landmarks(model, clip_path, most_people=1):
    found = []
    with Landmarker(model, most_people=most_people) as landmarker:
        for i, frame in enumerate(frames(probe(clip_path))):
            if i % 4 == 0:
                poses = landmarker.find(Picture.of(frame.rgb))
                found += [np.column_stack([p.xy_px, p.score, p.world_m]) for p in poses]
    return np.array(found)


@pytest.mark.models
@pytest.mark.skipif(not (ORIGINALS.exists() and RENDERED.exists()), reason="the original models are not at hand")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("clip", ["02_lunge_L_bea.mp4", "05_run_amir.mp4"])
def test_landmarks_are_bit_identical_to_those_of_the_original_model(name, clip):
    original = Model(name=name, path=ORIGINALS / f"pose_landmarker_{name}.task", sha256="")
    expected = landmarks(original, RENDERED / clip)
    assert len(expected) > 30
    np.testing.assert_array_equal(landmarks(verified(name), RENDERED / clip), expected)


@pytest.mark.models
def test_a_landmarker_prints_nothing(capfd):
    frame = next(frames(probe(ROOT / "sample_videos/squat_side.mp4")))
    with Landmarker(verified("lite"), most_people=1) as landmarker:
        assert len(landmarker.find(Picture.of(frame.rgb))) == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.models
def test_what_others_print_while_a_landmarker_starts_is_not_lost(capfd, monkeypatch):
    os.write(2, b"before\n")
    with Landmarker(verified("lite"), most_people=1) as landmarker:
        find = landmarker._landmarker.detect_for_video

        def chatty(*arguments):
            os.write(2, b"W0000 chatter\nE0000 something broke\n")
            return find(*arguments)

        monkeypatch.setattr(landmarker._landmarker, "detect_for_video", chatty)
        landmarker.find(Picture.of(np.zeros((240, 320, 3), np.uint8)))
    assert capfd.readouterr().err == "before\nE0000 something broke\n"


@pytest.mark.models
def test_a_bundle_that_mediapipe_can_not_load_is_a_model_error(tmp_path):
    path = tmp_path / "broken.task"
    path.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"broken\.task: MediaPipe cannot load the pose model"):
        Landmarker(Model(name="broken", path=path, sha256=""), most_people=1)


@pytest.mark.models
def test_a_landmarker_loads_no_drawing_and_no_sound_library():
    """MediaPipe's drawing helpers need matplotlib, its audio tasks sounddevice; they stay usable for whoever asks."""
    code = (
        "import sys\n"
        "from dorsi.pose.landmarker import Landmarker\n"
        "from dorsi.pose.models import verified\n"
        "with Landmarker(verified('lite'), most_people=1): pass\n"
        "print(sorted({'matplotlib', 'sounddevice'} & set(sys.modules)))\n"
        "import mediapipe\n"
        "print(mediapipe.tasks.vision.drawing_utils.DrawingSpec.__name__)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.splitlines() == ["[]", "DrawingSpec"]
