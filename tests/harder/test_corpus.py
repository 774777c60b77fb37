"""Damaged, lying and strange video files: read, or refused in one line; no crash, no hang, no fault of dorsi."""

import itertools

import apart
import corpus
import numpy as np
import pytest

SEED = 20
#: Written by PyAV as data of no kind that any program knows.
UNKNOWN = {
    "rawvideo.mov",
    *(f"{codec}.mts" for codec in ("libvpx", "libvpx-vp9", "mjpeg", "prores", "rawvideo", "ffv1")),
}
MUTANTS = 3  #: of each file; break_it.py tries as many as there is time for


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write a small clip with every codec in every container that dorsi opens and PyAV allows."""
    folder = tmp_path_factory.mktemp("corpus")
    pairs = itertools.product(corpus.SUFFIX_OF.items(), corpus.CODECS)
    paths = [
        path for (container, suffix), codec in pairs
        if corpus.write(path := folder / f"{codec}.{suffix}", container=container, codec=codec)
    ]  # fmt: skip
    assert len(paths) > 25
    return paths


def test_what_pyav_writes_is_read(written):
    ended = [(path.name, apart.outcome(lambda path=path: corpus.look(path))) for path in written]
    assert apart.bad(ended) == []
    assert {name for name, told in ended if told != "done"} <= UNKNOWN


def test_damage_is_read_or_refused_in_one_line(written, tmp_path):
    rng, ended = np.random.default_rng(SEED), []
    for path in written:
        data = path.read_bytes()
        for number in range(MUTANTS):
            broken = tmp_path / f"{number} {path.name}"
            broken.write_bytes(corpus.mutant(data, rng))
            ended.append((broken.name, apart.outcome(lambda path=broken: corpus.look(path))))
            broken.unlink()
    assert apart.bad(ended) == []
    assert {told.split(":")[0] for _, told in ended} == {"done", "refused"}


@pytest.mark.parametrize("name", corpus.HOSTILE_STAMPS)
@pytest.mark.parametrize(
    ("container", "suffix"), [("mp4", "mp4"), ("matroska", "mkv"), ("avi", "avi"), ("mpegts", "mts")]
)
def test_times_that_no_clock_gives_are_read_or_refused(tmp_path, name, container, suffix):
    path = tmp_path / f"clip.{suffix}"
    if corpus.write(path, container=container, codec="mpeg4", stamp=corpus.HOSTILE_STAMPS[name]):
        assert apart.bad([(path.name, apart.outcome(lambda: corpus.look(path)))]) == []


@pytest.mark.parametrize("size_px", [(1, 1), (2, 2), (16, 4096), (4096, 16), (7680, 4320)])
def test_pictures_of_any_size_are_read_or_refused(tmp_path, size_px):
    path = tmp_path / "clip.mkv"
    codec = "mpeg4" if max(size_px) > 5000 else "ffv1"  # which takes long for 8K
    assert corpus.write(path, container="matroska", codec=codec, size_px=size_px, count=2)
    assert apart.bad([(path.name, apart.outcome(lambda: corpus.look(path)))]) == []
