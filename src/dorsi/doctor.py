"""Is everything here that dorsi needs? Each check is a function of facts; `examine` gathers those of this machine."""

import ctypes
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from dorsi import faults
from dorsi.errors import DataError, ModelError
from dorsi.settings import FOOT_MODEL
from dorsi.version import __version__

FIRST_PYTHON: Final = (3, 11)
LAST_PYTHON: Final = (3, 13)

#: shared libraries that the wheels of mediapipe expect of a Linux system, with the Debian package that has them
SYSTEM_LIBRARIES: Final = {"libEGL.so.1": "libegl1", "libGLESv2.so.2": "libgles2"}

#: what PyAV has to be able to do: (codec, mode) with mode "r" for reading and "w" for writing
CODECS: Final = (("h264", "r"), ("hevc", "r"), ("vp9", "r"), ("mpeg4", "r"), ("libx264", "w"))

#: packages with compiled parts, which can be installed and still not load
COMPILED: Final = ("av", "cv2", "mediapipe", "numpy", "onnxruntime", "scipy")

_OPENCV: Final = ("opencv-python", "opencv-contrib-python", "opencv-python-headless", "opencv-contrib-python-headless")


@dataclass(frozen=True, kw_only=True)
class DoctorCheck:
    """One thing looked at."""

    name: str
    found: str  #: what is there
    advice: str | None = None  #: what to do; None when all is well

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return self.advice is None


