"""The wheel is what users get: it is built, installed away from the source, and measures a clip."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CLIP = ROOT / "sample_videos" / "lunge_left.mp4"


def run(*command, cwd):
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("dorsi-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel into an environment of its own, which borrows the third-party packages of this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel, cwd=folder)
    # A path file names a folder without reading the path files in it: the editable dorsi of this environment stays out.
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("path", sorted(path.name for path in (ROOT / "models").iterdir()))
def test_the_wheel_holds_every_file_of_models(wheel, path):
    assert f"dorsi/models/{path}" in contents(wheel)


def test_the_wheel_holds_every_file_of_the_package(wheel):
    source = ROOT / "src"
    ours = {
        str(path.relative_to(source))
        for path in (source / "dorsi").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert ours - contents(wheel) == set()


def test_the_wheel_holds_the_licence_and_nothing_beside_the_package(wheel):
    tops = {name.split("/")[0] for name in contents(wheel)}
    assert {top for top in tops if not top.startswith("dorsi")} == set()
    assert any(name.endswith("licenses/LICENSE") for name in contents(wheel))


def test_the_installed_package_is_not_the_source_tree(installed):
    where = run("venv/bin/python", "-c", "import dorsi; print(dorsi.__file__)", cwd=installed)
    assert Path(where.strip()).is_relative_to(installed)


@pytest.mark.models
def test_the_installed_command_measures_a_clip(installed, landmark_cache):
    run("venv/bin/dorsi", "analyse", CLIP, "--model", "lite", "--no-overlay", "--out", "out", cwd=installed)
    written = {path.name for path in (installed / "out" / "lunge_left").iterdir()}
    assert written == {"session.json", "report.html", "signals.csv", "landmarks.npz", "stills"}


@pytest.mark.models
def test_the_installed_doctor_finds_nothing_broken(installed):
    assert "Everything works." in run("venv/bin/dorsi", "doctor", cwd=installed)
