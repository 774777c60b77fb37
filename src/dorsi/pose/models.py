"""The pose networks that dorsi ships: where they lie, and that they are what they should be."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from dorsi.errors import ModelError, check_option

MANIFEST: Final = "manifest.yaml"
FOOT_MANIFEST: Final = "dorsi-foot.yaml"  #: of the foot network alone: it also tells how that was trained
FOOT: Final = "foot"
GRAPHS: Final = "pose-graphs.yaml"  #: of BlazePose's networks as ONNX Runtime runs them


@dataclass(frozen=True, kw_only=True)
class Model:
    """One pose network, its checksum verified."""

    name: str  #: heavy, full, lite or foot
    path: Path
    sha256: str


def models_folder() -> Path:
    """Return the folder of the shipped networks: inside the installed package, or in the checkout it runs from."""
    package = Path(__file__).parents[1]
    folders = (package / "models", package.parents[1] / "models")
    for folder in folders:
        if (folder / MANIFEST).is_file():
            return folder
    raise ModelError(f"pose models: no {MANIFEST} in {folders[0]}; install dorsi again")


def verified(name: str, *, folder: Path | None = None) -> Model:
    """Return the network `name` once its file has the checksum of the manifest.

    Raises
    ------
    ModelError
        If the file is missing, damaged or another one.
    """
    return _verified(name, folder or models_folder())


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Return the manifest's entries by the name of the network."""
    return _entries(folder / MANIFEST)


def graphs(folder: Path) -> dict[str, dict[str, str]]:
    """Return the entries of the networks as ONNX Runtime runs them, by name."""
    return _entries(folder / GRAPHS)


def _entries(path: Path) -> dict[str, dict[str, str]]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        return {entry["name"]: entry for entry in entries}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: the list of pose models cannot be read; install dorsi again") from error


def verified_foot(*, folder: Path | None = None) -> Model:
    """Return the foot network once its file has the checksum of its own manifest; errors as `verified`."""
    return _verified_foot(folder or models_folder())


def verified_graph(name: str, *, folder: Path | None = None) -> Model:
    """Return heavy, full, lite or detector as ONNX Runtime runs it; errors as `verified`."""
    return _verified_graph(name, folder or models_folder())


@cache
def _verified_graph(name: str, folder: Path) -> Model:
    entry = graphs(folder)[name]
    return _checked(name, folder / entry["file"], entry["sha256"])


@cache
def _verified_foot(folder: Path) -> Model:
    path = folder / FOOT_MANIFEST
    try:
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        file, sha256 = str(entry["file"]), str(entry["sha256"])
    except FileNotFoundError as error:
        raise ModelError(
            f"{path}: the foot network is missing; install dorsi again, or use --foot-model off"
        ) from error
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: the foot network's manifest cannot be read; install dorsi again") from error
    return _checked(FOOT, folder / file, sha256)


@cache  # a network has 6 to 31 MB, and a batch asks for it with each clip
def _verified(name: str, folder: Path) -> Model:
    entries = manifest(folder)
    entry = entries[check_option("--model", name, entries)]
    return _checked(name, folder / entry["file"], entry["sha256"])


def _checked(name: str, path: Path, sha256: str) -> Model:
    """Return the model of a file that has the right checksum."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelError(f"{path}: the pose model is missing; install dorsi again") from error
    if found != sha256:
        raise ModelError(
            f"{path}: is not the pose model it should be (sha256 {found[:12]}..., expected {sha256[:12]}...); "
            "install dorsi again"
        )
    return Model(name=name, path=path, sha256=found)
