# ruff: noqa: T201 - what it prints is its result
"""Try to break dorsi for as long as there is time; print what was tried, and what was neither done nor refused.

    python tests/harder/break_it.py videos|codecs|loaders|clips --seconds 600 [--seed 1] [--only NAME]

Each try has a process of its own (apart.py): crashes and hangs count, and stop nothing. The same seed gives the same
files. What breaks something is kept in a folder, one file each.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import av
import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

import apart  # noqa: E402 - the tests' own
import corpus  # noqa: E402
import loaders  # noqa: E402

from dorsi.batch.work import Failure, Parcel, measure_clip  # noqa: E402
from dorsi.clip_request import clip_request  # noqa: E402


def videos(folder, rng, _only):
    """Yield damaged videos, one of each codec and container after the other, for ever."""
    written = []
    for (container, suffix), codec in itertools.product(corpus.SUFFIX_OF.items(), corpus.CODECS):
        path = folder / f"{codec}.{suffix}"
        if corpus.write(path, container=container, codec=codec):
            written.append((path, path.read_bytes()))
    for number, (path, data) in enumerate(itertools.cycle(written)):
        broken = folder / f"{number} {path.name}"
        broken.write_bytes(corpus.mutant(data, rng))
        yield path.name, broken, lambda at=broken: corpus.look(at)


def codecs(folder, _rng, _only):
    """Yield what every video encoder of PyAV writes into every container of PyAV."""
    encoders = [name for name in sorted(av.codecs_available) if _encodes(name)]
    for container, codec in itertools.product(sorted(av.formats_available), encoders):
        path = folder / f"{codec}.{container}.{corpus.SUFFIX_OF.get(container, 'mp4')}"
        if apart.outcome(lambda at=path, c=container, k=codec: _must(corpus.write(at, container=c, codec=k))) == "done":
            yield container, path, lambda at=path: corpus.look(at)


def _encodes(name):
    try:
        return av.Codec(name, "w").type == "video"
    except (av.FFmpegError, ValueError):
        return False


def _must(written):
    if not written:
        raise SystemExit


def files(folder, rng, only):
    """Yield damaged copies of every kind of file that dorsi loads, one kind after the other, for ever."""
    good = [(name, path, path.read_bytes(), load) for name, path, load in loaders.seeds(folder / "good")
            if only in {None, name}]  # fmt: skip
    for number, (name, path, data, load) in enumerate(itertools.cycle(good)):
        broken = path.with_name(f"broken {number}{path.suffix}")
        content = loaders.mutant(data, rng, is_text=path.suffix not in loaders.BINARY)
        broken.write_bytes(content)
        yield name, broken, lambda n=name, do=load, at=broken, what=content: loaders.load_again(n, do, at, what)


def clips(folder, rng, _only):
    """Yield damaged copies of a sample clip that are measured whole, network and report included, for ever."""
    data = (ROOT / "sample_videos" / "lunge_left.mp4").read_bytes()
    for number in itertools.count():
        broken = folder / f"{number}.mp4"
        broken.write_bytes(corpus.mutant(data, rng))
        yield "lunge_left.mp4", broken, lambda at=broken: _measure(at)


def _measure(path):
    request = clip_request(path, person="Anna", model="lite", mirror=False)
    ended = measure_clip(Parcel(name=path.name, request=request), lambda _done, _total: None)
    if isinstance(ended, Failure) and "something went wrong in dorsi" in ended.reason:
        raise RuntimeError(ended.reason)


def main():
    """Try until the time is over; exit with 1 if something broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("videos", "codecs", "loaders", "clips"))
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "broken-by-dorsi")
    asked = parser.parse_args()
    tries = {"videos": videos, "codecs": codecs, "loaders": files, "clips": clips}[asked.what]
    ends, counts, faults = time.monotonic() + asked.seconds, Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for kind, path, work in tries(Path(folder), np.random.default_rng(asked.seed), asked.only):
            told = apart.outcome(work)
            counts[kind, told.split(":")[0]] += 1
            if apart.bad([(path.name, told)]):
                faults[kind, told[:300]] += 1
                if faults[kind, told[:300]] == 1:
                    asked.keep.mkdir(exist_ok=True)
                    (asked.keep / f"{kind} {path.name}").write_bytes(path.read_bytes())
            path.unlink(missing_ok=True)
            if time.monotonic() > ends:
                break
    for (kind, how), count in sorted(counts.items()):
        print(f"{kind:20} {how:10} {count}")
    for (kind, told), count in faults.most_common():
        print(f"{count:5} x {kind}: {told}")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
