"""What many tests share: clips are inferred once for all tests and workers; optional material is found or missed."""

import functools
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from dorsi.locking import locked
from dorsi.settings import Settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "../shared"
KEPT_LANDMARKS = ROOT / "tests/data/landmarks"  #: by scripts/keep_landmarks.py: points only, no picture
DEFAULT = Settings()
IN_CI = os.environ.get("CI") == "true"
#: Reasons for which a test may be skipped in CI too; any other one means that something is missing there.
MAY_SKIP_IN_CI = (
    "root may write everywhere",
    "movement is not installed",
    "the garments are not here",
    "the clothes that the renderer dresses people in are not at hand",
    "this system lets nobody leave the network",
)
#: No test leans on time: a machine that is busy with other work takes longer, and nothing is wrong.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
# Hypothesis also tries numbers that stand in the source of any module loaded so far: which examples are drawn would
# depend on the tests that ran before. There is no public switch for it.
providers._get_local_constants = providers.Constants
#: What takes more than half a minute of one core, the longest first.
LONG = (
    "web/browser",
    "programme/test_properties.py",
    "batch",
    "notebooks",
    "test_docs_code.py",
    "training/test_chain.py",
    "programme/test_every_number.py",
    "harder",
    "extending",
    "test_cli_analyse.py",
    "pose/test_tracking.py",
    "pose/test_kept_landmarks.py",
    "web/test_correcting.py",
    "report/test_faces.py",
)
OFFLINE = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


def pytest_configure():
    """Let Ctrl-C be heard again: a run in the background has it ignored, and every program it starts inherits that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    """Begin with what takes long: at the end, the workers then have small tests to share, and end together."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONG)}

    def place_of(item):
        return min((places[path] for path in (item.path, *item.path.parents) if path in places), default=len(LONG))

    items.sort(key=place_of)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Fail a test that would be skipped in CI for something that is missing there."""
    return (yield) if not IN_CI else failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Fail a whole file likewise."""
    return (yield) if not IN_CI else failed_if_skipped((yield))


def failed_if_skipped(report):
    """Return a report, as a failure where it is a skip that CI does not allow."""
    if (
        report.skipped
        and not hasattr(report, "wasxfail")
        and not report.longrepr[2].removeprefix("Skipped: ").startswith(MAY_SKIP_IN_CI)
    ):
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may be missing. {report.longrepr[2]}"
    return report


@contextmanager
def alone(lock):
    """Let one process at a time in."""
    with locked(lock, wait=True):
        yield


@pytest.fixture(scope="session")
def shared_temp(tmp_path_factory):
    """Return one temporary folder for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def landmark_cache(shared_temp):
    """Keep landmarks in one folder for the whole run, subprocesses included; the user's own cache stays untouched.

    It starts with those that are kept in the repository, so that the networks look only at what is new to them.
    """
    cache = shared_temp / "landmarks"
    with alone(shared_temp / "landmarks.lock"):
        if not cache.exists():
            shutil.copytree(KEPT_LANDMARKS, cache / "landmarks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DORSI_CACHE", str(cache))
        yield cache


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(shared_temp):
    """Keep what dorsi keeps for its user away from what the user of this machine keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DORSI_DATA", str(shared_temp / "data"))
        yield


@pytest.fixture(scope="session")
def analysed(landmark_cache):
    """Return a function that analyses a clip; the pose network sees each clip once, whichever worker asks first."""
    from dorsi import pipeline  # noqa: PLC0415 - tests without clips start without video and model code

    @functools.cache
    def analyse(path, settings=DEFAULT):
        with alone(landmark_cache / f"{path.name}.lock"):
            return pipeline.analyse(path, settings, cache_dir=landmark_cache)

    return analyse


@pytest.fixture(scope="session")
def real_clip():
    """Return a function that gives the path of a real clip, or skips where the clips are not at hand."""

    def find(name):
        path = (SHARED / "clips" / name).resolve()
        if not path.exists():
            pytest.skip(f"the real clip {name} is not here: clips of real people are not part of this repository")
        return path

    return find


@pytest.fixture(scope="session")
def site(shared_temp):
    """Build the site of the docs once for all workers, as `make site` does; return its folder."""
    folder = shared_temp / "site-of-docs"
    with alone(shared_temp / "site-of-docs.lock"):
        if not folder.exists():
            # Copies: zensical follows links and would build beside their targets.
            for name in ("docs", "scripts", "src"):
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            for name in ("CHANGELOG.md", "zensical.toml"):
                shutil.copy(ROOT / name, folder)
            command = [sys.executable, "-m", "zensical", "build", "--strict"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def chromium():
    """Start Debian's chromium without a window; skip where it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    arguments = [*OFFLINE, "--no-sandbox"] if os.geteuid() == 0 else OFFLINE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