def write_report(checks: Sequence[DoctorCheck], path: Path) -> None:
    """Write what helps to mend a fault: versions, checks, and the faults that were kept; nothing of a person.

    Raises
    ------
    DataError
        If the file can't be written.
    """
    # What was found is a version, mostly; a folder's path would tell the user's name.
    told = [{"name": c.name, "ok": c.ok} | ({} if os.sep in c.found else {"found": c.found}) for c in checks]
    found = {"checks": told, "faults": faults.kept()}
    try:
        path.write_text(json.dumps({"dorsi": __version__, **found}, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path}: can't be written ({error.strerror}); name another file") from error


def check_python(version: tuple[int, int]) -> DoctorCheck:
    """Hold the interpreter against the versions that dorsi is tested with."""
    fits = FIRST_PYTHON <= version <= LAST_PYTHON
    advice = None if fits else "install Python 3.11, 3.12 or 3.13 and make a new environment with it"
    return DoctorCheck(name="Python", found=".".join(map(str, version)), advice=advice)


def check_package(requirement: str, installed: str | None) -> DoctorCheck:
    """Hold one installed package against what dorsi declares, such as "mediapipe<=0.10.33,>=0.10.30"."""
    wanted = Requirement(requirement)
    if installed is not None and wanted.specifier.contains(installed, prereleases=True):
        return DoctorCheck(name=wanted.name, found=installed)
    return DoctorCheck(
        name=wanted.name,
        found=installed or "not installed",
        advice=f"pip install '{requirement}'",
    )


def check_opencv(versions: Mapping[str, str]) -> DoctorCheck:
    """Look for packages of OpenCV that do not match: they share one folder, and the last one installed wins.

    `versions` maps the names of installed packages to their versions. dorsi and mediapipe want opencv-contrib-python;
    other packages, such as rtmlib, bring opencv-python besides.
    """
    present = {name: versions[name] for name in _OPENCV if name in versions}
    found = ", ".join(f"{name} {version}" for name, version in present.items())
    if len(set(present.values())) <= 1:
        return DoctorCheck(name="OpenCV packages agree", found=found or "none installed")
    newest = max(present.values(), key=Version)
    pins = " ".join(f"{name}=={newest}" for name in present)
    return DoctorCheck(
        name="OpenCV packages agree", found=found, advice=f"pip install --force-reinstall --no-deps {pins}"
    )


def check_library(library: str, package: str, problem: str | None) -> DoctorCheck:
    """Tell whether the system's loader finds a shared library; `problem` is what it said if not."""
    if problem is None:
        return DoctorCheck(name=library, found="found")
    return DoctorCheck(
        name=library, found=problem, advice=f"sudo apt-get install {package}   (or your system's package for it)"
    )


def check_import(module: str, problem: str | None) -> DoctorCheck:
    """Tell whether a package with compiled parts can be imported; `problem` is what it said if not."""
    advice = None if problem is None else f"pip install --force-reinstall {module}, and see the system libraries here"
    return DoctorCheck(name=f"import {module}", found=problem or "works", advice=advice)


def check_model(name: str, problem: str | None) -> DoctorCheck:
    """Tell whether a pose network is the one it should be; `problem` is what was wrong if not."""
    if problem is None:
        return DoctorCheck(name=f"Pose network {name}", found="checksum is right")
    return DoctorCheck(
        name=f"Pose network {name}", found=problem, advice="pip install --force-reinstall --no-deps dorsi"
    )


def check_foot_model(problem: str | None) -> DoctorCheck:
    """Tell whether the foot network is the one it should be and looks at a crop; `problem` is what was wrong if not."""
    if problem is None:
        return DoctorCheck(name="Foot network", found="checksum is right, gives seven points")
    advice = "pip install --force-reinstall --no-deps dorsi; until then: dorsi analyse --foot-model off"
    return DoctorCheck(name="Foot network", found=problem, advice=advice)


def check_codecs(can: Callable[[str, str], bool], needed: Iterable[tuple[str, str]] = CODECS) -> DoctorCheck:
    """Ask `can(codec, mode)` for each codec that dorsi reads or writes."""
    needed = tuple(needed)
    missing = [_told(codec, mode) for codec, mode in needed if not can(codec, mode)]
    if not missing:
        return DoctorCheck(name="Video codecs", found=", ".join(_told(codec, mode) for codec, mode in needed))
    return DoctorCheck(
        name="Video codecs",
        found=f"missing: {', '.join(missing)}",
        advice="pip install --force-reinstall --only-binary av av   (its wheels bring every codec)",
    )


def check_writable(name: str, folder: str, problem: str | None) -> DoctorCheck:
    """Tell whether a folder can be written; `problem` is what the system said if not."""
    if problem is None:
        return DoctorCheck(name=name, found=folder)
    return DoctorCheck(
        name=name, found=f"{folder}: {problem}", advice="make it writable, or set DORSI_CACHE to a folder that is"
    )


def examine() -> list[DoctorCheck]:
    """Look at this machine: Python, packages, system libraries, pose networks, codecs, and the landmark cache."""
    installed: dict[str, str] = {
        canonicalize_name(package.name): package.version for package in metadata.distributions()
    }
    declared = [wanted for wanted in metadata.requires("dorsi") or [] if "extra ==" not in wanted]
    libraries = SYSTEM_LIBRARIES if sys.platform == "linux" else {}
    return [
        check_python(sys.version_info[:2]),
        *(check_package(wanted, installed.get(canonicalize_name(Requirement(wanted).name))) for wanted in declared),
        check_opencv(installed),
        *(check_library(name, package, _load_problem(name)) for name, package in libraries.items()),
        *(check_import(module, _import_problem(module)) for module in COMPILED),
        *(check_model(name, problem) for name, problem in _model_problems().items()),
        *_foot_checks(),
        check_codecs(_codec_is_there),
        *_cache_checks(),
    ]


def broken(checks: Sequence[DoctorCheck]) -> list[DoctorCheck]:
    """Return the checks that ask for something to be done."""
    return [check for check in checks if not check.ok]


def _told(codec: str, mode: str) -> str:
    names = {"h264": "H.264", "libx264": "H.264", "hevc": "HEVC", "vp9": "VP9", "mpeg4": "MPEG-4"}
    return f"{names[codec]} {'reading' if mode == 'r' else 'writing'}"


def _load_problem(library: str) -> str | None:
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return None


def _import_problem(module: str) -> str | None:
    try:
        import_module(module)
    except (ImportError, OSError) as error:
        return str(error)
    return None


def _cache_checks() -> list[DoctorCheck]:
    try:
        from dorsi.pose import cache  # noqa: PLC0415 - as above
    except ImportError:
        return []  # named by the checks of the packages
    folder = cache.default_folder()
    return [check_writable("Landmark cache", str(folder), _write_problem(folder))]


def _model_problems() -> dict[str, str | None]:
    from dorsi.pose import models  # noqa: PLC0415 - a broken package must not keep the doctor from starting

    def problem(name: str, verify: Callable[[str], object]) -> str | None:
        try:
            verify(name)
        except ModelError as error:
            return str(error)
        return None

    folder = models.models_folder()
    try:
        bundles, graphs = models.manifest(folder), models.graphs(folder)
    except ModelError as error:
        return {"list": str(error)}
    return {name: problem(name, models.verified) for name in bundles} | {
        f"graph {name}": problem(name, models.verified_graph) for name in graphs
    }


def _foot_checks() -> list[DoctorCheck]:
    try:
        import numpy as np  # noqa: PLC0415 - as above

        from dorsi.pose.foot_network import load_foot_network  # noqa: PLC0415

        network = load_foot_network()
        network(np.zeros((2, network.crop_px, network.crop_px, 3), np.uint8))
    except ModelError as error:
        return [check_foot_model(str(error))] if FOOT_MODEL != "off" else []
    except ImportError:
        return []  # named by the checks of the packages
    return [check_foot_model(None)]


def _codec_is_there(codec: str, mode: str) -> bool:
    try:
        import av  # noqa: PLC0415 - as above
    except ImportError:
        return False
    try:
        av.Codec(codec, "r" if mode == "r" else "w")
    except av.codec.codec.UnknownCodecError:
        return False
    return True


def _write_problem(folder: Path) -> str | None:
    nearest = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        return "cannot be written"
    try:
        TemporaryFile(dir=nearest).close()
    except OSError as error:
        return error.strerror
    return None
