"""Damaged files of every kind that dorsi loads: read, or refused in one line."""

import apart
import loaders
import numpy as np
import pytest

SEED = 20
MUTANTS = 12  #: of each kind; break_it.py tries as many as there is time for
KINDS = (
    "intake", "plan", "rules", "log", "entries", "session", "signals", "manifest csv", "manifest xlsx", "roster csv",
    "roster xlsx", "npz", "kept npz", "blazepose json", "trc", "deeplabcut", "c3d", "netcdf", "tidy csv",
    "analysis json", "openpose", "database",
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Return the good files: (path, load) by name."""
    return {name: (path, load) for name, path, load in loaders.seeds(tmp_path_factory.mktemp("good"))}


def test_every_kind_is_tried(good):
    assert set(good) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_good_file_is_read(good, name):
    path, load = good[name]
    assert apart.outcome(lambda: load(path)) == "done"


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_is_read_or_refused_in_one_line(good, name):
    path, load = good[name]
    data, rng = path.read_bytes(), np.random.default_rng([SEED, KINDS.index(name)])
    ended = []
    for number in range(MUTANTS):
        content = loaders.mutant(data, rng, is_text=path.suffix not in loaders.BINARY)
        broken = path.with_name(f"broken {number}{path.suffix}")
        told = apart.outcome(lambda at=broken, what=content: loaders.load_again(name, load, at, what), limit_s=20)
        ended.append((f"{name} {number}", told))
    assert apart.bad(ended) == []
