"""Checks of the install, on facts given and on this machine."""

import subprocess
import sys

import pytest

from dorsi import doctor


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_is_fine(version):
    assert doctor.check_python(version).ok


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_another_python_is_named_with_what_to_do(version):
    check = doctor.check_python(version)
    assert check.found == f"{version[0]}.{version[1]}"
    assert "3.11, 3.12 or 3.13" in check.advice


def test_a_package_within_its_range_is_fine():
    assert doctor.check_package("mediapipe>=0.10.30,<=0.10.33", "0.10.33").ok


@pytest.mark.parametrize("installed", ["0.10.35", "0.10.21", None])
def test_a_package_outside_its_range_or_missing_is_told_how_to_install(installed):
    check = doctor.check_package("mediapipe>=0.10.30,<=0.10.33", installed)
    assert check.found == (installed or "not installed")
    assert check.advice == "pip install 'mediapipe>=0.10.30,<=0.10.33'"


def test_equal_versions_of_the_opencv_packages_are_fine():
    assert doctor.check_opencv({"opencv-python": "5.0.0.93", "opencv-contrib-python": "5.0.0.93"}).ok


def test_unequal_versions_of_the_opencv_packages_are_noticed_and_the_newer_one_advised():
    check = doctor.check_opencv({"opencv-python": "5.0.0.93", "opencv-contrib-python": "4.12.0.88", "numpy": "2.4.6"})
    assert check.found == "opencv-python 5.0.0.93, opencv-contrib-python 4.12.0.88"
    assert check.advice.endswith("opencv-python==5.0.0.93 opencv-contrib-python==5.0.0.93")


def test_a_missing_system_library_names_its_package():
    check = doctor.check_library("libEGL.so.1", "libegl1", "cannot open shared object file")
    assert "apt-get install libegl1" in check.advice


def test_a_missing_codec_is_named():
    check = doctor.check_codecs(lambda codec, mode: (codec, mode) != ("libx264", "w"))
    assert check.found == "missing: H.264 writing"


def test_a_folder_that_can_not_be_written_says_how_to_choose_another():
    assert "DORSI_CACHE" in doctor.check_writable("Cache", "/cache", "Permission denied").advice


def test_the_wrong_model_says_what_is_wrong_and_what_to_do():
    check = doctor.check_model("heavy", "is not the pose model it should be")
    assert (check.found, "pip install" in check.advice) == ("is not the pose model it should be", True)


def test_every_check_of_this_machine_is_fine():
    assert [f"{check.name}: {check.found}" for check in doctor.broken(doctor.examine())] == []


def test_a_cache_that_is_no_folder_is_noticed(tmp_path, monkeypatch):
    file = tmp_path / "cache"
    file.touch()
    monkeypatch.setenv("DORSI_CACHE", str(file / "landmarks"))
    assert [check.name for check in doctor.broken(doctor.examine())] == ["Landmark cache"]


def test_doctor_prints_every_check_and_ends_with_0():
    done = subprocess.run([sys.executable, "-m", "dorsi", "doctor"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Everything works." in done.stdout
